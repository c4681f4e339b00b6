from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from haidang.domain.catalog import public as catalog
from haidang.domain.catalog.models import CityRevision
from haidang.engines import packages
from haidang.kernel import clock
from haidang.kernel.actors import system
from haidang.kernel.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

BIRTH, DEATH, BUSINESS = "1.001193", "1.000656", "1.001612"
SINGLE, EXTRACT, LICENCE = "1.004873", "2.000635", "3.000347"


def first(query: str) -> str:
    hits = catalog.search_procedures(query)
    return hits[0].procedure.code if hits else ""


class TestSearch:
    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("dang ky khai sinh cho con", BIRTH),
            ("làm giấy khai sinh cho con mới sinh", BIRTH),
            ("lam giay khai sinh", BIRTH),
            ("ĐĂNG KÝ KHAI SINH", BIRTH),
            ("đăng kí khai sinh", BIRTH),
            ("dang ky kai sinh", BIRTH),
            ("đk khai sinh", BIRTH),
            ("đẻ con", BIRTH),
            ("birth certificate", BIRTH),
            ("giay chung tu", DEATH),
            ("dang ky khai tu cho bo", DEATH),
            ("người nhà qua đời", DEATH),
            ("mo ho kinh doanh", BUSINESS),
            ("mở hộ kinh doang", BUSINESS),
            ("mo cua hang tap hoa", BUSINESS),
            ("open a shop", BUSINESS),
            ("giay doc than", SINGLE),
            ("giấy xác nhận độc thân", SINGLE),
            ("xac nhan tinh trang hon nhan", SINGLE),
            ("marital status", SINGLE),
            ("trich luc khai sinh", EXTRACT),
            ("trích luc kết hôn", EXTRACT),
            ("xin lai giay khai sinh bi mat", EXTRACT),
            ("ban sao trich luc", EXTRACT),
            ("doi bang lai xe", LICENCE),
            ("đổi bằng lái xe hết hạn", LICENCE),
            ("doi giay phep lai xe", LICENCE),
            ("gia han bang lai", LICENCE),
            ("bằng lái xe bị hỏng", LICENCE),
            ("driving licence", LICENCE),
        ],
    )
    def test_plain_words_find_the_right_procedure_first(self, query: str, code: str) -> None:
        assert first(query) == code

    @pytest.mark.parametrize("code", [BIRTH, DEATH, BUSINESS, SINGLE, EXTRACT, LICENCE])
    def test_a_code_finds_its_procedure(self, code: str) -> None:
        assert first(code) == code

    @pytest.mark.parametrize("query", ["", "   ", "xyzzy qwrtp", "?!", "'", "\\", "%", ":*|!"])
    def test_nonsense_finds_nothing_and_breaks_nothing(self, query: str) -> None:
        assert catalog.search_procedures(query) == []

    @pytest.mark.parametrize("query", ["khai sinh'; --", "khai & sinh", "khai | !sinh", "khai:*"])
    def test_signs_of_the_query_language_are_only_signs(self, query: str) -> None:
        assert catalog.search_procedures(query) != []

    def test_at_most_the_wanted_number_comes_back_in_falling_order(self) -> None:
        hits = catalog.search_procedures("ho tich", limit=3)

        assert len(hits) == 3
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)


class TestOffers:
    @pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 11, 23), date(2030, 1, 1)])
    def test_a_procedure_is_offered_from_its_day_on(self, day: date) -> None:
        offer = catalog.get_offer("haiphong", BIRTH, on=day)

        assert offer.competent == "commune_people_committee"
        assert "commune_service_centre" in offer.reception

    def test_before_its_day_a_procedure_is_not_offered(self) -> None:
        with pytest.raises(catalog.NotOffered):
            catalog.get_offer("haiphong", BIRTH, on=date(2025, 12, 31))

    def test_without_a_day_today_counts(self) -> None:
        new_year = datetime(2026, 1, 1, tzinfo=clock.VIETNAM)
        with (
            clock.stopped_at(new_year - timedelta(seconds=1)),
            pytest.raises(catalog.NotOffered),
        ):
            catalog.get_offer("haiphong", BIRTH)
        with clock.stopped_at(new_year):
            assert catalog.get_offer("haiphong", BIRTH).procedure == BIRTH

    def test_an_offer_ends_on_the_day_it_is_valid_until(self) -> None:
        root: Path = settings.HAIDANG_CONTENT_DIR
        files = dict(packages.read_files(root / "cities" / "haiphong"))
        files["offers.yaml"] = files["offers.yaml"].replace(b"until: null", b"until: 2027-07-01")
        catalog.publish_city("haiphong", files, actor=system("tests"))

        assert catalog.get_offer("haiphong", BIRTH, on=date(2027, 6, 30)).procedure == BIRTH
        with pytest.raises(catalog.NotOffered):
            catalog.get_offer("haiphong", BIRTH, on=date(2027, 7, 1))

    def test_what_a_city_never_heard_of_is_not_offered(self) -> None:
        with pytest.raises(catalog.NotOffered):
            catalog.get_offer("haiphong", "9.999999")

    def test_an_unknown_city_has_not_been_published(self) -> None:
        with pytest.raises(catalog.CityNotPublished):
            catalog.get_offer("atlantis", BIRTH)


class TestRevisions:
    def test_an_unknown_revision_is_unknown(self) -> None:
        with pytest.raises(catalog.RevisionUnknown):
            catalog.get_revision(new_id())

    def test_an_unknown_procedure_is_unknown(self) -> None:
        with pytest.raises(catalog.ProcedureUnknown):
            catalog.current_revision("9.999999")

    def test_a_revision_is_read_from_the_database_once(self) -> None:
        one = catalog.current_revision(BIRTH)

        assert catalog.get_revision(one.id) is one


class TestCities:
    def test_each_city_says_how_its_numbers_are_written(self) -> None:
        assert catalog.number_format("haiphong") == "agency_first"
        assert catalog.number_format("quangninh") == "agency_reversed"

    def test_units_of_all_published_cities_know_their_province(self) -> None:
        provinces = catalog.unit_provinces()

        assert provinces["11560"] == "31"
        assert set(provinces.values()) == {"31", "22"}
        assert catalog.unit_names()["11560"] == "Phường Thuỷ Nguyên"
        assert catalog.unit_names()["31"] == "Thành phố Hải Phòng"

    def test_the_calendar_knows_the_holidays_of_this_year_and_the_next(self) -> None:
        calendar = catalog.working_calendar("haiphong")

        assert calendar.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)
        assert calendar.add_working_days(date(2026, 11, 23), 1) == date(2026, 11, 25)
        assert calendar.add_working_days(date(2026, 11, 25), 1) == date(2026, 11, 26)

    def test_answers_come_from_lists(self) -> None:
        assert {"countries", "ethnicities"} <= set(catalog.value_lists())

    def test_a_city_whose_files_became_unreadable_counts_as_not_published(self) -> None:
        CityRevision.objects.create(
            city="broken", number=1, content={"manifest.yaml": "{"}, content_hash="0"
        )

        with pytest.raises(catalog.CityNotPublished):
            catalog.city_revision("broken")
