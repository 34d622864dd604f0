"""The account's products as they were read before: a run between two nights asks only for those that changed since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from attrs import field, frozen

import brightpearl_sdk as bp
from bpwoo_sync.described import described
from bpwoo_sync.snapshot import Account

#: How far back of the last look a product is asked for again: clocks differ, and a change may show a little later.
OVERLAP = timedelta(minutes=15)

#: How long products that changed are added to those that were read whole, before all are read again.
WHOLE_EVERY = timedelta(hours=26)


@described
@frozen(kw_only=True)
class KnownProducts:
    """The rows of all products of an account, when they were last asked for, and when they were read whole (aware UTC)."""

    rows: tuple[bp.ProductRow, ...] = field(repr=False)
    asked_at: datetime
    """When what had changed was last asked for: aware UTC."""
    whole_at: datetime
    """When all were read: aware UTC."""

    def changed_since(self) -> datetime:
        """From when on what changed is to be asked for (aware UTC)."""
        return self.asked_at - OVERLAP


def usable(known: KnownProducts | None, now: datetime) -> KnownProducts | None:
    """What is known, unless it was read whole too long ago, or after now: then all are to be read."""
    return known if known is not None and timedelta(0) <= now - known.whole_at < WHOLE_EVERY else None


def with_changes(known: KnownProducts, changed: Iterable[bp.ProductRow]) -> list[bp.ProductRow]:
    """All rows, those that changed in place of what they were, new ones behind."""
    rows = {row.product_id: row for row in known.rows} | {row.product_id: row for row in changed}
    return list(rows.values())


def known_after(account: Account, before: KnownProducts | None) -> KnownProducts | None:
    """What is known once an account was read; ``before`` is what its products were added to. None where they are incomplete."""
    if "products" in account.incomplete:
        return None
    whole_at = account.taken_at if before is None else before.whole_at
    return KnownProducts(rows=account.products, asked_at=account.taken_at, whole_at=whole_at)
