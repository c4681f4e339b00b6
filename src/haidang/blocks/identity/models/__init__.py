"""Tables of identity."""

from haidang.blocks.identity.models.accounts import (
    AccessToken,
    Account,
    MachineClient,
    digest_of_token,
    make_token,
)
from haidang.blocks.identity.models.persons import (
    AccessLog,
    Organization,
    Person,
    Representation,
    digest_of_personal_id,
    digest_of_tax_code,
)
from haidang.blocks.identity.models.sealing import seal, unseal

__all__ = [
    "AccessLog",
    "AccessToken",
    "Account",
    "MachineClient",
    "Organization",
    "Person",
    "Representation",
    "digest_of_personal_id",
    "digest_of_tax_code",
    "digest_of_token",
    "make_token",
    "seal",
    "unseal",
]
