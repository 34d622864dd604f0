"""Links between products of both sides: where they come from, and what becomes of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import woocommerce_sdk as woo
from bpwoo_sync.catalogue import catalogue_of
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.links import Place, known_links, ledger_links, link_outcomes, marked_product, new_links, place_from
from bpwoo_sync.snapshot import Shop
from tests.bpwoo_sync.mapping.orders import meta
from tests.bpwoo_sync.mapping.sides import account, product_rows, shop
from tests.bpwoo_sync.mapping.test_products import product, variation

AT = datetime(2026, 3, 3, tzinfo=UTC)


def kept(links: dict[Place, int]) -> Ledger:
    """A ledger that has these links."""
    return ledger_of(link_outcomes(links, AT))


def sold(*products: woo.Product, **more: object) -> Shop:
    """A shop with these products."""
    return shop(products=products, **more)


def test_links_are_those_of_the_ledger_and_the_marks_of_what_we_made() -> None:
    shirts = {70: (variation(71, 70, "S", meta_data=[meta("_bp_product_id", "1002")]),)}
    made = sold(product(51, "WIDGET", meta_data=[meta("_bp_product_id", "1000")]), product(70, "", type="variable"), variations=shirts)
    assert {(51, 0): 1000, (70, 71): 1002} == known_links(Ledger(), made)
    assert {(51, 0): 1001, (70, 71): 1002, (9, 0): 5} == known_links(kept({(51, 0): 1001, (9, 0): 5}), made)


def test_what_is_matched_by_its_sku_is_linked_once_and_anew_where_the_linked_product_is_gone() -> None:
    shirts = {70: (variation(71, 70, "MUG"),)}
    there = sold(product(51, " widget "), product(52, "NOBODY"), product(53, ""), product(70, "LAMP", type="variable"), variations=shirts)

    def found(**links: int) -> dict[Place, int]:
        known = {place_from(name[1:].replace("_", ":")): id for name, id in links.items()}
        return new_links(there, catalogue_of(account(), there, known))

    assert {(51, 0): 1000, (70, 71): 1002} == found()
    assert {(70, 71): 1002} == found(p51=1001)
    assert {(51, 0): 1000} == found(p51=99, p70_71=1002)


def test_a_link_that_is_made_anew_goes_before_the_one_that_was_there() -> None:
    again = ledger_of([*link_outcomes({(51, 0): 1000}, AT), *link_outcomes({(51, 0): 1001}, AT)])
    assert {(51, 0): 1001} == known_links(again, shop())


@pytest.mark.parametrize(("text", "expected"), [("51", (51, 0)), ("40:51", (40, 51))])
def test_a_place_is_read(text: str, expected: Place) -> None:
    assert expected == place_from(text)


@pytest.mark.parametrize("text", ["", "a", "40:b", "-1", "4٣"])
def test_what_names_no_place_is_told(text: str) -> None:
    with pytest.raises(ConfigurationError, match="is no product of the shop"):
        place_from(text)


def test_links_are_kept_by_their_place_with_what_is_said_of_them() -> None:
    first, second = link_outcomes({(70, 71): 1002, (51, 0): 1000}, AT, "r1", "by hand")
    known: dict[str, Any] = {"kind": "link", "status": Status.DONE, "at": AT, "detail": "by hand", "run": "r1"}
    assert [Outcome(key="link:51:0", result="1000", **known), Outcome(key="link:70:71", result="1002", **known)] == [first, second]
    assert [("", "")] == [(each.detail, each.run) for each in link_outcomes({(51, 0): 1000}, AT)]


def test_what_is_no_link_or_was_not_made_is_none_of_the_links_of_a_ledger() -> None:
    done = link_outcomes({(51, 0): 1000}, AT)
    others = (
        Outcome(key="payment:1:2", kind="payment", status=Status.DONE, at=AT, result="7"),
        Outcome(key="link:52:0", kind="link", status=Status.FAILED, at=AT, result="1001"),
        Outcome(key="link:53:0", kind="link", status=Status.DONE, at=AT),
    )
    assert {(51, 0): 1000} == ledger_links(ledger_of([*others, *done]))


@pytest.mark.parametrize(
    ("mark", "expected"), [("1000", 1000), ("9" * 18, int("9" * 18)), ("9" * 19, None), ("x", None), ("٣", None), ("", None), (None, None)]
)
def test_a_mark_is_a_number_that_brightpearl_can_have(mark: str | None, expected: int | None) -> None:
    assert expected == marked_product(product(51, "A", meta_data=[meta("_bp_product_id", mark)]))


def test_a_product_that_was_read_without_its_meta_data_has_no_mark() -> None:
    assert marked_product(woo.decode(woo.Product, {"id": 51, "sku": "A"})) is None


@pytest.mark.parametrize("kind", ["variable", "grouped", "external"])
def test_what_is_not_sold_by_itself_is_linked_to_nothing(kind: str) -> None:
    there = sold(product(51, "WIDGET", type=kind))
    assert {} == new_links(there, catalogue_of(account(), there))


def test_a_sku_of_several_products_links_to_none_and_the_next_one_is_linked_all_the_same() -> None:
    rows = product_rows({1000: "WIDGET", 1001: "widget", 1002: "MUG"})
    there = sold(product(51, "Widget"), product(52, "MUG"))
    assert {(52, 0): 1002} == new_links(there, catalogue_of(account(products=rows), there))
