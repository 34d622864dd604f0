"""What charts show, in numbers and in words, and how they are drawn."""

from __future__ import annotations

import builtins
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bpwoo_sync.charts import Chart, day_charts, drift_charts, svg, trend_charts
from bpwoo_sync.html_report import reconciliation_html
from bpwoo_sync.reconcile import ControlTotal
from bpwoo_sync.trends import Finished
from tests.bpwoo_sync.findings import HOSTILE, MOMENT, drift, found, part


def run(number: int, *, shop: str = "10.00", findings: dict[tuple[str, str], int] | None = None) -> Finished:
    """A comparison of a day, of which Brightpearl has ten pounds."""
    total = ControlTotal(currency="GBP", measure="gross", shop=Decimal(shop), held=Decimal(0), account=Decimal("10.00"))
    return Finished(at=MOMENT + timedelta(days=number), agrees=shop == "10.00", totals=(total,), findings=findings or {})


def sizes(chart: Chart) -> list[tuple[str, str, str]]:
    """What is drawn: a name, a number, and what kind of thing it is."""
    return [(row["name"], row["told"], row["kind"]) for row in chart.rows]


def test_a_chart_says_in_words_on_how_many_days_both_sides_differ() -> None:
    days = [part("2026-03-01", "10.00", "10.00"), part("2026-03-02", "10.00", "9.00"), part("2026-03-03", "10.00", "8.00", held="2.00")]
    by_day, _ = day_charts(days)
    assert "They differ on 1 of 3 days." in by_day.description
    assert ("2026-03-03", "8.00", "shop, less held back") in sizes(by_day)
    assert 6 == len(by_day.rows)


def test_days_that_differ_have_a_chart_of_what_is_unexplained() -> None:
    _, difference = day_charts(
        [part("2026-03-01", "10.00", "10.00"), part("2026-03-02", "10.00", "12.50"), part("2026-03-03", "10.00", "9")]
    )
    drawn = {name: (told, kind) for name, told, kind in sizes(difference)}
    assert ("-2.50", "Brightpearl has more") == drawn["2026-03-02"]
    assert ("1.00", "shop has more") == drawn["2026-03-03"]
    assert "Most on 2026-03-02: -2.50. In all: -1.50." in difference.description


def test_days_that_agree_have_no_chart_of_differences() -> None:
    (chart,) = day_charts([part("2026-03-01", "10.00", "10.00"), part("2026-03-02", "5.00", "5.00")])
    assert "They agree on each of 2 days." in chart.description


def test_one_day_is_no_chart() -> None:
    assert [] == day_charts([part("2026-03-01", "10.00", "9.00")])


def test_each_currency_has_a_chart_of_its_own() -> None:
    days = [part(f"2026-03-0{day}", "10.00", "10.00", currency=currency) for currency in ("GBP", "EUR") for day in (1, 2)]
    assert ["Orders by day, EUR", "Orders by day, GBP"] == [chart.title for chart in day_charts(days)]


@pytest.mark.parametrize(
    ("shop", "name"),
    [("0", "-10..99"), ("99", "-1"), ("98", "-2..9"), ("101", "+1"), ("109", "+2..9"), ("110", "+10..99"), ("200", "+100..")],
)
def test_the_drift_chart_counts_a_product_in_its_step(shop: str, name: str) -> None:
    wanted = 99 if shop == "0" else 100
    (chart,) = drift_charts([drift("A", shop, wanted)])
    few_or_many = "shop has too many" if name.startswith("+") else "shop has too few"
    assert [(name, "1", few_or_many)] == [each for each in sizes(chart) if each[1] != "0"]
    assert chart.description.endswith(f"{name}: 1.")


def test_where_no_product_drifts_there_is_no_chart() -> None:
    assert [] == drift_charts([drift("A", None, 0)])


def test_a_trend_tells_findings_by_severity_and_what_was_unexplained() -> None:
    codes = {("STOCK_DRIFT", "warn"): 2, ("PRICE_DRIFT", "warn"): 1, ("MISSING_IN_BP", "error"): 4}
    findings, unexplained = trend_charts([run(0, findings=codes), run(1, shop="12.50")])
    assert [("2026-03-03 09:00", "4", "error"), ("2026-03-03 09:00", "3", "warn")] == sizes(findings)
    assert "7 findings in the first, 0 in the last" in findings.description
    total = "GBP orders, gross"
    assert [("2026-03-03 09:00", "0.00", total), ("2026-03-04 09:00", "2.50", total)] == sizes(unexplained)


def test_a_trend_of_runs_that_agreed_has_no_chart_of_differences() -> None:
    assert ["Findings of the latest comparisons"] == [chart.title for chart in trend_charts([run(0), run(1)])]


def test_one_comparison_is_no_trend() -> None:
    assert [] == trend_charts([run(0, shop="12.50")])


def test_a_picture_is_text_and_shapes_that_load_nothing_and_stands_for_its_title() -> None:
    (chart,) = drift_charts([drift("A", "3", 1)])
    picture = svg(chart, "title", "words") or ""
    assert {"svg", "g", "path", "line", "text"} >= set(re.findall(r"<([a-zA-Z]+)", picture))
    assert not re.search(r"url\(|href=| id=| on[a-z]+=|style=", picture)
    assert picture.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ')
    assert 'role="img" aria-labelledby="title" aria-describedby="words">' in picture
    assert "+2..9" in picture


def test_what_a_vendor_typed_is_text_in_a_picture() -> None:
    charts = day_charts([part(f"{HOSTILE}{day}", "10.00", "9.00", currency=HOSTILE) for day in (1, 2)])
    page = reconciliation_html(found(days=tuple(part(f"{HOSTILE}{day}", "10.00", "9.00", currency=HOSTILE) for day in (1, 2))))
    assert HOSTILE not in "".join(svg(chart, "a", "b") or "" for chart in charts)
    assert HOSTILE not in page


def test_a_picture_is_no_wider_than_a_phone() -> None:
    days = [part(f"2026-{month:02}-{day:02}", f"{day}000000.00", "1.00") for month in (1, 2) for day in range(1, 29)]
    widths = [float(re.findall(r'viewBox="0 0 ([0-9.]+) ', svg(chart, "a", "b") or "")[0]) for chart in day_charts(days)]
    assert [] == [width for width in widths if width > 375]


def test_without_vl_convert_the_page_tells_in_words_what_charts_would_show_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    given = builtins.__import__

    def without_drawing(name: str, *rest: Any) -> Any:
        if name == "vl_convert":
            raise ImportError(name)
        return given(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_drawing)
    page = reconciliation_html(found())
    assert "<svg" not in page
    assert "vl-convert is not installed" in page
    assert "They differ on 2 of 2 days." in page
