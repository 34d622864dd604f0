"""Which tax code a row has: never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue
from bpwoo_sync.issues import Mapped, issue
from bpwoo_sync.mapping.headers import destination
from bpwoo_sync.mapping.money import ZERO, plain
from bpwoo_sync.tables import Tables


def rate_ids(taxes: Iterable[woo.LineTax]) -> frozenset[int]:
    """The tax rates that apply to a line; a rate of the order that does not apply to it has a blank amount."""
    return frozenset(tax.id for tax in taxes if isinstance(tax.total, Decimal))


def tax_code(
    order: woo.Order,
    taxes: Iterable[woo.LineTax],
    tax_class: str,
    tables: Tables,
    catalogue: Catalogue,
    key: str,
    *,
    tax: Decimal,
    name: str,
) -> Mapped[str]:
    """The tax code of a row: by its rates, else by country, class and percentage, else by why it has no tax.

    A row that has ``tax`` and names no rate has no code: those for what is not taxed would say that it is not.
    """
    ids = rate_ids(taxes)
    if not ids and tax:
        told = f"{name} has {plain(tax)} of tax, and the order does not say of which rate."
        return Mapped(issues=(issue("TAX_WITHOUT_RATE", "order", key, told, actual=plain(tax)),))
    if not ids:
        return Mapped(value=_untaxed(order, tax_class, tables))
    for entry in tables.taxes.rates:
        if frozenset(entry.rates) == ids:
            return Mapped(value=entry.code)
    country, percent = destination(order), percent_of(order, ids, catalogue)
    for fallback in tables.taxes.percents:
        if (fallback.country, fallback.tax_class, fallback.percent) == (country, tax_class or "standard", percent):
            return Mapped(value=fallback.code)
    told = ", ".join(str(id) for id in sorted(ids))
    shown = "" if percent is None else f" ({percent.normalize():f} % in {country or '?'})"
    entry_text = f"[[taxes.rates]] rates = [{told}]"
    return Mapped(issues=(issue("UNMAPPED_TAX", "order", key, f"No tax code for tax rate {told}{shown}: add {entry_text}.", actual=told),))


def percent_of(order: woo.Order, ids: frozenset[int], catalogue: Catalogue) -> Decimal | None:
    """The percentage that some rates come to; None where one is not known or is charged on top of another."""
    lines = {line.rate_id: line for line in order.tax_lines}
    percent = ZERO
    for id in ids:
        if id in lines:
            compound, found = lines[id].compound, lines[id].rate_percent
        elif id in catalogue.rates:
            compound, found = catalogue.rates[id].compound, catalogue.rates[id].percent
        else:
            return None
        if compound and len(ids) > 1:
            return None
        percent += found
    return percent


def _untaxed(order: woo.Order, tax_class: str, tables: Tables) -> str:
    taxes = tables.taxes
    if taxes.reverse and any(_says_yes(woo.meta_value(order.meta_data, name)) for name in taxes.reverse_meta):
        return taxes.reverse
    if taxes.export and taxes.area and destination(order) not in taxes.area:
        return taxes.export
    if taxes.zero and tax_class == taxes.zero_class:
        return taxes.zero
    return taxes.none


def _says_yes(value: object) -> bool:
    return str(value).strip().lower() in ("yes", "1", "true")
