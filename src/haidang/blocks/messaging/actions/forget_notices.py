"""Forget notices whose time is over, with the proofs of their delivery."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from haidang.blocks.messaging.models import DeliveryAttempt, Notice
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed


def forget_notices(ids: Collection[UUID], *, before: datetime, actor: Actor) -> int:
    """Delete, in one transaction, those notices that were written before an instant."""
    if actor.kind != "system":
        raise NotAllowed
    with transaction.atomic():
        old = Notice.objects.select_for_update().written_before(before).filter(pk__in=list(ids))
        going = list(old.values_list("pk", flat=True))
        DeliveryAttempt.objects.filter(notice__in=going).delete()
        Notice.objects.filter(pk__in=going).delete()
    return len(going)
