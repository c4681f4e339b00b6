"""Rendering: the same input gives the same bytes, and faults are told, never raised raw."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from haidang.engines.documents import (
    FORM_NAMES,
    DocumentFailed,
    RenderedDocument,
    Template,
    check_form_data,
    check_template,
    form_template,
    qr_svg,
    render,
)
from haidang.engines.documents.forms import FormName
from haidang.engines.documents.run import list_fonts
from haidang.engines.documents.testing import FONTS, PDFTOTEXT, text_of
from haidang.kernel.errors import Severity
from haidang.kernel.money import Money

FOLDER = Path(__file__).parent
MADE_AT = datetime(2026, 11, 23, 8, 20, tzinfo=UTC)
GIVEN = sorted(path.name.removesuffix(".yaml") for path in (FOLDER / "given").glob("*.yaml"))
needs_pdftotext = pytest.mark.skipif(PDFTOTEXT is None, reason="poppler-utils is not installed")


def read(name: str) -> dict[str, object]:
    found = yaml.safe_load((FOLDER / "given" / f"{name}.yaml").read_text())
    assert isinstance(found, dict)
    return found


def form_of(name: str) -> FormName:
    return next(form for form in FORM_NAMES if form == name.partition(".")[0])


def make(name: str) -> RenderedDocument:
    return render(form_template(form_of(name)), read(name), fonts=FONTS, made_at=MADE_AT)


def words(source: str, data: dict[str, object] | None = None) -> str:
    template = Template(source=f'#import "/haidang/nd30.typ": *\n{source}'.encode())
    return text_of(render(template, data or {}, fonts=FONTS, made_at=MADE_AT).pdf).strip()


def test_every_weight_of_the_family_is_found() -> None:
    assert list_fonts(FONTS) == [
        ("Tinos", "italic", 400),
        ("Tinos", "italic", 700),
        ("Tinos", "normal", 400),
        ("Tinos", "normal", 700),
    ]


@needs_pdftotext
@pytest.mark.parametrize("name", GIVEN)
def test_a_form_says_what_its_golden_text_says(name: str) -> None:
    form = form_template(form_of(name))
    data = {**read(name), "sample": False}

    document = render(form, data, fonts=FONTS, made_at=MADE_AT)

    assert text_of(document.pdf) == (FOLDER / "expected" / f"{name}.txt").read_text()


def test_every_form_has_a_golden_document() -> None:
    assert {name.split(".")[0] for name in GIVEN} == set(FORM_NAMES)


@pytest.mark.parametrize("name", GIVEN)
def test_golden_data_keeps_the_contract(name: str) -> None:
    assert check_form_data(form_of(name), read(name)) == []


@pytest.mark.parametrize("name", FORM_NAMES)
def test_a_form_without_data_leaves_room_to_write(name: str) -> None:
    assert check_template(form_template(form_of(name)), fonts=FONTS) == []


def test_data_that_breaks_the_contract_is_told_with_its_place() -> None:
    problems = check_form_data("mau_02", {**read("mau_02"), "items": []})

    assert [(problem.code, problem.path) for problem in problems] == [
        ("documents.form_data", "/items")
    ]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert make("mau_01") == make("mau_01")


def test_another_instant_gives_other_bytes() -> None:
    other = render(
        form_template("mau_01"),
        read("mau_01"),
        fonts=FONTS,
        made_at=MADE_AT + timedelta(days=1),
    )

    assert other.sha256 != make("mau_01").sha256


def test_the_document_says_that_it_is_pdf_a_2b() -> None:
    pdf = make("mau_01").pdf

    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in pdf


def test_pages_are_counted() -> None:
    assert make("so_theo_doi").pages == 2


@needs_pdftotext
def test_the_page_number_stands_on_the_second_page_only() -> None:
    pages = text_of(make("so_theo_doi").pdf).split("Phương")

    assert not pages[0].startswith("1\n")
    assert "\n2\n" in text_of(make("so_theo_doi").pdf)


@needs_pdftotext
def test_sample_data_carries_the_watermark() -> None:
    source = "#show: official\nHello"

    # The mark is turned, so a reader finds its letters from the bottom upwards.
    letters = "".join(reversed(words(source, {"sample": True}).split("\n")[1:])).replace(" ", "")

    assert letters == "DỮLIỆUMẪU"
    assert words(source, {"sample": False}) == "Hello"


@needs_pdftotext
@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('#date-long("2026-03-05")', "ngày 05 tháng 3 năm 2026"),
        ('#date-long("2026-02-15")', "ngày 15 tháng 02 năm 2026"),
        ('#date-long("2026-11-05")', "ngày 05 tháng 11 năm 2026"),
        ('#date-long("1990")', "năm 1990"),
        ('#date-short("2026-03-05")', "05/03/2026"),
        ('#date-words("2026-03-05")', "Ngày năm tháng ba năm hai nghìn không trăm hai mươi sáu"),
        (
            '#date-words("2015-04-21")',
            "Ngày hai mươi mốt tháng tư năm hai nghìn không trăm mười lăm",
        ),
        ('#date-words("1905-12-04")', "Ngày bốn tháng mười hai năm một nghìn chín trăm linh năm"),
        ("#money(135000)", "135.000 đồng"),
        ('#number-line(number: 5, symbol: "GKS")', "Số: 05/GKS"),
        ('#number-line(number: 12, symbol: "QĐ-UBND")', "Số: 12/QĐ-UBND"),
        ('#address((detail: "Số 12", ward: "phường Hạ Long"))', "Số 12, phường Hạ Long"),
    ],
)
def test_values_are_written_as_offices_write_them(source: str, shown: str) -> None:
    assert words(source) == shown


@needs_pdftotext
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-03-09", "ngày 09 tháng 3 năm 2026"),
        ("2026-03-09T10:00:00", "ngày 09 tháng 3 năm 2026"),
        ("2026-03-9", "2026-03-9"),
        ("Số 12-34-56 Lạch Tray", "Số 12-34-56 Lạch Tray"),
        ("ấấấấ-ộộ-ộộ", "ấấấấ-ộộ-ộộ"),
    ],
)
def test_only_what_begins_with_a_date_is_shown_as_one(text: str, shown: str) -> None:
    assert words("#shown(data.text)", {"text": text}) == shown


@needs_pdftotext
@pytest.mark.parametrize(
    ("text", "is_date"),
    [("1990", True), ("1990-05", True), ("1990-05-12", True), ("19900", False), ("", False),
     ("1990-5", False), ("1990-05-12-01", False), ("ngày-05-12", False), ("Ộ990", False)],
)  # fmt: skip
def test_partial_dates_are_told_from_other_texts(text: str, *, is_date: bool) -> None:
    assert words("#if is-date(data.text) [có] else [không]", {"text": text}) == (
        "có" if is_date else "không"
    )


@needs_pdftotext
def test_amounts_in_words_agree_with_the_kernel() -> None:
    amounts = [0, 8, 15, 105, 1001, 8000, 135000, 150000, 700005, 1000000, 21000021, 3004005006]
    source = "#for amount in data.amounts [#money-words(amount) \\ ]"

    assert words(source, {"amounts": amounts}).splitlines() == [
        Money(amount).in_words() for amount in amounts
    ]


@needs_pdftotext
def test_an_instant_is_shown_in_the_time_of_vietnam() -> None:
    assert words("#instant-long(data.at)", {"at": "2026-11-23T08:20:00Z"}) == (
        "15 giờ 20 phút, ngày 23 tháng 11 năm 2026"
    )


def test_a_fault_of_the_template_is_told_with_its_line() -> None:
    template = Template(source=b"Hello\n\n#nothing()\n", name="result.typ")

    problem = check_template(template, fonts=FONTS)[0]

    assert (problem.code, problem.params["file"], problem.params["line"]) == (
        "documents.unknown_name",
        "result.typ",
        3,
    )


def test_missing_data_is_told_with_a_hint() -> None:
    template = Template(source=b'#import "/haidang/nd30.typ": *\n#data.nothing\n')

    problem = check_template(template, fonts=FONTS)[0]

    assert problem.code == "documents.missing_data"
    assert "default" in problem.hint["en"]
    assert problem.params["line"] == 2


def test_a_letter_that_no_font_has_is_a_problem_and_not_a_blank() -> None:
    template = Template(source='#set text(font: "Tinos")\nXin chào 你好'.encode())

    with pytest.raises(DocumentFailed) as failed:
        render(template, {}, fonts=FONTS, made_at=MADE_AT)

    assert failed.value.problems[0].severity is Severity.ERROR
    assert failed.value.problems[0].code == "documents.missing_glyph"


def test_a_template_reads_no_file_outside_the_library() -> None:
    template = Template(source=b'#read("/../forms/mau_01.typ")')

    assert check_template(template, fonts=FONTS)[0].code == "documents.outside"


@pytest.mark.parametrize(
    "text", ["mark", "https://haidang.example/xac-minh/ABCD2345EFGH", "Thuỷ Nguyên " * 20]
)
def test_a_code_says_what_was_put_in(text: str) -> None:
    drawing = qr_svg(text).decode()
    size = int(re.findall(r'viewBox="0 0 (\d+)', drawing)[0])
    picture = Image.new("L", (size * 4, size * 4), 255)
    for row, strokes in re.findall(r"M2 (\d+)\.5((?:m\d+ 0|h\d+)+)", drawing):
        at = 2
        for skipped, drawn in re.findall(r"m(\d+) 0|h(\d+)", strokes):
            if drawn:
                top, left = int(row) * 4, at * 4
                picture.paste(0, (left, top, left + int(drawn) * 4, top + 4))
            at += int(skipped or drawn)

    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]


def test_an_image_of_the_template_is_shown() -> None:
    source = b'#import "/haidang/nd30.typ": *\n#image(asset("mark.svg"), format: "svg")'
    template = Template(source=source, assets={"mark.svg": qr_svg("mark")})

    assert render(template, {}, fonts=FONTS, made_at=MADE_AT).pages == 1


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_no_answer_can_break_out_of_the_data(value: object) -> None:
    source = b"#let data = json(bytes(sys.inputs.data))\n#assert(data.len() == 1)\nok"
    template = Template(source=b'#set text(font: "Tinos")\n' + source)

    assert json.loads(json.dumps(value)) == value
    assert check_template(template, fonts=FONTS, data={"value": value}) == []
