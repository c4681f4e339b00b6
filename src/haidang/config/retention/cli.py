"""The command ``haidang retention``."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from haidang.config.retention.rules import RulesFaulty, read_rules
from haidang.config.startup import set_up

console = Console()


def retention(
    *,
    sweep: Annotated[
        bool, typer.Option("--sweep", help="Delete; without it, only count what would go.")
    ] = False,
) -> None:
    """Count, or with --sweep delete, what is no record and whose time is over."""
    set_up()
    from django.conf import settings  # noqa: PLC0415 - Django is set up only now

    from haidang.config.retention.sweep import sweep as sweep_by  # noqa: PLC0415 - as above

    try:
        rules = read_rules(settings.HAIDANG_CONTENT_DIR)
    except RulesFaulty as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(2) from fault
    table = Table("kind", "kept for", "counted from", "deleted" if sweep else "would go")
    for one in sweep_by(rules, dry_run=not sweep):
        rule = one.rule
        table.add_row(rule.kind, f"{rule.days} days", rule.counts_from, f"{one.count:,}")
    console.print(table)
    console.print(f"{len(rules.holds)} holds. Cases with a number are records and stay.")
