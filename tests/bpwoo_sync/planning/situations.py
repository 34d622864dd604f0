"""Situations of both sides, each with the plan that is kept of it.

A kept plan is what the code made of its situation, read for what the situation is about; it notices any change. After a
change that is wanted, keep the plans anew, and read what changed in them before it is committed:
``python -m tests.bpwoo_sync.planning.situations``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import catalogue_of
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.edits import sent_digest
from bpwoo_sync.mapping.orders import order_import
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import approvable_plan
from bpwoo_sync.report import plan_document
from bpwoo_sync.snapshot import Plumbing
from tests.bpwoo_sync.mapping.orders import coupon, fee, line, meta, order, shipping, tables
from tests.bpwoo_sync.mapping.sides import (
    PRODUCTS,
    TAKEN_AT,
    account,
    contact_row,
    goods_out,
    marks,
    payment_row,
    plan,
    product_rows,
    references,
    row,
    sales_order,
    shop,
)
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import available, evolve_status, refund
from tests.bpwoo_sync.mapping.test_products import detail, in_account, in_shop, variation
from tests.bpwoo_sync.mapping.test_products import product as bare_product
from tests.bpwoo_sync.planning.rarer_situations import RARER

KEPT = Path(__file__).parent / "kept"

#: Every setting that an order can have.
SETTINGS: Mapping[str, Any] = {
    "store": {
        "channel_id": 3,
        "warehouse_id": 2,
        "integration_instance_id": 11,
        "lead_source_id": 21,
        "team_id": 22,
        "staff_owner_id": 23,
        "project_id": 24,
    },
    "orders": {"ref_prefix": "Shop-", "discounts": "rows", "net_residue": "absorb"},
    "currencies": {"GBP": {"price_list_id": 9}},
    "nominals": {"shipping": "4040", "fee": "4060", "discount": "4050", "rounding": "7906"},
    "payments": {"tenders": [{"meta": "_gift", "method": "GIFT"}, {"meta": "_deposit", "method": "DEP", "within_total": True}]},
}

WIDGETS = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
SOLD = order("24.00", "4.00", WIDGETS)
MARKED = order("24.00", "4.00", WIDGETS, meta_data=marks(500, content_hash(SOLD)))
ROWS = [row(11, "L1", 1000, "2", "20.00", "4.00")]


def product(id: int, sku: str, name: str = "Mug", **more: Any) -> woo.Product:
    """A product as the shop shows it, which is not sold before it is there."""
    return bare_product(id, sku, name, **{"backorders": "no", **more})


def imported(*refunds: woo.Refund, sold: woo.Order = MARKED, rows: Sequence[Mapping[str, Any]] = ROWS, **more: Any) -> Plan:
    """An order that was imported as sales order 500 and paid, unless more is said."""
    details = {"sales_orders": (sales_order(500, "W1-1001", rows),), "payments": (payment_row(1, 500, "24.00"),), **more}
    settings = details.pop("the_tables", None)
    ledger = details.pop("ledger", None)
    return plan(shop(sold, refunds={1001: refunds} if refunds else {}), account(**details), settings, ledger)


def taken_back(id: int, kind: int, quantity: str, total: str, tax: str, **more: Any) -> dict[str, Any]:
    """A line of a refund that takes a line of the order back."""
    return {**line(id, "WIDGET", quantity, total, ("20", tax)), "meta_data": [meta("_refunded_item_id", str(kind))], **more}


def a_plain_order() -> Plan:
    return plan(shop(SOLD), account())


def an_order_with_everything() -> Plan:
    """Two coupons, a fee, shipping, a gift card beside the total, a deposit inside it, options, notes, two addresses."""
    chosen = [{"id": 1, "key": "size", "value": "L", "display_key": "Size", "display_value": "Large"}, meta("_hidden", "no", 2)]
    lines = [
        line(1, "WIDGET", "2", "18.00", ("20", "3.60"), subtotal="20.00", subtotal_tax="4.00", meta_data=chosen),
        line(2, "MUG", "1", "4.50", ("20", "0.90"), subtotal="5.00", subtotal_tax="1.00"),
        line(3, "NOBODY", "1.5", "3.00"),
        line(4, "", "1", "1.00"),
    ]
    sold = order(
        "30.51",
        "5.70",
        lines,
        shipping_lines=[shipping(8, "4.95", ("20", "0.99"))],
        fee_lines=[fee(7, "Gift  wrap", "1.05", ("20", "0.21"))],
        coupon_lines=[coupon(5, "SAVE10"), coupon(6, "ann")],
        meta_data=[meta("_gift", "7.69"), meta("_deposit", "10.00", 2)],
        customer_note="<b>Ring</b> the bell\n\n  please &amp; wait ",
        billing={"company": "Byron  Ltd", "email": " Ada@Example.com "},
        shipping_address={"address_1": "", "address_2": "Unit 4", "city": "Leeds", "state": "West Yorkshire", "postcode": "LS1"},
        number="A-1001",
    )
    return plan(shop(sold), account(), tables(**SETTINGS))


def an_order_in_dollars_of_a_known_customer() -> Plan:
    sold = order("24.00", "4.00", WIDGETS, currency="USD", prices_include_tax=True, payment_method="bacs", transaction_id="")
    people = (contact_row(9, "ada@example.com"), contact_row(7, "ADA@example.com"), contact_row(5, "ada@example.com", staff=True))
    return plan(shop(sold), account(contacts=people))


def orders_that_are_held() -> Plan:
    """One order for each reason to hold it."""
    everything = [
        order("24.00", "4.00", WIDGETS, id=1, number="1", currency="SEK"),
        order("24.001", "4.00", WIDGETS, id=2, number="2"),
        order("24.00", "4.00", WIDGETS, id=3, number="3", billing={"country": "ZZ"}),
        order("24.00", "4.00", WIDGETS, id=4, number="4", billing={"country": ""}),
        order("24.00", "4.00", WIDGETS, id=5, number="5", billing={"email": ""}),
        order("24.00", "4.00", WIDGETS, id=6, number="6", billing={"email": "boss@example.com"}),
        order("24.37", "4.00", WIDGETS, id=7, number="7", meta_data=[meta("_gift", "0.10"), meta("_deposit", "1.00", 2)]),
        order("24.00", "4.10", WIDGETS, id=8, number="8"),
        order("24.00", "4.00", [line(1, "WIDGET", "2", "20.00", total_tax="4.00", taxes=[{"id": 99, "total": "4.00"}])], id=9, number="9"),
        order("24.00", "4.00", WIDGETS, id=10, number="10", shipping_lines=[shipping(8, "0.00", method_id="drone", method_title="Drone")]),
        order("24.00", "4.00", [line(1, "TWICE", "2", "20.00", ("20", "4.00"))], id=11, number="11"),
        order("24.00", "4.00", WIDGETS, id=12, number="12", meta_data=[meta("_deposit", "24.01")]),
        order("24.00", "4.00", WIDGETS, id=13, number="13", status="packed"),
        order("24.00", "4.00", WIDGETS, id=14, number="14", status="pending"),
        order("24.00", "4.00", WIDGETS, id=15, number="15", meta_data=marks(500)),
    ]
    rows = (*product_rows(), *product_rows({1010: "TWICE", 1011: "TWICE"}))
    people = (contact_row(5, "boss@example.com", staff=True),)
    return plan(shop(*everything), account(products=rows, contacts=people), tables(payments=SETTINGS["payments"]))


def orders_with_a_remark() -> Plan:
    """Orders that go in, each with something to say."""
    fitting = [line(1, "WIDGET", "1", "19.99", ("20", "4.00"))]
    everything = [
        order("24.00", "4.00", [line(1, "a.b", "1", "20.00", ("20", "4.00"))], id=1, number="1"),
        order("24.00", "4.00", [line(1, "WIDGET", "1.5", "20.00", ("20", "4.00"))], id=2, number="2"),
        order("24.00", "4.00", fitting, id=3, number="3"),
        order("24.00", "4.00", WIDGETS, id=4, number="4", payment_method="cheque"),
        order("24.00", "4.00", WIDGETS, id=5, number="5", payment_method=""),
        order("24.00", "4.00", WIDGETS, id=6, number="6", currency="USD"),
        order("24.00", "4.00", WIDGETS, id=7, number="7", billing={"address_1": "", "company": "Byron"}),
        order("26.00", "6.00", [line(1, "WIDGET", "2", "20.00", ("20", "6.00"))], id=8, number="8"),
        order("0.00", "0.00", [line(1, "WIDGET", "1", "0.00", subtotal="10.00")], id=9, number="9", coupon_lines=[coupon(4, "FREE")]),
        order("24.01", "4.01", WIDGETS, id=10, number="10"),
        order("24.00", "4.00", WIDGETS, id=11, number="11", billing={"first_name": "", "last_name": "", "company": "Byron", "phone": ""}),
    ]
    codes = (bp.decode(bp.TaxCode, {"id": 1, "code": "T20", "description": "", "rate": "20"}),)
    return plan(shop(*everything), account(references=references(tax_codes=codes)))


def a_rounding_row_is_added() -> Plan:
    return plan(shop(order("24.04", "4.00", WIDGETS)), account(), tables(nominals=SETTINGS["nominals"]))


def an_import_is_completed() -> Plan:
    """The sales order is there, without its payment, its second note and the mark."""
    sold = order("24.00", "4.00", WIDGETS, customer_note="Ring")
    there = {500: ("Imported from the shop: order 1001; payment Card; transaction ch_1.",)}
    return imported(sold=sold, payments=(), notes=there)


def an_order_that_was_edited_and_is_there_twice() -> Plan:
    twice = (sales_order(500, "W1-1001", ROWS), sales_order(501, "W1-1001", ROWS))
    return imported(sold=order("24.00", "4.00", WIDGETS, meta_data=marks(500, "0" * 64)), sales_orders=twice)


def orders_that_are_there_twice_or_linked_wrongly() -> Plan:
    """What may be approved: of the first the younger is cancelled, of the second it is paid; the third is linked to another."""

    def sold(id: int, linked: int) -> woo.Order:
        content = content_hash(order("24.00", "4.00", WIDGETS, id=id, number=str(id)))
        return order("24.00", "4.00", WIDGETS, id=id, number=str(id), meta_data=marks(linked, content))

    ids = {500: 1, 501: 1, 502: 2, 503: 2, 504: 3}
    of_account = tuple(sales_order(id, f"W1-{number}", ROWS) for id, number in ids.items())
    paid = tuple(payment_row(id, id, "24.00") for id in (500, 502, 503, 504))
    sides = shop(sold(1, 500), sold(2, 502), sold(3, 499)), account(sales_orders=of_account, payments=paid)
    return approvable_plan(*sides, tables(), Ledger())


def payments_that_are_there_twice_and_what_is_linked_or_switched_off() -> Plan:
    """What may be approved: a receipt and a refund's payment are there twice, two SKUs changed places, a webhook is off."""
    sold = order("24.00", "4.00", WIDGETS, meta_data=marks(500, content_hash(SOLD)))
    given_back = refund(9, "12.00", taken_back(91, 1, "-1", "-10.00", "-2.00"))
    credit = {"id": 600, "externalRef": "W1-R9", "parentId": 500, "currency": {"code": "GBP"}, "isCanceled": False}
    credited = bp.decode(bp.SalesCredit, {**credit, "rows": [row(21, "R9-L1", 1000, "1", "10.00", "2.00")]})
    back = (payment_row(id, 600, "12.00", kind="PAYMENT", ref="W1-R9") for id in (3, 4))
    paid = (payment_row(1, 500, "24.00"), payment_row(2, 500, "24.00"), *back)
    goods = (product(51, "WIDGET"), product(52, "LAMP"))
    links = {"link:51:0": "1001", "link:52:0": "1000"}
    ledger = ledger_of([Outcome(key=key, kind="link", status=Status.DONE, at=TAKEN_AT, result=id) for key, id in links.items()])
    hook = {"id": 3, "status": "disabled", "topic": "order.updated", "delivery_url": "https://sync.example/hook"}
    return approvable_plan(
        shop(sold, products=goods, refunds={1001: (given_back,)}),
        account(sales_orders=(sales_order(500, "W1-1001", ROWS),), sales_credits=(credited,), payments=paid),
        tables(increments={"webhook_address": "https://sync.example/"}),
        ledger,
        plumbing=Plumbing(cursors={"polled": TAKEN_AT}, webhooks=(woo.decode(woo.Webhook, hook),)),
    )


