"""Begin, fill in, prove and hand in."""

from datetime import datetime, timedelta

import pytest

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.testing import WARD, WARD_CENTRE, WARD_COMMITTEE
from haidang.blocks.audit import public as audit
from haidang.blocks.identity import public as identity
from haidang.blocks.identity.testing import make_minh
from haidang.blocks.messaging import public as messaging
from haidang.domain.cases import public as cases
from haidang.domain.cases.models import Case
from haidang.domain.cases.providers import NUMBER_FORMATS
from haidang.domain.cases.testing import (
    BIRTH,
    BUSINESS,
    CITY,
    EXTRACT,
    SAMPLE_PDF,
    World,
    add_file,
    get_row,
    id_of,
    make_draft,
    make_submitted,
)
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.actors import Actor
from haidang.kernel.errors import InvalidInput
from haidang.kernel.ids import new_id
from haidang.kernel.money import Money

pytestmark = pytest.mark.django_db


def start(
    actor: Actor, *, procedure: str = BIRTH, unit: str = WARD, applicant: Actor | None = None
) -> cases.CaseId:
    return cases.start_draft(
        procedure=procedure,
        unit=unit,
        city=CITY,
        channel="online",
        actor=actor,
        applicant_id=None if applicant is None else id_of(applicant),
    )


def codes_of(subject: object) -> list[str]:
    return [entry.code for entry in audit.list_entries(subject=str(subject))]


class TestStartDraft:
    def test_a_draft_keeps_its_revision_and_its_agencies(self, world: World) -> None:
        case = cases.get_case(start(world.lan), actor=world.lan)

        assert (case.status, case.number, case.business) == (cases.Status.DRAFT, "", "applicant")
        assert (case.receiving_agency, case.competent_agency) == (WARD_CENTRE, WARD_COMMITTEE)
        assert case.revision_id == catalog.current_revision(BIRTH).id
        assert case.applicant["full_name"] == "Nguyễn Thị Lan"

    def test_what_is_known_of_the_person_is_filled_in(self, world: World) -> None:
        case = cases.get_case(start(world.lan), actor=world.lan)

        assert "Nguyễn Thị Lan" in case.answers.values()

    def test_the_beginning_is_written_down(self, world: World) -> None:
        draft = start(world.lan)

        (entry,) = audit.list_entries(subject=str(draft))
        assert (entry.code, entry.actor_name) == ("case.draft_started", world.lan.name)

    def test_an_officer_begins_nothing_for_himself(self, world: World) -> None:
        with pytest.raises(cases.NotYourCase):
            start(world.hoa)

    def test_nobody_begins_for_a_stranger(self, world: World) -> None:
        with pytest.raises(cases.NotYourCase):
            start(world.binh, applicant=world.lan)

    def test_what_is_not_offered_or_has_no_agency_is_not_begun(self, world: World) -> None:
        with pytest.raises(catalog.ProcedureUnknown):
            start(world.lan, procedure="9.999999")
        with pytest.raises(agencies.AgencyUnknown):
            start(world.lan, unit="99999")
        assert not Case.objects.exists()


class TestARepresentative:
    """Minh begins and carries Lan's case, within the mandate."""

    def test_with_a_mandate_for_everything_minh_begins_and_hands_in(self, world: World) -> None:
        draft = start(world.minh, applicant=world.lan)
        case = cases.get_case(draft, actor=world.minh)

        assert case.applicant["full_name"] == "Nguyễn Thị Lan"
        assert case.representative["full_name"] == "Trần Văn Minh"
        assert cases.get_case(draft, actor=world.lan).id == draft

    def test_with_a_mandate_for_one_procedure_no_other_is_begun(self, world: World) -> None:
        minh = make_minh(represents=world.binh, scopes=[EXTRACT])

        assert start(minh, procedure=EXTRACT, applicant=world.binh)
        with pytest.raises(cases.NotYourCase):
            start(minh, procedure=BIRTH, applicant=world.binh)

    def test_with_a_mandate_for_one_procedure_no_other_case_is_seen(self, world: World) -> None:
        minh = make_minh(represents=world.binh, scopes=[EXTRACT])
        extract, birth = start(world.binh, procedure=EXTRACT), start(world.binh)

        assert cases.get_case(extract, actor=minh).id == extract
        with pytest.raises(cases.CaseUnknown):
            cases.get_case(birth, actor=minh)
        assert birth not in {row.id for row in cases.list_my_cases(actor=minh).cases}

    def test_once_the_mandate_is_taken_back_nothing_is_handed_in(self, world: World) -> None:
        draft = start(world.minh, applicant=world.lan)
        (mandate,) = identity.list_representations(id_of(world.lan), actor=world.lan)
        identity.revoke_representation(representation_id=mandate.id, actor=world.lan)

        with pytest.raises(cases.CaseUnknown):
            cases.submit_case(draft, actor=world.minh)

    def test_both_are_told_what_happens(self, world: World) -> None:
        draft = start(world.minh, applicant=world.lan)
        Case.objects.filter(pk=draft).update(answers=_birth_answers(world))
        number = cases.submit_case(draft, actor=world.minh).case_number

        for person in (world.lan, world.minh):
            told = messaging.list_notices_to(person_id=id_of(person))
            assert [notice.subject for notice in told] == [number]


