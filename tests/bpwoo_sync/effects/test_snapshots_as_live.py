"""Two snapshots of a state lead to the findings and totals that a live comparison of it finds."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import woocommerce_sdk as woo
from bpwoo_sync.comparing import compared
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.snapshots.files import Form, open_pair
from bpwoo_sync.effects.snapshots.taking import snapshots_taken
from bpwoo_sync.effects.working import reconciled
from bpwoo_sync.kept import Side
from bpwoo_sync.planning import Scope
from bpwoo_sync.reconcile import Reconciliation
from tests.bpwoo_sync.effects.road import tables
from tests.bpwoo_sync.effects.test_bundles import BUNDLE, with_bundle
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.world import START, World, bought, eventful

SIDES: tuple[Side, ...] = ("shop", "account")


@cache
def spoilt() -> World:
    """Both systems once all flows ran, and what was then done by hand on either side. Copied, never used itself."""
    world = World(14, 12)
    eventful(world)
    with clients(world.doubles) as both:
        world.sync(both, Scope())
        orders = [order for order in both.shop.orders.list() if order.status == woo.OrderStatus.PROCESSING]
        cancelled, refunded, edited, trashed, deleted, done, *_ = orders
        both.shop.orders.update(cancelled.id, woo.OrderDraft(status=woo.OrderStatus.CANCELLED))
        both.shop.refunds.create(refunded.id, woo.RefundDraft(amount=Decimal("2.00"), reason="Ann was sorry", api_refund=False))
        line = edited.line_items[0]
        both.shop.orders.update(edited.id, woo.OrderDraft(line_items=(woo.LineItemDraft(id=line.id, quantity=line.quantity + 1),)))
        both.shop.orders.trash(trashed.id)
        both.shop.orders.delete(deleted.id)
        both.shop.orders.update(done.id, woo.OrderDraft(status=woo.OrderStatus.COMPLETED))
        bought(both, "new@example.com")
    by_hand(world, {orders[6].id: _dearer, orders[7].id: _in_euros, orders[8].id: _cancelled})
    world.clock.pass_(hours=30)
    return world


def by_hand(world: World, changes: dict[int, Any]) -> None:
    """Change sales orders, payments and stock in Brightpearl."""
    state = world.doubles.brightpearl.snapshot()
    for record in state["tables"]["orders"].values():
        for id, change in changes.items():
            if record["externalRef"] == f"W1-{id}":
                change(record)
    paid = list(state["tables"]["payments"].values())
    paid[0]["paymentMethodCode"] = "CASH"
    paid[1]["amountPaid"] = {next(iter(paid[1]["amountPaid"])): "0.50"} if isinstance(paid[1]["amountPaid"], dict) else "0.50"
    world.doubles.brightpearl.restore(state)


def _dearer(record: dict[str, Any]) -> None:
    record["rows"][0]["net"] = "1.0000"


def _in_euros(record: dict[str, Any]) -> None:
    record["currency"]["code"] = "EUR"


def _cancelled(record: dict[str, Any]) -> None:
    record["statusId"] = 5


def live(world: World) -> Reconciliation:
    """What a live comparison finds of what snapshots hold: all but the catalogues of both sides."""
    with clients(world.doubles) as both:
        return run(reconciled(world.tables, world.clock, Scope(products=False)), both.account, both.shop)


def kept(world: World, place: Path, form: Form = "jsonl") -> Reconciliation:
    """What is found by snapshots."""
    folders = {side: place / side for side in SIDES}
    with clients(world.doubles) as both:
        run(snapshots_taken(world.tables, folders, world.clock, form=form), both.account, both.shop)
    shop, account = open_pair(place / "shop", place / "account")
    return compared(shop.kept(), account.kept(), world.tables)


def found(of: Reconciliation) -> set[tuple[str, ...]]:
    """Every finding whole."""
    return {(each.code, each.severity, each.entity, each.key, each.field, each.expected, each.actual, each.message) for each in of.issues}


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "parquet"])
def test_snapshots_find_what_a_live_comparison_of_the_same_state_finds(form: Form, tmp_path: Path) -> None:
    world = spoilt().copy()
    expected, later = live(world), kept(world, tmp_path, form)
    wanted = {"MISSING_IN_BP", "UNEXPECTED_IN_BP", "WOO_ORDER_GONE", "CANCEL_DRIFT", "REFUND_MISSING", "EDITED_AFTER_IMPORT"}
    wanted |= {"STATUS_DRIFT", "CURRENCY_MISMATCH", "TOTAL_MISMATCH", "PAYMENT_METHOD_MISMATCH", "UNPAID_IN_BP"}
    assert set() == wanted - {each.code for each in expected.issues}
    assert found(expected) == found(later)
    assert set(expected.totals) == set(later.totals)
    assert (expected.days, expected.taxes, expected.methods) == (later.days, later.taxes, later.methods)
    assert expected.stock == later.stock
    assert dict(expected.counts) == {**later.counts}
    assert {key: place for key, place in expected.places.items() if key[0] in ("order", "refund", "sales-order")} == dict(later.places)


def test_what_a_customer_wrote_or_is_called_is_in_no_snapshot(tmp_path: Path) -> None:
    world = spoilt().copy()
    kept(world, tmp_path)
    text = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.jsonl"))
    assert [] == [word for word in ("Ann", "@example.com", "@shop.example", "Main St", "sorry", "wc_order_") if word in text]


def test_a_bundle_is_compared_by_what_each_warehouse_can_put_together_of_it(tmp_path: Path) -> None:
    both, told = with_bundle(orders=1), tables()
    told = evolve(told, stock=evolve(told.stock, warehouses=(2, 3), buffer=0, buffers={}, cap=None))
    folders = {side: tmp_path / side for side in SIDES}
    with clients(both) as asked:
        expected = run(reconciled(told, lambda: START, Scope(products=False)), asked.account, asked.shop)
        run(snapshots_taken(told, folders, lambda: START, form="jsonl"), asked.account, asked.shop)
    shop, account = open_pair(*folders.values())
    later = compared(shop.kept(), account.kept(), told)
    assert BUNDLE in {each.sku for each in expected.drifts}
    assert (found(expected), expected.drifts) == (found(later), later.drifts)


def test_a_snapshot_of_the_first_format_is_read_and_compared_by_what_it_holds(tmp_path: Path) -> None:
    world = spoilt().copy()
    whole = kept(world, tmp_path)
    for side in SIDES:
        as_first_format(tmp_path / side)
    shop, account = open_pair(tmp_path / "shop", tmp_path / "account")
    assert ((1, 1), ("orders", "stock", "prices")) == ((shop.manifest.format, account.manifest.format), shop.manifest.subjects)
    later = compared(shop.kept(), account.kept(), world.tables)
    missing = [{each.key for each in of.issues if each.code == "MISSING_IN_BP"} for of in (whole, later)]
    assert missing[0] == missing[1] != set()
    assert [total for total in whole.totals if total.measure == "gross"] == [total for total in later.totals if total.measure == "gross"]


def as_first_format(folder: Path) -> None:
    """Rewrite a snapshot as the first version of the format was: no lookups, no details, no bundles."""
    document = json.loads((folder / "manifest.json").read_text("utf-8"))
    parts = []
    for part in document["parts"]:
        path = folder / part["name"]
        if part["subject"] == "lookups":
            path.unlink()
            continue
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        newer = ("detail", "bundle", "parts")
        path.write_text("".join(f"{json.dumps({k: v for k, v in each.items() if k not in newer})}\n" for each in records), "utf-8")
        parts.append({**part, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()})
    told = {**{name: value for name, value in document.items() if name != "checksum"}, "parts": parts, "format": 1}
    checksum = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps({**told, "checksum": checksum}), "utf-8")
