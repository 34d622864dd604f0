"""What of two catalogues, and of their prices, does not go together is told word for word."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue
from bpwoo_sync.ledger import Ledger, ledger_of
from bpwoo_sync.links import link_outcomes
from bpwoo_sync.mapping.prices import PriceFact, PriceTarget
from bpwoo_sync.reconciling.prices import price_differences
from bpwoo_sync.reconciling.products import product_differences
from bpwoo_sync.situation import Situation
from tests.bpwoo_sync.mapping.orders import meta, tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, shop
from tests.bpwoo_sync.reconciling.worlds import product

Told = tuple[str, str, str, str, str, str]


def told(issues: Iterable[Issue]) -> list[Told]:
    """Code, severity, key, what was due, what was found, and the sentence."""
    return [(each.code, each.severity.value, each.key, each.expected, each.actual, each.message) for each in issues]


def record(id: int, sku: str | None, status: str | None = "LIVE") -> bp.ProductRow:
    """A product of Brightpearl's that is tracked."""
    return bp.ProductRow({"productId": id, "SKU": sku, "stockTracked": True, "productStatus": status})


def differences(*products: woo.Product, rows: Any = (), links: dict[tuple[int, int], int] | None = None, **stock: Any) -> list[Told]:
    """What of the catalogues does not go together."""
    ledger = ledger_of(link_outcomes(links, TAKEN_AT)) if links else Ledger()
    sides = shop(products=products), account(products=tuple(rows))
    found = product_differences(Situation(*sides, tables(stock=stock), ledger))
    assert {"product"} >= {each.entity for each in found}
    return told(found)


def test_what_is_owned_elsewhere_keeps_none_of_the_others_from_being_told() -> None:
    found = differences(product(51, ""), product(52, "MINE"), product(53, "NEW"), owned_elsewhere=["MINE"])
    assert [("SKU_ONLY_IN_WOO", "NEW")] == [(code, key) for code, _, key, *_ in found]


@pytest.mark.parametrize(("status", "expected"), [("LIVE", 1), (None, 1), ("ARCHIVED", 0)])
def test_what_brightpearl_sells_and_the_shop_lacks_is_told(status: str | None, expected: int) -> None:
    found = differences(rows=[record(1000, " WIDGET ", status), record(1001, None)])
    assert [("SKU_ONLY_IN_BP", "WIDGET", "1000")] * expected == [(code, key, actual) for code, _, key, _, actual, _ in found]


def test_a_sku_that_products_of_the_shop_share_is_told_once_by_the_first() -> None:
    both = (product(51, "WIDGET"), product(52, "widget"), product(53, ""), product(54, ""), product(55, "MINE"), product(56, "MINE"))
    found = differences(*both, rows=[record(1000, "WIDGET")], owned_elsewhere=["MINE"])
    message = "Products 51, 52 of the shop all have the SKU WIDGET."
    assert [("AMBIGUOUS_SKU", "error", "WIDGET", "", "51, 52", message)] == found


def test_what_is_linked_to_a_product_of_another_sku_that_is_gone_or_that_is_none_is_told() -> None:
    there = (product(51, "NEW"), product(52, "LOST"), product(53, "", meta_data=[meta("_bp_product_id", "x7")]), product(54, "BARE"))
    rows = [record(1000, "OLD"), record(1001, None)]
    found = differences(*there, rows=rows, links={(51, 0): 1000, (52, 0): 999, (54, 0): 1001})
    assert [
        ("LINK_BROKEN", "error", "NEW", "OLD", "NEW", "NEW is linked to product 1000, which has the SKU OLD."),
        ("LINK_BROKEN", "error", "LOST", "", "LOST", "LOST is linked to product 999, which is gone."),
        ("LINK_BROKEN", "error", "53", "", "", "53 is linked to x7, which is no product."),
        ("LINK_BROKEN", "error", "BARE", "", "BARE", "BARE is linked to product 1001, which has no SKU."),
    ] == [each for each in found if each[0] == "LINK_BROKEN"]


def drifted(asked: str | None, wanted: str, asked_sale: str | None = None, wanted_sale: str | None = None) -> list[Told]:
    """What is told of a price."""

    def amount(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    fact = PriceFact(sku="WIDGET", shop_id=51, regular=amount(asked), sale=amount(asked_sale))
    return told(price_differences([PriceTarget(fact=fact, product_id=1000, regular=Decimal(wanted), sale=amount(wanted_sale))]))


@pytest.mark.parametrize(
    ("prices", "severity", "shown"),
    [
        (("10.00", "10.50"), "warn", ("10.00", "10.50")),
        (("10.00", "10.51"), "error", ("10.00", "10.51")),
        (("10.00", "9.49"), "error", ("10.00", "9.49")),
        ((None, "10.00"), "error", ("nothing", "10.00")),
        ((None, "0.00"), "warn", ("nothing", "0.00")),
        (("0.00", "0.01"), "error", ("0.00", "0.01")),
        (("10.00", "10.00", "8.00"), "error", ("10.00 (sale 8.00)", "10.00")),
        (("10.00", "10.00", None, "9.60"), "warn", ("10.00", "10.00 (sale 9.60)")),
    ],
)
def test_a_price_is_an_error_where_it_is_off_by_more_than_a_twentieth(prices: Any, severity: str, shown: tuple[str, str]) -> None:
    message = f"WIDGET: the shop asks {shown[0]}, the price lists {shown[1]}."
    assert [("PRICE_DRIFT", severity, "WIDGET", shown[1], shown[0], message)] == drifted(*prices)
