from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, override_settings
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import format_trace_id

from haidang.blocks.identity.testing import make_token
from haidang.blocks.outbox.testing import run_jobs
from haidang.config.watching.traces import Traces
from haidang.domain.cases.testing import (
    MONDAY,
    World,
    add_file,
    install_world,
    make_draft,
    providers_in_memory,
)
from haidang.kernel import clock, watch

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _city(shared_rows: None) -> World:
    with clock.stopped_at(MONDAY - timedelta(hours=1)):
        return install_world()


@pytest.fixture
def world(_city: World, db: None) -> Iterator[World]:
    with override_settings(**providers_in_memory({})), clock.stopped_at(MONDAY):
        yield _city


def watched(traces: Traces) -> Iterator[None]:
    watch.add_watcher(traces)
    yield
    watch.remove_watcher(traces)
    traces.stop()


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    yield from (exporter for _ in watched(Traces(SimpleSpanProcessor(exporter))))


def submit_over_http(world: World) -> str:
    """Return the id that the answer to a submission carries."""
    draft = make_draft(applicant=world.lan)
    add_file(draft, key="birth_notice", actor=world.lan)
    token = make_token(world.lan, scopes=["cases:write", "cases:read"])
    headers = {"Authorization": f"Bearer {token}"}
    answer = Client().post(f"/api/cases/{draft}/submit", headers=headers)
    assert answer.status_code in {200, 201}, answer.content
    return answer.headers["X-Request-Id"]


def by_name(exporter: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in exporter.get_finished_spans()}


def test_one_submission_with_all_its_jobs_is_one_trace(
    world: World, spans: InMemorySpanExporter
) -> None:
    run_jobs()
    spans.clear()

    request_id = submit_over_http(world)
    done = run_jobs()

    finished = spans.get_finished_spans()
    ours = [one for one in finished if format_trace_id(one.context.trace_id) == request_id]
    names = [one.name for one in ours]
    assert done
    assert [name for name in names if name.startswith("job ")] == [f"job {name}" for name in done]
    request = by_name(spans)["request rest:submit"]
    action = by_name(spans)["action cases.submit_case"]
    assert action.parent is not None
    assert action.parent.span_id == request.context.span_id
    first = next(one for one in ours if one.name.startswith("job "))
    assert first.parent is not None
    assert first.parent.is_remote
    assert first.parent.span_id in {one.context.span_id for one in ours}


def test_a_span_tells_the_case_and_counts_its_statements_and_no_person(
    world: World, spans: InMemorySpanExporter
) -> None:
    submit_over_http(world)

    action = by_name(spans)["action cases.submit_case"]
    request = by_name(spans)["request rest:submit"]
    assert action.attributes is not None
    assert request.attributes is not None
    assert int(str(action.attributes["db.statements"])) > 5
    assert int(str(request.attributes["db.statements"])) > int(
        str(action.attributes["db.statements"])
    )
    assert request.attributes["haidang.actor_kind"] == "person"
    assert "haidang.case" in action.attributes
    told = " ".join(str(dict(one.attributes or {})) for one in spans.get_finished_spans())
    assert world.lan.name not in told
    assert not any(one.name.startswith("statement ") for one in spans.get_finished_spans())


def test_a_step_that_fails_is_marked_by_the_class_of_its_error_only(
    spans: InMemorySpanExporter,
) -> None:
    with pytest.raises(LookupError), watch.step("call", "sms"):
        raise LookupError("0912345678 is not known")

    (span,) = spans.get_finished_spans()
    assert span.status.description == "LookupError"
    assert "0912345678" not in span.to_json()


def test_every_statement_is_a_span_when_that_is_asked_for(world: World) -> None:
    exporter = InMemorySpanExporter()

    for _ in watched(Traces(SimpleSpanProcessor(exporter), statements=True)):
        submit_over_http(world)

    statements = [
        one for one in exporter.get_finished_spans() if one.name.startswith("statement ")
    ]
    assert len(statements) > 10
    assert all(world.lan.name not in one.to_json() for one in statements)


def test_statements_are_told_no_more_once_their_watcher_stopped(
    world: World, spans: InMemorySpanExporter
) -> None:
    for _ in watched(Traces(SimpleSpanProcessor(InMemorySpanExporter()), statements=True)):
        submit_over_http(world)
    spans.clear()

    with watch.step("action", "cases.look"), connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    assert [one.name for one in spans.get_finished_spans()] == ["action cases.look"]


def test_a_job_without_a_cause_begins_a_trace_of_its_own(spans: InMemorySpanExporter) -> None:
    for number in ("1", "2"):
        with watch.bind(trace_id=number * 32), watch.step("job", "audit.seal"):
            pass

    first, second = spans.get_finished_spans()
    assert first.parent is None
    assert first.context.trace_id != second.context.trace_id
