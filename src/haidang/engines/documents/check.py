"""Check a template before it is published."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from haidang.engines.documents.model import FontSet, Template
from haidang.engines.documents.run import compile_template
from haidang.kernel.errors import Problem

_ANY_DAY: Final = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


def check_template(
    template: Template, *, fonts: FontSet, data: Mapping[str, object] | None = None
) -> list[Problem]:
    """Compile a template with sample data and return every problem, warnings included.

    Without data the template sees no answers at all: a good template still compiles and
    leaves room to write by hand. A problem's ``params`` hold file, line and column.
    """
    _, problems = compile_template(
        template, data if data is not None else {}, fonts=fonts, made_at=_ANY_DAY
    )
    return problems
