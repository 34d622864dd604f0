"""A reconciliation that finds something of everything, made by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bpwoo_sync.breakdowns import PartTotal, Place, StockDrift
from bpwoo_sync.issues import Severity, issue, worst_first
from bpwoo_sync.reconcile import ControlTotal, DayCount, DayTotal, Figure, Reconciliation, StockSummary
from bpwoo_sync.reconciling.daily import ABSENT

MOMENT = datetime(2026, 3, 3, 9, tzinfo=UTC)

#: What a shop's customer or staff may type: markup, a formula, and a long word without a place to break it.
HOSTILE = "<script>document.title='taken'</script>"
LONG = "SKU" + "X" * 90

ISSUES = worst_first(
    (
        issue("MISSING_IN_BP", "order", "1001", "Order 1001 over 24.00 GBP is not in Brightpearl.", expected="24.00 GBP"),
        issue("TOTAL_MISMATCH", "order", "1002", "Order 1002: total differs.", field="total", expected="100.00", actual="99.00"),
        issue("TOTAL_MISMATCH", "order", "1003", "Order 1003: total differs.", field="total", expected="20.00", actual="19.99"),
        issue(
            "STOCK_DRIFT",
            "stock",
            "MUG",
            "MUG: the shop has 12, Brightpearl 0 to sell.",
            severity=Severity.ERROR,
            expected="0",
            actual="12",
        ),
        issue("STOCK_DRIFT", "stock", LONG, f"{LONG}: the shop has 1, Brightpearl 40 to sell.", expected="40", actual="1"),
        issue("UNKNOWN_SKU", "order", "1004", f"The SKU {HOSTILE} is not in Brightpearl."),
        issue("REFUND_MISSING", "refund", "1002/R9", "The refund over 5.00 GBP has no sales credit.", expected="5.00 GBP"),
        issue("LINK_BROKEN", "order", "1002"),
    )
)


def part(part: str, shop: str, account: str, *, held: str = "0", currency: str = "GBP") -> PartTotal:
    """A part of a total."""
    return PartTotal(currency=currency, part=part, shop=Decimal(shop), held=Decimal(held), account=Decimal(account))


def drift(sku: str, shop: str | None, wanted: int, name: str = "") -> StockDrift:
    """A product whose stock drifted."""
    return StockDrift(sku=sku, name=name, shop=None if shop is None else Decimal(shop), wanted=wanted, shop_id=51, product_id=1000)


def day(measure: str, shop: str, account: str, part: str = "", day: str = "2026-03-02") -> DayTotal:
    """A control total of a day."""
    return DayTotal(currency="GBP", day=day, measure=measure, part=part, shop=Decimal(shop), held=Decimal("0"), account=Decimal(account))


def found(**more: Any) -> Reconciliation:
    """What was found; what a test gives takes the place of it."""
    return Reconciliation(
        **{
            "shop_taken_at": MOMENT,
            "account_taken_at": MOMENT,
            "store": "W1",
            "counts": {"orders in the shop": 4},
            "totals": (
                ControlTotal(currency="GBP", measure="gross", shop=Decimal("144.00"), held=Decimal("0"), account=Decimal("118.99")),
                ControlTotal(currency="GBP", measure="tax", shop=Decimal("24.00"), held=Decimal("0"), account=Decimal("24.00")),
            ),
            "stock": StockSummary(compared=9, equal=7, over=1, under=1, units_over=12, units_under=39),
            "issues": ISSUES,
            "days": (part("2026-03-01", "24.00", "0"), part("2026-03-02", "120.00", "118.99")),
            "taxes": (part("T20", "20.00", "20.00"), part("", "4.00", "4.00")),
            "methods": (part("CARD", "144.00", "144.00"),),
            "daily": (day("gross", "120.00", "118.99"), day("tax", "20.00", "20.00", "T20"), day("shipping", "4.95", "4.95")),
            "by_status": (
                DayCount(day="2026-03-01", status="processing", admitted=1, missing=1),
                DayCount(day="2026-03-02", status="completed", admitted=3, imported=3),
                DayCount(day="2026-03-02", status=ABSENT, extra=1),
            ),
            "receivables": (part("on-hold, bacs", "24.00", "24.00"),),
            "figures": (
                Figure(currency="GBP", name="discounts", orders=1, shop=Decimal("1.50"), account=None),
                Figure(currency="GBP", name="rounding", orders=2, shop=Decimal("0.03"), account=Decimal("0.02")),
            ),
            "repaired": {"customer payments": 2},
            "repaired_since": MOMENT - timedelta(days=1),
            "drifts": (drift(LONG, "1", 40, "A long one"), drift("MUG", "12", 0, HOSTILE)),
            "places": {
                ("order", "1001"): Place(order_id=501),
                ("order", "1002"): Place(order_id=502, sales_order_id=100123, since=MOMENT - timedelta(days=2)),
                ("stock", "MUG"): Place(shop_product_id=51, product_id=1002),
            },
            **more,
        }
    )
