"""Plans, ledgers and findings as text for people and as JSON documents for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import asdict

from bpwoo_sync import explain
from bpwoo_sync.issues import Issue, Severity
from bpwoo_sync.ledger import Ledger, Outcome, Status
from bpwoo_sync.mapping.money import ZERO, plain
from bpwoo_sync.plan import KINDS, Plan, document_of
from bpwoo_sync.reconcile import Reason, Reconciliation
from bpwoo_sync.reconciling.differing import more_of
from bpwoo_sync.text_tables import table as table
from bpwoo_sync.totals_report import figure_document, part_texts, total_document, totals_text

#: How many issues of one code a text shows before it only counts them.
SHOWN = 12


def plan_text(plan: Plan, *, shown: int = SHOWN) -> str:
    """A plan as text: counts, what is held back and why, and the writes."""
    lines = [f"Plan {plan.digest[:12]}, {len(plan)} writes"]
    lines += _counted(plan.counts)
    lines += ["", "Writes"]
    lines += table(("kind", "number"), plan.titles().items()) or ["  none"]
    lines += ["", *issues_text(plan.issues, shown=shown)]
    if plan.actions:
        lines += ["", f"First writes (of {len(plan)})", *(f"  {action.summary}" for action in plan.actions[:shown])]
    return "\n".join(lines)


def plan_document(plan: Plan, *, explained: bool = False) -> dict[str, Any]:
    """A plan as a JSON document, every payload included; ``explained`` also says where each value comes from."""
    document = _plan_document(plan)
    if explained:
        for entry, action in zip(document["actions"], plan.actions, strict=True):
            entry["explained"] = {each.path: f"{each.source}: {each.rule}" for each in explain.explained(action)}
    return document


def _plan_document(plan: Plan) -> dict[str, Any]:
    return {
        "taken_at": plan.taken_at.isoformat() if plan.taken_at else None,
        "digest": plan.digest,
        "counts": dict(plan.counts),
        "actions": [document_of(action) for action in plan.actions],
        "issues": [issue_document(each) for each in plan.issues],
    }


def reconciliation_text(found: Reconciliation, *, shown: int = SHOWN) -> str:
    """A reconciliation as text: control totals first, then counts, stock and every finding."""
    stock, oversold = found.stock, [each for each in found.drifts if each.oversells]
    lines = [
        f"Reconciliation of store {found.store}",
        f"  shop as of        {found.shop_taken_at.isoformat(timespec='seconds')}",
        f"  Brightpearl as of {found.account_taken_at.isoformat(timespec='seconds')}",
        *([f"  {window_text(found)}"] if found.since is not None else []),
        *_counted(found.counts),
        "",
        "Control totals",
        *(totals_text(found.totals) or ["  none"]),
        "",
        *part_texts(found),
        "Stock",
        *table(
            ("products compared", "equal", "shop has more", "shop has less", "units over", "units under"),
            [(stock.compared, stock.equal, stock.over, stock.under, stock.units_over, stock.units_under)],
        ),
        "",
        "Oversold",
        *(table(("SKU", "shop"), ((each.sku, plain(each.shop or ZERO)) for each in oversold[:shown])) or ["  none"]),
        *([f"  … and {len(oversold) - shown} more"] if len(oversold) > shown else []),
        "",
        *issues_text(found.issues, shown=shown),
        "",
        "Both sides agree." if found.agrees else "Both sides do not agree.",
    ]
    if found.reasons:
        lines += ["", "More than is allowed", *(f"  {each}" for each in found.reasons)]
    return "\n".join(lines)


def window_text(found: Reconciliation) -> str:
    """Which orders were compared, and which were not, as a sentence."""
    if found.since is None:
        return "All orders were compared."
    told = found.since.isoformat(timespec="seconds")
    return f"Orders placed or changed since {told} on either side, and open ones; closed ones that are older were not compared."


def reconciliation_document(found: Reconciliation) -> dict[str, Any]:
    """A reconciliation as a JSON document; amounts are text."""
    return {
        "store": found.store,
        "shop_taken_at": found.shop_taken_at.isoformat(),
        "account_taken_at": found.account_taken_at.isoformat(),
        "orders_since": None if found.since is None else found.since.isoformat(),
        "agrees": found.agrees,
        "reasons": [reason_document(each) for each in found.reasons],
        "counts": dict(found.counts),
        "totals": [total_document(each) for each in found.totals],
        "daily": [total_document(each) for each in found.daily],
        "taxes": [total_document(each) for each in found.taxes],
        "methods": [total_document(each) for each in found.methods],
        "days": [total_document(each) for each in found.days],
        "receivables": [total_document(each) for each in found.receivables],
        "orders": [asdict(each) for each in found.by_status],
        "figures": [figure_document(each) for each in found.figures],
        "repaired": {
            "since": None if found.repaired_since is None else found.repaired_since.isoformat(),
            "writes": dict(found.repaired),
        },
        "stock": {
            "compared": found.stock.compared,
            "equal": found.stock.equal,
            "over": found.stock.over,
            "under": found.stock.under,
            "units_over": found.stock.units_over,
            "units_under": found.stock.units_under,
        },
        "oversold": [{"sku": each.sku, "shop": plain(each.shop or ZERO)} for each in found.drifts if each.oversells],
        "issues": [found_document(each, found) for each in found.issues],
    }


def found_document(issue: Issue, found: Reconciliation) -> dict[str, Any]:
    """A finding of a reconciliation as a JSON document: also by how much it differs, its age, and ids on both sides."""
    more = more_of(issue, found.places, found.looked_at)
    return {**issue_document(issue), **{name: plain(value) if isinstance(value, Decimal) else value for name, value in more.items()}}


def reason_document(reason: Reason) -> dict[str, str]:
    """A threshold that was exceeded, as a JSON document; numbers are text."""
    return {"threshold": reason.threshold, "about": reason.about, "found": reason.found, "allowed": reason.allowed}


def ledger_document(ledger: Ledger) -> list[dict[str, Any]]:
    """The latest outcome of every key."""
    return [outcome_document(outcome) for outcome in ledger]


def outcome_document(outcome: Outcome) -> dict[str, Any]:
    """An outcome as a JSON document."""
    return {
        "key": outcome.key,
        "kind": outcome.kind,
        "status": outcome.status.value,
        "at": outcome.at.isoformat(),
        "result": outcome.result,
        "detail": outcome.detail,
        "run": outcome.run,
    }


def ledger_text(ledger: Ledger) -> str:
    """How many writes of each kind came how far, and every one that failed."""
    rows = []
    for kind, known in KINDS.items():
        counts = [sum(1 for each in ledger if each.kind == kind and each.status is status) for status in Status]
        if any(counts):
            rows.append((known.title, *counts))
    wrong = [each for each in ledger if each.status in (Status.FAILED, Status.UNKNOWN)]
    lines = ["Ledger", *(table(("kind", *(status.value for status in Status)), rows) or ["  empty"])]
    if wrong:
        lines += ["", "Not done", *(f"  {each.key}: {each.status.value}: {each.detail}" for each in wrong)]
    return "\n".join(lines)


def issues_text(issues: Sequence[Issue], *, shown: int = SHOWN) -> list[str]:
    """Findings by severity and code, each with what to do; long lists are cut and counted."""
    if not issues:
        return ["Findings", "  none"]
    lines = ["Findings"]
    for severity in Severity:
        codes: dict[str, list[Issue]] = {}
        for each in issues:
            if each.severity is severity:
                codes.setdefault(each.code, []).append(each)
        for code, found in codes.items():
            lines.append(f"  {severity.value.upper():5} {code} ({len(found)}): {found[0].repair}")
            lines += [f"          {each.key}: {each.message}" for each in found[:shown]]
            if len(found) > shown:
                lines.append(f"          … and {len(found) - shown} more")
            lines.append(f"          see {found[0].documentation}")
    return lines


def issue_document(found: Issue) -> dict[str, Any]:
    """A finding as a JSON document."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "entity": found.entity,
        "key": found.key,
        "field": found.field,
        "expected": found.expected,
        "actual": found.actual,
        "message": found.message,
        "repair": found.repair,
        "documentation": found.documentation,
    }


def _counted(counts: Mapping[str, int]) -> list[str]:
    return [f"  {name}: {count}" for name, count in counts.items()]
