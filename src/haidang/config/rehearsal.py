"""A rehearsal: real procedures of the catalogue, handed in and finished by generic forms.

Everything goes through the same actions as in the browser: the person fills in and hands in,
the officers of the competent agency accept, process, sign and number, the result is verified.
Messages and money stay inside: nothing leaves the process.
"""

import json
import random  # noqa: TID251 - only a seeded choice of samples
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.config.rehearsal_answers import answers_for, papers_for, sample_pdf
from haidang.config.rehearsal_people import Cast, hire
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.actors import Actor, system
from haidang.kernel.errors import HaidangError

SYSTEM: Final = system("rehearsal")
_POSITIVE: Final = ("accept", "forward", "approve", "handed_over", "sign", "return_result")
_MOST_STEPS: Final = 12
_NOTE: Final = "Hồ sơ mẫu đủ điều kiện; kết quả được lập để diễn tập, không có giá trị pháp lý."
_MEMORY: Final = "haidang.blocks.messaging.testing.MemoryChannel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one procedure."""

    code: str
    name: str
    number: str
    agency: str
    papers: int
    fee: int
    result: str
    signatures: int
    seconds: float
    fault: str = ""


class NothingToRehearse(SystemExit):
    """There is no procedure of the national catalogue here; import the file first."""


def run(*, count: int | None, seed: int, as_json: bool) -> int:
    """Rehearse ``count`` procedures chosen by ``seed``, or all; return the exit status."""
    if not settings.HAIDANG_SAMPLE:
        raise NothingToRehearse("A rehearsal needs sample data: set HAIDANG_SAMPLE=true.")
    _stay_inside()
    codes = choose(count=count, seed=seed)
    cast = hire(settings.HAIDANG_CITY)
    console = Console(stderr=True)
    bars = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console,
    )  # fmt: skip
    outcomes: list[Outcome] = []
    with bars:
        shown = bars.add_task("Rehearsing", total=len(codes))
        for outcome in rehearse(codes, cast):
            outcomes.append(outcome)
            bars.update(shown, advance=1, description=f"Rehearsing {outcome.code}")
    _show(outcomes, as_json=as_json, seed=seed)
    return 1 if any(outcome.fault for outcome in outcomes) else 0


def choose(*, count: int | None, seed: int) -> list[str]:
    """Return the codes to rehearse: all generic ones, or some at random, the same for a seed."""
    states = (catalog.StagedState.PUBLISHED, catalog.StagedState.CONFIRMED)
    known = sorted(
        code
        for state in states
        for code in catalog.list_staged_codes(catalog.StagedFilters(state=state), actor=SYSTEM)
    )
    if not known:
        raise NothingToRehearse
    if count is None:
        return known
    return sorted(random.Random(seed).sample(known, min(count, len(known))))  # noqa: S311 - a choice of samples, no secret


def rehearse(codes: Sequence[str], cast: Cast) -> Iterator[Outcome]:
    """Hand in and finish each procedure; a fault of one does not stop the others."""
    for code in codes:
        begun = time.monotonic()
        package = catalog.current_revision(code).package
        try:
            yield _drive(package, cast, begun=begun)
        except (HaidangError, AssertionError, LookupError, ValueError) as fault:
            reason = f"{type(fault).__name__}: {fault}"[:300]
            yield Outcome(
                code=code, name=package.name["vi"], number="", agency="", papers=0, fee=0,
                result="", signatures=0, seconds=time.monotonic() - begun, fault=reason,
            )  # fmt: skip


def _drive(package: ProcedurePackage, cast: Cast, *, begun: float) -> Outcome:
    draft = cases.start_draft(
        procedure=package.code, unit=cast.unit, city=cast.city, channel="online",
        actor=cast.person,
    )  # fmt: skip
    answers = answers_for(package)
    cases.save_answers(draft, answers=answers, actor=cast.person)
    papers = papers_for(package, answers)
    for key in papers:
        cases.attach_evidence(
            draft, key=key, name=f"{key}.pdf", content=sample_pdf(f"{package.code} {key}"),
            actor=cast.person,
        )  # fmt: skip
    number = cases.submit_case(draft, actor=cast.person).case_number
    run_jobs()
    _finish(number, cast)
    case = cases.get_case(number, actor=cast.person)
    result = next(row for row in case.documents if row.kind == "result")
    verified = cases.verify_result(result.verification_code)
    if not verified.report.is_valid:
        faults = ", ".join(problem.code for problem in verified.report.problems)
        raise ValueError(f"The result's signatures do not hold: {faults}.")
    return Outcome(
        code=package.code,
        name=package.name["vi"],
        number=number,
        agency=case.competent_agency,
        papers=len(papers),
        fee=case.total.dong,
        result=result.number,
        signatures=len(verified.report.signatures),
        seconds=time.monotonic() - begun,
    )


def _finish(number: str, cast: Cast) -> None:
    """Let officers do the case's tasks and the cashier take the money until it is returned."""
    for _step in range(_MOST_STEPS):
        case = cases.get_case(number, actor=cast.person)
        if case.status == "10":
            return
        tasks = worklist.list_open_tasks_of(number)
        if tasks:
            _do(tasks[0], cast)
        else:
            _pay(number, cast, agency=case.receiving_agency)
        run_jobs()
    status = cases.get_case(number, actor=cast.person).status
    raise ValueError(f"The case stands at status {status} after {_MOST_STEPS} steps.")


def _do(task: worklist.TaskView, cast: Cast) -> None:
    action = next(one for one in _POSITIVE if one in task.actions)
    officer = cast.officer(task.post, agency=task.agency)
    cases.complete_step(task.id, action=action, note=_NOTE, actor=officer)


def _pay(number: str, cast: Cast, *, agency: str) -> None:
    cashier: Actor = cast.officer("cashier", agency=agency)
    for order in payments.list_orders(subject=number):
        if order.status == payments.OrderStatus.PENDING:
            payments.take_cash(UUID(str(order.id)), actor=cashier)
            return
    raise ValueError("Nobody has a task, and nothing is to be paid.")


def _stay_inside() -> None:
    """Let no message leave: the channels are those in memory."""
    settings.MESSAGING_PROVIDERS = dict.fromkeys(settings.MESSAGING_PROVIDERS, _MEMORY)


def _show(outcomes: Sequence[Outcome], *, as_json: bool, seed: int) -> None:
    console = Console()
    failed = [outcome for outcome in outcomes if outcome.fault]
    if as_json:
        rows = [{key: getattr(one, key) for key in one.__slots__} for one in outcomes]
        console.out(json.dumps(rows, ensure_ascii=False), highlight=False)
        return
    table = Table("procedure", "name", "agency", "papers", "fee", "result", "signed", "seconds")
    for one in outcomes:
        table.add_row(
            one.code, one.name[:60], one.agency, str(one.papers), f"{one.fee:,}",
            one.result or one.fault[:80], str(one.signatures), f"{one.seconds:.2f}",
        )  # fmt: skip
    console.print(table)
    seconds = sum(one.seconds for one in outcomes)
    reasons = Counter(one.fault[:100] for one in failed)
    console.print(
        f"{len(outcomes) - len(failed)} of {len(outcomes)} procedures finished to a signed, "
        f"verified result (seed {seed}) in {seconds:.0f} s, "
        f"{seconds / max(1, len(outcomes)):.2f} s each."
    )
    for reason, times in reasons.most_common():
        console.print(f"{times} x {reason}", markup=False)


__all__ = ["NothingToRehearse", "Outcome", "choose", "rehearse", "run"]
