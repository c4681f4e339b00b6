from datetime import timedelta

import pytest
from PIL import Image
from pytest_django import Settings

from haidang.blocks.agencies.testing import WARD_CENTRE, install_sample_city
from haidang.blocks.audit import public as audit
from haidang.blocks.identity.testing import make_hoa, make_lan, make_tuan
from haidang.blocks.scanning import public as scanning
from haidang.blocks.scanning.testing import NoReader, PageEater
from haidang.blocks.vault import public as vault
from haidang.engines.scans import separator_text
from haidang.engines.scans.tests.scans import as_jpeg, as_pdf, blank_page, sheet, text_page
from haidang.kernel import clock
from haidang.kernel.actors import Actor, system
from haidang.kernel.errors import NotAllowed
from haidang.kernel.ids import new_id

pytestmark = pytest.mark.django_db

MATTER = str(new_id())
CARD = "031194000001|123456789|Nguyễn Thị Lan|12051994|Nữ|Thuỷ Nguyên, Hải Phòng|01012022"


@pytest.fixture
def hoa() -> Actor:
    install_sample_city()
    return make_hoa()


def take(*pages: Image.Image, actor: Actor) -> scanning.StackView:
    files = [("xap.pdf", as_pdf(*pages))]
    return scanning.take_stack(files, agency=WARD_CENTRE, matter=MATTER, actor=actor)


class TestTaking:
    def test_a_printed_separator_splits_and_names_what_follows(self, hoa: Actor) -> None:
        named = sheet(separator_text("birth_notice"))

        stack = take(
            named, text_page(), text_page(), sheet(separator_text()), text_page(), actor=hoa
        )

        assert [(part.first, part.last, part.key) for part in stack.parts] == [
            (2, 3, "birth_notice"),
            (5, 5, ""),
        ]

    def test_it_waits_until_it_is_finished(self, hoa: Actor) -> None:
        stack = take(text_page(), blank_page(), text_page(), actor=hoa)
        assert [one.id for one in scanning.list_stacks(MATTER, actor=hoa)] == [stack.id]

        scanning.finish_stack(stack.id, pages_used=2, actor=hoa)

        assert scanning.list_stacks(MATTER, actor=hoa) == []
        assert [entry.code for entry in audit.list_entries(subject=str(stack.id))] == [
            "scanning.stack_taken",
            "scanning.stack_done",
        ]

    def test_a_broken_file_is_named(self, hoa: Actor) -> None:
        with pytest.raises(scanning.ScanRefused) as refused:
            scanning.take_stack(
                [("hong.pdf", b"%PDF-1.7 nothing")], agency=WARD_CENTRE, matter=MATTER, actor=hoa
            )

        assert "hong.pdf" in refused.value.problems[0].text("vi")

    def test_only_officers_of_the_counter_scan(self, hoa: Actor) -> None:
        for stranger in (make_lan(), make_tuan()):
            with pytest.raises(NotAllowed):
                take(text_page(), actor=stranger)

    def test_officers_elsewhere_do_not_know_of_it(self, hoa: Actor) -> None:
        stack = take(text_page(), actor=hoa)

        with pytest.raises(scanning.StackUnknown):
            scanning.get_stack(stack.id, actor=make_tuan())

    def test_its_pages_are_shredded_after_a_few_days(self, hoa: Actor) -> None:
        stack = take(text_page(), actor=hoa)

        with clock.stopped_at(clock.now() + timedelta(days=5)):
            vault.shred_expired(actor=system("tests"))

        with pytest.raises(vault.FileShreddedError):
            scanning.draw_page(stack.id, page=1, width=100, actor=hoa)


class TestReading:
    def test_pages_are_cut_out(self, hoa: Actor) -> None:
        stack = take(text_page(), blank_page(), text_page(), actor=hoa)

        assert scanning.read_pages(stack.id, first=1, last=3, without=[2], actor=hoa)
        assert scanning.draw_page(stack.id, page=3, width=120, actor=hoa).startswith(b"\xff\xd8")

    def test_pages_that_are_not_there_are_unknown(self, hoa: Actor) -> None:
        stack = take(text_page(), actor=hoa)

        with pytest.raises(scanning.StackUnknown):
            scanning.read_pages(stack.id, first=1, last=2, actor=hoa)
        with pytest.raises(scanning.StackUnknown):
            scanning.draw_page(stack.id, page=0, width=10, actor=hoa)

    def test_a_card_is_read_from_a_photo(self) -> None:
        read = scanning.read_card(as_jpeg(sheet(CARD)))

        assert read.card is not None
        assert read.card.full_name == "Nguyễn Thị Lan"

    @pytest.mark.parametrize("picture", [b"", b"no picture", as_jpeg(blank_page())])
    def test_what_shows_no_card_is_told(self, picture: bytes) -> None:
        read = scanning.read_card(picture)

        assert [problem.code for problem in read.problems] == ["scanning.no_code"]


class TestWords:
    def test_where_no_reader_is_installed_it_is_said(self, settings: Settings) -> None:
        settings.SCANNING_PROVIDERS = {"text": f"{NoReader.__module__}.NoReader"}

        assert not scanning.can_read_text()
        with pytest.raises(scanning.TextReaderMissing, match="not installed"):
            scanning.recognise_text(as_pdf(text_page()))

    def test_a_reader_that_loses_pages_is_not_believed(self, settings: Settings) -> None:
        settings.SCANNING_PROVIDERS = {"text": f"{PageEater.__module__}.PageEater"}

        with pytest.raises(scanning.PagesLost):
            scanning.recognise_text(as_pdf(text_page(), text_page()))
