"""Work shared out over processes is done once, and a failed process is told."""

from collections.abc import Callable

import pytest

from haidang.config.shares import Given, ShareFailed, run_shares


def tell_part(given: Given, part: int, parts: int, told: Callable[[object], None]) -> None:
    for number in range(int(given["numbers"])):
        if number % parts == part:
            told(number)


def fail_second(given: Given, part: int, parts: int, told: Callable[[object], None]) -> None:
    tell_part(given, part, parts, told)
    if part == 1:
        raise ValueError("the second one fails on purpose")


def test_every_share_tells_its_own_part() -> None:
    heard: list[object] = []

    run_shares([tell_part, tell_part], {"numbers": 7}, told=heard.append)

    assert sorted(map(str, heard)) == [str(number) for number in range(7)]


def test_a_failed_share_is_told_after_the_others_ended(capfd: pytest.CaptureFixture[str]) -> None:
    heard: list[object] = []

    with pytest.raises(ShareFailed, match="start again"):
        run_shares([tell_part, fail_second], {"numbers": 4}, told=heard.append)

    assert sorted(map(str, heard)) == ["0", "1", "2", "3"]
    assert "fails on purpose" in capfd.readouterr().err
