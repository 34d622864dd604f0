"""What the shop has and asks as facts, and what it ought to have and ask, value by value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.catalogue import Catalogue, Item, catalogue_of
from bpwoo_sync.facts import StockFact, StockTarget
from bpwoo_sync.issues import Mapped
from bpwoo_sync.mapping.prices import (
    PriceFact,
    PriceTarget,
    base_percent,
    net_price,
    price_changes,
    price_facts,
    price_list_issues,
    price_targets,
    shop_price,
)
from bpwoo_sync.mapping.stock import bundles_sellable, changes, in_flight, sellable, sold_units, stock_facts, stock_targets
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import account, row, sales_order, shop
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import KNOWN, LISTS, PRICED, available, fact, priced, targets
from tests.bpwoo_sync.mapping.test_products import product, variation

SHELVES = [{"id": 1, "name": "Mugs", "slug": "mugs"}, {"id": 2, "name": "Glass", "slug": "glass"}]
EVERY_KIND = shop(
    products=(
        product(51, " MUG ", manage_stock=True, stock_quantity=9, backorders="no", stock_status="instock", categories=SHELVES),
        product(
            52,
            "CUP",
            backorders="notify",
            stock_status="outofstock",
            categories=[],
            tax_status="none",
            tax_class="books",
            sale_price="8.00",
        ),
        product(53, "BOX", type="grouped"),
        product(54, "LINK", type="external"),
        product(60, "", "Shirt", type="variable", tax_class="reduced-rate", categories=SHELVES),
        product(70, "", "Hat", type="variable", tax_status="shipping"),
    ),
    variations={
        60: (
            variation(61, 60, " S ", manage_stock=True, stock_quantity=2, backorders="yes", stock_status="onbackorder"),
            variation(
                62,
                60,
                "M",
                manage_stock="parent",
                backorders="no",
                stock_status="outofstock",
                tax_class="zero-rate",
                regular_price="",
                sale_price="1.00",
            ),
        ),
        70: (variation(71, 70, "HAT", manage_stock=False, backorders="no"),),
    },
)


def test_the_stock_of_products_and_variations_is_told_in_the_order_in_which_they_came() -> None:
    shelves = ("mugs", "glass")
    facts = [
        StockFact(
            sku="MUG", shop_id=51, quantity=Decimal(9), manages=True, backorders=False, in_stock=True, name="Mug", categories=shelves
        ),
        StockFact(sku="CUP", shop_id=52, quantity=None, manages=False, backorders=True, in_stock=False, name="Mug", categories=()),
        StockFact(
            sku="S",
            shop_id=61,
            parent_id=60,
            quantity=Decimal(2),
            manages=True,
            backorders=True,
            in_stock=True,
            name="Mug",
            categories=shelves,
        ),
        StockFact(
            sku="M",
            shop_id=62,
            parent_id=60,
            quantity=None,
            manages="parent",
            backorders=False,
            in_stock=False,
            name="Mug",
            categories=shelves,
        ),
    ]
    assert facts == list(stock_facts(EVERY_KIND))[:4]
    assert [51, 52, 61, 62, 71] == [each.shop_id for each in stock_facts(EVERY_KIND)]


def test_the_prices_of_products_and_variations_are_told_in_the_order_in_which_they_came() -> None:
    whole, sale = Decimal("19.95"), Decimal("8.00")
    assert [
        PriceFact(sku="MUG", shop_id=51, regular=whole),
        PriceFact(sku="CUP", shop_id=52, regular=whole, sale=sale, tax_class="books", taxable=False),
        PriceFact(sku="S", shop_id=61, parent_id=60, regular=whole, tax_class="reduced-rate"),
        PriceFact(sku="M", shop_id=62, parent_id=60, sale=Decimal("1.00"), tax_class="zero-rate"),
        PriceFact(sku="HAT", shop_id=71, parent_id=70, regular=whole, taxable=False),
    ] == list(price_facts(EVERY_KIND))


def test_a_price_is_kept_by_its_product_or_by_parent_and_variation() -> None:
    alone, varied = PriceFact(sku="A", shop_id=51), PriceFact(sku="A", shop_id=61, parent_id=60)
    assert ("51", (51, 0), "60:61", (60, 61)) == (alone.key, alone.place, varied.key, varied.place)


def test_what_is_sellable_is_on_hand_in_the_warehouses_and_never_below_none() -> None:
    bare = bp.decode(bp.ProductAvailability, {"total": {}, "warehouses": {"2": {}, "3": {"onHand": 4}}})
    assert [9, 7, 2, 0, 4] == [
        sellable(available(w2=7, w3=2), (2, 3)),
        sellable(available(w2=7, w3=2), (2,)),
        sellable(available(w2=-7, w3=2), (2, 3)),
        sellable(available(w2=7), ()),
        sellable(bare, (2, 3)),
    ]


@pytest.mark.parametrize(
    ("components", "expected"),
    [({1: 1}, 5), ({1: 2}, 2), ({1: 1, 2: 2}, 4), ({1: 1, 3: 1}, 0), ({}, 0), ({1: Decimal("1.5")}, 2), ({2: 3}, 3)],
)
def test_whole_bundles_are_what_the_scarcest_part_of_each_warehouse_makes(components: Mapping[int, Any], expected: int) -> None:
    held = {1: available(w2=4, w3=1), 2: available(w2=6, w3=5)}
    assert expected == bundles_sellable(components, held, (2, 3))


WIDGETS = [line(1, "WIDGET", "1.2", "20.00", ("20", "4.00"))]


def test_pieces_in_flight_are_added_up_and_rounded_up_once() -> None:
    both = [order("24.00", "4.00", WIDGETS, id=id) for id in (1, 2)]
    assert ({"widget": 3}, {"widget": Decimal("2.4")}) == (in_flight(both, [], tables(), KNOWN), sold_units(both, [], tables(), KNOWN))


@pytest.mark.parametrize(
    ("allocation", "cancelled", "expected"),
    [("ANA", False, {"widget": 2}), ("APA", False, {"widget": 2}), ("AAA", False, {}), ("ANR", False, {}), ("ANA", True, {})],
)
def test_of_imported_orders_those_count_to_which_stock_was_not_allocated(allocation: str, cancelled: bool, expected: Any) -> None:
    there = sales_order(500, "W1-1001", [row(1, "L1", 1000, "2")], allocationStatusCode=allocation, isCanceled=cancelled)
    assert expected == in_flight([order("24.00", "4.00", WIDGETS)], [there], tables(), KNOWN)


def test_a_row_without_a_product_takes_nothing() -> None:
    first = Catalogue(items={"a": (Item(product_id=1, sku="A"),)})
    bare = sales_order(500, "W1-9", [{**row(1, "L1", 0, "2"), "productId": None}], allocationStatusCode="ANA")
    assert {} == in_flight([], [bare], tables(), first)


def test_an_order_that_is_not_to_be_imported_takes_nothing() -> None:
    pending = order("24.00", "4.00", WIDGETS, status="pending")
    unknown = order("24.00", "4.00", [line(1, "NOBODY", "1", "20.00", ("20", "4.00"))], id=2)
    bare = sales_order(500, "W1-9", [row(1, "L1", 9999, "2"), row(2, "L2", 0, "2"), row(3, "L3", 1000, "0")], allocationStatusCode="ANA")
    assert {"widget": 0} == in_flight([pending, unknown], [bare], tables(), KNOWN)


def codes(found: Mapped[Any]) -> list[str]:
    """The codes of what was found."""
    return [each.code for each in found.issues]


UNTRACKED = Catalogue(items={"widget": (Item(product_id=1000, sku="WIDGET", stock_tracked=False),)})


@pytest.mark.parametrize(
    ("manages", "in_stock", "expected"),
    [
        (
            True,
            True,
            [("manage_stock", "false", "true", "WIDGET: the shop counts its stock, and Brightpearl does not track it. Nothing is pushed.")],
        ),
        (
            False,
            False,
            [
                (
                    "stock_status",
                    "instock",
                    "outofstock",
                    "WIDGET: the shop says that it is out of stock, and Brightpearl does not track its stock.",
                )
            ],
        ),
        (False, True, []),
        ("parent", False, []),
    ],
)
def test_what_nobody_tracks_is_told_where_the_shop_would_stop_selling_it(manages: Any, in_stock: bool, expected: Any) -> None:
    found = stock_targets(
        [fact(manages=manages, in_stock=in_stock)], {1000: available(w2=7)}, {}, tables(stock={"warehouses": [2]}), UNTRACKED
    )
    assert ((), expected) == (found.value, [(each.field, each.expected, each.actual, each.message) for each in found.issues])
    assert all(("UNTRACKED_IN_BP", "stock", "WIDGET") == (each.code, each.entity, each.key) for each in found.issues)


def test_what_has_no_sku_or_belongs_to_others_is_left_alone() -> None:
    settings = tables(stock={"warehouses": [2], "owned_elsewhere": ["LAMP"]})
    found = targets(fact(sku=""), fact(sku="LAMP"), the_tables=settings)
    assert ((), ()) == (found.value, found.issues)


def test_a_sku_that_two_products_have_or_none_has_is_told() -> None:
    two = Catalogue(items={"widget": (Item(product_id=1, sku="WIDGET"), Item(product_id=2, sku="WIDGET"))})
    found = stock_targets([fact(), fact(sku="NEW")], {}, {}, tables(stock={"warehouses": [2]}), two)
    assert [("AMBIGUOUS_SKU", "stock", "WIDGET"), ("SKU_ONLY_IN_WOO", "stock", "NEW")] == [
        (each.code, each.entity, each.key) for each in found.issues
    ]


@pytest.mark.parametrize(
    ("settings", "more", "expected"),
    [
        ({}, {}, (7, 0, 0, 7)),
        ({"buffer": 2}, {}, (7, 0, 2, 5)),
        ({"buffer": 9}, {}, (7, 0, 9, 0)),
        ({"cap": 3}, {}, (7, 0, 0, 3)),
        ({"cap": 0}, {}, (7, 0, 0, 0)),
        ({"cap": 3, "caps": {"WIDGET": 5}}, {}, (7, 0, 0, 5)),
        ({"buffer": 1, "buffers": {"WIDGET": 0}}, {}, (7, 0, 0, 7)),
        ({"buffer": 9, "allow_negative": True}, {"backorders": True}, (7, 0, 9, -2)),
        ({"buffer": 9, "allow_negative": True}, {}, (7, 0, 9, 0)),
        ({"buffer": 9}, {"backorders": True}, (7, 0, 9, 0)),
    ],
)
def test_a_target_is_what_is_on_hand_less_what_is_sold_and_kept_back(settings: Any, more: Any, expected: tuple[int, ...]) -> None:
    (found,) = targets(fact(**more), the_tables=tables(stock={"warehouses": [2], **settings})).value or ()
    assert expected == (found.on_hand, found.in_flight, found.buffer, found.quantity)
    assert 1000 == found.product_id


def test_what_the_answer_lacks_is_left_alone_where_the_tables_say_so_and_a_linked_sku_is_told() -> None:
    keep = tables(stock={"warehouses": [2], "absent_means_zero": False})
    known = catalogue_of(account(), shop(), {(51, 0): 1001})
    found = stock_targets([fact(sku="OLD")], {1000: available(w2=7)}, {}, keep, known)
    assert ((), ["LINK_BROKEN"]) == (found.value, codes(found))
    there = stock_targets([fact(sku="OLD")], {1001: available(w2=7)}, {}, keep, known)
    assert ([7], ["LINK_BROKEN"]) == ([each.quantity for each in there.value or ()], codes(there))


ZEROING = {"warehouses": [2], "zero_when_gone": True}


def test_nothing_is_sold_of_what_is_gone_and_all_of_what_is_there() -> None:
    known = catalogue_of(account(), shop(), {(52, 0): 999, (53, 0): 1001})
    facts = [fact(), fact(sku="LOST", shop_id=52), fact(sku="MUG", shop_id=53)]
    found = stock_targets(facts, {1000: available(w2=7), 1002: available(w2=3)}, {}, tables(stock=ZEROING), known)
    assert [
        StockTarget(fact=facts[0], product_id=1000, on_hand=7, in_flight=0, buffer=0, quantity=7),
        StockTarget(fact=facts[1], product_id=999, on_hand=0, in_flight=0, buffer=0, quantity=0),
    ] == list(found.value or ())
    # Linked to a product that is there, under the SKU of another: which of both is meant is not known.
    assert [("LINK_BROKEN", "MUG")] == [(each.code, each.key) for each in found.issues]


def kit(*components: tuple[int, str]) -> Catalogue:
    """A bundle of these parts, of which A and B are known."""
    parts = tuple((id, Decimal(needed)) for id, needed in components)
    bundle = Item(product_id=7, sku="KIT", stock_tracked=False, bundle=True, components=parts)
    return Catalogue(items={"kit": (bundle,), "a": (Item(product_id=1, sku="A"),), "b": (Item(product_id=2, sku="B"),)})


@pytest.mark.parametrize(
    ("known", "held", "sold", "own", "expected"),
    [
        (kit((1, "1"), (2, "2")), {1: available(w2=4, w3=2), 2: available(w2=15, w3=4)}, {"b": 28}, 2, (6, 11, 0)),
        (kit((1, "1"), (2, "2")), {1: available(w2=4, w3=2)}, {}, 2, (0, 0, 0)),
        (kit((1, "1")), {}, {}, 2, (0, 0, 0)),
        (kit((9, "1")), {9: available(w2=1)}, {}, 2, (1, 0, 1)),
        (kit((1, "2")), {1: available(w2=3, w3=2)}, {"a": 1}, 2, (2, 0, 2)),
        (kit((1, "2")), {1: available(w2=3, w3=2)}, {"a": 1}, 3, (2, 1, 1)),
    ],
)
def test_bundles_are_fewer_by_the_parts_that_are_sold_from_the_own_warehouse_first(
    known: Catalogue, held: Any, sold: Mapping[str, int], own: int, expected: tuple[int, ...]
) -> None:
    settings = tables(stock={"warehouses": [2, 3]}, store={"warehouse_id": own})
    (found,) = stock_targets([fact(sku="KIT")], held, sold, settings, known).value or ()
    assert expected == (found.on_hand, found.in_flight, found.quantity)


@pytest.mark.parametrize("known", [kit(), kit((1, "0"))])
def test_a_bundle_that_takes_no_pieces_is_left_alone_in_silence(known: Catalogue) -> None:
    found = stock_targets([fact(sku="KIT")], {1: available(w2=4)}, {}, tables(stock={"warehouses": [2]}), known)
    assert ((), ()) == (found.value, found.issues)


@pytest.mark.parametrize(
    ("dropping", "counted", "guard", "stopped"),
    [(4, 4, "0.2", False), (5, 25, "0.2", False), (5, 24, "0.2", True), (5, 5, "1", False), (6, 6, "0.99", True)],
)
def test_a_run_stops_where_more_than_a_part_of_five_products_and_more_would_drop(
    dropping: int, counted: int, guard: str, stopped: bool
) -> None:
    ids = range(1000, 1000 + counted)
    known = Catalogue(items={f"sku{id}": (Item(product_id=id, sku=f"SKU{id}"),) for id in ids})
    facts = [fact(1, sku=f"SKU{id}", shop_id=id) for id in ids] + [fact(0, sku="SKU1000", shop_id=9), fact(None, sku="SKU1000", shop_id=8)]
    held = {id: available(w2=0 if id < 1000 + dropping else 1) for id in ids}
    settings = tables(stock={"warehouses": [2], "mass_zero_guard": guard})
    found, said = (stock_targets(facts, held, {}, settings, known, guarded=guarded) for guarded in (True, False))
    assert (stopped, stopped, False) == (found.value is None, "STOCK_MASS_ZERO" in codes(said), said.value is None)


def test_a_run_that_stops_tells_how_many_would_drop() -> None:
    ids = range(1000, 1007)
    known = Catalogue(items={f"sku{id}": (Item(product_id=id, sku=f"SKU{id}"),) for id in ids})
    held = {id: available(w2=0 if id > 1000 else 5) for id in ids}
    found = stock_targets([fact(5, sku=f"SKU{id}", shop_id=id) for id in ids], held, {}, tables(stock={"warehouses": [2]}), known)
    message = "6 of 7 products in stock (86 %) would drop to 0; none was changed."
    assert [("STOCK_MASS_ZERO", "stock", "all", "6", message)] == [
        (each.code, each.entity, each.key, each.actual, each.message) for each in found.issues
    ]


def test_a_target_differs_by_its_quantity_or_where_the_shop_does_not_count() -> None:
    (found,) = targets(fact(7), the_tables=tables(stock={"warehouses": [2]})).value or ()
    others = [evolve(found, fact=fact(6)), evolve(found, fact=fact(7, manages=False)), evolve(found, fact=fact(7, manages="parent"))]
    assert tuple(others) == changes([found, *others])


# Prices.


@pytest.mark.parametrize(
    ("inclusive", "taxable", "tax_class", "expected"),
    [
        (True, True, "", "20"),
        (True, True, "reduced-rate", "5"),
        (True, True, "books", None),
        (True, False, "books", "0"),
        (False, True, "", "0"),
    ],
)
def test_a_price_contains_the_tax_of_its_class_where_prices_are_entered_with_it(
    inclusive: bool, taxable: bool, tax_class: str, expected: str | None
) -> None:
    asked = evolve(PRICED, taxable=taxable, tax_class=tax_class)
    the_tables = tables(prices={"base_rates": {"standard": "20", "reduced-rate": "5"}})
    found = base_percent(asked, shop(prices_include_tax=inclusive), the_tables)
    assert expected == (None if found is None else str(found))


@pytest.mark.parametrize(
    ("inclusive", "decimals", "expected"), [(True, 2, ("9.99", "8.3250")), (True, 0, ("10", "8.3250")), (False, 2, ("8.33", "9.9900"))]
)
def test_net_and_entered_prices_lead_to_each_other(inclusive: bool, decimals: int, expected: tuple[str, str]) -> None:
    of_shop, the_tables = shop(prices_include_tax=inclusive, decimals=decimals), tables(prices=LISTS)
    found = shop_price(Decimal("8.3250"), PRICED, of_shop, the_tables), net_price(Decimal("9.99"), PRICED, of_shop, the_tables)
    assert expected == (str(found[0]), str(found[1]))


def asked(found: Mapped[tuple[PriceTarget, ...]]) -> list[tuple[str, str | None]]:
    """What the shop ought to ask: regular and sale price."""
    return [(str(each.regular), None if each.sale is None else str(each.sale)) for each in found.value or ()]


@pytest.mark.parametrize(
    ("listed", "fact_", "settings", "expected"),
    [
        ({1: "8.3250"}, {}, {}, [("9.99", None)]),
        ({1: "8.3250", 5: "4"}, {}, {}, [("9.99", "4.80")]),
        ({1: "8.3250", 5: "8.3249"}, {}, {}, [("9.99", None)]),
        ({1: "8.3250", 5: "0"}, {}, {}, [("9.99", None)]),
        ({1: "8.3250", 5: "0.01"}, {}, {}, [("9.99", "0.01")]),
        ({1: "8.3250", 5: "4"}, {"sale": Decimal("7.00")}, {"sale_list": None}, [("9.99", "7.00")]),
        ({1: "0"}, {}, {"allow_zero": True, "jump_guard": "1"}, [("0.00", None)]),
        ({1: "0"}, {}, {}, []),
        ({1: "1"}, {"sku": ""}, {}, []),
        ({1: "8.3250"}, {}, {"regular_list": None}, []),
        ({1: "500"}, {"regular": None}, {}, [("600.00", None)]),
        ({1: "500"}, {"regular": Decimal(0)}, {}, [("600.00", None)]),
        ({1: "12.50"}, {"regular": Decimal("10.00")}, {}, [("15.00", None)]),
        ({1: "12.51"}, {"regular": Decimal("10.00")}, {}, []),
        ({1: "4.16"}, {"regular": Decimal("10.00")}, {}, []),
        ({1: "6"}, {"regular": Decimal("10.00")}, {"jump_guard": "0.2"}, []),
    ],
)
def test_the_shop_ought_to_ask_what_the_lists_say(listed: Any, fact_: Any, settings: Any, expected: Any) -> None:
    assert expected == asked(priced(listed, evolve(PRICED, **fact_), **settings))


def test_a_jump_is_only_told_where_prices_are_not_guarded() -> None:
    sides = shop(prices_include_tax=True), tables(prices=LISTS), KNOWN
    found = price_targets([PRICED], {1000: {1: Decimal("16.65")}}, *sides, guarded=False)
    assert ([("19.98", None)], ["PRICE_JUMP"]) == (asked(found), codes(found))


def test_a_broken_link_is_told_beside_whatever_becomes_of_the_price() -> None:
    known = catalogue_of(account(), shop(), {(51, 0): 1001})
    old, sides = evolve(PRICED, sku="OLD"), (shop(prices_include_tax=True), tables(prices=LISTS), known)

    def said(prices: Any, asks: PriceFact = old) -> list[str]:
        return codes(price_targets([asks], prices, *sides))

    assert [
        ["LINK_BROKEN"],
        ["LINK_BROKEN", "NO_PRICE"],
        ["LINK_BROKEN", "NO_PRICE"],
        ["LINK_BROKEN", "BASE_RATE_MISSING"],
        ["LINK_BROKEN", "PRICE_JUMP"],
        ["LINK_BROKEN"],
        [],
    ] == [
        said({1001: {1: Decimal("8.3250")}}),
        said({}),
        said({1001: {1: Decimal(0)}}),
        said({1001: {1: Decimal(1)}}, evolve(old, tax_class="books")),
        said({1001: {1: Decimal(100)}}),
        codes(price_targets([old], {}, sides[0], tables(), known)),
        codes(price_targets([evolve(PRICED, sku="NEW", shop_id=9)], {}, *sides)),
    ]


def test_a_broken_link_of_a_price_is_told_of_the_price_and_one_without_a_sku_is_none() -> None:
    known = catalogue_of(account(), shop(), {(51, 0): 1001})
    asks = [evolve(PRICED, sku="OLD"), evolve(PRICED, sku="")]
    found = price_targets(asks, {1001: {1: Decimal("8.3250")}}, shop(prices_include_tax=True), tables(prices=LISTS), known)
    assert [("LINK_BROKEN", "price", "OLD")] == [(each.code, each.entity, each.key) for each in found.issues]
    assert ["OLD"] == [each.fact.sku for each in found.value or ()]


def test_a_target_that_is_what_the_shop_asks_is_no_change() -> None:
    (found,) = priced({1: "8.3250", 5: "4"}).value or ()
    same = evolve(found, fact=evolve(PRICED, sale=Decimal("4.80")))
    dearer = evolve(found, fact=evolve(PRICED, regular=Decimal("9.98"), sale=Decimal("4.80")))
    assert (found, dearer) == price_changes([found, same, dearer])


@pytest.mark.parametrize(
    ("currency", "kind", "of_shop", "expected"),
    [("GBP", "SELL", "GBP", 0), ("USD", "SELL", "GBP", 1), ("USD", "SELL", "", 0), ("USD", "BUY", "GBP", 1), ("USD", "BUY", "", 1)],
)
def test_a_price_list_is_looked_at_once_where_the_tables_name_it(currency: str, kind: str, of_shop: str, expected: int) -> None:
    lists = [bp.decode(bp.PriceList, {"id": id, "currencyCode": currency, "priceListTypeCode": kind}) for id in (1, 9)]
    assert expected == len(price_list_issues(lists, shop(currency=of_shop), tables(prices={"regular_list": 1})))
