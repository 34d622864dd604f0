"""What is told of how the sync runs: polls, webhooks, clocks, the configuration, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping

from bpwoo_sync.codes.kinds import Code, Severity

#: Every kind of issue about how the sync runs, by its code.
#:
#: :meta hide-value:
RUNNING: Mapping[str, Code] = {
    "CLOCK_SKEW": Code(
        Severity.WARN,
        "A record was changed at a moment that has not come yet.",
        cause=(
            "The clock of the shop's server, of Brightpearl or of this machine is wrong, or a plug-in writes local time "
            "into a field of UTC."
        ),
        repair="Set the clocks; until then polls read more than they need.",
    ),
    "CURSOR_STALE": Code(
        Severity.ERROR,
        "No poll was complete for longer than twice the interval.",
        cause=(
            "Polls fail or do not run: keys were revoked, the shop is down, the worker is stopped, or each run ends before its last page."
        ),
        repair="Find out why polls fail, and run one: bpwoo poll --apply, or approve it with bpwoo reconcile --repairs.",
    ),
    "SIDE_INCOMPLETE": Code(
        Severity.ERROR,
        "A part of one side could not be read; what depends on it was not compared.",
        cause=(
            "A page, a list or a record could not be read: no permission, a time-out, or an answer that does not have the documented shape."
        ),
        repair="Find out why, and run it again.",
    ),
    "TABLE_ENTRY_UNKNOWN": Code(
        Severity.ERROR,
        "The configuration names something that the account does not have.",
        cause="A code was mistyped, or renamed or removed in Brightpearl, or the configuration is meant for another account.",
        repair="Correct the entry.",
    ),
    "WEBHOOK_DISABLED": Code(
        Severity.ERROR,
        "The shop switched a webhook of ours off.",
        cause=(
            "WooCommerce switches a webhook off after some deliveries in a row that were not taken: the receiver was down or refused them."
        ),
        repair="See that the receiver is well, and approve that it is made active again: bpwoo reconcile --repairs.",
    ),
}
