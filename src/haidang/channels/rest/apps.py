"""The REST channel as a Django app."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    """Bodies, answers and problems of the REST channel, and the keys of repeated requests."""

    name = "haidang.channels.rest"
    label = "rest"
