"""Read the files of a procedure package into one typed object; tell every fault at once."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from haidang.engines.deadlines import TimeLimit, parse_time_limit
from haidang.engines.expressions import compile_expression
from haidang.engines.fees import FeeSchedule, parse_fees
from haidang.engines.forms import FormSchema, parse_form
from haidang.engines.packages.model import (
    ChannelOffer,
    Evidence,
    ProcedurePackage,
    Replacement,
    Result,
    ScenarioFile,
)
from haidang.engines.packages.parts import check_part_files, read_parts
from haidang.engines.packages.report import PackageProblem, build, in_order, make
from haidang.engines.packages.schemas import PROCEDURE, SCENARIO
from haidang.engines.packages.shapes import (
    check_dates,
    check_shape,
    check_unique,
    legal_basis,
    mapping,
    read_date,
    rows,
    text,
    texts,
    whole,
    words,
)
from haidang.engines.packages.source import JSON, Source, read_yaml
from haidang.engines.packages.time_rules import check_limits, read_time
from haidang.engines.workflow import Process, ProcessProblem, parse_process
from haidang.kernel.errors import Problem, Severity

COMPULSORY: Final = (
    "manifest.yaml",
    "form.yaml",
    "process.bpmn",
    "fees.yaml",
    "texts.vi.yaml",
    "texts.en.yaml",
    "README.md",
)
_FORM_CODES: Final[Mapping[str, str]] = {"expression": "HD404", "unknown_name": "HD405"}
_EXTRA: Final = (".bpmn", ".typ", ".png", ".svg", ".jpg")
COMPONENTS: Final[Mapping[str, str]] = {
    "name": "tên thủ tục / name",
    "steps": "trình tự thực hiện / steps",
    "channels": "cách thức thực hiện / channels",
    "evidence": "thành phần, số lượng hồ sơ / papers",
    "time": "thời hạn giải quyết / time limit",
    "audiences": "đối tượng thực hiện / audiences",
    "agency_kind": "cơ quan giải quyết / competent agency",
    "results": "kết quả / results",
    "legal_basis": "căn cứ pháp lý / legal basis",
    "level": "cấp thực hiện / level",
    "conditions": "yêu cầu, điều kiện / conditions",
    "decision": "quyết định công bố / decision of publication",
    "summary": "mô tả / summary",
}
"""The compulsory components of NĐ 63/2010/NĐ-CP, Article 8(2), and what the portal shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedProcedure:
    """A package, unless an error stands in its way, and everything found wrong."""

    package: ProcedurePackage | None
    problems: tuple[PackageProblem, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)


def read_procedure(files: Mapping[str, bytes], *, name: str) -> LoadedProcedure:
    """Read a package from its files (by path inside the package); ``name`` is its folder."""
    reading = _Reading(files=files)
    parts = reading.parts(name)
    problems = [*_check_files(files), *reading.problems]
    package = _assemble(reading, parts) if parts is not None else None
    found = in_order(problems)
    broken = any(each.severity is Severity.ERROR for each in found)
    return LoadedProcedure(
        package=None if broken else package, problems=found, sources=reading.sources
    )


def hash_files(files: Mapping[str, bytes]) -> str:
    """Hash the files of a package: the same content gives the same hash on any machine."""
    digest = hashlib.sha256()
    for name in sorted(files):
        raw = files[name].replace(b"\r\n", b"\n") if not name.endswith(".png") else files[name]
        for part in (name.encode(), raw):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _check_files(files: Mapping[str, bytes]) -> Iterable[PackageProblem]:
    for name in COMPULSORY:
        if name not in files:
            yield make("HD101", file=name, name=name)
    for name in files:
        known = name in COMPULSORY or name.endswith(_EXTRA) or _is_scenario(name)
        if not known:
            yield make("HD107", file=name, name=name)


