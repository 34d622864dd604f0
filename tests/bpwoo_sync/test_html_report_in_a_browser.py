"""The report in a real Chromium: its filters, its sorting, a phone's width, paper, and who reads it by ear.

Without Chromium on the machine these tests are left out, unless ``BPWOO_TESTS_REQUIRE`` names it, as CI does.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bpwoo_sync.html_report import BackOffices, reconciliation_html
from bpwoo_sync.issues import issue
from bpwoo_sync.reconcile import ControlTotal
from bpwoo_sync.trends import Finished
from tests.bpwoo_sync.findings import ISSUES, LONG, MOMENT, day, drift, found, part

#: What a browser does by itself is switched off: it is to speak to nobody.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE, DESK = 375, 1200
BOTH = BackOffices(shop="https://shop.example", brightpearl="https://euw1.brightpearlapp.com")


def chromium() -> str:
    """The program of Chromium."""
    program = shutil.which("chromium")
    if program is None and "chromium" in os.environ.get("BPWOO_TESTS_REQUIRE", ""):
        pytest.fail("Chromium is not installed, and these tests are required")
    if program is None:
        pytest.skip("Chromium is not installed")
    return program


def runs(number: int) -> list[Finished]:
    """Comparisons of as many nights, of which some did not agree."""
    totals = [
        ControlTotal(currency=currency, measure=measure, shop=Decimal(f"{day}.50"), held=Decimal(0), account=Decimal(f"{day - day % 3}.50"))
        for day in range(number)
        for currency, measure in [(("GBP", "EUR")[day % 2], "gross")]
    ]
    return [
        Finished(at=MOMENT - timedelta(days=number - day), agrees=not day % 3, totals=(total,), findings={("STOCK_DRIFT", "warn"): day})
        for day, total in enumerate(totals)
    ]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    days = [part(f"2026-03-{day:02}", f"{day}000.00", f"{day}000.00" if day % 3 else "7.50") for day in range(1, 32)]
    path.write_text(reconciliation_html(found(days=days), back_offices=BOTH, history=runs(40)), "utf-8")
    return path


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(offline=True)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, report: Path) -> Page:
    return opened(context, report, DESK)


def opened(context: BrowserContext, report: Path, width: int) -> Page:
    """The report in a window of a width."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(report.as_uri())
    return page


def keys(page: Page) -> list[str]:
    """What the rows that are seen are about, from the top."""
    rows = page.locator("#findings tbody tr:visible")
    return [cells.split(" ", 1)[1] for cells in rows.locator("td:nth-child(3)").all_inner_texts()]


def told(page: Page) -> str:
    """What the page says of how many rows are shown."""
    return page.locator("#shown").inner_text()


def test_a_search_leaves_the_rows_with_all_of_its_words(page: Page) -> None:
    page.get_by_label("Search").fill("total DIFFERS 1003")
    assert ["1003"] == keys(page)
    assert f"1 of {len(ISSUES)} shown" == told(page)
    page.get_by_label("Search").fill("")
    assert f"{len(ISSUES)} of {len(ISSUES)} shown" == told(page)


def test_a_search_that_fits_nothing_shows_nothing(page: Page) -> None:
    page.get_by_label("Search").fill("no such thing")
    assert [] == keys(page)


def test_severity_and_code_are_filtered_together(page: Page) -> None:
    page.get_by_label("Severity", exact=True).select_option("error")
    errors = [each.key for each in ISSUES if each.severity.value == "error"]
    assert errors == keys(page)
    page.get_by_label("Code", exact=True).select_option("TOTAL_MISMATCH")
    assert ["1002", "1003"] == keys(page)


def test_a_heading_sorts_up_then_down_and_says_so(page: Page) -> None:
    heading = page.get_by_role("columnheader", name="expected")
    heading.get_by_role("button").click()
    numbers = [cell for cell in page.locator("#findings td:nth-child(5)").all_inner_texts() if cell.replace(".", "").isdigit()]
    assert ["0", "20.00", "40", "100.00"] == numbers
    assert "ascending" == heading.get_attribute("aria-sort")
    heading.get_by_role("button").click()
    numbers = [cell for cell in page.locator("#findings td:nth-child(5)").all_inner_texts() if cell.replace(".", "").isdigit()]
    assert ["100.00", "40", "20.00", "0"] == numbers
    assert "descending" == heading.get_attribute("aria-sort")


def test_severities_sort_by_how_bad_they_are(page: Page) -> None:
    page.get_by_label("Sort by").select_option("severity, down")
    assert "info" == page.locator("#findings tbody tr:first-child td:first-child").inner_text()
    page.get_by_label("Sort by").select_option("severity, up")
    assert ["error", "info"] == [page.locator("#findings tbody tr td:first-child").nth(place).inner_text() for place in (0, -1)]


def test_the_first_order_comes_back(page: Page) -> None:
    page.get_by_label("Sort by").select_option("about, down")
    page.get_by_label("Sort by").select_option("worst first")
    assert [each.key for each in ISSUES] == keys(page)


def test_sorting_keeps_what_is_filtered_away_hidden(page: Page) -> None:
    page.get_by_label("Code", exact=True).select_option("TOTAL_MISMATCH")
    page.get_by_label("Sort by").select_option("about, down")
    assert ["1003", "1002"] == keys(page)


