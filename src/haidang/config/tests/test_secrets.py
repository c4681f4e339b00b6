import stat
from dataclasses import replace
from pathlib import Path

from haidang.config.env import Environment
from haidang.config.secrets import with_secrets


def test_missing_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    env = Environment(data_dir=tmp_path)

    first, second = with_secrets(env), with_secrets(env)

    assert first == second
    assert len(first.secret_key) >= 50
    assert len(first.field_key) == 64
    assert len({first.secret_key, first.field_key, first.keys_password}) == 3


def test_another_installation_has_other_secrets(tmp_path: Path) -> None:
    one = with_secrets(Environment(data_dir=tmp_path / "one"))
    other = with_secrets(Environment(data_dir=tmp_path / "other"))

    assert one.secret_key != other.secret_key
    assert one.field_key != other.field_key


def test_nobody_else_reads_them(tmp_path: Path) -> None:
    with_secrets(Environment(data_dir=tmp_path))

    folder = tmp_path / "secrets"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert modes == {"secret_key": 0o600, "field_key": 0o600, "keys_password": 0o600}


def test_a_secret_that_was_given_is_kept_as_it_is(tmp_path: Path) -> None:
    given = Environment(data_dir=tmp_path, secret_key="given" * 10)

    env = with_secrets(given)

    assert env.secret_key == given.secret_key
    assert not (tmp_path / "secrets" / "secret_key").exists()


def test_with_all_secrets_given_nothing_is_written(tmp_path: Path) -> None:
    given = replace(with_secrets(Environment(data_dir=tmp_path / "a")), data_dir=tmp_path / "b")

    assert with_secrets(given) is given
    assert not (tmp_path / "b").exists()
