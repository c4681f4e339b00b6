import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import polib
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import translation

from haidang.channels.rest.idempotency import forget_answers
from haidang.channels.rest.limits import MAX_JSON_BYTES
from haidang.channels.rest.models import KeptAnswer
from haidang.channels.rest.tests.conftest import Scene, make_machine_token
from haidang.channels.rest.wording import DETAILS, TITLES
from haidang.domain.cases.testing import SAMPLE_PDF
from haidang.kernel import clock

pytestmark = pytest.mark.django_db

DRAFT = {"procedure": "1.001193", "unit": "11560"}


def content_of(answer: HttpResponse) -> Mapping[str, Any]:
    content: dict[str, Any] = json.loads(answer.content)
    return content


def test_every_fault_of_a_draft_is_told_at_once(scene: Scene) -> None:
    wrong = {"answers": {"child_born_on": "2030-01-01", "mother_name": None}}
    scene.call("PUT", "/cases/{draft}/answers", role="lan", body=wrong)

    problem = content_of(scene.call("POST", "/cases/{draft}/submit", role="lan"))

    faults = {(fault["pointer"], fault["code"]) for fault in problem["errors"]}
    assert problem["code"] == "cases.answers_refused"
    assert problem["instance"] == f"/api/cases/{scene.names['draft']}/submit"
    assert faults == {
        ("/child_born_on", "born_in_the_future"),
        ("/mother_name", "forms.required"),
    }


def test_a_problem_speaks_the_language_of_the_request(scene: Scene) -> None:
    path = "/cases/{submitted}"

    english = content_of(scene.call("GET", path, role="binh", headers={"Accept-Language": "en"}))
    asked_for_none = content_of(scene.call("GET", path, role="binh"))
    vietnamese = content_of(
        scene.call("GET", path, role="binh", headers={"Accept-Language": "vi"})
    )

    assert english["detail"] == "There is no such case, or it is not yours to see."
    assert vietnamese["detail"] == asked_for_none["detail"] != english["detail"]
    assert english["code"] == vietnamese["code"] == "cases.unknown"


def test_faults_of_the_shape_are_told_with_their_places(scene: Scene) -> None:
    body = {"items": [{"text": "", "clauze": "x"}], "reasons": "y"}

    answer = scene.call("POST", "/cases/{submitted}/supplement", role="hoa", body=body)

    pointers = {fault["pointer"] for fault in content_of(answer)["errors"]}
    assert answer.status_code == 422
    assert {"/items/0/text", "/items/0/clauze", "/reasons"} <= pointers


@pytest.mark.parametrize(
    "text", ["a\x00b", "\ud800", float("nan")], ids=["nul", "lone surrogate", "not a number"]
)
def test_what_cannot_be_kept_is_refused_as_data(scene: Scene, text: str | float) -> None:
    body = {"answers": {"child_name": text}}

    answer = scene.call("PUT", "/cases/{draft}/answers", role="lan", body=body)

    assert answer.status_code in {400, 422}


@pytest.mark.parametrize("sent", [b"{", b"[" * 100_000, b"\xff\xfe", b"null"])
def test_what_is_no_json_object_is_refused(scene: Scene, sent: bytes) -> None:
    headers = {"Authorization": f"Bearer {scene.tokens['lan']}"}

    answer = scene.client.post(
        "/api/cases", data=sent, content_type="application/json", headers=headers
    )

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


def test_a_body_that_is_too_large_is_refused(scene: Scene) -> None:
    body = {"answers": {"child_name": "a" * MAX_JSON_BYTES}}

    answer = scene.call("PUT", "/cases/{draft}/answers", role="lan", body=body)

    assert answer.status_code in {400, 413}


def test_an_unknown_address_and_method_are_problems(scene: Scene) -> None:
    unknown = scene.call("GET", "/nothing-here")
    wrong = scene.call("DELETE", "/health")

    assert (unknown.status_code, content_of(unknown)["code"]) == (404, "rest.unknown_address")
    assert (wrong.status_code, content_of(wrong)["code"]) == (405, "rest.method_unknown")
    assert wrong["Allow"] == "GET"


def test_a_wrong_token_is_asked_for_by_the_header(scene: Scene) -> None:
    answer = scene.call("GET", "/me", headers={"Authorization": "Bearer made-up"})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_machine_without_the_scope_is_told_so(scene: Scene) -> None:
    token = make_machine_token("cases:read")

    reads = scene.call("GET", "/cases", headers={"Authorization": f"Bearer {token}"})
    writes = scene.call("POST", "/cases", body=DRAFT, headers={"Authorization": f"Bearer {token}"})

    assert reads.status_code == 200
    assert (writes.status_code, content_of(writes)["code"]) == (403, "rest.scope_missing")


def test_the_same_key_returns_the_same_answer_once(scene: Scene) -> None:
    key = {"Idempotency-Key": "k-1"}

    first = scene.call("POST", "/cases", role="lan", body=DRAFT, headers=key)
    second = scene.call("POST", "/cases", role="lan", body=DRAFT, headers=key)
    other = scene.call("POST", "/cases", role="binh", body=DRAFT, headers=key)

    assert first.status_code == second.status_code == other.status_code == 201
    assert second["Idempotency-Replayed"] == "true"
    assert content_of(first) == content_of(second)
    assert content_of(other)["id"] != content_of(first)["id"]


def test_a_key_used_for_another_request_is_refused(scene: Scene) -> None:
    key = {"Idempotency-Key": "k-2"}
    scene.call("POST", "/cases", role="lan", body=DRAFT, headers=key)

    other = {**DRAFT, "procedure": "2.000635"}
    answer = scene.call("POST", "/cases", role="lan", body=other, headers=key)

    assert (answer.status_code, content_of(answer)["code"]) == (422, "rest.key_reused")


