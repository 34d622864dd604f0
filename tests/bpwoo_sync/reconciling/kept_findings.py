"""What is found in each world of the cases, kept whole: findings to the last word, totals, counts and reasons.

A case says of a world that a code fires or not; what is kept says all the rest, and notices any change. After a change that is
wanted, keep it anew, and read what changed before it is committed: ``python -m tests.bpwoo_sync.reconciling.kept_findings``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve

from bpwoo_sync.comparing import compared
from bpwoo_sync.reconcile import Reconciliation
from bpwoo_sync.report import reconciliation_document
from tests.bpwoo_sync.reconciling.kept_sides import kept_account, kept_shop
from tests.bpwoo_sync.reconciling.test_goods import PRICES, PRODUCTS, SHIPMENTS, STOCK
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


def told(case: Case, found: Reconciliation) -> dict[str, Any]:
    """All that is found in the world of a case, a line for each thing."""
    document: dict[str, Any] = {"case": str(case)}
    for name, value in reconciliation_document(found).items():
        if name not in LEFT_OUT:
            document[name] = (
                [line(each) for each in value] if isinstance(value, list) else line(value) if isinstance(value, dict) else value
            )
    return {name: value for name, value in document.items() if value not in ("", [])}


def cases_of(subject: str) -> tuple[Case, ...]:
    """The cases of a subject."""
    if subject == FIRST_FORMAT:
        return tuple(case for cases in SUBJECTS.values() for case in cases if cases is not PLUMBING)
    return tuple(SUBJECTS[subject])


def told_of(subject: str, case: Case) -> dict[str, Any]:
    """What is found in the world of a case of a subject."""
    return told(case, of_first_format(case) if subject == FIRST_FORMAT else case.find())


@cache
def kept(subject: str) -> Any:
    """What is kept of the cases of a subject."""
    return json.loads((KEPT / f"{subject}.json").read_text("utf-8"))


def keep() -> None:
    """Keep what is found now."""
    KEPT.mkdir(exist_ok=True)
    for subject in (*SUBJECTS, FIRST_FORMAT):
        text = json.dumps([told_of(subject, case) for case in cases_of(subject)], indent=1, ensure_ascii=False)
        (KEPT / f"{subject}.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    keep()
