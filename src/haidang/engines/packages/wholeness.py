"""Check that the parts of a procedure fit each other: names, papers, results, texts."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from haidang.engines.expressions import Expression, ExpressionError, compile_expression
from haidang.engines.forms import Field, FieldType
from haidang.engines.packages.law import each_text
from haidang.engines.packages.model import ProcedurePackage
from haidang.engines.packages.report import PackageProblem, build, make
from haidang.engines.packages.shapes import text, words
from haidang.engines.packages.source import JSON, Source
from haidang.engines.workflow import NodeKind

CASE: Final = (
    *("channel", "received_on", "submitted_on", "accepted_at", "number", "agency", "unit"),
    *("due_at", "city"),
)
APPLICANT: Final = (
    *("name", "personal_id", "born_on", "sex", "ethnicity", "nationality", "phone"),
    *("email", "residence", "kind", "tax_code", "represents"),
)
_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
_ANSWER_READ: Final = re.compile(r"\banswers\.(?:at\(\")?([a-z][a-z0-9_]*)")
_LANGUAGES: Final = frozenset({"vi", "en"})


def check_names(
    package: ProcedurePackage, sources: Mapping[str, Source]
) -> Iterator[PackageProblem]:
    """Check that every expression outside the form compiles and reads only known names."""
    known = known_names(package)
    manifest = sources["manifest.yaml"]
    for index, item in enumerate(package.evidence):
        path = f"/evidence/{index}/required"
        yield from _check_expression(item.required, manifest, path, known)
    certified = text(package.delegation.get("certified"))
    if certified:
        yield from _check_expression(certified, manifest, "/delegation/certified", known)
    for path, source_text in each_text(sources["fees.yaml"].data):
        if path.rpartition("/")[2] in {"when", "count", "times"}:
            yield from _check_expression(source_text, sources["fees.yaml"], path, known)
    for flow in package.process.flows.values():
        if isinstance(flow.condition, Expression):
            for name in _unknown_names(flow.condition, known):
                yield make(
                    "HD405",
                    file="process.bpmn",
                    at=(flow.line, 1),
                    path=flow.id,
                    name=name,
                    close=_close(name, known),
                )


def known_names(package: ProcedurePackage) -> frozenset[str]:
    """Return the dotted names that the package's expressions may read."""
    names = {f"answers.{key}" for key in package.form.fields()}
    names |= {f"case.{key}" for key in CASE} | {f"applicant.{key}" for key in APPLICANT}
    names |= {f"evidence.{item.key}" for item in package.evidence}
    names |= {f"facts.{node.key}" for node in package.process.nodes.values()}
    return frozenset(names)


def _check_expression(
    source_text: str, source: Source, path: str, known: frozenset[str]
) -> Iterator[PackageProblem]:
    try:
        expression = compile_expression(source_text)
    except ExpressionError as fault:
        yield source.fault("HD404", path, reason=str(fault))
        return
    for name in _unknown_names(expression, known):
        yield source.fault("HD405", path, name=name, close=_close(name, known))


def _unknown_names(expression: Expression, known: frozenset[str]) -> list[str]:
    roots = {name.split(".")[0] for name in known}
    found = []
    for name in sorted(expression.names_read):
        parts = name.split(".")
        whole_root = len(parts) == 1 and (parts[0] in roots or parts[0] == "today")
        if not whole_root and ".".join(parts[:2]) not in known:
            found.append(name)
    return found


