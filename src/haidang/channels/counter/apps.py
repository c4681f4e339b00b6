"""The counter as a Django application."""

from django.apps import AppConfig


class CounterConfig(AppConfig):
    """Make the counter's templates and static files known."""

    name = "haidang.channels.counter"
    label = "counter"
