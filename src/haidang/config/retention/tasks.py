"""The nightly sweep."""

from django.conf import settings

from haidang.blocks.outbox import public as outbox
from haidang.config.retention.rules import read_rules
from haidang.config.retention.sweep import sweep


@outbox.periodic(name="retention.sweep", cron="40 2 * * *")
def sweep_tonight() -> None:
    """Delete, every night, what is no record and whose time is over."""
    for _swept in sweep(read_rules(settings.HAIDANG_CONTENT_DIR), dry_run=False):
        pass
