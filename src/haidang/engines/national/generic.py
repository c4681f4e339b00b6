"""Build a runnable package from a record: the generic form, the standard process, a notice.

The builder's version stands in each revision; what it builds from the same record, reading
and version never changes.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Final

from haidang.engines.deadlines import TimeLimit, Unit
from haidang.engines.expressions import compile_expression
from haidang.engines.fees import FeeSchedule, parse_fees
from haidang.engines.forms import FormSchema, parse_form
from haidang.engines.national.description import (
    agency_kind,
    audiences,
    clean_name,
    field_of,
    legal_basis,
    result_of,
    steps_of,
    summary_of,
)
from haidang.engines.national.form import condition_of, evidence_key, form_data
from haidang.engines.national.papers import bare, real_cases
from haidang.engines.national.reading import ChannelReading, PaperReading, Reading
from haidang.engines.national.record import JSON, NationalRecord
from haidang.engines.national.words import Flag
from haidang.engines.packages import ChannelOffer, Evidence, OpenPoint, ProcedurePackage, TimeRules
from haidang.engines.workflow import Process, parse_process
from haidang.kernel.errors import HaidangError, Severity

BUILDER: Final = "generic/1"
_FILES: Final = ("process.bpmn", "result.typ")


class NotBuildable(HaidangError):
    """No package can be built from this record: the builder itself is at fault."""

    code = "national.not_buildable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """Everything that a generic package is made of."""

    record: NationalRecord
    reading: Reading
    flags: tuple[Flag, ...]
    """The open points; none once a steward has confirmed."""
    is_confirmed: bool
    snapshot_on: date
    content_hash: str
    dead_laws: frozenset[str] = frozenset()
    """Numbers of cited documents that were repealed when this was published."""


def build_package(plan: Blueprint) -> ProcedurePackage:
    """Return the package; raises NotBuildable when an engine refuses what was built."""
    record, reading = plan.record, plan.reading
    name = clean_name(record)
    form = form_data(record, reading.papers, name=name)
    fees = fees_data(plan)
    result = result_of(record)
    return ProcedurePackage(
        code=record.code,
        name={"vi": name},
        level=record.level,
        field=field_of(record),
        agency_kind=agency_kind(record),
        audiences=audiences(record),
        keywords={"vi": (), "en": ()},
        summary=summary_of(record),
        steps={"vi": steps_of(record)},
        conditions={"vi": record.conditions} if record.conditions else {},
        decision_number=record.decision,
        decision_on=None,
        channels=tuple(_channel(one, record) for one in reading.channels),
        time=TimeRules(),
        evidence=_evidence(record, reading.papers),
        results=(result,),
        legal_basis=legal_basis(record, plan.dead_laws),
        retention={},
        delegation={"allowed": True},
        quality="draft",
        form_data=form,
        form=_form(form),
        process=standard_process(),
        fees_data=fees,
        fees=_fees(fees),
        texts={"vi": {}, "en": {}},
        scenarios=(),
        files=_files(result.name["vi"]),
        content_hash=plan.content_hash,
        source_url=record.source_url,
        snapshot_on=plan.snapshot_on,
        is_confirmed=plan.is_confirmed,
        told_fees=_told(plan.reading),
        open_points=tuple(
            OpenPoint(code=flag.code, field=flag.field, text=flag.message, reading=flag.reading)
            for flag in plan.flags
            if flag.severity is not Severity.INFO
        ),
    )


@functools.cache
def standard_files() -> dict[str, bytes]:
    """Return the process and the template of the result that every generic package has."""
    folder = resources.files("haidang.engines.national") / "standard"
    return {name: (folder / name).read_bytes() for name in _FILES}


@functools.cache
def standard_process() -> Process:
    """Return the standard process: process, sign, number, seal, hand over."""
    source = standard_files()["process.bpmn"]
    parsed = parse_process(source, compile_condition=compile_expression)
    if parsed.process is None:
        raise NotBuildable(str(parsed.problems))
    return parsed.process


def fees_data(plan: Blueprint) -> dict[str, JSON]:
    """Return the fee schedule: one line for each sum that is sure, none where it is told."""
    sums = {one.channel: one.amount for one in plan.reading.channels if one.fee == "amount"}
    free = {one.channel: 0 for one in plan.reading.channels if one.fee == "free"}
    if not sums or _told(plan.reading):
        return {"fees": []}
    basis = next((one.basis for one in plan.reading.channels if one.basis), "")
    channels: dict[str, JSON] = {**sums, **free}
    return {
        "fees": [
            {
                "key": "fee",
                "name": {"vi": "Phí, lệ phí giải quyết thủ tục", "en": "Fee of the procedure"},
                "kind": "charge",
                "amount": max(sums.values()),
                "channels": channels,
                "collect": "submission",
                "legal_basis": {
                    "number": basis or plan.record.decision,
                    "valid_from": plan.snapshot_on.isoformat(),
                },
            }
        ]
    }


def _told(reading: Reading) -> frozenset[str]:
    """Return the channels whose fee is told: all, if one is, for sums belong together."""
    told = any(one.fee == "told" for one in reading.channels)
    return frozenset(one.channel for one in reading.channels) if told else frozenset()


def _channel(one: ChannelReading, record: NationalRecord) -> ChannelOffer:
    unit = Unit(one.unit)
    rows = [row for row in record.channels if row.channel == one.channel]
    note = "\n".join(dict.fromkeys(row.note for row in rows if row.note))
    if not rows:
        note = "Kê khai trực tuyến; bản chính xuất trình tại nơi tiếp nhận khi được yêu cầu."
    return ChannelOffer(
        channel=one.channel,
        time_limit=TimeLimit(one.value if unit is not Unit.NONE else 0, unit),
        note={"vi": note} if note else {},
    )


def _evidence(record: NationalRecord, papers: Sequence[PaperReading]) -> tuple[Evidence, ...]:
    cases = real_cases(record.documents)
    found = []
    for reading in papers:
        if reading.kind == "paper":
            row = record.documents[reading.row]
            when = condition_of(row, cases)
            required = (when or "true") if reading.required else "false"
            found.append(
                Evidence(
                    key=evidence_key(reading.row),
                    name={"vi": bare(row.name)},
                    original=row.original,
                    copies=row.copies,
                    required=required,
                    form=", ".join(row.forms) or None,
                    case={"vi": bare(row.group).rstrip(" :")} if row.group else {},
                )
            )
    other = {"vi": "Giấy tờ khác kèm theo", "en": "Other papers"}
    found.append(Evidence(key="other", name=other, original=0, copies=1, required="false"))
    return tuple(found)


def _files(result_name: str) -> dict[str, bytes]:
    """Return the standard files; the template begins with the name of the result."""
    quoted = result_name.replace("\\", "\\\\").replace('"', '\\"')
    line = f'#let result-name = "{quoted}"\n'.encode()
    files = standard_files()
    return {**files, "result.typ": line + files["result.typ"]}


def _form(data: dict[str, JSON]) -> FormSchema:
    parsed = parse_form(data)
    if parsed.form is None:
        raise NotBuildable("; ".join(f"{one.path} {one.code}" for one in parsed.problems))
    return parsed.form


def _fees(data: dict[str, JSON]) -> FeeSchedule:
    schedule, problems = parse_fees(data)
    if schedule is None:
        raise NotBuildable("; ".join(f"{one.path} {one.code}" for one in problems))
    return schedule


__all__ = [
    "BUILDER", "Blueprint", "NotBuildable", "build_package", "fees_data",
    "standard_files", "standard_process",
]  # fmt: skip
