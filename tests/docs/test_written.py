"""The reference shows each docstring as it is written, and a field where the reference has it, though ``help`` puts both together."""

from __future__ import annotations

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.facts import OrderFact
from tests.docs.pages import loaded

as_written = loaded("written").as_written


@pytest.mark.parametrize("kind", [bp.SalesOrder, bp.CurrencyRow, woo.OrderDraft, OrderFact])
def test_the_fields_of_a_class_are_left_out_of_its_docstring(kind: type[object]) -> None:
    lines = str(kind.__doc__).splitlines()
    kept = lines[: lines.index("Fields:")]
    as_written(None, "class", "name", kind, None, lines)
    assert kept == lines


@pytest.mark.parametrize("other", [bp.Model, bp.rows, bp.Orders])
def test_all_else_stays(other: object) -> None:
    lines = ["One.", "", "Fields:", ""]
    as_written(None, "class", "name", other, None, lines)
    assert ["One.", "", "Fields:", ""] == lines
