"""Read and check the parts of a form that leads to several procedures (301/2026/NĐ-CP)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from haidang.engines.deadlines import TimeLimit, parse_time_limit
from haidang.engines.expressions import ExpressionError, compile_expression
from haidang.engines.fees import FeeSchedule
from haidang.engines.packages.model import ChannelOffer, Part, ProcedurePackage, Result
from haidang.engines.packages.report import PackageProblem
from haidang.engines.packages.shapes import mapping, rows, text, texts, words
from haidang.engines.packages.source import JSON, Source
from haidang.engines.workflow import Process, parse_process

OPEN_PARTS: Final = "parts.open"


def read_parts(source: Source, files: Mapping[str, bytes]) -> tuple[Part, ...]:
    """Return the parts that can be run; what is wrong with the others ``check_parts`` tells."""
    found = (_part(row, files) for row in rows(source.mapping().get("parts")))
    return tuple(part for part in found if part is not None)


def check_part_files(source: Source, files: Mapping[str, bytes]) -> Iterator[PackageProblem]:
    """Check the limits, files and the order of the parts."""
    listed = rows(source.mapping().get("parts"))
    known = [text(row.get("key")) for row in listed]
    for index, row in enumerate(listed):
        path = f"/parts/{index}"
        yield from _check_limits(source, path, row)
        yield from _check_files(source, path, row, files)
        for key in words(row.get("after")):
            if key not in known[:index]:
                yield source.fault("HD521", f"{path}/after", key=key)


def _check_limits(source: Source, path: str, row: Mapping[str, JSON]) -> Iterator[PackageProblem]:
    for name in ("time_limit", "longer_limit"):
        raw = _bare(row.get(name))
        if name == "time_limit" or raw:
            _limit, problems = parse_time_limit(raw)
            for each in problems:
                place = f"{path}/{name}{each.path}"
                yield source.fault("HD210", place, reason=each.text("vi"))


def _check_files(
    source: Source, path: str, row: Mapping[str, JSON], files: Mapping[str, bytes]
) -> Iterator[PackageProblem]:
    for key, name in _named_files(row).items():
        if name not in files:
            yield source.fault("HD522", f"{path}/{key}", name=name)
    name = text(row.get("process"))
    if name in files:
        parsed = parse_process(files[name], compile_condition=compile_expression)
        for each in parsed.problems:
            reason = f"{name}:{each.line} {each.message.get('vi', each.code)}"
            yield source.fault("HD524", f"{path}/process", reason=reason)


def check_part_words(package: ProcedurePackage, source: Source) -> Iterator[PackageProblem]:
    """Check the parts' expressions, and that the form's process asks for the parts."""
    asked = any(node.operation == OPEN_PARTS for node in package.process.nodes.values())
    if bool(package.parts) is not asked:
        yield source.fault("HD523", "/parts")
    for index, part in enumerate(package.parts):
        told = {"when": part.when, "longer_limit/when": part.longer_when}
        told |= {f"answers/{key}": value for key, value in part.answers.items()}
        for key, written in told.items():
            try:
                compile_expression(written)
            except ExpressionError as fault:
                yield source.fault("HD404", f"/parts/{index}/{key}", reason=str(fault))


def part_package(package: ProcedurePackage, key: str, *, longer: bool = False) -> ProcedurePackage:
    """Return the package as one of its parts runs it: own process, limit and result, no fee."""
    part = package.part(key)
    limit = part.longer_limit if longer and part.longer_limit else part.time_limit
    return replace(
        package,
        name=part.name,
        agency_kind=part.agency_kind,
        process=part.process,
        files={**package.files, "process.bpmn": package.files[part.process_file]},
        results=(part.result,),
        channels=tuple(
            ChannelOffer(channel=offer.channel, time_limit=limit, note=offer.note)
            for offer in package.channels
        ),
        fees=FeeSchedule(fees=()),
        evidence=tuple(replace(rule, required="false") for rule in package.evidence),
        time=replace(package.time, appointments=()),
        parts=(),
    )


def _part(row: Mapping[str, JSON], files: Mapping[str, bytes]) -> Part | None:
    limit, _problems = parse_time_limit(_bare(row.get("time_limit")))
    process = _process(files.get(text(row.get("process"))))
    if limit is None or process is None:
        return None
    longer = mapping(row.get("longer_limit"))
    return Part(
        key=text(row.get("key")),
        name=texts(row.get("name")),
        procedure=text(row.get("procedure")),
        agency_kind=text(row.get("agency_kind")),
        time_limit=limit,
        longer_limit=_longer(longer),
        longer_when=text(longer.get("when")) or "false",
        when=text(row.get("when")) or "true",
        after=words(row.get("after")),
        answers={key: text(value) for key, value in mapping(row.get("answers")).items()},
        process_file=text(row.get("process")),
        process=process,
        result=_result(mapping(row.get("result"))),
    )


def _process(raw: bytes | None) -> Process | None:
    return (
        None if raw is None else parse_process(raw, compile_condition=compile_expression).process
    )


def _longer(row: Mapping[str, JSON]) -> TimeLimit | None:
    return parse_time_limit(_bare(dict(row)))[0] if row else None


def _bare(value: JSON) -> dict[str, JSON]:
    """Return a limit without the condition that stands beside it."""
    return {key: item for key, item in mapping(value).items() if key != "when"}


def _named_files(row: Mapping[str, JSON]) -> dict[str, str]:
    return {
        "process": text(row.get("process")),
        "result/template": text(mapping(row.get("result")).get("template")),
    }


def _result(row: Mapping[str, JSON]) -> Result:
    days = row.get("validity_days")
    return Result(
        key=text(row.get("key")) or "result",
        code=text(row.get("code")),
        name=texts(row.get("name")),
        template=text(row.get("template")),
        symbol=text(row.get("symbol")),
        to_vault=row.get("to_vault") is not False,
        validity_days=days if isinstance(days, int) else None,
    )
