"""Read a mapping of package data key by key, noting every fault with its path."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from haidang.engines.expressions import Expression, ExpressionError, compile_expression
from haidang.engines.forms.model import Text
from haidang.kernel.errors import Problem, Severity

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")


@dataclass(slots=True, kw_only=True)
class Reader:
    """A mapping under a path, the problems found so far, and the keys already asked for."""

    data: Mapping[str, object]
    path: str
    problems: list[Problem]
    asked: set[str] = field(default_factory=set)

    def get(self, key: str) -> object:
        """Return what stands under a key, or None."""
        self.asked.add(key)
        return self.data.get(key)

    def fault(
        self,
        code: str,
        key: str,
        message: tuple[str, str],
        *,
        hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a fault at a key, told in Vietnamese and English."""
        self.problems.append(
            Problem(
                code=f"forms.{code}",
                path=f"{self.path}/{key}" if key else self.path,
                severity=severity,
                message={"vi": message[0], "en": message[1]},
                hint={"vi": hint, "en": hint} if hint else {},
            ),
        )

    def key(self, name: str = "key") -> str:
        """Return an identifier: small letters, digits and underscores."""
        value = self.get(name)
        if isinstance(value, str) and _KEY.fullmatch(value):
            return value
        self.fault(
            "bad_key",
            name,
            (
                "Khoá phải gồm chữ thường không dấu, chữ số và dấu gạch dưới.",
                "A key must be small letters, digits and underscores.",
            ),
        )
        return ""

    def text(self, name: str, *, required: bool = False) -> Text:
        """Return a text by language; ``vi`` must be there."""
        value = self.get(name)
        if value is None and not required:
            return {}
        if isinstance(value, Mapping) and all(
            isinstance(language, str) and isinstance(words, str)
            for language, words in value.items()
        ):
            texts = {str(language): str(words).strip() for language, words in value.items()}
            if texts.get("vi"):
                self._check_translated(name, texts)
                return texts
        self.fault(
            "bad_text",
            name,
            (
                "Cần nội dung theo ngôn ngữ, ít nhất có tiếng Việt: {vi: …, en: …}.",
                "A text by language is needed, at least in Vietnamese: {vi: …, en: …}.",
            ),
        )
        return {}

    def _check_translated(self, name: str, texts: Text) -> None:
        if not texts.get("en"):
            self.fault(
                "untranslated",
                name,
                ("Chưa có bản tiếng Anh.", "The English text is missing."),
                severity=Severity.WARNING,
            )

    def word(self, name: str) -> str | None:
        """Return a short plain text, or None when there is none."""
        value = self.get(name)
        if value is None or isinstance(value, str):
            return value
        self._wrong(name, "chữ", "text")
        return None

    def number(self, name: str) -> float | None:
        """Return a number, or None when there is none."""
        value = self.get(name)
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        self._wrong(name, "số", "a number")
        return None

    def whole(self, name: str) -> int | None:
        """Return a whole number from zero, or None when there is none."""
        value = self.get(name)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self._wrong(name, "số nguyên không âm", "a whole number from zero")
        return None

    def flag(self, name: str) -> bool:
        """Return true or false; false when it is not there."""
        value = self.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        self._wrong(name, "true hoặc false", "true or false")
        return False

    def expression(self, name: str) -> Expression | None:
        """Return a compiled expression, or None when there is none."""
        value = self.get(name)
        if value is None:
            return None
        if isinstance(value, bool):
            value = "true" if value else "false"
        try:
            return compile_expression(str(value))
        except ExpressionError as error:
            where = f"{error.line}:{error.column}"
            self.fault(
                "bad_expression",
                name,
                (
                    f"Biểu thức sai tại {where}: {error.message}",
                    f"The expression is malformed at {where}: {error.message}",
                ),
            )
            return None

    def condition(self, name: str) -> Expression | bool | None:
        """Return true, false or an expression, or None when there is nothing."""
        value = self.get(name)
        if isinstance(value, bool):
            return value
        if value in {"true", "false"}:
            return value == "true"
        return self.expression(name)

    def each(self, name: str) -> Iterator["Reader"]:
        """Yield a reader for every mapping of a list."""
        value = self.get(name)
        if value is None:
            return
        if not isinstance(value, Sequence) or isinstance(value, str | bytes):
            self._wrong(name, "danh sách", "a list")
            return
        for at, item in enumerate(value):
            if isinstance(item, Mapping):
                path = f"{self.path}/{name}/{at}"
                yield Reader(data=item, path=path, problems=self.problems)
            else:
                self._wrong(f"{name}/{at}", "một đối tượng", "a mapping")

    def inside(self, name: str) -> "Reader | None":
        """Return a reader for the mapping under a key, or None when there is none."""
        value = self.get(name)
        if isinstance(value, Mapping):
            return Reader(data=value, path=f"{self.path}/{name}", problems=self.problems)
        if value is not None:
            self._wrong(name, "một đối tượng", "a mapping")
        return None

    def finish(self) -> None:
        """Note every key that nobody asked for: most are typing mistakes."""
        for key in self.data:
            if key not in self.asked:
                close = get_close_matches(str(key), sorted(self.asked), n=1)
                self.fault(
                    "unknown_key",
                    str(key),
                    (f"Không có thuộc tính “{key}”.", f"There is no property “{key}”."),
                    hint=f"→ {close[0]}" if close else "",
                )

    def _wrong(self, name: str, vietnamese: str, english: str) -> None:
        self.fault("wrong_kind", name, (f"Cần {vietnamese}.", f"This must be {english}."))
