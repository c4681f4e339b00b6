"""The one place that reads package folders from a disk; all else works on bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from haidang.engines.documents import FontSet
from haidang.engines.guides import Guide, parse_guide
from haidang.engines.packages.check import check_procedure, earned_level
from haidang.engines.packages.cities import LoadedCity, read_city
from haidang.engines.packages.context import (
    LEGAL_EDGES,
    Context,
    read_dead_laws,
    read_list,
    read_papers,
)
from haidang.engines.packages.guides import check_guide_file
from haidang.engines.packages.model import ProcedurePackage
from haidang.engines.packages.procedures import LoadedProcedure, read_procedure
from haidang.engines.packages.report import PackageProblem, Report, in_order
from haidang.engines.packages.searching import check_search
from haidang.engines.packages.services import LoadedService, read_service
from haidang.engines.packages.source import Source, read_yaml
from haidang.engines.packages.wholeness import check_texts

_SKIPPED: Final = frozenset({"__pycache__", ".DS_Store"})


def load_procedure(directory: Path) -> LoadedProcedure:
    """Read and check one procedure folder by itself, without the lists of the content."""
    loaded = read_procedure(read_files(directory), name=directory.name)
    return _placed_procedure(check_procedure(loaded, Context()), directory)


def load_city(directory: Path) -> LoadedCity:
    """Read and check one city folder."""
    loaded = read_city(read_files(directory), name=directory.name)
    problems = [*loaded.problems, *check_texts(_without_samples(loaded.sources))]
    return replace(loaded, problems=_placed(problems, directory))


def load_service(directory: Path) -> LoadedService:
    """Read and check one exchange service folder."""
    loaded = read_service(read_files(directory), name=directory.name)
    problems = [*loaded.problems, *check_texts(loaded.sources)]
    return replace(loaded, problems=_placed(problems, directory))


def check_content(
    root: Path,
    *,
    on: date | None = None,
    fonts: FontSet | None = None,
    legal_edges: Mapping[str, frozenset[str]] = LEGAL_EDGES,
) -> Report:
    """Check a whole content folder: services, cities, then procedures with all their scenarios.

    ``on`` is the day on which legal bases must be in force; ``fonts`` lets the result
    templates be compiled; ``legal_edges`` is the table of legal
    statuses. Without a day or fonts the check that needs them is left out.
    """
    problems: list[PackageProblem] = []
    levels: dict[str, str] = {}
    packages: dict[str, ProcedurePackage] = {}
    context, checked = _surroundings(root, problems)
    context = replace(context, on=on, fonts=fonts, legal_edges=legal_edges)
    for directory in _folders(root / "procedures"):
        loaded = read_procedure(read_files(directory), name=directory.name)
        judged = check_procedure(loaded, context)
        checked.append(f"procedures/{directory.name}")
        problems += _placed(judged.problems, directory)
        if judged.package is not None:
            levels[directory.name], _ = earned_level(judged.package, list(judged.problems))
            packages[directory.name] = judged.package
    checked += _guides_and_words(root, packages, problems)
    return Report(problems=in_order(problems), checked=tuple(checked), levels=levels)


def load_guides(root: Path) -> tuple[Guide, ...]:
    """Read the questionnaires of a content folder, in the order of their keys."""
    read: list[Guide] = []
    for file, raw in read_files(root / "guides").items():
        source, faults = read_yaml(file, raw)
        if file.endswith(".yaml") and not faults:
            read.append(parse_guide(source.mapping(), key=file.removesuffix(".yaml"))[0])
    return tuple(read)


def load_context(root: Path) -> Context:
    """Read what procedures are checked against: lists, services and cities of a content."""
    context, _ = _surroundings(root, [])
    return context


def read_files(directory: Path) -> dict[str, bytes]:
    """Read the files of a folder by their path inside it."""
    if not directory.is_dir():
        return {}
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and not _SKIPPED & set(path.parts) and not path.name.startswith(".")
    }


def _surroundings(root: Path, problems: list[PackageProblem]) -> tuple[Context, list[str]]:
    checked: list[str] = []
    services = []
    for directory in _folders(root / "services"):
        service = load_service(directory)
        problems += service.problems
        checked.append(f"services/{directory.name}")
        if service.service is not None:
            services.append(service.service.code)
    cities = {}
    for directory in _folders(root / "cities"):
        city = load_city(directory)
        problems += city.problems
        checked.append(f"cities/{directory.name}")
        if city.city is not None:
            cities[city.city.code] = city.city
    lists = _lists(root / "lists", problems)
    papers = lists.get("papers", Source("papers.yaml")).mapping()
    former = papers.get("former_levels")
    context = Context(
        dead_laws=read_dead_laws(lists.get("dead-laws", Source("dead-laws.yaml")).mapping()),
        abolished=read_papers(papers.get("abolished")),
        held=read_papers(papers.get("held")),
        former_levels=tuple(str(item) for item in former) if isinstance(former, list) else (),
        services=frozenset(services),
        cities=cities,
        lists={
            name: read_list(source.mapping())
            for name, source in lists.items()
            if name not in {"papers", "dead-laws"}
        },
    )
    return context, checked


def _guides_and_words(
    root: Path, packages: Mapping[str, ProcedurePackage], problems: list[PackageProblem]
) -> list[str]:
    guides = _lists(root / "guides", problems)
    for source in guides.values():
        problems += _placed(check_guide_file(source, packages), root / "guides")
    search = _lists(root / "search", problems)
    found = check_search({source.file: source for source in search.values()})
    problems += _placed(found, root / "search")
    return [*(f"guides/{name}" for name in guides), *(["search"] if search else [])]


def _lists(directory: Path, problems: list[PackageProblem]) -> dict[str, Source]:
    found = {}
    for file, raw in read_files(directory).items():
        if file.endswith(".yaml"):
            source, faults = read_yaml(file, raw)
            problems += _placed(faults, directory)
            found[file.removesuffix(".yaml")] = source
    return found


def _folders(directory: Path) -> list[Path]:
    if not directory.is_dir():
        return []
    return sorted(path for path in directory.iterdir() if path.is_dir())


def _without_samples(sources: Mapping[str, Source]) -> dict[str, Source]:
    return {file: source for file, source in sources.items() if file != "sample.yaml"}


def _placed_procedure(loaded: LoadedProcedure, directory: Path) -> LoadedProcedure:
    return replace(loaded, problems=_placed(loaded.problems, directory))


def _placed(problems: Iterable[PackageProblem], directory: Path) -> tuple[PackageProblem, ...]:
    """Name each file from the content folder down, as a reader of the report opens it."""
    parts = directory.parts[-3:]
    parts = parts[parts.index("content") :] if "content" in parts else directory.parts
    folder = Path(*parts).as_posix()
    return in_order(replace(each, file=f"{folder}/{each.file}") for each in problems)
