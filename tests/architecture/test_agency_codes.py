"""Every column that keeps the code of an agency moves in a merger, or says why it stays."""

import pytest
from django.apps import apps

from haidang.domain.succession import public as succession
from lint.loading import load_platform

load_platform()

STAYS = {
    "agencies_city.agency_code": "names the city's own agency, which the city package keeps",
    "agencies_assignment.agency": "ends at midnight and begins anew: move_posts",
    "agencies_delegation.agency": "follows its post: move_posts",
    "agencies_numberbook.agency": "a series that ended is never used again",
    "cases_casename.agency": "the database's triggers move it with its case",
    "cases_transfer.from_agency": "history: what was true stays",
    "cases_transfer.to_agency": "history: what was true stays",
    "catalog_searchentry.agency": "the words of a kind of body, not a code",
    "indicators_distribution.agency": "reckoned anew from what cases were told and took",
    "payments_paymentorder.agency_name": "the name as it was on the order",
    "payments_paymentorder.agency_tax_code": "the code as it was on the order",
    "payments_receipt.agency": "issued: a receipt keeps its series",
    "payments_receiptcounter.agency": "a series that ended is never used again",
    "queue_ticket.agency": "a ticket lives for one day at one counter",
    "scanning_stack.agency": "a morning's work at one counter",
}


def columns() -> list[str]:
    return sorted(
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        if model.__module__.startswith("haidang.")
        for field in model._meta.concrete_fields
        if "agency" in str(field.column)
    )


def moved() -> set[str]:
    return {
        f"{holding.table}.{column}"
        for holding in succession.HOLDINGS
        for column in holding.columns
    }


@pytest.mark.parametrize("column", columns())
def test_a_column_moves_or_says_why_it_stays(column: str) -> None:
    assert (column in moved()) is not (column in STAYS)


@pytest.mark.parametrize("column", sorted(STAYS))
def test_an_explained_column_still_exists(column: str) -> None:
    assert column in columns()


def test_what_moves_exists() -> None:
    assert moved() <= set(columns())
