"""Give, take back and lay down mandates."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.identity import policies
from haidang.blocks.identity.errors import PersonUnknown, RepresentationUnknown
from haidang.blocks.identity.models import Organization, Person, Representation
from haidang.blocks.identity.types import (
    RepresentationGranted,
    RepresentationId,
    RepresentationRevoked,
)
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.events import JSON


def grant_representation(
    *,
    principal_id: UUID,
    representative_id: UUID,
    scopes: Iterable[str],
    actor: Actor,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
    evidence: Mapping[str, JSON] | None = None,
) -> RepresentationId:
    """Let a person act for the principal (a person or an organization).

    Scopes are procedure codes, or ``all``. The evidence names the paper of the mandate.
    Law: Bộ luật Dân sự 91/2015/QH13, Articles 134, 138 and 140.
    """
    with transaction.atomic():
        organization = Organization.objects.filter(pk=principal_id).first()
        givers = {principal_id, *([organization.representative_id] if organization else [])}
        policies.check_can_grant_representation(
            frozenset(giver for giver in givers if giver is not None), actor
        )
        _check_persons(representative_id, None if organization else principal_id)
        row = Representation.objects.create(
            representative_id=representative_id,
            principal_id=None if organization else principal_id,
            organization=organization,
            scopes=sorted(set(scopes)),
            from_at=from_at or now(),
            until_at=until_at,
            evidence=dict(evidence or {}),
            granted_by=actor.id,
        )
        event = RepresentationGranted(
            representation_id=row.pk,
            principal_id=principal_id,
            representative_id=representative_id,
            scopes=tuple(row.scopes),
            from_at=row.from_at,
            until_at=row.until_at,
        )
        audit.announce(event, actor=actor)
    return RepresentationId(row.pk)


def revoke_representation(*, representation_id: UUID, actor: Actor) -> RepresentationRevoked:
    """End a mandate now; the principal takes it back or the representative lays it down."""
    with transaction.atomic():
        rows = Representation.objects.select_for_update(of=("self",))
        row = rows.select_related("organization").filter(pk=representation_id).first()
        if row is None:
            raise RepresentationUnknown
        office = row.organization.representative_id if row.organization else None
        parties = frozenset(
            party for party in (row.principal_id, row.representative_id, office) if party
        )
        policies.check_can_revoke_representation(parties, actor)
        row.revoked_at = row.revoked_at or now()
        row.save(update_fields=["revoked_at"])
        event = RepresentationRevoked(representation_id=row.pk, at=row.revoked_at)
        audit.announce(event, actor=actor)
    return event


def _check_persons(*ids: UUID | None) -> None:
    wanted = {one for one in ids if one is not None}
    if Person.objects.filter(pk__in=wanted).count() != len(wanted):
        raise PersonUnknown
