"""Situations that few shops are in: settings that are off by themselves, and what people did in one system alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import catalogue_of
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.edits import sent_digest
from bpwoo_sync.mapping.orders import order_import
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope, sync_plan
from tests.bpwoo_sync.mapping.orders import line, meta, order, tables
from tests.bpwoo_sync.mapping.sides import (
    PRODUCTS,
    TAKEN_AT,
    account,
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
from tests.bpwoo_sync.mapping.test_channel_flags import EVERY, sold
from tests.bpwoo_sync.mapping.test_contact_changes import OLD, changed, contact
from tests.bpwoo_sync.mapping.test_contact_changes import sold as sold_to_ada
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import SUPPLIED, available, refund
from tests.bpwoo_sync.mapping.test_products import IN_SHOP, detail, variation
from tests.bpwoo_sync.mapping.test_products import product as bare_product

WIDGETS = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
ROWS = [row(11, "L1", 1000, "2", "20.00", "4.00")]
CATALOGUE = Scope(orders=False, shipments=False)

#: Ada's address, as it stands on a sales order.
WHERE = {
    "addressFullName": "Ada Byron",
    "companyName": "",
    "addressLine1": "1 Test Street",
    "addressLine3": "Bristol",
    "postalCode": "BS1 1AA",
    "countryIsoCode": "GBR",
    "telephone": "0123",
    "email": "ada@example.com",
}
UNTOUCHED: Mapping[str, Any] = {
    "version": 3,
    "allocationStatusCode": "ANA",
    "billing": {"contactId": 208, "address": WHERE},
    "delivery": {"address": WHERE},
}


def product(id: int, sku: str, name: str = "Mug", **more: Any) -> woo.Product:
    """A product as the shop shows it, which is not sold before it is there."""
    return bare_product(id, sku, name, **{"backorders": "no", **more})


def back(id: int, of: int, quantity: str, total: str, tax: str) -> dict[str, Any]:
    """A line of a refund that takes back some of a line."""
    return line(id, "WIDGET", quantity, total, ("20", tax), meta_data=[meta("_refunded_item_id", str(of))])


def because(given: woo.Refund, reason: str, at: str = "2026-03-05T09:00:00") -> woo.Refund:
    """A refund with its reason and its moment."""
    return woo.decode(woo.Refund, {**woo.encode(given), "reason": reason, "date_created": at, "date_created_gmt": at})


def outcome(key: str, status: Status = Status.DONE, **more: Any) -> Outcome:
    """What became of a write."""
    return Outcome(key=key, kind="x", status=status, at=TAKEN_AT, **more)


def a_contact_is_given_addresses_a_name_and_a_telephone() -> Plan:
    bought = sold_to_ada(shipping_address={"address_1": "2 Far Street"})
    return changed(bought, policy="all", there=contact(first="Augusta", phone=None), billing=OLD)


def goods_that_come_back() -> Plan:
    """What nobody knows, a bundle, half a piece, and two pieces, which could not be taken in before."""
    lines = [
        *[line(1, "WIDGET", "3", "30.00", ("20", "6.00")), line(2, "LAMP", "2", "20.00", ("20", "4.00"))],
        *[line(3, "MUG", "1", "10.00", ("20", "2.00")), line(4, "NOBODY", "1", "10.00", ("20", "2.00"))],
    ]
    rows = [
        *[row(11, "L1", 1000, "3", "30.00", "6.00"), row(12, "L2", 1001, "2", "20.00", "4.00")],
        *[row(13, "L3", 1002, "1", "10.00", "2.00"), row(14, "L4", 0, "1", "10.00", "2.00")],
    ]
    bought = order("84.00", "14.00", lines, meta_data=marks(500))
    given = [back(74, 4, "-1", "-10.00", "-2.00"), back(73, 3, "-1", "-10.00", "-2.00"), back(72, 2, "-0.5", "-5.00", "-1.00")]
    failed = outcome("goods-in:W1-R7", Status.FAILED, detail="no cost stands on its sales order.")
    settings = tables(
        refunds={"restock": "always", "restock_since": datetime(2026, 3, 5, 9, tzinfo=UTC), "restock_location_id": 6},
        store={"warehouse_id": 3},
    )
    there = account(
        sales_orders=(sales_order(500, "W1-1001", rows, warehouseId=4),),
        payments=(payment_row(1, 500, "84.00"),),
        bundles={1002: {1001: Decimal(1)}},
    )
    many = refund(7, "54.00", *given, back(71, 1, "-2", "-20.00", "-4.00"))
    return plan(shop(bought, refunds={1001: (many,)}), there, settings, ledger_of([failed]))


def goods_of_an_order_that_comes_back_before_it_is_imported() -> Plan:
    """Its credit and its goods wait for the sales order, and go to the warehouse that the tables name."""
    bought = order("24.00", "4.00", WIDGETS, currency="USD", prices_include_tax=True)
    given = because(refund(7, "12.00", back(71, 1, "-1", "-10.00", "-2.00")), "torn", "2026-03-05T23:30:00")
    settings = tables(
        refunds={"restock": "always", "restock_since": datetime(2026, 1, 1, tzinfo=UTC)},
        currencies={"USD": {"rate": "1.25", "price_list_id": 8}},
        store={"integration_instance_id": 11, "warehouse_id": 3, "accounting_time_zone": "Asia/Tokyo"},
    )
    return plan(shop(bought, refunds={1001: (given,)}), account(), settings)


def tracking_numbers_for_a_plugin() -> Plan:
    """Two numbers of a carrier that the plug-in knows; a supplier's, the next day in the shop; one of a day that nobody told."""
    undated = bp.decode(bp.GoodsOutNote, {**bp.encode(goods_out(500, {11: [1]}, tracking="T5")), "status": {"shipped": True}})
    methods = tuple(bp.decode(bp.ShippingMethod, {"id": id, "name": name}) for id, name in ((1, "Courier"), (4, "Van")))
    known = account(
        sales_orders=(sales_order(500, "W1-1001", ROWS),),
        payments=(payment_row(1, 500, "24.00"),),
        goods_out={7: goods_out(500, {11: [1]}, tracking="T1;T2"), 9: undated},
        drop_ship={8: SUPPLIED},
        references=references(shipping_methods=methods),
    )
    told = {"tracking_plugin": True, "providers": {"1": "Royal Mail"}, "tracking_links": {"4": "https://van.example/{}"}}
    bought = order("24.00", "4.00", WIDGETS, meta_data=marks(500))
    return plan(shop(bought), known, tables(shipments=told, store={"shop_time_zone": "Asia/Tokyo"}))


