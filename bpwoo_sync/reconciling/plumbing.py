"""What the two sides are kept alike by: polls that are not late, webhooks that are called, clocks that are right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import woocommerce_sdk as woo
from bpwoo_sync.increments import skew_issues, stale_issues, webhook_issues
from bpwoo_sync.issues import Issue
from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.situation import Situation


def plumbing_differences(
    cursors: Mapping[str, datetime] | None, webhooks: Iterable[woo.Webhook] | None, situation: Situation, moments: Moments
) -> list[Issue]:
    """Polls that are late, webhooks of ours that the shop switched off, stamps that lie ahead. What is None was not asked for."""
    settings = situation.tables.increments
    stamps = (order.date_modified_gmt for order in situation.shop.orders)
    return [
        *([] if cursors is None else stale_issues(cursors, moments.now, settings)),
        *([] if webhooks is None else webhook_issues(webhooks, settings)),
        *skew_issues(stamps, moments.now),
    ]
