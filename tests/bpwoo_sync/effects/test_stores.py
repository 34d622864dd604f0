from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from bpwoo_sync.effects.stores import MemoryStore, SqlStore, sqlite_url
from bpwoo_sync.errors import StoreError
from bpwoo_sync.ledger import Outcome, Status
from bpwoo_sync.ports import History, Store
from bpwoo_sync.reconcile import ControlTotal, Reason
from bpwoo_sync.trends import Finished

AT = datetime(2026, 3, 1, 12, 30, 15, 250000, tzinfo=UTC)
OUTCOMES = [
    Outcome(key="order:W1-7", kind="sales-order", status=Status.STARTED, at=AT, run="r1"),
    Outcome(key="order:W1-7", kind="sales-order", status=Status.DONE, at=AT, result="330", detail="created", run="r1"),
    Outcome(key="order:W1-8", kind="sales-order", status=Status.FAILED, at=AT, detail="ORDC-040", run="r1"),
]


def memory(_: Path) -> Store:
    return MemoryStore()


def sqlite(folder: Path) -> Store:
    return SqlStore(sqlite_url(folder / "ledger.sqlite"), pair="W1")


@pytest.mark.parametrize("opened", [memory, sqlite])
def test_a_store_gives_back_what_it_was_given(opened: Callable[[Path], Store], tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(OUTCOMES)
    assert [OUTCOMES[1], OUTCOMES[2]] == list(store.load())
    getattr(store, "close", lambda: None)()


def test_a_ledger_in_a_file_outlives_the_store(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "ledger.sqlite")
    first = SqlStore(url)
    first.append(OUTCOMES)
    first.close()
    second = SqlStore(url)
    assert tuple(OUTCOMES) == second.outcomes()
    second.close()


def test_two_pairs_in_one_database_do_not_see_each_other(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "ledger.sqlite")
    one, other = SqlStore(url, pair="W1"), SqlStore(url, pair="W2")
    one.append(OUTCOMES)
    assert (2, 0) == (len(one.load()), len(other.load()))
    one.close()
    other.close()


def test_an_address_that_is_none_is_told_with_what_to_use() -> None:
    with pytest.raises(StoreError, match="sqlite:///FILE"):
        SqlStore("no address")


def test_a_database_that_cannot_be_reached_is_a_store_error_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        SqlStore(f"sqlite:///{tmp_path}/missing/ledger.sqlite")
    assert "unable to open database file" in str(caught.value)


@pytest.mark.parametrize("opened", [memory, sqlite])
def test_a_store_remembers_the_latest_reconciliations_exactly(opened: Callable[[Path], Store], tmp_path: Path) -> None:
    store = cast(History, opened(tmp_path))
    amounts = {"shop": Decimal("10.00"), "held": Decimal(0), "account": Decimal("9.9"), "pending": Decimal("0.05")}
    total = ControlTotal(currency="EUR", measure="gross", **amounts)
    reason = Reason(threshold="reconcile.fail_on", about="MISSING_IN_BP", found="1", allowed="0")
    found = [{("MISSING_IN_BP", "error"): count} for count in (1, 2, 3)]
    runs = [Finished(at=AT, agrees=False, totals=(total,), findings=each, skus=3, drifted=1, reasons=(reason,)) for each in found]
    for run in runs:
        store.remember(run)
    assert tuple(runs[1:]) == store.remembered(2)
    getattr(store, "close", lambda: None)()
