"""What is to be done so that both sides agree: two snapshots and the tables in, a plan out. A file to a subject."""

from __future__ import annotations

from attrs import frozen

from bpwoo_sync.completeness import incomplete_issues, lacking
from bpwoo_sync.issues import Issue, Severity, worst_first
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.links import new_links
from bpwoo_sync.mapping.breaks import break_targets
from bpwoo_sync.mapping.channel_flags import flag_targets
from bpwoo_sync.mapping.prices import price_changes, price_facts, price_list_issues, price_targets
from bpwoo_sync.mapping.stock import changes, in_flight, stock_facts, stock_targets
from bpwoo_sync.plan import Action, Plan, plan_of
from bpwoo_sync.planning.actions import breaks_action, flag_action, price_action, stock_action
from bpwoo_sync.planning.duplicates import duplicate_actions
from bpwoo_sync.planning.order_links import relinking_actions
from bpwoo_sync.planning.orders import gone_orders, is_finished, planned_orders
from bpwoo_sync.planning.overpaid import reversal_actions
from bpwoo_sync.planning.paid_elsewhere import going_on_actions
from bpwoo_sync.planning.plumbing import plumbing_actions
from bpwoo_sync.planning.product_links import product_link_actions
from bpwoo_sync.planning.products import product_actions
from bpwoo_sync.planning.shipments import shipment_actions
from bpwoo_sync.situation import Situation
from bpwoo_sync.snapshot import UNASKED, Account, Plumbing, Shop
from bpwoo_sync.tables import Tables

__all__ = ["Scope", "approvable_plan", "is_finished", "sync_plan"]


@frozen(kw_only=True)
class Scope:
    """Which flows are taken: orders with payments, refunds and cancellations; shipments; stock; prices; products."""

    orders: bool = True
    shipments: bool = True
    stock: bool = True
    prices: bool = True
    products: bool = True

    @property
    def catalogue(self) -> bool:
        """Whether the shop's products have to be read."""
        return self.stock or self.prices or self.products


EVERYTHING = Scope()


def _readable(scope: Scope, shop: Shop, account: Account) -> Scope:
    """What of a scope does not depend on a part that could not be read."""
    return Scope(
        orders=scope.orders and not lacking(shop, account, "orders", "payments", "refunds", "shipments", "notes"),
        shipments=scope.shipments and not lacking(shop, account, "shipments"),
        stock=scope.stock and not lacking(shop, account, "stock"),
        prices=scope.prices and not lacking(shop, account, "prices"),
        products=scope.products and not lacking(shop, account, "products", "new products"),
    )


def sync_plan(shop: Shop, account: Account, tables: Tables, ledger: Ledger, scope: Scope = EVERYTHING) -> Plan:
    """Everything that has to be written so that both sides agree. Nothing is, by what could not be read whole."""
    situation = Situation(shop, account, tables, ledger)
    actions: list[Action] = []
    issues: list[Issue] = incomplete_issues(shop, account, severity=Severity.BLOCK)
    counts: dict[str, int] = {}
    if issues:
        scope = _readable(scope, shop, account)
    if scope.orders:
        for planned in planned_orders(situation):
            actions += planned.actions
            issues += planned.issues
            counts[planned.counted] = counts.get(planned.counted, 0) + 1
        issues += gone_orders(situation)
    if scope.shipments:
        for order in shop.orders:
            found, said = shipment_actions(order, situation)
            actions += found
            issues += said
    if scope.stock:
        sold = in_flight(shop.orders, (*account.sales_orders, *account.older), tables, situation.catalogue)
        targets = stock_targets(stock_facts(shop), account.availability, sold, tables, situation.catalogue)
        issues += targets.issues
        actions += [stock_action(target, shop.taken_at) for target in changes(targets.value or ())]
        counts["stock compared"] = len(targets.value or ())
        if not lacking(shop, account, "channel settings"):
            counted = {target.fact.place for target in targets.value or ()}
            flagged = flag_targets(shop, account.channel, counted, tables.stock.channel, situation.catalogue)
            actions += [flag_action(target, shop.taken_at) for target in flagged]
    if scope.prices and tables.prices.regular_list is not None:
        wrong = price_list_issues(account.references.price_lists, shop, tables)
        priced = price_targets(price_facts(shop), account.prices, shop, tables, situation.catalogue)
        issues += [*wrong, *(() if wrong else priced.issues)]
        actions += [] if wrong else [price_action(target, shop.taken_at) for target in price_changes(priced.value or ())]
        broken = break_targets(price_facts(shop), account.breaks, shop, tables, situation.catalogue)
        issues += () if wrong else broken.issues
        actions += [] if wrong else [breaks_action(target, tables.prices.breaks_meta, shop.taken_at) for target in broken.value or ()]
        counts["prices compared"] = len(priced.value or ())
    if scope.products:
        found, said = product_actions(situation)
        actions += found
        issues += said
    links = new_links(shop, situation.catalogue) if scope.catalogue else {}
    return plan_of(actions, worst_first(issues), taken_at=min(shop.taken_at, account.taken_at), counts=counts, links=links)


def approvable_plan(
    shop: Shop, account: Account, tables: Tables, ledger: Ledger, scope: Scope = EVERYTHING, plumbing: Plumbing = UNASKED
) -> Plan:
    """The plan of a sync, and with it writes that no sync makes by itself: those are only made where a person approved them.

    They cancel sales orders that are there twice, take payments back that are, let orders go on that are paid in Brightpearl, link
    orders and products of the shop anew, and make webhooks active again and run a poll, as far as ``plumbing`` tells of them.
    """
    made, readable = sync_plan(shop, account, tables, ledger, scope), _readable(scope, shop, account)
    situation, written = Situation(shop, account, tables, ledger), {action.subject for action in made.actions}
    more: list[Action] = []
    if readable.orders:
        more += [*duplicate_actions(situation), *relinking_actions(situation), *reversal_actions(situation), *going_on_actions(situation)]
    if readable.catalogue:
        more += product_link_actions(situation)
    more += plumbing_actions(plumbing, tables, max(shop.taken_at, account.taken_at))
    actions = (*made.actions, *(action for action in more if action.subject not in written))
    return plan_of(actions, made.issues, taken_at=made.taken_at, counts=made.counts, links=made.links)