def visibility_backorders_and_prices_of_larger_quantities() -> Plan:
    """A product, and a variation of another; a third has larger quantities no more, and a fourth a sale that ends."""
    there = (
        product(51, "WIDGET", manage_stock=True, stock_quantity=5, regular_price="10.00", catalog_visibility="hidden", backorders="no"),
        product(60, "", "Shirt", type="variable", variations=[61], catalog_visibility="visible"),
        product(52, "MUG", regular_price="10.00", meta_data=[meta("_tiers", '{"10":"9.00"}')]),
        product(53, "CUP", regular_price="10.00", sale_price="9.00"),
    )
    shirts = {60: (variation(61, 60, "LAMP", ("Size", "S"), manage_stock=True, stock_quantity=5, regular_price="10.00", backorders="no"),)}
    settings = tables(
        store={"channel_id": 1},
        stock={"warehouses": [2], "channel": EVERY},
        prices={"regular_list": 1, "sale_list": 5, "breaks_meta": "_tiers"},
    )
    known = account(
        products=product_rows({**PRODUCTS, 1003: "CUP"}),
        availability={1000: available(w2=5), 1001: available(w2=5)},
        channel={1000: sold(True, True), 1001: sold(False, True)},
        prices={id: {1: Decimal("10.00")} for id in (1000, 1001, 1002, 1003)},
        breaks={1000: {1: {10: Decimal("9.00")}}, 1001: {1: {10: Decimal("8.00"), 100: Decimal("7.50")}}},
    )
    return sync_plan(shop(products=there, variations=shirts), known, settings, Ledger(), CATALOGUE)


