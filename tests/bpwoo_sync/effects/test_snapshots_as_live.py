"""Two snapshots of a state lead to the findings and totals that a live comparison of it finds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
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
from bpwoo_sync.kept import Side, Subject
from bpwoo_sync.ledger import ledger_of
from bpwoo_sync.links import Place, ledger_links, link_outcomes
from bpwoo_sync.planning import Scope
from bpwoo_sync.reconcile import Reconciliation
from tests.bpwoo_sync.effects.road import tables
from tests.bpwoo_sync.effects.test_bundles import BUNDLE, with_bundle
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.world import ORDERS, START, World, bought, eventful

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


def live(world: World, links: Mapping[Place, int] | None = None) -> Reconciliation:
    """What a live comparison finds of what snapshots hold: all but the catalogues of both sides, and of the ledger links alone."""
    ledger = ledger_of(link_outcomes(links or {}, START))
    with clients(world.doubles) as both:
        return run(reconciled(world.tables, world.clock, Scope(products=False), ledger=ledger), both.account, both.shop)


def kept(world: World, place: Path, form: Form = "jsonl", links: Mapping[Place, int] | None = None) -> Reconciliation:
    """What is found by snapshots."""
    folders = {side: place / side for side in SIDES}
    with clients(world.doubles) as both:
        run(snapshots_taken(world.tables, folders, world.clock, form=form, links=links), both.account, both.shop)
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


@cache
def linked() -> World:
    """Both systems whose products know each other, and then some of the shop's got other SKUs, quantities and prices."""
    world = World(6, 12)
    with clients(world.doubles) as both:
        world.sync(both, Scope())
        links, marked = ledger_links(world.store.load()), "_bp_product_id"
        counted = [each for each in both.shop.products.list() if each.manage_stock and (each.id, 0) in links]
        renamed, given, taker, drifted, gone, *_ = (each for each in counted if woo.meta_value(each.meta_data, marked) is None)
        theirs = given.sku
        both.shop.products.update(renamed.id, woo.ProductDraft(sku="RENAMED", stock_quantity=90, regular_price=Decimal(1)))
        both.shop.products.update(given.id, woo.ProductDraft(sku="GIVEN-AWAY"))
        both.shop.products.update(taker.id, woo.ProductDraft(sku=theirs, stock_quantity=91))
        both.shop.products.update(drifted.id, woo.ProductDraft(stock_quantity=92))
        both.shop.products.delete(gone.id)
        billing = woo.BillingAddressDraft(first_name="Ann", last_name="Lee", email="ann@example.com", city="Reno", country="US")
        lines = (woo.LineItemDraft(product_id=renamed.id, quantity=2),)
        status = woo.OrderStatus.PROCESSING
        both.shop.orders.create(woo.OrderDraft(billing=billing, line_items=lines, payment_method="bacs", status=status, set_paid=True))
    world.clock.pass_(hours=30)
    return world


def test_a_product_that_is_linked_to_one_of_another_sku_is_compared_with_that_one(tmp_path: Path) -> None:
    world = linked().copy()
    links = ledger_links(world.store.load())
    expected, later = live(world, links), kept(world, tmp_path, links=links)
    told = {(each.code, each.key) for each in expected.issues}
    assert {("LINK_BROKEN", "RENAMED"), ("STOCK_DRIFT", "RENAMED"), ("PRICE_DRIFT", "RENAMED")} <= told
    assert [] == [each for each in told if each[0] == "SKU_ONLY_IN_WOO" and each[1] in ("RENAMED", "GIVEN-AWAY")]
    assert found(expected) == found(later)
    assert (expected.stock, expected.drifts, dict(expected.counts)) == (later.stock, later.drifts, dict(later.counts))


def test_without_links_the_same_products_are_known_by_their_skus_alone(tmp_path: Path) -> None:
    world = linked().copy()
    expected, later = live(world), kept(world, tmp_path)
    assert {"RENAMED", "GIVEN-AWAY"} <= {each.key for each in later.issues if each.code == "SKU_ONLY_IN_WOO"}
    assert found(expected) == found(later)


def test_a_product_that_was_made_in_the_shop_brings_its_link_along(tmp_path: Path) -> None:
    world = linked().copy()
    with clients(world.doubles) as both:
        (renamed,) = (each for each in both.shop.products.list() if each.sku == "RENAMED")
        product_id = ledger_links(world.store.load())[renamed.id, 0]
        mark = woo.MetaDataDraft(key="_bp_product_id", value=str(product_id))
        both.shop.products.update(renamed.id, woo.ProductDraft(meta_data=(mark,)))
    world.clock.pass_(hours=1)
    expected, later = live(world), kept(world, tmp_path)
    assert ("STOCK_DRIFT", "RENAMED") in {(each.code, each.key) for each in expected.issues}
    assert found(expected) == found(later)


@pytest.mark.parametrize(("ref", "code"), [(None, "REFUND_UNPAID"), ("W1-R987654", "REFUND_DELETED")])
def test_a_credit_that_is_on_no_sales_order_is_compared(ref: str | None, code: str, tmp_path: Path) -> None:
    world = spoilt().copy()
    state = world.doubles.brightpearl.snapshot()
    credits = [each for each in state["tables"]["orders"].values() if str(each["externalRef"]).startswith("W1-R")]
    credits[0]["parentId"] = None
    credits[0]["externalRef"] = ref or credits[0]["externalRef"]
    world.doubles.brightpearl.restore(state)
    expected, later = live(world), kept(world, tmp_path)
    assert found(expected) == found(later)
    assert set(expected.totals) == set(later.totals)
    assert dict(expected.counts) == dict(later.counts)
    assert (ref is None) is (code not in {each.code for each in later.issues})


