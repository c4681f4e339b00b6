"""The runner of all checks."""

import pytest

from lint.check import STEPS, Step, check

GOOD = Step("good", ("compileall", "-q", "lint/check.py"))
BAD = Step("bad", ("lint.there_is_no_such_module",))


def test_all_steps_run_even_when_one_fails(capsys: pytest.CaptureFixture[str]) -> None:
    status = check([BAD, GOOD])

    words = capsys.readouterr().out
    assert status == 1
    assert "bad                  FAILED" in words
    assert "good                 ok" in words


def test_nothing_wrong_ends_with_0() -> None:
    assert check([GOOD]) == 0


def test_the_words_of_a_step_are_shown_only_when_it_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    check([BAD])

    assert "No module named" in capsys.readouterr().out


def test_every_step_is_named_once() -> None:
    names = [step.name for step in STEPS]

    assert len(set(names)) == len(names)
