"""Publish content and install cities; with sample data, people and officers as well."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from django.conf import settings

from haidang.blocks.agencies import public as agencies
from haidang.blocks.exchange import public as exchange
from haidang.blocks.identity import public as identity
from haidang.blocks.signing import public as signing
from haidang.config.sample_credentials import SAMPLE_PASSWORD, SAMPLE_TOTP_SECRET
from haidang.domain.catalog import public as catalog
from haidang.engines import packages
from haidang.kernel.actors import system
from haidang.kernel.events import JSON

ACTOR: Final = system("seeding")
_SINCE: Final = date(2025, 7, 1)


class ContentFaulty(SystemExit):
    """The content has faults; `haidang packages check` shows them."""


def seed(*, sample: bool) -> Iterator[str]:
    """Bring the database to the state of the content folder; safe to repeat."""
    root: Path = settings.HAIDANG_CONTENT_DIR
    for folder in _folders(root / "cities"):
        yield _install_city(folder)
    for folder in _folders(root / "services"):
        yield _install_service(folder)
    for folder in _folders(root / "procedures"):
        yield _publish_procedure(folder)
    if sample:
        yield from _seed_samples(root / "cities" / settings.HAIDANG_CITY)


def _install_city(folder: Path) -> str:
    loaded = packages.load_city(folder)
    if loaded.city is None:
        raise ContentFaulty(f"{folder.name}: the city package has faults; check it first.")
    city = loaded.city
    event = agencies.install_city(_city_input(city), actor=ACTOR)
    files = packages.read_files(folder)
    number = catalog.publish_city(city.code, files, actor=ACTOR, only_new=True)
    return f"{city.name['vi']}: revision {number}, {event.units} units, {event.agencies} agencies"


def _install_service(folder: Path) -> str:
    loaded = packages.load_service(folder)
    if loaded.service is None:
        raise ContentFaulty(f"{folder.name}: the service package has faults; check it first.")
    exchange.install_service(loaded.service.manifest, actor=ACTOR)
    return f"{loaded.service.code}: {loaded.service.name['vi']}"


def _publish_procedure(folder: Path) -> str:
    loaded = packages.load_procedure(folder)
    if loaded.package is None:
        raise ContentFaulty(f"{folder.name}: the package has faults; check it first.")
    number = catalog.publish_procedure(loaded.package, actor=ACTOR)
    return f"{loaded.package.code} {loaded.package.name['vi']}: revision {number}"


def _city_input(city: packages.CityPackage) -> agencies.CityInput:
    return agencies.CityInput(
        code=city.code,
        name=city.name["vi"],
        province_code=city.province_code,
        agency_code=city.agency_code,
        brand=city.brand,
        units=tuple(
            agencies.UnitInput(
                code=unit.code,
                name=unit.name,
                kind=unit.kind,
                valid_from=unit.valid_from or _SINCE,
                valid_until=unit.valid_until,
                province_code=city.province_code,
            )
            for unit in city.units
        ),
        agencies=tuple(
            agencies.AgencyInput(
                code=agency.code,
                name=agency.name["vi"],
                kind=agency.kind,
                valid_from=_SINCE,
                parent=agency.parent or "",
                unit_code=agency.unit or "",
                details={"name_en": agency.name.get("en", "")},
            )
            for agency in city.agencies
        ),
        officers=(),
    )


def _seed_samples(folder: Path) -> Iterator[str]:
    loaded = packages.load_city(folder)
    if loaded.city is None:
        raise ContentFaulty(f"{folder.name}: the city package has faults; check it first.")
    sample = loaded.city.sample
    signing.create_sample_authority(actor=ACTOR)
    people = {row["key"]: _person(row, city=loaded.city.code) for row in _rows(sample, "citizens")}
    yield f"{len(people)} sample people"
    for mandate in _rows(sample, "mandates"):
        _mandate(mandate, people)
    yield f"{_organizations(sample, people)} sample organizations"
    officers = _rows(sample, "officers")
    agencies.install_city(_with_officers(_city_input(loaded.city), officers), actor=ACTOR)
    password = identity.hash_password(SAMPLE_PASSWORD)
    for row in officers:
        _officer(row, password=password)
    for code in sorted({str(post["agency"]) for row in officers for post in _rows(row, "posts")}):
        name = agencies.get_agency(code).name
        signing.enrol_sample_holder(
            signing.Holder(kind="agency", code=code), name=name, actor=ACTOR
        )
    yield f"{len(officers)} sample officers with keys of the sample authority"


def _person(row: Mapping[str, JSON], *, city: str) -> identity.PersonId:
    residence = row.get("residence")
    return identity.register_person(
        identity.PersonInput(
            personal_id=str(row["personal_id"]),
            full_name=str(row["name"]),
            born_on=_day(row["born_on"]),
            sex="female" if row["sex"] == "female" else "male",
            phone=str(row["phone"]),
            email=str(row["email"]),
            address=dict(residence) if isinstance(residence, Mapping) else {},
            city=city,
            is_sample=True,
        ),
        actor=ACTOR,
        source="sample",
    )


def _mandate(row: Mapping[str, JSON], people: Mapping[JSON, identity.PersonId]) -> None:
    principal, agent = people[row["principal"]], people[row["agent"]]
    known = identity.list_representations(principal, actor=ACTOR)
    if not any(item.representative_id == agent for item in known):
        scopes = row.get("procedures")
        identity.grant_representation(
            principal_id=principal,
            representative_id=agent,
            scopes=[str(scope) for scope in scopes] if isinstance(scopes, list | tuple) else [],
            actor=ACTOR,
        )


def _organizations(sample: Mapping[str, JSON], people: Mapping[JSON, identity.PersonId]) -> int:
    """Register the sample organizations and who may act for them; return how many."""
    bodies = {}
    for row in _rows(sample, "organizations"):
        address = row.get("address")
        bodies[row["key"]] = identity.register_organization(
            tax_code=str(row["tax_code"]),
            name=str(row["name"]),
            representative_id=people[row["representative"]],
            address=dict(address) if isinstance(address, Mapping) else {},
            phone=str(row["phone"]),
            email=str(row["email"]),
            is_sample=True,
            actor=ACTOR,
        )
    for row in _rows(sample, "organization_mandates"):
        body, agent = bodies[row["organization"]], people[row["agent"]]
        known = identity.list_representations(agent, actor=ACTOR)
        if not any(item.principal_id == body for item in known):
            scopes = row.get("procedures")
            identity.grant_representation(
                principal_id=body,
                representative_id=agent,
                scopes=[str(one) for one in scopes] if isinstance(scopes, list | tuple) else [],
                evidence={"paper": "Giấy uỷ quyền mẫu số 01/UQ"},
                actor=ACTOR,
            )
    return len(bodies)


def _with_officers(
    city: agencies.CityInput, officers: list[Mapping[str, JSON]]
) -> agencies.CityInput:
    since = datetime.combine(_SINCE, time(), tzinfo=UTC)
    inputs = tuple(
        agencies.OfficerInput(
            code=str(row["key"]),
            name=str(row["name"]),
            details={"title": row.get("title"), "signs_for": row.get("signs_for")},
            assignments=tuple(
                agencies.AssignmentInput(
                    agency=str(post["agency"]), post=str(post["post"]), from_at=since
                )
                for post in _rows(row, "posts")
            ),
        )
        for row in officers
    )
    return agencies.CityInput(
        code=city.code,
        name=city.name,
        province_code=city.province_code,
        agency_code=city.agency_code,
        brand=city.brand,
        units=city.units,
        agencies=city.agencies,
        officers=inputs,
    )


def _officer(row: Mapping[str, JSON], *, password: identity.HashedPassword) -> None:
    officer = agencies.find_officer_by_code(str(row["key"]))
    if officer is None:
        raise ContentFaulty(f"{row['key']}: the sample officer was not installed.")
    identity.open_officer_account(
        username=str(row["username"]),
        password=password,
        officer_id=officer.id,
        totp_secret=SAMPLE_TOTP_SECRET,
        actor=ACTOR,
    )
    signing.enrol_sample_holder(
        signing.Holder(kind="person", code=str(officer.id)), name=officer.name, actor=ACTOR
    )


def _rows(data: Mapping[str, JSON], key: str) -> list[Mapping[str, JSON]]:
    found = data.get(key)
    return (
        [row for row in found if isinstance(row, Mapping)]
        if isinstance(found, list | tuple)
        else []
    )


def _day(value: JSON | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _folders(root: Path) -> list[Path]:
    return sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
