"""Set the platform up as the tests do, so that a tool can ask it about itself."""

import os
import pkgutil
from importlib import import_module

import django
from django.utils import translation

import haidang.blocks
import haidang.domain

_TELLING = frozenset({"types", "tasks", "handlers", "errors"})


def load_platform() -> None:
    """Load the settings and every module that declares events or tasks."""
    os.environ.setdefault(  # noqa: TID251 - as manage.py would
        "DJANGO_SETTINGS_MODULE", "haidang.config.settings"
    )
    django.setup()
    translation.deactivate_all()  # migrations and pages are the same in every language
    for layer in (haidang.blocks, haidang.domain):
        for found in pkgutil.walk_packages(layer.__path__, f"{layer.__name__}."):
            if found.name.split(".")[3:4] and found.name.split(".")[3] in _TELLING:
                import_module(found.name)
