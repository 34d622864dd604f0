"""What the shop refuses is an error of its own kind, with the shop's code, and nothing is made."""

from __future__ import annotations

from decimal import Decimal

import pytest

import woocommerce_sdk as woo
from tests.live.shop import Bin, named, slugged

NOBODY = 2_000_000_000


@pytest.mark.parametrize(
    "service",
    [
        *("orders", "products", "customers", "coupons", "reviews", "taxes", "webhooks", "shipping_zones"),
        *("categories", "tags", "brands", "shipping_classes", "attributes"),
    ],
)
def test_a_record_that_is_not_there(service: str, shop: woo.WooCommerce) -> None:
    with pytest.raises(woo.NotFoundError) as caught:
        getattr(shop, service).get(NOBODY)
    assert ("GET", 404, True) == (caught.value.method, caught.value.status, bool(caught.value.code))


def test_a_sku_that_is_taken(shop: woo.WooCommerce, bin: Bin) -> None:
    sku = slugged("sku")
    made = bin.keep(shop.products.create(woo.ProductDraft(name=named("first"), sku=sku)), lambda made: shop.products.delete(made.id))
    with pytest.raises(woo.ConflictError) as caught:
        shop.products.create(woo.ProductDraft(name=named("second"), sku=sku))
    assert ("product_invalid_sku", [made.id]) == (caught.value.code, [each.id for each in shop.products.list(woo.ProductQuery(sku=sku))])


def test_names_that_are_taken(shop: woo.WooCommerce, bin: Bin) -> None:
    bin.keep(shop.tags.create(woo.TagDraft(name=named("taken"))), lambda made: shop.tags.delete(made.id))
    bin.keep(shop.coupons.create(woo.CouponDraft(code=slugged("taken"))), lambda made: shop.coupons.delete(made.id))
    email = f"{slugged('taken')}@example.com"
    bin.keep(shop.customers.create(woo.CustomerDraft(email=email)), lambda made: shop.customers.delete(made.id))
    with pytest.raises(woo.ConflictError):
        shop.tags.create(woo.TagDraft(name=named("taken")))
    with pytest.raises(woo.ConflictError):
        shop.coupons.create(woo.CouponDraft(code=slugged("taken")))
    with pytest.raises(woo.ConflictError):
        shop.customers.create(woo.CustomerDraft(email=email))


def test_what_is_in_the_trash_is_not_trashed_again(shop: woo.WooCommerce, bin: Bin) -> None:
    made = bin.keep(shop.products.create(woo.ProductDraft(name=named("trashed"))), lambda made: shop.products.delete(made.id))
    shop.products.trash(made.id)
    with pytest.raises(woo.ConflictError) as caught:
        shop.products.trash(made.id)
    assert (410, "woocommerce_rest_already_trashed") == (caught.value.status, caught.value.code)


@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        ("POST", "/products", (), {"type": "no such type"}),
        ("GET", "/orders", (("per_page", "101"),), None),
        ("POST", "/webhooks", (), {"topic": "order.created"}),
    ],
)
def test_what_is_not_valid(method: str, path: str, query: tuple[tuple[str, str], ...], body: object, shop: woo.WooCommerce) -> None:
    with pytest.raises(woo.InvalidError) as caught:
        shop.request(method, path, query=query, body=body)
    assert caught.value.code


def test_what_has_no_trash_is_not_trashed(shop: woo.WooCommerce, bin: Bin) -> None:
    draft = woo.CustomerDraft(email=f"{slugged('trash')}@example.com")
    made = bin.keep(shop.customers.create(draft), lambda made: shop.customers.delete(made.id))
    with pytest.raises(woo.InvalidError) as caught:
        shop.request("DELETE", f"/customers/{made.id}")
    assert (501, "woocommerce_rest_trash_not_supported") == (caught.value.status, caught.value.code)


def test_a_route_that_is_not_there(shop: woo.WooCommerce) -> None:
    with pytest.raises(woo.NotFoundError) as caught:
        shop.request("GET", "/no-such-route")
    assert "rest_no_route" == caught.value.code


def test_a_refund_of_more_than_there_is(shop: woo.WooCommerce, bin: Bin) -> None:
    fee = woo.FeeLineDraft(name="Fee", total=Decimal("5.00"))
    order = bin.keep(shop.orders.create(woo.OrderDraft(fee_lines=(fee,), set_paid=True)), lambda made: shop.orders.delete(made.id))
    with pytest.raises(woo.StatusError) as caught:
        shop.refunds.create(order.id, woo.RefundDraft(amount=Decimal("6.00"), api_refund=False))
    assert ("woocommerce_rest_cannot_create_order_refund", []) == (caught.value.code, list(shop.refunds.list(order.id)))
