"""The data that the forms and the result of a case are made of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from haidang.blocks.agencies import public as agencies
from haidang.blocks.payments import public as payments
from haidang.domain.cases.actions.due import appointment_limit
from haidang.domain.cases.actions.judge import time_limit_of
from haidang.domain.cases.actions.names import evidence_counts, names_of
from haidang.domain.cases.models import Case, CaseDocument, Extension, Supplement
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.states import FinanceState, Status
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import Unit
from haidang.engines.forms import FormSchema, show_value
from haidang.kernel.clock import local, now
from haidang.kernel.events import JSON
from haidang.kernel.money import Money

_CODED: Final = frozenset(
    {"choice", "choices", "country", "ethnicity", "nationality", "unit", "address"}
)
_UNITS: Final = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.CALENDAR_DAY: "ngày",
    Unit.HOUR: "giờ làm việc",
}
_RECEIVE: Final = {
    "vault": "Kho dữ liệu điện tử của công dân",
    "post": "Dịch vụ bưu chính công ích",
}


def form_data(case: Case, row: CaseDocument, *, kind: str, officer: str) -> dict[str, JSON]:
    """Return what a form of TT 03/2025/TT-VPCP reads."""
    decided = is_of_the_decision(case, kind)
    agency = agencies.get_agency(case.competent_agency if decided else case.receiving_agency)
    data: dict[str, JSON] = {
        **_head(case, agency_code=agency.code),
        "number": row.number.partition("/")[0],
        "verify_url": f"{settings.HAIDANG_PUBLIC_URL}/tra-cuu?ma={case.key}",
        "case": _case(case),
        "applicant": _party(case.applicant),
        "signer": _head_officer(officer, agency=agency.name)
        if decided
        else _officer(officer, fallback=agency.name),
        "paper": settings.HAIDANG_FORM_PAPER,
    }
    if case.representative and not case.representative.get("revoked_at"):
        data["representative"] = _party(case.representative)
    match kind:
        case "mau_01":
            data |= _receipt(case)
        case "mau_02":
            data |= _supplement(case, slot=row.slot, contact=agency.name)
        case "mau_03":
            data |= _refusal(
                case, contact=agency.name, stage="decision" if decided else "reception"
            )
        case "mau_04":
            data |= _apology(case)
        case "mau_05":
            data |= _stop(case, contact=agency.name)
    return data


def is_of_the_decision(case: Case, kind: str) -> bool:
    """Tell whether the competent agency's head signs a form, not the receiving officer."""
    refused = kind == "mau_03" and case.status == Status.STOPPED
    return refused or kind in {"mau_04", "mau_05", "phieu_kiem_soat"}


def receipt_data(
    case: Case, row: CaseDocument, *, receipt: payments.IssuedReceipt
) -> dict[str, JSON]:
    """Return what the electronic receipt of a payment reads (254/2026/NĐ-CP).

    The collecting agency's tax code is left out where nobody has told it.
    """
    payer = _party(case.applicant)
    tax_code = receipt.payee.tax_code
    return {
        **_head(case, agency_code=receipt.payee.agency),
        "collector": {
            "name": receipt.payee.name,
            **({"tax_code": tax_code} if tax_code else {}),
        },
        "payer": {
            "name": receipt.payer_name,
            **{key: payer[key] for key in ("id", "address") if payer[key]},
        },
        "form_symbol": receipt.form,
        "series": receipt.symbol,
        "number": receipt.number,
        "lines": [
            {"name": line.name, "kind": line.kind, "amount": line.amount.dong}
            for line in receipt.lines
        ],
        "total": receipt.amount.dong,
        "procedure": case.procedure_name["vi"],
        "case_number": case.key,
        "method": "Chuyển khoản qua mã VietQR",
        "transaction": receipt.transaction_id,
        "issued_on": receipt.issued_on.isoformat(),
        "verify_url": f"{settings.HAIDANG_PUBLIC_URL}/xac-minh/{row.verification_code}",
        "paper": "a5",
    }


def result_data(case: Case, row: CaseDocument, *, draft: bool) -> dict[str, JSON]:
    """Return what a result template reads; ``row.number`` is empty before numbering."""
    package = package_of(case)
    signer = signer_of(case)
    number, _, _symbol = row.number.partition("/")
    return {
        **_head(case, agency_code=case.competent_agency),
        "draft": draft,
        "number": number,
        "symbol": package.result().symbol,
        "answers": case.answers,
        "labels": _labels(package.form, case),
        "facts": case.facts,
        "register": row.data.get("register") or {},
        "signer": {
            "name": str(signer["name"]),
            "title": _title(signer),
            "on_behalf": _authority(signer),
        },
        "verify_url": f"{settings.HAIDANG_PUBLIC_URL}/xac-minh/{row.verification_code}",
        "case": _case(case),
        "applicant": _party(case.applicant),
    }


