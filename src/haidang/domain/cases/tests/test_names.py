"""The index of names: every case is found by its words, at its agencies, and nowhere else."""

from itertools import permutations

import pytest
from django.db import connection

from haidang.domain.cases import public as cases
from haidang.domain.cases.models import Case, CaseName
from haidang.domain.cases.queries.names import find_by_name
from haidang.domain.cases.testing import World, get_row, make_draft, make_submitted

_NAMES = ("vo quoc yen", "an", "le ha", "tran nguyen hai an", "cong ty hai dang an khang moi")


def _rows(name: str) -> list[tuple[str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, is_whole FROM cases_name_rows(%s)", [name])
        return list(cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("name", _NAMES[:4])
def test_every_two_words_of_a_name_lead_a_row_and_so_does_every_word(name: str) -> None:
    rows = [words for words, _whole in _rows(name)]

    words = name.split()
    for first, second in permutations(words, 2):
        assert any(row.startswith((f"{first} {second}", f"{second} {first}")) for row in rows)
    for word in words:
        assert any(row.split()[0] == word for row in rows)
    assert all(sorted(row.split()) == sorted(words) for row in rows)


@pytest.mark.django_db
def test_one_row_of_a_name_is_the_whole_name_in_order() -> None:
    for name in _NAMES:
        assert [words for words, is_whole in _rows(name) if is_whole] == [name]
    assert _rows("  ") == []


@pytest.mark.parametrize(
    "words",
    ["lan", "thi lan", "lan thi", "nguyen lan", "ng th l", "nguyen thi la", "thi nguyen"],
)
def test_words_are_found_by_their_beginning_in_any_order(world: World, words: str) -> None:
    row = get_row(make_submitted(applicant=world.lan))

    found = find_by_name(words.split(), agencies=[row.competent_agency], size=20)

    assert found == {row.id}


@pytest.mark.parametrize("words", ["an", "guyen", "nguyen thi lan anh", "%", "l_n"])
def test_other_words_find_nothing(world: World, words: str) -> None:
    row = get_row(make_submitted(applicant=world.lan))

    found = find_by_name(words.split(), agencies=[row.competent_agency], size=20)

    assert found == set()


def test_older_cases_are_found_when_the_newest_have_too_few(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = get_row(make_submitted(applicant=world.lan))
    make_submitted(applicant=world.binh)
    monkeypatch.setattr("haidang.domain.cases.queries.names._NEWEST", 1)

    for words in ("lan", "nguyen lan", "lan ng", "thi lan nguyen", "nguyen thi l"):
        found = find_by_name(words.split(), agencies=[row.competent_agency], size=20)
        assert found == {row.id}
    assert find_by_name(["thi", "lan", "quynh"], agencies=[row.competent_agency], size=20) == set()


def test_of_two_words_that_many_bear_the_other_words_are_looked_for_to_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = get_row(make_submitted(applicant=world.lan))
    for name in ("Nguyễn Thị Hoa", "Lan Nguyễn Hoa", "Thị Lan Hoa"):
        other = get_row(make_submitted(applicant=world.binh))
        Case.objects.filter(pk=other.pk).update(applicant_name=name)
    monkeypatch.setattr("haidang.domain.cases.queries.names._NEWEST", 1)
    monkeypatch.setattr("haidang.domain.cases.queries.names._OF_A_PAIR", 1)

    found = find_by_name(["nguyen", "thi", "lan"], agencies=[row.competent_agency], size=20)

    assert found == {row.id}


def test_a_succession_of_both_agencies_leaves_the_names_complete(world: World) -> None:
    row = get_row(make_submitted(applicant=world.lan))
    before = CaseName.objects.filter(agency=row.competent_agency).count()
    same = Case.objects.filter(pk=row.pk)

    same.update(receiving_agency="H24.998")
    same.update(competent_agency="H24.998")
    into_one = list(CaseName.objects.values_list("agency", flat=True))
    same.update(receiving_agency="H24.996", competent_agency="H24.997")

    assert into_one == ["H24.998"] * before
    for agency in ("H24.996", "H24.997"):
        assert CaseName.objects.filter(agency=agency).count() == before
    assert CaseName.objects.count() == 2 * before


def test_a_draft_has_no_name_to_be_found_by(world: World) -> None:
    draft = make_draft(applicant=world.lan)

    assert not CaseName.objects.filter(case_id=draft).exists()

    cases.submit_case(draft, actor=world.lan)

    assert CaseName.objects.filter(case_id=draft).exists()


def test_names_follow_a_case_to_other_agencies_and_end_with_it(world: World) -> None:
    row = get_row(make_submitted(applicant=world.lan))
    before = row.competent_agency

    Case.objects.filter(pk=row.pk).update(competent_agency="H24.999")
    moved = find_by_name(["lan"], agencies=["H24.999"], size=20)
    left = find_by_name(["lan"], agencies=[before], size=20)
    Case.objects.filter(pk=row.pk).update(applicant_name="Đặng Thị Hạ")
    renamed = find_by_name(["dang"], agencies=["H24.999"], size=20)
    former = find_by_name(["lan"], agencies=["H24.999"], size=20)

    assert (moved, left) == ({row.id}, set())
    assert (renamed, former) == ({row.id}, set())
    assert {each.case_id for each in CaseName.objects.all()} == {row.id}

    Case.objects.filter(pk=row.pk).delete()

    assert not CaseName.objects.exists()


def test_the_newest_come_first_and_no_more_than_asked_for(world: World) -> None:
    numbers = [make_submitted(applicant=world.lan) for _ in range(3)]

    found = cases.find_cases(actor=world.hoa, query="lan", limit=2)

    assert [each.number for each in found] == numbers[:0:-1]
