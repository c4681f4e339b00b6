"""The real merger of 2025-07-01: the former units of Hải Phòng and Hải Dương become 114.

The units and the texts of the law are real; codes of former units and agencies, officers and
cases are samples.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.db import connection

from haidang.blocks.agencies import public as agencies
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import World, make_submitted, take_step
from haidang.domain.catalog import public as catalog
from haidang.domain.succession import public as succession
from haidang.engines.packages import CityPackage
from haidang.engines.succession import Draft, Successor, draft_plan, plan_data
from haidang.kernel import clock
from haidang.kernel.actors import system
from haidang.kernel.events import JSON

ACTOR = system("tests")
EFFECTIVE: Final = date(2025, 7, 1)
MIDNIGHT: Final = datetime(2025, 7, 1, tzinfo=clock.VIETNAM)
EVE: Final = EFFECTIVE - timedelta(days=1)
SINCE: Final = date(2020, 1, 1)
UNITS: Final = 114
CASES: Final = 2_000
FORMER_UNITS: Final = 375
"""Names with their districts in the law's text; some names stand for two distant units."""

_CLONE: Final = (
    "INSERT INTO {table} ({columns}) SELECT {made} FROM {table} t "
    "CROSS JOIN generate_series(1, %(count)s) AS i "
    "CROSS JOIN LATERAL jsonb_populate_record(t, jsonb_build_object({changes})) AS made "
    "WHERE t.{key} = %(one)s"
)
"""Copies of one true row, spread over the former agencies."""
_COLUMNS: Final = (
    "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns "
    "WHERE table_name = %s AND is_generated = 'NEVER'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """The city as it was on 2025-06-30, and the plan of what follows."""

    draft: Draft
    plan: Mapping[str, JSON]


def texts_of_the_law() -> dict[str, str]:
    """Return the official texts by code of the new unit, or skip where they are absent."""
    folder = Path(str(settings.HAIDANG_CONTENT_DIR)).parent.parent / "shared" / "data"
    path = folder / "haiphong-ward-predecessors.json"
    if not path.exists():
        pytest.skip(f"The official texts are not here: {path.name} beside the checkout.")
    polygons = json.loads((folder / "haiphong-wards.geojson").read_text(encoding="utf-8"))
    codes = {
        each["properties"]["gisServerId"]: each["properties"]["code"]
        for each in polygons["features"]
    }
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {codes[row["gisServerId"]]: row["predecessors"] for row in rows}


def draft() -> Draft:
    """Return the plan that the law's texts make for the units of the city package."""
    texts = texts_of_the_law()
    package = catalog.city_revision("haiphong")
    by_unit: dict[str, dict[str, str]] = {}
    for agency in package.agencies:
        if agency.unit and agency.kind.startswith("commune_"):
            by_unit.setdefault(agency.unit, {})[agency.kind] = agency.code
    successors = {
        unit.code: Successor(
            code=unit.code,
            name=unit.name,
            text=texts[unit.code],
            agencies=by_unit[unit.code],
        )
        for unit in package.units
    }
    assert len(successors) == UNITS
    return draft_plan(
        successors,
        city="haiphong",
        name="Sắp xếp đơn vị hành chính cấp xã thành phố Hải Phòng năm 2025",
        law="Nghị quyết 1669/NQ-UBTVQH15",
        effective=EFFECTIVE,
    )


@pytest.fixture
def former(world: World) -> Former:
    """Build the city of before the merger, with officers, cases and tasks all over it."""
    made = draft()
    package = catalog.city_revision("haiphong")
    agencies.install_city(_new_city(package), actor=ACTOR)
    agencies.install_city(_former_city(made), actor=ACTOR)
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    _spread(number, [step.old for step in made.plan.agencies])
    return Former(draft=made, plan=json.loads(json.dumps(plan_data(made.plan))))


def _new_city(package: CityPackage) -> agencies.CityInput:
    return agencies.CityInput(
        code="haiphong",
        name="Thành phố Hải Phòng",
        province_code="31",
        agency_code="H24",
        units=tuple(
            agencies.UnitInput(
                code=unit.code, name=unit.name, kind=unit.kind, valid_from=EFFECTIVE
            )
            for unit in package.units
        ),
        agencies=tuple(
            agencies.AgencyInput(
                code=each.code,
                name=each.name["vi"],
                kind=each.kind,
                parent=each.parent or "",
                unit_code=each.unit or "",
                valid_from=EFFECTIVE,
            )
            for each in package.agencies
            if each.unit
        ),
    )


def _former_city(made: Draft) -> agencies.CityInput:
    kinds = {step.old: step.old.partition(".")[2] for step in made.plan.agencies}
    return agencies.CityInput(
        code="haiphong",
        name="Thành phố Hải Phòng",
        province_code="31",
        agency_code="H24",
        units=tuple(
            agencies.UnitInput(code=code, name=unit.title, kind=unit.kind, valid_from=SINCE)
            for code, unit in made.former.items()
        ),
        agencies=tuple(
            agencies.AgencyInput(
                code=code,
                name=f"{kind} {made.former[code.partition('.')[0]].title}",
                kind=kind,
                unit_code=code.partition(".")[0],
                valid_from=SINCE,
            )
            for code, kind in kinds.items()
        ),
        officers=tuple(
            agencies.OfficerInput(
                code=f"mau-{code}",
                name=f"Cán bộ mẫu {code}",
                assignments=(
                    agencies.AssignmentInput(
                        agency=code, post="processing", from_at=datetime(2024, 1, 1, tzinfo=UTC)
                    ),
                ),
            )
            for code in kinds
        ),
    )


def _spread(number: str, codes: list[str]) -> None:
    """Copy one true case and its tasks over the former agencies."""
    pick = "(%(codes)s::text[])[1 + (i - 1) %% cardinality(%(codes)s::text[])]"
    wanted = {
        "cases_case": ("number", "'id', gen_random_uuid(), 'number', 'MAU-' || i, "
                       f"'receiving_agency', {pick}, 'competent_agency', {pick}"),
        "worklist_task": ("subject", "'id', gen_random_uuid(), 'subject', 'MAU-' || i, "
                          f"'token', t.token || i, 'agency', {pick}"),
        "indicators_told": ("subject", "'id', gen_random_uuid(), 'subject', 'MAU-' || i, "
                            f"'agency', {pick}"),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for table, (key, changes) in wanted.items():
            cursor.execute(_COLUMNS, [table])
            (columns,) = cursor.fetchone()
            made = ", ".join(f"made.{name.strip()}" for name in columns.split(","))
            cursor.execute(
                _CLONE.format(table=table, columns=columns, made=made, key=key, changes=changes),
                {"count": CASES, "one": number, "codes": codes},
            )


def test_the_merger_of_2025_holds(former: Former, world: World) -> None:
    rehearsed = succession.rehearse(former.draft.plan)
    merger = succession.start_merger(former.plan, actor=ACTOR)

    holds = succession.run_merger(merger, actor=ACTOR)

    view = succession.get_merger(merger, actor=ACTOR)
    by_name = {step.name: step.rows for step in view.steps}
    assert holds, view.discrepancies
    assert rehearsed.to_move["cases_case.competent_agency"] == CASES
    assert by_name["cases"] == 2 * CASES
    assert by_name["worklist"] >= CASES
    assert by_name["indicators"] == CASES
    assert by_name["posts"] == len(former.draft.plan.agencies)
    assert len(former.draft.former) == FORMER_UNITS
    _look_up_codes(former.draft)
    _look_at_cases(world)


def _look_up_codes(made: Draft) -> None:
    """Every former code stands on 30 June and leads to its successors on 1 July."""
    for step in made.plan.units[::9]:
        (then,) = agencies.resolve_unit(step.old, on=EVE)
        now = agencies.resolve_unit(step.old, on=EFFECTIVE)
        assert then.unit.code == step.old
        assert {each.unit.code for each in now} == set(step.new)
        assert now[0].unit.code == step.main
        assert all(each.is_part is step.is_split for each in now)
    for agency in made.plan.agencies[::50]:
        assert agencies.resolve_agency(agency.old, on=EVE).code == agency.old
        assert agencies.resolve_agency(agency.old, on=EFFECTIVE).code == agency.new
    assert len(agencies.list_units("haiphong", at=MIDNIGHT)) == UNITS
    assert len(agencies.list_units("haiphong", at=MIDNIGHT - timedelta(hours=1))) == FORMER_UNITS
    back = agencies.resolve_unit("11560", on=EVE)
    assert "Phường An Lư" in {each.unit.name for each in back}


def _look_at_cases(world: World) -> None:
    """Numbers are as they were; the agency that answers is one of the new ones."""
    case = cases.get_case("MAU-1", actor=ACTOR)
    assert case.number == "MAU-1"
    assert case.competent_agency.startswith("H24.")
    assert agencies.get_agency(case.competent_agency).code == case.competent_agency
    assert case.applicant["full_name"] == world.lan.name
