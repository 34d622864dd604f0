"""The page of a reconciliation: everything is in it, nothing leads out of it but links, and nobody's text becomes markup."""

from __future__ import annotations

import builtins
import re
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest

from bpwoo_sync.breakdowns import PartTotal
from bpwoo_sync.documentation import DOCUMENTATION
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.html_report import BackOffices, brightpearl_app, reconciliation_html
from bpwoo_sync.issues import issue
from bpwoo_sync.reconcile import ControlTotal, Reason
from bpwoo_sync.trends import Finished
from tests.bpwoo_sync.findings import HOSTILE, ISSUES, MOMENT, found

BOTH = BackOffices(shop="https://shop.example/", brightpearl="https://euw1.brightpearlapp.com")
PAGE = reconciliation_html(found(), back_offices=BOTH)

#: Elements that HTML never closes.
VOID = frozenset({"meta", "input", "br", "wbr"})


class Elements(HTMLParser):
    """Every element of a page, and those that were not closed in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.torn: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.torn.append(tag)


def addresses(page: str) -> list[str]:
    """Where the page's links lead, but for those to the pages about codes."""
    found = [attributes["href"] or "" for tag, attributes in Elements(page).found if tag == "a"]
    return [address for address in found if not address.startswith(DOCUMENTATION)]


def test_the_page_loads_nothing_and_forbids_itself_to() -> None:
    elements = Elements(PAGE).found
    assert [] == [tag for tag, attributes in elements if {"src", "srcset", "data"} & set(attributes)]
    assert [] == [tag for tag, _ in elements if tag in ("link", "img", "iframe", "object", "base")]
    assert "default-src 'none'" in PAGE
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest", PAGE)


def test_every_element_is_closed() -> None:
    assert [] == Elements(PAGE).torn


def test_text_of_either_system_never_becomes_markup() -> None:
    assert HOSTILE not in PAGE
    assert "&lt;script&gt;" in PAGE
    assert 1 == sum(1 for tag, _ in Elements(PAGE).found if tag == "script")


def test_each_finding_is_a_row_with_its_message() -> None:
    rows = [attributes for tag, attributes in Elements(PAGE).found if tag == "tr" and "data-severity" in attributes]
    assert [(each.severity.value, each.code) for each in ISSUES] == [(row["data-severity"], row["data-code"]) for row in rows]
    assert "Order 1001 over 24.00 GBP is not in Brightpearl." in PAGE


TITLES = (
    "Control totals",
    "Tax by code",
    "Payments by method",
    "Orders by day (UTC), gross",
    "Control totals by day (UTC)",
    "Orders by day (UTC) and status",
    "Open receivables",
    "Rounding rows and discounts",
    "Repaired since 2026-03-02T09:00:00+00:00",
    "Stock drift",
    "Sold without stock",
)


@pytest.mark.parametrize("title", TITLES)
def test_the_page_has_every_part(title: str) -> None:
    assert f">{title}</h2>" in PAGE


def test_a_part_of_which_there_is_nothing_says_so() -> None:
    parts = ("issues", "totals", "taxes", "methods", "days", "daily", "by_status", "receivables", "figures", "drifts")
    page = reconciliation_html(found(**dict.fromkeys(parts, ()), repaired={}))
    said = re.findall(r">([^<]+)</h2>\s*<p>None\.</p>", page)
    assert {"Findings", *TITLES} == set(said)
    assert "Both sides agree." in page


def test_what_has_no_runs_and_no_charts_has_no_heading_for_them() -> None:
    page = reconciliation_html(found(days=(), drifts=()))
    assert [] == [title for title in ("Charts", "Latest comparisons") if f">{title}</h2>" in page]


def test_a_finding_tells_its_difference_and_its_age() -> None:
    row = re.search(r'data-code="TOTAL_MISMATCH".*?</tr>', PAGE, re.S)
    assert row is not None
    assert [("difference", "1.00"), ("age", "48 h")] == re.findall(r'data-label="(difference|age)" class="number">([^<]*)<', row[0])


