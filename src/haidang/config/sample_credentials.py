"""What the sample officers sign in with; known to everybody, printed by the demonstration."""

from typing import Final

SAMPLE_PASSWORD: Final = "hai-dang-mau-2026"  # noqa: S105 - of sample officers only
SAMPLE_TOTP_SECRET: Final = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - as above
