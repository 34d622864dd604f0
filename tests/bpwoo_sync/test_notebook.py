"""A plan that ends a cell of a notebook shows what will be written, and where each value comes from."""

from __future__ import annotations

from bpwoo_sync.plan import Plan
from tests.bpwoo_sync.mapping.orders import line, order
from tests.bpwoo_sync.mapping.sides import account, action, plan, shop

MADE = plan(shop(order("24.00", "4.00", [line(1, "<b>&", "2", "20.00", ("20", "4.00"))])), account())


def test_an_action_shows_each_value_with_its_source_and_rule() -> None:
    shown = action(MADE, "payment")._repr_html_()
    cells = ("amountPaid", "24.00", "order.total", "less tenders inside the total; a refund&#x27;s amount")
    assert "".join(f"<td>{cell}</td>" for cell in cells) in shown


def test_a_plan_shows_its_digest_its_writes_its_findings_and_folds_the_explanations() -> None:
    shown = MADE._repr_html_()
    assert f"Plan {MADE.digest[:12]}, {len(MADE)} writes" in shown
    assert len(MADE) == shown.count("<details>")
    assert "<td>UNKNOWN_SKU</td>" in shown


def test_what_a_shop_says_is_text_and_never_markup() -> None:
    assert "<b>" not in MADE._repr_html_()
    assert "&lt;b&gt;&amp;" in action(MADE, "sales-order")._repr_html_().lower()


def test_of_a_long_plan_the_first_writes_are_shown_and_the_rest_is_counted() -> None:
    many = Plan(actions=tuple(action(MADE, "payment") for _ in range(60)))
    assert (50, True) == (many._repr_html_().count("<details>"), "and 10 more writes" in many._repr_html_())
