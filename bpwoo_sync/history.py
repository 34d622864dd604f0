"""Reconciliations over time, as a table for people and a JSON document for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bpwoo_sync.breakdowns import PartTotal
from bpwoo_sync.kept import moment, moment_text
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.reconcile import ControlTotal, Reason
from bpwoo_sync.report import reason_document
from bpwoo_sync.text_tables import table
from bpwoo_sync.totals_report import MEASURES, total_document
from bpwoo_sync.trends import Finished

#: What of the parts of control totals is remembered.
_PARTS = ("taxes", "methods", "receivables")


def history_text(runs: Sequence[Finished]) -> str:
    """A line a run, oldest first: whether both sides agreed, findings, drifted SKUs, and the difference of each total."""
    if not runs:
        return "No reconciliation was recorded yet. Run: bpwoo reconcile"
    wanted = sorted({(each.currency, each.measure) for run in runs for each in run.totals}, key=lambda each: (each[0], _place(each[1])))
    unpaid = sorted({each.currency for run in runs for each in run.receivables})
    header = (
        "at",
        "agrees",
        "passed",
        "findings",
        "change",
        "drifted SKUs",
        *(f"{currency} {MEASURES.get(name, name)}" for currency, name in wanted),
        *(f"{currency} unpaid" for currency in unpaid),
    )
    rows, before = [], None
    for run in runs:
        count = sum(run.findings.values())
        change = "" if before is None else f"{count - before:+d}"
        differences = (run.difference(*each) for each in wanted)
        told = ("" if amount is None else plain(amount) for amount in differences)
        agrees, passed = ("yes" if each else "no" for each in (run.agrees, not run.reasons))
        open_ = (plain(run.unpaid(currency)) for currency in unpaid)
        rows.append((run.at.strftime("%Y-%m-%d %H:%M"), agrees, passed, count, change, run.drifted, *told, *open_))
        before = count
    return "\n".join(["Reconciliations; amounts are the unexplained differences, and what was unpaid in the shop", *table(header, rows)])


def _place(measure: str) -> int:
    names = list(MEASURES)
    return names.index(measure) if measure in names else len(names)


def history_document(runs: Sequence[Finished]) -> dict[str, Any]:
    """Every run, oldest first; amounts are text."""
    return {"runs": [finished_document(run) for run in runs]}


def finished_document(run: Finished) -> dict[str, Any]:
    """A remembered reconciliation as a JSON document."""
    return {
        "at": moment_text(run.at),
        "agrees": run.agrees,
        "totals": [total_document(each) for each in run.totals],
        **{name: [total_document(each) for each in getattr(run, name)] for name in _PARTS},
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
        totals=tuple(ControlTotal(currency=each["currency"], measure=each["measure"], **_sums(each)) for each in document["totals"]),
        # Runs of an older version did not keep these.
        **{
            name: tuple(PartTotal(currency=each["currency"], part=each["part"], **_sums(each)) for each in document.get(name, ()))
            for name in _PARTS
        },
        findings={(each["code"], each["severity"]): each["count"] for each in document["findings"]},
        skus=document["skus"],
        drifted=document["drifted"],
        reasons=tuple(Reason(**each) for each in document.get("reasons", ())),
    )


def _part(document: Mapping[str, str]) -> PartTotal:
    return PartTotal(currency=document["currency"], part=document["part"], **_sums(document))


def _sums(document: Mapping[str, str]) -> dict[str, Decimal]:
    # Nor did they keep what was pending.
    names = {"shop": "shop", "held": "held", "pending": "pending", "account": "brightpearl"}
    return {name: Decimal(document.get(key, "0")) for name, key in names.items()}
