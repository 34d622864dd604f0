"""Whole products as they were read before: a night asks only for those whose row says that they changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from attrs import field, frozen

import brightpearl_sdk as bp
from bpwoo_sync.described import described
from bpwoo_sync.known_products import OVERLAP
from bpwoo_sync.snapshot import Account
from bpwoo_sync.tables import Schedule


@described
@frozen(kw_only=True)
class KnownDetails:
    """Whole products by id, the change that each was read after, and when they were last looked at, and all read (aware UTC)."""

    products: Mapping[int, bp.Product] = field(repr=False)
    changed: Mapping[int, datetime] = field(repr=False)
    """When each had last been changed, by its row of before it was read: aware UTC."""
    asked_at: datetime
    """When they were last looked at: aware UTC."""
    whole_at: datetime
    """When all were read: aware UTC."""


def usable_details(known: KnownDetails | None, schedule: Schedule, now: datetime) -> KnownDetails | None:
    """What is known, unless all were read ``schedule.whole_days`` ago, or after now: then all are to be read.

    A change that moves no date of its product, such as a new name of an option, is found then.
    """
    return known if known is not None and timedelta(0) <= now - known.whole_at < timedelta(days=schedule.whole_days) else None


def unchanged(known: KnownDetails | None, rows: Iterable[bp.ProductRow]) -> dict[int, bp.Product]:
    """The known products that have not been changed since they were read, as far as rows of now tell.

    What was changed shortly before it was read is read again: dates may be of whole seconds, and clocks differ.
    """
    if known is None:
        return {}
    until = known.asked_at - OVERLAP
    stamps = {row.product_id: row.updated_on for row in rows if row.product_id is not None}
    alike = {id for id, stamp in stamps.items() if stamp is not None and stamp < until and stamp == known.changed.get(id)}
    return {id: known.products[id] for id in stamps if id in alike and id in known.products}


def details_after(account: Account, before: KnownDetails | None) -> KnownDetails | None:
    """What is known once an account was read; ``before`` is what was known then. None where anything is incomplete."""
    if {"products", "product details"} & set(account.incomplete):
        return None
    changed = {row.product_id: row.updated_on for row in account.products}
    return KnownDetails(
        products=account.details,
        changed={id: stamp for id, stamp in changed.items() if id is not None and stamp is not None},
        asked_at=account.taken_at,
        whole_at=account.taken_at if before is None else before.whole_at,
    )