class TestSaveAnswers:
    def test_wrong_answers_are_kept_and_told(self, world: World) -> None:
        draft = start(world.lan)

        checked = cases.save_answers(draft, answers={"child_name": "An 2"}, actor=world.lan)

        assert "/child_name" in {problem.path for problem in checked.problems}
        assert cases.get_case(draft, actor=world.lan).answers["child_name"] == "An 2"

    def test_answers_are_merged_and_null_removes_one(self, world: World) -> None:
        draft = start(world.lan)
        cases.save_answers(draft, answers={"child_name": "An", "copies": 2}, actor=world.lan)

        cases.save_answers(draft, answers={"copies": None}, actor=world.lan, next_page="review")

        case = cases.get_case(draft, actor=world.lan)
        assert (case.answers["child_name"], "copies" in case.answers) == ("An", False)
        assert case.page == "review"

    def test_strangers_and_officers_fill_in_nothing(self, world: World) -> None:
        draft = start(world.lan)

        for actor in (world.binh, world.hoa):
            with pytest.raises(cases.CaseUnknown):
                cases.save_answers(draft, answers={}, actor=actor)

    def test_what_was_handed_in_is_not_changed(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        with pytest.raises(cases.IllegalStatus):
            cases.save_answers(get_row(number).id, answers={}, actor=world.lan)

    def test_an_unknown_draft_is_unknown(self, world: World) -> None:
        with pytest.raises(cases.CaseUnknown):
            cases.save_answers(new_id(), answers={}, actor=world.lan)


class TestEvidence:
    def test_a_file_is_kept_counted_and_written_down(self, world: World) -> None:
        draft = start(world.lan)

        file = add_file(draft, key="birth_notice", actor=world.lan)

        (item,) = cases.get_case(draft, actor=world.lan).evidence
        assert (item.id, item.key, item.media_type) == (file, "birth_notice", "application/pdf")
        name, media, content = cases.read_evidence(draft, evidence_id=file, actor=world.lan)
        assert (name, media, content) == ("birth_notice.pdf", "application/pdf", SAMPLE_PDF)
        assert codes_of(draft)[-1] == "case.evidence_added"

    def test_a_removed_file_is_gone_and_leaves_its_trace(self, world: World) -> None:
        draft = start(world.lan)
        file = add_file(draft, key="birth_notice", actor=world.lan)

        cases.remove_evidence(draft, evidence_id=file, actor=world.lan)

        assert cases.get_case(draft, actor=world.lan).evidence == ()
        assert codes_of(draft)[-1] == "case.evidence_removed"
        with pytest.raises(cases.CaseUnknown):
            cases.read_evidence(draft, evidence_id=file, actor=world.lan)
        with pytest.raises(cases.CaseUnknown):
            cases.remove_evidence(draft, evidence_id=file, actor=world.lan)

    def test_what_is_no_picture_and_no_pdf_is_refused(self, world: World) -> None:
        draft = start(world.lan)

        with pytest.raises(InvalidInput):
            cases.attach_evidence(
                draft, key="birth_notice", name="x.pdf", content=b"MZ\x90\x00", actor=world.lan
            )
        assert cases.get_case(draft, actor=world.lan).evidence == ()

    def test_a_stranger_adds_nothing(self, world: World) -> None:
        draft = start(world.lan)

        with pytest.raises(cases.CaseUnknown):
            add_file(draft, key="birth_notice", actor=world.binh)

    def test_paper_that_the_law_asks_for_must_be_there(self, world: World) -> None:
        draft = make_draft(applicant=world.lan, birth_proof="notice_paper")

        with pytest.raises(cases.AnswersRefused) as refused:
            cases.submit_case(draft, actor=world.lan)

        assert refused.value.problems


class TestSubmitCase:
    def test_a_case_has_its_number_and_waits_at_reception(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        case = cases.get_case(number, actor=world.lan)

        assert number == f"{WARD_CENTRE}-261123-0001"
        assert (case.status, case.business) == (cases.Status.REGISTERED, "reception")
        assert (case.submitted_at, case.accepted_at) == (clock.now(), None)
        assert case.due.due_at is None
        (task,) = worklist.list_open_tasks_of(number)
        assert (task.post, task.agency) == ("reception", WARD_CENTRE)
        assert task.actions == ("accept", "supplement", "reject")

    def test_numbers_count_up_for_each_agency_and_day(self, world: World) -> None:
        first = make_submitted(applicant=world.lan)
        second = make_submitted(applicant=world.lan)
        with clock.stopped_at(clock.now() + timedelta(days=1)):
            next_day = make_submitted(applicant=world.lan)

        assert [number[-11:] for number in (first, second, next_day)] == [
            "261123-0001",
            "261123-0002",
            "261124-0001",
        ]

    def test_handing_in_is_written_down_announced_and_told(self, world: World) -> None:
        draft = make_draft(applicant=world.lan)

        event = cases.submit_case(draft, actor=world.lan)

        entry = next(
            entry
            for entry in audit.list_entries(subject=event.case_number)
            if entry.code == "case.submitted"
        )
        assert entry.facts["draft_id"] == str(draft)
        assert (event.procedure, event.fee) == (BIRTH, Money(0))
        (notice,) = messaging.list_notices_about(subject=event.case_number)
        assert notice.template == "case_submitted"

    def test_every_mistake_is_told_at_once_and_no_number_is_spent(self, world: World) -> None:
        draft = make_draft(applicant=world.lan, child_name="An 2", declarant_phone="12")

        with pytest.raises(cases.AnswersRefused) as refused:
            cases.submit_case(draft, actor=world.lan)

        assert {"/child_name", "/declarant_phone"} <= {
            problem.path for problem in refused.value.problems
        }
        assert codes_of(draft)[-1] == "case.draft_started"
        assert make_submitted(applicant=world.lan).endswith("-0001")

    def test_a_case_is_handed_in_once(self, world: World) -> None:
        draft = make_draft(applicant=world.lan)
        cases.submit_case(draft, actor=world.lan)

        with pytest.raises(cases.IllegalStatus):
            cases.submit_case(draft, actor=world.lan)
        assert Case.objects.exclude(number=None).count() == 1

    def test_strangers_officers_and_the_unborn_hand_in_nothing(self, world: World) -> None:
        draft = make_draft(applicant=world.lan)

        for actor in (world.binh, world.hoa, world.tuan):
            with pytest.raises(cases.CaseUnknown):
                cases.submit_case(draft, actor=actor)
        with pytest.raises(cases.CaseUnknown):
            cases.submit_case(new_id(), actor=world.lan)

    def test_what_is_owed_is_fixed_on_the_day_of_handing_in(self, world: World) -> None:
        number = make_submitted(applicant=world.binh, procedure=BUSINESS, scenario="individual")
        case = cases.get_case(number, actor=world.binh)

        assert case.total == Money(150_000)
        assert [line.key for line in case.fees] == ["registration"]

    def test_the_review_says_the_same_before(self, world: World) -> None:
        draft = make_draft(applicant=world.binh, procedure=BUSINESS, scenario="individual")

        review = cases.review_case(draft, actor=world.binh)

        assert (review.is_complete, review.total) == (True, Money(150_000))
        assert review.estimate.due_at == datetime(2026, 11, 27, 9, 0, tzinfo=clock.VIETNAM)


class TestNumberFormats:
    @pytest.mark.parametrize(
        ("style", "agency", "number"),
        [
            ("agency_first", "H24.182.01", "H24.182.01-261123-0007"),
            ("agency_reversed", "H24.182.01", "000.01.182.H24-261123-0007"),
            ("agency_reversed", "H49", "000.000.000.H49-261123-0007"),
        ],
    )
    def test_a_number_says_agency_day_and_sequence(
        self, style: str, agency: str, number: str
    ) -> None:
        made = NUMBER_FORMATS[style](agency, datetime(2026, 11, 23, tzinfo=clock.VIETNAM), 7)

        assert made == number
        assert len(made) <= 64

    @pytest.mark.parametrize("city", ["haiphong", "quangninh"])
    def test_every_published_city_uses_a_format_that_exists(self, world: World, city: str) -> None:
        assert catalog.number_format(city) in NUMBER_FORMATS


def _birth_answers(world: World) -> dict[str, object]:
    draft = make_draft(applicant=world.lan)
    return dict(Case.objects.get(pk=draft).answers)