def an_edit_is_brought_in_and_another_is_held() -> Plan:
    """What was sent is as it was in both sales orders; the second is paid."""
    was = order("24.00", "4.00", WIDGETS, shipping_lines=[shipping(8, "0.00")])
    sent = order_import(was, tables(), catalogue_of(account(), shop())).value
    assert sent is not None
    lines = [line(1, "WIDGET", "3", "30.00", ("20", "6.00")), line(2, "LAMP", "1", "5.00", ("20", "1.00"))]
    address = bp.encode(sent.sales_order)["billing"]["address"]
    there = {"version": 3, "allocationStatusCode": "ANA", "staffOwnerId": 5, "billing": {"contactId": 208, "address": address}}
    there |= {"delivery": {"address": address, "shippingMethodId": 1}}

    def edited(id: int, **more: Any) -> woo.Order:
        content = content_hash(order("24.00", "4.00", WIDGETS, id=id, number=str(id), shipping_lines=[shipping(8, "0.00")]))
        told = [*marks(500 + id, content), meta("_bp_sent_hash", sent_digest(sent.sales_order), 3)]
        sending = [shipping(8, "0.00")]
        return order("42.00", "7.00", lines, id=id, number=str(id), shipping_lines=sending, meta_data=told, **more)

    of_account = tuple(sales_order(500 + id, f"W1-{id}", ROWS, **there) for id in (1, 2))
    both = (edited(1, date_paid_gmt=None), edited(2))
    paid = (payment_row(1, 502, "24.00"),)
    return plan(shop(*both), account(sales_orders=of_account, payments=paid), tables(orders={"edits": "update"}))


