"""Rules about the tree: sizes, names, places, and what a view may touch."""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from lint.findings import ROOT, Files, Finding, report, tracked_files

MAX_LINES: Final = 400
HOMELESS: Final = frozenset({"helpers", "utils", "util", "common", "core", "shared", "misc"})
_INDEX_OPTION: Final = re.compile(r"--(?:extra-)?index-url|--find-links")
_ARCHIVE_URL: Final = re.compile(r"https?://\S+\.(?:whl|tgz|tar\.gz)\b")
_RESOLVED: Final = re.compile(r'"resolved":\s*"https?:')
_SOMEONES_HOME: Final = re.compile(r"(?<![\w.])/(?:home|Users)/[a-z][\w.-]*/")
_TO_DO: Final = re.compile(r"\b(?:TODO|FIXME|XXX)\b(?!.*(?:https?://|#\d+))")
_PROSE: Final = (".py", ".md", ".html", ".js", ".css", ".toml", ".yaml", ".sh")


def check_length(files: Files) -> Iterator[Finding]:
    """Keep Python files at 400 lines or fewer; generated migrations may be longer."""
    for path, text in files.items():
        lines = text.count("\n")
        if path.endswith(".py") and "/migrations/" not in path and lines > MAX_LINES:
            message = f"{lines} lines; split the file by its ideas (at most {MAX_LINES})"
            yield Finding(path, MAX_LINES + 1, "L001", message)


def check_names(files: Files) -> Iterator[Finding]:
    """Refuse modules and folders that are named after nothing."""
    for path in files:
        parts = Path(path).with_suffix("").parts if path.endswith(".py") else ()
        for part in parts:
            if part in HOMELESS:
                message = f"'{part}' names nothing; find the word, or the one caller"
                yield Finding(path, 1, "L002", message)


def check_content_is_data(files: Files) -> Iterator[Finding]:
    """Refuse Python below content/: the law is data."""
    for path in files:
        if path.startswith("content/") and path.endswith(".py"):
            yield Finding(path, 1, "L003", "content holds data only, never Python")


def check_views(files: Files) -> Iterator[Finding]:
    """Refuse ``.objects`` in channels: a view asks a module's front door.

    A channel that keeps a table of its own may read it, outside its views.
    """
    for path, text in files.items():
        is_code = path.endswith(".py") and "/tests/" not in path
        if is_code and path.startswith("src/haidang/channels/"):
            yield from _check_view(path, ast.parse(text))


def _check_view(path: str, tree: ast.Module) -> Iterator[Finding]:
    channel = ".".join(path.split("/")[1:4])
    own = set() if "view" in Path(path).stem else _imported_from(tree, f"{channel}.models")
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and node.attr == "objects"):
            continue
        if not (isinstance(node.value, ast.Name) and node.value.id in own):
            message = "a channel never touches .objects; call the module's public query"
            yield Finding(path, node.lineno, "L004", message)


def _imported_from(tree: ast.Module, module: str) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == module
        for alias in node.names
    }


def check_places(files: Files, *, private: Iterable[str] = ()) -> Iterator[Finding]:
    """Refuse what ties the tree to one machine or one package index, lock files included.

    ``private`` lists words of this machine: where the checkout lies, the home folder,
    the host of the configured package index.
    """
    words = [re.compile(rf"(?<![\w.]){re.escape(word)}(?![\w-])") for word in private]
    for path, text in files.items():
        if path.startswith("lint/"):
            continue  # the rules and their examples name what they refuse
        for number, line in enumerate(text.splitlines(), start=1):
            patterns = (_INDEX_OPTION, _ARCHIVE_URL, _RESOLVED, _SOMEONES_HOME, *words)
            if any(pattern.search(line) for pattern in patterns):
                message = "names a machine's folder or a package index"
                yield Finding(path, number, "L005", message)


def check_to_dos(files: Files) -> Iterator[Finding]:
    """Refuse a to-do mark without a link to an issue."""
    for path, text in files.items():
        if path.startswith("lint/") or not path.endswith(_PROSE):
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if _TO_DO.search(line):
                yield Finding(path, number, "L006", "a to-do needs a link to its issue")


def private_words() -> Iterator[str]:
    """Return the folders of this machine that no file may name."""
    yield str(ROOT)
    home = Path.home()
    if home != Path(home.anchor):
        yield str(home)
    if not sys.base_prefix.startswith("/usr"):
        yield sys.base_prefix


RULES: Final[tuple[Callable[[Files], Iterator[Finding]], ...]] = (
    check_length,
    check_names,
    check_content_is_data,
    check_views,
    check_to_dos,
)


def main() -> int:
    """Apply every rule to the tree."""
    files = tracked_files()
    found = [finding for rule in RULES for finding in rule(files)]
    return report([*found, *check_places(files, private=private_words())])


if __name__ == "__main__":
    sys.exit(main())
