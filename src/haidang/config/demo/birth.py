"""The first story: a birth registration from the search to the rating."""

import hashlib
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final

from haidang.config.demo.office import RETURNED, Story, instant
from haidang.config.demo.samples import birth_answers, sample_pdf, two_mistakes
from haidang.config.demo.visitors import JSON, View, expect, wait_for

PROCEDURE: Final = "1.001193"
NOTICE: Final = "CS-MAU-2026-0001"
CUT_OFF: Final = time(15, 0)
CLOSING: Final = time(17, 0)
Steps = list[tuple[str, Callable[[], str]]]

_ITEMS: Final[list[JSON]] = [
    {
        "text": "Bản chụp Giấy chứng sinh rõ nét, đủ bốn góc.",
        "field": "birth_notice",
        "clause": "Luật Hộ tịch 60/2014/QH13, Điều 16",
    },
    {
        "text": "Ghi rõ nơi sinh theo Giấy chứng sinh.",
        "field": "child_birth_place",
        "clause": "123/2015/NĐ-CP, Điều 4",
    },
]


class Birth:
    """Lan registers her child; Hoa, Khánh and Mai carry the case."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def steps(self) -> Steps:
        """Return the steps in their order."""
        return [
            ("search «dang ky khai sinh cho con»", self.search),
            ("procedure page with all legal parts", self.read_procedure),
            ("form as JSON Schema", self.read_form),
            ("Lan signs in with VNeID and begins", self.begin),
            ("birth notice fetched by its number", self.fetch),
            ("two mistakes told at once", self.make_mistakes),
            ("corrected, evidence uploaded", self.correct),
            ("review: fee and estimated date", self.review),
            ("submitted, numbered", self.submit),
            ("public tracking shows progress only", self.track),
            ("Bình and Tuấn see nothing", self.keep_out),
            ("Hoa accepts after 15:00, due by the rule", self.accept),
            ("Mẫu 01 kept", self.keep_receipt),
            ("supplement asked, with two items", self.ask),
            ("Mẫu 02 kept", self.keep_request),
            ("Lan answers the supplement", self.answer),
            ("a second supplement is refused", self.ask_again),
            ("Hoa, Khánh and Mai process", self.process),
            ("signed by person and agency, in the vault", self.receive),
            ("Lan sees who looked and what was sent", self.look_back),
            ("rated 5", self.rate),
        ]

    def search(self) -> str:
        """Find the procedure by plain words without accents."""
        words = "dang ky khai sinh cho con"
        hits = self.story.company.anybody.get("/api/procedures", q=words).rows()
        expect(hits, "the search found nothing")
        first = hits[0]
        expect(first.text("code") == PROCEDURE, f"the first hit is {first.text('code')}")
        return f"{first.text('code')} {first.text('name')} ({first.text('score')})"

    def read_procedure(self) -> str:
        """Read everything that the law wants to be told."""
        page = self.story.company.anybody.get(f"/api/procedures/{PROCEDURE}")
        parts = ("steps.vi", "channels", "evidence", "results", "legal_basis", "summary.vi")
        missing = [part for part in parts if not page.at(part)]
        expect(not missing, f"the procedure lacks {missing}")
        return f"{len(page.rows('legal_basis'))} legal bases, {len(page.rows('evidence'))} papers"

    def read_form(self) -> str:
        """Read the form as a machine would."""
        form = self.story.company.anybody.get(f"/api/procedures/{PROCEDURE}/form")
        dialect = form.text("schema.$schema") if isinstance(form.at("schema"), dict) else ""
        expect("2020-12" in dialect, f"the form's schema is {dialect!r}")
        return f"{len(form.rows('pages'))} pages"

    def begin(self) -> str:
        """Sign in and begin; what is known is filled in."""
        me = self.story.lan.get("/api/me")
        expect(me.text("kind") == "person" and me.at("assurance") == 2, "Lan is not level 2")
        self.story.start(PROCEDURE)
        known = self.story.case().at("case.answers")
        expect(isinstance(known, dict), "the draft has no answers")
        filled = sorted(known) if isinstance(known, dict) else []
        expect("declarant_name" in filled, f"nothing was filled in beforehand: {filled}")
        return f"{me.text('name')}: {len(filled)} answers filled in beforehand"

    def fetch(self) -> str:
        """Type the notice's number only; the register fills in the child and the parents."""
        self.story.fill_in({"birth_proof": "notice_data", "birth_notice_number": NOTICE})
        path = f"/api/cases/{self.story.case_id}/fetch"
        told = self.story.lan.post(path, {"service": "health.birth_notice"})
        filled = told.at("filled")
        expect(isinstance(filled, dict) and "child_name" in filled, f"filled in: {filled}")
        kept = self.story.case().rows("case.evidence")
        sources = [row.text("source") for row in kept]
        expect(sources == ["health.birth_notice"], f"evidence of {sources}")
        return f"{NOTICE}: {len(filled) if isinstance(filled, dict) else 0} answers filled in"

    def make_mistakes(self) -> str:
        """Type two wrong things; both are told at once, and nothing can be handed in."""
        today = self.story.now().date()
        wrong = {**birth_answers(today), **two_mistakes(today)}
        told = _codes(self.story.fill_in(wrong).rows("problems"))
        wanted = {"/child_born_on", "/mother_name"}
        expect({pointer for pointer, _code in told} == wanted, f"the faults told are {told}")
        path = f"/api/cases/{self.story.case_id}/submit"
        refused = self.story.lan.post(path, status=422)
        again = _codes(refused.rows("errors"))
        expect(again == told, f"submission tells other faults: {again}")
        return ", ".join(f"{pointer} {code}" for pointer, code in sorted(told))

    def correct(self) -> str:
        """Mend both, and add a file; its hash is shown."""
        saved = self.story.fill_in(birth_answers(self.story.now().date()))
        expect(saved.at("complete") is True, f"still wrong: {saved.at('problems')}")
        content = sample_pdf("Giay chung sinh")
        (self.story.keep / "birth-evidence.pdf").write_bytes(content)
        added = self._upload(content)
        digest = hashlib.sha256(content).hexdigest()
        expect(added.text("sha256") == digest, "the hash shown is not that of the file")
        return f"sha256 {digest[:16]}…"

    def review(self) -> str:
        """See what it costs and when it is done."""
        seen = self.story.lan.get(f"/api/cases/{self.story.case_id}/review")
        expect(seen.at("complete") is True, f"the review finds {seen.at('problems')}")
        expect(seen.at("total") == 0, f"a birth in time costs {seen.at('total')} đồng")
        estimate = seen.text("estimate.due_at")
        expect(estimate, "there is no estimated date")
        return f"0 đồng, estimated {instant(estimate):%H:%M %d/%m/%Y}"

    def submit(self) -> str:
        """Hand in, twice with one key."""
        answer = self.story.submit()
        expect(answer.text("status") == "1", f"the status is {answer.text('status')}")
        return self.story.number

    def track(self) -> str:
        """Look as somebody who only has the number."""
        seen = self.story.company.anybody.get(f"/api/track/{self.story.number}")
        names = set(seen.content) if isinstance(seen.content, dict) else set()
        public = {"number", "status", "status_name", "submitted_on", "due_on", "steps"}
        expect(names == public, f"tracking shows {sorted(names)}")
        expect("Lan" not in str(seen.content), "tracking names the person")
        return seen.text("status_name.vi")

    def keep_out(self) -> str:
        """Let a stranger and an officer of another agency try."""
        path = f"/api/cases/{self.story.number}"
        binh = self.story.company.person("binh")
        tuan = self.story.company.officer("tuan")
        for stranger in (binh, tuan):
            for part in ("", "/timeline", "/payments"):
                stranger.get(f"{path}{part}", status=404)
        binh.post(f"{path}/withdraw", {"reason": "thử"}, status=404)
        tuan.post(f"{path}/accept", status=404)
        self.story.company.anybody.get(path, status=401)
        return "404 for both, 401 without a token"

    def accept(self) -> str:
        """Take in after 15:00: the day of reception is the next working day."""
        hoa = self.story.company.officer("hoa")
        task = self.story.wait_for_task(hoa, "reception")
        hoa.post(f"/api/tasks/{task}/claim")
        case = hoa.post(f"/api/cases/{self.story.number}/accept")
        accepted = instant(case.text("case.accepted_at"))
        due = instant(case.text("case.due.due_at"))
        expect(
            CUT_OFF < accepted.time() < CLOSING,
            f"accepted at {accepted:%A %H:%M}, not after 15:00",
        )
        wanted = datetime.combine(
            accepted.date() + timedelta(days=1), CLOSING, tzinfo=accepted.tzinfo
        )
        expect(due == wanted, f"due at {due:%a %H:%M %d/%m}, not {wanted:%a %H:%M %d/%m}")
        return f"accepted {accepted:%a %H:%M %d/%m}, due {due:%a %H:%M %d/%m}"

    def keep_receipt(self) -> str:
        """Keep the receipt with the appointment, signed by the officer."""
        return self._keep_form("mau_01")

    def keep_request(self) -> str:
        """Keep the request to complete the case."""
        return self._keep_form("mau_02")

    def ask(self) -> str:
        """Ask once, for everything that is missing."""
        body: JSON = {"items": _ITEMS, "note": "Hồ sơ cần bổ sung hai nội dung."}
        self.story.do("hoa", "supplement", step="verify", body=body)
        expect(self.story.status() == "5", f"the status is {self.story.status()}")
        row = self.story.case().rows("case.supplements")[0]
        expect(len(row.rows("items")) == len(_ITEMS), "not every item was told")
        return f"{row.text('number')}, until {row.text('due_on')}"

    def answer(self) -> str:
        """Complete the case: one more file, one answer written more clearly."""
        self._upload(sample_pdf("Giay chung sinh, ban chup lai"))
        place = "Bệnh viện Phụ sản Hải Phòng, phường Lê Chân (dữ liệu mẫu)"
        body: JSON = {"answers": {"child_birth_place": place}}
        case = self.story.lan.post(f"/api/cases/{self.story.number}/answer", body)
        expect(case.text("case.status") == "4", f"the status is {case.text('case.status')}")
        return f"due {instant(case.text('case.due.due_at')):%H:%M %d/%m/%Y}"

    def ask_again(self) -> str:
        """Try to ask a second time, which the law forbids."""
        hoa = self.story.company.officer("hoa")
        self.story.wait_for_task(hoa, "verify")
        refused = hoa.post(
            f"/api/cases/{self.story.number}/supplement", {"items": _ITEMS}, status=409
        )
        code = refused.text("code")
        expect(code == "cases.supplement_already_requested", f"refused for {code}")
        return code

    def process(self) -> str:
        """Examine, decide, seal."""
        self.story.do("hoa", "approve", step="verify")
        self.story.do("khanh", "approve", step="decide")
        self.story.do("mai", "approve", step="seal")
        return f"status {self.story.wait_for_status('9', RETURNED)}"

    def receive(self) -> str:
        """Find the signed result in the vault."""
        detail = self.story.check_result()
        self.story.wait_for_status(RETURNED)
        return detail

    def look_back(self) -> str:
        """See who looked at one's data and what was sent."""
        lan = self.story.lan
        looks = lan.get("/api/me/accesses").rows()
        who = {row.text("actor_name") for row in looks}
        expect("Đỗ Thị Hoa" in who, f"Hoa's look is not listed: {sorted(who)}")
        sent = wait_for(self._sent, what="the notices about the case are sent")
        timeline = lan.get(f"/api/cases/{self.story.number}/timeline")
        self.story.keep_json("timeline", timeline.content)
        return f"{len(looks)} looks, {sent} notices sent, {len(timeline.rows())} events"

    def rate(self) -> str:
        """Rate in one tap, once."""
        path = f"/api/cases/{self.story.number}/rate"
        case = self.story.lan.post(path, {"stars": 5, "comment": "Nhanh và rõ ràng."})
        expect(case.at("case.rating") == 5, "the rating was not kept")
        self.story.lan.post(path, {"stars": 1}, status=409)
        self.story.keep_json("case", case.content)
        return "5 of 5"

    def _sent(self) -> int | None:
        rows = self.story.lan.get("/api/me/notices").rows()
        mine = [row for row in rows if row.text("subject") == self.story.number]
        waiting = [row for row in mine if row.text("status") != "sent"]
        return len(mine) if mine and not waiting else None

    def _keep_form(self, kind: str) -> str:
        row, content = self.story.keep_document(kind)
        report = self.story.company.anybody.upload(
            "/api/verify", content, name=f"{kind}.pdf", fields={}, status=200
        )
        expect(report.at("valid") is True, f"{kind}: {report.at('problems')}")
        return f"{row.text('number')}, signed by {report.text('signatures.0.who')}"

    def _upload(self, content: bytes) -> View:
        return self.story.lan.upload(
            f"/api/cases/{self.story.case_id}/evidence",
            content,
            name="giay-chung-sinh.pdf",
            fields={"key": "birth_notice"},
            status=201,
        )


def _codes(problems: list[View]) -> set[tuple[str, str]]:
    return {(row.text("pointer"), row.text("code")) for row in problems}
