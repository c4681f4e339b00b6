"""Present the console's front page, the city's words, mergers and calibration."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.channels.console.pages import (
    CalibrationPage,
    Door,
    HomePage,
    MergerItem,
    MergerPage,
    MergersPage,
    WordsPage,
)
from haidang.channels.console.words import crumbs, exact, say, summarize
from haidang.domain.catalog import public as catalog
from haidang.domain.indicators import public as indicators
from haidang.domain.succession import public as succession
from haidang.engines.indicators import WINDOW_DAYS, say_duration
from haidang.kernel.events import JSON
from haidang.ui.fields import Field
from haidang.ui.parts import Cell, Row, Table, Tone

_STATES: Final = {
    "running": gettext_lazy("Running"),
    "proved": gettext_lazy("Proved"),
    "disproved": gettext_lazy("The proof does not hold"),
}
_TONES: Final[Mapping[str, Tone]] = {"running": "warn", "proved": "good", "disproved": "bad"}
_STEPS: Final = {
    "units": gettext_lazy("Units and agencies that end"),
    "posts": gettext_lazy("Posts and delegations"),
    "cases": gettext_lazy("Cases and questions to agencies"),
    "worklist": gettext_lazy("Tasks and shared lists"),
    "indicators": gettext_lazy("Processing times"),
    "payments": gettext_lazy("Payment orders"),
    "vault": gettext_lazy("Shared files"),
}
_TABLES: Final = {
    "agencies_assignment": gettext_lazy("Posts"),
    "cases_case": gettext_lazy("Cases"),
    "cases_consultation": gettext_lazy("Questions to agencies"),
    "worklist_task": gettext_lazy("Tasks"),
    "worklist_savedfilter": gettext_lazy("Shared lists"),
    "indicators_told": gettext_lazy("Processing times"),
    "payments_paymentorder": gettext_lazy("Payment orders"),
    "vault_fileshare": gettext_lazy("Shared files"),
}
_SHOWN: Final = 200


def home_page(*, keeps_city: bool) -> HomePage:
    """Return the parts that the officer may enter."""
    calibration = Door(
        title=_("Forecast and reality"),
        text=_("Whether what people were told at acceptance came true."),
        href=reverse("console:calibration"),
        icon="clock",
    )
    if not keeps_city:
        return HomePage(doors=(calibration,))
    return HomePage(
        doors=(
            Door(
                title=_("Working calendar"),
                text=_("Days off, swaps and office hours; due dates follow."),
                href=reverse("console:calendar"),
                icon="calendar",
            ),
            Door(
                title=_("The city's words"),
                text=_("Short name, title of the portal, motto, contact."),
                href=reverse("console:words"),
                icon="edit",
            ),
            Door(
                title=_("Mergers of units"),
                text=_("What was carried over, with the proof that nothing was lost."),
                href=reverse("console:mergers"),
                icon="building",
            ),
            calibration,
        )
    )


def words_page(
    words: catalog.CityWords, *, reason: str, expected: int, faults: Mapping[str, str]
) -> WordsPage:
    """Return the form of the city's words."""
    given = (
        ("short", _("Short name"), words.short, True),
        (
            "platform_vi",
            _("Title of the portal in Vietnamese"),
            words.platform.get("vi", ""),
            True,
        ),
        ("platform_en", _("Title of the portal in English"), words.platform.get("en", ""), True),
        ("motto_vi", _("Motto in Vietnamese"), words.motto.get("vi", ""), True),
        ("motto_en", _("Motto in English"), words.motto.get("en", ""), True),
        ("hotline", _("Hotline"), words.hotline, False),
        ("email", _("E-mail"), words.email, False),
        ("reason", _("Reason for the change"), reason, True),
    )
    fields = tuple(
        Field(
            name=name,
            label=label,
            value=value,
            required=required,
            faults=(faults[name],) if name in faults else (),
        )
        for name, label, value, required in given
    )
    return WordsPage(
        fields=fields,
        faults=summarize(faults, fields),
        expected=expected,
        crumbs=crumbs(_("The city's words")),
    )


def mergers_page(found: Sequence[succession.MergerSummary]) -> MergersPage:
    """Return the list of mergers."""
    return MergersPage(
        items=tuple(
            MergerItem(
                name=each.name,
                href=reverse("console:merger", args=[each.id]),
                note=_("%(law)s, in force from %(day)s")
                % {"law": each.law, "day": f"{each.effective:%d/%m/%Y}"},
                state=str(_STATES[each.state]),
                tone=_TONES[each.state],
            )
            for each in found
        ),
        crumbs=crumbs(_("Mergers of units")),
    )


