"""What identity does, one file for each group of verbs."""

from haidang.blocks.identity.actions.forget_accesses import forget_accesses
from haidang.blocks.identity.actions.issue_token import (
    count_ended_tokens,
    forget_tokens,
    issue_token,
    revoke_token,
)
from haidang.blocks.identity.actions.open_account import (
    hash_password,
    open_officer_account,
    register_machine,
)
from haidang.blocks.identity.actions.register_person import (
    record_access,
    register_organization,
    register_person,
)
from haidang.blocks.identity.actions.represent import (
    grant_representation,
    revoke_representation,
)
from haidang.blocks.identity.actions.sign_in import (
    exchange_code_for_token,
    exchange_password_for_token,
    sign_in_with_claims,
    start_provider_sign_in,
    use_code,
)

__all__ = [
    "count_ended_tokens",
    "exchange_code_for_token",
    "exchange_password_for_token",
    "forget_accesses",
    "forget_tokens",
    "grant_representation",
    "hash_password",
    "issue_token",
    "open_officer_account",
    "record_access",
    "register_machine",
    "register_organization",
    "register_person",
    "revoke_representation",
    "revoke_token",
    "sign_in_with_claims",
    "start_provider_sign_in",
    "use_code",
]
