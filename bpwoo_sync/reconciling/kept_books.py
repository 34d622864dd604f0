"""One order as two snapshots have it, by the very rules by which whole systems are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.breakdowns import Place, places_of
from bpwoo_sync.catalogue import folded
from bpwoo_sync.completeness import with_gaps
from bpwoo_sync.detail import credits_of, goods_out_of, order_of, payments_of, refunds_of, sales_order_of, told_of
from bpwoo_sync.facts import refund_ref
from bpwoo_sync.kept import KeptOrder
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.stock import sold_units
from bpwoo_sync.reconciling.books import Books, compared_books
from bpwoo_sync.reconciling.kept_found import Found
from bpwoo_sync.reconciling.kept_lookups import Lookups, StrayCredit
from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.reconciling.shipments import status_differences
from bpwoo_sync.situation import Situation
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Tables


def add_books(
    found: Found,
    ours: tuple[KeptOrder, ...],
    theirs: tuple[KeptOrder, ...],
    lookups: Lookups,
    strays: dict[str, list[StrayCredit]],
    shop: Shop,
    tables: Tables,
    moments: Moments,
) -> None:
    """One reference: the order, and the sales orders that say they are of it, with all that belongs to them.

    Of ``strays``, by their references, those of its refunds are taken out.
    """
    refs = [refund_ref(tables.store.key, each["id"]) for order in ours for each in order.detail.get("refunds", ())]
    books, places, units = kept_books(ours, theirs, [each for ref in refs for each in strays.pop(ref, [])], lookups, shop, tables, moments)
    found.book(books)
    found.places |= places
    found.sell(units)
    found.touched |= {
        folded(str(line["sku"]))
        for each in (*ours, *theirs)
        if moments.touched(each.changed_at or (None if each.sales_order_id else each.placed_at))
        for line in each.detail["order"].get("line_items" if each.sales_order_id is None else "rows", ())
        if line.get("sku")
    }
    found.latest = max((stamp for stamp in (found.latest, *(each.changed_at for each in ours)) if stamp is not None), default=None)


def kept_books(
    ours: Sequence[KeptOrder],
    theirs: Sequence[KeptOrder],
    strays: Sequence[StrayCredit],
    lookups: Lookups,
    shop: Shop,
    tables: Tables,
    moments: Moments,
) -> tuple[Books, dict[tuple[str, str], Place], dict[str, Decimal]]:
    """What is found of one reference, where its records are, and pieces by SKU that were sold and are counted as on hand.

    ``shop`` says what holds for all of its orders, ``strays`` are credits of its refunds that are on no sales order of ours.
    """
    there = {each.sales_order_id or 0: str(each.detail["address"]) for each in theirs}
    situation = Situation(
        evolve(
            shop,
            orders=tuple(order_of(each.detail) for each in ours),
            refunds={each.order_id or 0: refunds_of(each.detail) for each in ours},
        ),
        Account(
            taken_at=moments.account,
            sales_orders=tuple(sales_order_of(each.detail) for each in theirs),
            sales_credits=(*(credit for each in theirs for credit in credits_of(each.detail)), *(each.credit for each in strays)),
            payments=(*(payment for each in theirs for payment in payments_of(each.detail)), *_paid_back(strays)),
            goods_out={id: note for each in theirs for id, note in goods_out_of(each.detail).items()},
        ),
        tables,
        Ledger(),
        known=lookups.catalogue,
        known_tracked=lookups.tracked,
        told={each.order_id or 0: told_of(each.detail, there) for each in ours},
    )
    lost = bool(with_gaps(situation.shop).incomplete)
    books = compared_books(situation, moments, lambda subject: lost and subject == "refunds")
    issues = (*books.issues, *(() if lost else status_differences(situation, moments)))
    units = sold_units(situation.shop.orders, situation.account.sales_orders, tables, situation.catalogue)
    return evolve(books, issues=issues), places_of(situation, ((each.entity, each.key) for each in issues)), units


def stray_books(strays: Sequence[StrayCredit], lookups: Lookups, shop: Shop, tables: Tables, moments: Moments) -> Books:
    """What is found of sales credits that are on no sales order of ours, and of no refund of the shop's."""
    situation = Situation(
        shop,
        Account(taken_at=moments.account, sales_credits=tuple(each.credit for each in strays), payments=tuple(_paid_back(strays))),
        tables,
        Ledger(),
        known=lookups.catalogue,
        known_tracked=lookups.tracked,
    )
    return compared_books(situation, moments, lambda subject: False)


def _paid_back(strays: Iterable[StrayCredit]) -> Iterator[bp.CustomerPaymentRow]:
    return (payment for each in strays for payment in each.payments)