def sales_orders_that_people_cancelled() -> Plan:
    """Paid, unpaid, completed; cancelled by us before; told to the shop before; and one whose order is gone."""

    def bought(id: int, status: str = "processing", **more: Any) -> woo.Order:
        return order("24.00", "4.00", WIDGETS, id=id, number=f"A-{id}", status=status, meta_data=marks(500 + id), **more)

    of_shop = (bought(1), bought(2, "on-hold", date_paid_gmt=None), bought(3, "completed"), bought(4), bought(5))
    of_account = (
        *(sales_order(500 + id, f"W1-{id}", ROWS, isCanceled=True) for id in range(1, 6)),
        sales_order(506, "W1-6", ROWS),
        bp.decode(bp.SalesOrder, {**bp.encode(sales_order(507, "W1-7", ROWS)), "ref": None}),
        sales_order(508, "W1-8", ROWS, isCanceled=True),
    )
    known = ledger_of([outcome("cancel:W1-4"), outcome("cancel-in-shop:W1-5")])
    return plan(shop(*of_shop), account(sales_orders=of_account), tables(cancellations={"tell_shop": True}), known)


def a_cancellation_that_was_given_back_in_two_parts() -> Plan:
    """What was only held was not received; a payment of no method and one of no amount are there as well."""
    records = (
        {"paymentId": 4, "transactionRef": "x", "paymentType": "RECEIPT", "orderId": 500, "currencyCode": "USD", "amountPaid": "4.00"},
        {"paymentId": 5, "transactionRef": "y", "paymentMethodCode": "CASH", "orderId": 500, "currencyCode": "USD", "amountPaid": "9.00"},
        {"paymentId": 6, "paymentMethodCode": "GIFT", "paymentType": "RECEIPT", "orderId": 500, "currencyCode": "USD"},
    )
    paid = (
        payment_row(1, 500, "15.0000"),
        payment_row(2, 500, "30.00", kind="AUTH"),
        payment_row(3, 500, "5.00", kind="CAPTURE"),
        *(bp.CustomerPaymentRow(dict(each)) for each in records),
    )
    number = f"{'N' * 60}-1001"
    bought = order("24.00", "4.00", WIDGETS, currency="USD", status="cancelled", number=number, meta_data=marks(500))
    given = (because(refund(7, "20.00"), "", "2026-03-06T09:00:00"), because(refund(8, "4.00"), "", "2026-03-05T09:00:00"))
    there = sales_order(500, "W1-1001", ROWS, currency={"code": "USD", "exchangeRate": None})
    return plan(shop(bought, refunds={1001: given}), account(sales_orders=(there,), payments=paid))


def products_that_the_shop_lacks_with_every_setting() -> Plan:
    """A sale, larger quantities, backorders, visibility; one is made once more; a parent is hidden with its variations."""
    of_account = [
        detail(1001, "MUG", brandId=74),
        detail(1002, "CUP", "Cup"),
        *(
            detail(2001 + place, f"SHIRT-{size}", "Shirt", options=(("Size", size),), group=40, brandId=74)
            for place, size in enumerate("SM")
        ),
        detail(1003, "BOX", "Box"),
    ]
    rows = product_rows({each.id: each.identity.sku or "" for each in of_account if each.identity is not None})
    settings = tables(
        products={**IN_SHOP, "make_again": ["CUP", "SHIRT-M"], "brands": {"74": 31}},
        store={"channel_id": 1},
        stock={"warehouses": [2], "buffer": 1, "channel": EVERY},
        prices={"regular_list": 1, "sale_list": 5, "breaks_meta": "_tiers"},
    )
    known = account(
        products=rows,
        details={each.id: each for each in of_account},
        availability={1001: available(w2=7), 2001: available(w2=3), 1003: available(w2=9)},
        channel={1001: sold(False, True), 1002: sold(True), 2001: sold(False, True), 2002: sold(False)},
        prices={1001: {1: Decimal("16.6250"), 5: Decimal("10.0000")}, 2001: {1: Decimal("20.00")}, 1003: {1: Decimal("5.00")}},
        breaks={1001: {1: {10: Decimal("9.00")}}, 2001: {1: {5: Decimal("18.00")}}, 1002: {1: {5: Decimal("1.00")}}},
        bundles={1003: {1001: Decimal(2)}},
    )
    gone = ledger_of([outcome("shop-variation:product:2001")])
    return sync_plan(shop(), known, settings, gone, Scope(orders=False, shipments=False, stock=False, prices=False))


