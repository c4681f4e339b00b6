"""A window of somebody's browser: what people do in it, and what is looked at on every page."""

import base64
import hashlib
import hmac
import io
import re
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from haidang.config.demo.run import Layout
from haidang.config.demo.visitors import JSON
from haidang.config.env import PROJECT
from haidang.config.sample_credentials import SAMPLE_PASSWORD, SAMPLE_TOTP_SECRET

PHONE: Final = 390
DESK: Final = 1440
KIOSK: Final = 1080
PATIENCE_MS: Final = 30_000
PERIOD_SECONDS: Final = 30
LARGEST_BYTES: Final = 200_000
TALLEST: Final = 2_400
_AXE: Final = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
_AXE_TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_ENGLISH: Final = re.compile(
    r"\b(the|and|your|you|with|this|not|was|are|of|is|Sign in|Continue|Submit|Save|Back)\b"
)
_RAW: Final = re.compile(r"\{[{%]|\b(?:None|undefined|True|False)\b|\b[a-z]+(?:_[a-z0-9]+)+\b")
_READ: Final = """() => {
  const copy = document.body.cloneNode(true);
  const quiet = "[lang=en], script, style, .code, code, input, option";
  copy.querySelectorAll(quiet).forEach(e => e.remove());
  return copy.textContent.replace(/\\s+/g, " ");
}"""
_WIDE: Final = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > width + 1)
    .map(e => e.tagName + "." + e.className).slice(0, 5);
}"""
_RUN_AXE: Final = """async tags => {
  const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  const told = n => n.html.slice(0, 160) + " :: " + (n.failureSummary || "").slice(0, 300);
  return found.violations.map(
    v => `${v.id}: ${v.help} — ` + v.nodes.slice(0, 3).map(told).join(" | ").replace(/\\s+/g, " ")
  );
}"""

_INDEX: Final = """# Pictures of every page

Taken by the browser stories, at the widths of a telephone and of a desk, from a city of sample
data: `./run test tests/journeys --screenshots` writes them anew, with this page. Tall pages are
cut at 2,400 px.

