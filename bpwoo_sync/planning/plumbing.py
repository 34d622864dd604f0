"""What repairs the ways by which one side hears of the other: webhooks that are made active again, and a poll that is due.

No sync does either. A webhook was switched off for a reason that a person looks at first, and a poll is run by whoever runs polls.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import woocommerce_sdk as woo
from bpwoo_sync.increments import POLLED, disabled_webhooks, stale_issues
from bpwoo_sync.plan import Action
from bpwoo_sync.snapshot import Plumbing
from bpwoo_sync.tables import Tables

#: What the poll is called as the thing that a finding or a write is about.
POLL = f"poll {POLLED}"


def plumbing_actions(plumbing: Plumbing, tables: Tables, now: datetime) -> Iterator[Action]:
    """The writes that make webhooks of ours active again, and the poll that is due, or that finds what these missed."""
    settings, cursors = tables.increments, plumbing.cursors
    off = disabled_webhooks(plumbing.webhooks or (), settings)
    for webhook in off:
        yield _reactivation(webhook, now, polls=cursors is not None)
    if cursors is not None and (off or stale_issues(cursors, now, settings)):
        yield _poll(cursors.get(POLLED))


def _reactivation(webhook: woo.Webhook, now: datetime, *, polls: bool) -> Action:
    missed = "a poll brings over what it missed" if polls else "bpwoo poll --apply brings over what it missed"
    return Action(
        # The moment is part of the key: the shop may switch it off again.
        key=f"webhook:{webhook.id}:{now.isoformat()}",
        kind="shop-webhook",
        payload={"status": woo.WebhookStatus.ACTIVE.value},
        entity=f"webhook {webhook.id}",
        summary=f"Make webhook {webhook.id} ({webhook.topic}) active again; {missed}",
        target=str(webhook.id),
    )


def _poll(polled: datetime | None) -> Action:
    since = "since the shop went live" if polled is None else f"since the last complete poll, of {polled.isoformat()}"
    return Action(
        key=f"poll:{'' if polled is None else polled.isoformat()}",
        kind="poll",
        payload={"cursor": POLLED},
        entity=POLL,
        summary=f"Run a poll: bring over, as every poll does, what changed {since}",
        target=POLLED,
    )
