"""What can be wrong with an exchange."""

from haidang.kernel.errors import HaidangError, InvalidInput, NotFound


class ExchangeError(HaidangError):
    """An exchange cannot go on."""

    code = "exchange.error"


class ServiceNotFound(NotFound, ExchangeError):
    """There is no such service in the catalogue."""

    code = "exchange.service_not_found"


class RequestNotFound(NotFound, ExchangeError):
    """There is no such request in the log."""

    code = "exchange.request_not_found"


class ServiceFaulty(InvalidInput, ExchangeError):
    """The description of a service has faults."""

    code = "exchange.service_faulty"
