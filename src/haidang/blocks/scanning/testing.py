"""For tests of scanning and above: readers that do one known thing."""

from haidang.engines.scans import cut_pages


class NoReader:
    """A TextReader that is not installed."""

    def is_present(self) -> bool:
        """Tell that it cannot work."""
        return False

    def read(self, pdf: bytes) -> bytes:
        """Return the pages as they came."""
        return pdf


class PlainReader(NoReader):
    """A TextReader that is installed and reads nothing."""

    def is_present(self) -> bool:
        """Tell that it can work."""
        return True


class PageEater(PlainReader):
    """A TextReader that gives back the first page only."""

    def read(self, pdf: bytes) -> bytes:
        """Return the first page."""
        return cut_pages(pdf, first=1, last=1)
