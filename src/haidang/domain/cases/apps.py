"""The cases as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """A person's request, from draft to signed result."""

    name = "haidang.domain.cases"
    label = "cases"

    def ready(self) -> None:
        """Listen to what other modules publish."""
        from haidang.domain.cases import handlers  # noqa: PLC0415 - models are ready only now

        handlers.connect()
