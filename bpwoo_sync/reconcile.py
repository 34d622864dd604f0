"""Do both sides agree? Two snapshots in; control totals, counts and every difference out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from attrs import field, frozen

import woocommerce_sdk as woo
from bpwoo_sync.breakdowns import PartTotal, Place, StockDrift, day_totals, method_totals, places_of, stock_drifts, tax_totals
from bpwoo_sync.issues import Issue, Severity, worst_first
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.order_facts import account_order_fact
from bpwoo_sync.mapping.prices import price_facts, price_targets
from bpwoo_sync.mapping.stock import in_flight, stock_facts, stock_targets
from bpwoo_sync.reconciling.orders import order_differences, wanted_orders
from bpwoo_sync.reconciling.prices import price_differences
from bpwoo_sync.reconciling.refunds import refund_differences, refund_facts, refund_totals
from bpwoo_sync.reconciling.shipments import status_differences
from bpwoo_sync.reconciling.stock import StockSummary, stock_differences, stock_summary
from bpwoo_sync.reconciling.totals import ControlTotal, control_totals
from bpwoo_sync.situation import Situation
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Tables

__all__ = ["GRACE", "ControlTotal", "Reconciliation", "StockSummary", "reconcile"]

#: Differences in what changed this shortly before a snapshot are not yet errors.
GRACE = timedelta(minutes=15)


@frozen(kw_only=True)
class Reconciliation:
    """What both sides were found to be. ``issues`` come worst first.

    ``days``, ``taxes`` and ``methods`` take the totals apart; ``places`` tells where the records of findings are found, by
    the finding's entity and key.
    """

    shop_taken_at: datetime
    account_taken_at: datetime
    store: str
    counts: Mapping[str, int] = field(factory=dict)
    totals: tuple[ControlTotal, ...] = ()
    stock: StockSummary = field(factory=StockSummary)
    issues: tuple[Issue, ...] = ()
    days: tuple[PartTotal, ...] = field(default=(), repr=False)
    taxes: tuple[PartTotal, ...] = field(default=(), repr=False)
    methods: tuple[PartTotal, ...] = field(default=(), repr=False)
    drifts: tuple[StockDrift, ...] = field(default=(), repr=False)
    places: Mapping[tuple[str, str], Place] = field(factory=dict, repr=False)

    @property
    def agrees(self) -> bool:
        """Whether no total differs and nothing is wrong; what was held back does not count as wrong here."""
        return not any(total.difference for total in self.totals) and not any(each.severity is Severity.ERROR for each in self.issues)


def reconcile(
    shop: Shop,
    account: Account,
    tables: Tables,
    *,
    orders: bool = True,
    shipments: bool = True,
    stock: bool = True,
    prices: bool = True,
    grace: timedelta = GRACE,
) -> Reconciliation:
    """Compare two snapshots. Changes nothing, and needs nothing but its arguments."""
    situation = Situation(shop, account, tables, Ledger())
    catalogue = situation.catalogue
    issues: list[Issue] = []
    counts: dict[str, int] = {}
    totals: tuple[ControlTotal, ...] = ()
    days: tuple[PartTotal, ...] = ()
    taxes: tuple[PartTotal, ...] = ()
    methods: tuple[PartTotal, ...] = ()
    drifts: tuple[StockDrift, ...] = ()
    if orders:
        wanted, held = wanted_orders(shop, tables, catalogue)
        actual = [account_order_fact(order, situation.received, tables) for order in account.sales_orders]
        trash = woo.OrderStatus.TRASH
        known = {order.id: order.status == trash for order in shop.orders}
        since = max(shop.taken_at, account.taken_at) - grace
        given_back = refund_facts(situation, frozenset(held))
        issues += order_differences(wanted, actual, held, known, tables, since)
        issues += refund_differences(given_back)
        issues += [each for reasons in held.values() for each in reasons]
        kept_back = frozenset(held)
        totals = (*control_totals(wanted, actual, kept_back), *refund_totals(given_back))
        days = day_totals(wanted, actual, kept_back)
        taxes = tax_totals(wanted, actual, kept_back, tables)
        methods = method_totals(situation, wanted, actual, kept_back)
        counts |= {
            "orders in the shop": len(shop.orders),
            "orders to be imported": len(wanted),
            "held back": len(held),
            "sales orders in Brightpearl": len(actual),
            "refunds": len(given_back),
        }
    if shipments:
        issues += status_differences(situation)
    summary = StockSummary()
    if stock:
        sold = in_flight(shop.orders, account.sales_orders, tables)
        targets = stock_targets(stock_facts(shop), account.availability, sold, tables, catalogue)
        issues += [*targets.issues, *stock_differences(targets.value or (), tables)]
        summary = stock_summary(targets.value or ())
        drifts = stock_drifts(targets.value or ())
    if prices and tables.prices.regular_list is not None:
        priced = price_targets(price_facts(shop), account.prices, shop, tables, catalogue)
        issues += [*priced.issues, *price_differences(priced.value or ())]
        counts["prices compared"] = len(priced.value or ())
    ordered = worst_first(dict.fromkeys(issues))
    return Reconciliation(
        shop_taken_at=shop.taken_at,
        account_taken_at=account.taken_at,
        store=tables.store.key,
        counts=counts,
        totals=tuple(sorted(totals, key=lambda total: (total.currency, _MEASURES.index(total.measure)))),
        stock=summary,
        issues=ordered,
        days=days,
        taxes=taxes,
        methods=methods,
        drifts=drifts,
        places=places_of(situation, ((each.entity, each.key) for each in ordered)),
    )


#: What is totalled for each currency, in the order in which it is shown.
_MEASURES = ("gross", "tax", "paid", "refunds")
