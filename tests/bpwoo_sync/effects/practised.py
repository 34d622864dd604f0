"""One run of the sync over the doubles, in process: what imports this has done it.

A process that is forked off does not make what a first run makes: how each model is read and written, and each statement of a ledger.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.performing import Performance
from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.effects.working import synced
from bpwoo_sync.planning import Scope
from tests.bench.worlds import START, clients_of
from tests.bpwoo_sync.effects.road import tables, ten_orders


def practise(folder: Path) -> None:
    """Bring ten orders in."""
    store = SqlStore(f"sqlite:///{folder / 'ledger.sqlite'}")
    performance = Performance(now=lambda: START, run="practice", settling=0.0)
    with clients_of(ten_orders()) as clients:
        run(synced(tables(), store, performance, Scope(shipments=False, stock=False, prices=False)), clients.account, clients.shop)
    store.close()


with TemporaryDirectory() as made:
    practise(Path(made))
