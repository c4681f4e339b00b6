"""No event falls silently: each has a hearer, or stands here with the reason why not."""

import pytest

from haidang.blocks.outbox import public as outbox
from haidang.kernel.events import event_types
from lint.loading import load_platform

load_platform()

RECORD = "kept for the audit and for whoever reads the history of its subject"
SELF = "its own action already does all that follows, in the same transaction"
NATIONAL = "the synchronisation with the national portal will hear it"

HEARD_BY_NOBODY = {
    **dict.fromkeys(
        (
            "agencies.assignment_ended", "agencies.authority_delegated", "agencies.city_installed",
            "agencies.delegation_revoked", "agencies.officer_assigned", "agencies.officer_linked",
            "catalog.city_published", "catalog.procedure_published",
            "catalog.imported", "catalog.record_confirmed",
            "exchange.service_answered", "exchange.service_installed",
            "catalog.city_words_changed", "case.due_changed", "worklist.tasks_rescheduled",
            "indicators.forecast_told", "agencies.units_succeeded", "agencies.posts_moved",
            "agencies.rows_moved", "succession.started", "succession.proved",
            "identity.account_opened", "identity.machine_registered",
            "identity.officer_signed_in", "identity.organization_registered",
            "identity.person_corrected", "identity.person_registered",
            "identity.person_signed_in", "identity.representation_granted",
            "identity.representation_revoked", "identity.token_issued", "identity.token_revoked",
            "messaging.notice_failed", "messaging.notice_sent",
            "payment.order_opened", "payment.order_cancelled",
            "payment.refund_requested", "payment.unexpected",
            "signing.content_signed", "signing.document_signed",
            "signing.key_registered", "signing.key_revoked",
            "vault.document_deposited", "vault.document_revoked", "vault.file_read",
            "vault.file_shredded", "vault.file_stored", "vault.files_copied", "vault.files_shared",
            "retention.swept",
            "delivery.parcel_requested", "delivery.parcel_ordered", "delivery.parcel_moved",
            "case.draft_started", "case.draft_forgotten",
            "case.evidence_added", "case.evidence_removed", "case.rated",
            "case.note_written", "case.consultation_reminded", "case.data_fetched",
            "case.document_issued", "case.document_signed",
            "case.result_deposited", "case.finding_recorded", "case.finding_withdrawn",
            "case.supplement_blocked", "case.register_read",
            "case.counter_started", "case.taken_at_counter", "case.paper_digitised",
            "scanning.stack_taken", "scanning.stack_done",
            "queue.ticket_drawn", "queue.ticket_called", "queue.ticket_ended",
            "worklist.filter_saved", "worklist.filter_deleted",
        ),
        RECORD,
    ),
    **dict.fromkeys(
        (
            "case.accepted", "case.rejected", "case.step_completed", "case.stopped",
            "case.extended", "case.due_date_reminded", "case.forwarded",
            "case.appointment_met", "case.appointment_started",
            "case.second_supplement_granted",
            "case.transferred", "case.consultation_requested", "case.consultation_answered",
            "case.part_opened", "case.part_ended", "case.mandate_revoked",
            "case.delivery_asked",
            "case.submitted", "case.supplement_answered", "case.supplement_requested",
            "case.withdrawn", "case.finance_changed",
             "payment.fee_refunded", "payment.refund_refused",
            "worklist.task_assigned", "worklist.task_closed", "worklist.task_moved",
            "worklist.task_opened",
        ),
        SELF,
    ),
    "case.status_changed": NATIONAL,
}  # fmt: skip


def ours() -> list[str]:
    """Return the codes of the platform's own events, without those that tests invent."""
    return sorted(
        code
        for code, kind in event_types().items()
        if kind.__module__.startswith("haidang.") and ".tests." not in kind.__module__
    )


@pytest.mark.parametrize("code", ours())
def test_an_event_is_heard_or_declared_unheard(code: str) -> None:
    assert bool(outbox.subscriptions().get(code)) is not (code in HEARD_BY_NOBODY)


@pytest.mark.parametrize("code", sorted(HEARD_BY_NOBODY))
def test_a_declared_event_still_exists(code: str) -> None:
    assert code in ours()


@pytest.mark.parametrize("code", ours())
def test_an_event_says_what_happened(code: str) -> None:
    kind = event_types()[code]

    assert (kind.__doc__ or "").strip().endswith(".")
    assert not (kind.__doc__ or "").startswith(f"{kind.__name__}(")
