"""Findings of stock, prices, products and shipments: each code where it fires, and where it comes near and must not."""

from __future__ import annotations

from typing import Any

import pytest

import brightpearl_sdk as bp
from bpwoo_sync.issues import Severity
from tests.bpwoo_sync.mapping.orders import line, meta
from tests.bpwoo_sync.mapping.sides import goods_out, product_rows, references, row
from tests.bpwoo_sync.reconciling.worlds import (
    GOODS,
    JUST_NOW,
    Case,
    Find,
    books,
    check,
    fires,
    goods,
    imported,
    product,
    sold,
    spares,
    variation,
)

B, E, W, INFO, PENDING = Severity.BLOCK, Severity.ERROR, Severity.WARN, Severity.INFO, Severity.PENDING
TOLERANT = {"stock": {"warehouses": [2], "tolerance": 2}}
UNTRACKED = {"products": product_rows(tracked=False)}
#: An order of eight widgets that is to be imported: they still count as on hand.
WAITING = sold([line(1, "WIDGET", "8", "20.00", ("20", "4.00"))])


def many(quantity: str, there: int) -> Find:
    """Ten products that all have so many in the shop, and others in Brightpearl."""
    skus = {2000 + place: f"SKU{place}" for place in range(10)}
    known = {"products": (*product_rows(), *product_rows(skus))}
    return goods(*(product(id, sku, quantity) for id, sku in skus.items()), held=dict.fromkeys(skus, there), of_account=known, prices=None)


#: A service: no warehouse holds it.
SERVICE = {"products": (*product_rows(), *product_rows({1003: "SERVICE"}, tracked=False))}


def service(quantity: str | None, of_account: dict[str, Any] = SERVICE, **more: Any) -> Find:
    """A service in the shop, which counts it or not."""
    return goods(product(60, "SERVICE", quantity, **more), of_account=of_account, prices={1003: {1: "10.00"}})


STOCK: tuple[Case, ...] = (
    fires("STOCK_DRIFT", "the shop has too many", W, goods(product(quantity="9")), "WIDGET"),
    fires("STOCK_DRIFT", "the shop has too few", W, goods(product(quantity="1"))),
    fires("STOCK_DRIFT", "the shop sells what is not there", E, goods(held={1000: 0})),
    fires("STOCK_DRIFT", "within the tolerance it is told", INFO, goods(product(quantity="9"), the_tables=TOLERANT)),
    fires("STOCK_DRIFT", "a piece more than the tolerance", W, goods(product(quantity="10"), the_tables=TOLERANT)),
    fires("STOCK_DRIFT", "the product changed a moment ago", PENDING, goods(product(quantity="9", date_modified_gmt=JUST_NOW))),
    fires("STOCK_DRIFT", "it was sold a moment ago", PENDING, goods(orders=[sold(date_modified_gmt=JUST_NOW)])),
    spares("STOCK_DRIFT", "all is as it ought to be", goods()),
    spares(
        "STOCK_DRIFT",
        "the stock is owned elsewhere",
        goods(product(quantity="9"), the_tables={"stock": {"warehouses": [2], "owned_elsewhere": ["WIDGET"]}}),
    ),
    fires("STOCK_MASS_ZERO", "all would drop to nothing", B, many("5", 0)),
    spares("STOCK_MASS_ZERO", "all would drop to one", many("5", 1)),
    fires("OVERSOLD", "the shop has less than nothing", E, goods(product(quantity="-1"), held={1000: 0}), "WIDGET"),
    fires("OVERSOLD", "more were sold than are on hand", E, goods(orders=[WAITING])),
    fires("OVERSOLD", "with backorders, more were sold than are on hand", INFO, goods(product(backorders="notify"), orders=[WAITING])),
    spares("OVERSOLD", "the shop takes backorders", goods(product(quantity="-1", backorders="yes"))),
    spares("OVERSOLD", "as many were sold as are on hand", goods(held={1000: 8}, orders=[WAITING])),
    fires("UNTRACKED_IN_BP", "the shop counts what nobody tracks", W, service("4"), "SERVICE"),
    fires("UNTRACKED_IN_BP", "the shop has run out of what nobody tracks", W, service(None, stock_status="outofstock"), "SERVICE"),
    spares("UNTRACKED_IN_BP", "the shop does not count it", service(None, stock_status="instock")),
    spares("UNTRACKED_IN_BP", "it is a bundle", service("4", {**SERVICE, "bundles": {1003: {1000: 1}}})),
    spares(
        "UNTRACKED_IN_BP", "the shop ran out of what is tracked", goods(product(quantity="0", stock_status="outofstock"), held={1000: 0})
    ),
)


