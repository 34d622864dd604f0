"""Control totals as text for people and as JSON documents for machines: of each currency, of each day, and taken apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bpwoo_sync.breakdowns import PartTotal
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.reconcile import ControlTotal, DayCount, DayTotal, Figure, Reconciliation
from bpwoo_sync.text_tables import table

#: How a text says that there is nothing.
NONE = "  none"

#: How a text calls each measure of a control total.
MEASURES: Mapping[str, str] = {
    "gross": "orders, gross",
    "net": "orders, net",
    "tax": "tax",
    "shipping": "shipping, net",
    "discounts": "discounts, net",
    "paid": "payments",
    "refunds": "refunds",
}

#: How the amounts of a total are called, and the counts of a day and status.
AMOUNTS = ("shop", "held back", "pending", "Brightpearl", "difference")
COUNTS = ("day", "status", "admitted", "imported", "held back", "pending", "missing", "extra")

#: How each part of the totals is headed, and what its rows are called.
PARTS: Mapping[str, tuple[str, str]] = {
    "taxes": ("Tax by code", "tax code"),
    "methods": ("Payments by method", "method"),
    "days": ("Orders by day (UTC), gross", "day"),
    "receivables": ("Open receivables", "status and method"),
}

#: What each figure is of.
FIGURES: Mapping[str, str] = {"rounding": "rounding rows", "discounts": "discounts inside rows, net"}


def part_texts(found: Reconciliation) -> list[str]:
    """The parts of the control totals: those of which something is unexplained, and how many days agree; then what has no total."""
    lines = []
    for name in ("taxes", "methods"):
        lines += [PARTS[name][0], *(_parts(getattr(found, name), PARTS[name][1]) or [NONE]), ""]
    differing = [each for each in found.daily if each.difference]
    days = sorted({each.day for each in found.daily})
    told = f"  {len(days) - len({each.day for each in differing})} of {len(days)} days agree in every measure" if days else "  none"
    rows = ((each.currency, each.day, measure_name(each), *(plain(amount) for amount in total_amounts(each))) for each in differing)
    lines += ["Control totals by day (UTC)", told, *table(("currency", "day", "measure", *AMOUNTS), rows), ""]
    lines += ["Orders by day (UTC) and status", *(_counts(found.by_status) or [NONE]), ""]
    lines += ["Open receivables", *(_parts(found.receivables, PARTS["receivables"][1]) or [NONE]), ""]
    lines += [
        "Rounding rows and discounts",
        *(table(("currency", "of", "orders", "shop", "Brightpearl"), map(figure_cells, found.figures)) or [NONE]),
        "",
    ]
    return [*lines, repaired_title(found), *([f"  {name}: {count}" for name, count in found.repaired.items()] or [NONE]), ""]


def repaired_title(found: Reconciliation) -> str:
    """Since when what was written to either system is told."""
    return "Repaired" if found.repaired_since is None else f"Repaired since {found.repaired_since.isoformat(timespec='seconds')}"


def measure_name(total: ControlTotal | DayTotal) -> str:
    """A total's measure as people call it, with its tax code or payment method."""
    name, part = MEASURES.get(total.measure, total.measure), getattr(total, "part", "")
    return f"{name} {part}" if part else name


def figure_cells(figure: Figure) -> tuple[str, str, int, str, str]:
    """A figure as the cells of a row; a side that does not tell it says so."""
    sides = ("not told" if amount is None else plain(amount) for amount in (figure.shop, figure.account))
    shop, account = sides
    return (figure.currency, FIGURES.get(figure.name, figure.name), figure.orders, shop, account)


def count_cells(count: DayCount) -> tuple[str, str, int, int, int, int, int, int]:
    """A count of orders as the cells of a row."""
    return (count.day, count.status, count.admitted, count.imported, count.held, count.pending, count.missing, count.extra)


def totals_text(totals: Sequence[ControlTotal]) -> list[str]:
    """The control totals as the lines of a table; none where there are none."""
    rows = [
        (each.currency, MEASURES.get(each.measure, each.measure), *(plain(amount) for amount in total_amounts(each))) for each in totals
    ]
    return table(("currency", "measure", *AMOUNTS), rows)


def _parts(parts: Sequence[PartTotal], name: str) -> list[str]:
    rows = ((each.currency, each.part or "not mapped", *(plain(amount) for amount in total_amounts(each))) for each in parts)
    return table(("currency", name, *AMOUNTS), rows)


def _counts(counts: Sequence[DayCount]) -> list[str]:
    """Days on which all is there are added up; the others are told one by one."""
    whole = [each for each in counts if not (each.missing or each.extra or each.held or each.pending)]
    agreed = sum(each.imported for each in whole)
    told = [f"  {agreed} orders of days and statuses of which all are imported"] if whole else []
    return [*told, *table(COUNTS, (count_cells(each) for each in counts if each not in whole))]


def total_amounts(total: ControlTotal | PartTotal | DayTotal) -> tuple[Decimal, ...]:
    """Shop, held back, pending, Brightpearl and difference, each with as many decimals as the others."""
    amounts = (total.shop, total.held, total.pending, total.account, total.difference)
    # The sum of nothing is a bare 0: it is shown with the decimals of the others.
    exponent = min(int(amount.as_tuple().exponent) for amount in amounts)
    return tuple(amount.quantize(Decimal(1).scaleb(exponent)) for amount in amounts)


def total_document(total: ControlTotal | PartTotal | DayTotal) -> dict[str, Any]:
    """A total, or a part or a day of one, as a JSON document; amounts are text."""
    names = (each for each in ("currency", "day", "measure", "part") if hasattr(total, each))
    sums = {"shop": total.shop, "held": total.held, "pending": total.pending, "brightpearl": total.account, "difference": total.difference}
    return {**{name: getattr(total, name) for name in names}, **{name: plain(amount) for name, amount in sums.items()}}


def figure_document(figure: Figure) -> dict[str, Any]:
    """A figure as a JSON document; amounts are text, or null where a side does not tell it."""
    sides = {"shop": figure.shop, "brightpearl": figure.account}
    told = {name: None if amount is None else plain(amount) for name, amount in sides.items()}
    return {"currency": figure.currency, "name": figure.name, "orders": figure.orders, **told}
