from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.cards import parse_card

LAN = "031194000001|123456789|Nguyễn Thị Lan|12051994|Nữ|Số 12, Thuỷ Nguyên, Hải Phòng|01012022"
SIGNS = "0123456789 |~,?abdđeowxăễĐ\u0300\u0323\ufffd\r\n☃"


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse_card(text).problems]


class TestACard:
    def test_every_field_is_read(self) -> None:
        card = parse_card(LAN).card

        assert card is not None
        assert (card.personal_id, card.old_number) == ("031194000001", "123456789")
        assert (card.full_name, card.sex) == ("Nguyễn Thị Lan", "female")
        assert (card.born_on, card.issued_on) == (date(1994, 5, 12), date(2022, 1, 1))
        assert card.residence == "Số 12, Thuỷ Nguyên, Hải Phòng"
        assert codes(LAN) == []

    def test_a_newer_card_with_more_fields_is_read(self) -> None:
        card = parse_card(f"{LAN}|Nguyễn Văn Phúc|Trần Thị Hoa|01012037\r\n").card

        assert card is not None
        assert card.issued_on == date(2022, 1, 1)

    def test_an_old_person_has_only_a_year(self) -> None:
        card = parse_card(LAN.replace("12051994", "1994")).card

        assert card is not None
        assert (card.born_on, card.birth_year) == (None, 1994)

    def test_decomposed_marks_are_composed(self) -> None:
        card = parse_card(LAN.replace("ễ", "e\u0302\u0303")).card

        assert card is not None
        assert card.full_name == "Nguyễn Thị Lan"

    def test_a_name_without_marks_of_its_own_is_kept(self) -> None:
        card = parse_card(LAN.replace("Nguyễn Thị Lan", "Cao Minh Anh")).card

        assert card is not None
        assert card.full_name == "Cao Minh Anh"

    def test_number_and_sex_that_disagree_only_warn(self) -> None:
        read = parse_card(LAN.replace("|Nữ|", "|Nam|"))

        assert read.card is not None
        assert [problem.code for problem in read.problems] == ["cards.differs_sex"]


class TestScannerTrouble:
    def test_utf_8_sent_as_western_text_is_put_right(self) -> None:
        scrambled = LAN.encode().decode("latin-1")

        card = parse_card(scrambled).card

        assert card is not None
        assert card.full_name == "Nguyễn Thị Lan"

    @pytest.mark.parametrize("name", ["Nguyeenx Thij Lan", "Nguye64n Thi5 Lan", "Nguy?n Th? Lan"])
    def test_a_damaged_name_is_left_empty_and_told(self, name: str) -> None:
        read = parse_card(LAN.replace("Nguyễn Thị Lan", name))

        assert read.card is not None
        assert (read.card.full_name, read.card.personal_id) == ("", "031194000001")
        assert "cards.marks_lost" in [problem.code for problem in read.problems]

    def test_digits_typed_on_the_vietnamese_keyboard_are_recognised(self) -> None:
        digits = dict(zip("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ", strict=True))
        typed = "".join(digits.get(sign, sign) for sign in LAN)

        assert codes(typed) == ["cards.keyboard_layout"]

    def test_another_sign_for_the_stroke_is_understood(self) -> None:
        card = parse_card(LAN.replace("|", "~")).card

        assert card is not None
        assert card.full_name == "Nguyễn Thị Lan"

    def test_an_impossible_day_is_told(self) -> None:
        assert "cards.birth_unreadable" in codes(LAN.replace("12051994", "99991994"))


class TestWhatIsNoCard:
    @pytest.mark.parametrize(
        "text", ["", "https://example.vn", "031194000001", "031194000001|a|b", "HD-TACH-TRANG"]
    )
    def test_it_is_told(self, text: str) -> None:
        read = parse_card(text)

        assert read.card is None
        assert codes(text) == ["cards.not_a_card"]

    @given(st.text(SIGNS, max_size=200))
    def test_no_text_raises(self, text: str) -> None:
        read = parse_card(text)

        assert read.card is not None or read.problems

    @given(st.lists(st.text(SIGNS, max_size=12), min_size=6, max_size=9))
    def test_no_fields_raise(self, fields: list[str]) -> None:
        read = parse_card("|".join(["031194000001", *fields]))

        assert read.card is None or read.card.personal_id == "031194000001"
