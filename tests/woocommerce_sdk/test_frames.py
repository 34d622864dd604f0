"""Recorded orders and products as tables."""

from __future__ import annotations

import sys
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

import woocommerce_sdk as woo
from tests.woocommerce_sdk.recordings import exchange
from woocommerce_sdk.frames import STOCK

pandas: Any = pytest.importorskip("pandas")
polars: Any = pytest.importorskip("polars")


def orders() -> tuple[woo.Order, ...]:
    return tuple(woo.decode(woo.Order, each) for each in exchange("orders_page100", "page").body[:20])


def products() -> tuple[woo.Product, ...]:
    return tuple(woo.decode(woo.Product, each) for each in exchange("products_page100", "page").body)


def test_a_row_is_flat_and_its_values_are_what_they_were() -> None:
    row = woo.rows(orders())[0]
    assert (True, Decimal, datetime) == ("billing.city" in row, type(row["total"]), type(row["date_created_gmt"]))


def test_a_line_is_a_row_with_its_order() -> None:
    lines = woo.line_rows(orders())
    assert sum(len(order.line_items) for order in orders()) == len(lines)
    first, order = lines[0], next(order for order in orders() if order.line_items)
    expected = (order.id, order.number, str(order.status), order.currency, order.line_items[0].total)
    assert expected == tuple(first[name] for name in ("order_id", "order_number", "order_status", "currency", "total"))


def test_stock_is_a_row_a_product_whatever_was_asked_of_it() -> None:
    partly = woo.decode(woo.Product, {"id": 7, "sku": "MUG", "stock_quantity": 3})
    assert {"id": 7, "sku": "MUG", "stock_quantity": 3, "stock_status": None} == {
        name: value for name, value in woo.stock_rows([partly])[0].items() if name in ("id", "sku", "stock_quantity", "stock_status")
    }
    assert len(products()) == len(woo.stock_rows(products()))


def test_columns_of_pandas_have_kinds() -> None:
    frame = woo.to_pandas(orders())
    kinds = {
        "id": "Int64",
        "number": "string",
        "date_created_gmt": "datetime64[us, UTC]",
        "prices_include_tax": "boolean",
        "total": "object",
        "billing.city": "string",
        "status": "string",
    }
    assert kinds == {name: str(frame[name].dtype) for name in kinds}
    assert sum((order.total for order in orders()), Decimal(0)) == sum(frame["total"], Decimal(0))


def test_columns_of_polars_have_kinds_and_amounts_are_exact() -> None:
    frame = woo.to_polars(orders())
    kinds = dict(frame.schema)
    assert (polars.Int64, polars.String, polars.Datetime("us", "UTC"), polars.Boolean, polars.Decimal(38, 2)) == tuple(
        kinds[name] for name in ("id", "number", "date_created_gmt", "prices_include_tax", "total")
    )
    assert [order.total for order in orders()] == frame["total"].to_list()


@pytest.mark.parametrize("make", [woo.to_pandas, woo.to_polars])
def test_lines_and_stock_become_frames(make: Any) -> None:
    assert (len(woo.line_rows(orders())), True) == (len(make(woo.line_rows(orders()))), "sku" in make(woo.line_rows(orders())).columns)
    assert list(STOCK) == list(make(woo.stock_rows(products())).columns)


@pytest.mark.parametrize("make", [woo.to_pandas, woo.to_polars])
def test_whole_products_become_a_frame(make: Any) -> None:
    assert len(products()) == len(make(products()))


@pytest.mark.parametrize("make", [woo.to_pandas, woo.to_polars])
def test_of_nothing_there_is_an_empty_frame(make: Any) -> None:
    assert 0 == len(make(()))


@pytest.mark.parametrize(("make", "name"), [(woo.to_pandas, "pandas"), (woo.to_polars, "polars")])
def test_a_library_that_is_missing_is_named_with_its_extra(make: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(woo.ConfigurationError, match=rf"pip install 'bpwoo\[{name}\]'"):
        make(())


def test_a_page_shows_itself_as_a_table_with_nothing_left_unescaped() -> None:
    tag = woo.decode(woo.Tag, {"id": 1, "name": "<b>Mugs</b> & more", "slug": "mugs", "description": "", "count": 2})
    shown = woo.Page(items=(tag,))._repr_html_()
    assert ("<td>&lt;b&gt;Mugs&lt;/b&gt; &amp; more</td>" in shown, "<b>" in shown) == (True, False)
    assert shown == woo.Table((tag,))._repr_html_()


def test_a_page_of_plain_values_shows_them() -> None:
    shown = woo.Page(items=("a",))._repr_html_()
    assert "<table><thead><tr><th>str</th></tr></thead><tbody><tr><td>&#x27;a&#x27;</td></tr></tbody></table>" == shown
