"""The wiring as a Django app: commands and checks that need every module."""

import importlib

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from haidang.config.one_clock import keep_time


class WiringConfig(AppConfig):
    """Commands of the platform."""

    name = "haidang.config"
    label = "wiring"

    def ready(self) -> None:
        """Let every process keep the database's time, and know the nightly work."""
        connection_created.connect(keep_time, dispatch_uid="haidang.one_clock")
        importlib.import_module("haidang.config.retention.tasks")
