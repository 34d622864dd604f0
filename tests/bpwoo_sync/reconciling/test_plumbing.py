"""Findings of what keeps both sides alike, and of sides that could not be read whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import woocommerce_sdk as woo
from bpwoo_sync.completeness import NEEDS
from bpwoo_sync.increments import POLLED
from bpwoo_sync.issues import Severity
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.planning import sync_plan
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, shop
from tests.bpwoo_sync.reconciling.test_money import credit, refund
from tests.bpwoo_sync.reconciling.worlds import Case, Find, books, check, fires, goods, imported, product, sold, spares

E, W = Severity.ERROR, Severity.WARN
OURS = tables(increments={"webhook_address": "https://sync.example/"})


def hooked(status: str, address: str = "https://sync.example/hook", **more: Any) -> Find:
    """The shop with one webhook."""
    hook = woo.decode(woo.Webhook, {"id": 3, "status": status, "topic": "order.updated", "delivery_url": address})
    return books(the_tables=OURS, webhooks=[hook], **more)


def polled(minutes: int) -> Find:
    """The last complete poll began so many minutes ago."""
    return books(cursors={POLLED: TAKEN_AT - timedelta(minutes=minutes)})


def lost(part: str, *, here: bool = False, **more: Any) -> Find:
    """A part of a side could not be read, and all else differs."""
    missing = {"incomplete": {part: "page 2 broke off"}}
    return books(None, (), (), of_account=missing if here else None, of_shop=None if here else missing, **more)


SUMMARY = {"id": 9, "reason": "", "total": "-12.00"}

PLUMBING: tuple[Case, ...] = (
    fires("WEBHOOK_DISABLED", "the shop switched ours off", E, hooked("disabled"), "3"),
    spares("WEBHOOK_DISABLED", "it is active", hooked("active")),
    spares("WEBHOOK_DISABLED", "it is somebody else's", hooked("disabled", "https://other.example/")),
    fires("CURSOR_STALE", "the last poll was 21 minutes ago", E, polled(21), "polled"),
    spares("CURSOR_STALE", "the last poll was 20 minutes ago", polled(20)),
    spares("CURSOR_STALE", "there never was a poll", books(cursors={})),
    fires("CLOCK_SKEW", "an order was changed in the future", W, books(sold(date_modified_gmt="2026-03-03T09:06:00"))),
    spares("CLOCK_SKEW", "clocks differ by minutes", books(sold(date_modified_gmt="2026-03-03T09:04:00"))),
    fires("SIDE_INCOMPLETE", "the shop's orders", E, lost("orders"), "the shop: orders"),
    fires("SIDE_INCOMPLETE", "Brightpearl's payments", E, lost("payments", here=True), "Brightpearl: payments"),
    fires("SIDE_INCOMPLETE", "an order tells of a refund that was not listed", E, books(sold(refunds=[SUMMARY])), "the shop: refunds"),
    spares(
        "SIDE_INCOMPLETE",
        "each refund that an order tells of was listed",
        books(sold(refunds=[SUMMARY]), of_shop={"refunds": {1001: (refund(),)}}),
    ),
)


@pytest.mark.parametrize("case", PLUMBING, ids=str)
def test_a_finding_of_plumbing(case: Case) -> None:
    check(case)


@pytest.mark.parametrize(
    ("part", "here"),
    [(part, bool(side)) for side in (0, 1) for part in sorted({each for needs in NEEDS.values() for each in needs[side]} - {"webhooks"})],
)
def test_nothing_is_said_of_what_depends_on_a_part_that_is_missing(part: str, here: bool) -> None:
    missing = {"incomplete": {part: "page 2 broke off"}}
    options: dict[str, Any] = {"of_account" if here else "of_shop": missing}
    whole = {"stock": "STOCK_DRIFT", "prices": "PRICE_DRIFT", "products": "SKU_ONLY_IN_WOO"}
    seen = {each.code for each in goods(product(quantity="9"), product(70, "NEW"), prices={1000: {1: "30.00"}}, **options)().issues}
    told = {each.code for each in books(None, (), (), **options)().issues}
    for subject, code in whole.items():
        assert (part in NEEDS[subject][here]) is (code not in seen), subject
    assert (part in NEEDS["orders"][here]) is ("MISSING_IN_BP" not in told)
    assert "SIDE_INCOMPLETE" in seen


def test_without_payments_orders_are_compared_and_their_payments_are_not() -> None:
    found = lost("payments", here=True)()
    assert {"MISSING_IN_BP", "SIDE_INCOMPLETE"} == {each.code for each in found.issues}
    assert ["gross", "net", "tax"] == [each.measure for each in found.totals]
    assert not found.agrees


def test_without_refunds_a_credit_is_not_taken_for_one_without_a_refund() -> None:
    found = books(sold(refunds=[SUMMARY]), imported(), of_account={"sales_credits": (credit(),)})()
    assert ["SIDE_INCOMPLETE"] == [each.code for each in found.issues]


def test_nothing_is_planned_by_what_could_not_be_read() -> None:
    whole = sync_plan(shop(sold()), account(), tables(), Ledger())
    torn = sync_plan(shop(sold()), account(incomplete={"sales orders": "page 2 broke off"}), tables(), Ledger())
    assert ({"sales-order"} <= set(whole.by_kind()), {}) == (True, torn.by_kind())
    assert [("SIDE_INCOMPLETE", Severity.BLOCK)] == [(each.code, each.severity) for each in torn.issues]