def taxed(**widget: Any) -> Find:
    """A shop whose prices include tax, of which the tables know the standard rate."""
    known = {"prices": {"regular_list": 1, "base_rates": {"standard": "0"}}}
    return goods(product(**widget), of_shop={"prices_include_tax": True}, the_tables=known)


PRICES: tuple[Case, ...] = (
    fires("PRICE_DRIFT", "a little", W, goods(prices={1000: {1: "10.40"}}), "WIDGET"),
    fires("PRICE_DRIFT", "more than a twentieth", E, goods(prices={1000: {1: "10.60"}})),
    fires("PRICE_DRIFT", "a sale that the shop lacks", E, goods(prices={1000: {1: "10.00", 5: "8.00"}})),
    fires("PRICE_DRIFT", "a sale that is a little off", W, goods(product(sale_price="8.00"), prices={1000: {1: "10.00", 5: "8.10"}})),
    fires("PRICE_DRIFT", "by so much that it is not pushed", E, goods(prices={1000: {1: "40.00"}})),
    fires("PRICE_DRIFT", "a moment ago", PENDING, goods(product(date_modified_gmt=JUST_NOW), prices={1000: {1: "10.40"}})),
    spares("PRICE_DRIFT", "the decimals are written otherwise", goods(product(regular_price="10"), prices={1000: {1: "10.0000"}})),
    fires("PRICE_JUMP", "a price would be four times as high", B, goods(prices={1000: {1: "40.00"}})),
    spares("PRICE_JUMP", "by half", goods(prices={1000: {1: "15.00"}})),
    fires("NO_PRICE", "the list has none", W, goods(prices={1000: {}}), "WIDGET"),
    spares("NO_PRICE", "each has one", goods()),
    fires("BASE_RATE_MISSING", "a price includes a tax of no known rate", B, taxed(tax_class="books"), "WIDGET"),
    spares("BASE_RATE_MISSING", "the product has no tax", taxed(tax_class="books", tax_status="none")),
    spares("BASE_RATE_MISSING", "the rate is known", taxed()),
    spares("BASE_RATE_MISSING", "prices are entered without tax", goods(product(tax_class="books"))),
    fires(
        "PRICE_CURRENCY",
        "the list is in euros",
        B,
        goods(of_account={"references": references(price_lists=(bp.decode(bp.PriceList, {"id": 1, "currencyCode": "EUR"}),))}),
    ),
    spares(
        "PRICE_CURRENCY",
        "the list is in pounds",
        goods(of_account={"references": references(price_lists=(bp.decode(bp.PriceList, {"id": 1, "currencyCode": "GBP"}),))}),
    ),
)

VARIABLE = product(60, "", None, type="variable", variations=[61])


def varied(manage: Any, **settings: Any) -> Find:
    """The widget as a variation, whose stock it counts itself or not; with settings of the table of stock."""
    one = variation(61, "WIDGET", "7", manage_stock=manage)
    return goods(
        product(51, "OTHER", "7"),
        VARIABLE,
        of_shop={"variations": {60: (one,)}},
        of_account={"products": (*product_rows(), *product_rows({1003: "OTHER"}))},
        prices={1003: {1: "10.00"}},
        held={1003: 7},
        the_tables={"stock": {"warehouses": [2], **settings}},
    )


def linked(mark: str) -> Find:
    """The widget, made of a product of Brightpearl's."""
    return goods(product(meta_data=[meta("_bp_product_id", mark)]))


