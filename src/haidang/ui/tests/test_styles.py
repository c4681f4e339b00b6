"""The tokens keep their word: both themes are complete and every text can be read."""

import gzip
import re
from pathlib import Path

import pytest

from haidang.ui.bundle import BUNDLE, PARTS, bundle_styles

TOKENS = (PARTS / "1-tokens.css").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(color-scheme: (light|dark);[^}]*)}", TOKENS)
SETS = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block, _ in BLOCKS]
LIGHT, DARK_BY_DEVICE, DARK = SETS

TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "sunken"),
    ("ink-soft", "paper"), ("ink-soft", "surface"), ("ink-soft", "sunken"),
    ("link", "paper"), ("link", "surface"), ("link", "sunken"), ("link-hover", "surface"),
    ("on-brand", "brand"), ("on-brand", "brand-strong"), ("on-brand-soft", "brand-soft"),
    ("link", "brand-soft"), ("ink", "brand-soft"), ("ink-soft", "brand-soft"),
    ("good", "surface"), ("good", "paper"), ("on-good-soft", "good-soft"),
    ("warn", "surface"), ("warn", "paper"), ("on-warn-soft", "warn-soft"),
    ("bad", "surface"), ("bad", "paper"), ("on-bad-soft", "bad-soft"),
    ("on-idle-soft", "idle-soft"), ("on-deep", "deep"), ("on-deep-soft", "deep"),
]  # fmt: skip
SHAPE_PAIRS = [("edge", "surface"), ("edge", "paper"), ("focus", "paper"), ("focus", "surface")]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_bundle_is_current() -> None:
    assert BUNDLE.read_text(encoding="utf-8") == bundle_styles()


def test_both_dark_sets_are_the_same() -> None:
    assert DARK_BY_DEVICE == DARK


def test_the_dark_theme_names_every_colour_of_the_light_one() -> None:
    assert DARK.keys() == LIGHT.keys()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(theme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_controls_and_focus_can_be_seen(theme: dict[str, str], shape: str, ground: str) -> None:
    assert contrast(theme[shape], theme[ground]) >= 3.0


def test_all_that_a_page_loads_besides_fonts_keeps_the_budget() -> None:
    folder = BUNDLE.parent
    files = [path for path in folder.iterdir() if path.suffix in {".css", ".js", ".svg"}]
    weight = sum(len(gzip.compress(path.read_bytes())) for path in files)

    assert weight < 30_000


def test_every_class_and_icon_that_a_template_names_exists() -> None:
    sprite = (BUNDLE.parent / "icons.svg").read_text(encoding="utf-8")
    icons = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    templates = Path(__file__).parents[2].rglob("templates/**/*.html")
    used = {
        name
        for path in templates
        for name in re.findall(
            r'\{% icon "([^"]+)"|icon="([^"]+)"', path.read_text(encoding="utf-8")
        )
    }

    assert {one or other for one, other in used} <= icons
