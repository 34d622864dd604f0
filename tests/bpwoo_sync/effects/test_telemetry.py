"""What OpenTelemetry is told, read back from its exporters in memory; and that nothing is where it is not installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve, frozen
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.effects.engine import FlowName, Job, WorkflowId
from bpwoo_sync.effects.flow import Flow, Pause, ask_brightpearl, ask_woocommerce
from bpwoo_sync.effects.telemetry import Telemetry
from bpwoo_sync.ledger import Outcome, Status

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
JOB = Job(id=WorkflowId("acme", FlowName.RECONCILE, "1"), account="acme-eu")


@frozen
class Told:
    """A telemetry, and what it told."""

    telemetry: Telemetry
    spans: InMemorySpanExporter
    reader: InMemoryMetricReader

    def metrics(self) -> dict[str, list[tuple[Any, ...]]]:
        """Each figure by its name, with the values of its attributes before it."""
        found: dict[str, list[tuple[Any, ...]]] = {}
        data = self.reader.get_metrics_data()
        for resource in data.resource_metrics if data else ():
            for metric in (each for scope in resource.scope_metrics for each in scope.metrics):
                for point in metric.data.data_points:
                    value = point.sum if hasattr(point, "sum") else getattr(point, "value", None)
                    found.setdefault(metric.name, []).append((*(point.attributes or {}).values(), value))
        return found


@pytest.fixture
def told() -> Iterator[Told]:
    spans, reader = InMemorySpanExporter(), InMemoryMetricReader()
    tracers, meters = TracerProvider(), MeterProvider([reader])
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    yield Told(Telemetry(tracers, meters), spans, reader)
    tracers.shutdown()
    meters.shutdown()


def test_a_run_is_a_span_that_names_it(told: Told) -> None:
    with told.telemetry.run(JOB):
        pass
    (span,) = told.spans.get_finished_spans()
    assert {"bpwoo.pair": "acme", "bpwoo.flow": "reconcile", "bpwoo.run": "acme/reconcile/1"} == dict(span.attributes or {})


def test_a_run_that_fails_names_its_error_and_tells_nothing_of_what_it_carries(told: Told) -> None:
    with pytest.raises(ValueError, match="ann"), told.telemetry.run(JOB):
        raise ValueError("ann@example.com")
    (span,) = told.spans.get_finished_spans()
    assert ("ValueError", "ERROR") == ((span.attributes or {})["error.type"], span.status.status_code.name)
    assert "ann@example.com" not in span.to_json()


def asking() -> Flow[str]:
    yield from ask_brightpearl(bp.Orders.get(7))
    yield Pause(1.0)
    try:
        yield from ask_woocommerce(woo.Orders.list(woo.OrderQuery(search="ann@example.com")))
    except woo.ConnectionFailedError:
        return "caught"
    return "none"


def driven(flow: Flow[str], answers: list[Any]) -> str:
    step = next(flow)
    try:
        while True:
            answer = answers.pop(0)
            step = flow.throw(answer) if isinstance(answer, Exception) else flow.send(answer)
            assert step is not None
    except StopIteration as done:
        return str(done.value)


def refused() -> woo.ConnectionFailedError:
    return woo.ConnectionFailedError.__new__(woo.ConnectionFailedError)


def test_each_request_is_a_span_inside_its_run_without_its_query(told: Told) -> None:
    with told.telemetry.run(JOB):
        assert "caught" == driven(told.telemetry.flow(asking(), lambda: ("acme-eu", 150)), [None, None, refused()])
    first, second, run = told.spans.get_finished_spans()
    assert [("brightpearl", "GET"), ("woocommerce", "GET")] == [
        ((each.attributes or {})["bpwoo.system"], (each.attributes or {})["http.request.method"]) for each in (first, second)
    ]
    assert ("ConnectionFailedError", None) == ((second.attributes or {})["error.type"], (first.attributes or {}).get("error.type"))
    assert [run.context.span_id] * 2 == [each.parent.span_id for each in (first, second) if each.parent is not None]
    assert "ann@example.com" not in second.to_json()
    assert {"bpwoo.quota.left": [("acme-eu", 150)]} == told.metrics()


def test_outcomes_are_counted_by_their_end(told: Told) -> None:
    statuses = (Status.STARTED, Status.DONE, Status.DONE, Status.FAILED)
    told.telemetry.outcomes(JOB, [Outcome(key=str(number), kind="payment", status=each, at=AT) for number, each in enumerate(statuses)])
    assert {"bpwoo.actions": [("acme", "payment", "done", 2), ("acme", "payment", "failed", 1)]} == told.metrics()


def test_differences_and_lag_are_told_when_a_reconciliation_ended(told: Told) -> None:
    told.telemetry.ended(JOB, {"agrees": False, "findings": {"STOCK_DIFFERS": 3}}, 4.5)
    told.telemetry.ended(evolve(JOB, id=WorkflowId("acme", FlowName.POLL, "2")), {"orders": 1}, 0.5)
    assert {
        "bpwoo.run.lag": [("acme", "reconcile", 4.5), ("acme", "poll", 0.5)],
        "bpwoo.differences": [("acme", "STOCK_DIFFERS", 3)],
    } == told.metrics()


def test_without_the_extra_everything_runs_and_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    silent = Telemetry()
    with silent.run(JOB):
        assert "caught" == driven(silent.flow(asking()), [None, None, refused()])
    silent.outcomes(JOB, [Outcome(key="1", kind="payment", status=Status.DONE, at=AT)])
    silent.ended(JOB, {"findings": {"X": 1}}, 1.0)
    assert not silent.tells
