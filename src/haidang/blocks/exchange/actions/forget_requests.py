"""Forget calls whose time is over: what was asked and answered, and about whom."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from haidang.blocks.exchange.models import ExchangeRequest
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed


def forget_requests(ids: Collection[UUID], *, before: datetime, actor: Actor) -> int:
    """Delete, in one transaction, those calls that had ended before an instant."""
    if actor.kind != "system":
        raise NotAllowed
    with transaction.atomic():
        old = ExchangeRequest.objects.select_for_update().ended_before(before)
        going = list(old.filter(pk__in=list(ids)).values_list("pk", flat=True))
        ExchangeRequest.objects.filter(pk__in=going).delete()
    return len(going)