def an_order_with_fields_and_a_reservation_of_what_its_gateway_holds() -> Plan:
    level = {"id": 1, "code": "PCF_LEVEL", "customFieldType": "SELECT", "options": {"7": {"id": 7, "value": "Gold"}}}
    told = [meta("_po", "PO-7a"), meta("_level", "gold", 2), meta("_days", "soon", 3)]
    sold = order("24.00", "4.00", WIDGETS, meta_data=told, date_paid_gmt=None, status="on-hold")
    settings = tables(
        store={"warehouse_id": 2},
        orders={
            "allocate": True,
            "custom_fields": [
                {"meta": "_po", "code": "PCF_PO"},
                {"meta": "_level", "code": "PCF_LEVEL", "type": "SELECT"},
                {"meta": "_days", "code": "PCF_DAYS", "type": "INTEGER"},
            ],
        },
        payments={"authorised": ["card"]},
    )
    return plan(shop(sold), account(references=references(order_fields=(bp.decode(bp.CustomField, level),))), settings)


def a_transfer_arrives_late() -> Plan:
    """Two orders that waited; staff moved the second on already."""
    told = [meta("_bp_status_id", "12", 3)]

    def waited(id: int) -> woo.Order:
        more: dict[str, Any] = {"payment_method": "bacs", "transaction_id": "", "meta_data": [*marks(500 + id), *told]}
        return order("24.00", "4.00", WIDGETS, id=id, number=str(id), **more)

    of_account = (sales_order(501, "W1-1", ROWS, statusId=12), sales_order(502, "W1-2", ROWS, statusId=7))
    return plan(shop(waited(1), waited(2)), account(sales_orders=of_account), tables(statuses={"processing": 2, "on-hold": 12}))


