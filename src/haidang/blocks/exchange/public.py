"""The front door of the exchange."""

from haidang.blocks.exchange.actions import call_service, forget_requests, install_service
from haidang.blocks.exchange.errors import (
    ExchangeError,
    RequestNotFound,
    ServiceFaulty,
    ServiceNotFound,
)
from haidang.blocks.exchange.models import digest_person
from haidang.blocks.exchange.providers import ExchangeProvider
from haidang.blocks.exchange.queries import (
    SEALED_COLUMNS,
    get_answer,
    get_service,
    list_old_requests,
    list_requests_about,
    list_requests_of,
    list_services,
)
from haidang.blocks.exchange.types import (
    AccessNote,
    Envelope,
    ExchangeAnswer,
    OldRequest,
    Outcome,
    RequestId,
    ServiceAnswered,
    ServiceDescription,
    ServiceInstalled,
)

__all__ = [
    "SEALED_COLUMNS",
    "AccessNote",
    "Envelope",
    "ExchangeAnswer",
    "ExchangeError",
    "ExchangeProvider",
    "OldRequest",
    "Outcome",
    "RequestId",
    "RequestNotFound",
    "ServiceAnswered",
    "ServiceDescription",
    "ServiceFaulty",
    "ServiceInstalled",
    "ServiceNotFound",
    "call_service",
    "digest_person",
    "forget_requests",
    "get_answer",
    "get_service",
    "install_service",
    "list_old_requests",
    "list_requests_about",
    "list_requests_of",
    "list_services",
]
