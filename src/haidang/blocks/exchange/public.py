"""The front door of the exchange."""

from haidang.blocks.exchange.actions import call_service, install_service
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
    list_requests_about,
    list_requests_of,
    list_services,
)
from haidang.blocks.exchange.types import (
    AccessNote,
    Envelope,
    ExchangeAnswer,
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
    "get_answer",
    "get_service",
    "install_service",
    "list_requests_about",
    "list_requests_of",
    "list_services",
]
