"""The demonstration's town for tests: its people, officers and registers; stories of packages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from uuid import UUID

import yaml

from haidang.blocks.agencies import public as agencies
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import SAMPLE_PDF
from haidang.domain.worklist import public as worklist
from haidang.engines import packages
from haidang.kernel.actors import Actor, Duty
from haidang.kernel.events import JSON

CONTENT: Final = Path(__file__).parents[2] / "content"
CITY: Final = "haiphong"
WARD: Final = "11560"
BINH_ID: Final = "031088000003"
MOST_STEPS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One scenario of a package that ends with a result."""

    code: str
    name: str
    channel: cases.Channel
    answers: Mapping[str, JSON]
    papers: tuple[str, ...]


def stories() -> list[Story]:
    """Return the first scenario of each package that ends well and is not sent by post."""
    return [
        story for folder in sorted((CONTENT / "procedures").iterdir()) for story in _of(folder)
    ]


def _of(folder: Path) -> Iterator[Story]:
    for path in sorted(folder.glob("scenarios/*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        ends_well = data["expect"]["status"][-1:] == [10] and data.get("city", CITY) == CITY
        if ends_well and data["answers"].get("receive_by") != "post":
            yield _read(path)
            return


def _read(path: Path) -> Story:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Story(
        code=path.parents[1].name,
        name=path.stem,
        channel=data["channel"],
        answers=data["answers"],
        papers=tuple(data.get("evidence") or {}),
    )


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


def story_of(code: str, name: str, **changes: JSON) -> Story:
    """Return a scenario as a story, with some answers changed."""
    story = _read(CONTENT / "procedures" / code / "scenarios" / f"{name}.yaml")
    return replace(story, answers={**story.answers, **changes})


def officer_of(row: Mapping[str, JSON]) -> Actor:
    """Return an officer of the sample, as signed in."""
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


def applicant_of(story: Story, town: Town) -> Actor:
    """Return who of the town hands a story in: Bình where it is his, else Lan."""
    people = [str(value) for key, value in story.answers.items() if key.endswith("personal_id")]
    return town.binh if people[:1] == [BINH_ID] else town.lan


def hand_in(story: Story, applicant: Actor) -> str:
    """Fill in and hand in a story's answers and papers; return the number of the case."""
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


def carry(number: str, applicant: Actor, town: Town, *, stop: str = "") -> None:
    """Let the officers do each open task by its first action, and the cashiers take the money.

    With ``stop`` the case is left where that step is open.
    """
    for _step in range(MOST_STEPS):
        numbers = (number, *parts_of(number, applicant))
        tasks = [task for one in numbers for task in worklist.list_open_tasks_of(one)]
        orders = [order for one in numbers for order in payments.list_orders(subject=one)]
        due = [order for order in orders if order.status == payments.OrderStatus.PENDING]
        if any(task.key == stop for task in tasks):
            return
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


def parts_of(number: str, applicant: Actor) -> list[str]:
    """Return the numbers of the parts that were opened."""
    parts = cases.parts_of(number, actor=applicant)
    return [part.number for part in parts if part.number]


def signed_results(number: str, applicant: Actor) -> list[str]:
    """Return the numbers of the signed results of a case and of its parts."""
    return [
        paper.number
        for one in (number, *parts_of(number, applicant))
        for paper in cases.get_case(one, actor=applicant).documents
        if paper.kind == "result" and paper.signatures == 2
    ]
