from dataclasses import fields
from pathlib import Path

import pytest

from haidang.config.env import (
    PROJECT,
    Environment,
    SettingsError,
    describe_settings,
    read_environment,
    variable_name,
)


def refusal(**given: str) -> str:
    with pytest.raises(SettingsError) as refused:
        read_environment(given)
    return str(refused.value)


def test_without_any_setting_the_defaults_hold() -> None:
    env = read_environment({"PATH": "/usr/bin"})

    assert env == Environment()
    assert (env.city, env.debug, env.pool_max) == ("haiphong", False, 8)
    assert env.content_dir == PROJECT / "content"


def test_settings_are_read_by_their_type() -> None:
    env = read_environment(
        {
            "DATABASE_URL": "postgresql://localhost/haidang",
            "HAIDANG_DATA_DIR": "/srv/data",
            "HAIDANG_DEBUG": "true",
            "HAIDANG_SAMPLE": "false",
            "HAIDANG_POOL_MAX": "16",
            "HAIDANG_CLOCK_SHIFT_SECONDS": "-60",
            "HAIDANG_FIELD_KEY": "0f" * 32,
            "HAIDANG_LOG_LEVEL": "ERROR",
        }
    )

    assert env.database_url == "postgresql://localhost/haidang"
    assert (env.data_dir, env.debug, env.sample) == (Path("/srv/data"), True, False)
    assert (env.pool_max, env.clock_shift_seconds) == (16, "-60")


def test_every_fault_is_told_at_once() -> None:
    told = refusal(
        HAIDANG_DEBUG="yes",
        HAIDANG_POOL_MAX="many",
        HAIDANG_PUBLIC_URL="portal.example",
        HAIDANG_LOG_LEVEL="LOUD",
        HAIDANG_COLOUR="blue",
        DATABASE_URL="mysql://localhost/x",
    )

    lines = told.splitlines()
    assert lines[0] == "Settings refused:"
    assert len(lines) == 7
    for name in (
        "HAIDANG_DEBUG",
        "HAIDANG_POOL_MAX",
        "HAIDANG_PUBLIC_URL",
        "HAIDANG_LOG_LEVEL",
        "HAIDANG_COLOUR",
        "DATABASE_URL",
    ):
        assert sum(line.strip().startswith(f"{name}:") for line in lines) == 1


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("HAIDANG_DEBUG", "True", "true or false"),
        ("HAIDANG_DEBUG", "", "true or false"),
        ("HAIDANG_POOL_MAX", "-1", "whole number"),
        ("HAIDANG_POOL_MAX", "1.5", "whole number"),
        ("HAIDANG_CLOCK_SHIFT_SECONDS", "--5", "whole number"),
        ("HAIDANG_CLOCK_SHIFT_SECONDS", "", "whole number"),
        ("HAIDANG_PUBLIC_URL", "ftp://x", "http://host:port"),
        ("HAIDANG_VNEID_URL", "http://", "http://host:port"),
        ("HAIDANG_FIELD_KEY", "0f" * 31, "64 hexadecimal"),
        ("HAIDANG_FIELD_KEY", "0F" * 32, "64 hexadecimal"),
        ("DATABASE_URL", "sqlite:///x", "postgresql://"),
    ],
)
def test_a_malformed_value_is_refused_with_what_to_say(name: str, text: str, words: str) -> None:
    assert words in refusal(**{name: text})


@pytest.mark.parametrize("name", ["HAIDANG_CITTY", "HAIDANG_", "HAIDANG_CITY_FILE"])
def test_a_setting_that_does_not_exist_is_refused(name: str) -> None:
    assert f"{name}: there is no such setting" in refusal(**{name: "x"})


def test_variables_of_others_are_left_alone() -> None:
    assert read_environment({"DJANGO_SETTINGS_MODULE": "x", "LANG": "C"}) == Environment()


def test_a_secret_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("s3cret\n", encoding="utf-8")

    env = read_environment({"HAIDANG_SECRET_KEY_FILE": str(file)})

    assert env.secret_key == "s3cret"  # noqa: S105 - made up here


def test_a_secret_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.write_bytes(b"\xff\xfe")

    assert "cannot be read" in refusal(HAIDANG_SECRET_KEY_FILE=str(tmp_path / "none"))
    assert "UTF-8" in refusal(HAIDANG_SECRET_KEY_FILE=str(raw))


def test_a_secret_from_a_file_is_checked_as_any_other(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("short", encoding="utf-8")

    assert "64 hexadecimal" in refusal(HAIDANG_FIELD_KEY_FILE=str(file))


def test_the_reference_lists_every_setting_and_shows_no_secret() -> None:
    rows = describe_settings()

    assert [row[0] for row in rows] == [variable_name(item.name) for item in fields(Environment)]
    assert all(meaning.strip() for _, _, _, meaning in rows)
    assert not any("sandbox-secret" in shown for _, _, shown, _ in rows)
    assert not any(str(PROJECT) in shown for _, _, shown, _ in rows)
