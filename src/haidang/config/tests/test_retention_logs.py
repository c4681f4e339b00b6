"""Notices, calls of the exchange and notes of reads go after years, in batches, unless held."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, transaction

from haidang.blocks.exchange import public as exchange
from haidang.blocks.exchange.models import ExchangeRequest, ExchangeService, PersonAsked
from haidang.blocks.identity.models import AccessLog
from haidang.blocks.identity.testing import make_lan
from haidang.blocks.messaging.models import DeliveryAttempt, Notice
from haidang.config.retention import logs
from haidang.config.retention.rules import Hold, Kind, RulesFaulty, read_rules
from haidang.config.retention.sweep import sweep
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import Status
from haidang.kernel import clock
from haidang.kernel.actors import Actor
from haidang.kernel.ids import new_id

pytestmark = pytest.mark.django_db
RULES = read_rules(django_settings.HAIDANG_CONTENT_DIR)
LOGS = (Kind.NOTICE, Kind.EXCHANGE, Kind.ACCESS)
NONE = dict.fromkeys(LOGS, 0)
LAN_ID = "031194000001"


@dataclass(frozen=True)
class Story:
    """A case that ended long ago, and what was told, asked and read about it."""

    case: Case
    lan: UUID


def years_ago(years: float) -> datetime:
    return clock.now() - timedelta(days=365.25 * years)


def make_case(lan: UUID, *, number: str, at: datetime, ended: bool) -> Case:
    case = Case(
        number=number, city="haiphong", procedure="1.001193", procedure_name={"vi": "Khai sinh"},
        revision_id=new_id(), channel="online", applicant_id=lan, applicant_name="Nguyễn Thị Lan",
        receiving_agency="H24.182", competent_agency="H24.182", changed_at=at, submitted_at=at,
        status=Status.REGISTERED, finished_at=at if ended else None,
    )  # fmt: skip
    case.save(force_insert=True)
    return case


def tell(story: Story, *, at: datetime, key: str = "") -> None:
    """Write a notice with its proof, a call to a register, and a read."""
    subject = story.case.key
    notice = Notice.objects.create(
        idempotency_key=f"{subject} {key}", person_id=str(story.lan), subject=subject,
        language="vi", template="t", title="t", body="b", short="s", status="sent",
        created_at=at, sent_at=at,
    )  # fmt: skip
    DeliveryAttempt.objects.create(notice=notice, channel="sms", at=at, outcome="sent")
    service, _made = ExchangeService.objects.get_or_create(pk="s", manifest={}, sha256="")
    request = ExchangeRequest.objects.create(
        idempotency_key=f"{subject} {key}", service=service, subject=subject, purpose="p",
        actor_kind="system", actor_id="a", actor_name="a", requested_at=at, request_sha256="",
        request_sealed=b"", outcome="answered", answered_at=at,
    )  # fmt: skip
    PersonAsked.objects.create(request=request, person_digest=exchange.digest_person(LAN_ID))
    AccessLog.objects.create(
        person_id=story.lan, at=at, actor_kind="officer", actor_id="hoa", actor_name="Hoa",
        purpose="p", subject=subject,
    )  # fmt: skip


@pytest.fixture
def story() -> Story:
    lan = make_lan().person_id
    assert lan is not None
    case = make_case(lan, number="H24.182-200101-0001", at=years_ago(6), ended=True)
    return Story(case=case, lan=lan)


def swept(*, dry_run: bool, holds: tuple[Hold, ...] = ()) -> dict[Kind, int]:
    rules = replace(RULES, holds=holds)
    found = {one.rule.kind: one.count for one in sweep(rules, dry_run=dry_run)}
    return {kind: found[kind] for kind in LOGS}


def left() -> tuple[int, ...]:
    kinds = (Notice, DeliveryAttempt, ExchangeRequest, PersonAsked, AccessLog)
    return tuple(kind.objects.count() for kind in kinds)


def test_what_is_older_than_its_years_goes_with_what_belongs_to_it(story: Story) -> None:
    tell(story, at=years_ago(5.1), key="old")
    tell(story, at=years_ago(4.9), key="young")

    assert swept(dry_run=True) == dict.fromkeys(LOGS, 1)
    assert left() == (2, 2, 2, 2, 2)
    assert swept(dry_run=False) == dict.fromkeys(LOGS, 1)

    assert left() == (1, 1, 1, 1, 1)
    assert Notice.objects.get().idempotency_key.endswith("young")


def test_each_batch_is_a_transaction_of_its_own(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "BATCH", 2)
    for number in range(5):
        tell(story, at=years_ago(6), key=str(number))
    begun: list[int] = []

    def forget(ids: Collection[UUID], *, before: datetime, actor: Actor) -> int:
        begun.append(len(ids))
        return logs.NOTICES.forget(ids, before=before, actor=actor)

    gone = replace(logs.NOTICES, forget=forget).delete(years_ago(5), frozenset())

    assert gone == 5
    assert begun == [2, 2, 1]


@pytest.mark.parametrize("whose", ["the person's", "the case's"])
def test_nothing_goes_that_is_held(story: Story, whose: str) -> None:
    tell(story, at=years_ago(6))
    subject = str(story.lan if whose == "the person's" else story.case.pk)
    hold = Hold(subject=subject, reason="Toà án", since=date(2026, 1, 1))

    assert swept(dry_run=True, holds=(hold,)) == NONE
    assert swept(dry_run=False, holds=(hold,)) == NONE

    assert left() == (1, 1, 1, 1, 1)


def test_nothing_goes_of_a_case_that_has_not_ended(story: Story) -> None:
    case = make_case(story.lan, number="H24.182-200101-0002", at=years_ago(6), ended=False)
    tell(replace(story, case=case), at=years_ago(6))

    assert swept(dry_run=False) == NONE

    assert left() == (1, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("until", "age"), [("", 6.0), ("2030-01-01", 0.5)], ids=["nobody asked for it", "too young"]
)
def test_the_database_lets_no_note_of_a_read_go(story: Story, until: str, age: float) -> None:
    tell(story, at=years_ago(age))

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('haidang.forget_accesses_before', %s, true)", [until])
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("DELETE FROM identity_accesslog")

    assert AccessLog.objects.count() == 1


def test_a_rule_that_the_database_would_refuse_is_a_fault(tmp_path: Path) -> None:
    source = "{vi: a, en: b}"
    row = f"{{kind: access, days: 30, counts_from: x, source: {source}}}"
    (tmp_path / "retention.yaml").write_text(f"rules: [{row}]\nholds: []", encoding="utf-8")

    with pytest.raises(RulesFaulty):
        read_rules(tmp_path)
