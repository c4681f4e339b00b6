"""What the platform asks another agency about a case, as the procedure's package says."""

from datetime import date

from haidang.domain.cases.actions.names import names_of
from haidang.domain.cases.models import Case
from haidang.domain.catalog import public as catalog
from haidang.engines.expressions import UNKNOWN, compile_expression
from haidang.kernel.events import JSON


def request_payload(case: Case, service: str) -> dict[str, JSON]:
    """Evaluate the package's expressions for the service; what is unknown is left out."""
    package = catalog.get_revision(case.revision_id).package
    names = names_of(case)
    payload: dict[str, JSON] = {}
    for key, source in package.requests.get(service, {}).items():
        value = compile_expression(source).evaluate(names)
        if value is not UNKNOWN and value is not None:
            payload[key] = value.isoformat() if isinstance(value, date) else value
    return payload
