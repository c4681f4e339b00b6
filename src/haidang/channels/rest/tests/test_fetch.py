"""A register's data over the wire: what was filled in, or what to do instead."""

import json

import pytest

from haidang.blocks.exchange.testing import MemoryRegister
from haidang.channels.rest.tests.conftest import Scene
from haidang.domain.cases.testing import sample_record

pytestmark = pytest.mark.django_db

PATH = "/cases/{draft}/fetch"
BODY = {"service": "health.birth_notice"}


@pytest.fixture(autouse=True)
def _register() -> None:
    MemoryRegister.reset({"found": True, "record": sample_record("health.birth_notice")})


def test_what_was_emptied_is_filled_in_again(scene: Scene) -> None:
    emptied = {"answers": {"child_born_at": None, "child_name": "Trần Hải An"}}
    scene.call("PUT", "/cases/{draft}/answers", role="lan", body=emptied)

    answer = scene.call("POST", PATH, role="lan", body=BODY)

    told = json.loads(answer.content)
    assert (answer.status_code, told["service"]) == (200, "health.birth_notice")
    assert told["filled"]["child_born_at"] == "06:35"
    assert "child_name" in told["differing"]
    case = json.loads(scene.call("GET", "/cases/{draft}", role="lan").content)["case"]
    assert "health.birth_notice" in {one["source"] for one in case["evidence"]}


def test_nothing_found_is_a_problem_that_says_what_to_do(scene: Scene) -> None:
    MemoryRegister.reset({"found": False})

    answer = scene.call("POST", PATH, role="lan", body=BODY, headers={"Accept-Language": "en"})

    problem = json.loads(answer.content)
    (fault,) = problem["errors"]
    assert (answer.status_code, problem["code"]) == (422, "cases.data_not_found")
    assert fault["pointer"] == "/birth_notice_number"
    assert "upload the paper" in json.dumps(fault)


def test_a_silent_register_is_told_as_such(scene: Scene) -> None:
    MemoryRegister.faults.extend(["down"] * 3)

    assert scene.call("POST", PATH, role="lan", body=BODY).status_code == 503
    assert scene.call("POST", PATH, role="lan", body=BODY).status_code == 200


def test_a_register_of_another_procedure_is_not_asked(scene: Scene) -> None:
    answer = scene.call("POST", PATH, role="lan", body={"service": "health.death_notice"})

    assert answer.status_code == 404
    assert json.loads(answer.content)["code"] == "cases.service_not_asked"
    assert MemoryRegister.asked == []
