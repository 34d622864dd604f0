"""A product whose SKU exactly one other product of Brightpearl's has is linked to that one, once a person approved it."""

from __future__ import annotations

from typing import Any

import woocommerce_sdk as woo
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.links import link_key
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import approvable_plan, sync_plan
from bpwoo_sync.reconcile import reconcile
from bpwoo_sync.repairs import repairs
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, product_rows, shop
from tests.bpwoo_sync.reconciling.worlds import product, variation

SETTINGS = tables(stock={"warehouses": [2]})


def linked(links: dict[tuple[int, int], int]) -> Ledger:
    """A ledger with these links."""
    return ledger_of(
        [Outcome(key=link_key(place), kind="link", status=Status.DONE, at=TAKEN_AT, result=str(id)) for place, id in links.items()]
    )


def relinked(*products: woo.Product, links: dict[tuple[int, int], int], **of_shop: Any) -> Plan:
    """The repairs of the catalogue, where products are linked so."""
    sides, ledger = (shop(products=products, **of_shop), account()), linked(links)
    found = reconcile(*sides, SETTINGS, ledger=ledger, orders=False, shipments=False, prices=False, stock=False)
    return repairs(found.issues, approvable_plan(*sides, SETTINGS, ledger))


def written(plan: Plan) -> list[tuple[str, int]]:
    """The places that are linked, and to which product."""
    return [(each.target, each.payload["productId"]) for each in plan if each.kind == "product-link"]


def test_the_one_product_with_the_sku_is_linked() -> None:
    made = relinked(product(51, "WIDGET"), links={(51, 0): 1001})
    assert [("51:0", 1000)] == written(made)
    assert "Link WIDGET in the shop to product 1000, which has its SKU, and no longer to 1001 (LAMP)" == made.actions[0].summary
    assert () == tuple(each for each in made.issues if each.code == "LINK_BROKEN")


def test_a_variation_is_linked_by_its_own_place() -> None:
    parent = product(60, "", None, type="variable", variations=[61])
    assert [("60:61", 1002)] == written(relinked(parent, links={(60, 61): 1001}, variations={60: (variation(61, "MUG", "1"),)}))


def test_no_sync_links_anew_what_is_linked_to_a_product_that_is_there() -> None:
    sides = shop(products=(product(51, "WIDGET"),)), account()
    made = sync_plan(*sides, SETTINGS, linked({(51, 0): 1001}))
    assert ({}, {}) == (made.by_kind(), made.links)


def test_two_products_whose_skus_changed_places_are_linked_crosswise() -> None:
    made = relinked(product(51, "WIDGET"), product(52, "LAMP"), links={(51, 0): 1001, (52, 0): 1000})
    assert [("51:0", 1000), ("52:0", 1001)] == sorted(written(made))


def test_a_product_that_another_of_the_shop_is_linked_to_is_not_shared() -> None:
    other = product(52, "GONE")
    made = relinked(product(51, "WIDGET"), other, links={(51, 0): 1001, (52, 0): 1000})
    assert [] == written(made)
    assert ["GONE", "WIDGET"] == sorted(each.key for each in made.issues if each.code == "LINK_BROKEN")


def test_a_sku_that_the_shop_has_twice_or_brightpearl_does_not_have_is_left_to_people() -> None:
    assert [] == written(relinked(product(51, "WIDGET"), product(52, "widget"), links={(51, 0): 1001}))
    assert [] == written(relinked(product(51, "NEW"), links={(51, 0): 1001}))


def test_a_sku_that_brightpearl_has_twice_is_left_to_people() -> None:
    sides, ledger = (
        (shop(products=(product(51, "WIDGET"),)), account(products=(*product_rows(), *product_rows({1003: "WIDGET"})))),
        linked({(51, 0): 1001}),
    )
    assert [] == written(approvable_plan(*sides, SETTINGS, ledger))


def test_where_products_could_not_be_read_nothing_is_linked() -> None:
    sides = shop(products=(product(51, "WIDGET"),)), account(incomplete={"products": "403"})
    assert [] == written(approvable_plan(*sides, SETTINGS, linked({(51, 0): 1001})))