def _labels(form: FormSchema, case: Case) -> dict[str, JSON]:
    """Return the words for the answers that are codes; texts, dates and groups are left alone."""
    names = names_of(case)
    shown: dict[str, JSON] = {}
    for item in (field for page in form.pages for field in page.fields):
        value = case.answers.get(item.key)
        if value is not None and item.type.value in _CODED:
            shown[item.key] = show_value(item, value, "vi", names)
    return shown


def signer_of(case: Case) -> dict[str, JSON]:
    """Return who signs the result: the leader who approved, else the leader by standing order.

    Nobody yet, where the agency has no leader now: the name is empty, as on a draft.
    """
    known = case.facts.get("signer")
    officer_id = known.get("officer_id") if isinstance(known, Mapping) else None
    if officer_id is None:
        leaders = agencies.officers_holding(case.competent_agency, "leader")
        if not leaders:
            return {"officer_id": "", "code": "", "name": "", "details": {}}
        officer_id = str(leaders[0].id)
    officer = agencies.get_officer(UUID(str(officer_id)))
    holder_id = known.get("holder_id") if isinstance(known, Mapping) else None
    details = dict(officer.details)
    if holder_id is not None:
        details["signs_for"] = _by_delegation(agencies.get_officer(UUID(str(holder_id))).details)
    return {"officer_id": str(officer.id), "code": officer.code, "name": officer.name,
            "details": details}  # fmt: skip


def _head(case: Case, *, agency_code: str) -> dict[str, JSON]:
    return head_of_paper(agency_code, city_code=case.city)


def head_of_paper(agency_code: str, *, city_code: str = "") -> dict[str, JSON]:
    """Return the head of a paper: who issues it, where and when."""
    agency = agencies.get_agency(agency_code)
    parent = agencies.get_agency(agency.parent).name if agency.parent else ""
    home = city_code or agency.city
    city = catalog.city_revision(home)
    return {
        "agency": agency.name,
        "parent_agency": parent,
        "place": _place(agency.unit_code) or catalog.short_name(home),
        "issued_on": local(now()).date().isoformat(),
        "sample": settings.HAIDANG_SAMPLE,
        "city": city.name["vi"],
    }


def _case(case: Case) -> dict[str, JSON]:
    package = package_of(case)
    limit = time_limit_of(case, package)
    words = f"{limit.value} {_UNITS[limit.unit]}" if limit.unit in _UNITS else "Không quy định"
    return {
        "number": case.key,
        "content": case.procedure_name["vi"],
        "accepted_at": _instant(case.accepted_at),
        "due_at": _instant(case.due_at),
        "due_note": _appointments_told(case),
        "time_limit": words,
        "channel": case.channel,
    }


def _appointments_told(case: Case) -> str | None:
    """Write both appointments of a case that has two; the second has no date at first."""
    if not case.appointments:
        return None
    package = package_of(case)
    told = []
    for place, row in enumerate(case.appointments, start=1):
        limit = appointment_limit(case, package, row["key"])
        if row["due_at"]:
            when = f"{local(datetime.fromisoformat(row['due_at'])):%H giờ %M, ngày %d/%m/%Y}"
        else:
            words = f"{limit.value} {_UNITS.get(limit.unit, '')}" if limit else ""
            when = f"{words} kể từ ngày hoàn thành nghĩa vụ tài chính"
        told.append(f"Hẹn lần {place} ({row['name']['vi']}): {when}")
    return "; ".join(told)


def _receipt(case: Case) -> dict[str, JSON]:
    package = package_of(case)
    counts = evidence_counts(case)
    listed: list[JSON] = [
        {"name": rule.name["vi"], "originals": 0, "copies": 0, "form": "bản điện tử"}
        for rule in package.evidence
        if counts.get(rule.key)
    ]
    receive = str(case.answers.get("receive_by") or "")
    place = case.return_agency or case.receiving_agency
    at = _RECEIVE.get(receive) or agencies.get_agency(place).name
    sequence = case.key.rpartition("-")[2]
    year = str(local(case.accepted_at or now()).year)
    return {
        "evidence": listed,
        "receive_at": at,
        "sets": 1,
        "register": {"book": f"01/{year}", "number": sequence},
    }


