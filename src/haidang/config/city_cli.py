"""The commands ``haidang city …``: draft a merger of units, rehearse it, carry it out."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import yaml
from rich.console import Console
from rich.table import Table

from haidang.config.startup import set_up
from haidang.engines.succession import Plan, Successor, draft_plan, parse_plan, plan_data

if TYPE_CHECKING:
    from haidang.domain.succession.public import MergerView, Rehearsal
    from haidang.engines.packages import CityPackage

console = Console()
commands = typer.Typer(no_args_is_help=True, help="Units of a city: draft and carry out mergers.")


@commands.command("draft-plan")
def draft(
    city: Annotated[str, typer.Argument(help="The city's code.")],
    *,
    law: Annotated[str, typer.Option(help="The resolution.")] = "Nghị quyết 1669/NQ-UBTVQH15",
    effective: Annotated[str, typer.Option(help="The first day, as YYYY-MM-DD.")] = "2025-07-01",
) -> None:
    """Print a first plan from the predecessors that the city package names, with working codes."""
    set_up()
    from haidang.domain.catalog import public as catalog  # noqa: PLC0415 - Django is set up only now

    package = catalog.city_revision(city)
    made = draft_plan(
        _successors(package),
        city=city,
        name=f"Sắp xếp đơn vị hành chính cấp xã {package.name['vi']}",
        law=law,
        effective=date.fromisoformat(effective),
    )
    names = "".join(f"#   {code}: {unit.title}\n" for code, unit in made.former.items())
    typer.echo(f"# Working codes of former units:\n{names}{_text(plan_data(made.plan))}", nl=False)


@commands.command("merge-units")
def merge_units(
    plan_file: Annotated[Path, typer.Argument(help="The plan as YAML.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count and check.")] = False,
) -> None:
    """Carry out a merger of units, with a proof; again: go on where it was left."""
    set_up()
    data = yaml.safe_load(plan_file.read_text(encoding="utf-8"))
    plan, problems = parse_plan(data)
    if plan is None:
        for problem in problems:
            typer.echo(f"{plan_file.name}:{problem.path}: {problem.code} {problem.text('vi')}")
        raise typer.Exit(1)
    raise typer.Exit(_rehearse(plan) if dry_run else _carry_out(data))


def _rehearse(plan: Plan) -> int:
    from haidang.domain.succession import public as succession  # noqa: PLC0415 - Django is set up only now

    seen = succession.rehearse(plan)
    console.print(
        f"{plan.name}: {seen.units} units end ({seen.split} are split), "
        f"{seen.agencies} agencies are succeeded, from {plan.effective}."
    )
    _show_rehearsal(seen)
    console.print("Nothing was written.")
    return 0


def _carry_out(data: Mapping[str, object]) -> int:
    from haidang.domain.succession import public as succession  # noqa: PLC0415 - Django is set up only now
    from haidang.kernel.actors import system  # noqa: PLC0415 - beside its one use

    actor = system("command_line")
    plain = {key: str(value) if isinstance(value, date) else value for key, value in data.items()}
    merger = succession.start_merger(plain, actor=actor)  # type: ignore[arg-type]  # YAML's data are JSON
    holds = succession.run_merger(
        merger, actor=actor, tell=lambda name, rows: console.print(f"{name}: {rows} rows")
    )
    _show_proof(succession.get_merger(merger, actor=actor))
    return 0 if holds else 1


def _show_rehearsal(seen: "Rehearsal") -> None:
    table = Table("column", "rows to move")
    for column, rows in seen.to_move.items():
        table.add_row(column, f"{rows:,}")
    console.print(table)


def _show_proof(view: "MergerView") -> None:
    table = Table("table", "before", "after", "digest", "holds")
    for row in view.tables:
        holds = "yes" if row.holds else "NO"
        table.add_row(
            row.table, f"{row.rows_before:,}", f"{row.rows_after:,}", row.digest_after, holds
        )
    console.print(table)
    for wrong in view.discrepancies:
        console.print(f"FAULT {wrong['en']}")
    sealed = "sealed" if view.is_sealed else "not sealed: the city has no key"
    console.print(f"{view.summary.state}; proof {view.proof_sha256}, {sealed}")


def _successors(package: "CityPackage") -> dict[str, Successor]:
    bodies: dict[str, dict[str, str]] = {}
    for agency in package.agencies:
        if agency.unit and agency.kind.startswith("commune_"):
            bodies.setdefault(agency.unit, {})[agency.kind] = agency.code
    return {
        unit.code: Successor(
            code=unit.code,
            name=unit.name,
            text=unit.predecessors,
            agencies=bodies.get(unit.code, {}),
        )
        for unit in package.units
    }


def _text(data: object) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)
