"""Links of Markdown pages."""

import pytest

from lint.links import anchors, check_links

PAGES = {
    "README.md": "# Hải Đăng\n\n## Where to go next\n",
    "docs/how-to/operate.md": "# Operate\n",
    "src/haidang/kernel/clock.py": "",
}


@pytest.mark.parametrize(
    "link",
    [
        "[a](how-to/operate.md)",
        "[a](../README.md#where-to-go-next)",
        "[a](../src/haidang/kernel/)",
        "[a](#here)",
        "[a](https://site.example/nowhere)",
        "`[a](nowhere.md)`",
    ],
)
def test_a_link_that_leads_somewhere_passes(link: str) -> None:
    files = {**PAGES, "docs/page.md": f"# Here\n\n{link}\n"}

    assert list(check_links(files)) == []


@pytest.mark.parametrize(
    "link",
    [
        "[a](nowhere.md)",
        "[a](../README.md#nowhere)",
        "![a](images/nothing.png)",
        "[a]: nowhere.md",
        '<img src="images/nothing.png">',
    ],
)
def test_a_dead_link_is_found_with_its_line(link: str) -> None:
    files = {**PAGES, "docs/page.md": f"# Here\n\n{link}\n"}

    assert [(item.path, item.line) for item in check_links(files)] == [("docs/page.md", 3)]


def test_a_picture_that_the_journeys_will_make_may_be_missing() -> None:
    files = {
        "docs/images/README.md": "- `portal-home-1440.png`\n",
        "README.md": "![home](docs/images/portal-home-1440.png)\n",
    }

    assert list(check_links(files)) == []


def test_links_in_a_block_of_code_are_not_links() -> None:
    files = {"a.md": "```\n[a](nowhere.md)\n```\n"}

    assert list(check_links(files)) == []


def test_headings_of_the_same_words_get_numbered_anchors() -> None:
    assert anchors("# `Một` cửa, 2026\n# Same\n# Same\n") == {"một-cửa-2026", "same", "same-1"}
