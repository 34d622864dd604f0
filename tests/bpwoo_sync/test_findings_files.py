"""Findings as CSV that a spreadsheet may open, and as JUnit XML that a scheduler may read."""

from __future__ import annotations

import csv
from io import StringIO
from xml.etree import ElementTree

import pytest

from bpwoo_sync.findings import COLUMNS
from bpwoo_sync.findings_files import issues_csv, reconciliation_junit
from bpwoo_sync.issues import issue
from tests.bpwoo_sync.findings import ISSUES, found


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


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "-", "--1", "+1-1", "-1e5", "=5"])
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
