"""What the platform asks another agency about a case, as the process says."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from haidang.domain.cases.actions.names import names_of
from haidang.domain.cases.models import Case
from haidang.engines.expressions import UNKNOWN, compile_expression
from haidang.kernel.events import JSON

NOT_ASKED: Final = frozenset({"service"})


def request_payload(case: Case, parameters: Mapping[str, str]) -> dict[str, JSON]:
    """Evaluate the parameters of the service task; what is unknown is left out.

    Every parameter but ``service`` is an expression over the case; purpose and case
    number are always told, since the other side must log them (NĐ 320/2026/NĐ-CP).
    """
    names = names_of(case)
    payload: dict[str, JSON] = {"purpose": purpose_of(case), "case_number": case.key}
    for key in sorted(set(parameters) - NOT_ASKED):
        value = compile_expression(parameters[key]).evaluate(names)
        if value is not UNKNOWN:
            payload[key] = value.isoformat() if isinstance(value, date) else _plain(value)
    return payload


def purpose_of(case: Case) -> str:
    """Say why the data are asked for."""
    return f"{case.procedure} {case.procedure_name['vi']}"[:200]


def _plain(value: object) -> JSON:
    return value if isinstance(value, bool | int | float | str | list | dict) else str(value)
