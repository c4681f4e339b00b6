"""The exchange provider HTTP."""

from collections.abc import Mapping

from haidang.adapters.exchange_http import client, mapping
from haidang.adapters.exchange_http.settings import read_options
from haidang.blocks.exchange.public import Envelope, ServiceDescription
from haidang.kernel.events import JSON


class Provider:
    """Services behind an integration platform."""

    def call(
        self, *, service: ServiceDescription, payload: Mapping[str, JSON], envelope: Envelope
    ) -> Mapping[str, JSON]:
        """Ask once, within the service's time-out, and return what was answered."""
        options = read_options()
        answer = client.send(
            method=service.method,
            url=f"{options.url}{service.path}",
            headers=mapping.to_headers(envelope, token=options.token),
            content=payload,
            seconds=service.timeout_seconds,
        )
        return mapping.read_answer(answer)
