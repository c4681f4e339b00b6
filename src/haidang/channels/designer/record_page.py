"""Present one staged record: source beside reading, flags, what changed."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.channels.designer import words
from haidang.channels.designer.forms import Given, field_of
from haidang.channels.designer.pages import ChannelForm, Notice, PaperRow, RecordPage, Tag
from haidang.domain.catalog import public as catalog
from haidang.engines.national import ChannelReading, NationalRecord, PaperReading, hash_record
from haidang.kernel.clock import local
from haidang.kernel.errors import Problem
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Cell, Fault, Link, Row, Table

_LONG = 700


def record_page(
    view: catalog.StagedView, given: Given, *, problems: Iterable[Problem] = ()
) -> RecordPage:
    """Return the page of a record; ``problems`` are all that stand in the way."""
    told: dict[str, list[str]] = {}
    for problem in problems:
        told.setdefault(field_of(problem), []).append(problem.text(words.language()))
    state = view.summary.state
    return RecordPage(
        code=view.summary.code,
        name=view.summary.name,
        state=Tag(text=str(words.STATES[state]), tone=words.STATE_TONES[state]),
        confirmed=_confirmed(view),
        crumbs=(
            Link(text=_("National catalogue"), href=reverse("designer:list")),
            Link(text=view.summary.code),
        ),
        facts=_facts(view),
        source_href=view.record.source_url,
        procedure_href=f"/thu-tuc/{view.summary.code}/",
        changes=_changes(view),
        notices=tuple(
            Notice(
                title=flag.message[words.language()],
                text=flag.reading[words.language()],
                tone=words.SEVERITY_TONES[flag.severity],
            )
            for flag in view.flags
        ),
        channels=tuple(
            _channel(at, one, view.record, given, told)
            for at, one in enumerate(given.reading.channels)
        ),
        papers=tuple(_paper(one, view.record, told) for one in given.reading.papers),
        texts=_texts(view.record),
        seen=hash_record(view.record.data),
        faults=tuple(
            Fault(text=text, href=f"#f-{name}" if name else "")
            for name, texts in told.items()
            for text in texts
        ),
        can_confirm=state is not catalog.StagedState.OWN,
        is_own=state is catalog.StagedState.OWN,
    )


def _confirmed(view: catalog.StagedView) -> str:
    if view.confirmed_at is None:
        return ""
    at = local(view.confirmed_at)
    said = {"name": view.confirmed_name, "at": f"{at:%H:%M %d/%m/%Y}"}
    return _("Confirmed by %(name)s at %(at)s.") % said


def _facts(view: catalog.StagedView) -> tuple[Row, ...]:
    record = view.record
    agency = ", ".join(filter(None, (record.authority, record.executing)))
    levels = ", ".join(str(words.LEVELS.get(one, one)) for one in record.level)
    rows = (
        (_("Ministry"), words.ministry_words(record.ministry)),
        (_("Field of law"), record.field),
        (_("Level of government"), record.raw_level or levels or "—"),
        (_("Agency in the source"), agency or "—"),
        (_("Published by decision"), record.decision),
        (_("Line of the file"), str(view.line)),
        (_("Taken from the portal on"), f"{view.snapshot_on:%d/%m/%Y}"),
    )
    return tuple(Row(term=term, text=text) for term, text in rows)


def _changes(view: catalog.StagedView) -> Table | None:
    if not view.changes:
        return None
    return Table(
        caption=_("What changed in the source"),
        columns=(_("Place"), _("Before"), _("After the import")),
        rows=tuple(
            (
                Cell(text=words.place_words(change.path)),
                Cell(text=_cut(change.old) or "—"),
                Cell(text=_cut(change.new) or "—"),
            )
            for change in view.changes
        ),
    )


def _channel(
    at: int,
    one: ChannelReading,
    record: NationalRecord,
    given: Given,
    told: Mapping[str, list[str]],
) -> ChannelForm:
    rows = [row for row in record.channels if row.channel == one.channel]
    source = [
        pair
        for row in rows
        for pair in (
            Row(term=_("Time limit"), text=row.limit_text or "—"),
            Row(term=_("Fee"), text=_cut(row.fee_text) or "—"),
            Row(term=_("Note"), text=_cut(row.note)),
        )
        if pair.text
    ]
    if not rows:
        source = [Row(term=_("Source"), text=_("The source does not offer this channel."))]

    def field(name: str, **rest: object) -> Field:
        key = f"c{at}-{name}"
        return Field(name=key, faults=tuple(told.get(key, ())), **rest)  # type: ignore[arg-type]  # the field's own parameters, passed on

    return ChannelForm(
        title=str(words.CHANNELS[one.channel]),
        source=tuple(source),
        fields=(
            field("value", label=_("Time limit"), value=given.typed.get(f"c{at}-value", ""),
                  input_mode="numeric", size="short", required=False),
            field("unit", label=_("Unit of time"), kind="select", value=one.unit,
                  options=_options(words.UNITS)),
            field("fee", label=_("Fee"), kind="select", value=one.fee,
                  options=_options(words.FEES)),
            field("amount", label=_("Sum"), kind="money",
                  value=given.typed.get(f"c{at}-amount", ""), required=False),
            field("basis", label=_("Document that sets the fee"), value=one.basis,
                  max_length=120, required=False),
        ),
    )  # fmt: skip


def _paper(one: PaperReading, record: NationalRecord, told: Mapping[str, list[str]]) -> PaperRow:
    row = record.documents[one.row]
    copies = _("original %(original)d, copy %(copies)d") % {
        "original": row.original,
        "copies": row.copies,
    }
    note = " · ".join(filter(None, (_cut(row.group.rstrip(" :")), copies, ", ".join(row.forms))))
    kind = Field(
        name=f"p{one.row}-kind",
        label=_("What row %(number)d is") % {"number": one.row + 1},
        kind="select",
        value=one.kind,
        options=_options(words.PAPER_KINDS),
    )
    faults = (*told.get(f"p{one.row}-kind", ()), *told.get(f"p{one.row}-required", ()))
    return PaperRow(
        number=str(one.row + 1),
        name=_cut(row.name),
        note=note,
        kind=kind,
        required_name=f"p{one.row}-required",
        required=one.required,
        faults=tuple(faults),
    )


def _texts(record: NationalRecord) -> tuple[Row, ...]:
    results = "\n".join(f"{name} ({code or '—'})" for name, code in record.results)
    law = "\n".join(f"{number}: {title}" for title, number in record.legal_basis)
    rows = (
        (_("Steps"), record.steps),
        (_("Conditions"), record.conditions),
        (_("Result"), results),
        (_("Legal basis"), law),
        *((_("Text that could not be cut"), text) for text in record.raw.values()),
        (_("Remark after the papers"), record.documents_note),
    )
    return tuple(Row(term=term, text=text) for term, text in rows if text)


def _options(names: Mapping[str, object]) -> tuple[Option, ...]:
    return tuple(Option(value=value, label=str(name)) for value, name in names.items())


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
