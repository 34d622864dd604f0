"""Orders that have been missing for so short a time that a scheduler need not wake anybody for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from attrs import frozen

from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.reconciling.orders import missing_since
from bpwoo_sync.reconciling.pairs import Pair
from bpwoo_sync.reconciling.totals import ControlTotal
from bpwoo_sync.tables import Reconciling


@frozen(kw_only=True)
class Waiting:
    """Orders by key that are missing and fail nothing yet, and what they come to: that much of a difference fails nothing either."""

    orders: frozenset[str] = frozenset()
    totals: tuple[ControlTotal, ...] = ()


def waiting_pairs(pairs: Iterable[Pair], told: Reconciling, moments: Moments) -> tuple[Pair, ...]:
    """Orders that were to be imported ``missing_minutes`` ago at most, and are not there. What is pending is none of them."""
    age = timedelta(minutes=told.missing_minutes)
    return tuple(pair for pair in pairs if pair.is_missing and not pair.touched and not moments.older(missing_since(pair), age))
