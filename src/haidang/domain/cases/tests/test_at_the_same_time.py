"""Two people do the same thing at one moment; true commits, so a module of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from haidang.blocks.audit import public as audit
from haidang.domain.cases import public as cases
from haidang.domain.cases.models import Case
from haidang.domain.cases.testing import MONDAY, World, install_world, make_draft
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.errors import HaidangError

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(providers: None) -> Iterator[World]:
    with clock.stopped_at(MONDAY):
        yield install_world()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do acts in threads of their own; tell each outcome: ``done`` or the error's code."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            with clock.stopped_at(MONDAY):
                barrier.wait(timeout=20)
                act()
        except HaidangError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_cases_are_handed_in_accepted_and_taken_back_once(committed: World) -> None:
    lan, hoa = committed.lan, committed.hoa
    draft, other = make_draft(applicant=lan), make_draft(applicant=lan)

    twice = at_once(*[lambda: cases.submit_case(draft, actor=lan)] * 3)
    assert twice == ["cases.illegal_status", "cases.illegal_status", "done"]

    both = at_once(
        lambda: cases.submit_case(other, actor=lan),
        lambda: cases.submit_case(make_draft(applicant=lan), actor=lan),
    )
    assert both == ["done", "done"]
    rows = Case.objects.exclude(number=None).order_by("number")
    numbers = [row.key for row in rows]
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]

    first = numbers[0]
    accepted = at_once(*[lambda: cases.accept_case(first, actor=hoa)] * 2)
    assert accepted == ["cases.illegal_status", "done"]
    codes = [entry.code for entry in audit.list_entries(subject=first)]
    assert (codes.count("case.submitted"), codes.count("case.accepted")) == (1, 1)

    second = numbers[1]
    at_once(
        lambda: cases.accept_case(second, actor=hoa),
        lambda: cases.withdraw_case(second, reason="Nhầm", actor=lan),
    )
    assert Case.objects.get(number=second).status == cases.Status.WITHDRAWN
    assert worklist.list_open_tasks_of(second) == []
