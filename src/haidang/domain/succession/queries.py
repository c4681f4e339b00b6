"""Reads of succession: rehearse a plan, look at mergers and their proofs."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Final
from uuid import UUID

from haidang.blocks.agencies import public as agencies
from haidang.blocks.payments import public as payments
from haidang.blocks.vault import public as vault
from haidang.domain.cases import public as cases
from haidang.domain.indicators import public as indicators
from haidang.domain.succession import policies
from haidang.domain.succession.errors import MergerUnknown
from haidang.domain.succession.models import Merger
from haidang.domain.succession.types import (
    MergerId,
    MergerState,
    MergerSummary,
    MergerView,
    Rehearsal,
    StepView,
    TableProof,
)
from haidang.domain.worklist import public as worklist
from haidang.engines.succession import Plan, Weight
from haidang.kernel.actors import Actor
from haidang.kernel.clock import VIETNAM
from haidang.kernel.events import JSON

HOLDINGS: Final = (
    *cases.HOLDINGS,
    *worklist.HOLDINGS,
    *indicators.HOLDINGS,
    *payments.HOLDINGS,
    *vault.HOLDINGS,
)
_STATES: Final[Mapping[str, MergerState]] = {
    "running": "running",
    "proved": "proved",
    "disproved": "disproved",
}


def rehearse(plan: Plan) -> Rehearsal:
    """Weigh what a plan would move, without moving anything."""
    weights = tuple(weigh_all(plan))
    ended = plan.successors.keys()
    return Rehearsal(
        units=len(plan.units),
        split=sum(step.is_split for step in plan.units),
        agencies=len(plan.agencies),
        weights=weights,
        to_move={
            f"{weight.table}.{column}": sum(rows for code, rows in counts.items() if code in ended)
            for weight in weights
            for column, counts in weight.counts.items()
        },
    )


def weigh_all(plan: Plan) -> Iterable[Weight]:
    """Count and hash everything that holds codes of a plan."""
    successors = plan.successors
    yield agencies.weigh_posts(successors=successors, at=starts_at(plan))
    for holding in HOLDINGS:
        yield agencies.weigh(holding, successors=successors)


def starts_at(plan: Plan) -> datetime:
    """Return the instant at which a plan takes effect."""
    return datetime.combine(plan.effective, time(), VIETNAM)


def list_mergers(city: str, *, actor: Actor) -> list[MergerSummary]:
    """Return the mergers of a city, the latest first."""
    policies.check_can_see(actor, agency=agencies.get_city(city).agency_code)
    return [summary_of(row) for row in Merger.objects.filter(city=city).order_by("-started_at")]


def get_merger(merger_id: UUID, *, actor: Actor) -> MergerView:
    """Return a merger with its steps and its proof; raises MergerUnknown."""
    row = _visible(merger_id, actor)
    before = {entry["table"]: entry for entry in row.before}
    wrong = {entry["table"] for entry in row.discrepancies}
    return MergerView(
        summary=summary_of(row),
        plan=row.plan,
        steps=tuple(
            StepView(name=step.name, rows=step.rows, done_at=step.done_at)
            for step in row.steps.order_by("place")
        ),
        tables=tuple(
            TableProof(
                table=entry["table"],
                rows_before=before.get(entry["table"], entry)["rows"],
                rows_after=entry["rows"],
                digest_before=before.get(entry["table"], entry)["digest"],
                digest_after=entry["digest"],
                holds=entry["table"] not in wrong,
            )
            for entry in row.after
        ),
        discrepancies=tuple(entry["message"] for entry in row.discrepancies),
        proof_sha256=row.proof_sha256,
        is_sealed=row.is_sealed,
    )


def read_proof(merger_id: UUID, *, kind: str, actor: Actor) -> tuple[str, bytes]:
    """Return the file name and the bytes of a proof: ``pdf`` or ``json``."""
    row = _visible(merger_id, actor)
    if kind == "pdf" and row.proof_pdf is not None:
        return f"bien-ban-chuyen-giao-{row.effective}.pdf", bytes(row.proof_pdf)
    if not row.proof:
        raise MergerUnknown
    return f"bien-ban-chuyen-giao-{row.effective}.json", row.proof.encode()


def weight_json(weight: Weight) -> dict[str, JSON]:
    """Return a weight as it is kept."""
    return {
        "table": weight.table,
        "rows": weight.rows,
        "digest": weight.digest,
        "counts": {
            column: dict(sorted(counts.items())) for column, counts in weight.counts.items()
        },
    }


def summary_of(row: Merger) -> MergerSummary:
    """Return a row as it crosses the door."""
    return MergerSummary(
        id=MergerId(row.id),
        name=row.name,
        law=row.law,
        effective=row.effective,
        state=_STATES[row.state],
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def _visible(merger_id: UUID, actor: Actor) -> Merger:
    row = Merger.objects.filter(pk=merger_id).first()
    if row is None:
        raise MergerUnknown
    policies.check_can_see(actor, agency=agencies.get_city(row.city).agency_code)
    return row
