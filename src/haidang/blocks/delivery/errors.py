"""What can be wrong with a parcel."""

from haidang.kernel.errors import Conflict, HaidangError, NotFound


class DeliveryError(HaidangError):
    """A parcel cannot go on."""

    code = "delivery.error"


class ParcelUnknown(NotFound, DeliveryError):
    """There is no such parcel."""

    code = "delivery.parcel_unknown"


class ParcelDiffers(Conflict, DeliveryError):
    """The same key was used before for a parcel of another subject."""

    code = "delivery.parcel_differs"
