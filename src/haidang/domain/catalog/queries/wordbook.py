"""What the search knows besides the entries: the content of content/search, the vocabulary."""

import functools
from collections.abc import Mapping
from pathlib import Path

import yaml
from django.conf import settings

from haidang.domain.catalog.models import SearchWord
from haidang.engines.search import FILES, Lexicon, Vocabulary, read_lexicon


def lexicon() -> Lexicon:
    """Return the sayings, special cases and life events; a changed file is read afresh."""
    folder: Path = settings.HAIDANG_CONTENT_DIR / "search"
    files = [folder / f"{name}.yaml" for name in FILES]
    return _lexicon(tuple((path, path.stat().st_mtime_ns) for path in files if path.is_file()))


def vocabulary() -> Vocabulary:
    """Return the words of the catalogue; read again when the index has changed."""
    whole = SearchWord.objects.filter(word="").values_list("shown", "entries").first()
    return _vocabulary(*whole) if whole else Vocabulary()


@functools.lru_cache(maxsize=2)
def _lexicon(files: tuple[tuple[Path, int], ...]) -> Lexicon:
    parsed = {path.stem: yaml.safe_load(path.read_bytes()) for path, _changed in files}
    return read_lexicon(parsed)


@functools.lru_cache(maxsize=2)
def _vocabulary(_stamp: str, entries: int) -> Vocabulary:
    counts: dict[str, int] = {}
    inside: dict[str, int] = {}
    shown: dict[str, str] = {}
    rows = SearchWord.objects.exclude(word="").values_list("word", "entries", "bodies", "shown")
    for word, names, bodies, written in rows.iterator(chunk_size=10_000):
        if names:
            counts[word] = names
        if bodies:
            inside[word] = bodies
        if written:
            shown[word] = written
    return Vocabulary(
        entries=entries, counts=counts, bodies=inside, shown=shown | _singles(shown, counts)
    )


def _singles(shown: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, str]:
    """Return how single words are mostly written, from the pairs that they stand in."""
    votes: dict[str, dict[str, int]] = {}
    for pair, written in shown.items():
        for word, text in zip(pair.split(), written.split(), strict=False):
            known = votes.setdefault(word, {})
            known[text] = known.get(text, 0) + counts.get(pair, 0)
    return {
        word: max(texts, key=lambda text: (texts[text], text)) for word, texts in votes.items()
    }
