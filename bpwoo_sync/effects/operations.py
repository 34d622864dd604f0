"""How every pair is doing, what failed, and who has to act: what an operator asks, read from the queue and the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from attrs import asdict, frozen

from bpwoo_sync.described import described
from bpwoo_sync.effects.databases import told, utc
from bpwoo_sync.effects.engine import LEFT_OUT, Engine, FlowName, Recovery, State, Workflow, WorkflowId
from bpwoo_sync.effects.pauses import PAUSED, Pause, Pauses
from bpwoo_sync.effects.quotas import QuotaLeft, Quotas
from bpwoo_sync.effects.schema import table
from bpwoo_sync.effects.stores import outcome_from
from bpwoo_sync.increments import POLLED, Advance
from bpwoo_sync.ledger import Outcome, Status
from bpwoo_sync.ports import Progress

if TYPE_CHECKING:
    import sqlalchemy

#: Which later run does what a failed one would have done.
_MADE_UP_BY: Mapping[FlowName, frozenset[FlowName]] = {
    FlowName.ORDER: frozenset({FlowName.ORDER, FlowName.POLL, FlowName.SYNC}),
    FlowName.POLL: frozenset({FlowName.ORDER, FlowName.POLL, FlowName.SYNC}),
    FlowName.SYNC: frozenset({FlowName.SYNC}),
    FlowName.RECONCILE: frozenset({FlowName.RECONCILE}),
}


@described
@frozen(kw_only=True)
class PairStatus:
    """A pair at a moment. Moments are aware UTC; ``ended`` holds when the last run of each flow ended well."""

    pair: str
    cursors: Mapping[str, datetime]
    """How far each poll came: aware UTC."""
    ended: Mapping[FlowName, datetime]
    """When the last run of each flow ended well: aware UTC."""
    waiting: int
    """How many hints wait."""
    queued: int
    """How many runs."""
    running: int
    """How many runs."""
    failed: int
    paused: Pause | None = None
    quota: QuotaLeft | None = None

    def polled_ago(self, moment: datetime) -> timedelta | None:
        """How long ago the last complete poll began."""
        at = self.cursors.get(POLLED)
        return None if at is None else moment - at


def known_pairs(database: sqlalchemy.Engine) -> frozenset[str]:
    """Every pair of which the ledger's database holds something. Raises :class:`~bpwoo_sync.errors.StoreError`."""
    from sqlalchemy import select, union

    columns = [select(table(name).c.pair) for name in ("cursor", "hint", "pause", "outcome")]
    with told(database), database.connect() as connection:
        return frozenset(connection.scalars(union(*columns)))


def statuses(pairs: Collection[str], engine: Engine, database: sqlalchemy.Engine) -> tuple[PairStatus, ...]:
    """How these pairs are doing: of every run that is open or failed, whatever their number.

    Raises :class:`~bpwoo_sync.errors.StoreError`.
    """
    open_runs = engine.counts((State.QUEUED, State.RUNNING))
    failed = Counter(run.job.id.pair for run in dead_letters(engine, *(pairs if len(pairs) == 1 else ())))
    cursors, waiting, paused, quotas = _cursors(database), _waiting(database), Pauses(database).all(), Quotas(database).all()
    return tuple(
        PairStatus(
            pair=pair,
            cursors=cursors.get(pair, {}),
            ended={flow: at for flow in FlowName if (at := _ended(pair, flow, engine)) is not None},
            waiting=waiting.get(pair, 0),
            queued=open_runs.get(pair, {}).get(State.QUEUED, 0),
            running=open_runs.get(pair, {}).get(State.RUNNING, 0),
            failed=failed[pair],
            paused=paused.get(pair),
            quota=quotas.get(pair),
        )
        for pair in pairs
    )


def dead_letters(engine: Engine, pair: str | None = None) -> tuple[Workflow, ...]:
    """Failed runs that no later run has made up for, the newest first. Raises :class:`~bpwoo_sync.errors.StoreError`."""
    failed = engine.workflows(pair=pair, states=(State.FAILED,))
    done = _done_since(failed, engine)
    return tuple(run for run in failed if not is_made_up_for(run, done[run.job.id.pair]))


def made_good(engine: Engine, pair: str, before: datetime) -> tuple[WorkflowId, ...]:
    """Runs of a pair that failed before a moment (aware UTC) and that a later run has made up for: nobody has to look at them."""
    failed = [run for run in engine.workflows(pair=pair, states=(State.FAILED,)) if _end(run) < before]
    done = _done_since(failed, engine)
    return tuple(run.job.id for run in failed if is_made_up_for(run, done[pair]))


