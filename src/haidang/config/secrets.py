"""Secrets that an installation makes for itself when nobody gave any."""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Final

from haidang.config.env import Environment

_MADE: Final = {"secret_key": 32, "field_key": 32, "keys_password": 24}


def with_secrets(env: Environment) -> Environment:
    """Fill each missing secret from the data folder, where it is made once and kept."""
    missing = {name: size for name, size in _MADE.items() if not getattr(env, name)}
    if not missing:
        return env
    folder = env.data_dir / "secrets"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    made = {name: _keep(folder / name, size) for name, size in missing.items()}
    return replace(
        env,
        secret_key=made.get("secret_key", env.secret_key),
        field_key=made.get("field_key", env.field_key),
        keys_password=made.get("keys_password", env.keys_password),
    )


def _keep(path: Path, size: int) -> str:
    try:
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(size))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8").strip()
