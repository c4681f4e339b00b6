"""Everything wrong, once: the one list of deficiencies, officers' own findings in it.

Law: 309/2026/NĐ-CP, Article 17.2: all that is missing is named in one request.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from haidang.blocks.audit import public as audit
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.judge import examine
from haidang.domain.cases.errors import FindingUnknown, ReasonMissing, VisibleTheFirstTime
from haidang.domain.cases.models import Case, Finding, Supplement
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.queries.reads import find_row
from haidang.domain.cases.types import (
    Deficiency,
    FindingRecorded,
    FindingWithdrawn,
    SupplementItem,
)
from haidang.engines.forms import FieldType
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local, now
from haidang.kernel.errors import Problem, Severity
from haidang.kernel.events import JSON
from haidang.kernel.text import fold

EVIDENCE = "/evidence/"
_WHOLE = ""


def list_deficiencies(key: str | UUID, *, actor: Actor) -> tuple[Deficiency, ...]:
    """Return everything that is wrong with a case now: form, papers, officers' findings.

    A party sees what the platform finds; officers in charge see their findings too, until
    they are asked for.
    """
    case = find_row(key)
    policies.check_can_see(case, actor)
    found = automatic_deficiencies(case)
    if policies.is_in_charge(case, actor) or actor.kind == "system":
        found += tuple(_of_officer(row) for row in open_findings(case))
    return found


def record_finding(number: str, *, path: str, text: str, actor: Actor, clause: str = "") -> UUID:
    """Write down what an officer found wrong at a field or paper; it stands in the list.

    ``path`` is a JSON Pointer to a field of the form, ``/evidence/<key>``, or empty for the
    whole. Raises ReasonMissing when no text is given or the path leads nowhere.
    """
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_find(case, actor)
        package = package_of(case)
        place = place_of(package, path)
        if not text.strip() or (place and not name_of_place(package, place)):
            raise ReasonMissing([_nothing_told(place)])
        row = Finding.objects.create(
            case=case, path=place, text=text.strip(), clause=clause.strip(),
            officer_id=UUID(actor.id) if actor.is_officer else None, officer_name=actor.name,
        )  # fmt: skip
        event = FindingRecorded(case_number=number, path=place, text=row.text)
        audit.announce(event, actor=actor)
    return row.id


def withdraw_finding(number: str, *, finding_id: UUID, actor: Actor) -> None:
    """Take a finding back before it is asked for; raises FindingUnknown."""
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_find(case, actor)
        row = open_findings(case).filter(pk=finding_id).first()
        if row is None:
            raise FindingUnknown
        row.settled_at = now()
        row.save(update_fields=["settled_at"])
        event = FindingWithdrawn(case_number=number, path=row.path, text=row.text)
        audit.announce(event, actor=actor)


def automatic_deficiencies(case: Case) -> tuple[Deficiency, ...]:
    """Return what the form's rules and the asked papers find wrong, each with its clause."""
    package = package_of(case)
    law = _law_of(package)
    wrong = (one for one in examine(case, package).problems if one.severity is Severity.ERROR)
    placed = ((place_of(package, one.path), one) for one in wrong)
    return tuple(
        Deficiency(
            path=place if place.startswith(EVIDENCE) else problem.path,
            text=dict(problem.message),
            clause=problem.clause or law,
            source="evidence" if place.startswith(EVIDENCE) else "form",
            since=_since(case, place),
        )
        for place, problem in placed
    )


def look(case: Case) -> dict[str, JSON]:
    """Return what can be seen of a case: a digest of each answer and paper, and what is wrong."""
    papers: dict[str, list[str]] = {}
    for row in case.evidence.filter(removed_at=None).order_by("sha256", "id"):
        content = row.sha256 or _digest(row.content)
        papers.setdefault(EVIDENCE + row.key, []).append(content)
    places: dict[str, JSON] = {f"/{key}": _digest(value) for key, value in case.answers.items()}
    places |= {path: _digest(found) for path, found in papers.items()}
    package = package_of(case)
    wrong: list[JSON] = [place_of(package, each.path) for each in automatic_deficiencies(case)]
    return {"places": places, "wrong": wrong}


def check_not_seen_before(
    case: Case, items: Sequence[SupplementItem], *, first: Supplement, head_reason: str
) -> None:
    """Raise VisibleTheFirstTime for what could have been asked for the first time.

    That is what stands at a field or paper unchanged since then, or was found by the platform
    already; a head may ask for it all the same by naming it in the reason.
    """
    before, present = first.seen, look(case)
    if not before:
        return
    package = package_of(case)
    words = fold(head_reason)
    faults = []
    for item in items:
        place = place_of(package, item.field)
        name = name_of_place(package, place)
        is_named = any(fold(word) in words for word in (name, item.text) if word.strip())
        if _was_visible(place, before, present) and not is_named:
            faults.append(_seen_before(place, name=name or item.text))
    if faults:
        raise VisibleTheFirstTime(faults)


