"""What can be said of two sides of which a part could not be read: nothing of what depends on it, and that it is so."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.snapshot import Account, Shop

#: The parts of the shop and of the account that each subject is compared, or planned, by.
_ORDERS = (("settings", "orders", "tax rates"), ("references", "products", "contacts", "sales orders", "bundles"))
NEEDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "orders": _ORDERS,
    "payments": (_ORDERS[0], (*_ORDERS[1], "payments")),
    "refunds": ((*_ORDERS[0], "refunds"), (*_ORDERS[1], "sales credits", "payments")),
    "shipments": (("orders", "refunds"), ("products", "sales orders", "bundles", "goods-out notes", "drop-ship notes")),
    "stock": (("orders", "products"), ("products", "sales orders", "older sales orders", "stock", "bundles")),
    "prices": (("settings", "products"), ("references", "products", "prices")),
    "products": (("products",), ("products",)),
    "webhooks": (("webhooks",), ()),
    "notes": ((), ("notes",)),
    "channel settings": ((), ("channel settings",)),
    "new products": (("settings", "products"), ("products", "stock", "prices", "product details", "channel settings", "options", "brands")),
}


def lacking(shop: Shop, account: Account, *subjects: str) -> bool:
    """Whether a part is missing that one of these subjects needs."""
    return any(shop.incomplete.keys() & NEEDS[subject][0] or account.incomplete.keys() & NEEDS[subject][1] for subject in subjects)


def with_gaps(shop: Shop) -> Shop:
    """The shop as it was read, its refunds counted as incomplete where an order tells of one that was not listed."""
    known = {refund.id for refunds in shop.refunds.values() for refund in refunds}
    orders = (order for order in shop.orders if order.status != woo.OrderStatus.TRASH)
    lost = next((f"order {order.number} has a refund {each.id}" for order in orders for each in order.refunds if each.id not in known), "")
    if not lost or "refunds" in shop.incomplete:
        return shop
    return evolve(shop, incomplete={**shop.incomplete, "refunds": f"{lost} that the shop did not list"})


def incomplete_issues(shop: Shop, account: Account, *, severity: Severity | None = None) -> list[Issue]:
    """An error for each part that could not be read, with what is therefore left out."""
    sides = ((0, "the shop", shop.incomplete), (1, "Brightpearl", account.incomplete))
    found = []
    for side, name, parts in sides:
        for part, why in sorted(parts.items()):
            left_out = ", ".join(subject for subject, needs in NEEDS.items() if part in needs[side]) or "nothing"
            told = f"The {part} of {name} could not be read whole: {why}. Left out: {left_out}."
            found.append(issue("SIDE_INCOMPLETE", "side", f"{name}: {part}", told, severity=severity, field=part, actual=why))
    return found
