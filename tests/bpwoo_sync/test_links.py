"""Links between products of both sides: where they come from, and what becomes of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import woocommerce_sdk as woo
from bpwoo_sync.catalogue import catalogue_of
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.ledger import Ledger, ledger_of
from bpwoo_sync.links import Place, known_links, link_outcomes, new_links, place_from
from bpwoo_sync.snapshot import Shop
from tests.bpwoo_sync.mapping.orders import meta
from tests.bpwoo_sync.mapping.sides import account, shop
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
