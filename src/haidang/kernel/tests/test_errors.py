import pytest

from haidang.kernel import errors
from haidang.kernel.errors import HaidangError, InvalidInput, Problem, Severity


def test_a_message_is_told_in_the_language_asked_for() -> None:
    problem = Problem(code="x.missing", message={"vi": "Thiếu.", "en": "Missing."})

    assert problem.text("en") == "Missing."
    assert problem.text("vi") == "Thiếu."


def test_without_the_language_a_message_is_vietnamese_else_the_code() -> None:
    assert Problem(code="x.missing", message={"vi": "Thiếu."}).text("en") == "Thiếu."
    assert Problem(code="x.missing", message={"vi": "Thiếu.", "en": ""}).text("en") == "Thiếu."
    assert Problem(code="x.missing").text("vi") == "x.missing"


def test_a_problem_is_an_error_unless_it_says_otherwise() -> None:
    assert Problem(code="x").severity is Severity.ERROR
    assert Severity("warning") is Severity.WARNING


@pytest.mark.parametrize(
    "kind",
    [
        errors.NotAllowed,
        errors.NotFound,
        errors.IllegalTransition,
        errors.Conflict,
        errors.ProviderUnavailable,
        errors.ProviderRefused,
    ],
)
def test_an_error_says_by_itself_what_it_means(kind: type[HaidangError]) -> None:
    assert str(kind()) == (kind.__doc__ or "").strip()
    assert str(kind("Something else.")) == "Something else."
    assert kind.code.startswith("haidang.")


def test_the_codes_of_errors_differ() -> None:
    kinds: list[type[HaidangError]] = [HaidangError, *HaidangError.__subclasses__()]
    known = [kind.code for kind in kinds if kind.__module__ == "haidang.kernel.errors"]

    assert len(known) == len(set(known))


def test_an_error_without_a_docstring_has_an_empty_message_no_fault() -> None:
    class Bare(HaidangError):
        code = "tests.bare"

    Bare.__doc__ = None

    assert str(Bare("said")) == "said"


def test_invalid_input_lists_every_problem() -> None:
    error = InvalidInput([Problem(code="a.one", path="/name"), Problem(code="a.two")])

    assert str(error) == "The data has faults: /name: a.one; /: a.two"
    assert [problem.code for problem in error.problems] == ["a.one", "a.two"]


def test_invalid_input_may_say_it_in_other_words() -> None:
    assert str(InvalidInput(iter(()), "Nothing fits.")) == "Nothing fits."
