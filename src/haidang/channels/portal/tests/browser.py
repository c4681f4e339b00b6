"""A browser without a script: it reads a page's form, fills it in and presses a button."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from lxml import html

from haidang.engines.forms import JSON


@dataclass(slots=True)
class Browser:
    """One person's browser; ``page`` is what stands on the screen."""

    client: Client
    page: html.HtmlElement = field(default_factory=lambda: html.fromstring("<p></p>"))
    path: str = ""
    status: int = 0

    def open(self, path: str) -> "Browser":
        """Go to an address, wherever it leads."""
        return self._shown(self.client.get(path, follow=True), path)

    def press(self, answers: Mapping[str, JSON] | None = None, **buttons: object) -> "Browser":
        """Fill in the page's main form as far as its fields are there, and send it."""
        form = self.page.xpath("//main//form[@method='post']")[0]
        data = dict(form.form_values())
        names = {control.get("name") for control in form.xpath(".//*[@name]")}
        data |= {name: text for name, text in flatten(answers or {}).items() if name in names}
        action = form.get("action") or self.path
        return self._shown(self.client.post(action, {**data, **buttons}, follow=True), action)

    def text(self) -> str:
        """Return what can be read."""
        return " ".join(self.page.text_content().split())

    def links(self) -> list[str]:
        """Return where the page's content leads."""
        return [str(href) for href in self.page.xpath("//main//a/@href")]

    def _shown(self, answer: HttpResponseBase, path: str) -> "Browser":
        chain: list[tuple[str, int]] = getattr(answer, "redirect_chain", [])
        self.path = chain[-1][0] if chain else path
        self.status = answer.status_code
        if isinstance(answer, HttpResponse) and "html" in answer.headers["Content-Type"]:
            self.page = html.document_fromstring(answer.content.decode())
        return self


def flatten(answers: Mapping[str, JSON]) -> dict[str, object]:
    """Return answers as the names and texts of controls."""
    flat: dict[str, object] = {}
    for key, value in answers.items():
        match value:
            case bool():
                flat[key] = "true" if value else "false"
            case dict():
                flat |= {f"{key}.{part}": text for part, text in value.items()}
            case list() if all(isinstance(row, dict) for row in value):
                for number, row in enumerate(value):
                    inner = row if isinstance(row, dict) else {}
                    flat |= flatten({f"{key}.{number}.{part}": one for part, one in inner.items()})
            case str() if len(value) == 10 and value[4:8:3] == "--":
                year, month, day = value.split("-")
                flat |= {f"{key}.year": year, f"{key}.month": month, f"{key}.day": day}
                flat[key] = value
            case _:
                flat[key] = value if isinstance(value, list) else str(value)
    return flat