def is_made_up_for(run: Workflow, done: Iterable[Workflow]) -> bool:
    """Whether the pair's runs that ended well afterwards have done what a failed one should have done.

    What a sync is of may be made up for by several: a night that leaves stock out, and one of stock through the day.
    """
    since, wanted = _end(run), {part for part, asked in asdict(run.job.scope).items() if asked}
    later = (each for each in done if _end(each) > since and each.job.id.flow in _MADE_UP_BY[run.job.id.flow])
    if run.job.id.flow is not FlowName.SYNC:
        return any(later)
    return wanted <= set[str]().union(*map(_synced, later))


def _synced(run: Workflow) -> set[str]:
    """What a run that ended well was of: what it was asked for, less what it left to others."""
    left_out = run.result.get(LEFT_OUT, ()) if isinstance(run.result, dict) else ()
    return {part for part, asked in asdict(run.job.scope).items() if asked and part not in left_out}


def unsettled(database: sqlalchemy.Engine, pair: str | None = None) -> tuple[tuple[str, Outcome], ...]:
    """The writes whose last word is not that they are done, of one pair or of all, the newest first.

    They are chosen by the database: ledgers of millions of writes are not read. Raises :class:`~bpwoo_sync.errors.StoreError`.
    """
    from sqlalchemy import case, func, select

    outcome = table("outcome")
    last = select(func.max(outcome.c.number)).group_by(outcome.c.pair, outcome.c.key)
    last = last.having(func.max(case((outcome.c.status == Status.DONE.value, 1), else_=0)) == 0)
    if pair is not None:
        last = last.where(outcome.c.pair == pair)
    query = select(outcome).where(outcome.c.number.in_(last)).order_by(outcome.c.at.desc(), outcome.c.number.desc())
    with told(database), database.connect() as connection:
        return tuple((row["pair"], outcome_from(row)) for row in connection.execute(query).mappings())


def recovery_of_outcome(outcome: Outcome) -> Recovery:
    """Who has to act on a write that is not done: what was refused is offered again, and refused again until somebody acts."""
    return Recovery.NEEDS_A_PERSON if outcome.status is Status.FAILED else Recovery.RETRIES_ITSELF


def pause(pair: str, why: Pause, pauses: Pauses, engine: Engine, progress: Progress) -> int | None:
    """Pause a pair: nothing of it begins, and what is queued or under way ends behind the action it is at.

    What those runs were to look at waits for the poll that follows the pause. Returns how many runs ended; ``None`` where it
    was paused already. Raises :class:`~bpwoo_sync.errors.StoreError`.
    """
    if not pauses.begin(pair, why):
        return None
    open_runs = engine.workflows(pair=pair, states=(State.QUEUED, State.RUNNING))
    progress.advance(Advance(waiting=frozenset(hint for run in open_runs for hint in run.job.hints)))
    return sum(engine.cancel(run.job.id) for run in open_runs)


def _done_since(failed: Sequence[Workflow], engine: Engine) -> dict[str, tuple[Workflow, ...]]:
    """What ended well of each pair since the first of its failures; runs that found their pair paused did nothing."""
    since: dict[str, datetime] = {}
    for run in failed:
        since[run.job.id.pair] = min(_end(run), since.get(run.job.id.pair, _end(run)))
    done = {pair: engine.workflows(pair=pair, states=(State.DONE,), ended_since=at) for pair, at in since.items()}
    return {pair: tuple(run for run in runs if run.result != PAUSED) for pair, runs in done.items()}


def _ended(pair: str, flow: FlowName, engine: Engine) -> datetime | None:
    """When the newest run of a flow that ended well and did not find its pair paused has ended."""
    for most in (1, 100, None):
        found = engine.workflows(pair=pair, flow=flow, states=(State.DONE,), most=most)
        at = next((_end(run) for run in found if run.result != PAUSED), None)
        if at is not None or most is None or len(found) < most:
            return at
    return None


def _end(run: Workflow) -> datetime:
    return run.ended_at or run.queued_at


def _cursors(database: sqlalchemy.Engine) -> dict[str, dict[str, datetime]]:
    from sqlalchemy import select

    found: dict[str, dict[str, datetime]] = {}
    with told(database), database.connect() as connection:
        for row in connection.execute(select(table("cursor"))):
            found.setdefault(row.pair, {})[row.name] = utc(row.at)
    return found


def _waiting(database: sqlalchemy.Engine) -> dict[str, int]:
    from sqlalchemy import func, select

    hint = table("hint")
    with told(database), database.connect() as connection:
        return {row.pair: row.number for row in connection.execute(select(hint.c.pair, func.count().label("number")).group_by(hint.c.pair))}
