"""Tables of the cases."""

from datetime import datetime
from functools import cache
from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.blocks.statements import public as statements
from haidang.domain.cases.errors import IllegalStatus
from haidang.domain.cases.states import (
    TRANSITIONS,
    BusinessState,
    DeliveryState,
    FinanceState,
    Status,
    SyncState,
)
from haidang.engines.workflow import CallService
from haidang.kernel.clock import now
from haidang.kernel.ids import new_code, new_id


class Folded(models.Func):
    """A name without accents and capitals, as ``kernel.text.fold`` makes it."""

    template = (
        "lower(translate(regexp_replace(normalize(%(expressions)s, NFD), "
        "'[\u0300-\u036f]', '', 'g'), 'đĐ', 'dd'))"
    )
    output_field = models.CharField()


def new_verification_code() -> str:
    """Return a fresh code for the public verification of a document."""
    return new_code(12)


class Case(models.Model):
    """A person's request; a draft until it has a number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=64, unique=True, null=True, blank=True)
    city = models.CharField(max_length=40)
    procedure = models.CharField(max_length=20)
    procedure_name = models.JSONField()
    revision_id = models.UUIDField()
    channel = models.CharField(max_length=10)
    status = models.CharField(max_length=6, default=Status.DRAFT)
    business = models.CharField(max_length=12, default=BusinessState.APPLICANT)
    finance = models.CharField(max_length=12, default=FinanceState.NONE)
    delivery = models.CharField(max_length=12, default=DeliveryState.NONE)
    sync = models.CharField(max_length=12, default=SyncState.PENDING)
    applicant_id = models.UUIDField()
    applicant_name = models.CharField(max_length=200)
    folded_name = models.GeneratedField(
        expression=Folded("applicant_name"),
        output_field=models.CharField(max_length=400),
        db_persist=True,
    )
    applicant = models.JSONField(default=dict)
    representative_id = models.UUIDField(null=True, blank=True)
    representative = models.JSONField(default=dict)
    support_agency = models.CharField(max_length=40, blank=True)
    receiving_agency = models.CharField(max_length=40)
    competent_agency = models.CharField(max_length=40)
    return_agency = models.CharField(max_length=40, blank=True)
    organization_id = models.UUIDField(null=True, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    part_key = models.CharField(max_length=80, blank=True)
    answers = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    page = models.CharField(max_length=80, blank=True)
    process_state = models.JSONField(null=True, blank=True)
    fee_lines = models.JSONField(default=list)
    fee_total = models.BigIntegerField(default=0)
    supplement_count = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    due_reasons = models.JSONField(default=list)
    reminded = models.CharField(max_length=8, blank=True)
    forward_by = models.DateTimeField(null=True, blank=True)
    appointments = models.JSONField(default=list)
    waited_seconds = models.BigIntegerField(default=0)
    waiting_since = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    closing_reason = models.TextField(blank=True)
    rating = models.IntegerField(null=True, blank=True)
    rating_comment = models.TextField(blank=True)

    following: list[CallService] | None = None
    """While one run carries the case on: the operations that it has come to, not saved yet."""

    class Meta:
        verbose_name = _("case")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status=Status.DRAFT)
                | models.Q(number__isnull=False, submitted_at__isnull=False),
                name="cases_case_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    status__in=[Status.ACCEPTED, Status.PROCESSING, Status.FINISHED]
                )
                | models.Q(accepted_at__isnull=False),
                name="cases_case_in_progress_was_accepted",
            ),
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__range=(1, 5)),
                name="cases_case_rating_from_1_to_5",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["applicant_id", "-changed_at"], name="cases_case_of_applicant"),
            models.Index(
                fields=["representative_id", "-changed_at"],
                name="cases_case_of_delegate",
                condition=models.Q(representative_id__isnull=False),
            ),
            models.Index(
                fields=["competent_agency", "accepted_at"], name="cases_case_book_decided"
            ),
            models.Index(fields=["receiving_agency", "accepted_at"], name="cases_case_book_in"),
            models.Index(
                fields=["competent_agency", "due_at", "id"],
                name="cases_case_decided_due",
                condition=models.Q(finished_at=None, due_at__isnull=False),
            ),
            models.Index(
                fields=["receiving_agency", "due_at", "id"],
                name="cases_case_received_due",
                condition=models.Q(finished_at=None, due_at__isnull=False),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="cases_case_open_due",
                condition=models.Q(finished_at=None, due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.id}"

    @property
    def key(self) -> str:
        """Return the number, or the id of a draft: the subject of the case's events."""
        return self.number or str(self.id)

    def save_progress(self) -> None:
        """Save everything but what was fixed when the case was begun."""
        statements.save_columns(self, _progress())

    def move_to(self, status: Status, *, at: datetime) -> Status:
        """Move along an edge of the legal table; return the status before."""
        before = Status(self.status)
        if status not in TRANSITIONS[before]:
            raise IllegalStatus(f"A case cannot move from status {before} to {status}.")
        self.status = status
        self.changed_at = at
        if status is Status.FINISHED:
            self.finished_at = at
        if status is Status.RETURNED:
            self.returned_at = at
        return before


