"""What Brightpearl says of a product on the shop's channel: whether the shop shows it, and sells it without stock."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import catalogue_of
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.mapping.channel_flags import FlagTarget, flag_targets
from bpwoo_sync.plan import Plan
from bpwoo_sync.tables import tables_from
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import account, plan, product_rows, shop
from tests.bpwoo_sync.reconciling.worlds import available, product, variation

EVERY = {"available": "visible", "unavailable": "hidden", "sells_without_stock": "notify", "needs_stock": "no"}
STOCK = {"warehouses": [2], "buffer": 0}


def sold(available: bool | None, without_stock: bool | None = False) -> bp.ProductSalesChannel:
    """How a product is sold on the channel."""
    flags = {"availableToSellOnChannel": available, "sellWhenNoStock": without_stock}
    return bp.decode(bp.ProductSalesChannel, {name: each for name, each in flags.items() if each is not None})


def flagged(
    *products: woo.Product,
    channel: dict[int, bp.ProductSalesChannel],
    flags: dict[str, str] = EVERY,
    stock: dict[str, Any] = STOCK,
    of_account: dict[str, Any] | None = None,
    **of_shop: Any,
) -> Plan:
    """The plan over products that all have five pieces on both sides."""
    held = dict.fromkeys((1000, 1001, 1002), available_pieces())
    there = account(availability=held, channel=channel, **(of_account or {}))
    the_tables = tables(store={"channel_id": 1}, stock={**stock, "channel": flags})
    return plan(shop(products=products, **of_shop), there, the_tables)


def available_pieces() -> bp.ProductAvailability:
    """Five pieces."""
    return available(5)


def seen(visibility: str = "visible", backorders: str = "no", **more: Any) -> woo.Product:
    """The widget as the shop shows it."""
    return product(51, "WIDGET", "5", catalog_visibility=visibility, backorders=backorders, **more)


def written(made: Plan) -> list[tuple[str, str, dict[str, str]]]:
    """Group, target and payload of what is written of flags."""
    return [(each.group, each.target, dict(each.payload)) for each in made.actions if each.kind == "shop-flags"]


@pytest.mark.parametrize(
    ("there", "channel", "expected"),
    [
        (seen(), sold(True), {}),
        (seen("hidden"), sold(True), {"catalog_visibility": "visible"}),
        (seen(), sold(False), {"catalog_visibility": "hidden"}),
        (seen(), sold(True, True), {"backorders": "notify"}),
        (seen(backorders="yes"), sold(True), {"backorders": "no"}),
        (seen("hidden", "notify"), sold(False, True), {}),
        (seen(), sold(False, True), {"catalog_visibility": "hidden", "backorders": "notify"}),
        (seen("search", "yes"), sold(None, None), {}),
    ],
)
def test_what_differs_from_the_channel_is_written(there: woo.Product, channel: bp.ProductSalesChannel, expected: dict[str, str]) -> None:
    assert ([("", "51", expected)] if expected else []) == written(flagged(there, channel={1000: channel}))


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ({}, {}),
        ({"unavailable": "hidden"}, {"catalog_visibility": "hidden"}),
        ({"unavailable": "search"}, {"catalog_visibility": "search"}),
        ({"available": "visible"}, {}),
        ({"sells_without_stock": "yes"}, {"backorders": "yes"}),
    ],
)
def test_what_the_tables_leave_blank_is_left_alone(flags: dict[str, str], expected: dict[str, str]) -> None:
    made = flagged(seen(), channel={1000: sold(False, True)}, flags=flags)
    assert ([("", "51", expected)] if expected else []) == written(made)


def test_a_product_of_which_the_account_says_nothing_is_left_alone() -> None:
    assert [] == written(flagged(seen(), product(70, "NEW", "1"), channel={}))


@pytest.mark.parametrize(
    ("stock", "managed"), [(STOCK, False), ({**STOCK, "owned_elsewhere": ["WIDGET"]}, True), ({**STOCK, "absent_means_zero": False}, True)]
)
def test_backorders_are_left_alone_where_the_stock_is_not_ours_to_count(stock: dict[str, Any], managed: bool) -> None:
    there = product(51, "WIDGET", "5" if managed else None, catalog_visibility="visible")
    held = {} if "absent_means_zero" in stock else {1000: available_pieces()}
    the_tables = tables(store={"channel_id": 1}, stock={**stock, "channel": EVERY})
    made = plan(shop(products=(there,)), account(availability=held, channel={1000: sold(True, True)}), the_tables)
    assert [] == written(made)


def test_a_product_that_begins_to_be_counted_gets_its_backorders_in_the_same_run() -> None:
    there = product(51, "WIDGET", None, catalog_visibility="visible")
    made = flagged(there, channel={1000: sold(True, True)}, stock={**STOCK, "switch_on_products": True})
    assert ["shop-stock", "shop-flags"] == [each.kind for each in made.actions]


def varied(one: bp.ProductSalesChannel | None, two: bp.ProductSalesChannel | None, **parent: Any) -> Plan:
    """A product in two variations, which stand for the widget and the lamp."""
    document = {"type": "variable", "variations": [71, 72], "catalog_visibility": "visible", **parent}
    members = (variation(71, "WIDGET", "5"), variation(72, "LAMP", "5"))
    channel = {id: each for id, each in ((1000, one), (1001, two)) if each is not None}
    return flagged(product(70, "", None, **document), channel=channel, variations={70: members})


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (sold(True), sold(False), []),
        (sold(False), sold(False), [("", "70", {"catalog_visibility": "hidden"})]),
        (sold(False), None, []),
        (sold(True, True), sold(True), [("70", "71", {"backorders": "notify"})]),
    ],
)
def test_a_parent_is_seen_while_one_of_its_variations_may_be_sold(one: Any, two: Any, expected: Any) -> None:
    assert expected == written(varied(one, two))


def test_grouped_and_external_products_are_left_alone() -> None:
    others = (product(80, "WIDGET", None, type="grouped", catalog_visibility="visible"), product(81, "LAMP", None, type="external"))
    assert [] == written(flagged(*others, channel={1000: sold(False), 1001: sold(False)}))


def test_nothing_is_written_where_the_channel_could_not_be_read() -> None:
    made = flagged(seen(), channel={1000: sold(False)}, of_account={"incomplete": {"channel settings": "a time-out"}})
    assert ([], ["SIDE_INCOMPLETE"]) == (written(made), [each.code for each in made.issues])


def test_the_channel_has_to_be_known() -> None:
    lacking = {"store": {"key": "W1", "base_currency": "GBP"}, "currencies": {"GBP": {}}, "taxes": {"none": "T0"}}
    with pytest.raises(ConfigurationError, match=r"store\.channel_id: is needed for stock\.channel"):
        tables_from({**lacking, "stock": {"channel": {"unavailable": "hidden"}}})


def test_a_bundle_of_what_no_warehouse_holds_keeps_its_backorders() -> None:
    there = product(51, "WIDGET", "5", catalog_visibility="visible")
    of_account = {"products": product_rows(tracked=False), "bundles": {1000: {1001: Decimal(1)}}}
    assert [] == written(flagged(there, channel={1000: sold(True, True)}, of_account=of_account))


HIDDEN = {"catalog_visibility": "hidden"}


def targets(*products: woo.Product, links: dict[tuple[int, int], int] | None = None, **of_shop: Any) -> tuple[FlagTarget, ...]:
    """What differs where the channel does not sell the widget, and sells the lamp."""
    flags = tables(store={"channel_id": 1}, stock={"channel": EVERY}).stock.channel
    there = shop(products=products, **of_shop)
    return flag_targets(there, {1000: sold(False), 1001: sold(True)}, (), flags, catalogue_of(account(), there, links))


def test_what_holds_no_goods_keeps_none_of_the_others_from_being_hidden() -> None:
    assert (FlagTarget(sku="WIDGET", shop_id=51, fields=HIDDEN),) == targets(seen(type="grouped"), seen())


def test_a_linked_product_is_shown_by_the_product_that_it_is_linked_to() -> None:
    renamed = product(51, "OTHER", "5", catalog_visibility="visible")
    assert (FlagTarget(sku="OTHER", shop_id=51, fields=HIDDEN),) == targets(renamed, links={(51, 0): 1000})


def test_what_has_no_sku_is_left_alone_though_it_is_linked() -> None:
    assert () == targets(product(51, "", "5", catalog_visibility="visible"), links={(51, 0): 1000})


def test_variations_count_where_their_parent_is_a_variable_product() -> None:
    strays = {51: (variation(61, "LAMP", "5", backorders="yes"),)}
    flags = tables(store={"channel_id": 1}, stock={"channel": EVERY}).stock.channel
    there = shop(products=(seen("hidden"),), variations=strays)
    assert () == flag_targets(there, {1000: sold(False), 1001: sold(True)}, {(51, 61)}, flags, catalogue_of(account(), there))
