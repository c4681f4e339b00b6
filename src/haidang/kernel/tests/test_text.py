import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.kernel import text

WORDS = st.text(alphabet="aàảãáạăằâầbcdđeèêgiìoồơờuùưừyỳ AĐÔ", max_size=12)


class TestNfc:
    def test_composed_and_decomposed_words_are_equal(self) -> None:
        decomposed = unicodedata.normalize("NFD", "Thuỷ Nguyên")

        assert decomposed != "Thuỷ Nguyên"
        assert text.nfc(decomposed) == "Thuỷ Nguyên"

    def test_white_space_collapses(self) -> None:
        assert text.nfc("  Nguyễn \t Thị\n Lan ") == "Nguyễn Thị Lan"


class TestFold:
    @pytest.mark.parametrize(
        ("written", "folded"),
        [
            ("Đăng ký khai sinh", "dang ky khai sinh"),
            ("ĐỔI GIẤY PHÉP LÁI XE", "doi giay phep lai xe"),
            ("Thuỷ Nguyên", "thuy nguyen"),
            ("Thủy Nguyên", "thuy nguyen"),
            ("đường Lạch Tray", "duong lach tray"),
            ("ươ ƯƠ ăâêôơư", "uo uo aaeoou"),
            ("  hai   khoảng  ", "hai khoang"),
            ("", ""),
        ],
    )
    def test_accents_case_and_space_do_not_matter(self, written: str, folded: str) -> None:
        assert text.fold(written) == folded

    def test_cyrillic_letters_that_look_latin_are_latin(self) -> None:
        assert text.fold("\u0410\u0441\u0435") == "ace"

    @pytest.mark.parametrize(
        ("one", "other"), [("Cẩm Giang", "Cẩm Giàng"), ("Hoà An", "Hòa An"), ("Lý", "Lỵ")]
    )
    def test_near_duplicates_fold_alike(self, one: str, other: str) -> None:
        assert text.fold(one) == text.fold(other)

    @given(st.text(max_size=30))
    def test_folding_twice_changes_nothing(self, written: str) -> None:
        once = text.fold(written)

        assert text.fold(once) == once


class TestSortKey:
    def test_letters_stand_in_the_order_of_the_dictionary(self) -> None:
        words = ["an", "ăn", "ân", "ba", "da", "đa", "em", "êm", "on", "ôn", "ơn", "un", "ưn"]

        mixed = sorted(words, reverse=True)
        assert sorted(mixed, key=text.sort_key) == words

    def test_tones_stand_in_the_order_of_the_dictionary(self) -> None:
        words = ["ma", "mà", "mả", "mã", "má", "mạ"]

        mixed = sorted(words, reverse=True)
        assert sorted(mixed, key=text.sort_key) == words

    def test_letters_decide_before_tones(self) -> None:
        assert text.sort_key("má") < text.sort_key("mai")
        assert text.sort_key("Cẩm Giàng") < text.sort_key("Cẩm Giao")

    def test_near_duplicates_are_neighbours_and_still_told_apart(self) -> None:
        places = ["Cẩm Giàng", "Cẩm Khê", "Cẩm Giang", "Cẩm Điền"]

        ordered = sorted(places, key=text.sort_key)
        assert ordered == ["Cẩm Điền", "Cẩm Giang", "Cẩm Giàng", "Cẩm Khê"]

    def test_capitals_and_the_form_of_the_accents_do_not_matter(self) -> None:
        assert text.sort_key(unicodedata.normalize("NFD", "ĐỖ HOÀ")) == text.sort_key("đỗ hoà")

    @given(st.lists(WORDS, max_size=8))
    def test_the_order_is_total(self, words: list[str]) -> None:
        ordered = sorted(words, key=text.sort_key)

        assert all(text.sort_key(one) <= text.sort_key(two) for one, two in pairwise(ordered))

    @given(WORDS, WORDS)
    def test_different_words_have_different_keys(self, one: str, other: str) -> None:
        same = one.casefold() == other.casefold()

        assert (text.sort_key(one) == text.sort_key(other)) is same


class TestSlug:
    @pytest.mark.parametrize(
        ("written", "slug"),
        [
            ("Đăng ký khai sinh", "dang-ky-khai-sinh"),
            ("  Giấy tờ: bản sao (02) ", "giay-to-ban-sao-02"),
            ("1.001193", "1-001193"),
            ("---", ""),
        ],
    )
    def test_a_slug_is_plain_words_and_hyphens(self, written: str, slug: str) -> None:
        assert text.slug(written) == slug

    @given(st.text(max_size=30))
    def test_a_slug_fits_into_an_address(self, written: str) -> None:
        made = text.slug(written)

        assert made.isascii()
        assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert not made.startswith("-")
        assert not made.endswith("-")
