"""Dead links: each relative link of a page leads to a file, each anchor to a heading."""

import re
import sys
from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Final
from urllib.parse import unquote

from lint.findings import ROOT, Files, Finding, report, tracked_files

_FENCE: Final = re.compile(r"^\s*(?:```|~~~)")
_CODE: Final = re.compile(r"`[^`]*`")
_LINK: Final = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
_REFERENCE: Final = re.compile(r"^\[[^\]]+\]:\s+<?([^\s>]+)>?")
_SOURCE: Final = re.compile(r"<(?:img|source)[^>]+(?:src|srcset)=\"([^\"]+)\"")
_HEADING: Final = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
_ELSEWHERE: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
PICTURES: Final = "docs/images/README.md"
"""Lists the pictures that the browser journeys make; they may not be there yet."""


def check_links(files: Files, *, existing: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Find links to nowhere; ``existing`` names files that are not text."""
    known = set(files) | existing
    folders = {str(parent) for path in known for parent in PurePosixPath(path).parents}
    promised = set(re.findall(r"`([\w-]+\.png)`", files.get(PICTURES, "")))
    for path, text in files.items():
        if not path.endswith(".md"):
            continue
        for number, target in _targets(text):
            fault = _fault(path, target, files=files, known=known | folders, promised=promised)
            if fault:
                yield Finding(path, number, "L010", f"{target}: {fault}")


def anchors(text: str) -> frozenset[str]:
    """Return the anchors of a page's headings, as GitHub and GitLab make them."""
    found: dict[str, int] = {}
    names = set()
    for _number, line in _lines(text):
        heading = _HEADING.match(line)
        if heading:
            slug = _slug(heading.group(1))
            count = found.get(slug, 0)
            found[slug] = count + 1
            names.add(f"{slug}-{count}" if count else slug)
    return frozenset(names)


def _targets(text: str) -> Iterator[tuple[int, str]]:
    for number, line in _lines(text):
        bare = _CODE.sub("", line)
        for pattern in (_LINK, _REFERENCE, _SOURCE):
            for target in pattern.findall(bare):
                if not _ELSEWHERE.match(target):
                    yield number, unquote(target)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number, line


def _fault(
    path: str, target: str, *, files: Files, known: set[str], promised: set[str]
) -> str | None:
    name, _, anchor = target.partition("#")
    place = path if not name else normpath(str(PurePosixPath(path).parent / name.rstrip("/")))
    if place.startswith("docs/images/") and PurePosixPath(place).name in promised:
        return None
    if place not in known:
        return "there is no such file"
    if anchor and place.endswith(".md") and anchor not in anchors(files[place]):
        return "there is no such heading"
    return None


def _slug(heading: str) -> str:
    plain = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def main() -> int:
    """Check every page of the tree."""
    files = tracked_files()
    pictures = frozenset(
        str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*") if path.is_file()
    )
    return report(check_links(files, existing=pictures))


if __name__ == "__main__":
    sys.exit(main())
