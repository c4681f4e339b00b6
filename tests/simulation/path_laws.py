"""What must hold of a case after every act, whoever tried it."""

from datetime import datetime, timedelta

from hypothesis.stateful import invariant

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.testing import MemoryBank
from haidang.domain.cases.states import CLOSED, DECIDED, TRANSITIONS, FinanceState, Status
from haidang.domain.cases.testing import MONDAY
from haidang.domain.cases.types import StatusChanged
from haidang.kernel.actors import system
from tests.simulation.path_rules import WAITING, Paths


class PathMachine(Paths):
    """The rules, and what must hold after each."""

    @invariant()
    def the_history_goes_along_legal_edges_and_replays_to_the_row(self) -> None:
        last = Status.REGISTERED
        for change in self.changes():
            assert change.before == last
            assert Status(change.after) in TRANSITIONS[last]
            last = Status(change.after)
        assert self.row().status == last

    @invariant()
    def the_clocks_add_up(self) -> None:
        row = self.row()
        began, ended = self._waits()
        assert (row.waiting_since is None) == (began is None)
        tolerance = len(self.changes()) + row.consultations.count()
        assert abs(row.waited_seconds - ended.total_seconds()) <= tolerance
        if row.accepted_at is not None and row.due_at is not None:
            assert row.due_at > row.accepted_at

    @invariant()
    def nobody_is_asked_twice_without_a_head(self) -> None:
        row = self.row()
        asked = list(row.supplements.order_by("ordinal"))
        assert [each.ordinal for each in asked] == list(range(1, len(asked) + 1))
        assert row.supplement_count == len(asked)
        assert all(each.head_id and each.head_reason for each in asked[1:])

    @invariant()
    def the_date_is_put_off_by_a_head_once_at_most(self) -> None:
        given = [one for one in audit.list_entries(subject=self.number) if "extended" in one.code]
        assert len(given) <= 1
        assert len(given) == int(hasattr(self.row(), "extension"))

    @invariant()
    def money_in_is_money_recorded(self) -> None:
        row = self.row()
        receipts = payments.list_receipts(subject=self.number)
        booked = sum(each.amount.dong for each in receipts)
        astray = sum(
            each.amount.dong
            for each in payments.list_unexpected_money(
                agency=row.receiving_agency, actor=system("tests"), since=MONDAY
            )
        )
        assert booked + astray == sum(one.amount.dong for one in MemoryBank.received)
        assert len(receipts) <= 1
        if row.finance == FinanceState.PAID:
            assert booked == row.fee_total

    @invariant()
    def a_closed_case_has_no_open_task(self) -> None:
        if self.row().status in CLOSED:
            assert self.open_tasks() == []

    def _waits(self) -> tuple[datetime | None, timedelta]:
        """Reckon from the history since when the case waits, and how long it waited before."""
        marks: list[tuple[datetime, str, bool]] = []
        for change in self.changes():
            marks.append((change.at, "applicant", change.after in WAITING))
            if change.after in CLOSED | DECIDED:
                marks.append((change.at, "all", False))
        for row in self.row().consultations.filter(stops_clock=True):
            marks.append((row.asked_at, str(row.id), True))
            if row.answered_at is not None:
                marks.append((row.answered_at, str(row.id), False))
        running, since, waited = set[str](), None, timedelta()
        for at, what, begins in sorted(marks, key=lambda mark: (mark[0], mark[1] == "all")):
            running = (running | {what}) if begins else (running - {what})
            running = set() if what == "all" else running
            if running and since is None:
                since = at
            elif not running and since is not None:
                waited, since = waited + (at - since), None
        return since, waited

    def changes(self) -> list[StatusChanged]:
        facts = outbox.list_events(subject=self.number)
        return [fact for fact in facts if isinstance(fact, StatusChanged)]
