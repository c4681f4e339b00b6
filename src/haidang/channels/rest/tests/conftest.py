"""A small city with one case at each stage, made once per module; a client for each role."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from haidang.blocks.agencies.testing import WARD_CENTRE
from haidang.blocks.identity import public as identity
from haidang.blocks.identity.testing import make_token
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.vault import public as vault
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    World,
    add_file,
    finish,
    install_world,
    make_draft,
    make_submitted,
    providers_in_memory,
    sample_record,
    take_step,
)
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.actors import system
from haidang.kernel.events import JSON

A_MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)
MACHINE_SCOPES = (
    "cases:read", "cases:write", "tasks:read", "tasks:write", "vault:read", "me:read",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The people with their tokens, and the things that addresses name."""

    world: World
    tokens: Mapping[str, str]
    names: Mapping[str, str]
    client: Client = field(default_factory=Client)

    def call(
        self,
        method: str,
        path: str,
        *,
        role: str = "anonymous",
        body: object = None,
        files: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HttpResponse:
        """Send a request as somebody; names in braces are filled in."""
        sent_headers = dict(headers or {})
        if role in self.tokens:
            sent_headers["Authorization"] = f"Bearer {self.tokens[role]}"
        address = "/api" + path.format(**self.names)
        if files is not None:
            answer = self.client.post(address, data=dict(files), headers=sent_headers)
        else:
            sent = json.dumps(body) if body is not None else ""
            answer = self.client.generic(
                method, address, data=sent, content_type="application/json", headers=sent_headers
            )
        assert isinstance(answer, HttpResponse)
        return answer


@pytest.fixture(scope="module")
def _scene(shared_rows: None) -> Iterator[Scene]:
    notice: dict[str, JSON] = {"found": True, "record": sample_record("health.birth_notice")}
    with override_settings(**providers_in_memory(notice)), clock.stopped_at(A_MONDAY):
        world = install_world()
        yield Scene(world=world, tokens=_tokens(world), names=_names(world))


@pytest.fixture
def scene(_scene: Scene, db: None) -> Iterator[Scene]:
    """Return the scene at nine on a Monday; what a test changes is undone."""
    with clock.stopped_at(A_MONDAY):
        yield _scene


def make_machine_token(*scopes: str) -> str:
    """Return the token of a machine."""
    code = f"tests-{len(scopes)}"
    client = identity.register_machine(
        code=code, name="Hệ thống mẫu", scopes=scopes, actor=system("tests")
    )
    issued = identity.issue_token(
        client_id=client,
        scopes=scopes,
        expires_at=clock.now() + timedelta(hours=1),
        actor=system("tests"),
    )
    return issued.token


def _tokens(world: World) -> dict[str, str]:
    people = ("lan", "minh", "binh", "hoa", "tuan", "khanh")
    tokens = {name: make_token(getattr(world, name)) for name in people}
    return {**tokens, "machine": make_machine_token(*MACHINE_SCOPES)}


def _names(world: World) -> dict[str, str]:
    lan = world.lan
    draft = make_draft(applicant=lan)
    submitted = make_submitted(applicant=lan)
    waiting = make_submitted(applicant=lan)
    take_step(
        waiting,
        action="supplement",
        by=world.hoa,
        items=(cases.SupplementItem(text="Bản chụp rõ nét."),),
    )
    finished = make_submitted(applicant=lan)
    take_step(finished, action="accept", by=world.hoa)
    finish(finished, world)
    accepted = make_submitted(applicant=lan)
    take_step(accepted, action="accept", by=world.hoa)
    finding = cases.record_finding(
        submitted, path="/mother_name", text="Thiếu dấu.", actor=world.hoa
    )
    run_jobs()
    with clock.stopped_at(A_MONDAY.replace(hour=15, minute=20)):
        held_back = make_submitted(applicant=lan)
        take_step(held_back, action="accept", by=world.hoa)
    assert lan.person_id is not None
    held = next(iter(vault.list_documents(lan.person_id, actor=lan)))
    result = cases.get_case(finished, actor=lan).documents[-1]
    return {
        "draft": str(draft),
        "evidence": str(add_file(draft, key="birth_notice", actor=lan)),
        "submitted": submitted,
        "waiting": waiting,
        "finished": finished,
        "document": str(result.id),
        "held": str(held.id),
        "held_back": held_back,
        "accepted": accepted,
        "finding": str(finding),
        "centre": WARD_CENTRE,
        "code": held.verification_code,
        "task": str(worklist.list_open_tasks_of(submitted)[0].id),
        "officer": world.hoa.id,
    }
