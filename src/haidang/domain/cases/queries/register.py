"""Sổ theo dõi hồ sơ: the book of what an agency took in, by field and period.

Law: 03/2025/TT-VPCP; compared by date, as the reports do.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from haidang.blocks.agencies import public as agencies
from haidang.domain.cases.errors import NotYourCase
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import Status
from haidang.domain.cases.types import RegisterPage, RegisterRow
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import Outcome, classify
from haidang.kernel.actors import Actor
from haidang.kernel.clock import VIETNAM, local, now
from haidang.kernel.errors import InvalidInput, Problem

MOST: Final = 200
_METHODS: Final = {
    "vault": "Trực tuyến",
    "post": "Bưu chính công ích",
}
_AT_COUNTER: Final = "Trực tiếp"


def list_register(
    *,
    agency: str,
    since: date,
    until: date,
    actor: Actor,
    field: str = "",
    after: str = "",
    limit: int = 50,
) -> RegisterPage:
    """Return lines of the book: what the agency received or decides, accepted in a period.

    ``field`` is the name of a field of the catalogue (such as Hộ tịch), empty for all;
    ``until`` is included. Raises NotYourCase for officers of other agencies.
    """
    check_may_read(agency, actor)
    rows = _accepted(field=field, since=since, until=until)
    begun = 0
    if after:
        at, last, begun = _read_mark(after)
        rows = rows.filter(accepted_at__gte=at)
        rows = rows.filter(Q(accepted_at__gt=at) | Q(accepted_at=at, id__gt=last))
    size = min(limit, MOST)
    found = _first(rows, agency=agency, size=size + 1)
    names = Names()
    page = [
        line_of(row, number=begun + place, names=names)
        for place, row in enumerate(found[:size], start=1)
    ]
    more = len(found) > size and found[size - 1].accepted_at is not None
    mark = _mark(found[size - 1], begun + size) if more else ""
    return RegisterPage(rows=tuple(page), after=mark)


def _first(rows: QuerySet[Case], *, agency: str, size: int) -> list[Case]:
    """Return the first rows of a book: what is decided and what is received, each by its index.

    Asked for together, all rows of the period would have to be sorted to show the first; few
    cases have an extension, so these are asked for once and not for each row.
    """
    rows = rows.select_related(None).prefetch_related("extension")
    decided = rows.filter(competent_agency=agency)[:size]
    received = rows.filter(receiving_agency=agency)[:size]
    found = {row.id: row for row in (*decided, *received)}
    return sorted(found.values(), key=lambda row: (row.accepted_at, row.id))[:size]


def each_line(
    *, agency: str, field: str, since: date, until: date, most: int
) -> Iterator[RegisterRow]:
    """Yield the lines of the book in order; the caller has checked who reads."""
    rows = rows_of(agency=agency, field=field, since=since, until=until)
    names = Names()
    for place, row in enumerate(rows[:most].iterator(chunk_size=500), start=1):
        yield line_of(row, number=place, names=names)


def check_may_read(agency: str, actor: Actor) -> None:
    """Let the officers of an agency read its book."""
    if actor.kind != "system" and agency not in actor.agencies:
        raise NotYourCase


def rows_of(*, agency: str, field: str, since: date, until: date) -> QuerySet[Case]:
    """Return the accepted cases of an agency in a period, in the order of the book."""
    own = Q(receiving_agency=agency) | Q(competent_agency=agency)
    return _accepted(field=field, since=since, until=until).filter(own)


def _accepted(*, field: str, since: date, until: date) -> QuerySet[Case]:
    begin = datetime.combine(since, time(), tzinfo=VIETNAM)
    end = datetime.combine(until, time(), tzinfo=VIETNAM) + timedelta(days=1)
    rows = Case.objects.filter(
        accepted_at__gte=begin,
        accepted_at__lt=end,
    ).exclude(status=Status.DRAFT)
    if field:
        rows = rows.filter(procedure__in=_procedures_of(field))
    return rows.select_related("extension").order_by("accepted_at", "id")


class Names(dict[str, str]):
    """The names of agencies, each asked for once in a book."""

    def __missing__(self, code: str) -> str:
        """Ask for a name and keep it."""
        self[code] = _agency(code)
        return self[code]


def line_of(row: Case, *, number: int, names: Names) -> RegisterRow:
    """Return one line of the book."""
    ended = row.finished_at
    wanted = str(row.answers.get("receive_by") or "")
    contact = (row.applicant.get("address_text"), row.applicant.get("phone"))
    return RegisterRow(
        number=number,
        case_number=row.key,
        procedure=row.procedure_name,
        applicant=row.applicant_name,
        contact=", ".join(str(part) for part in contact if part),
        agency=names[row.competent_agency],
        accepted_at=row.accepted_at or row.created_at,
        due_at=row.due_at,
        returned_at=row.returned_at or ended,
        method=_METHODS.get(wanted, _AT_COUNTER),
        outcome=_outcome(row, ended),
        is_late_without_apology=is_late_without_apology(row),
    )


def is_late_without_apology(row: Case) -> bool:
    """Tell whether a case is or became late although nobody sent Mẫu 04 in time."""
    if row.due_at is None or row.status in {Status.WITHDRAWN, Status.STOPPED, Status.REJECTED}:
        return False
    at = row.finished_at or (row.waiting_since or now())
    return local(at).date() > local(row.due_at).date() and not hasattr(row, "extension")


def _outcome(row: Case, ended: datetime | None) -> Outcome:
    if ended is None:
        return "none"
    return classify(row.due_at, ended, supplement_requests=row.supplement_count)


def _procedures_of(field: str) -> list[str]:
    return [one.code for one in catalog.list_procedures() if field in one.field.values()]


def _agency(code: str) -> str:
    try:
        return agencies.get_agency(code).name
    except agencies.AgencyUnknown:
        return code


def _read_mark(after: str) -> tuple[datetime, UUID, int]:
    try:
        at, last, written = after.split("~")
        return datetime.fromisoformat(at), UUID(last), int(written)
    except ValueError:
        raise InvalidInput([_faulty_mark()]) from None


def _faulty_mark() -> Problem:
    return Problem(
        code="cases.mark_unreadable",
        path="/after",
        message={"vi": "Không đọc được vị trí trang.", "en": "The page's mark is unreadable."},
    )


def _mark(row: Case, written: int) -> str:
    at = row.accepted_at.isoformat() if row.accepted_at else ""
    return f"{at}~{row.id}~{written}"
