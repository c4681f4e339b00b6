"""The visits: what each kind of comer does, page by page."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random  # noqa: TID251 - seeded by the crowd
from typing import Final

from bench.load.plan import Plan
from bench.load.window import Astray, Window, flatten, path_of
from haidang.config.demo.samples import EXTRACT_ANSWERS, WARD, birth_answers, sample_pdf
from haidang.kernel import clock
from haidang.kernel.events import JSON
from twins.registers.samples import made_person

BIRTH: Final = "1.001193"
EXTRACT: Final = "2.000635"
_SEARCHES: Final = (
    "dang ky khai sinh", "trich luc", "ket hon", "giay phep kinh doanh", "tinh trang hon nhan",
    "ho kinh doanh", "tro cap", "the can cuoc", "chung thuc", "dang ky tam tru",
)  # fmt: skip
_PAPER: Final = sample_pdf("Giay chung sinh")
_ACTS: Final = ("accept", "forward", "approve", "sign", "seal", "return")
_TWO_OF_FIVE: Final = 0.4


@dataclass(slots=True)
class Scene:
    """One visit: a window, chance, and pauses for thought."""

    window: Window
    chance: Random
    number: int
    plan: Plan
    think: Callable[[], float]
    thought: float = 0.0

    def pause(self) -> None:
        """Read what is shown."""
        self.thought += self.think()


def look(scene: Scene) -> None:
    """Look for a procedure and read it."""
    window = scene.window
    window.open("/", name="portal: front page")
    scene.pause()
    words = scene.chance.choice(_SEARCHES)
    window.open(f"/tim-kiem?q={words.replace(' ', '+')}", name="portal: search")
    scene.pause()
    code = scene.chance.choice((BIRTH, EXTRACT))
    window.open(f"/thu-tuc/{code}/", name="portal: procedure")
    scene.pause()


def track(scene: Scene) -> None:
    """Ask where a case is, with its number only."""
    scene.window.open("/tra-cuu", name="portal: track")
    scene.pause()
    number = scene.chance.choice(scene.plan.numbers)
    scene.window.open(f"/tra-cuu?number={number}", name="portal: track a number")


def apply(scene: Scene) -> None:
    """Find a procedure, sign in, fill the form in page by page, hand in."""
    look(scene)
    window = scene.window
    is_birth = scene.chance.random() < _TWO_OF_FIVE
    code = BIRTH if is_birth else EXTRACT
    personal_id = f"0311{scene.chance.randint(60, 99)}000{scene.chance.randint(100, 999)}"
    _sign_in(scene, personal_id, then=f"/thu-tuc/{code}/nop")
    scene.pause()
    answers = flatten(_answers(personal_id, scene, is_birth=is_birth))
    window.press({"unit": WARD, "ward": WARD}, name="portal: start", then="portal: form page")
    pages = 0
    while "/to-khai/" in window.path and pages < 15:
        scene.pause()
        window.press(
            answers, files={"birth_notice_files": _PAPER} if is_birth else {},
            name="portal: save a form page", then="portal: form page", _go="next",
        )  # fmt: skip
        pages += 1
    if not window.path.endswith("/xem-lai"):
        raise Astray(f"the form ended at {window.path}")
    scene.pause()
    window.press({}, name="portal: hand in", then="portal: own case")
    scene.pause()
    window.open("/ho-so/", name="portal: own cases")


def _sign_in(scene: Scene, personal_id: str, *, then: str) -> None:
    window = scene.window
    window.open(then, name="portal: sign-in page")
    scene.pause()
    window.open(f"/dang-nhap?next={then}", name="portal: sign-in page")
    buttons = window.tree().xpath("//main//form[contains(@action, '/vneid/login/')]/@action")
    if not buttons:
        raise Astray(f"{window.path} offers no VNeID")
    there = window.hop(str(buttons[0]), name="portal: to VNeID")
    back = window.hop(f"{there}&login_hint={personal_id}", name="(twin) VNeID")
    window.open(path_of(back), name="portal: back from VNeID")
    if not window.path.startswith(then):
        window.open(then, name="portal: start page")


def _answers(personal_id: str, scene: Scene, *, is_birth: bool) -> Mapping[str, JSON]:
    person = made_person(personal_id)
    if person is None:
        raise Astray(f"{personal_id} is not of the reserved block")
    born = person.born_on.isoformat()
    if not is_birth:
        return {
            **EXTRACT_ANSWERS, "requester_name": person.name, "subject_name": person.name,
            "requester_personal_id": personal_id, "subject_personal_id": personal_id,
            "subject_born_on": born,
        }  # fmt: skip
    return {
        **birth_answers(scene.plan.today), "birth_proof": "notice_paper",
        "declarant_name": person.name, "declarant_personal_id": personal_id,
        "mother_name": person.name, "mother_personal_id": personal_id, "mother_born_on": born,
    }  # fmt: skip


def work(scene: Scene) -> None:
    """Take a task from the list, read the case, do the step."""
    window = scene.window
    desk = scene.plan.desks[scene.number % len(scene.plan.desks)]
    for name, value in desk.items():
        window.keep_cookie(name, value)
    window.open("/ban-lam-viec/", name="desk: work list")
    rows = window.tree().xpath("//tr[@data-row]")
    scene.pause()
    if not rows:
        return
    row = scene.chance.choice(rows[:25])
    link = str(row.xpath(".//a[contains(@class, 'work-link')]/@href")[0])
    if row.xpath(".//button[@name='only']"):
        window.press(
            {}, form="//form[.//button[@name='only']]", name="desk: take a task",
            then="desk: work list", only=str(row.get("data-row")),
        )  # fmt: skip
    window.open(link, name="desk: case")
    scene.pause()
    acts = [str(href) for href in window.tree().xpath("//*[@id='act']//a/@href")]
    act = next((href for word in _ACTS for href in acts if f"/{word}/" in href), None)
    if act is None:
        return
    window.open(act.partition("#")[0], name="desk: choose an act")
    scene.pause()
    window.press(
        {}, form="//*[@id='act']//form[@method='post']", name="desk: do a step",
        then="desk: work list",
    )  # fmt: skip


def tell_of_money(scene: Scene) -> None:
    """Tell the platform, signed, of money with a reference that nobody knows."""
    event = f"EV{time.time_ns()}{scene.number:05d}"
    booking = {
        "event_id": event,
        "transaction_id": event.replace("EV", "FT"),
        "content": f"HD{scene.chance.randint(10**9, 10**10 - 1)} chuyen tien",
        "amount": 8_000,
        "currency": "VND",
        "account": "0000000001",
        "booked_at": clock.now().isoformat(timespec="seconds"),
        "sandbox": "true",
    }
    text = json.dumps(booking)
    body = text.encode()
    stamp = str(int(time.time()))
    signed = hmac.new(
        scene.plan.bank_secret.encode(), stamp.encode() + b"." + body, hashlib.sha256
    ).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-VietQR-Signature": signed,
        "X-VietQR-Timestamp": stamp,
    }
    scene.window.client.request(
        "POST", "/api/payments/vietqr/notices", name="bank: notice", data=text, headers=headers
    )


def call(scene: Scene) -> None:
    """Use the open catalogue, then hand a case in with a token, as a partner's program does."""
    number, token = scene.plan.tokens[scene.number % len(scene.plan.tokens)]
    _rest(scene, "GET", "/api/procedures?q=trich+luc", name="rest: search", token="")
    _rest(scene, "GET", f"/api/procedures/{EXTRACT}", name="rest: procedure", token="")
    draft = _rest(
        scene, "POST", "/api/cases", name="rest: start", token=token,
        body={"procedure": EXTRACT, "unit": WARD},
    )  # fmt: skip
    path = f"/api/cases/{draft.get('id')}"
    body: JSON = {"answers": dict(_answers(number, scene, is_birth=False))}
    _rest(scene, "PUT", f"{path}/answers", name="rest: answers", token=token, body=body)
    _rest(scene, "POST", f"{path}/submit", name="rest: hand in", token=token, body={})
    _rest(scene, "GET", "/api/cases", name="rest: own cases", token=token)


def _rest(
    scene: Scene, method: str, path: str, *, name: str, token: str, body: JSON = None
) -> Mapping[str, JSON]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = scene.window.client.request(method, path, name=name, json=body, headers=headers)
    scene.pause()
    if not answer.ok:
        raise Astray(f"{name} gave {answer.status_code}")
    content: JSON = answer.json()
    return content if isinstance(content, dict) else {}