def open_findings(case: Case) -> QuerySet[Finding]:
    """Return the findings that nobody took back or asked for, oldest first."""
    return case.findings.filter(settled_at=None).order_by("found_at", "id")


def settle_findings(case: Case, *, places: Collection[str], at: datetime) -> None:
    """Close the findings at places that a request now asks for."""
    for row in open_findings(case):
        if row.path in places:
            row.settled_at = at
            row.save(update_fields=["settled_at"])


def place_of(package: ProcedurePackage, field: str) -> str:
    """Return the place that a field's name or pointer means: ``/answer`` or ``/evidence/key``.

    A field of the form that asks for a paper means the paper; what is neither stays a pointer.
    """
    written = field.strip()
    if not written:
        return _WHOLE
    pointer = written if written.startswith("/") else f"/{written}"
    parts = pointer.split("/")
    if pointer.startswith(EVIDENCE):
        return "/".join(parts[:3])
    key = parts[1]
    known = package.form.fields().get(key)
    if known is not None:
        paper = known[1].evidence or key
        return EVIDENCE + paper if known[1].type is FieldType.EVIDENCE else f"/{key}"
    papers = {rule.key for rule in package.evidence}
    return EVIDENCE + key if key in papers else f"/{key}"


def name_of_place(package: ProcedurePackage, place: str) -> str:
    """Return the Vietnamese name of a field or paper, empty where there is none."""
    if place.startswith(EVIDENCE):
        key = place.removeprefix(EVIDENCE)
        return next((rule.name["vi"] for rule in package.evidence if rule.key == key), "")
    found = package.form.fields().get(place.removeprefix("/"))
    return found[1].label.get("vi", found[1].key) if found is not None else ""


def _was_visible(place: str, before: Mapping[str, JSON], present: Mapping[str, JSON]) -> bool:
    then, now_ = before.get("places"), present["places"]
    if not isinstance(then, dict) or not isinstance(now_, dict):
        return False
    if place == _WHOLE:
        return then == now_
    if then.get(place) == now_.get(place):
        return True
    wrong, still = before.get("wrong"), present["wrong"]
    found_then = isinstance(wrong, list) and place in wrong
    return found_then and isinstance(still, list) and place in still


def _since(case: Case, place: str) -> datetime:
    begun = case.submitted_at or case.created_at
    first = case.supplements.order_by("ordinal").first()
    if first is None or first.answered_at is None or not first.seen:
        return begun
    places = first.seen.get("places", {})
    changed = places.get(place) != look_at(case, place)
    return first.answered_at if changed else begun


def look_at(case: Case, place: str) -> str | None:
    """Return the digest of one place as it is now."""
    if place.startswith(EVIDENCE):
        rows = case.evidence.filter(removed_at=None, key=place.removeprefix(EVIDENCE))
        found = [row.sha256 or _digest(row.content) for row in rows.order_by("sha256", "id")]
        return _digest(found) if found else None
    key = place.removeprefix("/")
    return _digest(case.answers[key]) if key in case.answers else None


def _of_officer(row: Finding) -> Deficiency:
    return Deficiency(
        path=row.path,
        text={"vi": row.text, "en": row.text},
        clause=row.clause,
        source="officer",
        since=row.found_at,
        finding=str(row.id),
    )


def _law_of(package: ProcedurePackage) -> str:
    today = local(now()).date()
    basis = next((each for each in package.legal_basis if each.is_in_force(today)), None)
    if basis is None:
        return ""
    return f"{basis.number}, {basis.articles}" if basis.articles else basis.number


def _digest(value: object) -> str:
    written = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def _seen_before(place: str, *, name: str) -> Problem:
    return Problem(
        code="cases.visible_the_first_time",
        path=place,
        message={
            "vi": f"“{name}” đã có từ lần yêu cầu bổ sung trước, không được yêu cầu thêm.",
            "en": f"“{name}” could be seen at the first request and isn't asked for again.",
        },
        clause="309/2026/NĐ-CP, Điều 17 khoản 2",
    )


def _nothing_told(place: str) -> Problem:
    return Problem(
        code="cases.nothing_named",
        path="/path" if place else "/text",
        message={
            "vi": "Hãy nêu nội dung sai sót và đúng trường hoặc thành phần hồ sơ.",
            "en": "Say what is wrong, at a field or paper of this case.",
        },
    )
