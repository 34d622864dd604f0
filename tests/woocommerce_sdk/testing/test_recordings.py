"""The double answers as the shop did: status, headers that matter, and body, over every recorded exchange."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from fnmatch import fnmatch
from typing import Any

import pytest

from tests.woocommerce_sdk.testing.replay import Replayed, replayed, timeline
from woocommerce_sdk._kernel import jsontext
from woocommerce_sdk._kernel.operation import Response

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:]{8}")
HEADERS = ("X-WP-Total", "X-WP-TotalPages", "Link", "Allow", "Content-Type", "Location")

UNSEEN = "filters or counts records of which no recording shows enough"
RAW = "shows text as it is stored, of which recordings before it show only how it is displayed"
NOT_THE_API = "is answered by WordPress or the web server outside of the API"
BY_ITSELF = "shows what the shop did by itself, or in a request that was not recorded"
NOT_MODELLED = "shows insides of WordPress that the double does not have"

#: Recordings that are left out, each for its reason.
LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    UNSEEN: (
        "products-filter_status_draft",
        "products-filter_on_sale",
        "products-filter_featured_false",
        "products-filter_category",
        "products-filter_price",
        "products-filter_search",
        "products-filter_search_sku",
        "products-orderby_price",
        "products-orderby_modified",
        "products-custom_field_names",
        "product_variations-all_variations",
        "product_variations-generate",
        "coupons-search",
        "orders-list_default",
        "orders-filter_status",
        "orders-filter_status_csv",
        "orders-filter_status_array",
        "orders-filter_dates",
        "orders-filter_dates_Z",
        "orders-filter_search",
        "orders-dp_6",
        "orders-orderby_date_asc",
        "orders-created_via",
        "orders-create_full_set_paid",
        "order_refunds-all_refunds",
        "customers-list",
        "customers-list_role_all",
        "customers-filter_search",
        "customers-downloads",
        "reports-reports_orders_totals",
        "reports-reports_products_totals",
        "reports-reports_customers_totals",
        "reports-reports_coupons_totals",
        "errors-page_beyond_customers",
        "errors-fields_nested_meta",
        "pagination-first_orders",
        "pagination-first_customers",
        "pagination-first_refunds",
        "pagination-first_variations",
        "pagination-middle",
        "pagination-last",
        "pagination-beyond",
        "pagination-array_param_in_link",
        "pagination-special_in_link",
        "extra-shop_manager_list_orders",
        "extra-shop_manager_list_customers",
        "extra-order_for_full_refund",
        "extra-refunds_of_that_order",
        "extra-order_by_product_fields",
        "orders_extra-variation",
        "orders_page100-page",
        "behaviours-exclude",
        "behaviours-orders_orderby_modified",
        "behaviours-orders_customer_0_guest",
        "behaviours-modified_after_local_reading",
        "behaviours-modified_after_gmt_reading",
        "behaviours-modified_after_with_*",
        "behaviours-modified_after_fraction",
        "behaviours-customers_modified_after",
        "behaviours-put_tags_by_name",
    ),
    RAW: ("products-get_context_edit", "auth-write_key_post_noop"),
    NOT_THE_API: (
        "errors-legacy_v1",
        "errors-legacy_v2",
        "errors-jsonp",
        "errors-wc_v3_no_wp_json",
        "behaviours-html_page_for_wrong_base",
        "behaviours-html_page_wp_login",
        "notices-form_warning_without_accept",
        "notices-form_fatal_display_off_without_accept",
        "notices-fatal_with_accept_json",
        "notices-fatal_without_accept",
    ),
    BY_ITSELF: (
        "webhook_api-list_after",
        "webhook_failures-after_*",
        "extra-shop_manager_system_status",
        "behaviours-batch_order_full",
        "products_page100-page",
        "errors-name_null",
        "errors-batch_mixed_errors",
        "notices-fatal_display_off_without_accept_and_content_type",
    ),
    "is one of two at once, which a double that answers one after the other cannot show": ("extra-race_same_sku_1",),
    "counts orders stored as posts, of which this shop had none": (
        "reports-reports_sales",
        "reports-reports_top_sellers",
        "reports-sales_period",
        "reports-sales_range",
        "extra-shop_manager_reports",
    ),
    "follows rights over users, which depend on the roles that WordPress has": ("customers-get_admin", "extra-shop_manager_own_customer"),
    "takes the shop's address from the request, where a usual shop has one": ("auth-oauth_put", "errors-bad_date"),
    NOT_MODELLED: (
        "products-duplicate",
        "products-suggested",
        "products-get_trashed",
        "products-update_date_created_gmt",
        "products-get_fields",
        "product_variations-delete_force",
        "product_variations-batch",
        "product_attribute_terms-batch",
        "product_attributes-delete_no_force",
        "orders-delete_trash",
        "orders-get_trashed",
        "shipping-method_create",
        "system_status-tool_run",
        "errors-bad_image_src",
        "auth-read_key_options",
        "auth-oauth_options",
        "webhooks-list_per_1",
    ),
}

#: Places in a body that are not compared, each for its reason.
PLACES: Mapping[str, str] = {
    r"\.related_ids": "drawn at random",
    r"\.order_key$": "drawn at random",
    r"\.payment_url$": "holds the order's key",
    r"\.receipt_url$": "drawn at random",
    r"\.meta_data\[\d+\]\.id$": "numbered by tables that the double has no twin of",
    r"\.price_html$": "made by the theme",
}


#: What else is not compared, by its name: the page on the doubles lists each.
TOLERATED: Mapping[str, str] = {
    "a second": "a moment may be a second earlier or later, where the shop took a request over a second's end",
    "signature of a link": "a link repeats the signature that the address was asked with, which is not recorded",
    "other headers": f"of headers {', '.join(HEADERS)} are compared; the others are the web server's",
}


def reason_to_leave_out(name: str) -> str | None:
    return next((reason for reason, patterns in LEFT_OUT.items() if any(fnmatch(name, pattern) for pattern in patterns)), None)


def body_of(content: bytes) -> Any:
    try:
        return jsontext.loads(content)
    except jsontext.NotJsonError:
        return None


def differences(expected: Any, actual: Any, place: str = "$", *, apart: Collection[str] = PLACES.keys()) -> Iterator[tuple[str, Any, Any]]:
    """Where two bodies differ, kinds of numbers included."""
    if any(re.search(pattern, place) for pattern in apart):
        return
    match expected, actual:
        case dict(), dict():
            for name in expected.keys() | actual.keys():
                absent = object()
                yield from differences(expected.get(name, absent), actual.get(name, absent), f"{place}.{name}", apart=apart)
        case list(), list() if len(expected) == len(actual):
            for position, (one, other) in enumerate(zip(expected, actual, strict=True)):
                yield from differences(one, other, f"{place}[{position}]", apart=apart)
        case _ if not same(expected, actual):
            yield place, expected, actual


def same(expected: Any, actual: Any) -> bool:
    """Whether two values are one; a request that took the shop over a second's end may tell either second."""
    if type(expected) is not type(actual):
        return False
    if isinstance(expected, str) and expected != actual and MOMENT.fullmatch(expected):
        return abs((datetime.fromisoformat(expected) - datetime.fromisoformat(actual)).total_seconds()) <= 1
    return bool(expected == actual)


