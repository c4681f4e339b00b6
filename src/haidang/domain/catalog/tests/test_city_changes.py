"""An officer changes a city: its calendar, its words; nobody else may."""

from dataclasses import replace
from datetime import date

import pytest

from haidang.blocks.audit import public as audit
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import DayKind, DayMark
from haidang.kernel.actors import Actor, Duty, system
from haidang.kernel.errors import NotAllowed
from haidang.kernel.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

CITY = "haiphong"


def officer(post: str, *, agency: str = "H24") -> Actor:
    duties = frozenset({Duty(agency=agency, post=post)})
    return Actor(kind="officer", id=str(new_id()), name="Vân", duties=duties)


ADMINISTRATOR = officer("administrator")
OFF = DayMark(
    day=date(2026, 12, 31),
    kind=DayKind.SWAPPED_OFF,
    name={"vi": "Nghỉ hoán đổi", "en": "Swapped day off"},
    law="Thông báo mẫu 01/TB",
)
WORK = replace(OFF, day=date(2027, 1, 9), kind=DayKind.SWAPPED_WORK)
SWAP = catalog.CalendarChange(add=(OFF, WORK), reason="Hoán đổi dịp Tết Dương lịch 2027.")


def change(change: catalog.CalendarChange = SWAP, actor: Actor = ADMINISTRATOR) -> int:
    expected = catalog.city_revision_number(CITY)
    return catalog.change_calendar(CITY, change, expected=expected, actor=actor).after


def test_a_preview_shows_the_calendar_and_writes_nothing() -> None:
    before = catalog.city_revision_number(CITY)

    calendar = catalog.preview_calendar(CITY, SWAP)

    assert not calendar.is_working(OFF.day)
    assert calendar.is_working(WORK.day)
    assert catalog.working_calendar(CITY).is_working(OFF.day)
    assert catalog.city_revision_number(CITY) == before


def test_a_swap_is_published_as_the_next_revision_and_holds_at_once() -> None:
    before = catalog.city_revision_number(CITY)

    after = change()

    assert after == before + 1
    assert not catalog.working_calendar(CITY).is_working(OFF.day)
    assert catalog.calendar_in_revision(CITY, before).is_working(OFF.day)
    assert not catalog.calendar_in_revision(CITY, after).is_working(OFF.day)


def test_what_the_file_said_besides_stays() -> None:
    change()

    text = catalog.city_files(CITY)["calendar.yaml"].decode()

    assert text.startswith("# Lịch làm việc của thành phố Hải Phòng.")
    assert "12729/VPCP-KGVX" in text
    assert catalog.city_revision(CITY).calendar is not None


def test_a_day_is_taken_out_again() -> None:
    change()
    change(catalog.CalendarChange(remove=(OFF.day, WORK.day), reason="Văn bản thay thế."))

    assert catalog.working_calendar(CITY).is_working(OFF.day)


def test_the_act_and_its_reason_are_written_down() -> None:
    change()

    entry = audit.list_entries(subject=CITY)[-1]
    assert entry.code == "catalog.calendar_changed"
    assert entry.actor_name == "Vân"
    assert entry.facts["added"] == ["2026-12-31 swapped_off", "2027-01-09 swapped_work"]
    assert entry.facts["reason"] == SWAP.reason


@pytest.mark.parametrize(
    "actor",
    [officer("leader"), officer("administrator", agency="H24.182")],
    ids=["another post", "another agency"],
)
def test_only_the_administrator_of_the_city_changes_it(actor: Actor) -> None:
    assert not catalog.may_change_city(CITY, actor=actor)
    with pytest.raises(NotAllowed):
        change(actor=actor)


def test_a_change_without_a_reason_is_refused() -> None:
    with pytest.raises(catalog.CityChangeFaulty):
        change(replace(SWAP, reason=" "))


def test_a_day_without_a_legal_reference_is_refused() -> None:
    with pytest.raises(catalog.CityChangeFaulty) as refused:
        change(replace(SWAP, add=(replace(OFF, law=""),)))

    assert "/overrides" in refused.value.problems[0].path


def test_a_preview_of_an_older_revision_is_not_published() -> None:
    seen = catalog.city_revision_number(CITY)
    change()

    with pytest.raises(catalog.CityChangedMeanwhile):
        catalog.change_calendar(CITY, SWAP, expected=seen, actor=ADMINISTRATOR)


def test_the_words_of_a_city_are_changed_and_read_at_once() -> None:
    words = catalog.city_words(CITY)
    changed = replace(words, motto={"vi": "Tận tâm", "en": "At heart"}, hotline="02253.000000")

    catalog.change_city_words(
        CITY,
        changed,
        expected=catalog.city_revision_number(CITY),
        reason="Đổi khẩu hiệu.",
        actor=ADMINISTRATOR,
    )

    assert catalog.city_words(CITY) == changed
    assert catalog.city_revision(CITY).offers


def test_words_must_not_be_empty() -> None:
    words = replace(catalog.city_words(CITY), short=" ")

    with pytest.raises(catalog.CityChangeFaulty) as refused:
        catalog.change_city_words(
            CITY,
            words,
            expected=catalog.city_revision_number(CITY),
            reason="Thử.",
            actor=ADMINISTRATOR,
        )

    assert [each.path for each in refused.value.problems] == ["/short"]


def test_seeding_again_does_not_undo_what_the_administrator_changed() -> None:
    files = catalog.city_files(CITY)
    after = change()

    number = catalog.publish_city(CITY, files, actor=system("seeding"), only_new=True)

    assert number == after
    assert not catalog.working_calendar(CITY).is_working(OFF.day)
