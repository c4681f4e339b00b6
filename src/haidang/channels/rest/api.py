"""The REST interface put together: routers, problems, limits, description."""

from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from haidang.channels.rest import problems
from haidang.channels.rest.limits import SmallBodies
from haidang.channels.rest.views import (
    cases,
    dates,
    drafts,
    forecasts,
    health,
    payments,
    people,
    places,
    procedures,
    public,
    tasks,
    tokens,
    verbs,
)
from haidang.kernel.errors import HaidangError

DESCRIPTION = """
Open a case under a procedure, carry it, receive its signed result.

Every error is `application/problem+json` (RFC 9457) with a stable `code` and every fault in
`errors`, each with a JSON Pointer. `Accept-Language: vi` (default) or `en` chooses the words.
A `POST` may carry an `Idempotency-Key`: repeated, it returns the first answer. Lists return a
mark in `after`; send it back to read on. Amounts are whole đồng; instants are UTC.
"""


class Readable(JSONRenderer):
    """Write Vietnamese as it is written, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Hải Đăng",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="rest",
    parser=SmallBodies(),
    renderer=Readable(),
    openapi_extra={"info": {"license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}},
)
for _router, _tag in (
    (health.router, "health"),
    (public.router, "public"),
    (procedures.router, "procedures"),
    (forecasts.router, "procedures"),
    (tokens.router, "tokens"),
    (drafts.router, "drafts"),
    (cases.router, "cases"),
    (verbs.router, "cases"),
    (dates.router, "cases"),
    (places.router, "cases"),
    (tasks.router, "tasks"),
    (payments.router, "payments"),
    (people.router, "me"),
):
    api.add_router("", _router, tags=[_tag])
api.exception_handler(HaidangError)(problems.from_error)
api.exception_handler(ValidationError)(problems.from_validation)
api.exception_handler(HttpError)(problems.from_http_error)
api.exception_handler(Exception)(problems.from_fault)
