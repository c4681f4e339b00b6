"""What can be wrong with a payment."""

from haidang.kernel.errors import Conflict, HaidangError, NotAllowed, NotFound, ProviderRefused


class PaymentError(HaidangError):
    """A payment cannot go on."""

    code = "payment.error"


class OrderNotFound(NotFound, PaymentError):
    """There is no such payment order."""

    code = "payment.order_not_found"


class NoticeForged(NotAllowed, PaymentError):
    """A notice does not carry the bank's signature, or carries an old one."""

    code = "payment.notice_forged"


class NoticeUnreadable(ProviderRefused, PaymentError):
    """A notice carries a true signature but cannot be read."""

    code = "payment.notice_unreadable"


class NotRefundable(Conflict, PaymentError):
    """The order was not paid, or less was paid than is to be given back."""

    code = "payment.not_refundable"


class OrderDiffers(Conflict, PaymentError):
    """The same key was used before for an order of another sum or subject."""

    code = "payment.order_differs"


class ReceiptSeriesFull(Conflict, PaymentError):
    """All 99,999,999 numbers of a receipt series are used; open another series."""

    code = "payment.receipt_series_full"
