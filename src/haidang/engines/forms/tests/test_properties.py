"""Whatever is typed, checking answers keeps its promises."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from haidang.engines.forms import FieldType, check_answers
from haidang.engines.forms.tests.making import (
    NAMES,
    WITNESSES,
    field,
    form_of,
    option,
)

ALL_TYPES = form_of(
    *(
        field(kind.value, kind.value)
        for kind in FieldType
        if kind.value not in {"choice", "choices", "evidence", "calculated", "group"}
    ),
    field("choice", "choice", options=[option("a"), option("b")]),
    field("choices", "choices", options=[option("a"), option("b")]),
    field("paper", "evidence", evidence="paper", required="answers.boolean"),
    field("sum", "calculated", calculate="answers.integer + answers.money"),
    field("reason", "text", when="answers.sum > 5", required=True),
    field("later", "date", when="answers.date < answers.later_limit"),
    field("later_limit", "date", earliest="answers.date"),
    WITNESSES,
)

KEYS = sorted(ALL_TYPES.fields())

TYPED = st.sampled_from(
    [
        *("1", "5/3/2026", "2026-03-05", "Nguyễn Thị Lan", "a", "b", "VN", "01", "11506", "on"),
        *("031190001234", "0912345678", "lan@example.vn", "08:30", "1.000", "0100233488"),
        *(3, 2.5, True, ["a"], {"ward": "11506"}, {"province": "31", "ward": "11506"}),
        *([{"name": "Lan"}], [{"name": "5", "kin": True, "how": "x"}], [{}], [["a"]]),
    ],
)

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)

ANSWERS = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), TYPED | ANY, max_size=12)


@given(ANY | ANSWERS)
@settings(max_examples=300, deadline=None)
def test_checking_never_raises(answers: object) -> None:
    checked = check_answers(ALL_TYPES, answers, names=NAMES)

    assert all(problem.text("vi") for problem in checked.problems)


@given(ANSWERS)
@settings(max_examples=300, deadline=None)
def test_clean_answers_checked_again_are_the_same(answers: object) -> None:
    first = check_answers(ALL_TYPES, answers, names=NAMES)
    second = check_answers(ALL_TYPES, first.clean, names=NAMES)
    wrong = {problem.path for problem in first.problems}

    assert second.clean == first.clean
    assert second.visible == first.visible
    assert wrong or not second.problems


@given(ANSWERS)
@settings(max_examples=200, deadline=None)
def test_hidden_fields_never_appear_among_the_clean(answers: object) -> None:
    checked = check_answers(ALL_TYPES, answers, names=NAMES)

    assert checked.clean.keys() <= checked.visible


@given(ANSWERS)
@settings(max_examples=100, deadline=None)
def test_clean_answers_are_json_that_a_database_can_hold(answers: object) -> None:
    checked = check_answers(ALL_TYPES, answers, names=NAMES)

    text = json.dumps(checked.clean, ensure_ascii=False, allow_nan=False)

    assert json.loads(text.encode()) == checked.clean
