"""A row that has tax has a tax code that says so, or holds its order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from bpwoo_sync.catalogue import Item, Rate
from bpwoo_sync.mapping.taxes import percent_of, tax_code
from tests.bpwoo_sync.mapping.orders import catalogue, fee, line, meta, order, shipping, tables
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


@pytest.mark.parametrize(
    ("settings", "tax_class", "exempt", "country", "expected"),
    [
        ({}, "", None, "GB", "T0"),
        ({"zero": "TZ"}, "zero-rate", None, "GB", "TZ"),
        ({"zero": "TZ"}, "", None, "GB", "T0"),
        ({"zero": "TZ", "zero_class": "books"}, "books", None, "GB", "TZ"),
        ({"zero": ""}, "zero-rate", None, "GB", "T0"),
        ({"export": "T7", "area": ["GB", "IE"]}, "", None, "US", "T7"),
        ({"export": "T7", "area": ["GB", "IE"]}, "", None, "IE", "T0"),
        ({"export": "T7"}, "", None, "US", "T0"),
        ({"area": ["GB"]}, "", None, "US", "T0"),
        ({"reverse": "T8"}, "", " Yes ", "GB", "T8"),
        ({"reverse": "T8"}, "", "1", "GB", "T8"),
        ({"reverse": "T8"}, "", "TRUE", "GB", "T8"),
        ({"reverse": "T8"}, "", "no", "GB", "T0"),
        ({"reverse": "T8"}, "", None, "GB", "T0"),
        ({}, "", "yes", "GB", "T0"),
        ({"reverse": "T8", "reverse_meta": ["_vat", "_exempt"]}, "", "yes", "GB", "T0"),
        ({"reverse": "T8", "export": "T7", "area": ["GB"]}, "zero-rate", "yes", "US", "T8"),
        ({"export": "T7", "area": ["GB"], "zero": "TZ"}, "zero-rate", None, "US", "T7"),
    ],
)
def test_a_row_without_tax_has_the_code_of_why_it_has_none(
    settings: dict[str, Any], tax_class: str, exempt: str | None, country: str, expected: str
) -> None:
    told = [] if exempt is None else [meta("is_vat_exempt", exempt)]
    sold = order("10.00", "0.00", [], meta_data=told, shipping_address={"country": country})
    given = tables(taxes=settings)
    assert expected == tax_code(sold, [], tax_class, given, catalogue(), "1001", tax=Decimal(0), name="x").value


def of_rates(*rates: tuple[int, str, bool]) -> list[dict[str, Any]]:
    """What an order says of the rates it was taxed by: id, percentage, and whether it is charged on top of others."""
    return [
        {
            "id": id,
            "rate_code": "X",
            "rate_id": id,
            "label": "x",
            "compound": compound,
            "rate_percent": Decimal(percent),
            "tax_total": "1.00",
        }
        for id, percent, compound in rates
    ]


@pytest.mark.parametrize(
    ("of_order", "ids", "expected"),
    [
        ([(1, "20", False)], {1}, "20"),
        ([(1, "20", True)], {1}, "20"),
        ([(1, "5", False), (2, "9.975", False)], {1, 2}, "14.975"),
        ([(1, "5", False), (2, "9.975", True)], {1, 2}, None),
        ([(1, "5", False), (2, "9.975", True)], {1}, "5"),
        ([(1, "5", False)], {1, 8}, "13"),  # of the shop's own list
        ([], {8}, "8"),
        ([], {9}, "3"),
        ([], {8, 9}, None),
        ([], {8, 7}, None),
    ],
)
def test_the_percentage_of_rates_is_their_sum_unless_one_is_unknown_or_on_top_of_another(
    of_order: Any, ids: set[int], expected: str | None
) -> None:
    known = catalogue(rates={8: Rate(country="GB", percent=Decimal(8)), 9: Rate(country="GB", percent=Decimal(3), compound=True)})
    found = percent_of(order("10.00", "0.00", [], tax_lines=of_rates(*of_order)), frozenset(ids), known)
    assert expected == (None if found is None else str(found))


@pytest.mark.parametrize(
    ("tax_class", "country", "expected"), [("", "GB", "A"), ("reduced-rate", "GB", "B"), ("", "IE", None), ("books", "GB", None)]
)
def test_a_rate_that_no_entry_names_has_the_code_of_country_class_and_percentage(
    tax_class: str, country: str, expected: str | None
) -> None:
    entries = [{"country": "GB", "percent": "8", "code": "A"}, {"country": "GB", "percent": "8", "tax_class": "reduced-rate", "code": "B"}]
    sold = order("10.00", "0.00", [line(1, "A", "1", "1.00", taxes=[{"id": 8, "total": "1.00"}])], shipping_address={"country": country})
    known = catalogue(rates={8: Rate(country="GB", percent=Decimal(8))})
    made = tax_code(sold, sold.line_items[0].taxes, tax_class, tables(taxes={"percents": entries}), known, "1001", tax=Decimal(1), name="x")
    assert expected == made.value
