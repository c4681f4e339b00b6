"""A module says what it is for; its manual has a page; every setting has a meaning."""

import ast
from pathlib import Path

import pytest

from haidang.config.env import describe_settings

ROOT = Path(__file__).resolve().parents[2]
HAIDANG = ROOT / "src" / "haidang"


def modules(*layers: str) -> list[str]:
    return sorted(
        f"{layer}/{path.parent.name}"
        for layer in layers
        for path in (HAIDANG / layer).glob("*/__init__.py")
    )


def docstring(module: str) -> str:
    text = (HAIDANG / module / "__init__.py").read_text(encoding="utf-8")
    return ast.get_docstring(ast.parse(text)) or ""


@pytest.mark.parametrize("module", modules("blocks", "domain"))
def test_a_module_with_state_tells_its_words_and_invariants(module: str) -> None:
    words = docstring(module).lower()

    assert "words" in words
    assert "invariants:" in words


@pytest.mark.parametrize("module", modules("engines"))
def test_an_engine_tells_its_words(module: str) -> None:
    assert "words" in docstring(module).lower()


@pytest.mark.parametrize("module", modules("channels", "adapters"))
def test_a_channel_or_adapter_tells_what_it_is_for(module: str) -> None:
    assert len(docstring(module)) > 10


@pytest.mark.parametrize("module", [*modules("blocks", "domain", "engines", "channels"), "ui"])
def test_a_module_has_a_page_that_names_its_code(module: str) -> None:
    name = module.rpartition("/")[2]
    page = ROOT / "docs" / "explanation" / f"{name}.md"

    text = page.read_text(encoding="utf-8")

    assert f"src/haidang/{module}" in text
    assert text.count("`") >= 10


@pytest.mark.parametrize("row", describe_settings(), ids=lambda row: row[0])
def test_a_setting_has_a_meaning_and_stands_in_the_reference(
    row: tuple[str, str, str, str],
) -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")

    assert row[3].endswith(".")
    assert f"`{row[0]}`" in page
