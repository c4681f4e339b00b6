"""What the provider needs to know."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Pkcs12Settings:
    """The folder of the key containers and the password that opens them."""

    folder: Path
    password: str

    @classmethod
    def from_django(cls) -> Self:
        """Read HAIDANG_KEYS_DIR and HAIDANG_KEYS_PASSWORD."""
        folder = Path(settings.HAIDANG_KEYS_DIR)
        return cls(folder=folder, password=settings.HAIDANG_KEYS_PASSWORD)
