import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.search import edits, plain_text, sound_alikes, split_words, untyped
from haidang.engines.search.words import CLASH, agree
from haidang.kernel.text import fold

TEXTS = st.text(max_size=80)
VIETNAMESE = st.text(alphabet="aàảãáạăằâầbcdđeèêgiìklmnoồơờpqrstuùưừvxyỳ ", max_size=40)


class TestWords:
    @given(TEXTS)
    def test_any_text_can_be_cut(self, text: str) -> None:
        words = split_words(text)

        assert all(word.plain and word.plain == plain_text(word.plain) for word in words)

    @given(VIETNAMESE)
    def test_composed_and_loose_accents_are_the_same(self, text: str) -> None:
        loose = unicodedata.normalize("NFD", text)

        assert split_words(loose) == split_words(text)

    @given(VIETNAMESE)
    def test_plain_words_are_folded_words_but_for_y(self, text: str) -> None:
        assert plain_text(text).replace("i", "y") == " ".join(fold(text).split()).replace("i", "y")

    @pytest.mark.parametrize(
        ("one", "other"),
        [("hòa", "hoà"), ("kỳ", "kì"), ("quý", "quí"), ("Thuỷ", "thủy"), ("CHÚ", "chú")],
    )
    def test_two_ways_of_writing_are_one(self, one: str, other: str) -> None:
        first, second = split_words(f"{one} {other}")

        assert (first.plain, first.key) == (second.plain, second.key)

    @pytest.mark.parametrize("word", ["tay", "huy", "xay", "ngày"])
    def test_y_after_a_vowel_stays(self, word: str) -> None:
        assert split_words(word)[0].plain.endswith("y")


class TestAgreement:
    @pytest.mark.parametrize(
        ("typed", "meant", "fit"),
        [
            ("ban", "bản", 1.0),
            ("bản", "bản", 1.0),
            ("bán", "bản", CLASH),
            ("hô", "hộ", 0.97),
            ("họ", "hộ", 0.97),
            ("hồ", "hộ", CLASH),
        ],
    )
    def test_typed_accents_count_and_missing_ones_do_not(
        self, typed: str, meant: str, fit: float
    ) -> None:
        assert agree(split_words(typed)[0], split_words(meant)[0].key) == fit


class TestSlips:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [("chu", "tru"), ("xo", "so"), ("giay", "day"), ("nang", "lang"), ("ban", "bang")],
    )
    def test_what_sounds_alike_is_found(self, written: str, meant: str) -> None:
        assert meant in sound_alikes(written)
        assert written in sound_alikes(meant)

    @pytest.mark.parametrize(("typed", "plain"), [("ddawng", "dang"), ("kys", "ky"),
                                                  ("giaays", "giay"), ("nhaajn", "nhan"),
                                                  ("khai", "khai")])  # fmt: skip
    def test_telex_keys_are_read(self, typed: str, plain: str) -> None:
        assert untyped(typed) == plain

    @given(st.text(alphabet="abcdeghiklmnopqrstuvxy", min_size=1, max_size=7))
    def test_one_key_away_goes_both_ways(self, word: str) -> None:
        assert word not in edits(word)
        assert all(word in edits(other) for other in list(edits(word))[:20])

    @given(TEXTS)
    def test_nothing_raises(self, text: str) -> None:
        for word in split_words(text)[:3]:
            assert word.plain not in sound_alikes(word.plain)
            assert isinstance(untyped(word.plain), str)