def refunds_of_lines_and_of_an_amount() -> Plan:
    sold = order(
        "31.20",
        "5.20",
        WIDGETS,
        shipping_lines=[shipping(8, "5.00", ("20", "1.00"))],
        fee_lines=[fee(7, "Wrap", "1.00", ("20", "0.20"))],
        meta_data=marks(500),
    )
    lines = [taken_back(1, 1, "-1", "-10.00", "-2.00"), taken_back(2, 1, "0", "-1.00", "-0.20")]
    first = woo.decode(
        woo.Refund,
        {
            **woo.encode(refund(7, "20.41", *lines)),
            "shipping_lines": [{**shipping(3, "-5.00", ("20", "-1.00")), "meta_data": [meta("_refunded_item_id", "8")]}],
            "fee_lines": [{**fee(4, "Wrap", "-1.00", ("20", "-0.20")), "meta_data": [meta("_refunded_item_id", "7")]}],
            "reason": " torn <b> ",
        },
    )
    return imported(
        first,
        refund(8, "5.00"),
        refund(9, "90.00"),
        sold=sold,
        payments=(payment_row(1, 500, "31.20"),),
        the_tables=tables(
            nominals=SETTINGS["nominals"], store=SETTINGS["store"], orders={"ref_prefix": "Shop-"}, currencies=SETTINGS["currencies"]
        ),
    )


