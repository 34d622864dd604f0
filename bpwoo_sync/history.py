"""Reconciliations over time, as a table for people and a JSON document for machines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bpwoo_sync.kept import moment, moment_text
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.reconcile import ControlTotal, Reason
from bpwoo_sync.report import MEASURES, reason_document, table
from bpwoo_sync.trends import Finished


def history_text(runs: Sequence[Finished]) -> str:
    """A line a run, oldest first: whether both sides agreed, findings, drifted SKUs, and the difference of each total."""
    if not runs:
        return "No reconciliation was recorded yet. Run: bpwoo reconcile"
    wanted = sorted({(each.currency, each.measure) for run in runs for each in run.totals})
    header = (
        "at",
        "agrees",
        "passed",
        "findings",
        "change",
        "drifted SKUs",
        *(f"{currency} {MEASURES.get(name, name)}" for currency, name in wanted),
    )
    rows, before = [], None
    for run in runs:
        count = sum(run.findings.values())
        change = "" if before is None else f"{count - before:+d}"
        differences = (run.difference(*each) for each in wanted)
        told = ("" if amount is None else plain(amount) for amount in differences)
        agrees, passed = ("yes" if each else "no" for each in (run.agrees, not run.reasons))
        rows.append((run.at.strftime("%Y-%m-%d %H:%M"), agrees, passed, count, change, run.drifted, *told))
        before = count
    return "\n".join(["Reconciliations; amounts are the unexplained differences", *table(header, rows)])


def history_document(runs: Sequence[Finished]) -> dict[str, Any]:
    """Every run, oldest first; amounts are text."""
    return {"runs": [finished_document(run) for run in runs]}


def finished_document(run: Finished) -> dict[str, Any]:
    """A remembered reconciliation as a JSON document."""
    return {
        "at": moment_text(run.at),
        "agrees": run.agrees,
        "totals": [
            {
                "currency": each.currency,
                "measure": each.measure,
                "shop": str(each.shop),
                "held": str(each.held),
                "pending": str(each.pending),
                "brightpearl": str(each.account),
                "difference": str(each.difference),
            }
            for each in run.totals
        ],
        "findings": [{"code": code, "severity": severity, "count": count} for (code, severity), count in sorted(run.findings.items())],
        "skus": run.skus,
        "drifted": run.drifted,
        "reasons": [reason_document(each) for each in run.reasons],
    }


def finished_from(document: dict[str, Any]) -> Finished:
    """The remembered reconciliation of such a document."""
    return Finished(
        at=moment(document["at"]),
        agrees=document["agrees"],
        totals=tuple(
            ControlTotal(
                currency=each["currency"],
                measure=each["measure"],
                shop=Decimal(each["shop"]),
                held=Decimal(each["held"]),
                # Runs of an older version did not keep it.
                pending=Decimal(each.get("pending", "0")),
                account=Decimal(each["brightpearl"]),
            )
            for each in document["totals"]
        ),
        findings={(each["code"], each["severity"]): each["count"] for each in document["findings"]},
        skus=document["skus"],
        drifted=document["drifted"],
        reasons=tuple(Reason(**each) for each in document.get("reasons", ())),
    )
