import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.search import (
    Candidate,
    Judge,
    Lexicon,
    Vocabulary,
    analyse,
    events_of,
    plain_text,
    prior_of,
    read_lexicon,
    split_words,
    wanted_words,
)

NAMES = {
    "1": "Đăng ký khai sinh",
    "2": "Đăng ký khai sinh lưu động",
    "3": "Đăng ký tạm trú",
    "4": "Cấp Giấy chứng nhận quyền sử dụng đất",
    "5": "Cấp lại Giấy phép lái xe",
    "6": "Đổi tiền không đủ tiêu chuẩn lưu thông",
    "7": "Chứng thực bản sao từ bản chính (tại cấp xã)",
}
LEXICON = read_lexicon(
    {
        "synonyms": {
            "synonyms": [
                {"say": ["sổ đỏ"], "means": ["giấy chứng nhận quyền sử dụng đất"]},
                {"say": ["mất bằng lái"], "means": ["cấp lại giấy phép lái xe"]},
                {"say": ["tiền rách"], "means": ["tiền không đủ tiêu chuẩn lưu thông"]},
            ]
        },
        "asking": {"asking": ["tôi muốn", "xin", "bị", "ở đâu"]},
        "special-cases": {
            "cases": [{"name": "lưu động", "asked_by": ["lưu động"], "penalty": 0.2}]
        },
        "popular": {"groups": [{"weight": 1.0, "reason": "x", "codes": ["3"]}]},
        "life-events": {
            "events": [
                {"key": "birth", "title": {"vi": "Sinh"}, "text": {}, "icon": "baby",
                 "names": ["khai sinh"], "but_not": ["lưu động"], "codes": ["5"]}
            ]
        },
    }
)  # fmt: skip


def vocabulary() -> Vocabulary:
    counts: dict[str, int] = {}
    shown: dict[str, str] = {}
    for name in NAMES.values():
        words = split_words(name)
        pairs = {
            f"{a.plain} {b.plain}": f"{a.shown} {b.shown}" for a, b in itertools.pairwise(words)
        }
        for word in {word.plain for word in words} | pairs.keys():
            counts[word] = counts.get(word, 0) + 4
        shown |= pairs
    return Vocabulary(entries=4 * len(NAMES), counts=counts, shown=shown)


VOCABULARY = vocabulary()


def candidate(code: str, *, prior: float = 0.0) -> Candidate:
    main, _bracket, rest = NAMES[code].partition("(")
    return Candidate(
        code=code,
        main=tuple((word.plain, word.key) for word in split_words(main)),
        rest=tuple((word.plain, word.key) for word in split_words(rest)),
        prior=prior,
    )


def best(query: str) -> str:
    asked = analyse(query, lexicon=LEXICON, vocabulary=VOCABULARY)
    judge = Judge(asked, lexicon=LEXICON, vocabulary=VOCABULARY)
    return max(NAMES, key=lambda code: (judge.score(candidate(code)), -int(code)))


class TestAsking:
    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("đăng ký khai sinh", "1"),
            ("dang ki khai sinh", "1"),
            ("khai sinh luu dong", "2"),
            ("dang ki tam chu", "3"),
            ("đăng kí tạm chú", "3"),
            ("ddawng kys tam tru", "3"),
            ("tamtru", "3"),
            ("tôi muốn xin sổ đỏ ở đâu", "4"),
            ("so do", "4"),
            ("mat bang lai", "5"),
            ("mất cái bằng lái", "5"),
            ("tiền bị rách", "6"),
            ("ban sao ban chinh", "7"),
        ],
    )
    def test_the_right_name_weighs_most(self, query: str, code: str) -> None:
        assert best(query) == code

    def test_a_mended_query_is_written_for_people(self) -> None:
        asked = analyse("dang ki tam chu", lexicon=LEXICON, vocabulary=VOCABULARY)

        assert asked.mended == "Đăng ký tạm trú".casefold()

    def test_a_right_query_is_not_mended(self) -> None:
        assert analyse("tạm trú", lexicon=LEXICON, vocabulary=VOCABULARY).mended == ""

    @pytest.mark.parametrize("query", ["sổ đọ", "sỗ đò"])
    def test_other_accents_are_no_saying(self, query: str) -> None:
        asked = analyse(query, lexicon=LEXICON, vocabulary=VOCABULARY)

        assert all(len(concept.phrases) == 1 for concept in asked.concepts)

    @given(st.text(max_size=120))
    def test_every_text_gives_scores_between_nought_and_one(self, text: str) -> None:
        asked = analyse(text, lexicon=LEXICON, vocabulary=VOCABULARY)
        judge = Judge(asked, lexicon=LEXICON, vocabulary=VOCABULARY)

        assert all(0.0 <= judge.score(candidate(code, prior=1.0)) <= 1.0 for code in NAMES)
        assert set(wanted_words(asked, VOCABULARY)) <= VOCABULARY.counts.keys()

    @given(st.lists(st.sampled_from(" ".join(NAMES.values()).split()), min_size=1, max_size=8))
    def test_accents_left_out_find_no_less(self, words: list[str]) -> None:
        query = " ".join(words)
        asked = analyse(plain_text(query), lexicon=LEXICON, vocabulary=VOCABULARY)
        judge = Judge(asked, lexicon=LEXICON, vocabulary=VOCABULARY)

        assert max(judge.score(candidate(code)) for code in NAMES) > 0

    @given(st.sampled_from(sorted(NAMES)), st.floats(0, 1), st.floats(0, 1))
    def test_the_prior_only_lifts(self, code: str, low: float, high: float) -> None:
        asked = analyse(NAMES[code], lexicon=LEXICON, vocabulary=VOCABULARY)
        judge = Judge(asked, lexicon=LEXICON, vocabulary=VOCABULARY)
        less, more = sorted((low, high))

        assert judge.score(candidate(code, prior=less)) <= judge.score(candidate(code, prior=more))

    def test_without_lexicon_and_vocabulary_nothing_is_found(self) -> None:
        asked = analyse("đăng ký", lexicon=Lexicon(), vocabulary=Vocabulary())

        assert wanted_words(asked, Vocabulary()) == {}


class TestRules:
    def test_life_events_have_rules_and_exceptions(self) -> None:
        def of(code: str) -> tuple[str, ...]:
            return events_of(code, name=NAMES[code], field="", lexicon=LEXICON)

        assert (of("1"), of("2"), of("3"), of("5")) == (("birth",), (), (), ("birth",))

    def test_what_citizens_use_comes_before_what_is_rare(self) -> None:
        def prior(code: str, *, near: bool) -> float:
            return prior_of(
                code, lexicon=LEXICON, audiences=["citizen"] if near else ["enterprise"],
                levels=["commune" if near else "central"], is_online=near, has_package=near,
            )  # fmt: skip

        assert prior("1", near=False) < prior("1", near=True) < prior("3", near=True) <= 1.0
        assert prior("1", near=False) < prior("3", near=False)
