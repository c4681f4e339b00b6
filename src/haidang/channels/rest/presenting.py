"""Revisions, answers and orders as the REST channel shows them."""

from collections.abc import Mapping

from django.http import HttpResponse

from haidang.blocks.payments import public as payments
from haidang.channels.rest.schemas.cases import CaseAnswer, CaseOut, OrderOut, ReceiptOut, TaskOut
from haidang.channels.rest.schemas.public import (
    BasisOut,
    ChannelOut,
    EvidenceRuleOut,
    FormOut,
    HitOut,
    OpenPointOut,
    ProcedureOut,
    ResultOut,
)
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import TimeLimit
from haidang.engines.forms import to_json_schema
from haidang.engines.packages import Evidence, ProcedurePackage
from haidang.kernel.actors import Actor


def hit_answer(procedure: catalog.ProcedureSummary, score: float, *, language: str) -> HitOut:
    """Return a procedure for a list, in one language."""
    return HitOut(
        code=procedure.code,
        name=_word(procedure.name, language),
        score=score,
        field=_word(procedure.field, language),
        summary=_word(procedure.summary, language),
    )


def procedure_answer(revision: catalog.Revision) -> ProcedureOut:
    """Return a procedure with all its parts."""
    package = revision.package
    return ProcedureOut(
        code=package.code,
        revision=revision.number,
        published_at=revision.published_at,
        name=dict(package.name),
        field=dict(package.field),
        level=list(package.level),
        audiences=list(package.audiences),
        agency_kind=package.agency_kind,
        keywords={language: list(words) for language, words in package.keywords.items()},
        summary=dict(package.summary),
        steps={language: list(steps) for language, steps in package.steps.items()},
        conditions=dict(package.conditions),
        channels=_channels(package),
        evidence=[_evidence(rule) for rule in package.evidence],
        fees=package.fees_data,
        results=[ResultOut.from_orm(result) for result in package.results],
        legal_basis=[BasisOut.from_orm(basis) for basis in package.legal_basis],
        decision={"number": package.decision_number, "on": package.decision_on},
        supplement={
            "regime": package.time.supplement_regime,
            "days": package.time.supplement_days,
            "once": package.time.once,
        },
        quality=package.quality,
        source_url=package.source_url,
        taken_on=package.snapshot_on,
        is_confirmed=package.is_confirmed,
        told_fees=sorted(package.told_fees),
        open_points=[OpenPointOut.from_orm(point) for point in package.open_points],
    )


def form_answer(revision: catalog.Revision) -> FormOut:
    """Return the schema and the pages of a form."""
    package = revision.package
    data = package.form_data if isinstance(package.form_data, Mapping) else {}
    pages = data.get("pages")
    return FormOut(
        procedure=package.code,
        revision=revision.number,
        answers_schema=dict(to_json_schema(package.form)),
        title=dict(package.form.title),
        pages=_objects(pages),
    )


def case_answer(case: cases.CaseView, *, actor: Actor) -> CaseAnswer:
    """Return a case with what the caller may do; officers see its open tasks."""
    tasks = worklist.list_open_tasks_of(case.number) if actor.is_officer else []
    return CaseAnswer(
        case=CaseOut.from_orm(case),
        abilities=dict(cases.abilities(case.id, actor=actor)),
        tasks=[TaskOut.from_orm(task) for task in tasks],
    )


def order_answer(order: payments.Order) -> OrderOut:
    """Return an order with its receipt."""
    answer = OrderOut.from_orm(order)
    receipt = payments.find_receipt(order_id=order.id)
    answer.receipt = ReceiptOut.from_orm(receipt) if receipt else None
    return answer


def pdf_answer(name: str, content: bytes) -> HttpResponse:
    """Return a PDF to be kept."""
    return file_answer(name, content, media_type="application/pdf")


def file_answer(name: str, content: bytes, *, media_type: str) -> HttpResponse:
    """Return a file to be kept, not shown: whoever uploaded it may have put anything in it."""
    response = HttpResponse(content, content_type=media_type)
    plain = name.encode("ascii", "replace").decode().replace('"', "")
    response["Content-Disposition"] = f'attachment; filename="{plain}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _objects(rows: object) -> list[dict[str, object]]:
    listed = rows if isinstance(rows, list | tuple) else []
    return [dict(row) for row in listed if isinstance(row, Mapping)]


def _channels(package: ProcedurePackage) -> list[ChannelOut]:
    return [
        ChannelOut(
            channel=offer.channel, time_limit=_limit(offer.time_limit), note=dict(offer.note)
        )
        for offer in package.channels
    ]


def _limit(limit: TimeLimit) -> dict[str, object]:
    return {
        "value": limit.value,
        "unit": str(limit.unit),
        "cut_off": f"{limit.cut_off:%H:%M}" if limit.cut_off else None,
        "instant": limit.instant,
    }


def _evidence(rule: Evidence) -> EvidenceRuleOut:
    stand_in = rule.replaced_by
    return EvidenceRuleOut(
        key=rule.key,
        name=dict(rule.name),
        original=rule.original,
        copies=rule.copies,
        required=rule.required,
        media=list(rule.media),
        max_mb=rule.max_mb,
        case=dict(rule.case),
        replaced_by=None
        if stand_in is None
        else {"service": stand_in.service, "source": dict(stand_in.source), "law": stand_in.law},
    )


def _word(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words.get("vi", "")
