"""A small record of our own, to bend into every trap."""

from typing import TypeAlias

from haidang.engines.national import NationalRecord, read_record

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"


def row(
    *, channel: str = "online", value: float | None = 3, unit: str = "working_day",
    text: str = "3 Ngày làm việc", fee: str = "Miễn phí", free: bool = True,
    amounts: list[JSON] | None = None, note: str | None = None,
) -> dict[str, JSON]:  # fmt: skip
    """Return a row of the table of channels."""
    return {
        "channel": channel,
        "time_limit": {"value": value, "unit": unit, "text": text},
        "fee": {"amounts": amounts or [], "free": free, "text": fee},
        "note": note,
    }


def paper(
    name: str, *, original: int = 1, copies: int = 0, group: str = "", form: str | None = None
) -> dict[str, JSON]:
    """Return a row of the table of papers."""
    return {
        "group": group or None,
        "name": name,
        "form": form,
        "copies": {"original": original, "copy": copies},
    }


def data(**changes: JSON) -> dict[str, JSON]:
    """Return the data of a sound record, with changes."""
    whole: dict[str, JSON] = {
        "code": "1.999999",
        "name": "Cấp Giấy xác nhận mẫu",
        "decision": "1/QĐ-MAU",
        "ministry": "bo-tu-phap",
        "level": ["commune"],
        "kind": "Loại khác",
        "field": "Hộ tịch",
        "audiences": ["Công dân Việt Nam"],
        "competent_authority": None,
        "executing_agency": "Ủy ban nhân dân cấp xã",
        "coordinating_agency": None,
        "related": None,
        "steps": "- Bước 1: nộp hồ sơ.\n- Bước 2: nhận kết quả.",
        "channels": [row(), row(channel="counter"), row(channel="post")],
        "documents": [paper("Đơn đề nghị theo mẫu"), paper("Bản vẽ sơ đồ")],
        "conditions": None,
        "results": [{"name": "Giấy xác nhận mẫu", "code": "KQ.G15.999999"}],
        "legal_basis": [{"title": "Luật mẫu", "number": "1/2025/QH15"}],
        "source_url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/mau",
    }
    return whole | changes


def record(**changes: JSON) -> NationalRecord:
    """Return a sound record with changes; a faulty one is the test's own mistake."""
    found, problems = read_record(data(**changes))
    if found is None:
        raise AssertionError(problems)
    return found
