"""What a refund takes back: rows of the order as they were imported, and nothing that is guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Item
from bpwoo_sync.issues import Mapped
from bpwoo_sync.mapping.orders import balanced_rows
from bpwoo_sync.mapping.refunds import RefundImport, refund_import
from bpwoo_sync.tables import Tables
from tests.bpwoo_sync.mapping.orders import Document, catalogue, line, meta, order, tables
from tests.bpwoo_sync.mapping.sides import account, action, marks, plan, sales_order, shop
from tests.bpwoo_sync.mapping.test_worked_examples import E4, refunded

#: A bundle whose parts are taxed and a book that is not.
BUNDLED = order(
    "17.00",
    "2.00",
    [
        line(4, "BOOK", "1", "5.00"),
        line(1, "KIT", "1", "5.00", ("20", "1.00"), bundled_items=["2", "3"]),
        line(2, "WIDGET", "1", "3.00", ("20", "0.60"), bundled_by="1"),
        line(3, "MUG", "2", "2.00", ("20", "0.40"), bundled_by="1"),
    ],
)

KNOWN = catalogue()
WITH_KIT = Catalogue(items={**KNOWN.items, "kit": (Item(product_id=7, sku="KIT", stock_tracked=False, bundle=True),)}, rates=KNOWN.rates)


def back(id: int, of: int | None, quantity: str, total: str, *shares: tuple[str, str]) -> Document:
    """A line of a refund that takes back one of the order's, or says none."""
    named = [] if of is None else [meta("_refunded_item_id", str(of))]
    return line(id, "THING", quantity, total, *shares, meta_data=named)


def credited(refund: woo.Refund, sold: woo.Order, known: Catalogue, the_tables: Tables | None = None) -> Mapped[RefundImport]:
    """What a refund becomes."""
    original = balanced_rows(sold, the_tables or tables(), known).value
    assert original is not None
    return refund_import(refund, sold, original, (), the_tables or tables())


def rows_of(mapped: Mapped[RefundImport]) -> list[tuple[str, int | None, str, Decimal, Decimal]]:
    """Name, product, tax code, net and tax of each row."""
    assert mapped.value is not None
    return [(row.name, row.product_id, row.tax_code, row.net, row.tax) for row in mapped.value.rows]


def test_parts_of_a_bundle_come_back_on_the_row_of_the_bundle_as_they_were_sold() -> None:
    lines = [
        back(71, 1, "-1", "-5.00", ("20", "-1.00")),
        back(72, 2, "-1", "-3.00", ("20", "-0.60")),
        back(73, 3, "-2", "-2.00", ("20", "-0.40")),
    ]
    found = credited(refunded(7, "12.00", *lines), BUNDLED, WITH_KIT)
    assert [("Thing", 7, "T20", Decimal("10.00"), Decimal("2.00"))] == rows_of(found)


def test_one_part_of_a_bundle_that_came_back_alone_moves_no_stock_and_has_the_tax_code_of_the_bundle() -> None:
    found = credited(refunded(7, "3.60", back(72, 2, "-1", "-3.00", ("20", "-0.60"))), BUNDLED, WITH_KIT)
    assert [("Refund: Thing", None, "T20", Decimal("3.00"), Decimal("0.60"))] == rows_of(found)


def test_a_line_that_names_nothing_which_was_sold_explains_no_amount_and_is_shared_like_one_without_lines() -> None:
    by_lines = credited(refunded(7, "5.00", back(71, None, "-1", "-5.00")), E4, KNOWN)
    by_amount = credited(refunded(7, "5.00"), E4, KNOWN)
    assert rows_of(by_amount) == rows_of(by_lines)
    assert {"T0", "T20"} == {code for _, _, code, _, _ in rows_of(by_lines)}


def test_a_refund_by_a_payment_method_that_no_table_names_is_credited_and_said_to_be_unpaid() -> None:
    sold = order("12.00", "2.00", [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))], payment_method="klarna")
    found = credited(refunded(7, "12.00"), sold, KNOWN)
    assert found.value is not None
    assert (None, [("UNMAPPED_PAYMENT", "klarna")]) == (found.value.payment, [(each.code, each.actual) for each in found.issues])


def test_a_refund_of_nothing_is_no_money_that_somebody_has_yet_to_pay_back() -> None:
    sold = order("12.00", "2.00", [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))])
    document: Any = woo.encode(refunded(7, "0.00", back(71, 1, "-1", "0.00")))
    found = credited(woo.decode(woo.Refund, {**document, "refunded_payment": False}), sold, KNOWN)
    assert ([], [("Thing", 1000)]) == (list(found.issues), [each[:2] for each in rows_of(found)])


def test_a_credit_has_the_price_list_of_its_order_and_that_of_the_buyers_role_before_the_import() -> None:
    the_tables = tables(currencies={"GBP": {"price_list_id": 1, "price_lists": {"trade": 5}}}, orders={"role_meta": "_role"})
    sold = order("12.00", "2.00", [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))], meta_data=[*marks(500), meta("_role", "trade", 3)])
    there = sales_order(500, "W1-1001", priceListId=9)
    fresh = order("12.00", "2.00", [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))], meta_data=[meta("_role", "trade", 3)])
    given = {1001: (refunded(7, "5.00"),)}
    imported = plan(shop(sold, refunds=given), account(sales_orders=(there,)), the_tables)
    together = plan(shop(fresh, refunds=given), account(), the_tables)
    lists = [action(found, "sales-credit").payload["priceListId"] for found in (imported, together)]
    assert [9, 5] == lists


def test_a_credit_is_made_in_a_currency_that_the_tables_name_no_more() -> None:
    sold = order("12.00", "2.00", [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))], currency="SEK", meta_data=marks(500))
    there = sales_order(500, "W1-1001", currency={"code": "SEK", "exchangeRate": "13.000000", "fixedExchangeRate": True})
    found = plan(shop(sold, refunds={1001: (refunded(7, "5.00"),)}), account(sales_orders=(there,)))
    assert ("SEK", "13.000000") == (lambda told: (told["code"], told["exchangeRate"]))(action(found, "sales-credit").payload["currency"])