_BEGUN_WITH: Final = frozenset(
    {"id", "city", "procedure", "procedure_name", "revision_id", "channel", "applicant_id",
     "applicant_name", "folded_name", "applicant", "representative_id", "representative",
     "support_agency", "organization_id", "parent", "part_key", "created_at"}
)  # fmt: skip


@cache
def _progress() -> tuple[str, ...]:
    names = (field.name for field in Case._meta.concrete_fields)
    return tuple(name for name in names if name not in _BEGUN_WITH)


class Evidence(models.Model):
    """A file, or a register's record, that proves something."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    key = models.CharField(max_length=80)
    source = models.CharField(max_length=80)
    file_id = models.UUIDField(null=True, blank=True)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField(default=0)
    media_type = models.CharField(max_length=80, blank=True)
    content = models.JSONField(default=dict)
    added_at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("evidence")
        indexes: ClassVar = [models.Index(fields=["case", "key"], name="cases_evidence_case")]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class Supplement(models.Model):
    """One request to complete the case, with all its items."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="supplements")
    number = models.CharField(max_length=40)
    requested_at = models.DateTimeField(default=now)
    officer_id = models.UUIDField(null=True, blank=True)
    officer_name = models.CharField(max_length=200)
    reason = models.TextField()
    items = models.JSONField()
    seen = models.JSONField(default=dict)
    ordinal = models.IntegerField(default=1)
    head_id = models.UUIDField(null=True, blank=True)
    head_name = models.CharField(max_length=200, blank=True)
    head_reason = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("supplement")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(answered_at=None),
                name="cases_supplement_one_open",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Finding(models.Model):
    """What an officer found wrong at a field or a paper, before it is asked for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="findings")
    path = models.CharField(max_length=200)
    text = models.TextField()
    clause = models.TextField(blank=True)
    officer_id = models.UUIDField(null=True, blank=True)
    officer_name = models.CharField(max_length=200)
    found_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("finding")
        indexes: ClassVar = [
            models.Index(
                fields=["case"],
                name="cases_finding_open",
                condition=models.Q(settled_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.text[:40]}"


class CaseDocument(models.Model):
    """A document made for the case; the result keeps one row through its stages."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20)
    slot = models.CharField(max_length=80)
    number = models.CharField(max_length=80, blank=True)
    title = models.JSONField(default=dict)
    file_id = models.UUIDField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    signatures = models.IntegerField(default=0)
    data = models.JSONField(default=dict)
    verification_code = models.CharField(
        max_length=20, unique=True, default=new_verification_code, editable=False
    )
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("case document")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "slot"], name="cases_document_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Extension(models.Model):
    """The one later date that a head gives with an apology (Mẫu 04)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="extension")
    number = models.CharField(max_length=40)
    reason = models.TextField()
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    head_id = models.UUIDField(null=True, blank=True)
    head_name = models.CharField(max_length=200)
    granted_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("extension")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(new_due_at__gt=models.F("old_due_at")),
                name="cases_extension_is_later",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Note(models.Model):
    """What an officer writes for colleagues only; an opinion is part of the file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=12)
    text = models.TextField()
    officer_id = models.UUIDField()
    officer_name = models.CharField(max_length=200)
    written_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("note")
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="cases_note_case")]

    def __str__(self) -> str:
        return f"{self.kind} {self.officer_name}"


class Consultation(models.Model):
    """A question to another agency, with a clock of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consultations")
    number = models.CharField(max_length=40)
    asking_agency = models.CharField(max_length=40)
    asked_agency = models.CharField(max_length=40)
    question = models.TextField()
    asked_at = models.DateTimeField(default=now)
    asked_by = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    silence_agrees = models.BooleanField(default=False)
    stops_clock = models.BooleanField(default=False)
    token = models.CharField(max_length=120, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=12, blank=True)
    answer_text = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("consultation")
        indexes: ClassVar = [
            models.Index(
                fields=["asked_agency", "due_at"],
                name="cases_consultation_open",
                condition=models.Q(answered_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.number


class Transfer(models.Model):
    """A case handed to another agency that is competent for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="transfers")
    from_agency = models.CharField(max_length=40)
    to_agency = models.CharField(max_length=40)
    reason = models.TextField()
    officer_id = models.UUIDField(null=True, blank=True)
    officer_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("transfer")

    def __str__(self) -> str:
        return f"{self.from_agency} → {self.to_agency}"
