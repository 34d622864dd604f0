"""A pair's flows as jobs of an engine: one step reads and plans, each offer of the plan is a step, the last keeps progress.

The first step hands the engine the keys of what is planned, and no payload. Whoever takes a job up behind that step has
no plan in hand, so it reads both sides again, plans again, and carries out of the new plan what the step's keys name.
A key that the new plan lacks is done, or no longer wanted; one that is new waits for the next poll. What is done is in
the ledger, and what was begun there is looked up before it is sent again: a step may run twice and write once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from attrs import asdict, define, evolve, field, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.apply import offers_of
from bpwoo_sync.described import described
from bpwoo_sync.effects.engine import LEFT_OUT, Document, FlowName, Job, Recovery, Running, WorkflowId, recovery_of
from bpwoo_sync.effects.flow import Flow, Pause, Step, run, watched
from bpwoo_sync.effects.performing import Performance, carrying_out, keep_links
from bpwoo_sync.effects.polling import planned_poll, poll_advance
from bpwoo_sync.effects.stores import Remembered
from bpwoo_sync.effects.working import keep_progress, planned, read_swept, reconciled
from bpwoo_sync.increments import Advance
from bpwoo_sync.known_details import KnownDetails, details_after, usable_details
from bpwoo_sync.known_products import KnownProducts, known_after, usable
from bpwoo_sync.ledger import Ledger, Outcome
from bpwoo_sync.plan import Action, Plan
from bpwoo_sync.ports import Keeper
from bpwoo_sync.report import reason_document
from bpwoo_sync.tables import Tables
from bpwoo_sync.trends import finished

T = TypeVar("T")


class Both(Protocol):
    """A client for each side."""

    @property
    def brightpearl(self) -> bp.Brightpearl:
        """The account's."""

    @property
    def shop(self) -> woo.WooCommerce:
        """The shop's."""


@define
class Kept:
    """What runs of a pair keep for those after them, for as long as the process lives."""

    products: KnownProducts | None = None
    details: KnownDetails | None = None


@described
@frozen(kw_only=True)
class Pair:
    """A shop and an account, and how a run reaches both and its ledger.

    ``look`` is called before each request with the step that is about to be taken, and may raise to keep it from being sent.
    ``held`` keeps the pair for a run that may write, and raises :class:`~bpwoo_sync.errors.BusyError` where a command has it.
    ``others`` are the pair's events that wait in the queue; ``taken_on`` is told of those that a run deals with beside its
    own, once that is kept.
    ``watch`` gives back each flow that is driven, with whatever is to be seen of it around. ``quota_left`` tells the account's
    code, and how many requests it still allows in this minute; ``None`` while none was sent. ``recent`` tells when each of the
    last minute was sent, and ``sent_before`` those that any process sent, which the account's quota counts as well. ``kept`` is
    what its runs in this process keep for one another.
    """

    name: str
    account: str
    tables: Tables
    opened: Callable[[], AbstractContextManager[Both]]
    store: Keeper
    now: Callable[[], datetime]
    settling: float = 1.0
    """In seconds."""
    look: Callable[[Step], None] = lambda step: None
    held: Callable[[], AbstractContextManager[None]] = nullcontext
    others: Callable[[], Sequence[Job]] = tuple
    taken_on: Callable[[WorkflowId], object] = lambda id: None
    seen: Callable[[Job, Sequence[Outcome]], None] = lambda job, outcomes: None
    watch: Callable[[Flow[Any]], Flow[Any]] = lambda flow: flow
    quota_left: Callable[[], tuple[str, int] | None] = lambda: None
    recent: Callable[[], tuple[float, ...]] = tuple
    sent_before: Callable[[], tuple[float, ...]] = tuple
    kept: Kept = field(factory=Kept, eq=False)


@frozen(kw_only=True)
class Prepared:
    """A plan that is to be carried out, and what keeps how far that came and tells of it."""

    plan: Plan
    finish: Callable[[Ledger], Document]


def working_on(pair: Pair, job: Job, running: Running) -> Document:
    """Carry out a job, step by step. What it returns are counts."""
    with pair.opened() as both:
        both.brightpearl.quota.recall(pair.sent_before())
        work = _Work(pair, job, both)
        if job.id.flow is FlowName.RECONCILE:
            return running.step("compare", work.compared)
        if job.hints:
            running.step("keep hints", work.hints_kept)
        try:
            for offer in running.step("plan", work.offers):
                running.step(offer_name(offer), partial(work.carried, offer))
            return running.step("keep progress", work.finished)
        except Exception as error:
            if job.hints and recovery_of(error) is Recovery.NEEDS_A_PERSON:
                # It is a dead letter now, which knows its hints. Polls are not to fail by them as well.
                pair.store.advance(Advance(settled=frozenset(job.hints)))
            raise