def supplement_of(case: Case, slot: str) -> Supplement:
    """Return the request that a slot such as ``mau_02:2`` is the paper of."""
    ordinal = slot.partition(":")[2]
    return case.supplements.get(ordinal=int(ordinal) if ordinal else 1)


def _supplement(case: Case, *, slot: str, contact: str) -> dict[str, JSON]:
    row = supplement_of(case, slot)
    items: list[JSON] = [
        {"content": item["text"], "reason": item.get("clause") or None} for item in row.items
    ]
    return {
        "items": items,
        "reason": row.reason or "Hồ sơ chưa đầy đủ, chính xác theo quy định.",
        "contact": {"name": contact},
    }


def _refusal(case: Case, *, contact: str, stage: str) -> dict[str, JSON]:
    return {
        "reasons": [case.closing_reason.rstrip(". ")],
        "contact": {"name": contact},
        "stage": stage,
        "refund": _refund(case),
    }


def _apology(case: Case) -> dict[str, JSON]:
    """Return Mẫu 04: the old appointment stands in the case, the new one beside it."""
    row = Extension.objects.get(case=case)
    told = {**_case(case), "due_at": _instant(row.old_due_at)}
    return {"case": told, "reason": row.reason, "new_due_at": _instant(row.new_due_at)}


def _stop(case: Case, *, contact: str) -> dict[str, JSON]:
    at = case.changed_at
    return {
        "requested_on": local(at).date().isoformat(),
        "stopped_at": _instant(at),
        "reason": case.closing_reason.rstrip(". ") or None,
        "asked": case.facts.get("stopped_by") == "applicant",
        "contact": {"name": contact},
        "refund": _refund(case),
    }


def _refund(case: Case) -> str | None:
    """Say what happens to the money that was paid; nothing paid, nothing said."""
    match case.finance:
        case FinanceState.REFUNDED:
            back = Money(sum(line["amount"] for line in case.fee_lines if line["refundable"]))
            return f"hoàn trả {back}"
        case FinanceState.PAID:
            return "không hoàn trả theo quy định về phí, lệ phí"
    return None


def _head_officer(officer_id: str, *, agency: str) -> dict[str, JSON]:
    if not officer_id:
        return {"name": "", "title": agency}
    officer = agencies.get_officer(UUID(officer_id))
    known: dict[str, JSON] = {"details": dict(officer.details)}
    return {"name": officer.name, "title": _title(known), "on_behalf": _authority(known)}


def _party(person: Mapping[str, JSON]) -> dict[str, JSON]:
    return {
        "name": str(person.get("full_name", "")),
        "id": _text(person.get("tax_code") or person.get("personal_id")),
        "phone": _text(person.get("phone")),
        "email": _text(person.get("email")),
        "address": _text(person.get("address_text")),
        "kind": str(person.get("kind") or "person"),
        "paper": _text(person.get("paper")),
    }


def _officer(officer_id: str, *, fallback: str) -> dict[str, JSON]:
    if not officer_id:
        return {"name": fallback}
    return {"name": agencies.get_officer(UUID(officer_id)).name, "title": "Người tiếp nhận hồ sơ"}


def _title(signer: Mapping[str, JSON]) -> str:
    details = signer["details"]
    title = details.get("title") if isinstance(details, Mapping) else None
    return str(title.get("vi", "")) if isinstance(title, Mapping) else ""


def _authority(signer: Mapping[str, JSON]) -> list[JSON]:
    details = signer["details"]
    signs_for = details.get("signs_for") if isinstance(details, Mapping) else None
    return [str(signs_for)] if signs_for else []


def _by_delegation(details: Mapping[str, JSON]) -> str:
    """Return the words above a delegate's signature (NĐ 30/2020/NĐ-CP, Annex I: "TUQ.")."""
    title = str(details.get("signs_for") or _title({"details": dict(details)})).upper()
    return f"TUQ. {title.removeprefix('KT. ')}".strip()


def _place(unit_code: str) -> str:
    if not unit_code:
        return ""
    name = agencies.get_unit(unit_code).name
    for kind in ("Phường ", "Xã ", "Đặc khu "):
        name = name.removeprefix(kind)
    return name


def _instant(at: datetime | None) -> str | None:
    return local(at).isoformat() if at else None


def _text(value: JSON) -> str | None:
    return str(value) if value not in (None, "") else None
