"""Tell the person what happened, in the same transaction as it happens."""

from django.conf import settings

from haidang.blocks.messaging import public as messaging
from haidang.domain.cases.models import Case
from haidang.kernel.clock import local


def notify_applicant(case: Case, *, template: str, occurrence: str = "", **values: str) -> None:
    """Send the applicant, and the representative, a notice about the case; once per event.

    ``occurrence`` tells events of the same template apart where several may happen.
    """
    again = f":{occurrence}" if occurrence else ""
    for person in filter(None, (case.applicant, case.representative)):
        messaging.notify(
            recipient=messaging.Recipient(
                person_id=person.get("id"),
                name=str(person.get("full_name", "")),
                email=str(person.get("email") or ""),
                phone=str(person.get("phone") or ""),
                zalo=str(person.get("phone") or ""),
            ),
            template=template,
            values={
                "case_number": case.key,
                "procedure": case.procedure_name["vi"],
                "procedure_en": case.procedure_name.get("en", case.procedure_name["vi"]),
                "name": str(person.get("full_name", "")),
                "due": f"{local(case.due_at):%H:%M %d/%m/%Y}" if case.due_at else "",
                "link": f"{settings.HAIDANG_PUBLIC_URL}/ho-so/{case.key}/",
                **values,
            },
            subject=case.key,
            idempotency_key=(
                f"{case.key}:{template}:{case.supplement_count}:{person.get('id')}{again}"
            ),
        )
