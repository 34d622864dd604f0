"""What is found in each world of the cases, kept whole: findings to the last word, totals, counts and reasons.

A case says of a world that a code fires or not; what is kept says all the rest, and notices any change. After a change that is
wanted, keep it anew, and read what changed before it is committed: ``python -m tests.bpwoo_sync.reconciling.kept_findings``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from attrs import evolve

from bpwoo_sync.comparing import compared
from bpwoo_sync.reconcile import Reconciliation, reconcile
from bpwoo_sync.report import reconciliation_document
from tests.bpwoo_sync.reconciling.kept_sides import kept_account, kept_shop
from tests.bpwoo_sync.reconciling.test_goods import PRICES, PRODUCTS, SHIPMENTS, STOCK
from tests.bpwoo_sync.reconciling.test_kept_worlds import SETTINGS, WORLDS, Sides
from tests.bpwoo_sync.reconciling.test_money import PAYMENTS, REFUNDS
from tests.bpwoo_sync.reconciling.test_orders import ORDERS
from tests.bpwoo_sync.reconciling.test_plumbing import PLUMBING
from tests.bpwoo_sync.reconciling.worlds import Case

KEPT = Path(__file__).parent / "kept"

SUBJECTS: Mapping[str, Sequence[Case]] = {
    "orders": ORDERS,
    "payments": PAYMENTS,
    "refunds": REFUNDS,
    "stock": STOCK,
    "prices": PRICES,
    "products": PRODUCTS,
    "shipments": SHIPMENTS,
    "plumbing": PLUMBING,
}

#: All of these but plumbing, compared by snapshots of the first format.
FIRST_FORMAT = "first_format"

#: Worlds that no case is about.
WHOLE = "worlds"

EVERY = (*SUBJECTS, FIRST_FORMAT, WHOLE)

#: What follows from a code, and what is the same in every world.
LEFT_OUT = ("documentation", "repair", "store", "shop_taken_at", "account_taken_at", "orders_since")


def line(record: Mapping[str, Any]) -> str:
    """What is said of something, without what is blank or nothing."""
    return "; ".join(f"{name} {value}" for name, value in record.items() if name not in LEFT_OUT and value not in ("", None, 0, "0", {}))


def of_first_format(case: Case) -> Reconciliation:
    """What snapshots of the first format lead to, which hold no more of orders than their facts."""
    shop, account = case.find.sides()
    sides = kept_shop(shop, account, case.find.tables), kept_account(account, case.find.tables)
    ours, theirs = (evolve(each, lookups=None, orders=[evolve(order, detail={}) for order in each.orders or ()]) for each in sides)
    return compared(ours, theirs, case.find.tables)


def told(name: str, found: Reconciliation) -> dict[str, Any]:
    """All that is found in a world, a line for each thing."""
    document: dict[str, Any] = {"case": name}
    for part, value in reconciliation_document(found).items():
        if part not in LEFT_OUT:
            document[part] = (
                [line(each) for each in value] if isinstance(value, list) else line(value) if isinstance(value, dict) else value
            )
    return {part: value for part, value in document.items() if value not in ("", [])}


def worlds_of(subject: str) -> dict[str, Callable[[], Reconciliation]]:
    """What is found in each world of a subject, by the world's name."""
    if subject == WHOLE:
        return {world.__name__: partial(_whole, world) for world in WORLDS}
    if subject == FIRST_FORMAT:
        cases = (case for cases in SUBJECTS.values() for case in cases if cases is not PLUMBING)
        return {str(case): partial(of_first_format, case) for case in cases}
    return {str(case): case.find for case in SUBJECTS[subject]}


def _whole(world: Callable[[], Sides]) -> Reconciliation:
    return reconcile(*world(), SETTINGS)


@cache
def kept(subject: str) -> Any:
    """What is kept of the cases of a subject."""
    return json.loads((KEPT / f"{subject}.json").read_text("utf-8"))


def keep() -> None:
    """Keep what is found now."""
    KEPT.mkdir(exist_ok=True)
    for subject in EVERY:
        text = json.dumps([told(name, find()) for name, find in worlds_of(subject).items()], indent=1, ensure_ascii=False)
        (KEPT / f"{subject}.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    keep()
