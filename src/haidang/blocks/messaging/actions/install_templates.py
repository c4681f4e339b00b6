"""Install the words of notices from content."""

from collections.abc import Iterator, Mapping

from django.db import transaction

from haidang.blocks.messaging.actions.words import LANGUAGES, PARTS, forget_words
from haidang.blocks.messaging.errors import TemplateFaulty
from haidang.blocks.messaging.models import MessageTemplate
from haidang.kernel.clock import now
from haidang.kernel.errors import Problem

Texts = Mapping[str, Mapping[str, Mapping[str, str]]]


def install_templates(texts: Texts) -> int:
    """Install words as ``{code: {title|body|short: {vi, en}}}``; return how many templates.

    Installed words go before the platform's own of the same code. Raises TemplateFaulty
    with every fault at once, and installs nothing then.
    """
    problems = list(_faults(texts))
    if problems:
        raise TemplateFaulty(problems)
    rows = [
        MessageTemplate(
            code=code,
            language=language,
            installed_at=now(),
            **{part: parts[part][language].strip() for part in PARTS},
        )
        for code, parts in texts.items()
        for language in LANGUAGES
    ]
    with transaction.atomic():
        MessageTemplate.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["code", "language"],
            update_fields=[*PARTS, "installed_at"],
        )
    forget_words()
    return len(texts)


def _faults(texts: Texts) -> Iterator[Problem]:
    for code, parts in texts.items():
        for part in PARTS:
            for language in LANGUAGES:
                if not parts.get(part, {}).get(language, "").strip():
                    yield Problem(
                        code="messaging.text_missing",
                        path=f"/{code}/{part}/{language}",
                        message={
                            "vi": "Thiếu nội dung của mẫu thông báo.",
                            "en": "A text of the message template is missing.",
                        },
                    )
