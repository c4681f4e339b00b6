"""Bring a result by post: have it fetched, follow it, and finish when it has arrived.

Law: 118/2025/NĐ-CP (public postal service). The case counts as returned (status 10) when the
post has delivered, not when it took the envelope: until then the person has nothing in hand.
The electronic original lies in the person's vault at once.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.delivery import public as delivery
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.actions.opening import agency_of_post, label_of
from haidang.domain.cases.actions.parties import address_text
from haidang.domain.cases.actions.process import process_of, signal_process
from haidang.domain.cases.errors import IllegalStatus
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import DeliveryState
from haidang.domain.cases.types import DeliveryAsked
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines.workflow import ServiceAnswered, tokens
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import local, now
from haidang.kernel.events import JSON
from haidang.kernel.money import Money

RETURN: Final = "result.return"
SENT_BACK: Final = "sent_back"
SEND_AGAIN: Final = "send_again"
HANDED_OVER: Final = "handed_over"
TARIFF: Final = "postal_return"
_SYSTEM: Final = system("cases.deliveries")


def send_result(case: Case, *, key: str) -> delivery.Parcel:
    """Have the post fetch the result from the return place, once for a key; the case is locked."""
    place = agencies.get_agency(agency_of_post(case, "return"))
    parcel = delivery.request_parcel(
        subject=case.key,
        direction="to_person",
        sender=delivery.Place(
            name=place.name, phone=str(place.details.get("phone") or ""), address=place.name
        ),
        receiver=receiver_of(case),
        contents=case.procedure_name["vi"],
        idempotency_key=key,
        actor=_SYSTEM,
    )
    if case.delivery != DeliveryState.IN_POST:
        case.delivery = DeliveryState.IN_POST
        case.save(update_fields=["delivery"])
        notify_applicant(case, template="result_posted", occurrence=str(parcel.id))
    return parcel


def request_delivery(number: str, *, address: Mapping[str, JSON], actor: Actor) -> DeliveryAsked:
    """Ask, before the result is handed over, to have it by post at an address.

    Raises NotYourCase, IllegalStatus once it was fetched or is on its way.
    """
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_ask_delivery(case, actor)
        case.answers = {**case.answers, "receive_by": "post", "post_address": dict(address)}
        if case.delivery in {DeliveryState.COUNTER, DeliveryState.ELECTRONIC}:
            case.delivery = DeliveryState.POST
        case.save(update_fields=["answers", "delivery"])
        event = DeliveryAsked(case_number=case.key, address=address_text(address), at=now())
        audit.announce(event, actor=actor)
    return event


def receive_parcel(number: str, *, tracking: str, contents: str, actor: Actor) -> delivery.Parcel:
    """Write down that papers of the case came by post to the reception desk; once each."""
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_receive_parcel(case, actor)
        place = agencies.get_agency(case.receiving_agency)
        return delivery.note_arrival(
            subject=case.key,
            tracking=tracking.strip().upper(),
            sender=receiver_of(case),
            receiver=delivery.Place(name=place.name, phone="", address=place.name),
            contents=contents.strip(),
            actor=actor,
        )


def finish_delivery(number: str) -> None:
    """Go on when the post has delivered: the person has the result."""
    with transaction.atomic():
        case = lock_case_by_number(number)
        token = _waiting_token(case)
        if token is None:
            return
        case.delivery = DeliveryState.DELIVERED
        values = {"delivered": True, "by": "post"}
        signal_process(case, ServiceAnswered(token=token, values=values), actor=_SYSTEM)
        worklist.withdraw_tasks(case.key, tokens=_back_tokens(case), actor=_SYSTEM)


def take_back(number: str, *, parcel: str, reason: str) -> None:
    """Let the return officer settle a parcel that came back or was never fetched."""
    with transaction.atomic():
        case = lock_case_by_number(number)
        if _waiting_token(case) is None:
            return
        case.delivery = DeliveryState.SENT_BACK
        case.save(update_fields=["delivery"])
        worklist.open_task(
            worklist.NewTask(
                subject=case.key,
                token=f"{SENT_BACK}#{parcel}",
                key=SENT_BACK,
                name="Bưu gửi không phát được: trả lại kết quả",
                agency=agency_of_post(case, "return"),
                post="return",
                actions=(SEND_AGAIN, HANDED_OVER),
                due_at=case.due_at,
                label=label_of(case),
            ),
            actor=_SYSTEM,
        )
        notify_applicant(case, template="result_sent_back", occurrence=parcel, reason=reason)


def settle_sent_back(task: worklist.TaskView, *, action: str, note: str, actor: Actor) -> None:
    """Send a parcel that came back once more, or note that the person fetched the result."""
    with transaction.atomic():
        case = lock_case_by_number(task.subject)
        worklist.close_task(task.id, action=action, note=note, actor=actor)
        token = _waiting_token(case)
        if token is None:
            raise IllegalStatus
        if action == SEND_AGAIN:
            send_result(case, key=f"{case.key}:{task.token}")
            return
        case.delivery = DeliveryState.DELIVERED
        values = {"delivered": True, "by": "counter"}
        signal_process(case, ServiceAnswered(token=token, values=values), actor=actor)


def receiver_of(case: Case) -> delivery.Place:
    """Return who gets the result, and where: the address asked for, else the known one."""
    asked = case.answers.get("post_address")
    words = address_text(asked) if isinstance(asked, Mapping) else ""
    return delivery.Place(
        name=case.applicant_name,
        phone=str(case.applicant.get("phone") or case.representative.get("phone") or ""),
        address=words or str(case.applicant.get("address_text") or ""),
    )


def postal_fee(*, city: str, on: date | None = None) -> Money | None:
    """Return what the post takes for a result, by the city's tariff; None: none is set."""
    day = on or local(now()).date()
    for tariff in catalog.city_revision(city).tariffs:
        if tariff.key == TARIFF and not tariff.units and tariff.legal_basis.holds_on(day):
            return tariff.prices.of("post").amount
    return None


def _waiting_token(case: Case) -> str | None:
    """Return the token at which the process waits for the person to have the result."""
    if case.process_state is None:
        return None
    process = process_of(case)
    keys = {node.key for node in process.nodes.values() if node.operation == RETURN}
    places = tokens(process, case.process_state)
    return next((place.token for place in places if place.key in keys), None)


def _back_tokens(case: Case) -> frozenset[str]:
    open_now = worklist.list_open_tasks_of(case.key)
    return frozenset(task.token for task in open_now if task.key == SENT_BACK)
