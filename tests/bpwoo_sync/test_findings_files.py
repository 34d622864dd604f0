"""Findings as CSV that a spreadsheet may open, and as JUnit XML that a scheduler may read."""

from __future__ import annotations

import csv
import itertools
import json
from io import StringIO
from xml.etree import ElementTree

import pytest

from bpwoo_sync.findings import COLUMNS
from bpwoo_sync.findings_files import findings_csv, issues_csv, reconciliation_junit, totals_csv
from bpwoo_sync.issues import issue
from bpwoo_sync.reconcile import reconcile
from bpwoo_sync.reconciling.daily import ABSENT
from bpwoo_sync.report import reconciliation_document, reconciliation_text
from tests.bpwoo_sync.findings import ISSUES, found
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import account, shop
from tests.bpwoo_sync.reconciling.worlds import ROWS, imported, sold


def read(text: str) -> list[dict[str, str]]:
    """CSV as a spreadsheet reads it."""
    return list(csv.DictReader(StringIO(text, newline="")))


def test_csv_gives_every_finding_with_every_column() -> None:
    rows = read(issues_csv(ISSUES))
    assert len(ISSUES) == len(rows)
    assert list(COLUMNS) == list(rows[0])
    assert [each.key for each in ISSUES] == [each["key"] for each in rows]


def test_csv_of_nothing_is_a_heading() -> None:
    assert ",".join(COLUMNS) + "\r\n" == issues_csv(())


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+A1",
        "-A1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "-",
        "--1",
        "+1-1",
        "-1e5",
        "=5",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20A",
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    (row,) = read(issues_csv([issue("UNKNOWN_SKU", "order", text)]))
    assert f"'{text}" == row["key"]


@pytest.mark.parametrize("text", ["-5", "+5", "-12.50", "0", "1=1", "A-1", "a@b.example", ""])
def test_a_cell_that_is_a_number_or_harmless_stays_as_it_is(text: str) -> None:
    (row,) = read(issues_csv([issue("UNKNOWN_SKU", "order", text)]))
    assert text == row["key"]


@pytest.mark.parametrize("text", ["a,b", 'say "x"', "two\r\nlines", "\N{POUND SIGN} \N{SNOWMAN}"])
def test_csv_keeps_text_with_marks_of_its_own(text: str) -> None:
    (row,) = read(issues_csv([issue("UNKNOWN_SKU", "order", "1", text)]))
    assert text == row["message"]


def test_csv_of_a_reconciliation_tells_each_findings_difference_age_and_ids() -> None:
    (row,) = [each for each in read(findings_csv(found())) if (each["code"], each["key"]) == ("TOTAL_MISMATCH", "1002")]
    assert ("1.00", "48", "502", "100123", "") == tuple(
        row[name] for name in ("difference", "age_hours", "order_id", "sales_order_id", "product_id")
    )


def test_csv_of_a_reconciliation_comes_with_the_largest_difference_of_a_severity_first() -> None:
    compared = reconcile(
        shop(sold(), sold(id=1002, number="1002", transaction_id="ch_2")),
        account(sales_orders=(imported([{**ROWS[0], "net": "19.00"}]), imported([{**ROWS[0], "net": "9.00"}], "W1-1002", 501))),
        tables(),
    )
    assert [("1002", "11.00"), ("1001", "1.00")] == [
        (each["key"], each["difference"]) for each in read(findings_csv(compared)) if each["code"] == "TOTAL_MISMATCH"
    ]


def test_csv_of_the_control_totals_has_a_line_for_each_total_day_part_figure_and_count() -> None:
    rows = read(totals_csv(found()))
    sections = [each["section"] for each in rows]
    counts = {"totals": 2, "daily": 3, "taxes": 2, "methods": 1, "receivables": 1, "figures": 2, "orders": 3}
    assert counts == {name: sections.count(name) for name in counts}
    assert len(rows) == sum(counts.values())
    (shipping,) = [each for each in rows if each["measure"] == "shipping"]
    assert ("2026-03-02", "4.95", "4.95", "0.00") == tuple(shipping[name] for name in ("day", "shop", "brightpearl", "difference"))
    (extra,) = [each for each in rows if each["extra"] == "1"]
    assert ("orders", "2026-03-02", ABSENT, "0") == tuple(extra[name] for name in ("section", "day", "part", "missing"))