def test_pressing_enter_in_the_search_stays_on_the_page(page: Page, report: Path) -> None:
    page.get_by_label("Search").fill("1003")
    page.get_by_label("Search").press("Enter")
    assert report.as_uri() == page.url
    assert ["1003"] == keys(page)


def test_the_page_asks_nothing_of_any_network(context: BrowserContext, report: Path) -> None:
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(report.as_uri())
    assert ([report.as_uri()], []) == (asked, wrong)


def test_markup_in_a_name_is_text(page: Page) -> None:
    assert "Reconciliation of store W1" == page.title()


@pytest.mark.parametrize("width", [320, PHONE, 768, 769, 820, DESK])
def test_nothing_is_wider_than_the_window(context: BrowserContext, report: Path, width: int) -> None:
    page = opened(context, report, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    beyond = page.evaluate(
        """width => [...document.querySelectorAll("body *")]
            .filter(each => each.getBoundingClientRect().right > width + 0.5)
            .map(each => each.outerHTML.slice(0, 120))""",
        width,
    )
    assert [] == beyond


def test_on_a_phone_each_value_has_its_name_beside_it(context: BrowserContext, report: Path) -> None:
    page = opened(context, report, PHONE)
    assert not page.locator("#findings thead").is_visible()
    named = "e => getComputedStyle(e, '::before').content"
    assert '"message"' == page.locator("#findings tbody td:nth-child(4)").first.evaluate(named)


def test_on_paper_controls_are_left_out_and_every_row_is_there(page: Page) -> None:
    page.emulate_media(media="print")
    assert not page.locator("#controls").is_visible()
    assert len(ISSUES) == len(keys(page))
    assert page.locator("#findings thead").is_visible()


def test_many_totals_of_days_are_folded_away_on_a_screen_and_whole_on_paper(context: BrowserContext, tmp_path: Path) -> None:
    path = tmp_path / "days.html"
    path.write_text(
        reconciliation_html(found(daily=tuple(day("gross", "1.00", "1.00", day=f"2026-03-{number:02}") for number in range(1, 71)))),
        "utf-8",
    )
    page = opened(context, path, PHONE)
    rows = page.locator('table[aria-labelledby="h-daily"] tbody tr')
    assert (False, "70 totals of 70 days") == (rows.last.is_visible(), page.locator("details summary").inner_text())
    page.locator("details summary").click()
    assert rows.last.is_visible()
    page.locator("details summary").click()
    page.emulate_media(media="print")
    assert 70 == page.locator('table[aria-labelledby="h-daily"] tbody tr:visible').count()


def test_paper_is_not_laid_out_as_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 600, "height": 800})
    page.emulate_media(media="print")
    assert "table-cell" == page.locator("#findings tbody td").first.evaluate("e => getComputedStyle(e).display")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing_wrong(context: BrowserContext, report: Path, width: int) -> None:
    page = opened(context, report, width)
    result = Axe().run(page)
    assert [] == [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in result.response["violations"]]


CHARTS = [
    "Orders by day, GBP",
    "Unexplained difference by day, GBP",
    "Stock drift",
    "Findings of the latest comparisons",
    "Unexplained difference of the latest comparisons",
]


def test_each_chart_is_a_picture_with_a_name_and_a_description(page: Page) -> None:
    assert CHARTS == page.locator("figure figcaption").all_inner_texts()
    for name in CHARTS:
        picture = page.get_by_role("img", name=name, exact=True)
        assert page.locator(f"#{picture.get_attribute('aria-describedby')}").inner_text() != ""


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_is_written_in_a_chart_stays_in_it_and_is_large_enough_to_read(context: BrowserContext, report: Path, width: int) -> None:
    page = opened(context, report, width)
    outside = page.evaluate(
        """() => [...document.querySelectorAll("figure svg text")].filter(each => {
            const own = each.getBoundingClientRect(), whole = each.closest("svg").getBoundingClientRect();
            return own.left < whole.left - 1 || own.right > whole.right + 1 || own.bottom > whole.bottom + 1;
        }).map(each => each.textContent)"""
    )
    # Of letters 12 units high; the picture's own units are scaled to the page.
    scales = page.locator("figure svg").evaluate_all("all => all.map(e => e.getBoundingClientRect().width / e.viewBox.baseVal.width)")
    assert [] == outside
    assert [] == [scale for scale in scales if 12 * scale < 9]


def test_no_chart_is_torn_apart_by_the_end_of_a_sheet_of_paper(page: Page) -> None:
    page.emulate_media(media="print")
    assert {"avoid"} == set(page.locator("figure").evaluate_all("all => all.map(each => getComputedStyle(each).breakInside)"))


def test_two_thousand_findings_are_searched_within_a_second(context: BrowserContext, tmp_path: Path) -> None:
    many = [issue("MISSING_IN_BP", "order", str(number), f"Order {number} is not in Brightpearl.") for number in range(10_000, 12_000)]
    path = tmp_path / "many.html"
    path.write_text(reconciliation_html(found(issues=many, drifts=[drift(LONG, "1", 2)])), "utf-8")
    page = opened(context, path, DESK)
    timed = """() => {
        const box = document.getElementById("search"), started = performance.now();
        box.value = "11999"; box.dispatchEvent(new Event("input")); document.body.offsetHeight;
        return performance.now() - started;
    }"""
    assert page.evaluate(timed) < 1000
    assert "1 of 2000 shown" == told(page)
