"""What a real shop answered, replayed by vcrpy through both clients."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from attrs import frozen

import woocommerce_sdk as woo
from tests.cassettes import NOT_ON_CASSETTE, replaying
from tests.woocommerce_sdk.make_cassettes import FOLDER, RECORDED, cassettes

SHOP = ("https://shop.example", "ck_0000000000", "cs_0000000000")
TEN = woo.VariationQuery(per_page=10)
#: What is recorded without parameters is asked for with the vendor's own: pages of ten.
DEFAULTS = (("per_page", "10"), ("page", "1"))


@frozen
class Call:
    """What is asked of either client, which values of its answer are looked at, and what they are."""

    ask: Callable[[Any], Any]
    seen: Callable[[Any], Any]
    expected: Any


CALLS: dict[str, list[Call]] = {
    "customers": [
        Call(
            lambda shop: shop.customers.get(2),
            lambda customer: (customer.email, customer.billing.city, customer.is_paying_customer, customer.date_created_gmt),
            ("cust1@shop.example", "New York", True, datetime(2026, 11, 23, 21, 42, 32, tzinfo=UTC)),
        ),
        Call(lambda shop: shop.customers.create(woo.CustomerDraft(email="fresh@shop.example")), lambda customer: customer.id, 32),
        Call(
            lambda shop: shop.customers.update(
                32,
                woo.CustomerDraft(
                    billing=woo.BillingAddressDraft(city="Rome", country="IT"), meta_data=(woo.MetaDataDraft(key="k", value="v"),)
                ),
            ),
            lambda customer: (customer.billing.city, customer.billing.country, [(each.key, each.value) for each in customer.meta_data]),
            ("Rome", "IT", [("default_password_nag", "1"), ("k", "v")]),
        ),
        Call(
            lambda shop: shop.customers.downloads(2),
            lambda found: [(each.product_id, each.downloads_remaining, each.access_expires_gmt) for each in found],
            [(390, "3", "2026-12-23T05:00:00")],
        ),
        Call(lambda shop: shop.customers.delete(32), lambda customer: customer.email, "fresh@shop.example"),
    ],
    "order_notes": [
        Call(
            lambda shop: shop.order_notes.create(262, woo.OrderNoteDraft(note="Hi c", customer_note=True)),
            lambda note: (note.id, note.note, note.customer_note, note.date_created_gmt),
            (386, "Hi c", True, datetime(2026, 11, 23, 21, 47, 54, tzinfo=UTC)),
        ),
        Call(
            lambda shop: shop.order_notes.list(262, woo.OrderNoteQuery(type="customer")).first(),
            lambda page: [(each.id, each.note) for each in page],
            [(386, "Hi c"), (342, "Customer visible")],
        ),
        Call(lambda shop: shop.order_notes.get(262, 385), lambda note: (note.note, note.customer_note), ("Hi", False)),
        Call(lambda shop: shop.order_notes.delete(262, 385), lambda note: note.id, 385),
    ],
    "orders": [
        Call(
            lambda shop: shop.orders.list(woo.OrderQuery(per_page=3)).first(),
            lambda page: (page.total, [(each.id, each.total, each.date_created_gmt) for each in page]),
            (
                121,
                [
                    (393, Decimal("10.71"), datetime(2026, 11, 23, 21, 46, 14, tzinfo=UTC)),
                    (381, Decimal("496.95"), datetime(2026, 11, 23, 21, 42, 44, tzinfo=UTC)),
                    (380, Decimal("42.14"), datetime(2026, 11, 23, 21, 42, 44, tzinfo=UTC)),
                ],
            ),
        ),
        Call(
            lambda shop: shop.orders.get(301),
            lambda order: (
                order.total,
                [(each.sku, each.quantity, each.total, each.total_tax) for each in order.line_items],
                [(each.id, each.total) for each in order.refunds],
            ),
            (Decimal("115.61"), [("SKU-037", 2, Decimal("96.18"), Decimal("8.54"))], [(388, Decimal("-96.18"))]),
        ),
        Call(
            lambda shop: shop.orders.create(
                woo.OrderDraft(
                    payment_method="cod",
                    billing=woo.BillingAddressDraft(email="x@shop.example"),
                    line_items=(woo.LineItemDraft(product_id=10, quantity=2),),
                )
            ),
            lambda order: (order.id, order.status, order.total),
            (409, woo.OrderStatus.PENDING, Decimal("115.94")),
        ),
        Call(
            lambda shop: shop.orders.update(410, woo.OrderDraft(status=woo.OrderStatus.COMPLETED)),
            lambda order: (order.status, order.date_completed_gmt),
            (woo.OrderStatus.COMPLETED, datetime(2026, 11, 23, 21, 47, 51, tzinfo=UTC)),
        ),
        Call(lambda shop: shop.orders.statuses(), lambda found: [each.slug for each in found][:3], ["pending", "processing", "on-hold"]),
    ],
    "products": [
        Call(
            lambda shop: shop.products.get(29),
            lambda product: (product.sku, product.price, product.sale_price, product.stock_quantity),
            ("SKU-020", Decimal("50.11"), woo.BLANK, 178),
        ),
        Call(
            lambda shop: shop.products.list(woo.ProductQuery(per_page=3, page=2)).first(),
            lambda page: (page.total, [(each.sku, each.price) for each in page]),
            (151, [("VAR-30", Decimal("40.00")), ("VAR-29", Decimal("39.00")), ("VAR-28", Decimal("38.00"))]),
        ),
        Call(
            lambda shop: shop.products.update(395, woo.ProductDraft(sale_price=woo.BLANK)),
            lambda product: (product.regular_price, product.sale_price),
            (Decimal("12.5"), woo.BLANK),
        ),
        Call(lambda shop: shop.products.related(10), lambda found: found.related_ids, (56, 88, 79, 46, 69)),
    ],
    "refunds": [
        Call(
            lambda shop: shop.refunds.list(265, woo.RefundQuery(per_page=10)).first(),
            lambda page: [(each.amount, each.reason, [(line.quantity, line.total) for line in each.line_items]) for each in page],
            [(Decimal("227.22"), "Damaged", [(-1, Decimal("-227.22"))])],
        ),
        Call(
            lambda shop: shop.refunds.create(275, woo.RefundDraft(amount=Decimal("1.00"), reason="r", api_refund=False)),
            lambda refund: (refund.id, refund.amount, refund.refunded_payment),
            (416, Decimal("1.00"), False),
        ),
        Call(lambda shop: shop.refunds.get(275, 416), lambda refund: (refund.amount, refund.reason), (Decimal("1.00"), "r")),
        Call(
            lambda shop: shop.all_refunds.list(woo.RefundQuery(per_page=2)).first(),
            lambda page: (page.total, [(each.id, each.parent_id, each.amount) for each in page]),
            (9, [(419, 275, Decimal("0.00")), (417, 275, Decimal("0.50"))]),
        ),
    ],
    "settings": [
        Call(
            lambda shop: shop.settings.list("tax"),
            lambda found: {each.id: each.value for each in found}["woocommerce_tax_round_at_subtotal"],
            "no",
        ),
        Call(
            lambda shop: shop.settings.update("products", "woocommerce_weight_unit", woo.SettingDraft(value="kg")),
            lambda setting: (setting.id, setting.value),
            ("woocommerce_weight_unit", "kg"),
        ),
        Call(
            lambda shop: shop.settings.update("products", "woocommerce_weight_unit", woo.SettingDraft(value="lbs")),
            lambda setting: setting.value,
            "lbs",
        ),
    ],
    "system_status": [
        Call(
            lambda shop: shop.system_status.get(),
            lambda status: (status.environment.version, status.environment.wp_version, status.settings.currency),
            ("11.0.1", "7.1.4", "USD"),
        ),
        Call(lambda shop: shop.system_tools.get("clear_transients"), lambda tool: tool.action, "Clear transients"),
        Call(
            lambda shop: shop.system_tools.run("clear_transients", woo.SystemToolDraft(confirm=True)),
            lambda tool: (tool.success, tool.message),
            (True, "Product transients cleared"),
        ),
    ],
    "taxes": [
        Call(
            lambda shop: shop.taxes.list(woo.TaxRateQuery(per_page=10)).first(),
            lambda page: [(each.id, each.rate, each.cities) for each in page][:2],
            [(1, Decimal("8.8750"), ("NEW YORK",)), (2, Decimal("7.2500"), ())],
        ),
        Call(
            lambda shop: shop.taxes.create(woo.TaxRateDraft(country="FR", rate=Decimal(20), name="TVA")),
            lambda tax: (tax.id, tax.rate),
            (7, Decimal("20.0000")),
        ),
        Call(lambda shop: shop.taxes.get(7), lambda tax: (tax.country, tax.name, tax.class_), ("FR", "TVA", "standard")),
        Call(lambda shop: shop.taxes.update(7, woo.TaxRateDraft(rate=Decimal("5.5000"))), lambda tax: tax.rate, Decimal("5.5000")),
        Call(lambda shop: shop.taxes.delete(7), lambda tax: tax.id, 7),
        Call(
            lambda shop: shop.tax_classes.list().first(),
            lambda page: [each.slug for each in page],
            ["standard", "books-rate", "reduced-rate", "zero-rate"],
        ),
    ],
    "variations": [
        Call(
            lambda shop: shop.variations.list(129, TEN).first(),
            lambda page: (page.total, [(each.id, each.sku, each.price) for each in page]),
            (3, [(132, "VAR-01-B", Decimal("11.00")), (131, "VAR-01-G", Decimal("11.00")), (130, "VAR-01-R", Decimal("11.00"))]),
        ),
        Call(
            lambda shop: shop.variations.get(129, 130),
            lambda each: (each.manage_stock, each.stock_quantity, [(one.name, one.option) for one in each.attributes]),
            (True, 5, [("Color", "Red"), ("Size", "S")]),
        ),
        Call(
            lambda shop: shop.variations.update(129, 397, woo.VariationDraft(sale_price=Decimal(30), manage_stock=True, stock_quantity=4)),
            lambda each: (each.price, each.sale_price, each.stock_quantity),
            (Decimal(30), Decimal(30), 4),
        ),
        Call(
            lambda shop: shop.all_variations.list(woo.VariationQuery(per_page=2)).first(),
            lambda page: [(each.id, each.price, each.parent_id) for each in page],
            [(405, woo.BLANK, 137), (404, woo.BLANK, 137)],
        ),
    ],
}


def without_defaults(query: list[tuple[str, str]]) -> object:
    """Parameters but those that ask for what the shop gives anyway."""
    return [pair for pair in query if pair not in DEFAULTS]


def on_cassette(name: str) -> AbstractContextManager[Any]:
    return replaying(FOLDER / f"{name}.yaml", query=without_defaults)


def by_blocking(name: str) -> list[Any]:
    """What the blocking client reads from a cassette, call by call; everything in it is asked for."""
    with on_cassette(name) as cassette, woo.WooCommerce(*SHOP) as shop:
        found = [call.ask(shop) for call in CALLS[name]]
        assert cassette.all_played
    return found


def by_awaiting(name: str) -> list[Any]:
    """The same from the awaiting client."""

    async def replayed() -> list[Any]:
        async with woo.AsyncWooCommerce(*SHOP) as shop:
            return [await call.ask(shop) for call in CALLS[name]]

    with on_cassette(name) as cassette:
        found = asyncio.run(replayed())
        assert cassette.all_played
    return found


def comparable(found: Any) -> Any:
    """An answer whose pages are their records and totals: the operations for the next pages cannot be compared."""
    return (found.items, found.total, found.pages) if isinstance(found, woo.Page) else found


@pytest.mark.parametrize("name", RECORDED)
def test_both_clients_read_the_same_values_from_a_cassette(name: str) -> None:
    blocked, awaited = by_blocking(name), by_awaiting(name)
    assert [call.expected for call in CALLS[name]] == [call.seen(each) for call, each in zip(CALLS[name], blocked, strict=True)]
    assert [comparable(each) for each in blocked] == [comparable(each) for each in awaited]


@pytest.mark.parametrize("name", RECORDED)
def test_a_cassette_is_as_the_recordings_make_it(name: str) -> None:
    assert dict(cassettes())[name] == (FOLDER / f"{name}.yaml").read_text("utf-8")


def test_every_cassette_is_replayed() -> None:
    assert (sorted(RECORDED), sorted(RECORDED)) == (sorted(CALLS), sorted(each.stem for each in FOLDER.glob("*.yaml")))


def test_a_request_that_is_on_no_cassette_is_not_sent() -> None:
    with on_cassette("orders"), woo.WooCommerce(*SHOP) as shop, pytest.raises(NOT_ON_CASSETTE):
        shop.products.get(29)


def test_a_body_other_than_the_recorded_one_is_not_taken_for_it() -> None:
    with on_cassette("order_notes"), woo.WooCommerce(*SHOP) as shop, pytest.raises(NOT_ON_CASSETTE):
        shop.order_notes.create(262, woo.OrderNoteDraft(note="Hi c", customer_note=False))
