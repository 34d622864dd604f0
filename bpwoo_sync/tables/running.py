"""When a worker looks, how far back, and from when on a comparison has failed: ``[increments]``, ``[schedule]``, ``[reconcile]``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from bpwoo_sync.described import described


@described
@frozen(kw_only=True)
class Increments:
    """``[increments]``: how a poll follows what changed since the one before.

    Each poll reaches back ``overlap_minutes`` before what the last one saw, and leaves the last ``lag_seconds`` to the
    next. A poll is late after twice ``interval_minutes``. Webhooks of the shop that deliver to an address which begins
    with ``webhook_address`` are ours: one that the shop switched off is reported.
    """

    overlap_minutes: int = 10
    """In minutes."""
    lag_seconds: int = 30
    """In seconds."""
    interval_minutes: int = 10
    """In minutes."""
    webhook_address: str = ""


@described
@frozen(kw_only=True)
class Schedule:
    """``[schedule]``: when a worker runs what. ``0`` and ``""`` turn a run off.

    A poll each ``poll_seconds``; stock and prices compared whole each ``goods_minutes``; everything synced each night
    at ``nightly``, and both sides compared at ``reconcile``: times of day where the books are kept, plus up to an hour by
    the pair's name. What is synced each night are products, prices, and the orders that changed in the last ``window_days``, are
    open or wait; every ``whole_days`` it is all there is. 0 for either, or for ``goods_minutes``, is for all.
    """

    poll_seconds: int = 600
    """In seconds."""
    goods_minutes: int = 60
    """In minutes."""
    nightly: str = "01:00"
    reconcile: str = "04:00"
    window_days: int = 45
    """In days."""
    whole_days: int = 7
    """In days."""


@described
@frozen(kw_only=True)
class Reconciling:
    """``[reconcile]``: which orders are compared, and from when on a comparison has failed.

    Orders are those that were placed or changed in the last ``window_days`` on either side, and those that are open; 0 is
    for all there are. A finding that is at least as bad as ``fail_on`` fails it, with two exceptions: a missing order once it
    was to be imported longer ago than ``missing_minutes``, and drifted or oversold stock where it is of more than
    ``stock_errors`` of the compared SKUs. A code in ``allowed`` may have so many findings instead,
    warnings counted as well; what is pending or only worth knowing never counts. ``differences`` is how much of each
    control total may be unexplained, by currency. What was changed in the last ``grace_minutes`` before a side was read is
    pending: the other side need not show it yet. ``stock_units`` is how many pieces the shop may have too many and too
    few, added up; ``stock_share`` the part of the compared SKUs that may differ by more than the tolerance.
    """

    window_days: int = 45
    """In days; 0 for all there are."""
    fail_on: Literal["block", "error", "warn", "info"] = "error"
    missing_minutes: int = 60
    """In minutes, since the order was paid, else placed; 0 for none."""
    stock_errors: Decimal = Decimal("0.005")
    """A part of the compared SKUs; 0 for none."""
    allowed: Mapping[str, int] = field(factory=dict)
    differences: Mapping[str, Decimal] = field(factory=dict)
    """The amount that may be unexplained, by currency, in that currency."""
    stock_units: int | None = None
    """In pieces, added up."""
    stock_share: Decimal | None = None
    """A part of the compared SKUs: 0.01 is one in a hundred."""
    grace_minutes: int = 15
    """In minutes, before a side was read."""

    @property
    def grace(self) -> timedelta:
        """How shortly before a side was read a change need not show on the other one."""
        return timedelta(minutes=self.grace_minutes)