def refunds_by_hand_without_tax_and_too_large() -> Plan:
    more = refund(8, "5.00", taken_back(1, 1, "-1", "-10.00", "-2.00"))
    return imported(refund(7, "5.00", by_gateway=False), more, the_tables=tables(refunds={"amount_tax": "no_tax"}))


def a_credit_is_completed() -> Plan:
    """The credit is there, made by us, without its payment and its reason."""
    given = woo.decode(woo.Refund, {**woo.encode(refund(7, "5.00")), "reason": "torn"})
    document = {**bp.encode(sales_order(500, "W1-1001")), "id": 600, "externalRef": "W1-R7", "parentId": 500}
    ours = Outcome(key="sales-credit:W1-R7", kind="sales-credit", status=Status.DONE, at=TAKEN_AT, result="600")
    return imported(given, sales_credits=(bp.decode(bp.SalesCredit, document),), ledger=ledger_of([ours]))


def a_whole_refund_cancels() -> Plan:
    paid = (payment_row(1, 500, "14.00"), payment_row(2, 500, "12.00", method="GIFT"), payment_row(3, 500, "2.00", kind="PAYMENT"))
    return imported(refund(7, "24.00"), payments=paid)


def cancelled(**more: Any) -> Plan:
    return imported(sold=evolve_status(MARKED, "cancelled"), **more)


def an_unpaid_order_is_cancelled() -> Plan:
    return cancelled(payments=())


def cancellations_that_are_held() -> Plan:
    """Paid; with a note that waits; shipped; in the trash; cancelled in Brightpearl alone, by staff and by us."""
    ours = Outcome(key="cancel:W1-6", kind="order-status", status=Status.DONE, at=TAKEN_AT)

    def sold(id: int, status: str) -> woo.Order:
        return order("24.00", "4.00", WIDGETS, id=id, number=str(id), status=status, meta_data=marks(500 + id))

    of_shop = [*(sold(id, "cancelled") for id in (1, 2, 3)), sold(4, "trash"), sold(5, "processing"), sold(6, "processing")]
    of_account = tuple(sales_order(500 + id, f"W1-{id}", ROWS, isCanceled=id > 4) for id in range(1, 7))
    notes = {7: goods_out(502, {11: [2]}, shipped=False), 8: goods_out(503, {11: [2]})}
    paid = (payment_row(1, 501, "24.00"),)
    return plan(shop(*of_shop), account(sales_orders=of_account, goods_out=notes, payments=paid), ledger=ledger_of([ours]))


