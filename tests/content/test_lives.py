"""Every package lives: handed in, carried by the demonstration's own officers to a signed result.

The content, the sample people and the sample officers are those that `seed --sample` installs,
and the registers answer from the sample rows. Nothing here knows a procedure by its name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
import yaml
from pytest_django import Settings

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity.testing import make_binh, make_lan
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.config.seeding import seed
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import MONDAY, SAMPLE_PDF, providers_in_memory
from haidang.domain.worklist import public as worklist
from haidang.engines import packages
from haidang.kernel import clock
from haidang.kernel.actors import Actor, Duty
from haidang.kernel.events import JSON
from twins.registers.app import make_registers
from twins.sandbox import SANDBOX_SECRET, RunningTwin

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CONTENT: Final = Path(__file__).parents[2] / "content"
CITY: Final = "haiphong"
WARD: Final = "11560"
BINH_ID: Final = "031088000003"
MOST_STEPS: Final = 40
HTTP: Final = {"http": "haidang.adapters.exchange_http.Provider"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One scenario of a package that ends with a result."""

    code: str
    name: str
    channel: cases.Channel
    answers: Mapping[str, JSON]
    papers: tuple[str, ...]


def stories() -> list[Story]:
    """Return the first good scenario of each package, and all of them where it has parts."""
    return [
        story for folder in sorted((CONTENT / "procedures").iterdir()) for story in _of(folder)
    ]


def _of(folder: Path) -> Iterator[Story]:
    for path in sorted(folder.glob("scenarios/*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        ends_well = data["expect"]["status"][-1:] == [10] and data.get("city", CITY) == CITY
        if ends_well and data["answers"].get("receive_by") != "post":
            yield Story(
                code=folder.name,
                name=path.stem,
                channel=data["channel"],
                answers=data["answers"],
                papers=tuple(data.get("evidence") or {}),
            )
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """The people of the demonstration."""

    lan: Actor
    binh: Actor
    officers: tuple[Actor, ...]

    def holder_of(self, post: str, *, agency: str) -> Actor:
        """Return an officer of the sample who holds a post."""
        found = [one for one in self.officers if one.holds(post, agency=agency)]
        assert found, f"Nobody of the sample holds the post {post} at {agency}."
        return found[0]


@pytest.fixture(scope="module")
def _town(shared_rows: None) -> Town:
    with clock.stopped_at(MONDAY - timedelta(hours=1)):
        for _line in seed(sample=True):
            pass
        loaded = packages.load_city(CONTENT / "cities" / CITY)
        assert loaded.city is not None
        rows = loaded.city.sample["officers"]
        assert isinstance(rows, list)
        officers = tuple(_officer(row) for row in rows if isinstance(row, dict))
        return Town(lan=make_lan(), binh=make_binh(), officers=officers)


def _officer(row: Mapping[str, JSON]) -> Actor:
    officer = agencies.find_officer_by_code(str(row["key"]))
    assert officer is not None
    held = row["posts"]
    assert isinstance(held, list)
    posts = [post for post in held if isinstance(post, dict)]
    return Actor(
        kind="officer",
        id=str(officer.id),
        name=officer.name,
        duties=frozenset(
            Duty(agency=str(post["agency"]), post=str(post["post"])) for post in posts
        ),
        assurance=2,
    )


@pytest.fixture(scope="module")
def registers() -> Iterator[str]:
    """Run the register twin with the sample rows of the city."""
    with RunningTwin(make_registers()) as twin:
        yield twin.url


@pytest.fixture
def town(_town: Town, db: None, registers: str, settings: Settings) -> Iterator[Town]:
    """Give a test the town on a Monday morning; only the registers are outside."""
    for name, value in providers_in_memory({"found": False}).items():
        setattr(settings, name, value)
    settings.EXCHANGE_PROVIDERS = HTTP
    settings.HAIDANG_REGISTERS_URL = registers
    settings.HAIDANG_REGISTERS_SECRET = SANDBOX_SECRET
    with clock.stopped_at(MONDAY):
        yield _town


@pytest.mark.parametrize("story", stories(), ids=lambda story: f"{story.code}-{story.name}")
def test_a_package_is_carried_to_its_signed_result(story: Story, town: Town) -> None:
    applicant = town.binh if BINH_ID in _first_person(story) else town.lan
    number = _hand_in(story, applicant)

    _carry(number, applicant, town)

    case = cases.get_case(number, actor=applicant)
    assert case.status == cases.Status.RETURNED
    for part in (number, *_parts(number, applicant)):
        papers = cases.get_case(part, actor=applicant).documents
        results = [paper for paper in papers if paper.kind == "result"]
        assert [(paper.signatures, bool(paper.number)) for paper in results] in ([], [(2, True)])
        assert all(
            cases.verify_result(paper.verification_code).report.is_valid for paper in results
        )
    assert _signed(number, applicant)


def _first_person(story: Story) -> str:
    return next(str(value) for key, value in story.answers.items() if key.endswith("personal_id"))


def _hand_in(story: Story, applicant: Actor) -> str:
    loaded = packages.load_procedure(CONTENT / "procedures" / story.code)
    assert loaded.package is not None
    fields = loaded.package.form.fields()
    typed = {
        key: value
        for key, value in story.answers.items()
        if key in fields and fields[key][1].evidence is None
    }
    draft = cases.start_draft(
        procedure=story.code, unit=WARD, city=CITY, channel=story.channel, actor=applicant
    )
    cases.save_answers(draft, answers=typed, actor=applicant)
    for key in story.papers:
        cases.attach_evidence(
            draft, key=key, name=f"{key}.pdf", content=SAMPLE_PDF, actor=applicant
        )
    number = cases.submit_case(draft, actor=applicant).case_number
    run_jobs()
    return number


def _carry(number: str, applicant: Actor, town: Town) -> None:
    """Let the officers do each open task by its first action, and the cashiers take the money."""
    for _step in range(MOST_STEPS):
        numbers = (number, *_parts(number, applicant))
        tasks = [task for one in numbers for task in worklist.list_open_tasks_of(one)]
        orders = [order for one in numbers for order in payments.list_orders(subject=one)]
        due = [order for order in orders if order.status == payments.OrderStatus.PENDING]
        if tasks:
            _do(tasks[0], town)
        elif due:
            _pay(due[0], applicant, town)
        else:
            return
        run_jobs()


def _do(task: worklist.TaskView, town: Town) -> None:
    officer = town.holder_of(task.post, agency=task.agency)
    cases.complete_step(task.id, action=task.actions[0], actor=officer)


def _pay(order: payments.Order, applicant: Actor, town: Town) -> None:
    case = cases.get_case(order.subject, actor=applicant)
    cashier = town.holder_of("cashier", agency=case.receiving_agency)
    payments.take_cash(UUID(str(order.id)), actor=cashier)


def _parts(number: str, applicant: Actor) -> list[str]:
    parts = cases.parts_of(number, actor=applicant)
    return [part.number for part in parts if part.number]


def _signed(number: str, applicant: Actor) -> list[str]:
    """Return the numbers of the signed results of a case and of its parts."""
    return [
        paper.number
        for one in (number, *_parts(number, applicant))
        for paper in cases.get_case(one, actor=applicant).documents
        if paper.kind == "result" and paper.signatures == 2
    ]
