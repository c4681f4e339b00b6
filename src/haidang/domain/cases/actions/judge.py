"""Judge a case as it stands: every problem at once, the fees, the due date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from haidang.domain.cases.actions.due import FIRST, appointment_limit, channel_limit
from haidang.domain.cases.actions.names import evidence_counts, names_of
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.types import DueView, FeeView, Review
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import Due, TimeLimit, compute_due
from haidang.engines.expressions import compile_expression
from haidang.engines.fees import FeeLine, FeeResult, compute_fees
from haidang.engines.forms import Checked, FieldType, check_answers
from haidang.engines.packages import Evidence, ProcedurePackage
from haidang.kernel.clock import local, now
from haidang.kernel.errors import Problem, Severity
from haidang.kernel.events import JSON

MANDATES: Final = ("mandate", "authorization")
"""Keys of evidence that show a mandate: the platform's own, and what packages call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the check of a whole case found; ``names`` hold the clean answers."""

    clean: dict[str, JSON]
    names: dict[str, object]
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        """Tell whether something must be mended first."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def judge(case: Case) -> Review:
    """Return everything that would be said if the case were handed in now."""
    package = package_of(case)
    found = examine(case, package)
    fees = fees_of(case, package, names=found.names)
    due = due_of(case, package, accepted_at=now())
    return Review(
        problems=found.problems,
        fees=tuple(fee_view(line) for line in fees.lines),
        total=fees.total,
        unknown_fees=fees.unknown,
        estimate=due_view(due),
    )


def examine(case: Case, package: ProcedurePackage) -> Findings:
    """Check the whole form and every proof; say everything at once."""
    counts = evidence_counts(case)
    names = names_of(case, evidence=counts)
    checked = check_answers(package.form, case.answers, names=names, evidence=counts, scope=None)
    names = {**names, "answers": checked.clean}
    problems = (
        *checked.problems,
        *missing_evidence(counts, package, names=names),
        *missing_mandate(case, package, counts=counts, names=names),
    )
    return Findings(clean=dict(checked.clean), names=names, problems=problems)


def check_form(case: Case, package: ProcedurePackage, *, page: str | None = None) -> Checked:
    """Check the answers of the whole form, or of one page."""
    counts = evidence_counts(case)
    names = names_of(case, evidence=counts)
    return check_answers(package.form, case.answers, names=names, evidence=counts, scope=page)


def missing_evidence(
    counts: Mapping[str, int], package: ProcedurePackage, *, names: Mapping[str, object]
) -> list[Problem]:
    """Return a problem for each proof that the law asks for and nothing shows."""
    in_form = {
        field.evidence or field.key
        for page in package.form.pages
        for field in page.fields
        if field.type is FieldType.EVIDENCE
    }
    return [
        _missing(rule)
        for rule in package.evidence
        if not counts.get(rule.key)
        and rule.key not in in_form
        and compile_expression(rule.required).is_true(names)
    ]


def missing_mandate(
    case: Case,
    package: ProcedurePackage,
    *,
    counts: Mapping[str, int],
    names: Mapping[str, object],
) -> list[Problem]:
    """Ask for the paper by which somebody represents the applicant, certified where due."""
    words = case.representative
    if words.get("mandate") != "paper" or words.get("revoked_at"):
        return []
    if any(counts.get(key) for key in MANDATES):
        return []
    certified = str(package.delegation.get("certified") or "false")
    is_certified = bool(compile_expression(certified).is_true(names))
    return [_mandate_missing(is_certified=is_certified)]


def fees_of(case: Case, package: ProcedurePackage, *, names: dict[str, object]) -> FeeResult:
    """Compute what is owed for the case's channel on this day."""
    return compute_fees(
        package.fees,
        names=names,
        channel=case.channel,
        on=local(case.submitted_at or now()).date(),
        tariffs=catalog.city_revision(case.city).tariffs,
    )


def time_limit_of(case: Case, package: ProcedurePackage) -> TimeLimit:
    """Return the whole time limit of the case's channel."""
    return channel_limit(case, package)


def due_of(case: Case, package: ProcedurePackage, *, accepted_at: datetime) -> Due:
    """Return when the result, or the first of two appointments, is owed if accepted then."""
    first = appointment_limit(case, package, FIRST)
    return compute_due(
        accepted_at=accepted_at,
        limit=first or time_limit_of(case, package),
        calendar=catalog.working_calendar(case.city),
    )


def due_view(due: Due) -> DueView:
    """Return the due date with its reasons in words."""
    return DueView(due_at=due.due_at, reasons=tuple(dict(reason.text) for reason in due.reasons))


def fee_view(line: FeeLine) -> FeeView:
    """Return a line of the fees for people."""
    return FeeView(
        key=line.key,
        name=dict(line.name),
        kind=line.kind,
        amount=line.amount,
        quantity=line.quantity,
        reason=dict(line.reason),
        legal_basis=line.legal_basis.number if line.legal_basis else "",
    )


def _mandate_missing(*, is_certified: bool) -> Problem:
    certified = " có chứng thực" if is_certified else ""
    return Problem(
        code="cases.evidence_missing",
        path=f"/evidence/{MANDATES[0]}",
        message={
            "vi": f"Thiếu: Văn bản uỷ quyền{certified}.",
            "en": f"Missing: the {'certified ' if is_certified else ''}mandate.",
        },
        hint={
            "vi": "Tải bản chụp văn bản uỷ quyền lên.",
            "en": "Upload a picture of the mandate.",
        },
        clause="91/2015/QH13, Điều 140",
    )


def _missing(rule: Evidence) -> Problem:
    return Problem(
        code="cases.evidence_missing",
        path=f"/evidence/{rule.key}",
        message={
            "vi": f"Thiếu: {rule.name['vi']}.",
            "en": f"Missing: {rule.name.get('en', rule.name['vi'])}.",
        },
        hint={
            "vi": "Tải tệp PDF, JPEG hoặc PNG lên.",
            "en": "Upload a PDF, JPEG or PNG file.",
        },
        clause=rule.replaced_by.law if rule.replaced_by else "",
    )