def headers_of(response: Response) -> dict[str, str | None]:
    """The headers that matter; a signature that a link repeats is not recorded."""
    return {name: re.sub(r"(oauth_signature=)[^&>]*", r"\1S", response.header(name) or "") or None for name in HEADERS}


#: Recordings and those that are compared, by where they stand in the timeline. None is replayed before a test asks for it.
NAMES = [str(each) for each in timeline()]
KEPT = [at for at, name in enumerate(NAMES) if reason_to_leave_out(name) is None]

of_each = pytest.mark.parametrize("each", KEPT, ids=NAMES.__getitem__, indirect=True)


@of_each
def test_the_status_is_the_shops(each: Replayed) -> None:
    assert each.recorded.status == each.answer.status


@of_each
def test_the_headers_that_matter_are_the_shops(each: Replayed) -> None:
    assert headers_of(each.recorded.response) == headers_of(each.answer)


@of_each
def test_the_body_is_the_shops(each: Replayed) -> None:
    assert [] == list(differences(each.recorded.body, body_of(each.answer.content)))


def test_most_recordings_are_replayed() -> None:
    assert 800 <= len(KEPT)


@pytest.mark.parametrize("pattern", [pattern for patterns in LEFT_OUT.values() for pattern in patterns])
def test_what_is_left_out_would_not_agree(pattern: str) -> None:
    meant = [each for each in replayed() if fnmatch(str(each.recorded), pattern)]
    assert ([], True) == ([each for each in meant if not differs(each)], bool(meant))


def differs(each: Replayed) -> bool:
    return (
        each.recorded.status != each.answer.status
        or headers_of(each.recorded.response) != headers_of(each.answer)
        or any(differences(each.recorded.body, body_of(each.answer.content)))
    )


@pytest.mark.parametrize("pattern", PLACES)
def test_a_place_that_is_not_compared_would_not_agree(pattern: str) -> None:
    others = PLACES.keys() - {pattern}
    kept = map(replayed().__getitem__, KEPT)
    assert any(found for each in kept for found in differences(each.recorded.body, body_of(each.answer.content), apart=others))


def test_some_moments_are_a_second_apart() -> None:
    bodies = ((each.recorded.body, body_of(each.answer.content)) for each in map(replayed().__getitem__, KEPT))
    assert any(was != now for was, now in (pair for body in bodies for pair in moments(*body)))


def moments(was: Any, now: Any) -> Iterator[tuple[str, str]]:
    """Texts that stand at one place of two bodies and are moments."""
    match was, now:
        case dict(), dict():
            for name in was.keys() & now.keys():
                yield from moments(was[name], now[name])
        case list(), list():
            for one, other in zip(was, now, strict=False):
                yield from moments(one, other)
        case str(), str() if MOMENT.fullmatch(was) and MOMENT.fullmatch(now):
            yield was, now
