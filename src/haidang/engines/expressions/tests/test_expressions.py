import pickle
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.expressions import UNKNOWN, ExpressionError, compile_expression
from haidang.kernel.money import Money

NAMES = {
    "answers": {
        "kind": "new",
        "count": 3,
        "born_on": "2026-01-01",
        "born_leap": "2008-02-29",
        "nothing": None,
        "name": "Nguyễn Thị Đào",
        "child": {"sex": "female"},
        "witnesses": [{"name": "Lan"}, {"name": "Minh"}],
    },
    "case": {"received_on": date(2026, 3, 2), "at": datetime(2026, 3, 1, 18, tzinfo=UTC)},
    "facts": {"fee": Money(5000)},
    "today": date(2026, 3, 10),
}


def value_of(source: str) -> object:
    return compile_expression(source).evaluate(NAMES)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("answers.kind == 'new'", True),
        ("answers.count * 2", 6),
        ("days_between(answers.born_on, today())", 68),
        ("days_between(answers.born_on, today()) > 60", True),
        ("years_between(answers.born_leap, '2026-02-28')", 18),
        ("years_between(answers.born_leap, '2026-02-27')", 17),
        ("years_between('2026-02-28', answers.born_leap)", -18),
        ("months_between('2026-01-31', '2026-02-28')", 1),
        ("months_between('2026-01-31', '2026-02-27')", 0),
        ("add_months('2026-01-31', 1)", "2026-02-28"),
        ("add_years(answers.born_leap, 1)", "2009-02-28"),
        ("add_days(case.received_on, 7) == date('2026-03-09')", True),
        ("date(case.at)", "2026-03-02"),
        ("year(answers.born_on)", 2026),
        ("today() >= case.received_on", True),
        ("fold(answers.name) == 'nguyen thi dao'", True),
        ("size(answers.witnesses)", 2),
        ("size(answers) > 3", True),
        ("answers.witnesses.exists(x, x.name == 'Lan')", True),
        ("answers.witnesses[1].name", "Minh"),
        ("answers['child']['sex'] == 'female'", True),
        ("money('135.000') + facts.fee", 140000),
        ("max(0, answers.count - 5)", 0),
        ("sum(answers.witnesses.map(x, 2))", 4),
        ("has(answers.kind)", True),
        ("has(answers.nothing)", False),
        ("has(answers.child.sex)", True),
        ("has(answers.mother.name)", False),
        ("has(nobody.home) || answers.count == 3", True),
    ],
)
def test_an_expression_has_its_value(source: str, value: object) -> None:
    assert value_of(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("answers.absent == 'x'", UNKNOWN),
        ("nobody.home", UNKNOWN),
        ("!answers.absent", UNKNOWN),
        ("false && answers.absent", False),
        ("answers.absent == 1 && false", False),
        ("true || nobody.home", True),
        ("nobody.home > 1 || true", True),
        ("true && answers.absent == 1", UNKNOWN),
        ("answers.absent ? 1 : 2", UNKNOWN),
        ("answers.nothing == 'x'", UNKNOWN),
        ("years_between(answers.name, today())", UNKNOWN),
        ("answers.name > 5", UNKNOWN),
        ("answers.count / 0", UNKNOWN),
        ("answers.witnesses[7].name", UNKNOWN),
        ("add_days('2026-01-01', 99999999)", UNKNOWN),
    ],
)
def test_what_is_missing_or_unfit_stays_unknown(source: str, value: object) -> None:
    assert value_of(source) is value


def test_unknown_refuses_to_be_a_truth_value() -> None:
    with pytest.raises(TypeError):
        bool(UNKNOWN)


def test_without_a_day_today_is_unknown() -> None:
    assert compile_expression("today() > '2020-01-01'").evaluate({}) is UNKNOWN


def test_truth_is_true_false_or_none() -> None:
    truths = [compile_expression(s).is_true(NAMES) for s in ("1 < 2", "2 < 1", "1", "a.b")]

    assert truths == [True, False, None, None]


def test_names_read_are_dotted_paths_without_bound_variables() -> None:
    expression = compile_expression(
        "has(answers.mother.name) && answers.witnesses.exists(x, x.age > 18)"
        " && case['channel'].startsWith('on') && today() > \"answers.fake\" // answers.no",
    )

    assert expression.names_read == {
        "answers.mother.name",
        "answers.witnesses",
        "case.channel",
        "today",
    }


def test_the_missing_names_are_listed() -> None:
    expression = compile_expression("answers.kind == 'a' && answers.absent == nobody.home")

    assert expression.missing(NAMES) == {"answers.absent", "nobody.home"}


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [("answers.a +", 1, 12), ("a ==\n == b", 2, 2), ("1 +\nhaz(answers.a)", 2, 1), ("  ", 1, 1)],
)
def test_a_malformed_expression_says_where(source: str, line: int, column: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(source)

    assert (caught.value.line, caught.value.column) == (line, column)


def test_an_unknown_function_names_its_neighbour() -> None:
    with pytest.raises(ExpressionError, match="days_between"):
        compile_expression("day_between(answers.a, today())")


def test_an_overlong_expression_is_refused() -> None:
    with pytest.raises(ExpressionError):
        compile_expression("1 + " * 2000 + "1")


def test_the_same_source_compiles_once() -> None:
    assert compile_expression("1 + 1") is compile_expression("1 + 1")


def test_an_expression_survives_pickling() -> None:
    expression = compile_expression("answers.kind == 'new'")

    assert pickle.loads(pickle.dumps(expression)).is_true(NAMES) is True  # noqa: S301 - our own


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
SOURCES = [
    "answers.a > answers.b",
    "has(answers.a.b.c) || answers.a.b.c == 1",
    "days_between(answers.a, answers.b) + 1 > 3 && answers.a != answers.b",
    "size(answers.a) + answers.b",
    "answers.a.exists(x, x.b == answers.b)",
    "sum(answers.a) > 3 || min(answers.a, answers.b) == 2",
    "money(answers.a) * years_between(answers.b, today())",
    "fold(answers.a).contains(answers.b)",
    "add_months(answers.a, answers.b)",
]


@given(st.sampled_from(SOURCES), JSON, JSON)
def test_evaluation_never_raises(source: str, first: object, second: object) -> None:
    names = {"answers": {"a": first, "b": second}, "today": date(2026, 3, 10)}

    value = compile_expression(source).evaluate(names)

    assert value is UNKNOWN or isinstance(value, bool | int | float | str | list | dict | None)


@given(st.text(max_size=40))
def test_compiling_any_text_raises_only_expression_errors(source: str) -> None:
    try:
        outcome: object = compile_expression(source)
    except ExpressionError as error:
        outcome = error

    assert outcome is not None