def test_a_refused_request_may_be_mended_under_the_same_key(scene: Scene) -> None:
    key = {"Idempotency-Key": "k-3"}
    path = "/cases/{draft}/submit"
    wrong = {"answers": {"mother_name": None}}
    right = {"answers": {"mother_name": "Nguyễn Thị Lan"}}
    scene.call("PUT", "/cases/{draft}/answers", role="lan", body=wrong)

    refused = scene.call("POST", path, role="lan", headers=key)
    scene.call("PUT", "/cases/{draft}/answers", role="lan", body=right)
    taken = scene.call("POST", path, role="lan", headers=key)

    assert (refused.status_code, taken.status_code) == (422, 200)


def test_a_second_submit_without_a_key_returns_the_number(scene: Scene) -> None:
    first = content_of(scene.call("POST", "/cases/{draft}/submit", role="lan"))
    second = content_of(scene.call("POST", "/cases/{draft}/submit", role="minh"))

    assert first["number"] == second["number"] != ""


def test_kept_answers_are_forgotten_after_their_time(scene: Scene) -> None:
    scene.call("POST", "/cases", role="lan", body=DRAFT, headers={"Idempotency-Key": "k-4"})

    forgotten = forget_answers(before=clock.now() + timedelta(seconds=1))

    assert forgotten == 1
    assert not KeptAnswer.objects.exists()


def test_lists_are_read_on_by_their_mark(scene: Scene) -> None:
    whole = content_of(scene.call("GET", "/cases?limit=50", role="lan"))
    seen, after, pages = list[object](), "", 0
    while pages == 0 or after:
        page = content_of(scene.call("GET", f"/cases?limit=2&after={after}", role="lan"))
        seen += [row["id"] for row in page["cases"]]
        after, pages = page["after"], pages + 1

    assert pages > 1
    assert len(seen) == len(set(seen))
    assert seen == [row["id"] for row in whole["cases"]]


@pytest.mark.parametrize("mark", ["x", "AAAA", "MjAyNi0wMS0wMX54", "%00"])
def test_a_made_up_mark_is_refused_as_data(scene: Scene, mark: str) -> None:
    cases = scene.call("GET", f"/cases?after={mark}", role="lan")
    tasks = scene.call("GET", f"/tasks?after={mark}", role="hoa")

    assert {cases.status_code, tasks.status_code} == {422}


def test_a_file_shows_its_hash_and_a_wrong_kind_is_refused(scene: Scene) -> None:
    path = "/cases/{draft}/evidence"
    good = SimpleUploadedFile("giay.pdf", SAMPLE_PDF, "application/pdf")
    bad = SimpleUploadedFile("giay.pdf", b"MZ not a pdf", "application/pdf")

    taken = scene.call("POST", path, role="lan", files={"key": "birth_notice", "file": good})
    refused = scene.call("POST", path, role="lan", files={"key": "birth_notice", "file": bad})

    assert len(str(content_of(taken)["sha256"])) == 64
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")


def test_a_changed_result_does_not_verify(scene: Scene) -> None:
    pdf = scene.call("GET", "/vault/{held}", role="lan").content
    changed = bytearray(pdf)
    changed[300] ^= 1

    good, bad = (
        content_of(
            scene.call(
                "POST", "/verify", files={"file": SimpleUploadedFile("a.pdf", bytes(content))}
            )
        )
        for content in (pdf, changed)
    )

    assert (good["valid"], len(good["signatures"])) == (True, 2)
    assert bad["valid"] is False


def test_tracking_tells_nothing_personal(scene: Scene) -> None:
    shown = content_of(scene.call("GET", "/track/{submitted}"))

    assert set(shown) == {"number", "status", "status_name", "submitted_on", "due_on", "steps"}
    assert "Lan" not in json.dumps(shown, ensure_ascii=False)


def test_an_officer_reads_the_tasks_of_a_case_and_a_person_does_not(scene: Scene) -> None:
    officer = content_of(scene.call("GET", "/cases/{submitted}", role="hoa"))
    person = content_of(scene.call("GET", "/cases/{submitted}", role="lan"))

    assert [task["key"] for task in officer["tasks"]] == ["reception"]
    assert person["tasks"] == []


def test_the_look_of_an_officer_is_listed_for_the_person(scene: Scene) -> None:
    scene.call("GET", "/cases/{submitted}", role="hoa")

    rows = json.loads(scene.call("GET", "/me/accesses", role="lan").content)

    assert rows[0]["actor_name"] == scene.world.hoa.name
    assert rows[0]["subject"] == scene.names["submitted"]


def test_the_description_is_openapi_3_1(scene: Scene) -> None:
    description = content_of(scene.call("GET", "/openapi.json"))

    assert str(description["openapi"]).startswith("3.1")


def test_every_word_of_a_problem_is_translated() -> None:
    with translation.override(None):
        words = {str(one) for one in (*TITLES.values(), *DETAILS.values())}
    catalogue = polib.pofile(str(settings.LOCALE_PATHS[0] / "vi" / "LC_MESSAGES" / "django.po"))
    translated = {entry.msgid for entry in catalogue if entry.translated()}

    assert words - translated == set()


def test_a_rating_outside_one_to_five_is_refused(scene: Scene) -> None:
    path = "/cases/{finished}/rate"

    refused = [scene.call("POST", path, role="lan", body={"stars": n}) for n in (0, 6, -1)]

    assert [answer.status_code for answer in refused] == [422, 422, 422]
    assert {content_of(answer)["errors"][0]["pointer"] for answer in refused} == {"/stars"}
    assert scene.call("POST", path, role="lan", body={"stars": 1}).status_code == 200
