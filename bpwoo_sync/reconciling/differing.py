"""By how much a finding differs, how old what it is about is, and which findings come first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from bpwoo_sync.breakdowns import Place
from bpwoo_sync.findings import COLUMNS
from bpwoo_sync.issues import Issue, Severity
from bpwoo_sync.listing import Kind, Listing
from bpwoo_sync.mapping.money import ZERO

#: Codes that expect an amount, a price or pieces; what others expect and find are names, ids and statuses.
_MEASURED = frozenset(
    {
        "BP_ORDER_GONE",
        "MISSING_IN_BP",
        "OVERPAID_IN_BP",
        "OVERSOLD",
        "PAID_IN_BP_ONLY",
        "PRICE_DRIFT",
        "PRICE_JUMP",
        "REFUND_AMOUNT",
        "REFUND_DELETED",
        "REFUND_MISSING",
        "REFUND_UNPAID",
        "STOCK_DRIFT",
        "TAX_MISMATCH",
        "TOTAL_MISMATCH",
        "UNPAID_IN_BP",
    }
)
_AMOUNT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(?: [A-Z]{3})?")

#: What a finding tells beside what it is: its difference, its age in hours, and where its record is found.
MORE: Mapping[str, Kind] = {
    "difference": Kind.AMOUNT,
    "age_hours": Kind.WHOLE,
    **dict.fromkeys(("order_id", "sales_order_id", "shop_product_id", "product_id"), Kind.WHOLE),
}


def difference_of(found: Issue) -> Decimal | None:
    """What was expected less what was found, in its currency or in pieces; None where neither is an amount."""
    if found.code not in _MEASURED:
        return None
    expected, actual = (_amount(each) for each in (found.expected, found.actual))
    return None if expected is None and actual is None else (expected or ZERO) - (actual or ZERO)


def _amount(text: str) -> Decimal | None:
    known = _AMOUNT.fullmatch(text)
    return None if known is None else Decimal(known[1])


def hours_old(place: Place, at: datetime) -> int | None:
    """How many whole hours before that moment an order was placed; None where that is unknown."""
    return None if place.since is None else int((at - place.since).total_seconds() // 3600)


def largest_first(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Findings by severity, then the largest difference, then code and key."""
    order = list(Severity)
    return tuple(sorted(issues, key=lambda each: (order.index(each.severity), -abs(difference_of(each) or ZERO), each.code, each.key)))


def more_of(found: Issue, places: Mapping[tuple[str, str], Place], at: datetime) -> dict[str, Decimal | int | None]:
    """What a finding tells beside what it is, by the names of :data:`MORE`."""
    place = places.get((found.entity, found.key), Place())
    return {
        "difference": difference_of(found),
        "age_hours": hours_old(place, at),
        "order_id": place.order_id,
        "sales_order_id": place.sales_order_id,
        "shop_product_id": place.shop_product_id,
        "product_id": place.product_id,
    }


def found_listing(issues: Iterable[Issue], places: Mapping[tuple[str, str], Place], at: datetime) -> Listing:
    """A row for each finding, with what it tells beside what it is; ``at`` (aware UTC) is when both sides were read."""
    rows = ((*(str(getattr(each, name)) for name in COLUMNS), *more_of(each, places, at).values()) for each in issues)
    return Listing(columns={**dict.fromkeys(COLUMNS, Kind.TEXT), **MORE}, rows=tuple(rows))
