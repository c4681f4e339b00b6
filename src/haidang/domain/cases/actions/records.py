"""Keep what another agency's register said as evidence of a case."""

from collections.abc import Mapping

from haidang.blocks.audit import public as audit
from haidang.domain.cases.models import Case, Evidence
from haidang.domain.cases.types import EvidenceAdded, EvidenceRemoved
from haidang.domain.catalog import public as catalog
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.events import JSON


def keep_record(case: Case, *, service: str, content: Mapping[str, JSON], actor: Actor) -> None:
    """Keep a register's answer for the papers that it replaces; a newer answer takes its place.

    Law: 66.7/2025/NQ-CP, Article 4.
    """
    package = catalog.get_revision(case.revision_id).package
    for rule in package.evidence:
        if rule.replaced_by is None or rule.replaced_by.service != service:
            continue
        before = list(case.evidence.filter(key=rule.key, source=service, removed_at=None))
        if any(row.content == content for row in before):
            continue
        for row in before:
            _put_away(case, row, actor=actor)
        Evidence.objects.create(
            case=case, key=rule.key, source=service, name=rule.name["vi"], content=dict(content)
        )
        event = EvidenceAdded(case_key=case.key, key=rule.key, source=service, sha256="")
        audit.announce(event, actor=actor)


def _put_away(case: Case, row: Evidence, *, actor: Actor) -> None:
    row.removed_at = now()
    row.save(update_fields=["removed_at"])
    event = EvidenceRemoved(case_key=case.key, key=row.key, sha256=row.sha256)
    audit.announce(event, actor=actor)
