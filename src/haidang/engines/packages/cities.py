"""Read a city: its units, agencies, posts, offers, calendar, tariffs and sample data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from haidang.engines.deadlines import CalendarRules, parse_calendar
from haidang.engines.fees import Tariff, parse_tariffs
from haidang.engines.packages.model import Agency, CityPackage, Offer, OfferRule, Post, Unit
from haidang.engines.packages.procedures import hash_files
from haidang.engines.packages.report import PackageProblem, build, in_order, make
from haidang.engines.packages.schemas import AGENCIES, CITY, NATIONAL, OFFERS, POSTS, UNITS, Schema
from haidang.engines.packages.shapes import (
    check_dates,
    check_shape,
    check_unique,
    mapping,
    read_date,
    rows,
    text,
    texts,
    words,
)
from haidang.engines.packages.source import JSON, Source, read_yaml
from haidang.kernel.errors import Severity
from haidang.kernel.personal_id import parse_personal_id

COMPULSORY: Final = (
    "manifest.yaml",
    "units.yaml",
    "agencies.yaml",
    "posts.yaml",
    "offers.yaml",
    "calendar.yaml",
)
OPTIONAL: Final = ("national.yaml", "tariffs.yaml", "sample.yaml", "README.md")
_SHAPES: Final[Mapping[str, Schema]] = {
    "manifest.yaml": CITY,
    "units.yaml": UNITS,
    "agencies.yaml": AGENCIES,
    "posts.yaml": POSTS,
    "offers.yaml": OFFERS,
    "national.yaml": NATIONAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedCity:
    """A city, unless an error stands in its way, and everything found wrong."""

    city: CityPackage | None
    problems: tuple[PackageProblem, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)


def read_city(files: Mapping[str, bytes], *, name: str) -> LoadedCity:
    """Read a city from its files; ``name`` is its folder."""
    problems = [make("HD101", file=file, name=file) for file in COMPULSORY if file not in files]
    sources: dict[str, Source] = {}
    for file in sorted(files):
        if file not in COMPULSORY + OPTIONAL:
            problems.append(make("HD107", file=file, name=file))
        elif file.endswith(".yaml"):
            sources[file], faults = read_yaml(file, files[file])
            problems += faults
    for file, schema in _SHAPES.items():
        if file in sources:
            problems += check_shape(sources[file], schema)
    city, faults = _assemble(sources, files)
    problems += [*faults, *_check_city(sources, city, name)]
    found = in_order(problems)
    broken = any(each.severity is Severity.ERROR for each in found)
    return LoadedCity(city=None if broken else city, problems=found, sources=sources)


def _assemble(
    sources: Mapping[str, Source], files: Mapping[str, bytes]
) -> tuple[CityPackage, list[PackageProblem]]:
    manifest = _data(sources, "manifest.yaml")
    calendar, problems = _calendar(sources)
    tariffs, more = _tariffs(sources)
    city = CityPackage(
        code=text(manifest.get("code")),
        name=texts(manifest.get("name")),
        province_code=text(manifest.get("province_code")),
        agency_code=text(manifest.get("agency_code")),
        place_codes=words(manifest.get("place_codes")),
        brand=mapping(manifest.get("brand")),
        manifest=manifest,
        units=tuple(_unit(row) for row in _rows(sources, "units")),
        agencies=tuple(_agency(row) for row in _rows(sources, "agencies")),
        posts=tuple(_post(row) for row in _rows(sources, "posts")),
        offers=tuple(_offer(row) for row in _rows(sources, "offers")),
        national=tuple(_rule(row) for row in rows(_data(sources, "national.yaml").get("rules"))),
        calendar=calendar,
        tariffs=tariffs,
        sample=_data(sources, "sample.yaml"),
        content_hash=hash_files(files),
    )
    return city, [*problems, *more]


def _data(sources: Mapping[str, Source], file: str) -> Mapping[str, JSON]:
    return sources.get(file, Source(file)).mapping()


def _rows(sources: Mapping[str, Source], key: str) -> list[Mapping[str, JSON]]:
    return rows(_data(sources, f"{key}.yaml").get(key))


def _calendar(
    sources: Mapping[str, Source],
) -> tuple[CalendarRules | None, list[PackageProblem]]:
    if "calendar.yaml" not in sources:
        return None, []
    source = sources["calendar.yaml"]
    rules, problems = parse_calendar(source.data)
    return rules, [
        source.fault("HD203", each.path, reason=f"{each.code} {each.text('vi')}")
        for each in problems
    ]


def _tariffs(
    sources: Mapping[str, Source],
) -> tuple[tuple[Tariff, ...], list[PackageProblem]]:
    if "tariffs.yaml" not in sources:
        return (), []
    source = sources["tariffs.yaml"]
    tariffs, problems = parse_tariffs(source.data)
    return tariffs, [
        build(
            "HD601",
            file=source.file,
            at=source.place(each.path),
            path=each.path,
            severity=each.severity,
            params={"reason": each.text("vi")},
        )
        for each in problems
    ]


def _unit(row: Mapping[str, JSON]) -> Unit:
    return Unit(
        code=text(row.get("code")),
        kind=text(row.get("kind")),
        name=text(row.get("name")),
        valid_from=read_date(row.get("valid_from")),
        valid_until=read_date(row.get("valid_until")),
        predecessors=text(row.get("predecessors")),
    )


def _agency(row: Mapping[str, JSON]) -> Agency:
    return Agency(
        code=text(row.get("code")),
        kind=text(row.get("kind")),
        name=texts(row.get("name")),
        parent=text(row.get("parent")) or None,
        unit=text(row.get("unit")) or None,
    )


def _post(row: Mapping[str, JSON]) -> Post:
    return Post(
        agency_kind=text(row.get("agency_kind")),
        post=text(row.get("post")),
        name=texts(row.get("name")),
        duties=words(row.get("duties")),
    )


def _offer(row: Mapping[str, JSON]) -> Offer:
    return Offer(
        procedure=text(row.get("procedure")),
        competent=text(row.get("competent")),
        reception=words(row.get("reception")),
        nationwide=row.get("nationwide") is True,
        valid_from=read_date(row.get("from")),
        valid_until=read_date(row.get("until")),
    )


def _rule(row: Mapping[str, JSON]) -> OfferRule:
    return OfferRule(
        levels=frozenset(words(row.get("levels"))),
        ministries=frozenset(words(row.get("ministries"))),
        fields=frozenset(words(row.get("fields"))),
        competent=text(row.get("competent")),
        agency=text(row.get("agency")),
        reception=words(row.get("reception")),
        nationwide=row.get("nationwide") is True,
    )


def _check_city(
    sources: Mapping[str, Source], city: CityPackage, name: str
) -> Iterator[PackageProblem]:
    if "manifest.yaml" in sources and city.code != name:
        yield sources["manifest.yaml"].fault("HD207", "/code", code=city.code, folder=name)
    for key in ("units", "agencies"):
        if f"{key}.yaml" in sources:
            source = sources[f"{key}.yaml"]
            yield from check_unique(source, f"/{key}", rows(source.mapping().get(key)), "code")
    yield from _check_agencies(sources, city)
    yield from _check_offers(sources, city)
    yield from _check_rules(sources, city)
    yield from _check_sample(sources, city)
    for index, row in enumerate(_rows(sources, "units")):
        yield from check_dates(sources["units.yaml"], f"/units/{index}", row)


def _check_agencies(sources: Mapping[str, Source], city: CityPackage) -> Iterator[PackageProblem]:
    codes = {agency.code for agency in city.agencies}
    units = {unit.code for unit in city.units}
    for index, agency in enumerate(city.agencies):
        source, place = sources["agencies.yaml"], f"/agencies/{index}"
        if agency.parent is not None and agency.parent not in codes:
            yield _unknown(source, f"{place}/parent", agency.parent, "agencies.yaml")
        if agency.unit is not None and agency.unit not in units:
            yield _unknown(source, f"{place}/unit", agency.unit, "units.yaml")


def _check_offers(sources: Mapping[str, Source], city: CityPackage) -> Iterator[PackageProblem]:
    kinds = {agency.kind for agency in city.agencies}
    for index, offer in enumerate(city.offers):
        source, place = sources["offers.yaml"], f"/offers/{index}"
        for key, kind in (
            ("competent", offer.competent),
            *((("reception"), item) for item in offer.reception),
        ):
            if kind not in kinds:
                yield _unknown(source, f"{place}/{key}", kind, "agencies.yaml")
        yield from check_dates(source, place, _rows(sources, "offers")[index])


def _check_rules(sources: Mapping[str, Source], city: CityPackage) -> Iterator[PackageProblem]:
    kinds = {agency.kind for agency in city.agencies}
    kind_of = {agency.code: agency.kind for agency in city.agencies}
    for index, rule in enumerate(city.national):
        source, place = sources["national.yaml"], f"/rules/{index}"
        for kind in (rule.competent, *rule.reception):
            if kind not in kinds:
                yield _unknown(source, f"{place}/competent", kind, "agencies.yaml")
        if rule.agency and kind_of.get(rule.agency) != rule.competent:
            yield _unknown(source, f"{place}/agency", rule.agency, "agencies.yaml")


def _check_sample(sources: Mapping[str, Source], city: CityPackage) -> Iterator[PackageProblem]:
    if "sample.yaml" not in sources:
        return
    source = sources["sample.yaml"]
    kinds = {agency.code: agency.kind for agency in city.agencies}
    posts = {(post.agency_kind, post.post) for post in city.posts}
    for group in ("citizens", "officers"):
        for index, person in enumerate(rows(city.sample.get(group))):
            place = f"/{group}/{index}"
            number = text(person.get("personal_id"))
            if not _is_sample_number(number, city.place_codes):
                yield source.fault("HD962", f"{place}/personal_id", value=number)
            for at, held in enumerate(rows(person.get("posts"))):
                agency, post = text(held.get("agency")), text(held.get("post"))
                if (kinds.get(agency, ""), post) not in posts:
                    where = "agencies.yaml, posts.yaml"
                    yield _unknown(source, f"{place}/posts/{at}", f"{agency} {post}", where)


def _is_sample_number(number: str, place_codes: tuple[str, ...]) -> bool:
    known = parse_personal_id(number) is not None and number[:3] in place_codes
    return known and number[6:9] == "000" and number[9:] != "000"


def _unknown(source: Source, path: str, value: str, where: str) -> PackageProblem:
    return source.fault("HD961", path, value=value, where=where)
