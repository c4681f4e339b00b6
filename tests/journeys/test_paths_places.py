"""Paths of place and person: other agencies, several procedures, places, mandates, the post."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
import yaml
from playwright.sync_api import expect

from haidang.config.demo.office import Story
from haidang.config.demo.run import Layout
from haidang.config.demo.samples import birth_answers, sample_pdf
from haidang.config.demo.visitors import JSON, Company
from haidang.config.env import PROJECT
from tests.journeys.people import LAN, hand_in, handed_in, paper, today_of
from tests.journeys.visits import DESK, Visit

pytestmark = pytest.mark.journey

BINH: Final = "Lê Văn Bình"
BIRTH: Final = "1.001193"
JOINT: Final = "3.000722"
IMPACT: Final = "1.010736"
OTHER_WARD: Final = "H24.165"
OTHER_CENTRE: Final = "H24.165.01"
HOME_CENTRE: Final = "H24.182.01"
ADDRESS: Final[JSON] = {"province": "31", "ward": "11560", "detail": "Số 12, tổ dân phố 3"}
TIME_PASSES: Final = """
from datetime import timedelta
from haidang.domain.cases.actions import consult
from haidang.domain.cases.models import Consultation
from haidang.kernel.clock import now
Consultation.objects.filter(case__number="{number}").update(due_at=now() - timedelta(minutes=1))
consult.conclude_silent_consultations()
"""


def test_a_case_is_handed_to_the_competent_agency(
    visit: Callable[..., Visit], city: Layout, company: Company
) -> None:
    story = handed_in(company, city, until="verify")
    due = story.case().text("case.due.due_at")
    company.officer("hoa").post(
        f"/api/cases/{story.number}/transfer",
        {"to_agency": OTHER_WARD, "reason": "Trẻ cư trú tại phường Hồng Bàng."},
    )

    lan = _at_home(visit(), LAN, f"/ho-so/{story.number}/")
    lan.sees("Hồ sơ được chuyển đến cơ quan có thẩm quyền")
    lan.sees("Ủy ban nhân dân phường Hồng Bàng")
    lan.look("portal-case-transferred")
    assert story.case().text("case.due.due_at") == due
    story.do("tuan", "approve", step="verify")
    story.wait_for_task(company.officer("thu"), "decide")


def test_another_agency_answers(
    visit: Callable[..., Visit], city: Layout, company: Company
) -> None:
    story = handed_in(company, city, until="verify")
    asked = _ask(company, story.number, silence_agrees=False)
    lan = _at_home(visit(), LAN, f"/ho-so/{story.number}/")
    lan.sees("Đang lấy ý kiến, hạn trả lời")
    lan.look("portal-case-consulted")

    company.officer("tuan").post(f"/api/consultations/{asked}", {"answer": "agree"})

    lan.sees_after_reloading("Đã trả lời: đồng ý")
    story.do("hoa", "approve", step="verify")


def test_silence_becomes_agreement(
    visit: Callable[..., Visit], city: Layout, company: Company
) -> None:
    story = handed_in(company, city, until="verify")
    _ask(company, story.number, silence_agrees=True)
    lan = _at_home(visit(), LAN, f"/ho-so/{story.number}/")
    lan.sees("Đang lấy ý kiến, hạn trả lời")

    _run(city, TIME_PASSES.format(number=story.number))

    lan.sees_after_reloading("theo quy định được coi là đồng ý")


def test_one_form_leads_to_several_procedures(
    visit: Callable[..., Visit], city: Layout, company: Company
) -> None:
    lan = visit()
    answers = {
        **_scenario(JOINT, "all-parts"),
        **birth_answers(today_of(city)),
        "wants_card": False,
    }
    draft = _begin(lan, LAN, JOINT)
    number = _submit(
        lan, company, "lan", draft, {k: v for k, v in answers.items() if k != "copies"}
    )
    story = Story(company, city.data, "joint", number=number)
    story.do("hoa", "accept", step="reception")
    lan.sees_after_reloading("Đăng ký thường trú")
    lan.sees("Chờ kết quả của: Đăng ký khai sinh")
    lan.look("portal-case-parts")

    parts = {
        row.text("key"): row.text("number")
        for row in company.person("lan").get(f"/api/cases/{number}/parts").rows()
    }
    _carry(replace(story, number=parts["birth"]), ("hoa", "khanh", "mai"))
    _carry(replace(story, number=parts["residence"]), ("kien", "hai", "loan"))
    _carry(replace(story, number=parts["insurance"]), ("yen", "quang", "thao"))

    assert story.wait_for_status("10") == "10"
    lan.page.reload()
    lan.sees("Một phần của hồ sơ liên thông đã giải quyết xong")
    lan.look("portal-case-parts-done")
    lan.go("/kho-giay-to/")
    lan.sees("Thẻ bảo hiểm y tế")


def test_a_case_is_received_decided_and_fetched_in_three_places(
    visit: Callable[..., Visit], city: Layout, company: Company
) -> None:
    lan = visit()
    draft = _begin(
        lan, LAN, BIRTH, {"receiving": OTHER_CENTRE, "return_agency": HOME_CENTRE},
        look="portal-start-places",
    )  # fmt: skip
    answers = {**birth_answers(today_of(city)), "receive_by": "counter"}
    number = _submit(lan, company, "lan", draft, answers)

    assert number.startswith(OTHER_CENTRE)
    lan.sees("Trung tâm Phục vụ hành chính công phường Hồng Bàng")
    lan.sees("Ủy ban nhân dân phường Thuỷ Nguyên")
    lan.look("portal-case-three-places")
    story = Story(company, city.data, "places", number=number)
    story.do("tuan", "accept", step="reception")
    story.do("tuan", "forward", step="forward")
    _carry(story, ("hoa", "khanh", "mai"))
    story.do("hoa", "handed_over", step="hand_over")
    assert story.wait_for_status("10") == "10"


def test_a_delegated_person_applies_and_the_mandate_is_ended(
    visit: Callable[..., Visit], city: Layout, company: Company, tmp_path: Path
) -> None:
    lan = visit()
    draft = _begin(
        lan, LAN, BIRTH,
        {
            "applicant": "paper", "full_name": BINH, "personal_id": "031088000003",
            "born_on": "1988-02-20", "relation": "Em dâu",
        },
        look="portal-start-mandate",
    )  # fmt: skip
    company.person("lan").put(
        f"/api/cases/{draft}/answers", {"answers": birth_answers(today_of(city))}
    )
    lan.go(f"/ho-so/{draft}/xem-lai")
    lan.sees("Thiếu: Văn bản uỷ quyền")
    lan.page.locator("[name=mandate]").set_input_files(paper(tmp_path, name="uy-quyen.pdf"))
    lan.press("Đính kèm văn bản uỷ quyền")
    lan.sees("uy-quyen.pdf")
    lan.look("portal-review-mandate")
    number = hand_in(lan)
    lan.sees("thực hiện thay người yêu cầu")

    binh = _at_home(visit(), BINH, "/ho-so/")
    binh.page.locator(f"main a[href*='{number}']").first.click()
    binh.sees(LAN)
    binh.look("portal-case-mandate")
    binh.press("Chấm dứt uỷ quyền")
    binh.sees("không còn đại diện cho ông/bà")
    lan.page.reload()
    expect(lan.page.locator("main")).not_to_contain_text(number)


def test_an_organization_applies_and_keeps_its_result(
    visit: Callable[..., Visit], city: Layout, company: Company
) -> None:
    binh = visit(width=DESK)
    _open_start(binh, BINH, IMPACT)
    company_choice = binh.page.get_by_label("Công ty TNHH Dịch vụ Cảng Mẫu").first
    company_choice.check()
    binh.look("portal-start-organization")
    draft = _go_on(binh)
    report = sample_pdf("Bao cao danh gia tac dong moi truong")
    company.person("binh").upload(
        f"/api/cases/{draft}/evidence", report, name="bao-cao.pdf",
        fields={"key": "eia_report"}, status=201,
    )  # fmt: skip
    number = _submit(binh, company, "binh", draft, _scenario(IMPACT, "agreed"))

    binh.sees("Người đại diện theo pháp luật")
    binh.go("/ho-so/")
    binh.press("Công ty TNHH Dịch vụ Cảng Mẫu (dữ liệu mẫu)", role="link")
    binh.sees(number)
    binh.look("portal-cases-organization")
    row = company.officer("tuan").get(f"/api/cases/{number}")
    assert row.text("case.applicant.tax_code") == "0299999995"
    assert city.url


def test_a_result_goes_by_post(
    visit: Callable[..., Visit], city: Layout, company: Company
) -> None:
    lan = visit()
    draft = _begin(lan, LAN, BIRTH)
    answers = {
        **birth_answers(today_of(city)), "receive_by": "post", "post_address": ADDRESS,
    }  # fmt: skip
    number = _submit(lan, company, "lan", draft, answers)
    story = Story(company, city.data, "post", number=number)
    story.do("hoa", "accept", step="reception")
    _carry(story, ("hoa", "khanh", "mai"))
    story.do("hoa", "handed_over", step="hand_over")

    lan.sees_after_reloading("Chờ bưu tá đến nhận")
    assert story.status() == "9"
    (parcel,) = company.person("lan").get(f"/api/cases/{number}/deliveries").rows()
    post = company.twin("post")
    for step in ("picked_up", "delivered"):
        post.post(f"/parcels/{parcel.text('tracking')}/events", {"status": step}, status=201)
    post.client.close()
    lan.sees_after_reloading("Đã phát cho người nhận")
    lan.look("portal-case-by-post")
    assert story.wait_for_status("10") == "10"


def _at_home(window: Visit, name: str, path: str) -> Visit:
    """Sign somebody in and go to a page."""
    window.go("/dang-nhap?next=/ho-so/")
    window.sign_in_person(name)
    window.page.wait_for_url("**/ho-so/")
    window.go(path)
    return window


def _open_start(window: Visit, name: str, procedure: str) -> None:
    _at_home(window, name, f"/thu-tuc/{procedure}/nop")


def _begin(
    window: Visit,
    name: str,
    procedure: str,
    chosen: Mapping[str, JSON] | None = None,
    *,
    look: str = "",
) -> str:
    """Begin a draft in the browser with some choices; return its id."""
    _open_start(window, name, procedure)
    given = dict(chosen or {})
    if given.get("applicant"):
        window.fill_in({"applicant": given.pop("applicant")})
        window.press("Bắt đầu kê khai")
    window.fill_in(given)
    if look:
        window.look(look)
    return _go_on(window)


def _go_on(window: Visit) -> str:
    window.press("Bắt đầu kê khai")
    window.page.wait_for_url("**/to-khai/**")
    return window.page.url.split("/ho-so/")[1].split("/")[0]


def _submit(
    window: Visit, company: Company, person: str, draft: str, answers: Mapping[str, JSON]
) -> str:
    """Fill a draft in, then look it over and hand it in in the browser; return its number."""
    company.person(person).put(f"/api/cases/{draft}/answers", {"answers": dict(answers)})
    window.go(f"/ho-so/{draft}/xem-lai")
    return hand_in(window)


def _carry(story: Story, officers: tuple[str, str, str]) -> None:
    """Let three officers examine, sign and seal."""
    for officer, step in zip(officers, ("verify", "decide", "seal"), strict=True):
        story.do(officer, "approve", step=step)


def _ask(company: Company, number: str, *, silence_agrees: bool) -> str:
    body: JSON = {
        "agency": OTHER_WARD, "question": "Trẻ đã được đăng ký khai sinh tại phường chưa?",
        "working_days": 3, "silence_agrees": silence_agrees,
    }  # fmt: skip
    asked = company.officer("hoa").post(f"/api/cases/{number}/consultations", body, status=201)
    return asked.text("id")


def _scenario(procedure: str, name: str) -> dict[str, JSON]:
    path = PROJECT / "content" / "procedures" / procedure / "scenarios" / f"{name}.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8"))["answers"])


def _run(city: Layout, code: str) -> None:
    """Do something in the city's own database: here, let days pass for a question."""
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "haidang.config.cli", "manage", "--", "shell", "-c", code],
        env={**os.environ, **city.environment()},  # noqa: TID251 - the child inherits it
        check=True,
        capture_output=True,
    )