def _is_scenario(name: str) -> bool:
    return name.startswith("scenarios/") and name.endswith(".yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What the other engines read out of the package."""

    form: FormSchema
    process: Process
    fees: FeeSchedule
    limits: tuple[TimeLimit, ...]


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One reading of a package: its sources and what was found wrong so far."""

    files: Mapping[str, bytes]
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[PackageProblem] = field(default_factory=list)

    def parts(self, name: str) -> _Parts | None:
        """Read every file; None where a part cannot be run."""
        for file in sorted(self.files):
            if file.endswith(".yaml"):
                self.sources[file], faults = read_yaml(file, self.files[file])
                self.problems += faults
        self._check_manifest(name)
        self._check_scenarios()
        form, process, fees = self._form(), self._process(), self._fees()
        limits = self._limits()
        if form is None or process is None or fees is None or limits is None:
            return None
        return _Parts(form=form, process=process, fees=fees, limits=limits)

    def source(self, file: str) -> Source:
        """Return a source, empty where the file is missing."""
        return self.sources.get(file, Source(file))

    def _check_manifest(self, name: str) -> None:
        source = self.source("manifest.yaml")
        if source.data is None:
            return
        data = source.mapping()
        self.problems += check_shape(source, PROCEDURE)
        for key, component in COMPONENTS.items():
            if key != "name" and not data.get(key) and not (key == "evidence" and key in data):
                self.problems.append(source.fault("HD206", f"/{key}", component=component))
        code = text(data.get("code"))
        if code != name:
            self.problems.append(source.fault("HD207", "/code", code=code, folder=name))
        self.problems += check_part_files(source, self.files)
        for key in ("evidence", "results", "parts"):
            self.problems += check_unique(source, f"/{key}", rows(data.get(key)), "key")
        self.problems += check_unique(source, "/channels", rows(data.get("channels")), "channel")
        for index, row in enumerate(rows(data.get("legal_basis"))):
            self.problems += check_dates(source, f"/legal_basis/{index}", row)
        self.problems += check_dates(source, "/decision", mapping(data.get("decision")))
        self.problems += check_limits(source)

    def _check_scenarios(self) -> None:
        for file, source in self.sources.items():
            if _is_scenario(file):
                self.problems += check_shape(source, SCENARIO)
                self.problems += check_dates(source, "", source.mapping())

    def _limits(self) -> tuple[TimeLimit, ...] | None:
        source = self.source("manifest.yaml")
        found: list[TimeLimit] = []
        channels = rows(source.mapping().get("channels"))
        for index, row in enumerate(channels):
            limit, problems = parse_time_limit(row.get("time_limit"))
            place = f"/channels/{index}/time_limit"
            for each in problems:
                path = place + each.path
                self.problems.append(source.fault("HD210", path, reason=each.text("vi")))
            if limit is not None:
                found.append(limit)
        return tuple(found) if len(found) == len(channels) else None

    def _form(self) -> FormSchema | None:
        source = self.source("form.yaml")
        if source.data is None:
            return None
        parsed = parse_form(source.data)
        for each in parsed.problems:
            code = _FORM_CODES.get(each.code.rpartition(".")[2], "HD401")
            self.problems.append(_engine_fault(source, code, each))
        return parsed.form

    def _fees(self) -> FeeSchedule | None:
        source = self.source("fees.yaml")
        if source.data is None:
            return None
        schedule, problems = parse_fees(source.data)
        for each in problems:
            code = "HD602" if each.path.endswith("/legal_basis") else "HD601"
            if code == "HD602":
                key = _row_key(source, each.path)
                self.problems.append(source.fault(code, each.path, key=key))
            else:
                self.problems.append(_engine_fault(source, code, each))
        return schedule

    def _process(self) -> Process | None:
        raw = self.files.get("process.bpmn")
        if raw is None:
            return None
        parsed = parse_process(raw, compile_condition=compile_expression)
        self.problems += [process_fault("HD501", each) for each in parsed.problems]
        return parsed.process


def process_fault(code: str, problem: ProcessProblem) -> PackageProblem:
    """Tell a fault of the workflow engine as one of the package."""
    return _in_both(
        build(
            code,
            file="process.bpmn",
            at=(problem.line, 1),
            path=problem.element,
            detail=problem.code,
            severity=problem.severity,
            params={
                "reason": problem.message.get("vi", problem.code),
                "hint_vi": problem.hint.get("vi", ""),
                "hint_en": problem.hint.get("en", ""),
            },
        ),
        problem.message,
    )


def _engine_fault(source: Source, code: str, problem: Problem) -> PackageProblem:
    told = build(
        code,
        file=source.file,
        at=source.place(problem.path),
        path=problem.path,
        detail=problem.code,
        severity=problem.severity,
        params={"reason": problem.text("vi"), "name": problem.text("vi"), "close": "-"},
    )
    return _in_both(told, problem.message, problem.hint)


def _in_both(
    told: PackageProblem, message: Mapping[str, str], hint: Mapping[str, str] | None = None
) -> PackageProblem:
    """Put the engine's own words in each language after the package's."""
    english = message.get("en")
    if not english:
        return told
    vietnamese = message.get("vi", "")
    texts_now = {
        "vi": told.message["vi"],
        "en": told.message["en"].replace(vietnamese, english) if vietnamese else english,
    }
    return PackageProblem(
        code=told.code,
        file=told.file,
        line=told.line,
        column=told.column,
        severity=told.severity,
        message=texts_now,
        hint={**told.hint, **(hint or {})},
        path=told.path,
        detail=told.detail,
    )


def _row_key(source: Source, path: str) -> str:
    parts = path.split("/")
    index = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0
    listed = rows(source.mapping().get("fees"))
    return text(listed[index].get("key")) if index < len(listed) else ""


def _assemble(reading: _Reading, parts: _Parts) -> ProcedurePackage:
    data = reading.source("manifest.yaml").mapping()
    decision = mapping(data.get("decision"))
    return ProcedurePackage(
        code=text(data.get("code")),
        name=texts(data.get("name")),
        level=words(data.get("level")),
        field=texts(data.get("field")),
        agency_kind=text(data.get("agency_kind")),
        audiences=words(data.get("audiences")),
        keywords=_words_by_language(data.get("keywords")),
        summary=texts(data.get("summary")),
        steps=_words_by_language(data.get("steps")),
        conditions=texts(data.get("conditions")),
        decision_number=text(decision.get("number")),
        decision_on=read_date(decision.get("on")),
        channels=_channels(data.get("channels"), parts.limits),
        time=read_time(mapping(data.get("time"))),
        evidence=tuple(_evidence(row) for row in rows(data.get("evidence"))),
        results=tuple(_result(row) for row in rows(data.get("results"))),
        legal_basis=legal_basis(data.get("legal_basis")),
        retention=mapping(data.get("retention")),
        delegation=mapping(data.get("delegation")),
        quality=text(data.get("quality")),
        form_data=reading.source("form.yaml").data,
        form=parts.form,
        process=parts.process,
        fees_data=reading.source("fees.yaml").data,
        fees=parts.fees,
        texts={
            language: texts(reading.source(f"texts.{language}.yaml").data)
            for language in ("vi", "en")
        },
        scenarios=tuple(
            ScenarioFile(file=file, data=source.mapping())
            for file, source in reading.sources.items()
            if _is_scenario(file)
        ),
        files=dict(reading.files),
        content_hash=hash_files(reading.files),
        parts=read_parts(reading.source("manifest.yaml"), reading.files),
    )


def _words_by_language(value: JSON) -> dict[str, tuple[str, ...]]:
    return {key: words(item) for key, item in mapping(value).items()}


def _channels(value: JSON, limits: tuple[TimeLimit, ...]) -> tuple[ChannelOffer, ...]:
    return tuple(
        ChannelOffer(
            channel=text(row.get("channel")), time_limit=limit, note=texts(row.get("note"))
        )
        for row, limit in zip(rows(value), limits, strict=True)
    )


def _evidence(row: Mapping[str, JSON]) -> Evidence:
    instead = mapping(row.get("replaced_by"))
    return Evidence(
        key=text(row.get("key")),
        name=texts(row.get("name")),
        original=whole(row.get("original")),
        copies=whole(row.get("copies")),
        required=text(row.get("required")),
        replaced_by=Replacement(
            service=text(instead.get("service")),
            source=texts(instead.get("source")),
            law=text(instead.get("law")),
        )
        if instead
        else None,
        form=text(row.get("form")) or None,
        media=words(row.get("media")) or ("pdf", "jpeg", "png"),
        max_mb=whole(row.get("max_mb"), 10),
        case=texts(row.get("case")),
    )


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