ARCHIVED = (*product_rows(), bp.ProductRow({"productId": 1003, "SKU": "OLD", "stockTracked": True, "productStatus": "ARCHIVED"}))
PRODUCTS: tuple[Case, ...] = (
    fires("SKU_ONLY_IN_WOO", "Brightpearl has no such SKU", W, goods(product(70, "NEW")), "NEW"),
    spares("SKU_ONLY_IN_WOO", "its SKU is written otherwise", goods(product(51, "widget "))),
    spares("SKU_ONLY_IN_WOO", "a product without a SKU", goods(product(70, "", None))),
    fires(
        "SKU_ONLY_IN_BP",
        "the shop has no such SKU",
        INFO,
        goods(of_account={"products": (*product_rows(), *product_rows({1003: "NEW"}))}),
        "NEW",
    ),
    spares("SKU_ONLY_IN_BP", "it is archived", goods(of_account={"products": ARCHIVED})),
    fires(
        "AMBIGUOUS_SKU",
        "Brightpearl has it twice",
        E,
        goods(of_account={"products": (*product_rows(), *product_rows({1003: "WIDGET"}))}),
        "WIDGET",
    ),
    fires("AMBIGUOUS_SKU", "the shop has it twice", E, goods(product(70, "WIDGET", "7"))),
    spares(
        "AMBIGUOUS_SKU",
        "one of the two is archived",
        goods(
            of_account={
                "products": (
                    *product_rows(),
                    bp.ProductRow({"productId": 1003, "SKU": "WIDGET", "stockTracked": True, "productStatus": "ARCHIVED"}),
                )
            }
        ),
    ),
    fires("STOCK_AT_PARENT", "a variation leaves counting to its parent", W, varied("parent"), "WIDGET"),
    spares("STOCK_AT_PARENT", "a variation counts itself", varied(True)),
    fires("UNMANAGED", "the shop does not count it", INFO, goods(product(quantity=None)), "WIDGET"),
    spares("UNMANAGED", "no warehouse holds it either", goods(product(quantity=None), of_account=UNTRACKED)),
    fires("LINK_BROKEN", "it was made of a product with another SKU", E, linked("1001"), "WIDGET"),
    fires("LINK_BROKEN", "it was made of a product that is gone", E, linked("999")),
    spares("LINK_BROKEN", "both have the SKU", linked("1000")),
)

TRACKED = imported([row(11, "L1", 1000, "2", "20.00", "4.00")])


def sent(pieces: int, status: str = "processing", at: str = "2026-03-01T08:00:00.000+00:00", **more: Any) -> Find:
    """The order when so many of its two widgets were shipped."""
    note = goods_out(500, {11: [pieces]})
    document = {"shipped": True, "shippedOn": at}
    kept = bp.decode(bp.GoodsOutNote, {**bp.encode(note), "status": document}) if pieces else goods_out(500, {11: [2]}, shipped=False)
    return books(sold(status=status, **more), imported(shippingStatusCode="SPS" if pieces else "SNS"), of_account={"goods_out": {7: kept}})


SHIPMENTS: tuple[Case, ...] = (
    fires("STATUS_DRIFT", "it was shipped the day before yesterday, and waits in the shop", E, sent(2), "1001"),
    fires("STATUS_DRIFT", "it was shipped this morning", W, sent(2, at="2026-03-03T05:00:00.000+00:00")),
    fires("STATUS_DRIFT", "it was shipped a moment ago", PENDING, sent(2, at="2026-03-03T08:50:00.000+00:00")),
    fires("STATUS_DRIFT", "the shop holds it to be done, and nothing left", W, sent(0, "completed")),
    spares("STATUS_DRIFT", "a part was shipped, and it waits", sent(1)),
    spares("STATUS_DRIFT", "it was shipped and is done", sent(2, "completed")),
    spares("STATUS_DRIFT", "nothing in it can be shipped", books(sold(status="completed"), TRACKED, of_account=UNTRACKED)),
)


@pytest.mark.parametrize("case", (*STOCK, *PRICES, *PRODUCTS, *SHIPMENTS), ids=str)
def test_a_finding_of_goods(case: Case) -> None:
    check(case)


def test_catalogues_that_agree_have_no_findings() -> None:
    assert () == goods(*GOODS)().issues


def test_a_drift_is_told_though_so_many_would_drop_that_none_is_pushed() -> None:
    assert 10 == sum(each.code == "STOCK_DRIFT" for each in many("5", 0)().issues)


def test_what_keeps_stock_from_being_compared_is_told_once() -> None:
    found = goods(product(70, "NEW"))().issues
    assert [("SKU_ONLY_IN_WOO", "product")] == [(each.code, each.entity) for each in found]
    found = goods(product(70, "NEW"), products=False)().issues
    assert [("SKU_ONLY_IN_WOO", "stock")] == [(each.code, each.entity) for each in found]


@pytest.mark.parametrize("products", [True, False])
@pytest.mark.parametrize(("sku", "told"), [("NEW", False), ("NEW.1", True), ("N" * 33, True)])
def test_a_sku_that_brightpearl_cannot_have_is_told_as_such(sku: str, told: bool, products: bool) -> None:
    found = goods(product(70, sku), products=products)().issues
    assert [("SKU_ONLY_IN_WOO", told)] == [(each.code, "can be none there" in each.message) for each in found]
