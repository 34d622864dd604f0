"""Which runs of a pair are due at a moment: a pure function of the pair's tables, so that every worker says the same.

A run that is due has the start of its slot in its id. Whoever asks for it, and however often, it is one run; a slot that
passed while no worker was there is not made up for, since the next run deals with everything since. For the same reason
one run of each kind waits at most: a fleet that has too much to do falls behind, and its queue does not grow.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from bpwoo_sync.effects.engine import FlowName, Job, Priority, WorkflowId, slot_id
from bpwoo_sync.effects.stepping import Pair
from bpwoo_sync.planning import EVERYTHING, Scope

#: What is compared whole through the day: what polls do not follow.
GOODS = Scope(orders=False, shipments=False, products=False)

#: Over how long the nightly runs of all pairs are spread, so that they do not begin in one moment.
SPREAD = timedelta(hours=1)

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def due(pair: Pair, moment: datetime) -> dict[str, Job]:
    """The runs of a pair whose slot has begun by a moment (aware UTC): of each kind of run the latest."""
    schedule, name, jobs = pair.tables.schedule, pair.name, {}
    if schedule.poll_seconds:
        slot = _slot(name, moment, timedelta(seconds=schedule.poll_seconds))
        jobs["poll"] = _job(pair, FlowName.POLL, slot)
    if schedule.goods_minutes:
        slot = _slot(name, moment, timedelta(minutes=schedule.goods_minutes))
        jobs["goods"] = _job(pair, FlowName.SYNC, slot, "goods-", GOODS)
    if schedule.nightly:
        jobs["nightly"] = _job(pair, FlowName.SYNC, _night(pair, moment, schedule.nightly), "nightly-")
    if schedule.reconcile:
        jobs["reconcile"] = _job(pair, FlowName.RECONCILE, _night(pair, moment, schedule.reconcile))
    return jobs


def asking(pairs: Iterable[Pair], now: Callable[[], datetime]) -> Callable[[], Iterator[Job]]:
    """What asks for everything that is due, each slot once: again only where it could not be queued."""
    asked: dict[tuple[str, str], WorkflowId] = {}
    known = tuple(pairs)

    def ask() -> Iterator[Job]:
        moment = now()
        for pair in known:
            for kind, job in due(pair, moment).items():
                if asked.get((pair.name, kind)) != job.id:
                    yield job
                    asked[pair.name, kind] = job.id

    return ask


def _job(pair: Pair, flow: FlowName, slot: datetime, what: str = "", scope: Scope = EVERYTHING) -> Job:
    # A run that waits deals with everything until it begins, so that its next slots would add nothing to it.
    series = str(WorkflowId(pair.name, flow, what))
    return Job(id=slot_id(pair.name, flow, slot, what), account=pair.account, priority=Priority.BULK, scope=scope, series=series)


def _slot(name: str, moment: datetime, length: timedelta) -> datetime:
    """When the slot began that a moment is in. Pairs begin theirs at different moments."""
    offset = length * _share(name)
    return _EPOCH + offset + (moment - _EPOCH - offset) // length * length


def _night(pair: Pair, moment: datetime, at: str) -> datetime:
    """When it was last this time of day where the books are kept, and a little later by the pair."""
    zone = pair.tables.store.zone
    later = SPREAD * _share(pair.name)
    today = (moment - later).astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        begins = datetime.combine(day, time.fromisoformat(at), zone).astimezone(UTC) + later
        if begins <= moment:
            return begins.replace(microsecond=0)
    raise AssertionError("yesterday is past")


def _share(name: str) -> float:
    """A number from 0 up to 1 that a name always has."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) / 2**32
