"""The commands ``haidang catalog search`` and ``haidang catalog reindex``."""

import json
from typing import Annotated

import typer

from haidang.config.startup import set_up


def search(
    query: str,
    *,
    limit: Annotated[int, typer.Option(min=1, max=100, help="At most so many.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list as JSON.")] = False,
    audience: Annotated[str, typer.Option(help="Only for these people: citizen, …")] = "",
    level: Annotated[str, typer.Option(help="Only of this level: commune, …")] = "",
    agency: Annotated[str, typer.Option(help="Only of this kind of agency.")] = "",
    field: Annotated[str, typer.Option(help="Only of this field, in Vietnamese.")] = "",
    event: Annotated[str, typer.Option(help="Only of this life event: birth, …")] = "",
    online: Annotated[bool, typer.Option("--online", help="Only what is offered online.")] = False,
) -> None:
    """Find procedures by plain words, best first."""
    set_up()
    from haidang.domain.catalog import public as catalog  # noqa: PLC0415 - Django is set up only now

    filters = catalog.Filters(
        audience=audience, level=level, agency=agency, field=field, event=event, online=online
    )
    found = catalog.find_procedures(query, limit=limit, filters=filters)
    rows = [
        {"code": hit.procedure.code, "name": hit.procedure.name["vi"], "score": hit.score}
        for hit in found.hits
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    if found.mended:
        typer.echo(f"understood as: {found.mended}", err=True)
    for row in rows:
        typer.echo(f"{row['score']:.3f}  {row['code']}  {row['name']}")


def reindex() -> None:
    """Make all procedures findable again, after the content of the search has changed."""
    set_up()
    from haidang.domain.catalog import public as catalog  # noqa: PLC0415 - Django is set up only now

    codes = [procedure.code for procedure in catalog.list_procedures()]
    typer.echo(f"{catalog.index_procedures(codes)} procedures")
