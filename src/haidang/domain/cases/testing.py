"""A whole small city for tests: content published, people, officers and keys; real acts."""

import copy
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import yaml
from django.conf import settings

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.testing import WARD, WARD_CENTRE, WARD_COMMITTEE, install_sample_city
from haidang.blocks.delivery.testing import MemoryPost
from haidang.blocks.exchange import public as exchange
from haidang.blocks.exchange.testing import MemoryRegister
from haidang.blocks.identity.testing import (
    make_binh,
    make_hoa,
    make_lan,
    make_minh,
    make_officer_actor,
    make_tuan,
)
from haidang.blocks.messaging.testing import MemoryChannel
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments.testing import MemoryBank
from haidang.blocks.signing import public as signing
from haidang.domain.cases.actions.complete_step import complete_step
from haidang.domain.cases.actions.drafts import attach_evidence, save_answers, start_draft
from haidang.domain.cases.actions.submit_case import submit_case
from haidang.domain.cases.models import Case
from haidang.domain.cases.types import CaseId, SupplementItem
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines import packages
from haidang.kernel import clock
from haidang.kernel.actors import Actor, system
from haidang.kernel.events import JSON

ACTOR: Final = system("tests")
MONDAY: Final = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)
BIRTH: Final = "1.001193"
EXTRACT: Final = "2.000635"
BUSINESS: Final = "1.001612"
CITY: Final = "haiphong"
SAMPLE_PDF: Final = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n%%EOF\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The people of every test."""

    lan: Actor
    minh: Actor
    hoa: Actor
    khanh: Actor
    mai: Actor
    tuan: Actor
    binh: Actor


def install_world() -> World:
    """Publish all content and bring everybody in; safe to repeat."""
    publish_content()
    lan = make_lan()
    world = World(
        lan=lan,
        minh=make_minh(represents=lan),
        hoa=make_hoa(),
        khanh=make_officer_actor("khanh"),
        mai=make_officer_actor("mai"),
        tuan=make_tuan(),
        binh=make_binh(),
    )
    signing.create_sample_authority(actor=ACTOR)
    for officer in (world.hoa, world.khanh, world.mai, world.tuan):
        holder = signing.Holder(kind="person", code=officer.id)
        signing.enrol_sample_holder(holder, name=officer.name, actor=ACTOR)
    for code in (WARD_COMMITTEE, WARD_CENTRE):
        holder = signing.Holder(kind="agency", code=code)
        name = agencies.get_agency(code).name
        signing.enrol_sample_holder(holder, name=name, actor=ACTOR)
    return world


def publish_content() -> None:
    """Publish the cities, services and procedures of the content folder."""
    root: Path = settings.HAIDANG_CONTENT_DIR
    install_sample_city()
    catalog.forget_cities()
    for folder in sorted((root / "cities").iterdir()):
        catalog.publish_city(folder.name, packages.read_files(folder), actor=ACTOR)
    for service in _services(root):
        exchange.install_service(service.manifest, actor=ACTOR)
    for package in _procedures(root):
        catalog.publish_procedure(package, actor=ACTOR)


@functools.cache
def _services(root: Path) -> tuple[packages.ServicePackage, ...]:
    loaded = (packages.load_service(folder) for folder in sorted((root / "services").iterdir()))
    return tuple(one.service for one in loaded if one.service is not None)


@functools.cache
def _procedures(root: Path) -> tuple[packages.ProcedurePackage, ...]:
    folders = sorted((root / "procedures").iterdir())
    loaded = (packages.load_procedure(folder) for folder in folders)
    return tuple(one.package for one in loaded if one.package is not None)


def providers_in_memory(answer: Mapping[str, JSON]) -> dict[str, dict[str, str]]:
    """Return settings under which nothing outside is called; the register answers so."""
    MemoryRegister.reset(answer)
    MemoryChannel.reset()
    MemoryBank.reset()
    MemoryPost.reset()
    channel = "haidang.blocks.messaging.testing.MemoryChannel"
    return {
        "DELIVERY_PROVIDERS": {"post": "haidang.blocks.delivery.testing.MemoryPost"},
        "EXCHANGE_PROVIDERS": {"http": "haidang.blocks.exchange.testing.MemoryRegister"},
        "MESSAGING_PROVIDERS": {"email": channel, "sms": channel, "zalo": channel},
        "PAYMENT_PROVIDERS": {"vietqr": "haidang.blocks.payments.testing.MemoryBank"},
    }


def scenario_answers(procedure: str, scenario: str) -> dict[str, JSON]:
    """Return the answers of a procedure's own scenario."""
    folder: Path = settings.HAIDANG_CONTENT_DIR
    path = folder / "procedures" / procedure / "scenarios" / f"{scenario}.yaml"
    return dict(copy.deepcopy(_read_scenario(path)["answers"]))


@functools.cache
def _read_scenario(path: Path) -> dict[str, dict[str, JSON]]:
    loaded: dict[str, dict[str, JSON]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def sample_record(service: str, place: int = 0) -> dict[str, JSON]:
    """Return a record of the sample registers, as a service answers it."""
    folder: Path = settings.HAIDANG_CONTENT_DIR
    path = folder / "cities" / CITY / "sample.yaml"
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    return dict(loaded["services"][service][place]["record"])


def make_draft(
    *, applicant: Actor, procedure: str = BIRTH, scenario: str = "on-time", **changes: JSON
) -> CaseId:
    """Return a draft filled in with a scenario's answers, with its evidence."""
    draft = start_draft(
        procedure=procedure, unit=WARD, city=CITY, channel="online", actor=applicant
    )
    answers = {**scenario_answers(procedure, scenario), **changes}
    save_answers(draft, answers=answers, actor=applicant)
    return draft


def make_submitted(
    *, applicant: Actor, procedure: str = BIRTH, scenario: str = "on-time", **changes: JSON
) -> str:
    """Return the number of a case handed in with a scenario's answers."""
    draft = make_draft(applicant=applicant, procedure=procedure, scenario=scenario, **changes)
    return submit_case(draft, actor=applicant).case_number


def add_file(case_id: UUID, *, key: str, actor: Actor) -> UUID:
    """Add a small true PDF as evidence."""
    return attach_evidence(case_id, key=key, name=f"{key}.pdf", content=SAMPLE_PDF, actor=actor)


def take_step(
    number: str, *, action: str, by: Actor, note: str = "", items: tuple[SupplementItem, ...] = ()
) -> None:
    """Do the open task of a case by an action, then run the jobs."""
    task = next(task for task in worklist.list_open_tasks_of(number) if action in task.actions)
    complete_step(task.id, action=action, actor=by, note=note, items=items)
    run_jobs()


def finish(number: str, world: World) -> None:
    """Carry an accepted case by approval to its signed result."""
    officers = (world.hoa, world.khanh, world.mai)
    for _round in range(8):
        tasks = worklist.list_open_tasks_of(number)
        if not tasks:
            return
        task = tasks[0]
        by = next(one for one in officers if one.holds(task.post, agency=task.agency))
        take_step(number, action=task.actions[0], by=by)


def id_of(person: Actor) -> UUID:
    """Return the person's id; an actor without one is the test's own mistake."""
    if person.person_id is None:
        raise AssertionError(f"{person.name} is no person.")
    return person.person_id


def get_row(number: str) -> Case:
    """Return the row of a case."""
    return Case.objects.get(number=number)
