"""The forty surprises of the API, by the numbers of ``tests/data/woocommerce/README.md``: how the client meets each.

A surprise is shown by its recording, by the double that was held against the recordings, or by what the client sends.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import httpx
import pytest

import woocommerce_sdk as woo
from tests.woocommerce_sdk.answers import client, in_turn, json, page
from tests.woocommerce_sdk.recordings import FOLDER, Exchange, exchange, exchanges, replaying
from tests.woocommerce_sdk.testing.asking import NOW, ask, double
from woocommerce_sdk import BLANK
from woocommerce_sdk._kernel import jsontext
from woocommerce_sdk.errors import status_error
from woocommerce_sdk.paging import pairs_of
from woocommerce_sdk.testing import DEMO_KEY, Key, WooCommerceDouble, mock_transport

NUMBERED = re.compile(r"^(\d+)\. ", re.MULTILINE)


def asking(shop: WooCommerceDouble, key: Key = DEMO_KEY, **options: Any) -> woo.WooCommerce:
    """A client of a double."""
    url = options.pop("url", "https://shop.example")
    settings: dict[str, Any] = {"retries": woo.NO_RETRIES, "transport": mock_transport(shop.handle), **options}
    return woo.WooCommerce(url, key.consumer_key, key.consumer_secret, **settings)


def error_of(recorded: Exchange) -> woo.StatusError:
    return status_error(recorded.request, recorded.response)


def stocked(**more: Any) -> WooCommerceDouble:
    """A shop with one product, number 1."""
    shop = double()
    ask(shop, "POST", "/products", {"name": "Mug", "sku": "MUG", "regular_price": "19.99", **more})
    return shop


def test_every_surprise_has_a_test_with_its_number() -> None:
    section = (FOLDER / "README.md").read_text(encoding="utf-8").partition("## Behaviours seen")[2]
    described = {int(number) for number in NUMBERED.findall(section)}
    tested = {int(name.split("_")[1]) for name in dir(sys.modules[__name__]) if re.match(r"test_\d\d_", name)}
    assert (set(range(1, 41)), described) == (described, tested)


# Authentication.


@pytest.mark.parametrize("name", ["https_no_auth", "https_unknown_ck"])
def test_01_an_unknown_key_looks_like_none_and_the_hint_says_what_may_be_in_the_way(name: str) -> None:
    error = error_of(exchange("auth", name))
    told = (type(error), error.code, "auth='query'" in error.hint)
    assert (woo.AuthenticationError, "woocommerce_rest_cannot_view", True) == told


def test_01_a_wrong_secret_is_told_from_an_unknown_key() -> None:
    error = error_of(exchange("auth", "https_bad_cs"))
    assert ("woocommerce_rest_authentication_error", "Consumer secret is invalid.") == (error.code, error.message)


@pytest.mark.parametrize("name", ["read_key_post", "write_key_get"])
def test_02_a_key_without_the_permission_is_a_401_whose_hint_names_it(name: str) -> None:
    error = error_of(exchange("auth", name))
    assert (woo.AuthenticationError, True) == (type(error), "may not do this" in error.hint)


def test_02_a_user_without_the_right_is_a_403() -> None:
    assert woo.ForbiddenError is type(error_of(exchange("extra", "customer_role_list_orders")))


@pytest.mark.parametrize("name", ["http_basic_refused", "http_query_keys_refused"])
def test_03_keys_are_ignored_over_plain_http_so_the_client_signs_there(name: str) -> None:
    signing = asking(double(), url="http://shop.example")
    assert (401, True) == (exchange("auth", name).status, "auth=SignedKeyPair" in repr(signing))


def test_04_keys_in_a_link_never_reach_the_caller() -> None:
    recorded = exchange("pagination", "query_auth_in_link")
    told: list[str] = []
    link = (recorded.response.header("Link") or "").replace("ck_READ_WRITE_KEY", "ck_0123456789abcdef")
    shop = client(in_turn(json([], headers={"Link": link})), on_response=lambda _, reply, __: told.append(str(reply.headers)))
    shop.products.list().first()
    assert (True, [False]) == ("consumer_secret=" in link, ["consumer_secret=" in text for text in told])


def test_05_each_attempt_has_a_nonce_of_its_own() -> None:
    shop = WooCommerceDouble()
    with asking(shop, url="http://shop.example") as signing:
        signing.orders.list().first()
        signing.orders.list().first()
    assert 2 == len({request.parameter("oauth_nonce") for request in shop.requests})


@pytest.mark.parametrize("name", ["oauth_timestamp_16min_old", "oauth_nonce_reused"])
def test_05_a_clock_that_is_wrong_is_hinted_at(name: str) -> None:
    assert "clock" in error_of(exchange("auth", name)).hint


def test_06_lists_travel_in_one_value_so_that_nothing_depends_on_their_order() -> None:
    pairs = pairs_of(woo.OrderQuery(include=tuple(range(1, 13))))
    assert ("include", "1,2,3,4,5,6,7,8,9,10,11,12") in pairs


def test_07_the_route_is_always_in_the_path() -> None:
    seen: list[httpx.Request] = []
    client(in_turn(json([]), seen=seen)).orders.list().first()
    assert ("/wp-json/wc/v3/orders", None) == (seen[0].url.path, seen[0].url.params.get("rest_route"))


# Paging and filters.


def test_08_totals_are_taken_from_the_first_page_alone() -> None:
    beyond = exchange("errors", "page_beyond_orders")
    shop = client(in_turn(page([{"id": 1}], 2, 2), httpx.Response(200, headers=list(beyond.headers), content=beyond.content)))
    assert [2, 2] == [each.total for each in shop.orders.list(woo.OrderQuery(per_page=1)).pages()]


def test_08_a_method_that_is_not_there_is_no_route() -> None:
    assert woo.NotFoundError is type(error_of(exchange("errors", "method_not_allowed")))


@pytest.mark.parametrize("per_page", [0, -1, 101])
def test_09_a_size_that_the_shop_refuses_is_refused_before(per_page: int) -> None:
    with pytest.raises(woo.ConfigurationError):
        asking(double()).orders.list(woo.OrderQuery(per_page=per_page))


def test_10_what_comes_whole_is_one_page() -> None:
    recorded = exchange("order_notes", "list_per_page")
    notes = client(replay(recorded)).order_notes.list(1)
    first = notes.first()
    assert (len(recorded.body), 1, None) == (len(first), first.pages, first.next)


def replay(*recorded: Exchange) -> Any:
    return replaying(*recorded).handler


def test_11_a_list_with_an_offset_does_not_follow_the_link() -> None:
    shop = stocked()
    for number in range(6):
        ask(shop, "POST", "/products", {"name": f"Plate {number}"})
    query = woo.ProductQuery(per_page=2, offset=3, orderby="id", order="asc")
    assert [4, 5, 6, 7] == [each.id for each in asking(shop).products.list(query)]


def test_12_a_moment_is_asked_for_with_its_zone_and_never_as_gmt() -> None:
    names = dict(pairs_of(woo.OrderQuery(modified_after=datetime(2026, 11, 23, 21, tzinfo=UTC))))
    assert ("2026-11-23T21:00:00Z", None) == (names["modified_after"], names.get("dates_are_gmt"))


def test_12_a_sweep_reaches_back_a_second_so_that_equality_is_told() -> None:
    shop = double()
    ask(shop, "POST", "/orders", {})
    with asking(shop) as reading:
        plain = reading.orders.list(woo.OrderQuery(modified_after=NOW)).all()
        assert (0, 1) == (len(plain), len(reading.orders.changed(NOW).all()))


def test_13_what_the_shop_would_ignore_cannot_be_asked() -> None:
    names = {name for name in dir(woo.CustomerQuery()) if not name.startswith("_")}
    assert set() == names & {"modified_after", "after"}


def test_14_a_sku_is_found_in_any_case_and_in_variations_and_an_empty_one_is_refused() -> None:
    found = [woo.decode(woo.Product, each).type for each in exchange("behaviours", "sku_of_variation").body]
    with pytest.raises(woo.ConfigurationError):
        pairs_of(woo.ProductQuery(sku=("",)))
    assert ([woo.ProductType.VARIATION], 1) == (found, len(asking(stocked()).products.list(woo.ProductQuery(sku=("mug",))).all()))


def test_15_no_numbers_are_not_every_number() -> None:
    with pytest.raises(woo.ConfigurationError, match="would list everything"):
        pairs_of(woo.ProductQuery(include=()))


def test_15_numbers_that_are_not_there_are_skipped() -> None:
    assert [1] == [each.id for each in asking(stocked()).products.list(woo.ProductQuery(include=(1, 99)))]


def test_16_a_field_that_was_not_asked_for_says_so_when_it_is_read() -> None:
    (product,) = asking(stocked()).products.list(woo.ProductQuery(fields=("id",)))
    with pytest.raises(woo.NotSentError):
        _ = product.sku


def test_16_a_record_that_became_a_list_is_an_empty_one() -> None:
    body = exchange("pagination", "first_taxes_classes").body
    assert (True, True) == (all(each == [] for each in body), woo.decode(woo.TaxClass, body[0]) == woo.decode(woo.TaxClass, {}))


def test_17_statuses_are_asked_for_without_their_prefix() -> None:
    query = woo.OrderQuery(status=(woo.OrderStatus.PENDING, woo.OrderStatus.ON_HOLD))
    assert (("status", "pending,on-hold"), 400) == (
        next(pair for pair in pairs_of(query) if pair[0] == "status"),
        exchange("orders", "filter_status_wc_prefix").status,
    )


# Values.


def test_18_money_is_sent_as_text_so_that_it_is_checked() -> None:
    shop = double()
    made = asking(shop).products.create(woo.ProductDraft(name="Mug", regular_price=Decimal("5")))
    assert (b'"regular_price":"5"' in shop.requests[-1].content, Decimal("5")) == (True, made.regular_price)


def test_18_a_word_the_shop_would_replace_in_a_batch_cannot_be_misspelled() -> None:
    told = ask(double(), "POST", "/orders/batch", {"create": [{"status": "bogus"}]})
    assert ("pending", False) == (told["create"][0]["status"], hasattr(woo.OrderStatus, "BOGUS"))


def test_19_an_amount_never_holds_a_comma_or_an_exponent() -> None:
    assert {"regular_price": "1000"} == woo.encode(woo.ProductDraft(regular_price=Decimal("1E+3")))


def test_19_nothing_is_rounded() -> None:
    made = asking(double()).products.create(woo.ProductDraft(name="Mug", regular_price=Decimal("19.99999")))
    assert Decimal("19.99999") == made.regular_price


def test_19_a_sale_price_above_the_regular_one_is_dropped() -> None:
    draft = woo.ProductDraft(name="Mug", regular_price=Decimal("5"), sale_price=Decimal("9"))
    assert BLANK is asking(double()).products.create(draft).sale_price


def test_20_no_quantity_is_none_at_all_while_stock_is_counted() -> None:
    with asking(stocked(manage_stock=True, stock_quantity=5)) as shop:
        cleared = shop.products.update(1, woo.ProductDraft(stock_quantity=None)).stock_quantity
        uncounted = shop.products.update(1, woo.ProductDraft(manage_stock=False)).stock_quantity
    assert (Decimal(0), None) == (cleared, uncounted)


def test_21_a_kind_that_varies_is_read_in_each_of_its_forms() -> None:
    managed = woo.decode(woo.Variation, exchange("product_variations", "get_manage_stock_parent").body).manage_stock
    gone = woo.decode(woo.Order, exchange("orders_extra", "deleted_product_after").body).line_items
    classes = woo.decode(tuple[woo.TaxClass, ...], exchange("tax_classes", "get").body)
    assert ("parent", True, 1) == (managed, any(line.sku is None for line in gone), len(classes))


def test_22_a_price_is_cleared_by_blank_and_a_sale_date_too() -> None:
    draft = woo.ProductDraft(sale_price=BLANK, date_on_sale_from=BLANK)
    assert {"sale_price": "", "date_on_sale_from": ""} == woo.encode(draft)


def test_23_meta_data_of_a_key_is_replaced_and_none_deletes_it() -> None:
    def draft(a: int, b: bool | None) -> woo.ProductDraft:
        return woo.ProductDraft(meta_data=(woo.MetaDataDraft(key="a", value=a), woo.MetaDataDraft(key="b", value=b)))

    with asking(stocked()) as shop:
        shop.products.update(1, draft(7, True))
        after = shop.products.update(1, draft(8, None))
    assert [("a", "8")] == [(each.key, each.value) for each in after.meta_data]


def test_24_text_comes_back_as_html() -> None:
    with asking(stocked()) as shop:
        changed = shop.products.update(1, woo.ProductDraft(name="Cup & Saucer", description="<p>x</p><script>y()</script>"))
        kept = shop.products.update(1, woo.ProductDraft(name=""))
    assert ("Cup &amp; Saucer", "<p>x</p>y()", "Cup &amp; Saucer") == (changed.name, changed.description, kept.name)


def test_25_what_the_shop_would_ignore_is_no_field_of_a_draft() -> None:
    ignored = {"number", "total", "date_created", "id"}
    assert set() == ignored & {name for name in dir(woo.OrderDraft) if not name.startswith("_")}


# Writing.


def test_26_a_new_record_is_never_sent_twice_on_a_doubt() -> None:
    seen: list[httpx.Request] = []
    shop = client(in_turn(httpx.ReadTimeout("slow"), seen=seen), retries=woo.RetryPolicy())
    with pytest.raises(woo.TimedOutError):
        shop.orders.create(woo.OrderDraft())
    assert (1, False) == (len(seen), woo.Orders.create(woo.OrderDraft()).repeatable)


@pytest.mark.parametrize(
    ("file", "name"),
    [("errors", "dup_sku"), ("product_tags", "create_duplicate"), ("coupons", "create_duplicate"), ("customers", "create_dup_email")],
)
def test_27_what_is_already_there_is_a_conflict(file: str, name: str) -> None:
    assert woo.ConflictError is type(error_of(exchange(file, name)))


def test_27_a_duplicate_sku_tells_who_has_it() -> None:
    with pytest.raises(woo.ConflictError) as caught:
        asking(stocked()).products.create(woo.ProductDraft(name="Twin", sku="mug"))
    assert 1 == caught.value.resource_id


def test_28_a_change_that_adds_a_line_is_not_repeatable_and_one_that_changes_it_is() -> None:
    adding = woo.OrderDraft(line_items=(woo.LineItemDraft(product_id=1),))
    changing = woo.OrderDraft(line_items=(woo.LineItemDraft(id=5, quantity=2),))
    assert (False, True) == (woo.Orders.update(7, adding).repeatable, woo.Orders.update(7, changing).repeatable)


def test_28_a_quantity_of_none_removes_a_line() -> None:
    with asking(stocked()) as shop:
        order = shop.orders.create(woo.OrderDraft(line_items=(woo.LineItemDraft(product_id=1),)))
        removing = woo.OrderDraft(line_items=(woo.LineItemDraft(id=order.line_items[0].id, quantity=0),))
        assert () == shop.orders.update(order.id, removing).line_items


def test_29_deleting_says_whether_it_is_for_good() -> None:
    queries = [woo.Orders.trash(7).request.query, woo.Orders.delete(7).request.query, woo.Customers.delete(7).request.query]
    assert [(), (("force", "true"),), (("force", "true"),)] == queries


def test_29_what_knows_no_trash_offers_none() -> None:
    assert [] == [owner.__name__ for owner in (woo.Customers, woo.Tags, woo.TaxRates, woo.Webhooks, woo.Refunds) if hasattr(owner, "trash")]


def test_30_a_batch_is_cut_into_hundreds_over_all_its_lists() -> None:
    shop = double()
    asking(shop).products.batch(create=[woo.ProductDraft(name="x")] * 90, delete=list(range(900, 930)))
    assert [100, 20] == [sum(map(len, jsontext.loads(request.content).values())) for request in shop.requests]


def test_30_each_result_is_in_its_place_whatever_number_it_shows() -> None:
    result = asking(stocked()).products.batch(create=[woo.ProductDraft(name="Twin", sku="MUG")], delete=[99])
    assert [(woo.Verb.CREATE, None), (woo.Verb.DELETE, 99)] == [(each.verb, each.id) for each in result.refused]


def test_31_variations_are_changed_through_their_product() -> None:
    shop = stocked(type="variable")
    with asking(shop) as writing:
        made = writing.variations.create(1, woo.VariationDraft(sku="MUG-S"))
        assert (woo.ProductType.VARIATION, [made.id]) == (
            writing.products.get(made.id).type,
            [each.id for each in writing.all_variations.list(woo.VariationQuery(sku="MUG-S"))],
        )
        with pytest.raises(woo.NotFoundError):
            writing.products.delete(made.id)


def test_31_refunds_of_an_order_that_is_not_there_are_none() -> None:
    assert [] == asking(double()).refunds.list(99).all()


def test_32_a_method_can_be_overridden_in_a_header_and_never_in_the_query() -> None:
    shop = stocked()
    with asking(shop, method_override=True) as writing:
        writing.products.update(1, woo.ProductDraft(name="Cup"))
    request = shop.requests[-1]
    assert ("POST", "PUT", None) == (request.method, request.header("X-HTTP-Method-Override"), request.parameter("_method"))


def test_33_a_duplicate_is_only_its_number_until_it_is_read() -> None:
    with asking(stocked()) as shop:
        copy = shop.products.duplicate(1)
        assert ("Mug (Copy)", woo.ProductStatus.DRAFT) == (shop.products.get(copy.id).name, shop.products.get(copy.id).status)


# Orders, money, stock.


def test_34_an_unknown_product_makes_an_empty_line_which_can_be_seen() -> None:
    order = asking(double()).orders.create(woo.OrderDraft(line_items=(woo.LineItemDraft(sku="NOBODY"),)))
    assert [(0, Decimal(0))] == [(line.product_id, line.total) for line in order.line_items]


def test_34_a_coupon_that_is_not_there_leaves_a_draft_which_the_error_names() -> None:
    with pytest.raises(woo.InvalidError) as caught:
        asking(stocked()).orders.create(woo.OrderDraft(coupon_lines=(woo.CouponLineDraft(code="NONE"),)))
    assert 2 == caught.value.data["new_draft_order_id"]


def test_34_a_number_is_text() -> None:
    assert "1" == asking(double()).orders.create(woo.OrderDraft()).number


@pytest.mark.parametrize(
    ("method", "status"),
    [("bacs", woo.OrderStatus.PROCESSING), ("cod", woo.OrderStatus.COMPLETED)],
)
def test_35_an_order_that_is_paid_is_dated_and_goes_on(method: str, status: woo.OrderStatus) -> None:
    lines = (woo.LineItemDraft(product_id=1),)
    order = asking(stocked()).orders.create(woo.OrderDraft(payment_method=method, set_paid=True, line_items=lines))
    assert (status, NOW) == (order.status, order.date_paid_gmt)


def test_36_the_taxes_of_a_lines_rates_can_miss_its_tax_by_a_cent() -> None:
    order = woo.decode(woo.Order, exchange("orders_extra", "incl_multi_rate_wa").body)
    missed = [line.total_tax - sum(Decimal(str(tax.total)) for tax in line.taxes) for line in order.shipping_lines]
    assert ([Decimal("-0.01")], order.shipping_tax) == (missed, sum(line.total_tax for line in order.shipping_lines))


def test_36_shipping_and_fees_have_no_tax_before_a_discount() -> None:
    order = woo.decode(woo.Order, exchange("orders_extra", "fee_positive_and_negative").body)
    assert {BLANK} == {tax.subtotal for line in order.fee_lines for tax in line.taxes}


ORDERS = [
    order
    for recorded in exchanges()
    for order in (recorded.body if isinstance(recorded.body, list) else [recorded.body])
    if isinstance(order, dict) and order.keys() >= {"line_items", "total", "fee_lines", "shipping_lines", "refunds"}
]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{order['id']}")
def test_37_only_the_lines_of_an_order_count(order: dict[str, Any]) -> None:
    lines = [*order["line_items"], *order["fee_lines"], *order["shipping_lines"]]
    whole = sum((Decimal(line["total"]) + Decimal(line["total_tax"]) for line in lines), Decimal(0))
    assert Decimal(order["total"]) == whole.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_37_a_coupons_line_keeps_what_it_took_off_lines_that_are_gone() -> None:
    order = woo.decode(woo.Order, exchange("orders", "remove_line_qty0").body)
    assert order.discount_total != sum(line.discount for line in order.coupon_lines)


def test_38_a_refund_does_not_ask_the_gateway_unless_it_is_told_to() -> None:
    with asking(stocked()) as shop:
        order = shop.orders.create(woo.OrderDraft(line_items=(woo.LineItemDraft(product_id=1),), status=woo.OrderStatus.PROCESSING))
        refund = shop.refunds.create(order.id, woo.RefundDraft(amount=Decimal("5.00"), api_refund=False))
        assert (Decimal("5.00"), [Decimal("-5.00")]) == (refund.amount, [each.total for each in shop.orders.get(order.id).refunds])


def test_38_a_refusal_that_comes_as_a_500_is_told_by_what_was_meant() -> None:
    error = error_of(exchange("order_refunds", "wrong_order"))
    assert (woo.NotFoundError, 500) == (type(error), error.status)


def test_39_stock_falls_once_and_comes_back() -> None:
    shop = stocked(manage_stock=True, stock_quantity=15)
    levels = []
    with asking(shop) as selling:
        order = selling.orders.create(woo.OrderDraft(line_items=(woo.LineItemDraft(product_id=1, quantity=2),)))
        for status in ("on-hold", "processing", "completed", "cancelled"):
            selling.orders.update(order.id, woo.OrderDraft(status=woo.OrderStatus(status)))
            levels.append(selling.products.get(1).stock_quantity)
    assert [13, 13, 13, 15] == levels


# Errors and delivery.


def test_40_every_bad_argument_is_told() -> None:
    error = error_of(exchange("errors", "per_page_101"))
    assert (["per_page"], True) == (list(error.params), "per_page" in str(error))


def test_40_a_missing_argument_is_told_though_its_list_has_another_form() -> None:
    error = error_of(exchange("errors", "webhook_no_url"))
    assert {"delivery_url": "missing"} == dict(error.params)


def test_40_a_message_is_read_without_its_entities() -> None:
    assert "&" not in error_of(exchange("orders", "bad_coupon")).message


@pytest.mark.parametrize("recorded", [each for each in exchanges() if each.file == "notices" and each.status >= 400], ids=str)
def test_40_a_failure_of_php_keeps_its_code_or_its_words(recorded: Exchange) -> None:
    error = error_of(recorded)
    assert (woo.ServerError, True) == (type(error), bool(error.code or error.message))


def test_40_every_request_asks_for_json_in_json() -> None:
    shop = double()
    asking(shop).orders.create(woo.OrderDraft())
    assert ("application/json", "application/json") == (shop.requests[0].header("Accept"), shop.requests[0].header("Content-Type"))


def test_40_a_wrong_address_is_told() -> None:
    assert "give that address" in error_of(exchange("behaviours", "html_page_for_wrong_base")).hint