def merger_page(view: succession.MergerView) -> MergerPage:
    """Return a merger with its plan, its steps and its proof."""
    one = view.summary
    plan = _plan_rows(view.plan)
    return MergerPage(
        name=one.name,
        state=str(_STATES[one.state]),
        tone=_TONES[one.state],
        facts=tuple(
            Row(term=term, text=text)
            for term, text in (
                (_("Ordered by"), one.law),
                (_("In force from"), f"{one.effective:%d/%m/%Y}"),
                (_("Begun"), exact(one.started_at)),
                (_("Ended"), exact(one.finished_at)),
                (_("Seal of the city"), _("Set") if view.is_sealed else _("Not set")),
            )
            if text
        ),
        steps=tuple(
            Row(term=str(_STEPS.get(step.name, step.name)), text=_number(step.rows))
            for step in view.steps
        ),
        proof=Table(
            caption=_("Proof"),
            columns=(_("Rows of"), _("Before"), _("After"), _("Digest"), _("Verdict")),
            rows=tuple(_proof_row(each) for each in view.tables),
        )
        if view.tables
        else None,
        faults=tuple(say(each) for each in view.discrepancies),
        plan=Table(
            caption=_("Who follows whom"),
            columns=(_("Ends"), _("Followed by"), _("Remark")),
            rows=plan[:_SHOWN],
        ),
        is_cut=len(plan) > _SHOWN,
        sha256=view.proof_sha256,
        pdf_href=reverse("console:proof", args=[one.id, "pdf"]) if view.proof_sha256 else "",
        json_href=reverse("console:proof", args=[one.id, "json"]) if view.proof_sha256 else "",
        crumbs=crumbs(one.name, (_("Mergers of units"), reverse("console:mergers"))),
    )


def calibration_page(
    found: Sequence[indicators.ProcedureCalibration], *, names: Mapping[str, str], scope: str
) -> CalibrationPage:
    """Return told against taken by procedure, the fullest first."""
    table = Table(
        caption=_("Told at acceptance, and what happened"),
        columns=(
            _("Procedure"), _("Cases"), _("Within P50"), _("Within P90"),
            _("Told (middle)"), _("Taken (middle)"), _("Verdict"),
        ),
        rows=tuple(_calibration_row(each, names) for each in found),
    )  # fmt: skip
    return CalibrationPage(
        table=table if found else None,
        scope=scope,
        days=WINDOW_DAYS,
        crumbs=crumbs(_("Forecast and reality")),
    )


def _calibration_row(
    each: indicators.ProcedureCalibration, names: Mapping[str, str]
) -> tuple[Cell, ...]:
    seen = each.calibration
    honest = seen.is_honest
    verdict = _("As told") if honest else _("Told too short")
    return (
        Cell(text=f"{names.get(each.procedure, '')} ({each.procedure})".strip()),
        Cell(text=_number(seen.count), number=True),
        Cell(text=_share(seen.share_p50), number=True),
        Cell(text=_share(seen.share_p90), number=True),
        Cell(text=say(say_duration(each.median_told)) if each.median_told is not None else ""),
        Cell(text=say(say_duration(each.median_taken)) if each.median_taken is not None else ""),
        Cell(text=verdict, tone="good" if honest else "warn"),
    )


def _proof_row(each: succession.TableProof) -> tuple[Cell, ...]:
    verdict = _("The same") if each.holds else _("Not the same")
    return (
        Cell(text=str(_TABLES.get(each.table, each.table))),
        Cell(text=_number(each.rows_before), number=True),
        Cell(text=_number(each.rows_after), number=True),
        Cell(text=each.digest_after[:16]),
        Cell(text=verdict, tone="good" if each.holds else "bad"),
    )


def _plan_rows(plan: Mapping[str, JSON]) -> tuple[tuple[Cell, ...], ...]:
    units = [_unit_row(each) for each in _maps(plan.get("units"))]
    agencies = [
        _plan_row(str(each.get("from")), str(each.get("to")), _("agency"))
        for each in _maps(plan.get("agencies"))
    ]
    return (*units, *agencies)


def _unit_row(each: Mapping[str, JSON]) -> tuple[Cell, ...]:
    new = each.get("to")
    after = [str(code) for code in new] if isinstance(new, list) else []
    main = str(each.get("main") or "")
    remark = _("split; mainly %(code)s") % {"code": main} if len(after) > 1 else ""
    return _plan_row(str(each.get("from")), ", ".join(after), remark)


def _maps(value: JSON) -> list[Mapping[str, JSON]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _plan_row(old: str, new: str, remark: str) -> tuple[Cell, ...]:
    return (Cell(text=old), Cell(text=new), Cell(text=remark))


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _share(value: float | None) -> str:
    return f"{value:.0%}" if value is not None else ""
