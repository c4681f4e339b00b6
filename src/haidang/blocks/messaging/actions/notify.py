"""Write a notice to a person."""

from collections.abc import Mapping

from django.db import transaction

from haidang.blocks.messaging.actions.deliver_notice import DELIVER
from haidang.blocks.messaging.actions.words import LANGUAGES, Words, find_words
from haidang.blocks.messaging.models import Notice
from haidang.blocks.messaging.types import Recipient
from haidang.blocks.outbox import public as outbox
from haidang.blocks.statements import public as statements


def notify(
    *,
    recipient: Recipient,
    template: str,
    values: Mapping[str, str],
    subject: str,
    idempotency_key: str,
) -> None:
    """Write a notice in the caller's transaction; it leaves after commit, once per key.

    Raises TemplateNotFound. Values are plain texts: dates and money are already said in
    words that people read.
    """
    language = recipient.language if recipient.language in LANGUAGES else LANGUAGES[0]
    words = find_words(template=template, language=language).fill(values)
    notice = Notice(
        idempotency_key=idempotency_key,
        language=language,
        subject=subject,
        template=template,
        **_columns(recipient, words),
    )
    with transaction.atomic(savepoint=False):
        if statements.write_once(notice):
            outbox.defer(DELIVER, lock=str(notice.id), notice_id=str(notice.id))


def _columns(recipient: Recipient, words: Words) -> dict[str, object]:
    return {
        "person_id": str(recipient.person_id or ""),
        "name": recipient.name[:200],
        "email": recipient.email,
        "phone": recipient.phone,
        "zalo": recipient.zalo,
        "title": words.title,
        "body": words.body,
        "short": words.short,
    }
