import logging

import pytest
from django.test import Client

from haidang.kernel import watch

pytestmark = pytest.mark.django_db


class Notebook:
    def __init__(self) -> None:
        self.steps: list[watch.step] = []

    def begin(self, one: watch.step) -> None:
        pass

    def end(self, one: watch.step, *, error: BaseException | None) -> None:
        self.steps.append(one)


def test_every_answer_carries_its_id_and_the_log_has_one_line_with_the_view_not_the_path(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, logger="haidang.request"):
        first = Client().get("/tra-cuu?number=H24-031190000017")
        second = Client().get("/tra-cuu")

    ids = {first["X-Request-Id"], second["X-Request-Id"]}
    assert len(ids) == 2
    assert all(len(one) == 32 for one in ids)
    assert [record.view for record in caplog.records] == ["portal:track"] * 2  # type: ignore[attr-defined]  # extra
    assert "031190000017" not in caplog.text


def test_an_id_that_a_stranger_sends_is_not_believed() -> None:
    answer = Client().get("/tra-cuu", headers={"X-Request-Id": "a" * 32})

    assert answer["X-Request-Id"] != "a" * 32


def test_a_request_is_a_step_named_by_its_view_and_strange_paths_share_one_name() -> None:
    notebook = Notebook()
    watch.add_watcher(notebook)
    try:
        Client().get("/tra-cuu")
        Client().get("/nothing/here")
    finally:
        watch.remove_watcher(notebook)

    requests = [one for one in notebook.steps if one.kind == "request"]
    assert [(one.name, one.facts["status"]) for one in requests] == [
        ("portal:track", 200),
        ("unknown", 404),
    ]
    assert watch.bound() == {}
