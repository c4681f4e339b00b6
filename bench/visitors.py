"""Who asks for pages in a measurement: a person, an officer, anybody, and programs of theirs."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client

from haidang.blocks.identity import public as identity
from haidang.blocks.identity.testing import PASSWORD, totp_code
from haidang.domain.cases.testing import install_world, make_submitted, take_step
from haidang.kernel import clock
from haidang.kernel.actors import system

Page = Callable[[], int]
"""Asks for a page and tells how many rows of a list it showed."""
_OK: Final = 200


class Visitors:
    """Lan with one accepted case, Hoa who is in charge of it and Khánh, her head."""

    def __init__(self) -> None:
        world = install_world()
        self.number = make_submitted(applicant=world.lan)
        take_step(self.number, action="accept", by=world.hoa)
        self.lan_id = str(world.lan.person_id)
        self._lan, self._hoa, self._khanh = Client(), Client(), Client()
        self._lan.force_login(get_user_model().objects.get(pk=str(world.lan.account_id)))
        _sign_in(self._hoa, "hoa")
        _sign_in(self._khanh, "khanh")
        hoa_account = get_user_model().objects.get(username="hoa")
        self._tokens = {
            "lan": _token(world.lan.account_id),
            "hoa": _token(hoa_account.pk),
        }

    def anybody(self, path: str) -> Page:
        """Ask without signing in."""
        return _page(Client(), path)

    def lan(self, path: str) -> Page:
        """Ask as the person."""
        return _page(self._lan, path)

    def hoa(self, path: str) -> Page:
        """Ask as the officer."""
        return _page(self._hoa, path)

    def khanh(self, path: str) -> Page:
        """Ask as the head of the officer's agency."""
        return _page(self._khanh, path)

    def api_of(self, name: str, path: str) -> Page:
        """Ask as a program of the person or of the officer."""
        return _page(Client(headers={"authorization": f"Bearer {self._tokens[name]}"}), path)


def _sign_in(client: Client, name: str) -> None:
    first = client.post("/tai-khoan/login/", {"login": name, "password": PASSWORD})
    client.post(first["Location"], {"code": totp_code()})


def _token(account: UUID | None) -> str:
    until = clock.now() + timedelta(days=1)
    return identity.issue_token(
        scopes=["api"], expires_at=until, actor=system("bench"), account_id=account, assurance=2
    ).token


def _page(client: Client, path: str) -> Page:
    def ask() -> int:
        answer = client.get(path)
        if answer.status_code != _OK:
            raise AssertionError(f"{path}: {answer.status_code} {answer.content[:300]!r}")
        text = answer.content.decode()
        is_json = answer["Content-Type"].startswith("application/json")
        return _json_rows(json.loads(text)) if is_json else _html_rows(text)

    return ask


def _json_rows(data: object) -> int:
    parts = data.values() if isinstance(data, dict) else [data]
    return max((len(part) for part in parts if isinstance(part, list)), default=1)


def _html_rows(text: str) -> int:
    heads = text.count("<thead") + text.count('<tr class="work-group"')
    return text.count("<tr") - heads + text.count('class="links-title"')
