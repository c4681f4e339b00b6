"""Readers find a whole file or none; writers do not step on each other."""

from pathlib import Path

import pytest

from haidang.kernel.files import is_partial, write_once, write_whole, written_whole


def test_two_may_write_the_same_file_at_once(tmp_path: Path) -> None:
    target = tmp_path / "kept" / "a"

    with written_whole(target) as first, written_whole(target) as second:
        first.write_bytes(b"whole")
        second.write_bytes(b"whole")

    assert target.read_bytes() == b"whole"
    assert list(target.parent.iterdir()) == [target]


def test_what_is_not_whole_takes_no_place(tmp_path: Path) -> None:
    target = tmp_path / "a"

    with pytest.raises(FileNotFoundError), written_whole(target) as partial:
        partial.write_bytes((tmp_path / "gone").read_bytes())

    assert list(tmp_path.iterdir()) == []


def test_until_the_new_file_is_whole_the_old_one_is_read(tmp_path: Path) -> None:
    target = tmp_path / "a"
    write_whole(target, b"old")

    with written_whole(target) as partial:
        partial.write_bytes(b"ne")
        during = target.read_bytes()
        partial.write_bytes(b"new")
        names = [path for path in tmp_path.iterdir() if is_partial(path)]

    assert (during, target.read_bytes()) == (b"old", b"new")
    assert names == [partial]


def test_the_first_of_several_stays(tmp_path: Path) -> None:
    target = tmp_path / "a"

    outcomes = [write_once(target, b"first", mode=0o600), write_once(target, b"second")]

    assert outcomes == [True, False]
    assert target.read_bytes() == b"first"
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [target]
