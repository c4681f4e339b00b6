"""What can be wrong with a notice."""

from haidang.kernel.errors import HaidangError, InvalidInput, NotFound


class MessagingError(HaidangError):
    """A notice cannot be written or sent."""

    code = "messaging.error"


class TemplateNotFound(NotFound, MessagingError):
    """There is no template with this code."""

    code = "messaging.template_not_found"


class TemplateFaulty(InvalidInput, MessagingError):
    """A template has faults."""

    code = "messaging.template_faulty"


class NoticeNotFound(NotFound, MessagingError):
    """There is no such notice."""

    code = "messaging.notice_not_found"


class AllChannelsBusy(MessagingError):
    """No channel took the notice this time; it is tried again."""

    code = "messaging.all_channels_busy"
