"""A paid fee gives an electronic receipt: one document, signed by the agency that collects."""

import pytest

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.testing import WARD_CENTRE
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.domain.cases import public as cases
from haidang.domain.cases.actions.documents import issue_receipt
from haidang.domain.cases.models import CaseDocument
from haidang.domain.cases.testing import World
from haidang.domain.cases.tests.following import accepted_birth, accepted_business, codes_of, pay
from haidang.engines.documents import check_form_data

pytestmark = pytest.mark.django_db


def receipts_of(number: str, world: World) -> list[cases.DocumentView]:
    case = cases.get_case(number, actor=world.binh)
    return [paper for paper in case.documents if paper.kind == "bien_lai"]


def test_a_paid_fee_gives_a_signed_receipt_among_the_documents(world: World) -> None:
    number = accepted_business(world)
    assert receipts_of(number, world) == []

    order = pay(number)

    (paper,) = receipts_of(number, world)
    name, pdf = cases.read_document(number, document_id=paper.id, actor=world.binh)
    assert (paper.number, paper.signatures) == (order.receipt_number, 1)
    assert name == f"{number}-bien_lai-{order.receipt_number}.pdf"
    assert pdf.startswith(b"%PDF-")
    assert cases.read_document(number, document_id=paper.id, actor=world.hoa)[1] == pdf


def test_the_receipt_is_verified_as_the_receiving_agencys(world: World) -> None:
    number = accepted_business(world)
    pay(number)
    (paper,) = receipts_of(number, world)

    verified = cases.verify_result(paper.verification_code)

    centre = agencies.get_agency(WARD_CENTRE).name
    assert verified.agency == centre
    assert verified.report.is_valid
    assert [check.field for check in verified.report.signatures] == ["agency"]
    assert verified.report.signatures[0].holder_code == WARD_CENTRE


def test_the_receipt_says_what_the_payment_says(world: World) -> None:
    number = accepted_business(world)
    order = pay(number)
    receipt = payments.find_receipt(order_id=order.id)
    assert receipt is not None

    data = CaseDocument.objects.get(case__number=number, kind="bien_lai").data

    assert check_form_data("bien_lai", data) == []
    assert (data["series"], data["number"]) == (receipt.symbol, receipt.number)
    assert data["total"] == sum(line["amount"] for line in data["lines"]) == order.amount.dong
    assert data["collector"] == {"name": order.payee.name}
    assert data["payer"]["name"] == world.binh.name
    assert (data["transaction"], data["case_number"]) == (order.transaction_id, number)


def test_a_repeated_job_makes_no_second_receipt(world: World) -> None:
    number = accepted_business(world)
    order = pay(number)
    before = receipts_of(number, world)
    written = codes_of(number)

    issue_receipt(number, order_id=order.id)
    run_jobs()

    assert receipts_of(number, world) == before
    assert codes_of(number) == written


def test_a_job_that_died_before_keeping_makes_the_same_bytes(world: World) -> None:
    number = accepted_business(world)
    order = pay(number)
    (before,) = receipts_of(number, world)
    CaseDocument.objects.filter(pk=before.id).update(file_id=None, sha256="", signatures=0)

    issue_receipt(number, order_id=order.id)

    (after,) = receipts_of(number, world)
    assert (after.sha256, after.number) == (before.sha256, before.number)


def test_without_a_fee_there_is_no_receipt(world: World) -> None:
    number = accepted_birth(world)

    kinds = {paper.kind for paper in cases.get_case(number, actor=world.lan).documents}

    assert "bien_lai" not in kinds
