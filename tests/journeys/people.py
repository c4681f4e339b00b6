"""What people do on the portal in more than one story."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

from haidang.config.demo.office import Story
from haidang.config.demo.run import Layout
from haidang.config.demo.samples import birth_answers, sample_pdf
from haidang.config.demo.visitors import JSON, Company
from haidang.kernel.clock import local, now
from tests.journeys.visits import Visit

LAN = "Nguyễn Thị Lan"
BIRTH_PAGES = ("declarant", "birth", "child", "mother", "father", "delivery")


def begin(window: Visit, procedure: str) -> None:
    """Begin a case from the page of its procedure; sign in on the way if need be."""
    window.go(f"/thu-tuc/{procedure}/")
    window.page.locator("main a[href$='/nop']").first.click()
    if "/dang-nhap" in window.page.url:
        window.sign_in_person(LAN)
    window.page.locator("main form .actions button").click()
    window.page.wait_for_url("**/to-khai/**")


def complete(window: Visit, answers: Mapping[str, JSON]) -> None:
    """Fill in page after page until the case can be looked over."""
    while "/to-khai/" in window.page.url:
        window.complete_page(answers)
    window.page.wait_for_url("**/xem-lai")


def hand_in(window: Visit) -> str:
    """Hand the case in from the page where it is looked over; return its number."""
    window.press("Nộp hồ sơ")
    window.page.wait_for_url(lambda url: "xem-lai" not in url)
    return window.page.locator("main .figure-code").inner_text()


def today_of(city: Layout) -> date:
    """Return the date that the city's clock shows."""
    return local(now() + timedelta(seconds=city.clock_shift_seconds)).date()


def birth_on_paper(city: Layout) -> dict[str, JSON]:
    """Return right answers for a child whose birth notice is on paper."""
    return {**birth_answers(today_of(city)), "birth_proof": "notice_paper"}


def paper(folder: Path, *, name: str = "giay-chung-sinh.pdf") -> Path:
    """Make a sample file to hand in."""
    made = folder / name
    made.write_bytes(sample_pdf("Giay chung sinh"))
    return made


_SIGNED_IN: set[int] = set()


def _sign_in_once(company: Company, codes: Callable[[str], str]) -> None:
    """Let Hoa sign in over REST once, and give her code to nobody else."""
    if id(company) not in _SIGNED_IN:
        _SIGNED_IN.add(id(company))
        company.officer("hoa")
        codes("hoa")


def handed_in(
    company: Company,
    city: Layout,
    codes: Callable[[str], str] | None = None,
    *,
    until: str = "",
) -> Story:
    """Hand a birth in over REST, and carry it to the step that is named.

    With ``codes``, Hoa can sign in at a window afterwards: no code is used twice.
    """
    if codes is not None:
        _sign_in_once(company, codes)
    story = Story(company, city.data, "desk")
    story.start("1.001193")
    story.fill_in(birth_answers(today_of(city)))
    story.submit()
    story.wait_for_task(company.officer("hoa"), "reception")
    if until in {"verify", "sign"}:
        story.do("hoa", "accept", step="reception")
        story.do("hoa", "forward", step="forward")
        story.wait_for_task(company.officer("hoa"), "verify")
    if until == "sign":
        story.do("hoa", "approve", step="verify")
    return story
