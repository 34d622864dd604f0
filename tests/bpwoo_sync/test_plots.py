"""Charts of findings, reconciliations, plans and ledgers: valid, with exact amounts in their data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bpwoo_sync.listing import Kind, Listing
from bpwoo_sync.plan import KINDS
from bpwoo_sync.plots import Bars, bar_chart
from tests.bpwoo_sync.findings import found, part
from tests.bpwoo_sync.test_frames import LEDGER, MADE

BARS = Bars(title="Sold", name="day", size="gross", colour="side", beside=True, upright=True, apart="currency")
COLUMNS = {"currency": Kind.TEXT, "day": Kind.TEXT, "side": Kind.TEXT, "gross": Kind.AMOUNT}
SOLD = Listing(columns=COLUMNS, rows=(("GBP", "2026-03-01", "shop", Decimal("1000000000000000.10")),))


def drawn(chart: Any) -> list[tuple[str, ...]]:
    """The name, the colour and the exact size of each bar. Raises where Vega-Lite's schema refuses the chart."""
    picture = chart.to_dict()
    encoding = picture["encoding"]
    names = next(each for each in (encoding["x"], encoding["y"]) if each["type"] == "nominal")
    sizes = next(each for each in (encoding["x"], encoding["y"]) if each["type"] == "quantitative")
    fields = [names["field"], encoding["color"]["field"], f"{sizes['field']} as text"]
    return [tuple(str(row[field]) for field in fields) for row in picture["data"]["values"]]


def test_an_amount_is_exact_text_in_the_data_and_where_one_points_at_a_bar() -> None:
    picture = bar_chart(SOLD, BARS).to_dict()
    assert "1000000000000000.10" == picture["data"]["values"][0]["gross"]
    assert {"gross": "number"} == picture["data"]["format"]["parse"]
    assert "gross as text" in [each["field"] for each in picture["encoding"]["tooltip"]]


def test_bars_beside_each_other_are_told_apart_and_currencies_have_scales_of_their_own() -> None:
    picture = bar_chart(SOLD, BARS).to_dict()
    assert ("side", "currency") == (picture["encoding"]["xOffset"]["field"], picture["encoding"]["row"]["field"])
    assert {"scale": {"y": "independent"}} == picture["resolve"]


def test_days_of_a_reconciliation_are_drawn_with_both_sides_beside_each_other() -> None:
    shop = "shop, less held back"
    expected = [
        ("2026-03-01", shop, "24.00"),
        ("2026-03-01", "Brightpearl", "0"),
        ("2026-03-02", shop, "120.00"),
        ("2026-03-02", "Brightpearl", "118.99"),
    ]
    assert expected == drawn(found().plot())


def test_days_of_several_currencies_share_their_order() -> None:
    days = (part("2026-03-01", "1", "1"), part("2026-03-03", "1", "1"), part("2026-03-02", "1", "1", currency="EUR"))
    assert ["2026-03-01", "2026-03-02", "2026-03-03"] == list(dict.fromkeys(name for name, *_ in drawn(found(days=days).plot())))


PARTS = {
    "findings": ("MISSING_IN_BP", "error", "1"),
    "totals": ("gross", "shop, less held back", "144.00"),
    "taxes": ("T20", "shop, less held back", "20.00"),
    "methods": ("CARD", "shop, less held back", "144.00"),
    "drifts": ("MUG", "oversells", "12"),
}


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_a_reconciliation_can_be_drawn(part: Any) -> None:
    assert PARTS[part] in drawn(found().plot(part))


def test_a_plan_is_drawn_as_writes_of_each_kind() -> None:
    expected = [(KINDS[kind].title, KINDS[kind].system, str(count)) for kind, count in MADE.by_kind().items()]
    assert expected == drawn(MADE.plot())


def test_a_ledger_is_drawn_as_writes_of_each_kind_and_status() -> None:
    assert [("payment", "done", "1"), ("contact", "failed", "1")] == drawn(LEDGER.plot())
