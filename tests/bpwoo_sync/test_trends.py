"""What is remembered of comparisons: kept whole, read as older versions kept it, and shown as frames, tables and charts."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bpwoo_sync.history import finished_document, finished_from, history_text
from bpwoo_sync.reconcile import Reason
from bpwoo_sync.trends import Finished, Runs, finished
from tests.bpwoo_sync.findings import MOMENT, found, part

RUN = finished(found())
LATER = finished(found(issues=(), totals=(), shop_taken_at=MOMENT + timedelta(days=1)))
RUNS = Runs((RUN, LATER))

#: What the first version that kept runs wrote.
OLD: dict[str, Any] = {
    "at": "2026-01-02T03:04:05Z",
    "agrees": False,
    "totals": [{"currency": "GBP", "measure": "gross", "shop": "24.00", "held": "0", "brightpearl": "23.00", "difference": "1.00"}],
    "findings": [{"code": "TOTAL_MISMATCH", "severity": "error", "count": 1}],
    "skus": 3,
    "drifted": 1,
}


def test_a_run_is_kept_with_its_totals_tax_by_code_payments_by_method_and_what_was_unpaid() -> None:
    assert RUN == finished_from(json.loads(json.dumps(finished_document(RUN))))
    kept = (RUN.taxes, RUN.methods, RUN.receivables)
    assert (found().taxes, found().methods, found().receivables) == kept


def test_what_an_older_version_kept_is_read() -> None:
    run = finished_from(OLD)
    assert (Decimal("1.00"), (), ()) == (run.difference("GBP", "gross"), run.taxes, run.receivables)
    assert None is run.difference("GBP", "net")


def test_a_history_of_runs_of_both_kinds_has_a_column_for_each_total_and_what_was_unpaid() -> None:
    heading, *lines = history_text((finished_from(OLD), RUN)).splitlines()[1:]
    assert ["GBP orders, gross", "GBP tax", "GBP unpaid"] == heading.split("drifted SKUs  ")[1].split("  ")
    assert [["1.00"], ["25.01", "0.00", "24.00"]] == [[cell for cell in line.split() if "." in cell] for line in lines]


def test_measures_of_a_history_come_in_the_order_of_the_control_totals() -> None:
    totals = tuple(total for total in found().totals)
    run = Finished(at=MOMENT, agrees=True, totals=totals[::-1])
    heading = history_text((run,)).splitlines()[1]
    assert heading.index("orders, gross") < heading.index("tax")


def test_runs_show_themselves_as_a_table_and_none_says_so() -> None:
    shown = RUNS._repr_html_()
    assert ("<td>no</td>" in shown, 3, "<p>no comparisons</p>") == (True, shown.count("<tr>"), Runs()._repr_html_())


def test_a_run_shows_its_totals_and_its_findings() -> None:
    shown = RUN._repr_html_()
    assert "<td>GBP</td><td>gross</td><td>144.00</td>" in shown
    assert "<td>MISSING_IN_BP</td>" in shown


@pytest.mark.parametrize(("part", "rows"), [("runs", 2), ("totals", 2), ("parts", 8), ("findings", 7)])
def test_every_part_of_runs_becomes_a_frame(part: Any, rows: int) -> None:
    assert (rows, rows) == (len(RUNS.to_pandas(part)), RUNS.to_polars(part).height)
    assert list(RUNS.to_pandas(part).columns) == RUNS.to_polars(part).columns


def test_a_run_becomes_a_frame_of_exact_totals() -> None:
    expected = [Decimal("25.01"), Decimal("0.00")]
    assert (expected, expected) == (list(RUN.to_pandas()["difference"]), RUN.to_polars()["difference"].to_list())


def test_a_run_that_failed_says_that_it_did_not_pass() -> None:
    reason = Reason(threshold="reconcile.fail_on", about="MISSING_IN_BP", found="1", allowed="0")
    failed = Finished(at=MOMENT, agrees=True, reasons=(reason,))
    assert [("yes", "no")] == [(row[1], row[2]) for row in Runs((failed,)).listing("runs").rows]


@pytest.mark.parametrize("part", ["runs", "totals", "parts", "findings"])
def test_every_part_of_runs_can_be_drawn(part: Any) -> None:
    drawn = RUNS.plot(part).to_dict()
    assert ("bar", len(RUNS.listing(part).rows)) == (drawn["mark"]["type"], len(drawn["data"]["values"]))


def test_a_run_can_be_drawn() -> None:
    assert "Unexplained by comparison" == RUN.plot().to_dict()["title"]


def test_what_is_unpaid_is_added_up_by_currency() -> None:
    run = Finished(
        at=MOMENT, agrees=True, receivables=(part("cod", "5.00", "0"), part("bacs", "6.00", "0"), part("x", "7", "0", currency="EUR"))
    )
    assert (Decimal("11.00"), Decimal(7), Decimal(0)) == tuple(run.unpaid(each) for each in ("GBP", "EUR", "USD"))
