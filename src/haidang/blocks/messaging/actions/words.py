"""Find the words of a notice and fill them in. Pure but for reading templates."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import yaml

from haidang.blocks.messaging.errors import TemplateNotFound
from haidang.blocks.messaging.models import MessageTemplate

LANGUAGES: Final = ("vi", "en")
PARTS: Final = ("title", "body", "short")
PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
_KEPT_SECONDS: Final = 2
_DEFAULTS: Final = Path(__file__).parents[1] / "templates" / "messaging" / "notices.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a notice: title and body for mail and screen, short for SMS and Zalo."""

    title: str
    body: str
    short: str

    def fill(self, values: Mapping[str, str]) -> "Words":
        """Put values in place of ``{names}``; see ``fill``."""
        return Words(
            title=" ".join(fill(self.title, values).split())[:200],
            body=fill(self.body, values),
            short=" ".join(fill(self.short, values).split())[:480],
        )


def find_words(*, template: str, language: str) -> Words:
    """Return installed words, else the platform's own; raises TemplateNotFound."""
    installed = _installed(int(time.monotonic()) // _KEPT_SECONDS).get((template, language))
    if installed is not None:
        return installed
    own = default_words().get(template)
    if own is None:
        raise TemplateNotFound(f"There is no message template {template!r}.")
    return own[language]


def forget_words() -> None:
    """Forget what is kept of installed words in this process."""
    _installed.cache_clear()


@lru_cache(maxsize=1)
def _installed(_period: int) -> Mapping[tuple[str, str], Words]:
    return {
        (row.code, row.language): Words(title=row.title, body=row.body, short=row.short)
        for row in MessageTemplate.objects.order_by("code", "language")
    }


@cache
def default_words() -> Mapping[str, Mapping[str, Words]]:
    """Return the platform's own words by template and language."""
    content = yaml.safe_load(_DEFAULTS.read_text(encoding="utf-8"))
    return {
        code: {
            language: Words(**{part: parts[part][language].strip() for part in PARTS})
            for language in LANGUAGES
        }
        for code, parts in content.items()
    }


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of names in braces; nothing in a text is ever executed.

    A line that names something empty or unknown is left out whole, so "Due at {due}." does
    not appear where nothing is due.
    """
    lines = (_fill_line(line, values) for line in text.splitlines())
    return "\n".join(line for line in lines if line is not None).strip()


def _fill_line(line: str, values: Mapping[str, str]) -> str | None:
    names = PLACEHOLDER.findall(line)
    if any(not values.get(name) for name in names):
        return None
    return PLACEHOLDER.sub(lambda match: values[match[1]], line)
