"""The whole road as flows: read both sides, plan, carry out, compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import folded
from bpwoo_sync.described import described
from bpwoo_sync.effects.flow import Flow, every_record
from bpwoo_sync.effects.performing import Performance, carrying_out
from bpwoo_sync.effects.polling import polled
from bpwoo_sync.effects.reading import PRICE_REFERENCES, Missing, order_references, part, read_account, read_shop, refunds_of
from bpwoo_sync.effects.windowed import older_on_the_shelf, orders_of, recent_orders, recent_sales_orders
from bpwoo_sync.facts import external_ref
from bpwoo_sync.increments import ORDER, Hint, after_sweep, window_begins
from bpwoo_sync.known_details import KnownDetails
from bpwoo_sync.known_products import KnownProducts
from bpwoo_sync.ledger import Ledger, Outcome
from bpwoo_sync.mapping.orders import is_admitted
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import EVERYTHING, Scope, approvable_plan, is_finished, sync_plan
from bpwoo_sync.ports import Keeper, Progress, Store
from bpwoo_sync.reconcile import Reconciliation, reconcile
from bpwoo_sync.repairs import repairs
from bpwoo_sync.snapshot import UNASKED, Account, Plumbing, References, Shop
from bpwoo_sync.tables import Tables


@described
@frozen(kw_only=True)
class Sides:
    """Both sides as they were read. ``since`` is when the window of orders begins (aware UTC), None where all were read."""

    shop: Shop
    account: Account
    since: datetime | None = None
    """When the window of orders begins: aware UTC."""
    waited: frozenset[Hint] = frozenset()


def read_sides(
    tables: Tables,
    now: Callable[[], datetime],
    scope: Scope,
    references: References | None = None,
    *,
    making: bool = True,
    tolerant: bool = False,
    since: datetime | None = None,
    waited: frozenset[Hint] = frozenset(),
    known_products: KnownProducts | None = None,
    known_details: KnownDetails | None = None,
) -> Flow[Sides]:
    """Read the shop and the account, the shop first.

    With ``since`` orders are read that were placed or changed since on either side, those that are open, and those that
    ``waited``; without it all are read.
    Without ``making`` products are read only as far as comparing needs them. Of ``known_products`` only those are asked for
    that changed since. A part that cannot be read raises an error,
    or with ``tolerant`` is named as incomplete; errors of signing in are raised either way.
    """
    there: Missing = {} if tolerant else None
    here: Missing = {} if tolerant else None
    refunds = scope.orders or scope.shipments
    if since is None:
        shop = yield from read_shop(now, catalogue=scope.catalogue, refunds=refunds, missing=there)
        taken_at, sales_orders, older = now, None, []
    else:
        recent = recent_orders(since, tables, whole=tolerant, named={hint.id for hint in waited if hint.kind == ORDER})
        shop = yield from read_shop(now, catalogue=scope.catalogue, refunds=False, orders=recent, missing=there)
        taken_at, shop, sales_orders = yield from _paired(shop, since, tables, now, refunds=refunds, there=there, here=here)
        known = {order.id for order in sales_orders}
        shelved = older_on_the_shelf(since, known, tables, whole=tolerant)
        older = (yield from part("older sales orders", shelved, [], here)) if scope.stock else []
    admitted = [order for order in shop.orders if is_admitted(order, tables)]
    unfinished = {external_ref(tables.store.key, order.id) for order in admitted if not is_finished(order)}
    emails = {folded(order.billing.email or "") for order in admitted if not is_finished(order)} - {""}

    def lacks_mark(order: bp.SalesOrder) -> bool:
        return (order.external_ref or "") in unfinished

    # A product begins in the shop with its stock and its price.
    flags = making and tables.stock.channel.used and (scope.stock or scope.products)
    making_in_shop = making and scope.products and tables.products.make == "in-shop"
    account = yield from read_account(
        taken_at,
        channel_id=tables.store.channel_id,
        store_key=tables.store.key,
        references=references,
        lists=_references(scope, tables),
        emails=emails,
        customers=making and scope.orders and tables.orders.contact_update != "never",
        stock=scope.stock or making_in_shop,
        money=scope.orders or scope.shipments,
        shipments=scope.orders or scope.shipments,
        drop_ship=tables.shipments.drop_ship,
        price_lists=_price_lists(tables) if scope.prices or making_in_shop else (),
        unfinished=lacks_mark,
        details=making_in_shop,
        sold_on=tables.store.channel_id if flags else None,
        options=making and scope.products and tables.products.make == "in-account",
        brands=making and scope.products and bool(tables.products.brand_attribute or tables.products.brand_attribute_id),
        orders=sales_orders,
        known_products=known_products,
        known_details=known_details,
        missing=here,
    )
    account = evolve(account, older=tuple(older))
    return Sides(shop=shop, account=account, since=since, waited=waited)


def _paired(
    shop: Shop,
    since: datetime,
    tables: Tables,
    now: Callable[[], datetime],
    *,
    refunds: bool,
    there: Missing,
    here: Missing,
) -> Flow[tuple[Callable[[], datetime], Shop, list[bp.SalesOrder]]]:
    """The moment before the account was first asked, the shop with every order that its recent sales orders are of, and these."""
    moment, whole = now(), there is not None
    sales_orders = yield from part("sales orders", recent_sales_orders(since, shop.orders, tables, whole=whole), [], here)
    more = yield from part("orders", orders_of(sales_orders, shop.orders, tables, whole=whole), [], there)
    orders = (*shop.orders, *more)
    refunded = (yield from part("refunds", refunds_of(orders, whole=whole), {}, there)) if refunds else {}
    return lambda: moment, evolve(shop, orders=orders, refunds=refunded, incomplete=there or {}), sales_orders


def _references(scope: Scope, tables: Tables) -> tuple[str, ...]:
    orders = order_references(tables) if scope.orders or scope.shipments else ()
    return (*orders, *(PRICE_REFERENCES if scope.prices or scope.products else ()))


def _price_lists(tables: Tables) -> tuple[int, ...]:
    return tuple(id for id in (tables.prices.regular_list, tables.prices.sale_list) if id is not None)


def read_swept(
    tables: Tables,
    now: Callable[[], datetime],
    scope: Scope,
    progress: Progress,
    *,
    known_products: KnownProducts | None = None,
    known_details: KnownDetails | None = None,
) -> Flow[tuple[Sides, Scope]]:
    """Both sides as far as a sync needs them that follows polls and other syncs, and what it is of.

    All there is; or of orders what may have changed since all was read, with what waits, as
    :func:`~bpwoo_sync.increments.window_begins` says. Then stock is left to who reads all orders: what is sold and not taken from
    the shelf yet may be of long ago.
    """
    waited = frozenset(hint for hint in progress.waiting() if hint.kind == ORDER)
    since = window_begins(progress.cursors(), tables, now()) if scope.orders and scope.shipments else None
    narrowed = scope if since is None else evolve(scope, stock=False)
    sides = yield from read_sides(
        tables, now, narrowed, since=since, waited=waited, known_products=known_products, known_details=known_details
    )
    return sides, narrowed


def planned(sides: Sides, tables: Tables, ledger: Ledger, scope: Scope) -> Plan:
    """The plan for two sides as they were read."""
    return sync_plan(sides.shop, sides.account, tables, ledger, scope)


def approvable(sides: Sides, tables: Tables, ledger: Ledger, scope: Scope, plumbing: Plumbing = UNASKED) -> Plan:
    """The same, and what is only written where a person approved it."""
    return approvable_plan(sides.shop, sides.account, tables, ledger, scope, plumbing)


def carrying_out_repairs(
    plan: Plan,
    tables: Tables,
    store: Keeper,
    performance: Performance,
    *,
    seen: Callable[[Sequence[Outcome]], None] = lambda outcomes: None,
) -> Flow[Ledger]:
    """Carry out a plan that may have a poll in it: what that writes has outcomes of its own, of the same run."""

    def poll() -> Flow[object]:
        return (yield from polled(tables, store, store, performance, seen=seen))

    return (yield from carrying_out(plan, store, evolve(performance, poll=poll), seen=seen))


def synced(
    tables: Tables,
    store: Store,
    performance: Performance,
    scope: Scope,
    *,
    progress: Progress | None = None,
    references: References | None = None,
    known_products: KnownProducts | None = None,
    seen: Callable[[Sequence[Outcome]], None] = lambda outcomes: None,
) -> Flow[tuple[Plan, Ledger]]:
    """Read both sides, plan, and carry the plan out. Polls go on from there where ``progress`` is given.

    ``references`` and ``known_products`` are what was read of the account before, and are not read again.
    """
    sides = yield from read_sides(tables, performance.now, scope, references, known_products=known_products)
    plan = planned(sides, tables, store.load(), scope)
    ledger = yield from carrying_out(plan, store, performance, seen=seen)
    if progress is not None:
        keep_progress(sides, plan, ledger, tables, scope, progress)
    return plan, ledger


def keep_progress(sides: Sides, plan: Plan, ledger: Ledger, tables: Tables, scope: Scope, progress: Progress) -> None:
    """Let polls go on from a sync of everything; a sync of less leaves them where they are."""
    if scope.orders and scope.shipments:
        windowed, cursors = sides.since is not None, progress.cursors()
        how = {"windowed": windowed, "everything": scope == EVERYTHING}
        progress.advance(after_sweep(sides.shop, sides.account, plan, ledger, cursors, tables, **how, waited=sides.waited))


@frozen(kw_only=True)
class Comparison:
    """Both sides as they were read, what was found of them, and the plan of what repairs the findings."""

    sides: Sides
    found: Reconciliation
    repairs: Plan


def reconciled(
    tables: Tables,
    now: Callable[[], datetime],
    scope: Scope,
    *,
    ledger: Ledger | None = None,
    progress: Progress | None = None,
    references: References | None = None,
    repaired_since: datetime | None = None,
) -> Flow[Reconciliation]:
    """Read both sides and compare them, with the ledger, and with how far polls came, where they are given.

    What the ledger has since ``repaired_since`` (aware UTC), or for a day, is told as repaired.
    """
    sides = yield from read_sides(tables, now, scope, references, making=False, tolerant=True, since=_window(tables, now))
    missing = dict(sides.shop.incomplete)
    plumbing = yield from read_plumbing(tables, progress, missing)
    return _compared(_without(sides, missing), plumbing, tables, scope, ledger, repaired_since)


def reconciled_with_repairs(
    tables: Tables,
    now: Callable[[], datetime],
    scope: Scope,
    ledger: Ledger,
    *,
    progress: Progress | None = None,
    repaired_since: datetime | None = None,
) -> Flow[Comparison]:
    """Read both sides, compare them, and plan the repairs: what ``bpwoo apply`` carries out once it was approved."""
    sides = yield from read_sides(tables, now, scope, tolerant=True, since=_window(tables, now))
    missing = dict(sides.shop.incomplete)
    plumbing = yield from read_plumbing(tables, progress, missing)
    found = _compared(_without(sides, missing), plumbing, tables, scope, ledger, repaired_since)
    return Comparison(sides=sides, found=found, repairs=repairs(found.issues, approvable(sides, tables, ledger, scope, plumbing)))


def _without(sides: Sides, missing: Mapping[str, str]) -> Sides:
    """The same sides, of whose shop these parts could not be read."""
    return evolve(sides, shop=evolve(sides.shop, incomplete=missing))


def read_plumbing(tables: Tables, progress: Progress | None, missing: Missing = None) -> Flow[Plumbing]:
    """How far polls came, where ``progress`` is given, and the shop's webhooks, where any of them are ours."""
    ours = bool(tables.increments.webhook_address)
    webhooks = (yield from part("webhooks", every_record(woo.Webhooks.list()), [], missing)) if ours else None
    return Plumbing(
        cursors=None if progress is None else progress.cursors(),
        webhooks=None if webhooks is None or "webhooks" in (missing or {}) else tuple(webhooks),
    )


def _window(tables: Tables, now: Callable[[], datetime]) -> datetime | None:
    """When the window of orders begins that are compared; None for all."""
    days = tables.reconcile.window_days
    return now() - timedelta(days=days) if days else None


def _compared(
    sides: Sides, plumbing: Plumbing, tables: Tables, scope: Scope, ledger: Ledger | None, repaired_since: datetime | None
) -> Reconciliation:
    return reconcile(
        sides.shop,
        sides.account,
        tables,
        orders=scope.orders,
        shipments=scope.shipments,
        stock=scope.stock,
        prices=scope.prices,
        products=scope.products,
        ledger=ledger,
        cursors=plumbing.cursors,
        webhooks=plumbing.webhooks,
        since=sides.since,
        repaired_since=repaired_since,
    )
