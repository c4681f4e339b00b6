"""The administrator changes calendar and words, and sees proofs; heads see their figures."""

import json
from datetime import timedelta
from uuid import UUID

from django.test import Client

from haidang.blocks.outbox.testing import run_jobs
from haidang.channels.console.tests.conftest import sign_in
from haidang.domain.cases.testing import (
    ACTOR,
    BIRTH,
    CITY,
    MONDAY,
    World,
    get_row,
    make_submitted,
    take_step,
)
from haidang.domain.catalog import public as catalog
from haidang.domain.indicators import public as indicators
from haidang.domain.indicators.testing import make_history
from haidang.domain.succession import public as succession
from haidang.kernel import clock
from haidang.kernel.events import JSON

SWAP = {
    "kind": "swap",
    "day.day": "25", "day.month": "11", "day.year": "2026",
    "work_day.day": "28", "work_day.month": "11", "work_day.year": "2026",
    "name_vi": "Hoán đổi dịp lễ (mẫu)",
    "name_en": "Swap (sample)",
    "law": "Thông báo mẫu 01/TB-UBND",
}  # fmt: skip


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def accepted(world: World) -> str:
    number = make_submitted(applicant=world.lan, procedure="1.001612", scenario="individual")
    if get_row(number).accepted_at is None:
        take_step(number, action="accept", by=world.hoa)
    return number


def test_a_year_shows_holidays_of_the_lunar_calendar_and_own_swaps(van: Client) -> None:
    page = text(van, "/quan-tri/lich/?nam=2026")

    assert "Tết" in page
    assert "17/02/2026" in page
    assert "12729/VPCP-KGVX" in page
    assert page.count('class="month"') == 12
    assert "07:00-11:30" in page


def test_a_swap_is_seen_published_and_followed_by_the_cases(van: Client, world: World) -> None:
    number = accepted(world)
    due = get_row(number).due_at
    before = catalog.city_revision_number(CITY)

    seen = van.post("/quan-tri/lich/xem-truoc/", SWAP)
    unchanged = catalog.city_revision_number(CITY)
    hidden = dict(seen.context["page"].hidden)
    done = van.post("/quan-tri/lich/cong-bo/", {**hidden, "reason": "Theo thông báo mẫu."})
    run_jobs()

    assert seen.status_code == 200
    assert number in seen.content.decode()
    assert unchanged == before
    assert done.status_code == 302
    assert catalog.city_revision_number(CITY) == before + 1
    assert get_row(number).due_at != due


def test_what_is_wrong_is_said_all_at_once(van: Client) -> None:
    no_day = {"kind": "swap", "day.day": "31", "day.month": "2", "day.year": "2026"}

    answer = van.post("/quan-tri/lich/xem-truoc/", no_day)

    assert answer.status_code == 422
    assert len(answer.context["page"].faults) == 4


def test_nothing_is_published_without_a_reason(van: Client) -> None:
    before = catalog.city_revision_number(CITY)
    hidden = dict(van.post("/quan-tri/lich/xem-truoc/", SWAP).context["page"].hidden)

    answer = van.post("/quan-tri/lich/cong-bo/", hidden)

    assert answer.status_code == 422
    assert catalog.city_revision_number(CITY) == before


def test_an_own_day_is_taken_out(van: Client) -> None:
    seen = van.post("/quan-tri/lich/xem-truoc/", {"remove": "2026-01-02"})
    hidden = dict(seen.context["page"].hidden)
    van.post("/quan-tri/lich/cong-bo/", {**hidden, "reason": "Văn bản thay thế."})

    rules = catalog.city_revision(CITY).calendar
    assert rules is not None
    assert "2026-01-02" not in {mark.day.isoformat() for mark in rules.overrides}


def test_a_stale_preview_is_shown_anew(van: Client) -> None:
    hidden = dict(van.post("/quan-tri/lich/xem-truoc/", SWAP).context["page"].hidden)
    stale = {**hidden, "expected": "0", "reason": "Theo thông báo mẫu."}

    answer = van.post("/quan-tri/lich/cong-bo/", stale)

    assert answer.status_code == 200
    assert dict(answer.context["page"].hidden)["expected"] != "0"


def test_the_words_of_the_city_stand_on_every_page_at_once(van: Client) -> None:
    page = van.get("/quan-tri/loi/").context["page"]
    given = {field.name: field.value for field in page.fields}
    changed = {**given, "motto_vi": "Tận tâm phục vụ (mẫu)", "reason": "Đổi khẩu hiệu.",
               "expected": str(page.expected)}  # fmt: skip

    done = van.post("/quan-tri/loi/", changed)
    refused = van.post("/quan-tri/loi/", {**changed, "short": ""})

    assert done.status_code == 302
    assert "Tận tâm phục vụ (mẫu)" in text(Client(), "/")
    assert refused.status_code == 422


def test_a_merger_is_shown_with_its_proof(van: Client, world: World) -> None:
    accepted(world)
    plan: dict[str, JSON] = {
        "city": CITY,
        "name": "Nhập phường (mẫu)",
        "law": "Nghị quyết mẫu 01/NQ",
        "effective": MONDAY.date().isoformat(),
        "units": [{"from": "11560", "to": ["11311"]}],
        "agencies": [
            {"from": "H24.182", "to": "H24.165"},
            {"from": "H24.182.01", "to": "H24.165.01"},
        ],
    }
    merger = succession.start_merger(plan, actor=ACTOR)
    succession.run_merger(merger, actor=ACTOR)

    listed = text(van, "/quan-tri/don-vi/")
    page = text(van, f"/quan-tri/don-vi/{merger}/")
    data = van.get(f"/quan-tri/don-vi/{merger}/bien-ban.json")
    paper = van.get(f"/quan-tri/don-vi/{merger}/bien-ban.pdf")

    assert "Nhập phường (mẫu)" in listed
    assert "H24.165.01" in page
    assert json.loads(data.content)["state"] == "proved"
    assert paper.content.startswith(b"%PDF")
    assert van.get(f"/quan-tri/don-vi/{merger}/bien-ban.exe").status_code == 404
    assert van.get(f"/quan-tri/don-vi/{UUID(int=1)}/").status_code == 404


def test_forecast_and_reality_stand_side_by_side(van: Client, world: World) -> None:
    calendar = catalog.working_calendar(CITY)
    make_history(
        city=CITY, procedure=BIRTH, agency="H24.182", calendar=calendar, hours=[4.0] * 20
    )  # fmt: skip
    for place in range(10):
        indicators.tell_forecast(
            f"MAU-{place}", city=CITY, procedure=BIRTH, agency="H24.182", at=clock.now(),
            calendar=calendar, actor=world.hoa,
        )  # fmt: skip
        indicators.note_outcome(f"MAU-{place}", taken=calendar_hours(place), at=clock.now())

    everything = text(van, "/quan-tri/du-bao/")
    led = text(sign_in("khanh"), "/quan-tri/du-bao/")

    assert "50%" in everything
    assert "Đăng ký khai sinh" in everything
    assert "Đăng ký khai sinh" in led


def calendar_hours(place: int) -> timedelta:
    return timedelta(hours=4 if place < 5 else 9)


def test_a_head_enters_only_what_concerns_heads(world: World) -> None:
    khanh = sign_in("khanh")

    assert "/quan-tri/lich/" not in text(khanh, "/quan-tri/")
    assert khanh.get("/quan-tri/lich/").status_code == 403
    assert khanh.get("/quan-tri/don-vi/").status_code == 403
    assert sign_in("hoa").get("/quan-tri/").status_code == 403
    assert world.lan.name