def shipments_in_part_and_whole() -> Plan:
    """The first note is told already; the second leaves a piece open; of another order all left."""
    rows = [row(11, "L1", 1000, "2"), row(12, "L2", 1001, "1")]
    lines = [*WIDGETS, line(2, "LAMP", "1", "5.00", ("20", "1.00"))]
    told = [*marks(500), meta("_bp_gon_ids", "7", 3), meta("_bp_tracking", "T1", 4)]
    partly = order("30.00", "5.00", lines, id=1, number="1", meta_data=told)
    whole = order("24.00", "4.00", WIDGETS, id=2, number="2", meta_data=marks(501))
    waiting = order("24.00", "4.00", WIDGETS, id=3, number="3", status="on-hold", date_paid_gmt=None, meta_data=marks(502))
    notes = {
        7: goods_out(500, {11: [1]}, tracking="T1"),
        9: goods_out(500, {11: [1], 99: [1]}, tracking=" T2, T3;T4 "),
        8: goods_out(501, {11: [1, 1]}),
        10: goods_out(502, {11: [2]}, tracking="T5"),
    }
    of_account = (sales_order(500, "W1-1", rows), sales_order(501, "W1-2", ROWS), sales_order(502, "W1-3", ROWS))
    paid = (payment_row(1, 500, "30.00"), payment_row(2, 501, "24.00"))
    settings = tables(shipments={"carriers": {"1": "Royal Mail"}, "partly_shipped_status": "partly"})
    return plan(shop(partly, whole, waiting), account(sales_orders=of_account, goods_out=notes, payments=paid), settings)


def stock_and_prices() -> Plan:
    """Products and variations of every kind, in a shop whose prices are entered with tax."""
    products = (
        product(51, "WIDGET", manage_stock=True, stock_quantity=9, regular_price="9.00", sale_price="8.00"),
        product(52, "LAMP", manage_stock=True, stock_quantity=3, regular_price="100.00", backorders="notify"),
        product(53, "MUG", manage_stock=False, regular_price="5.00", tax_class="reduced-rate"),
        product(54, "NOBODY", manage_stock=True, stock_quantity=1),
        product(55, "", type="grouped"),
        product(60, "", "Shirt", type="variable", variations=[61, 62], tax_class="reduced-rate"),
    )
    variations = {
        60: (
            variation(
                61,
                60,
                "SHIRT-S",
                ("Size", "S"),
                backorders="yes",
                manage_stock=True,
                stock_quantity=None,
                regular_price="20.00",
                sale_price="1.00",
            ),
            variation(
                62, 60, "SHIRT-L", ("Size", "L"), backorders="no", manage_stock="parent", regular_price="20.00", tax_class="zero-rate"
            ),
        )
    }
    known = {**PRODUCTS, 1003: "SHIRT-S", 1004: "SHIRT-L"}
    listed = {
        1000: {1: "8.3250", 5: "7.0000"},
        1001: {1: "10.0000"},
        1002: {1: "0.0000"},
        1003: {1: "20.0000", 5: "25.0000"},
        1004: {5: "1.0000"},
    }
    prices = {id: {list_id: listed_price(price) for list_id, price in each.items()} for id, each in listed.items()}
    held = {1000: available(w2=7, w3=-1, w5=90), 1001: available(w2=60, w3=60), 1003: available(w2=2)}
    settings = tables(
        stock={"warehouses": [2, 3], "buffer": 1, "cap": 50, "buffers": {"SHIRT-S": 0}},
        prices={"regular_list": 1, "sale_list": 5, "base_rates": {"standard": "20", "reduced-rate": "5"}},
    )
    the_shop = shop(SOLD, products=products, variations=variations, prices_include_tax=True, decimals=2)
    return plan(the_shop, account(products=product_rows(known), availability=held, prices=prices), settings)


def listed_price(text: str) -> Decimal:
    """An amount of a price list."""
    return Decimal(text)


def stock_that_would_drop_to_nothing() -> Plan:
    many = {1000 + place: f"SKU{place}" for place in range(8)}
    products = tuple(product(50 + place, sku, manage_stock=True, stock_quantity=5) for place, sku in enumerate(many.values()))
    return plan(shop(products=products), account(products=product_rows(many)), tables(stock={"warehouses": [2]}))


def a_price_list_in_another_currency() -> Plan:
    lists = (
        bp.decode(bp.PriceList, {"id": 1, "name": {"text": "Retail"}, "code": "R", "currencyCode": "USD"}),
        bp.decode(bp.PriceList, {"id": 5, "name": {"text": "Sale"}, "code": "S", "currencyCode": "GBP"}),
    )
    known = account(references=references(price_lists=lists))
    return plan(shop(products=(product(51, "WIDGET"),)), known, tables(prices={"regular_list": 1, "sale_list": 5}))


