"""What is no record goes when its time is over; records and what is held stay."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session

from haidang.blocks.audit import public as audit
from haidang.config.retention.logs import ACTOR
from haidang.config.retention.rules import Hold, Kind, RulesFaulty, read_rules
from haidang.config.retention.sweep import sweep
from haidang.domain.cases import public as cases
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import Status
from haidang.kernel import clock
from haidang.kernel.ids import new_id

RULES = read_rules(django_settings.HAIDANG_CONTENT_DIR)


def make_row(*, changed_at: datetime, number: str | None = None) -> Case:
    status = Status.REGISTERED if number else Status.DRAFT
    row = Case(
        number=number, city="haiphong", procedure="1.001193", procedure_name={"vi": "Khai sinh"},
        revision_id=new_id(), channel="online", status=status, applicant_id=new_id(),
        applicant_name="Nguyễn Thị Lan", receiving_agency="H24.182",
        competent_agency="H24.182", changed_at=changed_at,
        submitted_at=changed_at if number else None,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def swept(*, dry_run: bool, holds: tuple[Hold, ...] = ()) -> dict[str, int]:
    rules = replace(RULES, holds=holds)
    return {one.rule.kind.value: one.count for one in sweep(rules, dry_run=dry_run)}


@pytest.mark.django_db
class TestDrafts:
    def test_an_old_draft_goes_with_an_entry_and_a_young_one_stays(self) -> None:
        old = make_row(changed_at=clock.now() - timedelta(days=181))
        young = make_row(changed_at=clock.now() - timedelta(days=179))

        assert swept(dry_run=True)["draft"] == 1
        assert swept(dry_run=False)["draft"] == 1

        assert list(Case.objects.all()) == [young]
        (entry,) = audit.list_entries(subject=str(old.pk))
        assert entry.code == "case.draft_forgotten"

    def test_a_case_with_a_number_is_a_record_and_stays(self) -> None:
        make_row(changed_at=clock.now() - timedelta(days=9000), number="H24-1")

        assert swept(dry_run=False)["draft"] == 0
        assert Case.objects.count() == 1

    def test_nothing_of_somebody_who_is_held_goes(self) -> None:
        old = make_row(changed_at=clock.now() - timedelta(days=400))
        hold = Hold(subject=str(old.applicant_id), reason="Toà án", since=date(2026, 1, 1))

        assert swept(dry_run=False, holds=(hold,))["draft"] == 0
        assert Case.objects.count() == 1

    def test_counting_deletes_nothing(self) -> None:
        make_row(changed_at=clock.now() - timedelta(days=400))

        swept(dry_run=True)

        assert Case.objects.count() == 1

    def test_a_draft_that_was_taken_up_again_stays(self) -> None:
        make_row(changed_at=clock.now())

        gone = cases.forget_drafts(before=clock.now(), actor=ACTOR)

        assert gone == 0


@pytest.mark.django_db
def test_an_ended_session_goes_and_the_sweep_is_written_down() -> None:
    for key, days in (("ended", -1), ("open", 1)):
        end = clock.now() + timedelta(days=days)
        Session.objects.create(session_key=key, session_data="", expire_date=end)

    assert swept(dry_run=False)["session"] == 1

    assert [row.session_key for row in Session.objects.all()] == ["open"]
    assert [one.code for one in audit.list_entries(subject="session")] == ["retention.swept"]


class TestRules:
    def test_every_kind_has_a_rule_with_its_source(self) -> None:
        assert {rule.kind for rule in RULES.rules} == set(Kind)
        assert all(rule.source["vi"] and rule.source["en"] for rule in RULES.rules)

    @pytest.mark.parametrize(
        "text",
        [
            "rules: [{kind: case, days: 1, counts_from: x, source: {vi: a, en: b}}]\nholds: []",
            "rules: [{kind: draft, days: -1, counts_from: x, source: {vi: a, en: b}}]\nholds: []",
            "rules: [{kind: draft, days: 1, counts_from: x}]\nholds: []",
            "rules: []\nholds: [{subject: a typing slip, reason: x, since: 2026-01-01}]",
            "rules: []",
            ": not yaml: [",
        ],
    )
    def test_a_faulty_file_deletes_nothing_but_says_so(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "retention.yaml").write_text(text, encoding="utf-8")

        with pytest.raises(RulesFaulty):
            read_rules(tmp_path)
