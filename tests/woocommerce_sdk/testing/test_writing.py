"""What the double does when it is written to: batches, stock, taxes, coupons, refunds, duplicates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.woocommerce_sdk.testing.asking import ask, double, refusal, respond
from tests.woocommerce_sdk.testing.replay import Replayed, timeline
from woocommerce_sdk._kernel import jsontext
from woocommerce_sdk.testing import WooCommerceDouble

NEW_YORK = {"country": "US", "state": "NY", "city": "New York", "postcode": "10001"}
NY_TAX = {"id": 1, "country": "US", "state": "NY", "postcode": "", "city": "", "rate": "8.8750", "name": "NY Tax", "priority": 1}
RATE = {**NY_TAX, "compound": False, "shipping": True, "order": 1, "class": "standard", "postcodes": [], "cities": []}


def shop_with(quantity: int = 10, **options: Any) -> WooCommerceDouble:
    """A shop with one product, number 1, that is counted and costs 19.99."""
    shop = double(**options)
    ask(
        shop, "POST", "/products", {"name": "Mug", "sku": "MUG", "regular_price": "19.99", "manage_stock": True, "stock_quantity": quantity}
    )
    return shop


def ordered(shop: WooCommerceDouble, quantity: int = 3, **more: Any) -> dict[str, Any]:
    order: dict[str, Any] = ask(shop, "POST", "/orders", {"line_items": [{"product_id": 1, "quantity": quantity}], **more})
    return order


def stock(shop: WooCommerceDouble) -> int:
    product = shop.record("products", 1)
    assert product is not None
    return int(product["stock_quantity"])


# Batches.


def test_a_batch_does_what_it_can_and_tells_of_the_rest_in_its_place() -> None:
    shop = shop_with()
    told = ask(
        shop,
        "POST",
        "/products/batch",
        {
            "create": [{"name": "Plate"}, {"name": "Twin", "sku": "MUG"}],
            "update": [{"id": 1, "name": "Cup"}, {"id": 999, "name": "Nobody"}],
            "delete": [999],
        },
    )
    outcome = {verb: [each.get("error", {}).get("code", each["id"]) for each in results] for verb, results in told.items()}
    unknown = "woocommerce_rest_product_invalid_id"
    assert {"create": [2, "product_invalid_sku"], "update": [1, unknown], "delete": [unknown]} == outcome


def test_what_a_batch_could_not_make_has_no_number() -> None:
    told = ask(shop_with(), "POST", "/products/batch", {"create": [{"sku": "MUG"}]})
    assert 0 == told["create"][0]["id"]


def test_a_batch_deletes_for_good() -> None:
    shop = shop_with()
    ask(shop, "POST", "/products/batch", {"delete": [1]})
    assert None is shop.record("products", 1)


def test_a_batch_holds_a_hundred_changes_over_all_its_lists() -> None:
    body = {"create": [{"name": "x"}] * 60, "delete": list(range(900, 941))}
    assert (413, "woocommerce_rest_request_entity_too_large") == refusal(respond(double(), "POST", "/products/batch", body))


def test_a_batch_that_is_refused_does_nothing() -> None:
    shop = double()
    respond(shop, "POST", "/products/batch", {"create": [{"name": "x"}] * 101})
    assert [] == ask(shop, "GET", "/products")


def test_a_batch_checks_no_kinds() -> None:
    told = ask(double(), "POST", "/products/batch", {"create": [{"name": "Mug", "regular_price": 5}]})
    assert "5" == told["create"][0]["regular_price"]


def test_a_batch_of_nothing_is_an_empty_list() -> None:
    assert [] == ask(double(), "POST", "/products/batch", {})


# Duplicates.


def test_a_sku_that_is_taken_is_refused_with_who_has_it() -> None:
    answer = respond(shop_with(), "POST", "/products", {"name": "Other", "sku": "mug"})
    told = jsontext.loads(answer.content)["data"]
    assert (400, "product_invalid_sku", 1) == (*refusal(answer), told["resource_id"])


def test_a_product_may_keep_its_sku() -> None:
    assert "MUG" == ask(shop_with(), "PUT", "/products/1", {"sku": "MUG"})["sku"]


def test_the_same_post_makes_two_records() -> None:
    shop = shop_with()
    assert ordered(shop)["id"] != ordered(shop)["id"]


# Taxes.

MONEY = ("discount_total", "discount_tax", "shipping_total", "shipping_tax", "cart_tax", "total", "total_tax")
#: Orders by where they stand in the timeline.
TAXED = {
    at: each.name
    for at, each in enumerate(timeline())
    if (each.file, each.method, each.path) == ("orders_extra", "POST", "/orders")
    # The product of this one was never shown.
    and each.name != "variation"
}

of_each = pytest.mark.parametrize("each", TAXED, ids=TAXED.__getitem__, indirect=True)


def money(order: dict[str, Any]) -> dict[str, Any]:
    """Every amount of an order."""
    lines = [*order["line_items"], *order["shipping_lines"], *order["fee_lines"]]
    rates = [(tax["rate_id"], tax["tax_total"], tax["shipping_tax_total"]) for tax in order["tax_lines"]]
    return {
        **{name: order[name] for name in MONEY},
        "lines": [(line["total"], line["total_tax"], line["taxes"]) for line in lines],
        "rates": rates,
        "coupons": [(line["code"], line["discount"], line["discount_tax"]) for line in order["coupon_lines"]],
    }


@of_each
def test_an_order_costs_and_is_taxed_as_the_shop_had_it(each: Replayed) -> None:
    assert money(each.recorded.body) == money(jsontext.loads(each.answer.content))


@of_each
def test_an_order_is_the_sum_of_its_lines(each: Replayed) -> None:
    order = jsontext.loads(each.answer.content)
    lines = [*order["line_items"], *order["shipping_lines"], *order["fee_lines"]]
    assert Decimal(order["total"]) == sum(Decimal(line["total"]) + Decimal(line["total_tax"]) for line in lines)


@pytest.mark.parametrize(
    ("included", "price", "tax"),
    # 4.705 is rounded up where tax is added, 7.425 down where it is inside.
    [(False, "94.10", "4.71"), (True, "155.925", "7.42")],
)
def test_half_a_cent_of_tax_is_rounded_up_where_it_is_added_and_down_where_it_is_inside(included: bool, price: str, tax: str) -> None:
    shop = double(prices_include_tax=included, default_country="US:NY", tax_rates=({**RATE, "rate": "5.0000"},))
    ask(shop, "POST", "/products", {"name": "Mug", "regular_price": price})
    assert tax == ordered(shop, 1, billing=NEW_YORK)["line_items"][0]["total_tax"]


def test_tax_may_be_rounded_once_for_all_lines() -> None:
    def total_tax(at_subtotal: bool) -> str:
        shop = double(round_at_subtotal=at_subtotal, tax_rates=(RATE,))
        ask(shop, "POST", "/products", {"name": "Pin", "regular_price": "0.17"})
        lines = [{"product_id": 1, "quantity": 1}] * 3
        order: dict[str, str] = ask(shop, "POST", "/orders", {"line_items": lines, "billing": NEW_YORK})
        return order["total_tax"]

    assert ("0.06", "0.05") == (total_tax(False), total_tax(True))


def test_nothing_is_taxed_where_no_rate_applies() -> None:
    shop = shop_with(tax_rates=(RATE,))
    order = ordered(shop, billing={"country": "US", "state": "OR"})
    assert ([], [], "0.00") == (order["line_items"][0]["taxes"], order["tax_lines"], order["total_tax"])


# Stock.


@pytest.mark.parametrize("status", ["on-hold", "processing", "completed"])
def test_stock_falls_when_an_order_is_placed_for_good(status: str) -> None:
    shop = shop_with(10)
    ordered(shop, 3, status=status)
    assert 7 == stock(shop)


def test_stock_stays_while_an_order_waits_for_payment() -> None:
    shop = shop_with(10)
    ordered(shop, 3, status="pending")
    assert 10 == stock(shop)


def test_stock_falls_when_an_order_is_paid() -> None:
    shop = shop_with(10)
    ordered(shop, 3, set_paid=True)
    assert 7 == stock(shop)


def test_stock_falls_once_however_often_the_status_changes() -> None:
    shop = shop_with(10)
    order = ordered(shop, 3, status="on-hold")
    for status in ("processing", "completed"):
        ask(shop, "PUT", f"/orders/{order['id']}", {"status": status})
    assert 7 == stock(shop)


@pytest.mark.parametrize("status", ["cancelled", "pending"])
def test_stock_comes_back_when_an_order_is_called_off(status: str) -> None:
    shop = shop_with(10)
    order = ordered(shop, 3, status="processing")
    ask(shop, "PUT", f"/orders/{order['id']}", {"status": status})
    assert 10 == stock(shop)


def test_stock_comes_back_for_an_order_that_was_loaded() -> None:
    shop, other = shop_with(10), shop_with(7)
    other.load("orders", [ordered(shop, 3, status="processing")])
    ask(other, "PUT", "/orders/2", {"status": "cancelled"})
    assert 10 == stock(other)


def test_a_line_that_is_added_to_a_paid_order_takes_its_stock() -> None:
    shop = shop_with(10)
    order = ordered(shop, 3, status="processing")
    ask(shop, "PUT", f"/orders/{order['id']}", {"line_items": [{"product_id": 1, "quantity": 2}]})
    assert 5 == stock(shop)


def test_more_can_be_sold_than_there_is() -> None:
    shop = shop_with(10)
    ordered(shop, 500, status="processing")
    assert -490 == stock(shop)


def test_what_is_sold_out_says_so() -> None:
    shop = shop_with(3)
    ordered(shop, 3, status="processing")
    assert "outofstock" == ask(shop, "GET", "/products/1")["stock_status"]


# Refunds.


def refunded(shop: WooCommerceDouble, order: dict[str, Any], **sent: Any) -> Any:
    return respond(shop, "POST", f"/orders/{order['id']}/refunds", {"api_refund": False, **sent})


def test_a_line_that_is_refunded_comes_back_to_stock() -> None:
    shop = shop_with(10)
    order = ordered(shop, 3, status="processing")
    line = {"id": order["line_items"][0]["id"], "quantity": 2, "refund_total": Decimal("39.98")}
    assert (201, 9) == (refunded(shop, order, line_items=[line]).status, stock(shop))


def test_a_refund_holds_negative_lines_and_a_positive_amount() -> None:
    shop = shop_with(10)
    order = ordered(shop, 3, status="processing")
    line = {"id": order["line_items"][0]["id"], "quantity": 2, "refund_total": Decimal("39.98")}
    refund = jsontext.loads(refunded(shop, order, line_items=[line]).content)
    assert ("39.98", -2, "-39.98") == (refund["amount"], refund["line_items"][0]["quantity"], refund["line_items"][0]["total"])


def test_a_refund_of_an_amount_leaves_stock_and_lines_alone() -> None:
    shop = shop_with(10)
    order = ordered(shop, 3, status="processing")
    refund = jsontext.loads(refunded(shop, order, amount="5.00").content)
    assert ([], 7) == (refund["line_items"], stock(shop))


def test_an_order_lists_its_refunds() -> None:
    shop = shop_with(10)
    order = ordered(shop, 3, status="processing")
    refunded(shop, order, amount="5.00", reason="Chipped")
    after = ask(shop, "GET", f"/orders/{order['id']}")
    assert [("-5.00", "Chipped")] == [(each["total"], each["reason"]) for each in after["refunds"]]


def test_an_order_that_is_refunded_in_full_says_so() -> None:
    shop = shop_with(10)
    order = ordered(shop, 3, status="processing")
    refunded(shop, order, amount="20.00")
    refunded(shop, order, amount="39.97")
    assert "refunded" == ask(shop, "GET", f"/orders/{order['id']}")["status"]


def test_no_more_is_refunded_than_was_paid() -> None:
    shop = shop_with(10)
    order = ordered(shop, 3, status="processing")
    refunded(shop, order, amount="50.00")
    answer = refunded(shop, order, amount="9.98")
    assert (500, "woocommerce_rest_cannot_create_order_refund", 500) == (*refusal(answer), jsontext.loads(answer.content)["data"])


def test_a_refund_asks_the_gateway_unless_told_not_to() -> None:
    shop = shop_with(10)
    order = ordered(shop, 3, status="processing")
    answer = respond(shop, "POST", f"/orders/{order['id']}/refunds", {"amount": "5.00"})
    assert (500, "woocommerce_rest_cannot_create_order_refund") == refusal(answer)


def test_the_status_of_refunded_refunds_what_is_left() -> None:
    shop = shop_with(10)
    order = ordered(shop, 3, status="processing")
    refunded(shop, order, amount="20.00")
    ask(shop, "PUT", f"/orders/{order['id']}", {"status": "refunded"})
    assert ["39.97", "20.00"] == [each["amount"] for each in ask(shop, "GET", f"/orders/{order['id']}/refunds")]


# Coupons, and what else becomes of an order.


def test_an_unknown_coupon_is_refused_and_leaves_a_draft_behind() -> None:
    shop = shop_with()
    answer = respond(shop, "POST", "/orders", {"line_items": [{"product_id": 1}], "coupon_lines": [{"code": "NONE"}]})
    left = jsontext.loads(answer.content)["data"]["new_draft_order_id"]
    assert (400, "checkout-draft") == (answer.status, ask(shop, "GET", f"/orders/{left}")["status"])


def test_a_coupon_takes_its_part_off_the_lines() -> None:
    shop = shop_with()
    ask(shop, "POST", "/coupons", {"code": "TENTH", "discount_type": "percent", "amount": "10"})
    order = ordered(shop, 3, coupon_lines=[{"code": "tenth"}])
    assert ("53.97", "6.00", "6") == (order["total"], order["discount_total"], order["coupon_lines"][0]["discount"])


def test_a_line_without_a_number_is_added_each_time() -> None:
    shop = shop_with()
    order = ordered(shop)
    for _ in range(2):
        order = ask(shop, "PUT", f"/orders/{order['id']}", {"line_items": [{"product_id": 1, "quantity": 1}]})
    assert 3 == len(order["line_items"])


def test_what_is_deleted_lies_in_the_trash_until_it_is_forced() -> None:
    shop = shop_with()
    ask(shop, "DELETE", "/products/1")
    trashed = ask(shop, "GET", "/products/1")["status"]
    again = respond(shop, "DELETE", "/products/1")
    ask(shop, "DELETE", "/products/1?force=true")
    assert ("trash", (410, "woocommerce_rest_already_trashed"), None) == (trashed, refusal(again), shop.record("products", 1))
