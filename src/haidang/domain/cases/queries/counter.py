"""What officers at a counter are taking down."""

from haidang.domain.cases.models import Case
from haidang.domain.cases.states import Status
from haidang.domain.cases.types import CaseId, CounterDraft
from haidang.kernel.actors import Actor

AT_MOST = 30


def list_counter_drafts(*, actor: Actor) -> list[CounterDraft]:
    """Return what is being taken down at the officer's counters, the last changed first.

    A browser that crashed lost nothing: every answer was kept as it was sent.
    """
    counters = [duty.agency for duty in actor.duties if duty.post == "reception"]
    rows = Case.objects.filter(
        status=Status.DRAFT, channel="counter", receiving_agency__in=counters
    )
    return [
        CounterDraft(
            id=CaseId(row.id),
            procedure=row.procedure,
            procedure_name=row.procedure_name,
            applicant_name=row.applicant_name,
            started_at=row.created_at,
            changed_at=row.changed_at,
        )
        for row in rows.order_by("-changed_at", "-id")[:AT_MOST]
    ]
