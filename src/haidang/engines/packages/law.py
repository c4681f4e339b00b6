"""Check a procedure against the law: what it cites, and what it asks people for."""

import re
from collections.abc import Iterator

from haidang.engines.packages.context import Context, Paper
from haidang.engines.packages.report import PackageProblem
from haidang.engines.packages.shapes import legal_basis, rows, text, texts
from haidang.engines.packages.source import JSON, Source, pointer

_NUMBER = re.compile(r"\b\d+(?:\.\d+)?/\d{4}/[A-ZĐ-]{2,12}\d*(?:-[A-ZĐ]+)?")


def check_law(source: Source, context: Context) -> Iterator[PackageProblem]:
    """Check the manifest: dead law, law not in force, papers that may not be asked for."""
    data = source.mapping()
    bases = legal_basis(data.get("legal_basis"))
    for index, basis in enumerate(bases):
        if context.on is not None and not basis.is_in_force(context.on):
            day = context.on.isoformat()
            path = f"/legal_basis/{index}"
            yield source.fault("HD302", path, number=basis.number, day=day)
    if not bases:
        yield source.fault("HD306", "/legal_basis")
    for index, row in enumerate(rows(data.get("evidence"))):
        yield from _check_paper(source, f"/evidence/{index}", row, context)


def check_words(source: Source, context: Context) -> Iterator[PackageProblem]:
    """Check every text of a file: repealed documents and former levels of government."""
    for path, words in each_text(source.data):
        for number in _NUMBER.findall(words):
            dead = context.dead_laws.get(number)
            if dead is not None:
                yield source.fault(
                    "HD301",
                    path,
                    number=number,
                    replaced_by=dead.replaced_by,
                    since=dead.since,
                )
        if "/predecessors" in path or source.file.startswith("scenarios/"):
            continue
        for level in context.former_levels:
            if level.casefold() in words.casefold():
                yield source.fault("HD304", path, words=level)


def each_text(value: JSON, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a file's data with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from each_text(item, path + pointer(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from each_text(item, f"{path}/{index}")


def _check_paper(
    source: Source, path: str, row: object, context: Context
) -> Iterator[PackageProblem]:
    entry = row if isinstance(row, dict) else {}
    name = texts(entry.get("name")).get("vi", "")
    for paper in context.abolished:
        if _is_named(name, paper):
            yield source.fault("HD303", f"{path}/name", paper=name, law=paper.law)
    if entry.get("replaced_by") or text(entry.get("required")) == "false":
        return
    for paper in context.held:
        if _is_named(name, paper):
            yield source.fault("HD305", f"{path}/name", paper=name, law=paper.law)


def _is_named(name: str, paper: Paper) -> bool:
    folded = name.casefold()
    if any(words.casefold() in folded for words in paper.excepted):
        return False
    return any(folded.startswith(words.casefold()) for words in paper.words) or (
        not paper.excepted and any(f"bản sao {w}".casefold() in folded for w in paper.words)
    )
