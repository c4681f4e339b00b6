"""End the paper mandate of a case: the person represented takes it back."""

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import lock_case_by_key
from haidang.domain.cases.types import MandateRevoked
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now


def revoke_paper_mandate(key: str, *, actor: Actor) -> MandateRevoked:
    """Take the mandate back; from now on only the person represented acts and sees the case.

    Law: 91/2015/QH13, Article 140.3. A mandate registered with the platform is revoked there.
    """
    with transaction.atomic():
        case = lock_case_by_key(key)
        policies.check_can_revoke_mandate(case, actor)
        at = now()
        case.representative = {**case.representative, "revoked_at": at.isoformat()}
        case.save(update_fields=["representative"])
        event = MandateRevoked(
            case_key=case.key, representative=str(case.representative.get("full_name", "")), at=at
        )
        audit.announce(event, actor=actor)
    return event