def products_that_the_shop_lacks() -> Plan:
    mug = detail(1001, "MUG", "Mug")
    shirts = [detail(2001 + place, f"SHIRT-{size}", "Shirt", options=(("Size", size),), group=40) for place, size in enumerate("SM")]
    prices = {1001: {1: listed_price("16.6250")}, 2001: {1: listed_price("20.0000")}}
    held = {1001: available(w2=7), 2001: available(w2=3)}
    bare = bp.decode(bp.Product, {"id": 3001, "identity": {"sku": "BARE"}, "status": "LIVE"})
    nameless = bp.decode(bp.Product, {"id": 3002, "identity": {"sku": ""}, "status": "LIVE"})
    return in_shop(mug, *shirts, bare, nameless, prices=prices, availability=held)


def products_that_differ() -> Plan:
    there = (
        product(51, "MUG", "Cup", weight="0.4", categories=[{"id": 3, "name": "Cups", "slug": "cups"}]),
        product(52, "OLD", "Old", tax_class="reduced-rate"),
        product(53, "DUP", "One"),
        product(54, "DUP", "Two"),
    )
    gone = detail(1002, "OLD", "Old", status="ARCHIVED")
    return in_shop(detail(1001, "MUG", "Mug"), gone, detail(1003, "DUP"), products=there, settings={"overwrite_text": True})


def products_that_brightpearl_lacks() -> Plan:
    shirts = {
        70: (
            variation(71, 70, "SHIRT-S", ("Size", "S"), ("Colour", "Red"), regular_price="20.00"),
            variation(72, 70, "SHIRT-ANY", ("Size", "")),
            variation(73, 70, "SHIRT-5", *((f"Option {place}", "x") for place in range(5))),
            variation(74, 70, "", ("Size", "M")),
        )
    }
    products = (
        product(51, "CUP", "Cup", tax_class="reduced-rate"),
        product(52, "TWIN-A", "Twin"),
        product(53, "TWIN-B", "twin"),
        product(54, "no,sku", "Bad"),
        product(55, "", "None"),
        product(70, "", "Shirt", type="variable", variations=[71, 72, 73, 74]),
    )
    return in_account(*products, variations=shirts)


SITUATIONS: Mapping[str, Callable[[], Plan]] = {
    each.__name__: each
    for each in (
        a_plain_order,
        an_order_with_everything,
        an_order_in_dollars_of_a_known_customer,
        orders_that_are_held,
        orders_with_a_remark,
        a_rounding_row_is_added,
        an_import_is_completed,
        an_order_that_was_edited_and_is_there_twice,
        orders_that_are_there_twice_or_linked_wrongly,
        payments_that_are_there_twice_and_what_is_linked_or_switched_off,
        an_edit_is_brought_in_and_another_is_held,
        an_order_with_fields_and_a_reservation_of_what_its_gateway_holds,
        a_transfer_arrives_late,
        refunds_of_lines_and_of_an_amount,
        refunds_by_hand_without_tax_and_too_large,
        a_credit_is_completed,
        a_whole_refund_cancels,
        an_unpaid_order_is_cancelled,
        cancellations_that_are_held,
        shipments_in_part_and_whole,
        stock_and_prices,
        stock_that_would_drop_to_nothing,
        a_price_list_in_another_currency,
        products_that_the_shop_lacks,
        products_that_differ,
        products_that_brightpearl_lacks,
    )
} | RARER


def kept(name: str) -> Any:
    """The plan that is kept of a situation, as a document."""
    return json.loads((KEPT / f"{name}.json").read_text("utf-8"))


def told(name: str) -> Any:
    """The plan of a situation, as a document. Addresses of pages are left out: they follow from the codes."""
    document = plan_document(SITUATIONS[name]())
    return {**document, "issues": [{key: each[key] for key in each if key != "documentation"} for each in document["issues"]]}


def keep() -> None:
    """Keep every plan as it is now."""
    for name in SITUATIONS:
        text = json.dumps(told(name), indent=1, ensure_ascii=False)
        (KEPT / f"{name}.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    keep()
