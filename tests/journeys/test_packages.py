"""The forms of the exemplary packages are drawn, in Vietnamese, accessible, at both widths."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
import yaml

from haidang.config.demo.office import Story
from haidang.config.demo.run import Layout
from haidang.config.demo.visitors import JSON, Company
from haidang.config.env import PROJECT
from tests.journeys.people import LAN
from tests.journeys.visits import DESK, Visit

pytestmark = pytest.mark.journey

PROCEDURES: Final = PROJECT / "content" / "procedures"
PICTURED: Final[Mapping[str, str]] = {
    "1.000894": "partner",
    "1.002693": "trees",
    "1.004194": "abode",
    "1.004222": "household",
    "1.010824": "benefits",
    "1.011607": "household",
    "1.012784": "after",
    "1.013225": "house",
    "1.013831": "parcel",
    "1.014027": "person",
    "2.000815": "original",
    "2.002913": "benefits",
}
"""The page of each form that is judged, and of which a picture is kept."""
MOST_PAGES_ARE_ASKED: Final = 3


@pytest.mark.parametrize("code", PICTURED)
def test_the_form_of_a_package_is_drawn_and_accessible(
    code: str, visit: Callable[..., Visit], city: Layout, company: Company
) -> None:
    story = Story(company, city.data, f"form-{code}")
    story.start(code)
    story.fill_in(_answers(PROCEDURES / code))
    window = visit(width=DESK)
    window.go(f"/ho-so/{story.case_id}/to-khai/{PICTURED[code]}")
    window.sign_in_person(LAN)

    drawn = []
    for page in _pages(PROCEDURES / code):
        window.go(f"/ho-so/{story.case_id}/to-khai/{page}")
        if window.page.locator("main form [name]").count() > 1:
            drawn.append(page)
        if page == PICTURED[code]:
            window.look(f"portal-form-{code}")

    assert PICTURED[code] in drawn
    assert len(drawn) >= MOST_PAGES_ARE_ASKED


def _pages(folder: Path) -> list[str]:
    form = yaml.safe_load((folder / "form.yaml").read_text(encoding="utf-8"))
    return [page["key"] for page in form["pages"]]


def _answers(folder: Path) -> dict[str, JSON]:
    """Return the answers of the first scenario that ends well, without its papers."""
    for path in sorted(folder.glob("scenarios/*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if data["expect"]["status"][-1:] == [10]:
            answers: dict[str, JSON] = data["answers"]
            return {key: value for key, value in answers.items() if not key.endswith("_files")}
    raise AssertionError(f"{folder.name} has no scenario that ends well.")
