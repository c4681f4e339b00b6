"""Judge a procedure that could be read: soundness, names, law, texts, scenarios, level."""

from collections.abc import Iterator, Mapping

from haidang.engines.documents import Template, check_template
from haidang.engines.packages.context import Context
from haidang.engines.packages.law import check_law, check_words
from haidang.engines.packages.model import ProcedurePackage
from haidang.engines.packages.parts import check_part_words
from haidang.engines.packages.procedures import LoadedProcedure, process_fault
from haidang.engines.packages.report import PackageProblem, build, in_order
from haidang.engines.packages.scenarios import check_scenario
from haidang.engines.packages.shapes import text
from haidang.engines.packages.source import Source
from haidang.engines.packages.time_rules import check_nodes
from haidang.engines.packages.wholeness import (
    check_evidence,
    check_names,
    check_process_parts,
    check_templates,
    check_texts,
)
from haidang.engines.workflow import check_soundness
from haidang.kernel.errors import Severity

LEVELS = ("draft", "checked", "exemplary")
SCENARIOS_WANTED = 3


def check_procedure(loaded: LoadedProcedure, context: Context) -> LoadedProcedure:
    """Return the same reading with all further faults; without a package on an error."""
    found = [*loaded.problems, *check_texts(loaded.sources)]
    manifest = loaded.sources.get("manifest.yaml")
    if manifest is not None and manifest.data is not None:
        found += check_law(manifest, context)
    for source in loaded.sources.values():
        found += check_words(source, context)
    package = loaded.package
    if package is not None:
        found += _check_parts(package, loaded.sources, context)
        if all(each.severity is not Severity.ERROR for each in found):
            found += _check_scenarios(package, loaded.sources, context)
        found += _check_level(package, loaded.sources, found)
    problems = in_order(found)
    broken = any(each.severity is Severity.ERROR for each in problems)
    return LoadedProcedure(
        package=None if broken else package, problems=problems, sources=loaded.sources
    )


def earned_level(package: ProcedurePackage, problems: list[PackageProblem]) -> tuple[str, str]:
    """Return the level that a package has earned, and why not the next one."""
    if any(each.severity is Severity.ERROR for each in problems):
        return "draft", "còn lỗi / errors remain"
    if not package.scenarios:
        return "draft", "chưa có tình huống / no scenario"
    if any(each.severity is Severity.WARNING for each in problems):
        return "checked", "còn cảnh báo / warnings remain"
    if len(package.scenarios) < SCENARIOS_WANTED:
        return "checked", f"cần {SCENARIOS_WANTED} tình huống / {SCENARIOS_WANTED} scenarios"
    if not all(result.template in package.files for result in package.results):
        return "checked", "thiếu mẫu kết quả / a template is missing"
    return "exemplary", ""


def _check_level(
    package: ProcedurePackage, sources: Mapping[str, Source], found: list[PackageProblem]
) -> Iterator[PackageProblem]:
    earned, reason = earned_level(package, found)
    if package.quality in LEVELS and LEVELS.index(package.quality) > LEVELS.index(earned):
        yield sources["manifest.yaml"].fault(
            "HD211", "/quality", claimed=package.quality, earned=earned, reason=reason
        )


def _check_parts(
    package: ProcedurePackage, sources: Mapping[str, Source], context: Context
) -> Iterator[PackageProblem]:
    unsound = check_soundness(package.process, legal_edges=context.legal_edges)
    yield from (process_fault("HD502", each) for each in unsound)
    yield from check_part_words(package, sources["manifest.yaml"])
    for process in {part.process_file: part.process for part in package.parts}.values():
        unsound = check_soundness(process, legal_edges=context.legal_edges)
        yield from (process_fault("HD502", each) for each in unsound)
    yield from check_names(package, sources)
    yield from check_evidence(package, sources)
    yield from check_nodes(package, sources["manifest.yaml"])
    yield from check_process_parts(package, context.services)
    yield from check_templates(package, sources)
    yield from _check_typst(package, context)


def _check_scenarios(
    package: ProcedurePackage, sources: Mapping[str, Source], context: Context
) -> Iterator[PackageProblem]:
    for scenario in package.scenarios if context.cities else ():
        source = sources[scenario.file]
        named = text(scenario.data.get("city"))
        city = context.cities.get(named) or next(iter(context.cities.values()), None)
        yield from check_scenario(package, source, city, context=context)


def _check_typst(package: ProcedurePackage, context: Context) -> Iterator[PackageProblem]:
    if context.fonts is None:
        return
    for result in (*package.results, *(part.result for part in package.parts)):
        raw = package.files.get(result.template)
        if raw is None:
            continue
        template = Template(source=raw, name=result.template)
        for each in check_template(template, fonts=context.fonts):
            line = each.params.get("line", 1)
            yield build(
                "HD701",
                file=result.template,
                at=(line if isinstance(line, int) else 1, 1),
                detail=each.code,
                severity=each.severity,
                params={"reason": each.text("vi")},
            )
