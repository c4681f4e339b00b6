"""Forget who read a person's data, when the time of that note is over."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from haidang.blocks.identity.models import AccessLog
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed


def forget_accesses(ids: Collection[UUID], *, before: datetime, actor: Actor) -> int:
    """Delete, in one transaction, those notes that are older than an instant.

    The table refuses every other deletion, and that of what is younger than a year always.
    """
    if actor.kind != "system":
        raise NotAllowed
    with transaction.atomic(), connection.cursor() as cursor:
        words = [before.isoformat()]
        cursor.execute("SELECT set_config('haidang.forget_accesses_before', %s, true)", words)
        count, _by_table = AccessLog.objects.filter(pk__in=list(ids), at__lt=before).delete()
        cursor.execute("SELECT set_config('haidang.forget_accesses_before', '', true)")
    return count