def _close(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(".".join(name.split(".")[:2]), list(known), n=1)
    return close[0] if close else "-"


def check_evidence(
    package: ProcedurePackage, sources: Mapping[str, Source]
) -> Iterator[PackageProblem]:
    """Check that form and manifest speak of the same papers."""
    declared = {item.key for item in package.evidence}
    asked: set[str] = set()
    for path, item in _fields(package):
        if item.type is FieldType.EVIDENCE:
            key = item.evidence or ""
            asked.add(key)
            if key not in declared:
                known = ", ".join(sorted(declared)) or "-"
                yield sources["form.yaml"].fault("HD402", path, key=key, known=known)
    for index, evidence in enumerate(package.evidence):
        if evidence.key not in asked:
            yield sources["manifest.yaml"].fault("HD403", f"/evidence/{index}", key=evidence.key)


def _fields(package: ProcedurePackage) -> Iterator[tuple[str, Field]]:
    for number, page in enumerate(package.form.pages):
        for at, item in enumerate(page.fields):
            yield f"/pages/{number}/fields/{at}", item


def check_process_parts(
    package: ProcedurePackage, services: frozenset[str] | None
) -> Iterator[PackageProblem]:
    """Check what the steps name: exchange services, results, texts; and that fees are asked."""
    results = {result.key for result in package.results}
    operations = set()
    for node in package.process.nodes.values():
        if node.kind is not NodeKind.SERVICE:
            continue
        operations.add(node.operation)
        service = node.parameters.get("service", "")
        if node.operation == "exchange.call" and services is not None and service not in services:
            yield _at(node.line, node.id, "HD503", element=node.key, service=service)
        result = node.parameters.get("result", "")
        if result and result not in results:
            yield _at(node.line, node.id, "HD504", element=node.key, result=result)
        template = node.parameters.get("template", "")
        if node.operation == "notify" and template not in package.texts["vi"]:
            yield _at(node.line, node.id, "HD505", element=node.key, template=template)
    if package.fees.fees and "fees.request" not in operations:
        yield make("HD603", file="process.bpmn", at=(1, 1))


def _at(line: int, path: str, code: str, **params: str | int) -> PackageProblem:
    return build(code, file="process.bpmn", at=(line, 1), path=path, params=params)


def check_templates(
    package: ProcedurePackage, sources: Mapping[str, Source]
) -> Iterator[PackageProblem]:
    """Check that each result has its template and that the form asks what it prints."""
    asked = set(package.form.fields())
    for index, result in enumerate(package.results):
        raw = package.files.get(result.template)
        if raw is None:
            path = f"/results/{index}/template"
            yield sources["manifest.yaml"].fault("HD702", path, name=result.template)
            continue
        for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), start=1):
            if line.lstrip().startswith("//"):
                continue
            for name in _ANSWER_READ.findall(line):
                if name not in asked and name not in {"at", "get", "keys"}:
                    yield make("HD703", file=result.template, at=(number, 1), name=name)


def check_texts(sources: Mapping[str, Source]) -> Iterator[PackageProblem]:
    """Check that every text stands in both languages, in NFC, with the same placeholders."""
    for file, source in sources.items():
        for path, written in each_text(source.data):
            if not unicodedata.is_normalized("NFC", written):
                yield source.fault("HD805", path)
        if file.startswith(("manifest", "form", "fees", "units", "agencies", "posts", "offers")):
            yield from _check_languages(source, source.data, "")
    yield from _check_text_files(
        sources.get("texts.vi.yaml", Source("texts.vi.yaml")),
        sources.get("texts.en.yaml", Source("texts.en.yaml")),
    )


def _check_languages(source: Source, value: JSON, path: str) -> Iterator[PackageProblem]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _check_languages(source, item, f"{path}/{index}")
    elif isinstance(value, dict) and value.keys() & _LANGUAGES:
        yield from _check_text(source, value.get("vi"), value.get("en"), path)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _check_languages(source, item, f"{path}/{key}")


def _check_text(
    source: Source, vietnamese: JSON, english: JSON, path: str
) -> Iterator[PackageProblem]:
    if not vietnamese:
        yield source.fault("HD801", path)
    both_lists = isinstance(vietnamese, list) and isinstance(english, list)
    differ = path == "/steps" and both_lists and len(words(vietnamese)) != len(words(english))
    if not english or differ:
        yield source.fault("HD802", path)


def _check_text_files(vietnamese: Source, english: Source) -> Iterator[PackageProblem]:
    first, second = vietnamese.mapping(), english.mapping()
    for one, other in ((vietnamese, english), (english, vietnamese)):
        for key in one.mapping():
            if key not in other.mapping():
                yield one.fault("HD803", f"/{key}", key=key, here=one.file, there=other.file)
    for key in first.keys() & second.keys():
        here = set(_PLACEHOLDER.findall(text(first[key])))
        there = set(_PLACEHOLDER.findall(text(second[key])))
        if here != there:
            names = ", ".join(sorted(here ^ there))
            yield english.fault("HD804", f"/{key}", key=key, names=names)
