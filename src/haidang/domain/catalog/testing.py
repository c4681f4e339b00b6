"""Real procedures for tests and measurements: names and texts of a national file, no revision."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from haidang.domain.catalog.actions import index_procedures
from haidang.domain.catalog.models import Procedure

JSON = Mapping[str, "object"]
_AUDIENCES: Final = {
    "Công dân Việt Nam": "citizen",
    "Người Việt Nam định cư ở nước ngoài": "overseas_vietnamese",
    "Người nước ngoài": "foreigner",
    "Cán bộ, công chức, viên chức": "official",
    "Doanh nghiệp": "enterprise",
    "Doanh nghiệp Việt Nam": "enterprise",
    "Doanh nghiệp có vốn đầu tư nước ngoài": "foreign_enterprise",
}


def load_names(path: Path, *, copies: int = 1, first: int = 0) -> int:
    """Write and index the procedures of a national file; return how many there are then.

    Each copy beyond the first bears a code of its own, for measuring growth; the copies
    before ``first`` are there already.
    """
    records = list(_records(path))
    codes = [record["code"] for record in records]
    for copy in range(first, copies):
        ending = f".C{copy}" if copy else ""
        rows = [_row(record, ending) for record in records]
        Procedure.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
        index_procedures([f"{code}{ending}" for code in codes])
    return len(records) * copies


def _records(path: Path) -> Iterator[JSON]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if isinstance(record, dict):
                yield record


def _row(record: JSON, ending: str) -> Procedure:
    audiences = {_AUDIENCES.get(text, "organization") for text in _texts(record["audiences"])}
    channels = [str(each["channel"]) for each in _maps(record["channels"])]
    return Procedure(
        code=f"{record['code']}{ending}",
        name_vi=str(record["name"])[:1_200],
        name_en="",
        folded_name="",
        folded_text="",
        summary={
            "name": {"vi": record["name"]},
            "field": {"vi": record["field"] or ""},
            "summary": {},
            "level": record["level"],
            "audiences": sorted(audiences),
            "found_by": {
                "results": [str(each["name"]) for each in _maps(record["results"])],
                "papers": [str(each["name"]) for each in _maps(record["documents"])],
                "steps": str(record["steps"] or "").splitlines(),
                "agency": str(record["executing_agency"] or ""),
                "online": "online" in channels,
                "package": False,
            },
        },
    )


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _maps(value: object) -> list[JSON]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