def an_import_was_cut_short_after_the_sales_order() -> Plan:
    """Its address is as it was sent. Of the first the status is as well; the second was moved on by people."""

    def bought(id: int) -> woo.Order:
        return order("24.00", "4.00", WIDGETS, id=id, number=str(id))

    first, second = bought(1), bought(2)
    of_account = tuple(sales_order(500 + id, f"W1-{id}", ROWS, statusId=status, **UNTOUCHED) for id, status in ((1, 2), (2, 9)))
    refused = ledger_of([outcome("reservation:W1-2", Status.FAILED)])
    settings = tables(orders={"allocate": True}, store={"warehouse_id": 2})
    return plan(shop(first, second), account(sales_orders=of_account), settings, refused)


def orders_that_were_edited() -> Plan:
    """Of the first people did the same in Brightpearl; of the second the customer was erased; the third goes to another house."""
    was = content_hash(order("12.00", "2.00", [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))]))
    made = order_import(order("24.00", "4.00", WIDGETS), tables(), catalogue_of(account(), shop())).value
    assert made is not None

    def edited(id: int, *more: Mapping[str, Any], **changes: Any) -> woo.Order:
        told = [*marks(500 + id, was), meta("_bp_sent_hash", sent_digest(made.sales_order), 3), *more]
        return order("24.00", "4.00", WIDGETS, id=id, number=str(id), meta_data=told, date_paid_gmt=None, **changes)

    orders = (
        edited(1),
        edited(2, meta("_anonymized", "yes", 5), billing={"first_name": "[deleted]"}),
        edited(3, billing={"address_1": "2 Far Street"}),
        edited(4, meta("_anonymized", "yes", 5), billing={"first_name": "[deleted]"}),
    )
    less = [row(11, "L1", 1000, "1", "10.00", "2.00")]
    of_account = tuple(sales_order(500 + id, f"W1-{id}", less if id == 2 else ROWS, **UNTOUCHED) for id in range(1, 5))
    return plan(shop(*orders), account(sales_orders=of_account), tables(orders={"edits": "update"}))


def an_address_that_was_edited_is_told() -> Plan:
    """Nothing is brought in unless the tables say so: of the second nothing differs."""
    was = content_hash(order("12.00", "2.00", WIDGETS))
    orders = tuple(
        order("24.00", "4.00", WIDGETS, id=id, number=str(id), meta_data=marks(500 + id, was), billing={"address_1": street})
        for id, street in ((1, "2 Far Street"), (2, "1 Test Street"))
    )
    of_account = tuple(sales_order(500 + id, f"W1-{id}", ROWS, **UNTOUCHED) for id in (1, 2))
    paid = tuple(payment_row(id, 500 + id, "24.00") for id in (1, 2))
    return plan(shop(*orders), account(sales_orders=of_account, payments=paid))


RARER: dict[str, Callable[[], Plan]] = {
    each.__name__: each
    for each in (
        a_contact_is_given_addresses_a_name_and_a_telephone,
        goods_that_come_back,
        goods_of_an_order_that_comes_back_before_it_is_imported,
        tracking_numbers_for_a_plugin,
        visibility_backorders_and_prices_of_larger_quantities,
        sales_orders_that_people_cancelled,
        a_cancellation_that_was_given_back_in_two_parts,
        products_that_the_shop_lacks_with_every_setting,
        an_import_was_cut_short_after_the_sales_order,
        orders_that_were_edited,
        an_address_that_was_edited_is_told,
    )
}
