"""What can be wrong with a scan."""

from haidang.kernel.errors import HaidangError, InvalidInput, NotFound


class ScanningError(HaidangError):
    """The scan cannot be used."""

    code = "scanning.error"


class StackUnknown(NotFound, ScanningError):
    """There is no such stack of pages, or it belongs to another agency."""

    code = "scanning.stack_unknown"


class ScanRefused(InvalidInput, ScanningError):
    """A file of the stack cannot be read."""

    code = "scanning.refused"


class TextReaderMissing(ScanningError):
    """Text recognition is not installed on this server; the pages stay pictures."""

    code = "scanning.text_reader_missing"


class PagesLost(ScanningError):
    """Text recognition gave back another number of pages, so its work was thrown away."""

    code = "scanning.pages_lost"
