"""``bpwoo erase`` shows what it would do, and with ``--apply`` leaves no byte of the customer in the ledger's file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.ledger import Outcome, Status
from bpwoo_sync.mapping.customers import contact_key
from tests.bpwoo_sync.cli.test_commands import DONE, UNUSABLE, invoked

EMAIL = "ann@example.com"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger of two pairs that know the customer, and a report that names them."""
    at = datetime(2026, 11, 25, tzinfo=UTC)
    for pair in ("W1", "W2"):
        with SqlStore(sqlite_url(tmp_path / "ledger.sqlite"), pair=pair) as store:
            known = Outcome(key=contact_key(EMAIL), kind="contact", status=Status.DONE, at=at, result="4711")
            order = Outcome(key=f"sales-order:{pair}-7", kind="sales-order", status=Status.FAILED, at=at, detail=f"{EMAIL} is blocked")
            store.append([known, order])
    (tmp_path / "report.csv").write_text(f"order 7,{EMAIL}\n", "utf-8")
    return tmp_path


def erasing(folder: Path, *more: str) -> object:
    ledger = sqlite_url(folder / "ledger.sqlite")
    ended = invoked("erase", EMAIL, str(folder / "report.csv"), "--database-url", ledger, "--json", *more, environment={})
    assert DONE == ended.status, ended.err
    return ended.document


def test_without_apply_it_is_only_told_what_would_go(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".sqlite-shm"}
    told = erasing(folder)
    assert {"entries": 4, "files": [str(folder / "report.csv")], "applied": False} == told
    assert (folder / "report.csv").read_bytes() == before["report.csv"]
    assert told == erasing(folder)


def test_with_apply_no_byte_of_the_customer_is_left(folder: Path) -> None:
    assert {"entries": 4, "files": [str(folder / "report.csv")], "applied": True} == erasing(folder, "--apply")
    wanted = (EMAIL.encode(), contact_key(EMAIL).encode(), b"4711")
    assert [] == [(path.name, each) for path in folder.iterdir() for each in wanted if each in path.read_bytes()]
    assert {"entries": 0, "files": [], "applied": False} == erasing(folder)


def test_orders_stay_by_their_numbers(folder: Path) -> None:
    erasing(folder, "--apply")
    with SqlStore(sqlite_url(folder / "ledger.sqlite"), pair="W1") as store:
        assert [("contact:erased-1", ""), ("sales-order:W1-7", "… is blocked")] == [(each.key, each.detail) for each in store.outcomes()]


def test_what_is_no_address_is_refused(folder: Path) -> None:
    ended = invoked("erase", "ann", "--database-url", sqlite_url(folder / "ledger.sqlite"), environment={})
    assert (UNUSABLE, True) == (ended.status, "no e-mail address" in ended.err)
