"""A plan, a ledger or a reconciliation that ends a cell of a notebook shows itself: small, escaped, with what to do."""

from __future__ import annotations

from bpwoo_sync.findings import Findings
from bpwoo_sync.ledger import Status, outcome_listing, status_listing
from bpwoo_sync.listing import listing_html
from bpwoo_sync.plan import Plan
from tests.bpwoo_sync.findings import HOSTILE, ISSUES, found
from tests.bpwoo_sync.mapping.orders import line, order
from tests.bpwoo_sync.mapping.sides import account, action, plan, shop
from tests.bpwoo_sync.test_frames import DONE, LEDGER

MADE = plan(shop(order("24.00", "4.00", [line(1, "<b>&", "2", "20.00", ("20", "4.00"))])), account())


def test_an_action_shows_each_value_with_its_source_and_rule() -> None:
    shown = action(MADE, "payment")._repr_html_()
    cells = ("amountPaid", "24.00", "order.total", "less tenders inside the total; a refund&#x27;s amount")
    assert "".join(f"<td>{cell}</td>" for cell in cells) in shown


def test_a_plan_shows_its_digest_its_writes_its_findings_and_folds_the_explanations() -> None:
    shown = MADE._repr_html_()
    assert f"Plan {MADE.digest[:12]}, {len(MADE)} writes" in shown
    assert len(MADE) == shown.count("<details>")
    assert ">UNKNOWN_SKU</a></td>" in shown


def test_what_a_shop_says_is_text_and_never_markup() -> None:
    assert "<b>" not in MADE._repr_html_()
    assert "&lt;b&gt;&amp;" in action(MADE, "sales-order")._repr_html_().lower()


def test_of_a_long_plan_the_first_writes_are_shown_and_the_rest_is_counted() -> None:
    many = Plan(actions=tuple(action(MADE, "payment") for _ in range(60)))
    assert (50, True) == (many._repr_html_().count("<details>"), "and 10 more writes" in many._repr_html_())


def test_a_reconciliation_shows_whether_both_sides_agree_its_totals_and_its_findings() -> None:
    shown = found()._repr_html_()
    assert "W1: both sides do not agree" in shown
    assert "<td>GBP</td><td>gross</td><td>144.00</td><td>0</td><td>0</td><td>118.99</td><td>25.01</td>" in shown
    assert f"<details><summary>{len(ISSUES)} findings</summary>" in shown
    assert "both sides agree" in found(totals=(), issues=())._repr_html_()


def test_findings_and_each_of_them_show_what_to_do() -> None:
    assert ISSUES[0].repair in Findings(ISSUES)._repr_html_()
    assert f"<td>repair</td><td>{ISSUES[0].repair}</td>" in ISSUES[0]._repr_html_()
    assert "<p>no findings</p>" == Findings()._repr_html_()


def test_of_many_findings_the_first_are_shown_and_the_rest_is_counted() -> None:
    shown = Findings(ISSUES[:1] * 60)._repr_html_()
    assert (51, True) == (shown.count("<tr>"), "and 10 more rows" in shown)


def test_a_ledger_shows_how_far_its_writes_came_and_those_that_are_not_done() -> None:
    shown = LEDGER._repr_html_()
    assert "Ledger, 2 writes" in shown
    assert "<td>payment</td><td>done</td><td>1</td>" in shown
    assert ("refused" in shown, DONE.key in shown) == (True, False)


def test_nothing_that_either_side_says_becomes_markup() -> None:
    assert HOSTILE in found().listing("drifts").column("name")
    shown = found()._repr_html_() + Findings(ISSUES)._repr_html_() + found().listing("drifts")._repr_html_()
    shown += "".join(each._repr_html_() for each in ISSUES)
    assert (False, True) == ("<script" in shown, "&lt;script&gt;" in shown)


def test_a_ledger_shows_its_two_tables_one_after_the_other() -> None:
    not_done = [each for each in LEDGER if each.status is not Status.DONE]
    tables = listing_html(status_listing(LEDGER)) + listing_html(outcome_listing(not_done))
    assert f"<h4>Ledger, 2 writes</h4>{tables}" == LEDGER._repr_html_()
