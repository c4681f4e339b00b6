"""The machine: settings, secrets, disks, fonts, browser parts, text recognition."""

import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Final

from haidang.config.doctor.findings import Finding, fail, ok, warn
from haidang.config.env import Environment, variable_name

_SAMPLE_SECRET: Final = "sandbox-secret"  # noqa: S105 - the default that everybody knows
_GIGABYTE: Final = 1024**3
_LEAST_FREE: Final = 2 * _GIGABYTE
_PARTS: Final = (
    "bpmn-js/dist", "htmx.org/dist", "@fontsource/be-vietnam-pro/files",
)  # fmt: skip
_MADE: Final = ("secret_key", "field_key", "keys_password")


def check_settings(env: Environment) -> Iterator[Finding]:
    """Find settings that are good for samples only."""
    faults = [] if env.sample else list(_not_for_real_data(env))
    for told, cure in faults:
        yield fail("settings", told, cure)
    if not faults:
        kind = "sample data" if env.sample else "real data"
        yield ok("settings", f"read without fault; {kind}; {env.public_url}")


def check_secrets(env: Environment) -> Iterator[Finding]:
    """Find secrets that lie beside the data, or that others could read."""
    folder = env.data_dir / "secrets"
    if folder.is_dir() and folder.stat().st_mode & 0o077:
        yield fail("secrets", f"{folder} can be read by others.", f"chmod 700 {folder}")
    beside = [variable_name(name) for name in _MADE if not getattr(env, name)]
    if beside and not env.sample:
        yield warn(
            "secrets",
            f"made by the installation itself, beside the data: {', '.join(beside)}.",
            "Give them by …_FILE from a safe place, and keep a copy apart from the backups.",
        )
    else:
        yield ok("secrets", "of samples" if env.sample else "given from outside the data folder")


def check_disk(env: Environment) -> Iterator[Finding]:
    """Find folders whose disk is nearly full."""
    for name, folder in (("data", env.data_dir), ("backup", env.backup_dir)):
        usage = shutil.disk_usage(_existing(folder))
        share = usage.free / usage.total
        told = f"{usage.free / _GIGABYTE:.1f} GB free, {share:.0%}, for {folder}"
        cure = "Make room or a larger disk: a full one stops every write."
        if usage.free < _LEAST_FREE or share < 0.05:
            yield fail(f"disk.{name}", told, cure)
        elif share < 0.15:
            yield warn(f"disk.{name}", told, cure)
        else:
            yield ok(f"disk.{name}", told)


def check_fonts(env: Environment) -> Iterator[Finding]:
    """Find out whether documents can be rendered in their font."""
    folder = env.assets_dir / "@expo-google-fonts" / "tinos"
    count = sum(1 for _path in folder.rglob("*.ttf")) if folder.is_dir() else 0
    if count:
        yield ok("fonts", f"{count} files of the documents' font")
    else:
        cure = "Run ./run haidang once with access to the packages, or set HAIDANG_ASSETS_DIR."
        yield fail("fonts", f"none in {folder}: no document can be rendered.", cure)


def check_browser_parts(env: Environment) -> Iterator[Finding]:
    """Find out whether pages get their scripts and fonts."""
    missing = [part for part in _PARTS if not (env.assets_dir / part).is_dir()]
    if missing:
        cure = "Run ./run haidang once with access to the packages, or set HAIDANG_ASSETS_DIR."
        yield warn("browser_parts", f"missing: {', '.join(missing)}.", cure)
    else:
        yield ok("browser_parts", f"{len(_PARTS)} parts in {env.assets_dir}")


def check_recognition(_env: Environment) -> Iterator[Finding]:
    """Find out whether scanned pages can be read."""
    missing = [name for name in ("ocrmypdf", "tesseract", "gs") if shutil.which(name) is None]
    if missing:
        cure = "Install the extra `ocr` and the system's tesseract-ocr-vie and ghostscript."
        yield warn("recognition", f"scans stay pictures: {', '.join(missing)} missing.", cure)
    else:
        yield ok("recognition", "OCRmyPDF, Tesseract and Ghostscript are there")


def _not_for_real_data(env: Environment) -> Iterator[tuple[str, str]]:
    if env.debug:
        yield "HAIDANG_DEBUG shows faults to everybody.", "Set it to false."
    if not env.public_url.startswith("https://"):
        yield f"{env.public_url} is not encrypted.", "Set HAIDANG_PUBLIC_URL to https://…"
    if "*" in env.allowed_hosts.split(","):
        yield "Every host name is answered.", "Name them in HAIDANG_ALLOWED_HOSTS."
    known = [
        variable_name(item.name)
        for item in fields(env)
        if item.metadata["secret"] and getattr(env, item.name) == _SAMPLE_SECRET
    ]
    if known:
        yield f"Everybody knows these secrets: {', '.join(known)}.", "Set them."


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())
