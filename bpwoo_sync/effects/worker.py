"""A worker: runs jobs of all pairs, asks for what is due, beats its lease, and takes over what the dead were at."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from attrs import evolve

from bpwoo_sync.effects.durable import Durable, executing
from bpwoo_sync.effects.engine import Document, Engine, FlowName, Job, Running, State, failure_of
from bpwoo_sync.effects.leases import LEASE, Lease, Leases, signature, taken
from bpwoo_sync.effects.logs import of_run
from bpwoo_sync.effects.operations import made_good
from bpwoo_sync.effects.pauses import PAUSED, Pauses, unless_paused
from bpwoo_sync.effects.quotas import QuotaLeft, Quotas
from bpwoo_sync.effects.scheduling import asking
from bpwoo_sync.effects.stepping import Pair, working_on
from bpwoo_sync.effects.takeover import KEPT, PATIENCE, Tell, Worker
from bpwoo_sync.effects.telemetry import Telemetry
from bpwoo_sync.errors import BusyError, ConfigurationError, LeaseLostError, StoreError, SyncError
from bpwoo_sync.increments import Advance
from bpwoo_sync.planning import EVERYTHING

__all__ = ["KEPT", "PATIENCE", "Tell", "Worker", "attend", "attending", "steady_now", "with_others"]

#: How many events that wait a run takes on at most: those of a sale of hours, and no more than fit into memory.
_TAKEN_ON = 1000


@contextmanager
def attending(
    engine: Durable,
    pairs: Callable[[Lease], Mapping[str, Pair]],
    *,
    executor: str = "",
    lease: float = LEASE,
    at_once: int = 8,
    poll: float = 0.1,
    every: float = 1.0,
    tell: Tell = lambda what, about: None,
    clock: Callable[[], float] = time.monotonic,
    telemetry: Telemetry | None = None,
) -> Iterator[Worker]:
    """A worker of this process, while the block lasts; the block calls its rounds. ``pairs`` are made for its lease.

    At the end it begins nothing more, waits for the actions under way, and gives the rest back to the queue.
    """
    leases = Leases(engine.engine)
    held = taken(leases, executor, seconds=lease, version=engine.version, clock=clock)
    try:
        known, pauses = {name: with_others(pair, engine) for name, pair in pairs(held).items()}, Pauses(engine.engine)
        quotas = Quotas(engine.engine)

        def sent_before(account: str) -> tuple[float, ...]:
            with suppress(StoreError):
                return quotas.recent(account)
            return ()

        known = {name: evolve(pair, sent_before=partial(sent_before, pair.account)) for name, pair in known.items()}
        telling = Telemetry() if telemetry is None else telemetry

        def body(job: Job, running: Running) -> Document:
            with of_run(str(job.id)), telling.run(job):
                return worked(job, running)

        def worked(job: Job, running: Running) -> Document:
            pair = known.get(job.id.pair)
            if pair is None:
                raise ConfigurationError(f"{job.id.pair}: this worker has no usable configuration for this pair.")
            paused = pauses.of(job.id.pair)
            if paused is not None:
                pair.store.advance(Advance(waiting=frozenset(job.hints)))
                tell("paused", {"workflow": str(job.id), "since": paused.since.isoformat(), "reason": paused.reason})
                return dict(PAUSED)
            try:
                result = carried_out(pair, job, running)
            except (StoreError, BusyError, LeaseLostError):
                raise
            except Exception as error:
                told = failure_of(error)
                tell("failed", {"workflow": str(job.id), "cause": told.message, "who": told.recovery.value})
                raise
            tell("done", {"workflow": str(job.id), "result": result})
            if job.id.flow is FlowName.SYNC and job.scope == EVERYTHING:
                with suppress(StoreError):  # tomorrow is early enough
                    engine.forget_these(made_good(engine, job.id.pair, datetime.now(UTC) - KEPT))
            if telling.tells:
                with suppress(StoreError):  # the run is done, whether or not its lag can be told
                    telling.ended(job, result, engine.age(job.id))
            return result

        def carried_out(pair: Pair, job: Job, running: Running) -> Document:
            try:
                # Who only compares keeps nobody from writing.
                with nullcontext() if job.id.flow is FlowName.RECONCILE else pair.held():
                    return working_on(pair, job, running)
            finally:
                keep_quota(pair)

        def keep_quota(pair: Pair) -> None:
            left = pair.quota_left()
            if left is not None:
                with suppress(StoreError):  # the vendor tells the next one too, with the first answer
                    quotas.keep(pair.name, QuotaLeft(account=left[0], left=left[1], at=datetime.now(UTC), recent=pair.recent()))

        def put_off(job: Job, error: SyncError) -> None:
            tell("put off", {"workflow": str(job.id), "cause": str(error)})

        signed = signature(held.token)
        with executing(engine, body, held.executor, at_once=at_once, poll=poll, put_off=put_off, signature=signed) as process:
            engine.schedule(unless_paused(asking(known.values(), steady_now(clock)), pauses), every)
            worker = Worker(engine, leases, held, process, tell, clock)
            yield worker
            worker.leave()
        for id, claimed_by in engine.running().items() if not held.lost else ():
            if claimed_by == held.executor:
                held.check()
                engine.requeue(id)
    finally:
        # A row that cannot be taken away now runs out by itself.
        with suppress(StoreError):
            held.end()


def with_others(pair: Pair, engine: Engine) -> Pair:
    """The pair, whose runs deal with the events of it that wait in the queue, and take them out of it."""

    def others() -> tuple[Job, ...]:
        return tuple(each.job for each in engine.workflows(pair=pair.name, flow=FlowName.ORDER, states=(State.QUEUED,), most=_TAKEN_ON))

    return evolve(pair, others=others, taken_on=engine.cancel)


def steady_now(clock: Callable[[], float]) -> Callable[[], datetime]:
    """The moment (aware UTC) by the machine's time of day as it was once, and a steady clock since: it never jumps."""
    began, at = clock(), datetime.now(UTC)
    return lambda: at + timedelta(seconds=clock() - began)


def attend(worker: Worker, stop: threading.Event) -> None:
    """Call the worker's rounds until it is told to stop. Raises :class:`~bpwoo_sync.errors.LeaseLostError`."""
    while not stop.wait(worker.interval):
        try:
            worker.round()
        except LeaseLostError as error:
            worker.tell("lease lost", {"cause": str(error)})
            raise
