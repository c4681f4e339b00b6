"""What the stories of the check share: drafts, tasks, documents, signatures."""

import hashlib
import json
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from haidang.config.demo.samples import WARD
from haidang.config.demo.visitors import JSON, Company, View, Visitor, expect, wait_for
from haidang.kernel.clock import local

RETURNED: Final = "10"
_SAFE_PLACE: Final = 300
"""An offset that lies in the signed page description, not in the signature itself."""


@dataclass(slots=True)
class Story:
    """One case that is being carried: who takes part, where papers are kept, what is known."""

    company: Company
    keep: Path
    label: str
    case_id: str = ""
    number: str = ""
    kept: list[str] = field(default_factory=list)

    @property
    def lan(self) -> Visitor:
        """Return the applicant."""
        return self.company.person("lan")

    def now(self) -> datetime:
        """Return the platform's present instant, in Vietnam's time."""
        return instant(self.company.anybody.get("/api/health").text("at"))

    def case(self, visitor: Visitor | None = None) -> View:
        """Return the case as somebody sees it."""
        return (visitor or self.lan).get(f"/api/cases/{self.number or self.case_id}")

    def status(self) -> str:
        """Return the legal code of the case."""
        return self.case().text("case.status")

    def start(self, procedure: str) -> None:
        """Begin a draft in Lan's ward."""
        draft = self.lan.post("/api/cases", {"procedure": procedure, "unit": WARD}, status=201)
        self.case_id = draft.text("id")

    def fill_in(self, answers: JSON) -> View:
        """Keep answers; return what is wrong with them."""
        return self.lan.put(f"/api/cases/{self.case_id}/answers", {"answers": answers})

    def submit(self) -> View:
        """Hand the draft in twice, with one key; the answer is the same."""
        key, path = f"check-{self.case_id}", f"/api/cases/{self.case_id}/submit"
        first = self.lan.post(path, key=key)
        second = self.lan.post(path, key=key)
        expect(first.content == second.content, "a repeated submit gave another answer")
        self.number = first.text("number")
        expect(self.number, "the case has no number")
        return first

    def do(self, officer: str, action: str, *, step: str, body: JSON = None) -> None:
        """Let an officer wait for a step, claim it and do it."""
        visitor = self.company.officer(officer)
        task = self.wait_for_task(visitor, step)
        visitor.post(f"/api/tasks/{task}/claim")
        more = body if isinstance(body, dict) else {}
        visitor.post(f"/api/tasks/{task}/complete", {"action": action, **more})

    def wait_for_task(self, visitor: Visitor, step: str) -> str:
        """Return the id of an open step of this case from an officer's work list."""

        def find() -> str | None:
            rows = visitor.get("/api/tasks", limit=100).rows("tasks")
            mine = [row for row in rows if row.text("subject") == self.number]
            if step != "forward":
                self._hand_on(visitor, mine)
            return next((row.text("id") for row in mine if row.text("key") == step), None)

        return wait_for(find, what=f"{visitor.name} sees the step {step} of {self.number}")

    def _hand_on(self, visitor: Visitor, rows: list[View]) -> None:
        """Forward at once what reception may hold back after 15:00 until the next morning."""
        for row in rows:
            if row.text("key") == "forward":
                visitor.post(f"/api/cases/{self.number}/forward")

    def wait_for_status(self, *wanted: str) -> str:
        """Wait until the case has one of some statuses."""

        def reached() -> str | None:
            status = self.status()
            return status if status in wanted else None

        return wait_for(reached, what=f"{self.number} comes to status {' or '.join(wanted)}")

    def wait_for_document(self, kind: str) -> View:
        """Wait until a document of a kind is made."""

        def find() -> View | None:
            rows = self.case().rows("case.documents")
            made = (row for row in rows if row.text("kind") == kind and row.text("sha256"))
            return next(made, None)

        return wait_for(find, what=f"the document {kind} of {self.number}")

    def keep_document(self, kind: str) -> tuple[View, bytes]:
        """Download a document of the case and keep it; its hash must be the one told."""
        row = self.wait_for_document(kind)
        path = self.keep / f"{self.label}-{kind.replace('_', '-')}.pdf"
        content = self.lan.download(
            f"/api/cases/{self.number}/documents/{row.text('id')}", keep=path
        )
        digest = hashlib.sha256(content).hexdigest()
        expect(digest == row.text("sha256"), f"{kind}: the bytes do not have the hash told")
        self.kept.append(path.name)
        return row, content

    def keep_json(self, name: str, content: JSON) -> None:
        """Keep an answer as it was given."""
        path = self.keep / f"{self.label}-{name}.json"
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")

    def check_result(self) -> str:
        """Find the result in the vault, keep it, and verify both signatures in every way."""
        row = wait_for(self._in_vault, what=f"the result of {self.number} in Lan's vault")
        path = self.keep / f"{self.label}-result.pdf"
        content = self.lan.download(f"/api/vault/{row.text('id')}", keep=path)
        digest = hashlib.sha256(content).hexdigest()
        expect(digest == row.text("file.sha256"), "the result's bytes do not have its hash")
        expect(row.text("number"), "the result has no number")
        self._check_signatures(content, code=row.text("verification_code"))
        return f"{row.text('number')}, {len(content)} bytes, {_pdfsig(path)}"

    def _in_vault(self) -> View | None:
        rows = self.lan.get("/api/vault").rows()
        return next((row for row in rows if row.text("case_number") == self.number), None)

    def _check_signatures(self, content: bytes, *, code: str) -> None:
        good = self._verify(content)
        self.keep_json("verification", good.content)
        expect(good.at("valid") is True, f"the result does not verify: {good.at('problems')}")
        roles = sorted(row.text("field") for row in good.rows("signatures"))
        expect(len(roles) == 2, f"two signatures are wanted, there are {roles}")
        expect(
            all(row.at("valid") is True for row in good.rows("signatures")),
            "a signature of the result is not valid",
        )
        changed = bytearray(content)
        changed[_SAFE_PLACE] ^= 0x01
        bad = self._verify(bytes(changed))
        expect(bad.at("valid") is False, "a changed byte was not noticed")
        public = self.company.anybody.get(f"/api/verify/{code}")
        expect(public.at("report.valid") is True, "the public page does not verify the code")
        shown = json.dumps(public.content, ensure_ascii=False)
        expect("Lan" not in shown, "the public verification names the person")

    def _verify(self, content: bytes) -> View:
        return self.company.anybody.upload(
            "/api/verify", content, name="result.pdf", fields={}, status=200
        )


def instant(text: str) -> datetime:
    """Return an instant of an answer in Vietnam's time."""
    return local(datetime.fromisoformat(text))


def _pdfsig(path: Path) -> str:
    """Ask an independent tool, where it is installed, whether both signatures hold."""
    tool = shutil.which("pdfsig")
    if tool is None:
        return "both signatures valid (pdfsig is not installed)"
    done = subprocess.run(  # noqa: S603 - a fixed program on our own file
        [tool, str(path)], capture_output=True, text=True, check=False
    )
    valid = done.stdout.count("Signature is Valid")
    expect(valid == 2, f"pdfsig finds {valid} valid signatures:\n{done.stdout[-1500:]}")
    return "both signatures valid, by pdfsig too"
