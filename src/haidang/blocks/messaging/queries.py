"""Reads of messaging. Callers have checked that the reader may see the person or subject."""

from datetime import datetime
from uuid import UUID

from haidang.blocks.messaging.errors import NoticeNotFound
from haidang.blocks.messaging.models import Notice
from haidang.blocks.messaging.types import (
    Attempt,
    Channel,
    NoticeId,
    NoticeStatus,
    OldNotice,
    SentNotice,
)


def get_notice(*, notice_id: UUID) -> SentNotice:
    """Return a notice with its attempts."""
    row = Notice.objects.prefetch_related("attempts").filter(pk=notice_id).first()
    if row is None:
        raise NoticeNotFound
    return to_notice(row)


def list_notices_to(*, person_id: UUID | str, limit: int = 100) -> list[SentNotice]:
    """Return what was sent to a person, newest first."""
    rows = Notice.objects.of_person(str(person_id)).prefetch_related("attempts")
    return [to_notice(row) for row in rows.order_by("-created_at", "-id")[:limit]]


def list_notices_about(*, subject: str, limit: int = 200) -> list[SentNotice]:
    """Return what was sent about a case, oldest first."""
    rows = Notice.objects.of_subject(subject).prefetch_related("attempts")
    return [to_notice(row) for row in rows.order_by("created_at", "id")[:limit]]


def list_old_notices(
    *, before: datetime, after: UUID | None = None, limit: int = 500
) -> list[OldNotice]:
    """Return notices written before an instant, by id, those after one of them."""
    rows = Notice.objects.written_before(before).order_by("pk")
    rows = rows if after is None else rows.filter(pk__gt=after)
    return [
        OldNotice(id=NoticeId(row.pk), person_id=row.person_id, subject=row.subject)
        for row in rows.only("pk", "person_id", "subject")[:limit]
    ]


def to_notice(row: Notice) -> SentNotice:
    """Return a notice as it crosses the door."""
    attempts = sorted(row.attempts.all(), key=lambda item: item.pk)
    return SentNotice(
        id=NoticeId(row.id),
        subject=row.subject,
        template=row.template,
        title=row.title,
        body=row.body,
        status=NoticeStatus(row.status),
        channel=row.channel,
        created_at=row.created_at,
        sent_at=row.sent_at,
        attempts=tuple(
            Attempt(
                channel=Channel(item.channel),
                at=item.at,
                outcome=item.outcome,
                provider_message_id=item.provider_message_id,
            )
            for item in attempts
        ),
    )
