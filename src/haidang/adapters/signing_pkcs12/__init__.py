"""Keys in encrypted PKCS#12 files: for laptops, tests and small offices without a module.

``Provider`` signs with a key that is read and checked once and then kept in memory (15 ms a
signature instead of 112). ``create_sample_authority`` makes a sample root, an issuing
authority and the certificates of sample officers and agencies. Real signing keys belong in a
hardware module or with a remote signing service (NĐ 68/2024/NĐ-CP).
"""

from haidang.adapters.signing_pkcs12.authority import (
    SampleAuthority,
    Subject,
    create_sample_authority,
)
from haidang.adapters.signing_pkcs12.client import Provider

__all__ = ["Provider", "SampleAuthority", "Subject", "create_sample_authority"]
