"""The address that a kiosk of an agency is opened with: nobody elsewhere can guess it."""

from urllib.parse import quote

from haidang.domain.queue import public as queue


def kiosk_path(agency: str) -> str:
    """Return the path of an agency's kiosk, with its key."""
    return f"/kiosk/{quote(agency)}/{queue.kiosk_key(agency)}/"