@define
class _Work:
    """A job as far as this process works on it. Both sides are read when a step first needs a plan."""

    pair: Pair
    job: Job
    both: Both
    store: Remembered = field(init=False)
    prepared: Prepared | None = None

    def __attrs_post_init__(self) -> None:
        self.store = Remembered(self.pair.store)

    def hints_kept(self) -> Document:
        """Keep what the job was told to look at, so that polls look at it should this run fail.

        A shop that sends hundreds of events in a minute is read once: what waits already is looked at in this run as well.
        """
        others = self.pair.others()
        hints = frozenset(self.job.hints).union(*(other.hints for other in others))
        self.pair.store.advance(Advance(waiting=hints))
        for other in others:
            self.pair.taken_on(other.id)
        return len(hints)

    def offers(self) -> Document:
        """Read both sides and plan: what will be offered, by key."""
        plan = self._prepared(again=False).plan
        return [offer_document(actions) for actions in offers_of(plan, self.store.load().settled)]

    def carried(self, offer: Mapping[str, Document]) -> Document:
        """Carry out what an offer names, as far as it is still wanted and not done: how many came to which end."""
        plan = self._prepared(again=True).plan
        actions = named_actions(plan, offer, self.store.load())
        ended: Counter[str] = Counter({"no longer wanted": len(offer["keys"]) - len(actions)})
        if actions:

            def seen(outcomes: Sequence[Outcome]) -> None:
                ended.update(outcome.status.value for outcome in outcomes)
                self.pair.seen(self.job, outcomes)

            self._run(carrying_out(evolve(plan, actions=actions), self.store, self._performance, seen=seen))
        return {end: count for end, count in ended.items() if count}

    def finished(self) -> Document:
        """Keep how far the run came."""
        return self._prepared(again=True).finish(self.store.load())

    def compared(self) -> Document:
        """Compare both sides and remember it: whether they agree, which thresholds are exceeded, how many findings of each code."""
        flow = reconciled(self.pair.tables, self.pair.now, self.job.scope, ledger=self.store.load(), progress=self.pair.store)
        found = self._run(flow)
        self.pair.store.remember(finished(found))
        return {
            "agrees": found.agrees,
            "reasons": [reason_document(each) for each in found.reasons],
            "findings": dict(Counter(each.code for each in found.issues)),
            "counts": dict(found.counts),
        }

    @property
    def _performance(self) -> Performance:
        return performance_of(self.pair, self.job)

    def _prepared(self, *, again: bool) -> Prepared:
        if self.prepared is None:
            if again and self.store.load().doubtful():
                # Whoever began them may have died a moment ago, with a request under way.
                self._run(_rest(self.pair.settling))
            preparing = _prepared_sync if self.job.id.flow is FlowName.SYNC else _prepared_poll
            self.prepared = self._run(preparing(self.pair, self.job, self.store.load()))
        return self.prepared

    def _run(self, flow: Flow[T]) -> T:
        result: T = run(self.pair.watch(watched(flow, self.pair.look)), self.both.brightpearl, self.both.shop)
        return result


def performance_of(pair: Pair, job: Job) -> Performance:
    """What carrying out a job of a pair needs beside the clients."""
    return Performance(now=pair.now, run=str(job.id)[:60], settling=pair.settling)


def _rest(seconds: float) -> Flow[None]:
    yield Pause(seconds)


def _prepared_poll(pair: Pair, job: Job, ledger: Ledger) -> Flow[Prepared]:
    changes, plan = yield from planned_poll(pair.tables, ledger, pair.store, pair.now)

    def finish(ledger: Ledger) -> Document:
        advance = poll_advance(changes, plan, ledger)
        pair.store.advance(advance)
        return {"orders": len(changes.orders), "waiting": len(advance.waiting), "issues": _codes(plan), "stock moved": changes.stock}

    return Prepared(plan=plan, finish=finish)


def _prepared_sync(pair: Pair, job: Job, ledger: Ledger) -> Flow[Prepared]:
    # A run that makes products reads the rows of all, once a night; those between ask for what changed.
    known = None if job.scope.products else usable(pair.kept.products, pair.now())
    details = usable_details(pair.kept.details, pair.tables.schedule, pair.now())
    sides, scope = yield from read_swept(pair.tables, pair.now, job.scope, pair.store, known_products=known, known_details=details)
    pair.kept.products = known_after(sides.account, known)
    if sides.account.details:
        pair.kept.details = details_after(sides.account, details)
    plan = planned(sides, pair.tables, ledger, scope)
    # Whoever asks what this run made up for must not take it for one of all that it was asked for.
    left_out = [part for part, asked in asdict(job.scope).items() if asked and not asdict(scope)[part]]

    def finish(ledger: Ledger) -> Document:
        keep_progress(sides, plan, ledger, pair.tables, job.scope, pair.store)
        keep_links(plan, ledger, pair.store, performance_of(pair, job))
        return {"orders": len(sides.shop.orders), "issues": _codes(plan), LEFT_OUT: left_out}

    return Prepared(plan=plan, finish=finish)


def _codes(plan: Plan) -> dict[str, int]:
    return dict(Counter(each.code for each in plan.issues))


def offer_document(actions: Sequence[Action]) -> dict[str, Document]:
    """What an engine keeps of an offer: the keys of its actions, and what each writes to."""
    return {
        "kind": actions[0].kind,
        "keys": [action.key for action in actions],
        "subjects": [action.subject for action in actions],
    }


def offer_name(offer: Mapping[str, Document]) -> str:
    """The name of an offer's step: its action's key, or the kind, the number and a digest of several."""
    keys: list[str] = offer["keys"]
    if len(keys) == 1:
        return keys[0]
    digest = hashlib.sha256("\n".join(keys).encode()).hexdigest()
    return f"{offer['kind']} x {len(keys)} {digest[:12]}"


def named_actions(plan: Plan, offer: Mapping[str, Document], ledger: Ledger) -> tuple[Action, ...]:
    """The actions of a plan that an offer names, and that are not done.

    A key that holds the moment of its plan is another one in a plan made later: there the action counts that writes to
    the same thing, so that the quantity of now is written, and not that of then.
    """
    open_keys = {key: subject for key, subject in zip(offer["keys"], offer["subjects"], strict=True) if not ledger.settled(key)}
    there = {action.key for action in plan.actions if action.key in open_keys}
    moved = {subject for key, subject in open_keys.items() if key not in there and subject != key}
    return tuple(
        action
        for action in plan.actions
        if not ledger.settled(action.key) and (action.key in there or (action.kind == offer["kind"] and action.subject in moved))
    )
