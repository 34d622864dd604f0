"""How plans, actions and reconciliations show themselves in a notebook: what is written, where each value comes from, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from bpwoo_sync.explain import Write, explained
from bpwoo_sync.findings import Findings
from bpwoo_sync.listing import SHOWN, Kind, Listing, listing_html, more_html


def action_html(action: Write) -> str:
    """A write as a table: each value with the field it was read from and the rule that made it."""
    rows = tuple((each.path, each.value, each.source, each.rule) for each in explained(action))
    columns = dict.fromkeys(("value of", "is", "from", "by"), Kind.TEXT)
    return f"<p>{escape(action.summary)}</p>{listing_html(Listing(columns=columns, rows=rows), shown=len(rows))}"


def plan_html(digest: str, kinds: Mapping[str, int], issues: Findings, writes: Sequence[Write]) -> str:
    """A plan: its digest, how many writes of each kind, what it found, and each write with its values folded away."""
    counted = Listing(columns={"kind": Kind.TEXT, "number": Kind.WHOLE}, rows=tuple(kinds.items()))
    folded = (f"<details><summary>{escape(each.summary)}</summary>{action_html(each)}</details>" for each in writes[:SHOWN])
    parts = [f"<h4>Plan {digest[:12]}, {len(writes)} writes</h4>", listing_html(counted), issues._repr_html_()]
    return "".join([*parts, *folded, more_html(len(writes), "writes")])


def agreement_html(title: str, totals: Listing, counts: Listing, issues: Findings, parts: Mapping[str, Listing]) -> str:
    """A reconciliation: whether both sides agree, its totals, how many findings of each code; findings and parts folded away."""
    told = {f"{len(issues)} findings": issues._repr_html_()} if issues else {}
    told |= {name: listing_html(listing) or "<p>none</p>" for name, listing in parts.items()}
    folded = (f"<details><summary>{escape(name)}</summary>{inside}</details>" for name, inside in told.items())
    return "".join([f"<h4>{escape(title)}</h4>", listing_html(totals), listing_html(counts), *folded])


def value_listing(writes: Iterable[Write]) -> Listing:
    """A row for each value of each write, with the field it was read from and the rule that made it."""
    columns = dict.fromkeys(("key", "kind", "entity", "path", "value", "source", "rule"), Kind.TEXT)
    rows = (
        (write.key, write.kind, write.entity, each.path, None if each.value is None else str(each.value), each.source, each.rule)
        for write in writes
        for each in explained(write)
    )
    return Listing(columns=columns, rows=tuple(rows))
