"""What can be wrong with a queue."""

from haidang.kernel.errors import HaidangError, IllegalTransition, NotFound


class QueueError(HaidangError):
    """The queue cannot do this."""

    code = "queue.error"


class TicketUnknown(QueueError, NotFound):
    """There is no such number in today's queue."""

    code = "queue.ticket_unknown"


class TicketMoved(QueueError, IllegalTransition):
    """This number was called or served in the meantime."""

    code = "queue.ticket_moved"