def test_the_document_has_every_part_of_the_control_totals_and_amounts_are_text() -> None:
    told = reconciliation_document(found())
    assert {"currency": "GBP", "day": "2026-03-02", "measure": "tax", "part": "T20"}.items() <= told["daily"][1].items()
    assert [("on-hold, bacs", "24.00")] == [(each["part"], each["shop"]) for each in told["receivables"]]
    assert [("discounts", None), ("rounding", "0.02")] == [(each["name"], each["brightpearl"]) for each in told["figures"]]
    assert {"since": "2026-03-02T09:00:00+00:00", "writes": {"customer payments": 2}} == told["repaired"]
    assert [1, 0, 0] == [each["missing"] for each in told["orders"]]
    assert {"difference": "1.00", "age_hours": 48, "sales_order_id": 100123}.items() <= next(
        each for each in told["issues"] if each["key"] == "1002"
    ).items()
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(
    "said",
    [
        "Tax by code",
        "  0 of 1 days agree in every measure",
        "  GBP       2026-03-02  orders, gross  120.00       0.00     0.00       118.99        1.01",
        "  3 orders of days and statuses of which all are imported",
        "  2026-03-01  processing              1         0          0        0        1      0",
        "  GBP       on-hold, bacs      24.00       0.00     0.00        24.00        0.00",
        "  GBP       discounts inside rows, net       1  1.50  not told",
        "Repaired since 2026-03-02T09:00:00+00:00",
        "  customer payments: 2",
    ],
)
def test_the_text_tells_each_part_of_the_control_totals(said: str) -> None:
    assert said in reconciliation_text(found()).splitlines()


def test_the_text_says_none_of_each_part_of_which_there_is_nothing() -> None:
    parts = ("issues", "totals", "taxes", "methods", "days", "daily", "by_status", "receivables", "figures", "drifts")
    lines = reconciliation_text(found(**dict.fromkeys(parts, ()), repaired={})).splitlines()
    headings = {"Control totals", "Tax by code", "Payments by method", "Control totals by day (UTC)", "Orders by day (UTC) and status"}
    headings |= {"Open receivables", "Rounding rows and discounts", "Repaired since 2026-03-02T09:00:00+00:00", "Oversold", "Findings"}
    assert headings == {name for name, said in itertools.pairwise(lines) if said == "  none"}


def suites(text: str) -> dict[str, ElementTree.Element]:
    """The suites of a JUnit document, by name."""
    return {each.attrib["name"]: each for each in ElementTree.fromstring(text.encode())}


def failed(suite: ElementTree.Element) -> list[str]:
    """The names of the cases that failed."""
    return [case.attrib["name"] for case in suite if case.find("failure") is not None]


def test_junit_has_a_case_for_each_control_total_and_fails_the_one_that_differs() -> None:
    totals = suites(reconciliation_junit(found()))["control totals"]
    names = [case.attrib["name"] for case in totals]
    assert ["both sides agree", "GBP orders, gross", "GBP tax"] == names[:3]
    assert ["both sides agree", "GBP orders, gross", "GBP orders by day", "nothing is more than is allowed"] == failed(totals)


def test_junit_has_a_case_for_each_finding_under_its_kind_of_thing() -> None:
    by_name = suites(reconciliation_junit(found()))
    assert {"control totals", "order", "refund", "stock"} == set(by_name)
    assert len(ISSUES) == sum(len(suite) for name, suite in by_name.items() if name != "control totals")


def test_what_is_only_worth_a_look_passes_and_says_so() -> None:
    (case,) = [case for case in suites(reconciliation_junit(found()))["order"] if case.attrib["name"].startswith("LINK_BROKEN")]
    assert None is case.find("failure")
    assert (case.findtext("system-out") or "").startswith("info: ")


def test_junit_counts_what_it_holds() -> None:
    root = ElementTree.fromstring(reconciliation_junit(found()).encode())
    cases = list(root.iter("testcase"))
    assert str(len(cases)) == root.attrib["tests"]
    assert str(sum(1 for case in cases if case.find("failure") is not None)) == root.attrib["failures"]
    assert [str(len(suite)) for suite in root] == [suite.attrib["tests"] for suite in root]


def test_sides_that_agree_have_no_failure() -> None:
    root = ElementTree.fromstring(reconciliation_junit(found(totals=(), days=(), issues=())).encode())
    assert ("0", True) == (root.attrib["failures"], int(root.attrib["tests"]) > 0)


def test_a_sign_that_xml_cannot_hold_is_replaced() -> None:
    text = reconciliation_junit(found(issues=[issue("UNKNOWN_SKU", "order", "a\x00b\x1b", "\ud800 <&> \x0c")]))
    (case,) = suites(text)["order"]
    assert "UNKNOWN_SKU a\ufffdb\ufffd" == case.attrib["name"]
