"""How plans and actions show themselves in a notebook: what is written, and where each value comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from bpwoo_sync.explain import Write, explained
from bpwoo_sync.issues import Issue

#: How many writes and findings a notebook shows before it only counts them.
SHOWN = 50


def action_html(action: Write) -> str:
    """A write as a table: each value with the field it was read from and the rule that made it."""
    rows = ((each.path, each.value, each.source, each.rule) for each in explained(action))
    return f"<p>{escape(action.summary)}</p>{_table(('value of', 'is', 'from', 'by'), rows)}"


def plan_html(digest: str, kinds: Mapping[str, int], issues: Sequence[Issue], writes: Sequence[Write]) -> str:
    """A plan: its digest, how many writes of each kind, what it found, and each write with its values folded away."""
    findings = ((each.severity.value, each.code, each.key, each.message, each.repair) for each in issues[:SHOWN])
    folded = (f"<details><summary>{escape(each.summary)}</summary>{action_html(each)}</details>" for each in writes[:SHOWN])
    parts = [
        f"<h4>Plan {digest[:12]}, {len(writes)} writes</h4>",
        _table(("kind", "number"), kinds.items()),
        _table(("severity", "code", "key", "message", "repair"), findings),
        _more(len(issues), "findings"),
        *folded,
        _more(len(writes), "writes"),
    ]
    return "".join(parts)


def _more(count: int, name: str) -> str:
    return f"<p>and {count - SHOWN} more {name}</p>" if count > SHOWN else ""


def _table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th>{name}</th>' for name in header)}</tr>{body}</table>" if body else ""