def priced_otherwise(world: World, **values: Any) -> World:
    """The price list that the shop's prices are taken from, told otherwise by the account."""
    lists = world.doubles.brightpearl.records("price_lists")
    changed = [{**each, **values} if each["id"] == world.tables.prices.regular_list else each for each in lists]
    world.doubles.brightpearl.load("price_lists", changed)
    return world


@pytest.mark.parametrize("values", [{"currencyCode": "EUR"}, {"priceListTypeCode": "BUY"}, {"currencyCode": "USD"}])
@pytest.mark.parametrize("scope", [("orders", "prices"), ("prices",)])
def test_a_price_list_that_gives_the_shop_no_prices_is_told_and_its_prices_are_not_compared(
    scope: tuple[Subject, ...], values: dict[str, str], tmp_path: Path
) -> None:
    world = priced_otherwise(linked().copy(), **values)
    folders = {side: tmp_path / side for side in SIDES}
    subjects: tuple[Subject, ...] = ("lookups", *scope) if "orders" in scope else scope
    of_scope = Scope(products=False, stock=False, orders="orders" in scope, shipments="orders" in scope)
    with clients(world.doubles) as both:
        expected = run(reconciled(world.tables, world.clock, of_scope), both.account, both.shop)
        run(snapshots_taken(world.tables, folders, world.clock, subjects=subjects, form="jsonl"), both.account, both.shop)
    shop, account = open_pair(*folders.values())
    later = compared(shop.kept(), account.kept(), world.tables)
    told = {"PRICE_CURRENCY"} & {each.code for each in later.issues}
    assert (set() if values == {"currencyCode": "USD"} else {"PRICE_CURRENCY"}) == told
    assert (found(expected), expected.counts["prices compared"]) == (found(later), later.counts["prices compared"])


def test_a_snapshot_of_the_third_format_says_nothing_of_the_price_lists_currency(tmp_path: Path) -> None:
    world = priced_otherwise(linked().copy(), currencyCode="EUR")
    kept(world, tmp_path)
    for side in SIDES:
        rewritten(tmp_path / side, 3, lambda subject, record: record)
    shop, account = open_pair(tmp_path / "shop", tmp_path / "account")
    later = compared(shop.kept(), account.kept(), world.tables)
    assert (3, set()) == (account.manifest.format, {"PRICE_CURRENCY"} & {each.code for each in later.issues})
    assert later.counts["prices compared"] > 0


def test_a_snapshot_of_the_second_format_is_read_and_compared_without_links(tmp_path: Path) -> None:
    world = linked().copy()
    kept(world, tmp_path, links=ledger_links(world.store.load()))
    for side in SIDES:
        rewritten(tmp_path / side, 2, lambda subject, record: None if record.get("kind") in ("link", "credit") else record)
    shop, account = open_pair(tmp_path / "shop", tmp_path / "account")
    assert (2, 2) == (shop.manifest.format, account.manifest.format)
    assert found(live(world)) == found(compared(shop.kept(), account.kept(), world.tables))


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


@pytest.mark.parametrize("format", [3, 1])
def test_an_order_that_was_erased_after_its_import_is_not_held_back(format: int, tmp_path: Path) -> None:
    world = World(1, 6)
    with clients(world.doubles) as both:
        world.sync(both, ORDERS)
        (order,) = both.shop.orders.list()
        erased = woo.BillingAddressDraft(first_name="[deleted]", last_name="[deleted]", email="deleted@site.invalid", country="")
        both.shop.orders.update(order.id, woo.OrderDraft(billing=erased))
    world.clock.pass_(hours=30)
    later = kept(world, tmp_path)
    if format == 1:
        for side in SIDES:
            as_first_format(tmp_path / side)
        shop, account = open_pair(tmp_path / "shop", tmp_path / "account")
        later = compared(shop.kept(), account.kept(), world.tables)
    assert (0, 1) == (later.counts.get("held back", 0), later.counts["orders to be imported"])
    assert set() == {"CUSTOMER_ERASED", "UNKNOWN_COUNTRY", "MISSING_IN_BP"} & {each.code for each in later.issues}


def as_first_format(folder: Path) -> None:
    """Rewrite a snapshot as the first version of the format was: no lookups, no details, no bundles."""
    newer = ("detail", "bundle", "parts")

    def older(subject: str, record: dict[str, Any]) -> dict[str, Any] | None:
        return None if subject == "lookups" else {name: value for name, value in record.items() if name not in newer}

    rewritten(folder, 1, older, without=("lookups",))


def rewritten(
    folder: Path, format: int, older: Callable[[str, dict[str, Any]], dict[str, Any] | None], without: tuple[str, ...] = ()
) -> None:
    """Rewrite a snapshot in an older format: each record as it was then, or left out, and some subjects not at all."""
    document = json.loads((folder / "manifest.json").read_text("utf-8"))
    parts = []
    for part in document["parts"]:
        path = folder / part["name"]
        if part["subject"] in without:
            path.unlink()
            continue
        records = [older(part["subject"], json.loads(line)) for line in path.read_text("utf-8").splitlines()]
        left = [each for each in records if each is not None]
        path.write_text("".join(f"{json.dumps(each)}\n" for each in left), "utf-8")
        parts.append({**part, "records": len(left), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()})
    told = {name: value for name, value in document.items() if name not in ("checksum", "price_lists")}
    told |= {"parts": parts, "format": format}
    checksum = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps({**told, "checksum": checksum}), "utf-8")
