"""Draft a plan from the law's texts: who followed whom, with working codes for former units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from haidang.engines.succession.model import AgencyStep, FormerUnit, Plan, UnitStep
from haidang.engines.succession.predecessors import find_split
from haidang.kernel.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """A new unit: its name, the text that names its predecessors, the agencies by kind."""

    code: str
    name: str
    text: str
    agencies: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A drafted plan, and which former unit each working code stands for."""

    plan: Plan
    former: Mapping[str, FormerUnit]


def draft_plan(
    successors: Mapping[str, Successor], *, city: str, name: str, law: str, effective: date
) -> Draft:
    """Return the plan that the texts of the new units make; a steward puts official codes in.

    The main successor of a split unit is the one that kept its name, else the first by code.
    Former units get the codes F0001 …, their agencies F0001.<kind>.
    """
    texts = {code: each.text for code, each in sorted(successors.items())}
    split = sorted(find_split(texts).items())
    former = {f"F{place:04}": unit for place, (unit, _new) in enumerate(split, start=1)}
    received = dict(split)
    units = tuple(
        UnitStep(old=code, new=received[unit], main=_main(unit, received[unit], successors))
        for code, unit in former.items()
    )
    agencies = tuple(
        AgencyStep(old=f"{step.old}.{kind}", new=agency)
        for step in units
        for kind, agency in sorted(successors[step.main].agencies.items())
    )
    plan = Plan(city=city, name=name, law=law, effective=effective, units=units, agencies=agencies)
    return Draft(plan=plan, former=former)


def plan_data(plan: Plan) -> dict[str, object]:
    """Return a plan as the data of its YAML file; ``parse_plan`` is the inverse."""
    return {
        "city": plan.city,
        "name": plan.name,
        "law": plan.law,
        "effective": plan.effective.isoformat(),
        "units": [
            {"from": step.old, "to": list(step.new), "main": step.main} for step in plan.units
        ],
        "agencies": [{"from": step.old, "to": step.new} for step in plan.agencies],
    }


def _main(unit: FormerUnit, received: tuple[str, ...], successors: Mapping[str, Successor]) -> str:
    kept = [code for code in received if fold(successors[code].name).endswith(fold(unit.name))]
    return (kept or list(received))[0]
