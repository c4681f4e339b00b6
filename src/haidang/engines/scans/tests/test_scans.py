import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from haidang.engines.scans import (
    PageLook,
    Part,
    ScanUnreadable,
    bind_files,
    count_pages,
    cut_pages,
    draw_thumbnail,
    look_at_pages,
    propose_parts,
    separator_text,
)
from haidang.engines.scans.tests.scans import as_jpeg, as_pdf, blank_page, text_page


def no_codes(_picture: Image.Image) -> Sequence[str]:
    return ()


LOOKS = st.lists(
    st.sampled_from(["", "blank", "HD-TACH", "HD-TACH:birth_notice"]), min_size=1, max_size=30
).map(
    lambda kinds: [
        PageLook(
            number=number,
            is_blank=kind == "blank",
            separator=kind if kind.startswith("HD") else "",
        )
        for number, kind in enumerate(kinds, start=1)
    ]
)


class TestParts:
    def test_a_stack_without_marks_is_one_document(self) -> None:
        pages = [PageLook(number=1), PageLook(number=2)]

        assert propose_parts(pages) == (Part(first=1, last=2),)

    def test_blank_sheets_split(self) -> None:
        pages = [PageLook(number=1), PageLook(number=2, is_blank=True), PageLook(number=3)]

        assert propose_parts(pages) == (Part(first=1, last=1), Part(first=3, last=3))

    def test_a_separator_names_the_paper_that_follows(self) -> None:
        sheet = PageLook(number=1, separator=separator_text("birth_notice"))

        assert propose_parts([sheet, PageLook(number=2)]) == (
            Part(first=2, last=2, key="birth_notice"),
        )

    def test_beside_separators_a_blank_page_is_a_back(self) -> None:
        pages = [
            PageLook(number=1),
            PageLook(number=2, is_blank=True),
            PageLook(number=3),
            PageLook(number=4, separator=separator_text()),
            PageLook(number=5),
        ]

        assert propose_parts(pages) == (Part(first=1, last=3), Part(first=5, last=5))

    @given(LOOKS)
    def test_no_page_is_lost_and_none_stands_twice(self, pages: list[PageLook]) -> None:
        parts = propose_parts(pages)

        inside = [number for part in parts for number in range(part.first, part.last + 1)]
        wanted = {page.number for page in pages if not (page.is_blank or page.separator)}
        assert len(inside) == len(set(inside))
        assert wanted <= set(inside)
        assert not {page.number for page in pages if page.separator} & set(inside)


class TestPdf:
    def test_pdfs_and_pictures_become_one_stack_in_their_order(self) -> None:
        stack = bind_files(
            [
                ("quet.pdf", as_pdf(text_page(), blank_page())),
                ("anh.jpg", as_jpeg(text_page())),
            ]
        )

        looks = look_at_pages(stack, read_codes=no_codes)

        assert [look.is_blank for look in looks] == [False, True, False]

    def test_a_part_has_its_pages_without_the_empty_ones(self) -> None:
        stack = as_pdf(text_page(), blank_page(), text_page(), text_page())

        part = cut_pages(stack, first=1, last=3, without={2})

        assert count_pages(part) == 2

    def test_a_picture_keeps_its_size(self) -> None:
        stack = bind_files([("anh.jpg", as_jpeg(text_page()))])

        with Image.open(io.BytesIO(draw_thumbnail(stack, page=1, width=4000))) as kept:
            assert kept.size == text_page().size

    def test_a_thumbnail_is_small(self) -> None:
        with Image.open(io.BytesIO(draw_thumbnail(as_pdf(text_page()), page=1, width=200))) as it:
            assert it.width == 200

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"\xff\xd8\xff broken", b"text"])
    def test_what_is_no_scan_is_named(self, content: bytes) -> None:
        with pytest.raises(ScanUnreadable, match="hong"):
            bind_files([("hong.pdf", content)])

    def test_separator_codes_are_found(self) -> None:
        looks = look_at_pages(as_pdf(text_page()), read_codes=lambda _one: ["HD-TACH:a", "x"])

        assert looks == (PageLook(number=1, separator="HD-TACH:a"),)
