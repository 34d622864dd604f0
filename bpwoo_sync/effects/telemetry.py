"""Traces and metrics of OpenTelemetry (extra ``otel``): what runs do, and how far behind they are. Silent without it.

Only its API is used. Where spans and figures go is for whoever starts the process, as with ``opentelemetry-instrument``.

=====================  =========  ==================================================================
``bpwoo.run``          span       a run; its pair, flow and id
``bpwoo.request``      span       an operation sent to either system, with waiting and repeats
``bpwoo.quota.left``   gauge      requests that Brightpearl still allows in this minute, by account
``bpwoo.run.lag``      histogram  seconds from when a run was queued until it ended, by pair and flow
``bpwoo.actions``      counter    outcomes of writes, by pair, kind and outcome
``bpwoo.differences``  counter    what reconciliations found, by pair and code
=====================  =========  ==================================================================

No attribute holds a query, a body, or a customer's data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from bpwoo_sync.effects.engine import Document, FlowName, Job, failure_of
from bpwoo_sync.effects.flow import AskBrightpearl, Flow, Pause, Step, VendorError
from bpwoo_sync.ledger import Outcome, Status

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import TracerProvider

T = TypeVar("T")

NAME = "bpwoo"


class Telemetry:
    """Tells OpenTelemetry what runs do. Without providers it tells those that the process has set; without the extra, nobody."""

    def __init__(self, tracers: TracerProvider | None = None, meters: MeterProvider | None = None) -> None:
        try:
            from opentelemetry import metrics, trace
        except ImportError:
            self._tracer: Any = None
            return
        meter = metrics.get_meter(NAME, meter_provider=meters)
        self._tracer = trace.get_tracer(NAME, tracer_provider=tracers)
        self._quota = meter.create_gauge("bpwoo.quota.left", "{request}", "Requests that Brightpearl still allows in this minute")
        self._lag = meter.create_histogram("bpwoo.run.lag", "s", "From when a run was queued until it ended")
        self._actions = meter.create_counter("bpwoo.actions", "{action}", "Outcomes of writes")
        self._differences = meter.create_counter("bpwoo.differences", "{finding}", "What reconciliations found")

    @property
    def tells(self) -> bool:
        """Whether the extra is there."""
        return self._tracer is not None

    @contextmanager
    def run(self, job: Job) -> Iterator[None]:
        """A span for a run; an error that ends it is named, and what it carries is not told."""
        if self._tracer is None:
            yield
            return
        about = {"bpwoo.pair": job.id.pair, "bpwoo.flow": job.id.flow.value, "bpwoo.run": str(job.id)}
        with self._tracer.start_as_current_span(
            "bpwoo.run", attributes=about, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except Exception as error:
                _failed(span, failure_of(error).kind)
                raise

    def flow(self, flow: Flow[T], quota_left: Callable[[], tuple[str, int] | None] = lambda: None) -> Flow[T]:
        """The same flow, with a span for each request; ``quota_left`` tells an account's code and what it has left."""
        if self._tracer is None:
            return (yield from flow)
        reply: Any = None
        fault: Exception | None = None
        try:
            while True:
                step = flow.send(reply) if fault is None else flow.throw(fault)
                reply, fault = None, None
                if isinstance(step, Pause):
                    reply = yield step
                    continue
                span = self._tracer.start_span("bpwoo.request", attributes=_request(step))
                try:
                    reply = yield step
                except VendorError as error:
                    fault = error
                    _failed(span, type(error).__name__)
                finally:
                    span.end()
                left = quota_left()
                if left is not None:
                    self._quota.set(left[1], {"bpwoo.account": left[0]})
        except StopIteration as done:
            return cast(T, done.value)

    def outcomes(self, job: Job, outcomes: Sequence[Outcome]) -> None:
        """Count outcomes; that something was begun is none."""
        if self._tracer is not None:
            for outcome in outcomes:
                if outcome.status is not Status.STARTED:
                    about = {"bpwoo.pair": job.id.pair, "bpwoo.kind": outcome.kind, "bpwoo.outcome": outcome.status.value}
                    self._actions.add(1, about)

    def ended(self, job: Job, result: Document, lag: float) -> None:
        """Count what a run that ended well found, and how long ago it was queued, in seconds."""
        if self._tracer is None:
            return
        self._lag.record(lag, {"bpwoo.pair": job.id.pair, "bpwoo.flow": job.id.flow.value})
        if job.id.flow is FlowName.RECONCILE and isinstance(result, dict):
            for code, count in result.get("findings", {}).items():
                self._differences.add(count, {"bpwoo.pair": job.id.pair, "bpwoo.code": code})


def _request(step: Step) -> dict[str, str]:
    assert not isinstance(step, Pause)
    request = step.operation.request
    side = "brightpearl" if isinstance(step, AskBrightpearl) else "woocommerce"
    return {"bpwoo.system": side, "http.request.method": request.method, "url.path": request.path}


def _failed(span: Any, kind: str) -> None:
    from opentelemetry.trace import StatusCode

    span.set_attribute("error.type", kind)
    span.set_status(StatusCode.ERROR)
