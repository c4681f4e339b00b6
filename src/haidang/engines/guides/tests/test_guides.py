from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.guides import (
    answered,
    asked_questions,
    carried,
    check_guide,
    decide,
    needs_of,
    next_question,
    parse_guide,
)
from haidang.engines.guides.parse import JSON

QUESTIONS: Final[list[dict[str, JSON]]] = [
    {"key": "want", "text": {"vi": "Gì?"}, "options": [{"value": "a"}, {"value": "b"}]},
    {
        "key": "far",
        "text": {"vi": "Xa?"},
        "when": "answers.want == 'a'",
        "options": [{"value": "yes"}, {"value": "no"}],
    },
]
OUTCOMES: Final[list[dict[str, JSON]]] = [
    {
        "when": "answers.far == 'yes'",
        "procedure": "1.000001",
        "carry": {"kind": "answers.want", "is_far": "answers.far == 'yes'"},
    },
    {
        "when": "answers.want == 'b'",
        "procedure": "1.000002",
        "carry": {"distance": "answers.far"},
    },
    {"when": "true", "procedure": "1.000003"},
]
DATA: Final[dict[str, JSON]] = {
    "title": {"vi": "Mẫu"},
    "questions": QUESTIONS,
    "outcomes": OUTCOMES,
}
GUIDE, BAD = parse_guide(DATA, key="mau")
ANSWERS = st.dictionaries(
    st.sampled_from(["want", "far", "other"]), st.sampled_from(["a", "b", "yes", "no", "", "x"])
)


class TestAsking:
    def test_one_question_after_the_other(self) -> None:
        keys = [
            getattr(next_question(GUIDE, answers), "key", None)
            for answers in ({}, {"want": "a"}, {"want": "a", "far": "no"}, {"want": "b"})
        ]

        assert keys == ["want", "far", None, None]
        assert BAD == []

    def test_an_answer_that_is_not_offered_is_asked_again(self) -> None:
        question = next_question(GUIDE, {"want": "zzz"})

        assert question is not None
        assert question.key == "want"

    def test_answers_beside_the_way_do_not_count(self) -> None:
        assert answered(GUIDE, {"want": "b", "far": "yes", "x": "y"}) == {"want": "b"}

    @given(ANSWERS)
    def test_any_answers_end_or_leave_a_question(self, answers: dict[str, str]) -> None:
        question = next_question(GUIDE, answers)

        assert (question is not None) or (decide(GUIDE, answers) is not None)
        assert len(asked_questions(GUIDE, answers)) <= len(GUIDE.questions)
        assert answered(GUIDE, answered(GUIDE, answers)) == answered(GUIDE, answers)


class TestDeciding:
    def test_the_first_row_that_holds_counts(self) -> None:
        far = decide(GUIDE, {"want": "a", "far": "yes"})
        near = decide(GUIDE, {"want": "a", "far": "no"})

        assert far is not None
        assert near is not None
        assert (far.procedure, near.procedure) == ("1.000001", "1.000003")

    def test_what_was_answered_is_carried_over_and_the_unknown_is_not(self) -> None:
        far = decide(GUIDE, {"want": "a", "far": "yes"})
        other = decide(GUIDE, {"want": "b"})

        assert far is not None
        assert other is not None
        assert carried(far, {"want": "a", "far": "yes"}) == {"kind": "a", "is_far": True}
        assert carried(other, {"want": "b"}) == {}

    def test_papers_are_sure_possible_or_left_out(self) -> None:
        needs = needs_of(
            [
                ("one", "answers.kind == 'a'"),
                ("two", "answers.kind == 'b'"),
                ("three", "answers.z"),
            ],
            answers={"kind": "a"},
            on=None,
        )

        assert [(need.key, need.is_sure) for need in needs] == [("one", True), ("three", False)]


class TestChecking:
    def test_a_sound_guide_has_no_faults(self) -> None:
        assert check_guide(GUIDE) == []

    def test_a_way_without_end_and_an_outcome_never_reached_are_told(self) -> None:
        outcomes: list[JSON] = [
            *OUTCOMES[:2],
            {"when": "answers.want == 'c'", "procedure": "1.000004"},
        ]
        guide, _bad = parse_guide({**DATA, "outcomes": outcomes}, key="mau")

        faults = {(fault.kind, fault.path) for fault in check_guide(guide)}

        assert faults == {("no_outcome", "/outcomes"), ("never_reached", "/outcomes/2")}

    def test_a_question_may_read_only_what_was_asked_before(self) -> None:
        early: dict[str, JSON] = {**QUESTIONS[0], "when": "answers.far == 'no'"}
        questions: list[JSON] = [early, *QUESTIONS[1:]]
        guide, _bad = parse_guide({**DATA, "questions": questions}, key="m")

        assert ("unknown_name", "/questions/0/when") in {
            (fault.kind, fault.path) for fault in check_guide(guide)
        }

    def test_a_malformed_expression_is_told_by_its_place(self) -> None:
        _guide, bad = parse_guide(
            {**DATA, "outcomes": [{"when": "1 +", "procedure": "x"}]}, key="m"
        )

        assert [path for path, _reason in bad] == ["/outcomes/0/when"]
