"""What can be done with notices, one file per verb."""

from haidang.blocks.messaging.actions.deliver_notice import (
    DELIVER,
    deliver_notice,
    retry_notice,
)
from haidang.blocks.messaging.actions.forget_notices import forget_notices
from haidang.blocks.messaging.actions.install_templates import install_templates
from haidang.blocks.messaging.actions.notify import notify
from haidang.blocks.messaging.actions.words import forget_words

__all__ = [
    "DELIVER",
    "deliver_notice",
    "forget_notices",
    "forget_words",
    "install_templates",
    "notify",
    "retry_notice",
]
