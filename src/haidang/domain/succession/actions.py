"""Carry a plan out: step by step, batch by batch, and prove it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.payments import public as payments
from haidang.blocks.signing import public as signing
from haidang.blocks.vault import public as vault
from haidang.domain.cases import public as cases
from haidang.domain.indicators import public as indicators
from haidang.domain.succession import policies
from haidang.domain.succession.errors import MergerUnknown, PlanFaulty, TooEarly
from haidang.domain.succession.models import Merger, MergerStep
from haidang.domain.succession.queries import starts_at, weigh_all, weight_json
from haidang.domain.succession.types import MergerId, MergerProved, MergerStarted
from haidang.domain.worklist import public as worklist
from haidang.engines.documents import FontSet, Template, render
from haidang.engines.succession import Plan, Weight, parse_plan, prove
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.events import JSON

Tell = Callable[[str, int], None]

BATCH: Final = 5_000
_PAPER: Final = Path(__file__).with_name("proof.typ")
_MOVERS: Final[Mapping[str, Callable[..., int]]] = {
    "cases": cases.move_agencies,
    "worklist": worklist.move_agencies,
    "indicators": indicators.move_agencies,
    "payments": payments.move_agencies,
    "vault": vault.move_agencies,
}
STEPS: Final = ("units", "posts", *_MOVERS)


def start_merger(data: Mapping[str, JSON], *, actor: Actor) -> MergerId:
    """Begin to carry out the data of a plan; the same plan again is the same merger.

    What holds codes of the plan is weighed first. Raises PlanFaulty, TooEarly.
    Law: Hiến pháp Điều 110; the resolution that the plan names.
    """
    policies.check_can_merge(actor)
    plan = _plan(data)
    if now() < starts_at(plan):
        raise TooEarly
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        known = Merger.objects.filter(plan_sha256=digest).first()
        if known is not None:
            return MergerId(known.id)
        row = Merger.objects.create(
            city=plan.city,
            name=plan.name,
            law=plan.law,
            effective=plan.effective,
            plan=json.loads(text),
            plan_sha256=digest,
            started_by=actor.name,
            before=[weight_json(weight) for weight in weigh_all(plan)],
        )
        MergerStep.objects.bulk_create(
            MergerStep(merger=row, place=place, name=name) for place, name in enumerate(STEPS)
        )
        event = MergerStarted(merger_id=row.id, name=plan.name, law=plan.law, plan_sha256=digest)
        audit.announce(event, actor=actor)
    return MergerId(row.id)


def run_merger(merger_id: UUID, *, actor: Actor, tell: Tell | None = None) -> bool:
    """Go on with a merger where it was left; return whether its proof holds.

    One transaction for each batch: what is done stays done, and is not done again.
    ``tell`` hears the step and the rows that it moved.
    """
    policies.check_can_merge(actor)
    row = Merger.objects.filter(pk=merger_id).first()
    if row is None:
        raise MergerUnknown
    plan = _plan(row.plan)
    for name in STEPS:
        while not _take_batch(row, name, plan, actor=actor, tell=tell):
            pass
    if row.state == Merger.State.RUNNING:
        _prove(row, plan, actor=actor)
    return row.state == Merger.State.PROVED


def _plan(data: Mapping[str, JSON]) -> Plan:
    plan, problems = parse_plan(data)
    if plan is None:
        raise PlanFaulty(problems)
    return plan


def _take_batch(row: Merger, name: str, plan: Plan, *, actor: Actor, tell: Tell | None) -> bool:
    """Do the next batch of a step; return whether the step is done."""
    with transaction.atomic():
        step = row.steps.select_for_update().get(name=name)
        if step.done_at is not None:
            return True
        moved = _move(name, plan, actor=actor)
        step.rows += moved
        if name not in _MOVERS or not moved:
            step.done_at = now()
        step.save(update_fields=["rows", "done_at"])
    if tell is not None:
        tell(name, step.rows)
    return step.done_at is not None


def _move(name: str, plan: Plan, *, actor: Actor) -> int:
    match name:
        case "units":
            event = agencies.succeed_units(plan, actor=actor)
            return event.units + event.agencies
        case "posts":
            return agencies.move_posts(
                plan.successors, city=plan.city, at=starts_at(plan), actor=actor
            )
        case _:
            return _MOVERS[name](plan.successors, actor=actor, limit=BATCH)


def _prove(row: Merger, plan: Plan, *, actor: Actor) -> None:
    after = list(weigh_all(plan))
    before = [_weight(entry) for entry in row.before]
    found = prove(before, after, successors=plan.successors)
    with transaction.atomic():
        row.after = [weight_json(weight) for weight in after]
        row.discrepancies = [
            {"table": each.table, "code": each.code, "message": dict(each.message)}
            for each in found
        ]
        row.state = Merger.State.DISPROVED if found else Merger.State.PROVED
        row.finished_at = now()
        row.proof = json.dumps(_proof(row), ensure_ascii=False, indent=1, sort_keys=True)
        row.proof_sha256 = hashlib.sha256(row.proof.encode()).hexdigest()
        row.proof_pdf, row.is_sealed = _paper(row, plan, actor=actor)
        row.save()
        event = MergerProved(
            merger_id=row.id,
            state=row.state,
            rows=sum(step.rows for step in row.steps.all()),
            proof_sha256=row.proof_sha256,
        )
        audit.announce(event, actor=actor)


def _weight(entry: Mapping[str, JSON]) -> Weight:
    counts = entry["counts"]
    rows = entry["rows"]
    return Weight(
        table=str(entry["table"]),
        rows=rows if isinstance(rows, int) else 0,
        digest=str(entry["digest"]),
        counts={
            column: {code: number for code, number in listed.items() if isinstance(number, int)}
            for column, listed in (counts.items() if isinstance(counts, dict) else ())
            if isinstance(listed, dict)
        },
    )


def _proof(row: Merger) -> dict[str, JSON]:
    return {
        "merger": str(row.id),
        "plan": row.plan,
        "plan_sha256": row.plan_sha256,
        "started_at": row.started_at.isoformat(),
        "finished_at": row.finished_at.isoformat() if row.finished_at else None,
        "state": row.state,
        "steps": {step.name: step.rows for step in row.steps.order_by("place")},
        "before": row.before,
        "after": row.after,
        "discrepancies": row.discrepancies,
    }


def _paper(row: Merger, plan: Plan, *, actor: Actor) -> tuple[bytes, bool]:
    """Return the proof as a PDF, and whether the city's seal stands under it."""
    city = agencies.get_city(plan.city)
    agency = agencies.get_agency(city.agency_code)
    before = {entry["table"]: entry for entry in row.before}
    data: dict[str, object] = {
        "agency": agency.name,
        "place": city.name.removeprefix("Thành phố "),
        "issued_on": (row.finished_at or now()).date().isoformat(),
        "sample": settings.HAIDANG_SAMPLE,
        "name": plan.name,
        "law": plan.law,
        "effective": plan.effective.isoformat(),
        "units": len(plan.units),
        "split": sum(step.is_split for step in plan.units),
        "agencies": len(plan.agencies),
        "holds": row.state == Merger.State.PROVED,
        "sha256": row.proof_sha256,
        "tables": [
            {
                "table": entry["table"],
                "before": before[entry["table"]]["rows"],
                "after": entry["rows"],
                "digest": entry["digest"],
                "same": before[entry["table"]]["digest"] == entry["digest"],
            }
            for entry in row.after
        ],
        "steps": [{"name": step.name, "rows": step.rows} for step in row.steps.order_by("place")],
        "wrong": [each["message"]["vi"] for each in row.discrepancies],
    }
    template = Template(source=_PAPER.read_bytes(), name=_PAPER.name)
    fonts = FontSet(paths=(settings.HAIDANG_FONTS_DIR,))
    made = render(template, data, fonts=fonts, made_at=now().replace(microsecond=0))
    try:
        signed = signing.sign_document(
            made.pdf,
            holder=signing.Holder(kind="agency", code=agency.code),
            field="agency",
            reason="Biên bản chuyển giao dữ liệu",
            actor=actor,
            idempotency_key=f"succession:{row.id}",
        )
    except signing.NoSigningKey:
        return made.pdf, False
    return signed.pdf, True
