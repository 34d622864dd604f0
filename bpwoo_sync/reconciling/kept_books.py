"""One order as two snapshots have it, by the very rules by which whole systems are compared."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from attrs import evolve, frozen

from bpwoo_sync.breakdowns import Place, places_of
from bpwoo_sync.catalogue import Catalogue
from bpwoo_sync.completeness import with_gaps
from bpwoo_sync.detail import credits_of, goods_out_of, order_of, payments_of, refunds_of, sales_order_of, told_of
from bpwoo_sync.kept import KeptOrder
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.stock import sold_units
from bpwoo_sync.reconciling.books import Books, compared_books
from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.reconciling.shipments import status_differences
from bpwoo_sync.situation import Situation
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Tables


@frozen(kw_only=True)
class Lookups:
    """What mapping looks up, of both snapshots, and which products a warehouse holds."""

    catalogue: Catalogue
    tracked: frozenset[int]


def kept_books(
    ours: Sequence[KeptOrder], theirs: Sequence[KeptOrder], lookups: Lookups, shop: Shop, tables: Tables, moments: Moments
) -> tuple[Books, dict[tuple[str, str], Place], dict[str, Decimal]]:
    """What is found of one reference, where its records are, and pieces by SKU that were sold and are counted as on hand.

    ``shop`` says what holds for all of its orders.
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
            sales_credits=tuple(credit for each in theirs for credit in credits_of(each.detail)),
            payments=tuple(payment for each in theirs for payment in payments_of(each.detail)),
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
