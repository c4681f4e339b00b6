"""The result of each procedure: it compiles without any answer, and says what it should."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from haidang.engines.documents import Template, check_template, render
from haidang.engines.documents.testing import FONTS, PDFTOTEXT, text_of

FOLDER = Path(__file__).parent / "results"
PROCEDURES = Path(__file__).parents[2] / "content" / "procedures"
TEMPLATES = sorted(f"{path.parent.name}/{path.name}" for path in PROCEDURES.glob("*/*.typ"))
GIVEN = sorted(path.stem for path in FOLDER.glob("*.yaml"))
MADE_AT = datetime(2026, 11, 23, 8, 20, tzinfo=UTC)


def template_of(name: str) -> Template:
    return Template(source=(PROCEDURES / name).read_bytes(), name=name)


def named_by(given: str) -> str:
    """Return the template of a golden text: 1.000656, or 2.002913.death for a part's own."""
    code, part = given[:8], given[9:]
    own = f"{code}/{part}.typ"
    return own if own in TEMPLATES else f"{code}/result.typ"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_result_without_answers_leaves_room_to_write(name: str) -> None:
    assert check_template(template_of(name), fonts=FONTS) == []


@pytest.mark.skipif(PDFTOTEXT is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("name", GIVEN)
def test_a_result_says_what_its_golden_text_says(name: str) -> None:
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())

    made = render(template_of(named_by(name)), data, fonts=FONTS, made_at=MADE_AT)

    assert text_of(made.pdf) == (FOLDER / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_result_has_places_for_both_signatures(name: str) -> None:
    source = (PROCEDURES / name).read_text()

    assert "#closing(" in source
