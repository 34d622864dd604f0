"""What a notebook's ``?`` and ``help`` tell of a class, in all three packages: what each field means, with its unit."""

from __future__ import annotations

import importlib
import inspect
import pydoc
from textwrap import indent

import pytest
from IPython.core.oinspect import Inspector

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.facts import OrderFact
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.reconcile import ControlTotal
from bpwoo_sync.tables import Stock
from tests.architecture.source import PACKAGES
from tests.architecture.test_hover import public_fields

#: What is behind ``?``.
INSPECTOR = Inspector(theme_name="nocolor")

#: Of classes of each kind, one field as help tells it.
TOLD = [
    (bp.SalesOrder, "placed_on: datetime | None\n    When it was placed: aware UTC."),
    (bp.SalesOrderRowDraft, "net: Decimal\n    Of the whole row without tax, in the order's currency."),
    (bp.SalesOrderSearchRow, "created_on: InstantColumn\n    When it was made: aware UTC."),
    (bp.Query, "page_size: int\n    How many rows a page holds, 500 at most."),
    (woo.Order, "total: Decimal\n    What the buyer pays, tax included, in the order's currency."),
    (woo.OrderQuery, "per_page: int\n    How many records a page holds, 1 to 100."),
    (OrderFact, "gross: Decimal\n    With tax, in ``currency``."),
    (Issue, "repair: str\n    What to do about it."),
    (ControlTotal, "held: Decimal\n    What was held back, in this currency."),
    (Stock, "buffer: int\n    In pieces."),
]


@pytest.mark.parametrize(("kind", "field"), TOLD, ids=lambda each: getattr(each, "__name__", ""))
def test_a_notebook_shows_the_fields_of_a_class(kind: type[object], field: str) -> None:
    shown = INSPECTOR.info(kind, oname=kind.__name__)["docstring"]
    assert f"\n{field}" in str(shown).partition("\nFields:\n")[2]


@pytest.mark.parametrize(("kind", "field"), TOLD, ids=lambda each: getattr(each, "__name__", ""))
def test_help_shows_the_fields_of_a_class(kind: type[object], field: str) -> None:
    assert indent(field, " |  ") in pydoc.plain(pydoc.render_doc(kind))


def test_a_notebook_shows_the_fields_of_a_record() -> None:
    shown = INSPECTOR.info(issue("UNKNOWN_SKU", "order", "1"), oname="issue")["docstring"]
    assert "repair: str\n    What to do about it." in str(shown)


@pytest.mark.parametrize("package", PACKAGES)
def test_help_tells_every_text_that_stands_below_a_field(package: str) -> None:
    told = [field for field in public_fields(package) if field.told and not bound(field.place)]
    assert 60 < len(told)
    lacking = [
        f"{field.place}.{field.name}"
        for field in told
        if f"\n{indent(inspect.cleandoc(field.told), '    ')}" not in str(kind_at(field.place).__doc__).partition("\nFields:\n")[2]
    ]
    assert [] == lacking


def kind_at(place: str) -> type[object]:
    module, _, name = place.rpartition(".")
    found: type[object] = getattr(importlib.import_module(module), name)
    return found


def bound(place: str) -> bool:
    """Whether the fields of a class are resources of a client, or methods of one: these have a help of their own."""
    return hasattr(kind_at(place), "client") or kind_at(place).__name__ == "Services"
