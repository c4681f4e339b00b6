"""The outside: systems that answer, and backups that are young."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

import httpx

from haidang.config.backup.store import Store, find_damage, list_backups
from haidang.config.doctor.findings import Finding, fail, ok, warn
from haidang.config.env import Environment, variable_name
from haidang.kernel import clock

_SYSTEMS: Final = ("vneid_url", "vietqr_url", "messages_url", "registers_url", "post_url")
_PATIENCE_SECONDS: Final = 3.0
_LATE: Final = timedelta(hours=26)
_TOO_LATE: Final = timedelta(days=3)


def check_systems(env: Environment) -> Iterator[Finding]:
    """Ask each outside system for a sign of life."""
    for name in _SYSTEMS:
        url = str(getattr(env, name))
        check = f"outside.{name.removesuffix('_url')}"
        if not env.sample and urlsplit(url).hostname == "localhost":
            yield fail(check, f"{url} is the sandbox twin.", f"Set {variable_name(name)}.")
            continue
        cure = f"See whether {url} and the way there work; work for it waits in the queue."
        try:
            answer = httpx.get(url, timeout=_PATIENCE_SECONDS)
        except httpx.HTTPError as error:
            yield warn(check, f"{url} does not answer: {type(error).__name__}", cure)
            continue
        if answer.status_code >= 500:
            yield warn(check, f"{url} answers {answer.status_code}", cure)
        else:
            yield ok(check, f"{url} answers in {answer.elapsed.total_seconds() * 1000:.0f} ms")


def check_mail(env: Environment) -> Iterator[Finding]:
    """Knock at the mail server's door."""
    parts = urlsplit(env.smtp_url)
    host, port = parts.hostname or "", parts.port or 25
    try:
        socket.create_connection((host, port), timeout=_PATIENCE_SECONDS).close()
    except OSError as error:
        cure = "See whether the mail server runs; notices wait in the queue."
        yield warn("outside.mail", f"{host}:{port} does not open: {error}", cure)
    else:
        yield ok("outside.mail", f"{host}:{port} opens")


def check_backups(env: Environment) -> Iterator[Finding]:
    """Look at the age of the newest backup, and whether it is whole."""
    store = Store(env.backup_dir)
    known = list_backups(store)
    cure = "Run haidang backup take every night and haidang backup follow always."
    if not known:
        told = f"there is none in {env.backup_dir}."
        yield warn("backups", told, cure) if env.sample else fail("backups", told, cure)
        return
    newest = known[-1]
    age = clock.to_machine_time(clock.now()) - newest.ended_at
    told = f"{len(known)} kept, the newest is {age / timedelta(hours=1):.1f} hours old"
    if age > _TOO_LATE:
        yield fail("backups", told, cure)
    elif age > _LATE:
        yield warn("backups", told, cure)
    else:
        yield ok("backups", told)
    if "keys.sealed" not in newest.digests:
        cure = "Set HAIDANG_BACKUP_PASSPHRASE, or keep keys/ and secrets/ by other means."
        yield warn("backups.keys", "the newest holds no keys", cure)
    if find_damage(store, newest):
        yield fail("backups.whole", "the newest is damaged", "Take another; test the disk.")
