"""The front door of messaging."""

from haidang.blocks.messaging.actions import (
    forget_notices,
    forget_words,
    install_templates,
    notify,
    retry_notice,
)
from haidang.blocks.messaging.errors import (
    MessagingError,
    NoticeNotFound,
    TemplateFaulty,
    TemplateNotFound,
)
from haidang.blocks.messaging.providers import MessageProvider
from haidang.blocks.messaging.queries import (
    get_notice,
    list_notices_about,
    list_notices_to,
    list_old_notices,
)
from haidang.blocks.messaging.types import (
    Attempt,
    Channel,
    Letter,
    NoticeFailed,
    NoticeId,
    NoticeSent,
    NoticeStatus,
    OldNotice,
    Recipient,
    SentNotice,
)

__all__ = [
    "Attempt",
    "Channel",
    "Letter",
    "MessageProvider",
    "MessagingError",
    "NoticeFailed",
    "NoticeId",
    "NoticeNotFound",
    "NoticeSent",
    "NoticeStatus",
    "OldNotice",
    "Recipient",
    "SentNotice",
    "TemplateFaulty",
    "TemplateNotFound",
    "forget_notices",
    "forget_words",
    "get_notice",
    "install_templates",
    "list_notices_about",
    "list_notices_to",
    "list_old_notices",
    "notify",
    "retry_notice",
]
