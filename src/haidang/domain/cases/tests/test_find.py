"""Officers find cases by number and by name, whatever the accents."""

import re

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haidang.domain.cases import public as cases
from haidang.domain.cases.models import Folded
from haidang.domain.cases.queries import officers
from haidang.domain.cases.testing import World, get_row, make_submitted
from haidang.kernel.text import fold

_NAMES = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợ"
    "ùúủũụừứửữựỳýỷỹỵĐÁÂĂÊÔƠƯ -",
    max_size=40,
)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(_NAMES)
def test_the_database_folds_names_as_the_kernel_does(name: str) -> None:
    template = Folded.template % {"expressions": "%s::text"}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {template}", [name])
        (folded,) = cursor.fetchone()

    assert folded.split() == fold(name).split()


def test_a_name_is_kept_folded_for_the_index(world: World) -> None:
    row = get_row(make_submitted(applicant=world.lan))

    assert row.folded_name == "nguyen thi lan"


@pytest.mark.parametrize("cut", [slice(None), slice(0, 17), slice(11, None)])
def test_a_number_is_found_whole_by_its_beginning_and_without_the_agency(
    world: World, cut: slice
) -> None:
    number = make_submitted(applicant=world.lan)
    assert number.startswith("H24.182.01-")

    found = cases.find_cases(actor=world.hoa, query=number[cut].lower())

    assert [each.number for each in found] == [number]
    assert cases.find_cases(actor=world.tuan, query=number[cut]) == []


def test_a_case_of_two_own_agencies_is_listed_once(world: World) -> None:
    number = make_submitted(applicant=world.lan)

    found = cases.find_cases(actor=world.hoa, query="lan nguyễn")

    assert [each.number for each in found] == [number]


def test_of_many_numbers_of_a_day_the_last_are_found(world: World) -> None:
    numbers = [make_submitted(applicant=world.lan) for _ in range(3)]

    found = cases.find_cases(actor=world.hoa, query=numbers[0][:17], limit=2)

    assert [each.number for each in found] == numbers[:0:-1]


@pytest.mark.parametrize("query", ["%-261123", "H24_182.01-261123", "H24.182.01-26112_-"])
def test_signs_of_the_database_mean_themselves_in_a_number(world: World, query: str) -> None:
    number = make_submitted(applicant=world.lan)
    day = number[11:17]

    found = cases.find_cases(actor=world.hoa, query=query.replace("261123", day))

    assert found == []


def test_a_plan_that_is_kept_for_every_beginning_reads_a_range_of_the_index(world: World) -> None:
    asked = iter("123456")
    query = re.sub("%s", lambda _place: f"${next(asked)}", officers.BEGINNING_SO)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (GENERIC_PLAN) {query}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "~>=~ $1) AND ((number)::text ~<~ $2" in plan.partition("Index Cond:")[2], plan