| Page | 390 px | 1440 px |
|---|---|---|
{rows}
"""


@dataclass(slots=True)
class Gallery:
    """Where pictures go; without a folder none is taken."""

    folder: Path | None

    def hang(self, page: Page, name: str) -> None:
        """Take a picture of a page from its top, with few colours, so that it stays small."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        picture, titled = self._take(page), PngInfo()
        titled.add_itxt("Title", " ".join(page.locator("h1").first.inner_text().split()))
        for colours in (256, 128, 64, 32):
            small = picture.quantize(colors=colours, dither=Image.Dither.NONE)
            file = io.BytesIO()
            small.save(file, "PNG", optimize=True, pnginfo=titled)
            if file.tell() < LARGEST_BYTES:
                break
        (self.folder / f"{name}.png").write_bytes(file.getvalue())

    def index(self) -> None:
        """Write the page that shows every picture, by the name of its page."""
        if self.folder is None:
            return
        pictures = sorted(self.folder.glob("*.png"))
        names = dict.fromkeys(path.stem.rpartition("-")[0] for path in pictures)
        rows = "\n".join(self._row(name) for name in names)
        (self.folder / "README.md").write_text(_INDEX.format(rows=rows), encoding="utf-8")

    def _row(self, name: str) -> str:
        phone, desk = f"{name}-{PHONE}.png", f"{name}-{DESK}.png"
        with Image.open(str(self.folder / phone) if self.folder else phone) as picture:
            title = picture.info.get("Title", "")
        return (
            f'| **{title}**<br>`{name}` | <img src="{phone}" width="130" alt="{title}"> '
            f'| <img src="{desk}" width="480" alt="{title}"> |'
        )

    def _take(self, page: Page) -> Image.Image:
        width, height = page.evaluate("() => [innerWidth, document.body.scrollHeight]")
        taken = page.screenshot(
            full_page=True,
            animations="disabled",
            clip={"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)},
        )
        return Image.open(io.BytesIO(taken)).convert("RGB")


@dataclass(slots=True)
class Visit:
    """One window; whatever the browser complains of is kept until somebody looks."""

    page: Page
    city: Layout
    gallery: Gallery
    width: int
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", lambda message: self._hear(message))  # noqa: PLW0108 - Playwright marks what it is given
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)

    def press(self, name: str, *, role: str = "button") -> None:
        """Press the button, or follow the link, that has a name."""
        self.named(name, role=role).first.click()

    def follow(self, name: str) -> None:
        """Follow the link that has a name."""
        self.press(name, role="link")

    def named(self, name: str, *, role: str) -> Locator:
        """Return what has a role and a name."""
        return self.page.get_by_role(role, name=name)  # type: ignore[arg-type]  # a role's name

    def sees(self, words: str) -> None:
        """Wait until the page says something."""
        expect(self.page.locator("main")).to_contain_text(words, timeout=PATIENCE_MS)

    def sees_after_reloading(self, words: str) -> None:
        """Load the page again, as people do, until it says something."""
        self.reload_until(
            lambda: words in self.page.locator("main").inner_text(), what=f"«{words}»"
        )

    def reload_until(self, happened: Callable[[], bool], *, what: str) -> None:
        """Load the page again until something is so."""
        deadline = time.monotonic() + 2 * PATIENCE_MS / 1000
        while not happened():
            assert time.monotonic() < deadline, f"never saw {what} at {self.page.url}"
            self.page.wait_for_timeout(300)
            self.page.reload()

    def sign_in_person(self, name: str) -> None:
        """Sign in at the VNeID twin, from the page of sign-in."""
        self.page.locator("main form button").first.click()
        self.page.get_by_role("button", name=name).click()
        expect(self.page.locator("header .menu, header .button-small")).to_be_visible()

    def sign_in_officer(self, name: str, *, codes: Callable[[str], str]) -> None:
        """Sign in with password and second factor, from the page of sign-in.

        The code is made when it is asked for: on a busy machine an earlier one may be too old.
        """
        self.page.get_by_label("Tên đăng nhập").fill(name)
        self.page.get_by_label("Mật khẩu").fill(SAMPLE_PASSWORD)
        self.page.locator("main form button").first.click()
        asked = self.page.locator("input[name=code]")
        asked.wait_for()
        asked.fill(codes(name))
        self.page.locator("main form button").first.click()
        self.page.wait_for_url("**/ban-lam-viec/**")

    def fill_in(self, answers: Mapping[str, JSON]) -> None:
        """Answer the questions of the page that is open; others are left alone."""
        for key, value in answers.items():
            fill(self.page, key, value)

    def complete_page(self, answers: Mapping[str, JSON]) -> None:
        """Fill in a page of a form and go on; answer what it asks more because of answers."""
        before = self.page.url
        for _question in range(4):
            self.fill_in(answers)
            self.go_on()
            if self.page.url != before:
                return
        raise AssertionError(f"{before} stays: {self.page.inner_text('main')}")

    def go_on(self) -> None:
        """Send a page of a form in, and wait for the page that answers it."""
        with self.page.expect_navigation():
            self.press("Tiếp tục")

    def look(self, name: str, *, english: bool = False, tall: bool = False) -> None:
        """Judge the page at both widths, and take its picture; the window keeps its width.

        A kiosk's page is judged as a ``tall`` screen shows it, too.
        """
        faults = [] if english else self._words()
        if tall:
            self.page.set_viewport_size({"width": KIOSK, "height": 1920})
            tall_faults = [*self.page.evaluate(_WIDE), *self._axe()]
            faults += [f"{KIOSK} px: {each}" for each in tall_faults]
        for width in (PHONE, DESK):
            self.page.set_viewport_size({"width": width, "height": 900})
            wide: list[str] = self.page.evaluate(_WIDE)
            faults += [f"{width} px: too wide: {each}" for each in wide]
            faults += [f"{width} px: {each}" for each in self._axe()]
            self.gallery.hang(self.page, f"{name}-{width}")
        self.page.set_viewport_size({"width": self.width, "height": 900})
        faults += self.complaints
        self.complaints.clear()
        assert not faults, f"{name} ({self.page.url}):\n" + "\n".join(faults)

    def _axe(self) -> list[str]:
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(_AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(_RUN_AXE, list(_AXE_TAGS))
        return found

    def _words(self) -> list[str]:
        text = str(self.page.evaluate(_READ))
        found = [*_ENGLISH.finditer(text), *_RAW.finditer(text)]
        return [f"words: …{text[max(0, hit.start() - 40) : hit.end() + 40]}…" for hit in found[:5]]

    def _hear(self, message: ConsoleMessage) -> None:
        """Keep a complaint; the status of a page itself and what a twin lacks are none."""
        address = message.location.get("url", "").split("#")[0]
        is_status = message.text.startswith("Failed to load resource")
        is_known = is_status and (
            address == self.page.url.split("#")[0] or not address.startswith(self.city.url)
        )
        if message.type in {"error", "warning"} and not is_known:
            self.complaints.append(f"console: {message.text} ({address})")


def fill(page: Page, name: str, value: JSON) -> None:
    """Answer one question, if the page asks it: as a person does, control by control."""
    if isinstance(value, list):
        _fill_parts(page, name, dict(enumerate(value)))
    elif isinstance(value, dict):
        _fill_parts(page, name, value)
    elif page.locator(f"[name='{name}.day']").count():
        year, month, day = str(value).split("-")
        _fill_parts(page, name, {"day": day, "month": month, "year": year})
    elif value is not None:
        _set(page.locator(f"main [name='{name}']"), value)


def _fill_parts(page: Page, name: str, parts: Mapping[str, JSON] | Mapping[int, JSON]) -> None:
    for part, value in parts.items():
        fill(page, f"{name}.{part}", value)


def pass_keys() -> Callable[[str], str]:
    """Return a maker of codes (RFC 6238) that gives an officer no code twice."""
    last: dict[str, int] = {}

    def code(officer: str) -> str:
        period = max(int(time.time()) // PERIOD_SECONDS, last.get(officer, 0) + 1)
        wait = (period - 1) * PERIOD_SECONDS - time.time()
        time.sleep(max(0.0, wait))  # the server knows the next code, not the one after it
        last[officer] = period
        return _code(period)

    return code


def _code(period: int) -> str:
    key = base64.b32decode(SAMPLE_TOTP_SECRET)
    digest = hmac.new(key, struct.pack(">Q", period), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"


def _set(found: Locator, value: JSON) -> None:
    if not found.count() or not found.first.is_editable():
        return
    control = found.first
    text = str(value).lower() if isinstance(value, bool) else str(value)
    kind = control.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
    if kind == "radio":
        found.and_(control.page.locator(f"[value='{text}']")).check()
    elif kind == "checkbox":
        control.set_checked(bool(value))
    elif kind != "select":
        control.fill(text)
    elif control.input_value() != text:
        control.select_option(text)
