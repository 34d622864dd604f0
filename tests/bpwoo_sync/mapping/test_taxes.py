"""A row that has tax has a tax code that says so, or holds its order."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from bpwoo_sync.catalogue import Item
from tests.bpwoo_sync.mapping.orders import catalogue, fee, line, shipping, tables
from tests.bpwoo_sync.mapping.test_edge_cases import WIDGET, made, mapped, said

#: Rows with tax that names no rate: each with the lines of an order over 12.00, of which 2.00 are tax.
UNNAMED: dict[str, dict[str, Any]] = {
    "line": {"line_items": [line(1, "WIDGET", "1", "10.00", total_tax="2.00")]},
    "fee": {"line_items": [line(1, "WIDGET", "1", "9.00")], "fee_lines": [{**fee(5, "Wrap", "1.00"), "total_tax": "2.00"}]},
    "shipping": {"line_items": [line(1, "WIDGET", "1", "9.00")], "shipping_lines": [{**shipping(6, "1.00"), "total_tax": "2.00"}]},
}


@pytest.mark.parametrize("kind", UNNAMED)
def test_a_row_with_tax_of_no_rate_holds_its_order(kind: str) -> None:
    told = dict(UNNAMED[kind])
    found = mapped(*told.pop("line_items"), **told)
    assert (None, ["TAX_WITHOUT_RATE"]) == (found.value, said(found))


def test_the_finding_names_the_row_and_its_tax() -> None:
    (found,) = mapped(*UNNAMED["line"]["line_items"]).issues
    assert ("Widget has 2.00 of tax, and the order does not say of which rate.", "2.00") == (found.message, found.actual)


def test_an_entry_without_an_amount_is_no_rate_of_the_row() -> None:
    blank = line(1, "WIDGET", "1", "10.00", total_tax="2.00", taxes=[{"id": 1, "total": "", "subtotal": ""}])
    assert ["TAX_WITHOUT_RATE"] == said(mapped(blank))


def test_a_row_without_tax_needs_no_rate() -> None:
    free = made(line(1, "WIDGET", "1", "12.00"), tax="0.00")
    assert [("T0", "12.00")] == [(row.tax_code, str(row.net)) for row in free.rows]


def test_a_discount_that_took_all_of_the_tax_is_looked_at_before_the_discount_where_rows_stand_for_it() -> None:
    given = line(1, "WIDGET", "1", "0.00", subtotal="10.00", subtotal_tax="2.00", total_tax="0.00")
    by_rows = tables(orders={"discounts": "rows"})
    assert ([], ["TAX_WITHOUT_RATE"]) == (
        said(mapped(given, total="0.00", tax="0.00")),
        said(mapped(given, total="0.00", tax="0.00", the_tables=by_rows)),
    )


def test_a_bundle_that_is_priced_by_its_parts_has_their_rate() -> None:
    known = catalogue()
    items = {**known.items, "kit": (Item(product_id=7, sku="KIT", stock_tracked=False, bundle=True),)}
    parts = [line(1, "KIT", "1", "0.00", bundled_items=["2"]), line(2, "WIDGET", "1", "10.00", ("20", "2.00"), bundled_by="1")]
    rows = made(*parts, known=evolve(known, items=items)).rows
    assert [(7, "T20", "10.00", "2.00")] == [(row.product_id, row.tax_code, str(row.net), str(row.tax)) for row in rows]


def test_the_name_of_free_text_ends_in_the_sku() -> None:
    found = made(*[{**each, "sku": "NOBODY", "name": "N" * 300} for each in WIDGET])
    (name,) = [row.name for row in found.rows]
    assert (255, True) == (len(name), name.endswith("N [SKU NOBODY]"))
