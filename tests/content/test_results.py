"""The result of each procedure: it compiles without any answer, and says what it should."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from haidang.engines.documents import Template, check_template, render
from haidang.engines.documents.testing import FONTS, PDFTOTEXT, text_of

FOLDER = Path(__file__).parent / "results"
PROCEDURES = Path(__file__).parents[2] / "content" / "procedures"
TEMPLATES = sorted(path.parent.name for path in PROCEDURES.glob("*/result.typ"))
GIVEN = sorted(path.stem for path in FOLDER.glob("*.yaml"))
MADE_AT = datetime(2026, 11, 23, 8, 20, tzinfo=UTC)


def template_of(code: str) -> Template:
    path = PROCEDURES / code / "result.typ"
    return Template(source=path.read_bytes(), name=f"{code}/result.typ")


def code_of(name: str) -> str:
    return next(code for code in TEMPLATES if name.startswith(code))


@pytest.mark.parametrize("code", TEMPLATES)
def test_a_result_without_answers_leaves_room_to_write(code: str) -> None:
    assert check_template(template_of(code), fonts=FONTS) == []


@pytest.mark.skipif(PDFTOTEXT is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("name", GIVEN)
def test_a_result_says_what_its_golden_text_says(name: str) -> None:
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())

    made = render(template_of(code_of(name)), data, fonts=FONTS, made_at=MADE_AT)

    assert text_of(made.pdf) == (FOLDER / f"{name}.txt").read_text()


@pytest.mark.parametrize("code", TEMPLATES)
def test_a_result_has_places_for_both_signatures(code: str) -> None:
    source = (PROCEDURES / code / "result.typ").read_text()

    assert "#closing(" in source
