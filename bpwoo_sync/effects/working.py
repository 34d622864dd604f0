"""The whole road as flows: read both sides, plan, carry out, compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from attrs import frozen

import brightpearl_sdk as bp
from bpwoo_sync.catalogue import folded
from bpwoo_sync.effects.flow import Flow
from bpwoo_sync.effects.performing import Performance, carrying_out
from bpwoo_sync.effects.reading import read_account, read_references, read_shop
from bpwoo_sync.facts import external_ref
from bpwoo_sync.increments import after_sweep
from bpwoo_sync.ledger import Ledger, Outcome
from bpwoo_sync.mapping.orders import is_admitted
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope, is_finished, sync_plan
from bpwoo_sync.ports import Progress, Store
from bpwoo_sync.reconcile import Reconciliation, reconcile
from bpwoo_sync.snapshot import Account, References, Shop
from bpwoo_sync.tables import Tables


@frozen(kw_only=True)
class Sides:
    """Both sides as they were read."""

    shop: Shop
    account: Account


def read_sides(tables: Tables, now: Callable[[], datetime], scope: Scope, references: References | None = None) -> Flow[Sides]:
    """Read the shop and the account, the shop first."""
    shop = yield from read_shop(now, catalogue=scope.catalogue, refunds=scope.orders or scope.shipments)
    admitted = [order for order in shop.orders if is_admitted(order, tables)]
    unfinished = {external_ref(tables.store.key, order.id) for order in admitted if not is_finished(order)}
    emails = {folded(order.billing.email or "") for order in admitted if not is_finished(order)} - {""}

    def lacks_mark(order: bp.SalesOrder) -> bool:
        return (order.external_ref or "") in unfinished

    # A product begins in the shop with its stock and its price.
    making = scope.products and tables.products.make == "in-shop"
    known = references if references is not None else (yield from read_references())
    account = yield from read_account(
        now,
        channel_id=tables.store.channel_id,
        store_key=tables.store.key,
        references=known,
        emails=emails,
        stock=scope.stock or making,
        shipments=scope.orders or scope.shipments,
        price_lists=_price_lists(tables) if scope.prices or making else (),
        unfinished=lacks_mark,
        details=making,
        options=scope.products and tables.products.make == "in-account",
    )
    return Sides(shop=shop, account=account)


def _price_lists(tables: Tables) -> tuple[int, ...]:
    return tuple(id for id in (tables.prices.regular_list, tables.prices.sale_list) if id is not None)


def planned(sides: Sides, tables: Tables, ledger: Ledger, scope: Scope) -> Plan:
    """The plan for two sides as they were read."""
    return sync_plan(sides.shop, sides.account, tables, ledger, scope)


def synced(
    tables: Tables,
    store: Store,
    performance: Performance,
    scope: Scope,
    *,
    progress: Progress | None = None,
    seen: Callable[[Sequence[Outcome]], None] = lambda outcomes: None,
) -> Flow[tuple[Plan, Ledger]]:
    """Read both sides, plan, and carry the plan out. Polls go on from there where ``progress`` is given."""
    sides = yield from read_sides(tables, performance.now, scope)
    plan = planned(sides, tables, store.load(), scope)
    ledger = yield from carrying_out(plan, store, performance, seen=seen)
    if progress is not None:
        keep_progress(sides, plan, ledger, tables, scope, progress)
    return plan, ledger


def keep_progress(sides: Sides, plan: Plan, ledger: Ledger, tables: Tables, scope: Scope, progress: Progress) -> None:
    """Let polls go on from a sync of everything; a sync of less leaves them where they are."""
    if scope.orders and scope.shipments:
        progress.advance(after_sweep(sides.shop, sides.account, plan, ledger, progress.cursors(), tables.increments))


def reconciled(tables: Tables, now: Callable[[], datetime], scope: Scope) -> Flow[Reconciliation]:
    """Read both sides and compare them."""
    sides = yield from read_sides(tables, now, scope)
    return reconcile(
        sides.shop,
        sides.account,
        tables,
        orders=scope.orders,
        shipments=scope.shipments,
        stock=scope.stock,
        prices=scope.prices,
    )
