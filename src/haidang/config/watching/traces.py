"""Steps as spans of OpenTelemetry: one way of a case is one trace, through all its jobs.

Off unless an endpoint is set. Statements of the database are counted and timed in the step that
sends them and in all steps around it; each as a span of its own only when that is asked for.
"""

import time
from collections.abc import Callable
from typing import Final

from django.db import connection
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    format_span_id,
    set_span_in_context,
)

from haidang.kernel import watch

Execute = Callable[[str, object, bool, dict[str, object]], object]
_KINDS: Final = {
    "request": SpanKind.SERVER,
    "job": SpanKind.CONSUMER,
    "call": SpanKind.CLIENT,
}
_TOLD: Final = ("case", "task", "job", "attempt", "actor_kind")
"""What of the bound facts stands in a span; never who."""


class BoundIds(RandomIdGenerator):
    """Let a trace have the id that the log and the visitor already know."""

    def generate_trace_id(self) -> int:
        """Return the bound id, else a random one."""
        bound = str(watch.bound().get("trace_id", ""))
        return int(bound, 16) if bound else super().generate_trace_id()


class Traces:
    """A watcher that makes a span of every step."""

    def __init__(
        self, processor: SpanProcessor, *, share: float = 1.0, statements: bool = False
    ) -> None:
        # The provider's own hook at the end of the process would wait for a silent collector.
        self.provider = TracerProvider(
            resource=Resource.create({"service.name": "haidang"}),
            id_generator=BoundIds(),
            sampler=ParentBased(TraceIdRatioBased(share)),
            shutdown_on_exit=False,
        )
        self.provider.add_span_processor(processor)
        self._tracer = self.provider.get_tracer("haidang")
        self._statements = statements

    def begin(self, one: watch.step) -> None:
        """Open a span below the step around it, or below what a job carries."""
        if one.parent is None and self._count not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._count)
        span = self._tracer.start_span(
            f"{one.kind} {one.name}",
            context=_around(one),
            kind=_KINDS.get(one.kind, SpanKind.INTERNAL),
        )
        one.kept["span"] = span
        one.kept["span_id"] = format_span_id(span.get_span_context().span_id)

    def end(self, one: watch.step, *, error: BaseException | None) -> None:
        """Close the span with its facts; an error by its class, its words may be personal."""
        span = one.kept.get("span")
        if not isinstance(span, (Span, NonRecordingSpan)):
            return
        count, seconds = _statements_of(one)
        if one.parent is not None:
            _add(one.parent, count, seconds)
        bound = watch.bound()
        for key, value in one.facts.items():
            span.set_attribute(key, value)
        for key in _TOLD:
            if key in bound:
                span.set_attribute(f"haidang.{key}", bound[key])
        span.set_attribute("db.statements", count)
        span.set_attribute("db.seconds", round(seconds, 6))
        span.update_name(f"{one.kind} {one.name}")
        if one.error or error is not None:
            span.set_status(Status(StatusCode.ERROR, one.error))
        span.end()

    def stop(self) -> None:
        """Send what is left, and leave the statements of this thread's connection alone."""
        if self._count in connection.execute_wrappers:
            connection.execute_wrappers.remove(self._count)
        self.provider.shutdown()

    def _count(
        self,
        execute: Execute,
        sql: str,
        params: object,
        many: bool,  # noqa: FBT001 - Django's signature
        context: dict[str, object],
    ) -> object:
        here = watch.current()
        if here is None:
            return execute(sql, params, many, context)
        began = time.perf_counter()
        try:
            if not self._statements:
                return execute(sql, params, many, context)
            with watch.step("statement", sql[:200].split(" ", 1)[0]) as one:
                one.facts["db.query.text"] = sql[:2_000]
                return execute(sql, params, many, context)
        finally:
            _add(here, 1, time.perf_counter() - began)


def traces_to(endpoint: str, *, share: float, statements: bool) -> Traces:
    """Return the watcher that sends spans to a collector by OTLP over HTTP, in batches."""
    exporter = OTLPSpanExporter(endpoint=endpoint, timeout=5)
    return Traces(BatchSpanProcessor(exporter), share=share, statements=statements)


def _around(one: watch.step) -> Context:
    if one.parent is not None:
        span = one.parent.kept.get("span")
        if isinstance(span, (Span, NonRecordingSpan)):
            return set_span_in_context(span)
    parts = one.carried.split("-")
    if len(parts) == 4 and parts[2] != watch.NO_SPAN:
        cause = SpanContext(
            trace_id=int(parts[1], 16),
            span_id=int(parts[2], 16),
            is_remote=True,
            trace_flags=TraceFlags(TraceFlags.SAMPLED),
        )
        return set_span_in_context(NonRecordingSpan(cause), Context())
    return Context()


def _add(one: watch.step, count: int, seconds: float) -> None:
    before, spent = _statements_of(one)
    one.kept["sql"] = (before + count, spent + seconds)


def _statements_of(one: watch.step) -> tuple[int, float]:
    kept = one.kept.get("sql")
    return kept if isinstance(kept, tuple) else (0, 0.0)