def test_orders_and_products_link_to_both_back_offices() -> None:
    expected = {
        "https://shop.example/wp-admin/post.php?post=501&action=edit",
        "https://shop.example/wp-admin/post.php?post=51&action=edit",
        "https://euw1.brightpearlapp.com/patt-op.php?scode=invoice&oID=100123",
        "https://euw1.brightpearlapp.com/patt-op.php?scode=product&pID=1002",
    }
    assert expected <= set(addresses(PAGE))


def test_without_addresses_there_are_no_links() -> None:
    assert [] == addresses(reconciliation_html(found()))


@pytest.mark.parametrize("address", ["javascript:alert(1)//", "data:text/html,x", "//elsewhere.example"])
def test_an_address_that_is_not_of_the_web_makes_no_link(address: str) -> None:
    assert [] == addresses(reconciliation_html(found(), back_offices=BackOffices(shop=address, brightpearl=address)))


@pytest.mark.parametrize(
    ("api", "app"),
    [
        ("https://use1.brightpearlconnect.com", "https://use1.brightpearlapp.com"),
        ("http://127.0.0.1:9/", "http://127.0.0.1:9"),
        ("", ""),
    ],
)
def test_the_app_is_beside_the_interface(api: str, app: str) -> None:
    assert app == brightpearl_app(api)


def test_a_page_of_very_many_findings_lists_the_worst_and_counts_the_rest() -> None:
    many = [issue("MISSING_IN_BP", "order", str(number)) for number in range(30)]
    page = reconciliation_html(found(issues=many), shown=10)
    assert 10 == page.count('data-severity="error"')
    assert "20 more are not on this page" in page


def test_a_difference_is_marked_and_told_with_the_decimals_of_its_currency() -> None:
    assert '<td role="cell" data-label="difference" class="number wrong">25.01</td>' in PAGE


def test_the_latest_comparisons_are_listed_latest_first_with_what_was_unexplained() -> None:
    total = ControlTotal(currency="GBP", measure="gross", shop=Decimal("10.00"), held=Decimal(0), account=Decimal("9.00"))
    reason = Reason(threshold="reconcile.fail_on", about="MISSING_IN_BP", found="1", allowed="0")
    first = Finished(at=MOMENT, agrees=False, totals=(total,), findings={("MISSING_IN_BP", "error"): 3}, reasons=(reason,))
    page = reconciliation_html(found(), history=(first, Finished(at=MOMENT + timedelta(days=1), agrees=True)))
    rows = re.findall(r'<td role="cell" data-label="(?:at \(UTC\)|passed|unexplained)">([^<]*)</td>', page)
    assert ["2026-03-04 09:00", "yes", "none", "2026-03-03 09:00", "no", "GBP orders, gross: 1.00"] == rows
    assert "Findings of the latest comparisons" in page


def test_the_latest_comparisons_tell_what_was_unpaid_in_the_shop_by_currency() -> None:
    open_ = tuple(
        PartTotal(currency=currency, part=part, shop=Decimal(shop), held=Decimal(0), account=Decimal("7.00"))
        for currency, part, shop in (
            ("GBP", "on-hold, bacs", "10.00"),
            ("GBP", "processing, cod", "2.50"),
            ("EUR", "on-hold, bacs", "3.00"),
            ("USD", "paid in the shop", "0.00"),
        )
    )
    page = reconciliation_html(found(), history=(Finished(at=MOMENT, agrees=True, receivables=open_), Finished(at=MOMENT, agrees=True)))
    assert ["\N{EN DASH}", "EUR 3.00; GBP 12.50"] == re.findall(r'data-label="unpaid in the shop">([^<]*)</td>', page)


def test_what_is_more_than_is_allowed_is_told_at_the_top() -> None:
    assert "MISSING_IN_BP: 1, allowed 0" in PAGE
    assert PAGE.index("MISSING_IN_BP: 1, allowed 0") < PAGE.index("Control totals</h2>")


def test_without_jinja_the_error_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    given = builtins.__import__

    def without_jinja(name: str, *rest: Any) -> Any:
        if name == "jinja2":
            raise ImportError(name)
        return given(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_jinja)
    with pytest.raises(ConfigurationError, match=r"pip install 'bpwoo\[report\]'"):
        reconciliation_html(found())
