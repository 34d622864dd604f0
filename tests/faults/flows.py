"""The flows of the sync, as data: a state of both systems in which a flow has something to do, how it runs, and what is to be seen."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, partial
from typing import Any

from attrs import evolve, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.polling import polled
from bpwoo_sync.effects.working import carrying_out_repairs, reconciled, reconciled_with_repairs
from bpwoo_sync.planning import Scope
from bpwoo_sync.tables import OrderField, tables_from
from bpwoo_sync.testing.doubles import demo_tables
from bpwoo_sync.testing.warehouse import ship_orders
from brightpearl_sdk.testing import DEMO_APP, mock_transport
from tests.bpwoo_sync.effects.test_faults import Clients, clients
from tests.bpwoo_sync.effects.world import START, World, bought, eventful, known_customer, seen_of
from tests.faults.troubles import LONGEST, Handler
from woocommerce_sdk.testing import DEMO_KEY
from woocommerce_sdk.testing import mock_transport as shop_transport

#: The status that the account has for what is cancelled.
CANCELLED = 5

ACCOUNT_URL, SHOP_URL = "https://account.example", "https://shop.example"


@frozen
class Said:
    """What a run said: how many writes were planned, its issues, and what else belongs to what it saw."""

    writes: int
    issues: frozenset[str]
    seen: Mapping[str, Any] = {}


@frozen
class Flow:
    """A flow. ``world`` makes the state that it begins in, once: it is copied for each case."""

    name: str
    world: Callable[[], World]
    run: Callable[[World, Clients], Said]


def only(**scope: bool) -> Scope:
    """A scope of nothing but what is named."""
    return Scope(**{"orders": False, "shipments": False, "stock": False, "prices": False, "products": False, **scope})


def sync(scope: Scope, world: World, both: Clients) -> Said:
    """One run of the sync."""
    plan = world.sync(both, scope)
    return Said(len(plan.actions), frozenset(f"{each.code} {each.entity} {each.key}" for each in plan.issues))


def poll(world: World, both: Clients) -> Said:
    """One poll."""
    flow = polled(world.tables, world.store, world.store, world.performance)
    plan = run(flow, both.account, both.shop, sleep=lambda seconds: None).plan
    return Said(len(plan.actions), frozenset(f"{each.code} {each.entity} {each.key}" for each in plan.issues))


def reconcile(world: World, both: Clients) -> Said:
    """One reconciliation; what it found belongs to what is seen."""
    flow = reconciled(world.tables, world.clock, Scope(), ledger=world.store.load(), progress=world.store)
    found = run(flow, both.account, both.shop, sleep=lambda seconds: None)
    issues = frozenset(f"{each.code} {each.entity} {each.key}" for each in found.issues)
    return Said(0, issues, {"findings": sorted(issues), "totals": [str(each) for each in found.totals]})


def repair(world: World, both: Clients) -> Said:
    """A comparison of orders, and the plan of its repairs carried out as it was approved; what was found belongs to what is seen."""
    comparing = reconciled_with_repairs(world.tables, world.clock, only(orders=True), world.store.load(), progress=world.store)
    made = run(comparing, both.account, both.shop, sleep=lambda seconds: None)
    applying = carrying_out_repairs(made.repairs, world.tables, world.store, world.performance)
    run(applying, both.account, both.shop, sleep=lambda seconds: None)
    return Said(len(made.repairs), frozenset(f"{each.code} {each.entity} {each.key}" for each in made.found.issues))


def orders() -> World:
    """Two paid orders to bring in, and one that waits for its money."""
    world = World(2, 6)
    with clients(world.doubles) as both:
        bought(both, status=woo.OrderStatus.ON_HOLD)
    return world


def _brought_in(most: int = 2) -> World:
    world = World(most, 6)
    with clients(world.doubles) as both:
        bought(both, status=woo.OrderStatus.ON_HOLD)
        world.sync(both, Scope(stock=False, prices=False, products=False))
    world.clock.pass_(minutes=5)
    return world


def payments() -> World:
    """An order that was brought in waiting for its money, and has it."""
    world = _brought_in(0)
    with clients(world.doubles) as both:
        (order,) = both.shop.orders.list()
        both.shop.orders.update(order.id, woo.OrderDraft(status=woo.OrderStatus.PROCESSING, set_paid=True))
    world.clock.pass_(minutes=5)
    return world


def shipments() -> World:
    """An order that was brought in, whose goods have left."""
    world = _brought_in()
    with clients(world.doubles) as both:
        assert ship_orders(both.account, world.clock(), most=1)
    world.clock.pass_(minutes=5)
    return world


def refunds() -> World:
    """An order that was brought in, of which some money was given back."""
    world = _brought_in()
    with clients(world.doubles) as both:
        order = next(each for each in both.shop.orders.list() if each.status == woo.OrderStatus.PROCESSING)
        both.shop.refunds.create(order.id, woo.RefundDraft(amount=Decimal("1.00"), reason="scratched", api_refund=False))
    world.clock.pass_(minutes=5)
    return world


def goods_back() -> World:
    """An order that left, and whose piece the shop took back; what it cost stands on the sales order."""
    world = _brought_in(0)
    refunding = evolve(world.tables.refunds, restock="shipped_only", restock_since=START)
    world.tables = evolve(world.tables, refunds=refunding)
    with clients(world.doubles) as both:
        assert ship_orders(both.account, world.clock(), most=1)
        (order,) = world.doubles.brightpearl.records("orders")
        rows = [{**row, "itemCost": "4.2000", "costCurrency": "USD"} for row in order["rows"]]
        world.doubles.brightpearl.load("orders", [{**order, "rows": rows}])
        world.clock.pass_(minutes=5)
        (sold,) = both.shop.orders.list()
        line = woo.RefundLineDraft(id=sold.line_items[0].id, quantity=1, refund_total=sold.line_items[0].total)
        given = woo.RefundDraft(amount=sold.line_items[0].total, line_items=(line,), api_refund=False)
        both.shop.refunds.create(sold.id, given)
    world.clock.pass_(minutes=5)
    return world


def cancellations() -> World:
    """An order that was brought in waiting for its money, and was given up."""
    world = _brought_in(0)
    with clients(world.doubles) as both:
        (order,) = both.shop.orders.list()
        both.shop.orders.update(order.id, woo.OrderDraft(status=woo.OrderStatus.CANCELLED))
    world.clock.pass_(minutes=5)
    return world


def cancellations_told() -> World:
    """An order that was brought in waiting for its money, and that people cancelled in Brightpearl; the shop is to be told."""
    world = _brought_in(0)
    world.tables = evolve(world.tables, cancellations=evolve(world.tables.cancellations, tell_shop=True))
    with clients(world.doubles) as both:
        (order,) = world.doubles.brightpearl.records("orders")
        both.account.orders.set_status(order["id"], bp.OrderStatusUpdateDraft(order_status_id=CANCELLED))
    world.clock.pass_(minutes=5)
    return world


def to_be_approved() -> World:
    """A sales order that is there twice, a payment that is, and a webhook that the shop switched off."""
    world = _brought_in(1)
    account = world.doubles.brightpearl
    (waiting,) = [each for each in account.records("orders") if not _paid(world, each["id"])]
    (payment,) = account.records("payments")
    account.load(
        "orders", [{**waiting, "id": 900_000, "rows": [{**row, "id": 910_000 + place} for place, row in enumerate(waiting["rows"])]}]
    )
    account.load("payments", [{**payment, "paymentId": 920_000}])
    address = "https://sync.example/"
    world.tables = evolve(world.tables, increments=evolve(world.tables.increments, webhook_address=address))
    with clients(world.doubles) as both:
        hook = both.shop.webhooks.create(woo.WebhookDraft(topic="order.created", delivery_url=address, secret="s"))
        both.shop.webhooks.update(hook.id, woo.WebhookDraft(status=woo.WebhookStatus.DISABLED))
        polling = polled(world.tables, world.store, world.store, world.performance)
        run(polling, both.account, both.shop, sleep=lambda seconds: None)
    world.clock.pass_(hours=3)
    return world


def _paid(world: World, order_id: int) -> bool:
    return any(each["orderId"] == order_id for each in world.doubles.brightpearl.records("payments"))


def everything() -> World:
    """Something for every flow."""
    world = World(3, 6)
    eventful(world)
    return world


def settled() -> World:
    """The same, so long ago that no difference is young."""
    world = everything()
    world.clock.pass_(hours=2)
    return world


def goods() -> World:
    """Products that differ in stock and prices, of which one is hidden, sold without stock, and cheaper by the ten."""
    world = World(0, 6)
    document = tomllib.loads(demo_tables())
    channel = {"available": "visible", "unavailable": "hidden", "sells_without_stock": "notify"}
    prices = {**document["prices"], "breaks_meta": "_tiers"}
    world.tables = tables_from({**document, "stock": {**document["stock"], "channel": channel}, "prices": prices})
    first = next(each for each in world.doubles.brightpearl.records("products") if each["stock"]["stockTracked"])
    flags = {"1": {"availableToSellOnChannel": False, "sellWhenNoStock": True}}
    world.doubles.brightpearl.load("products", [{**first, "channels": flags, "prices": {1: {1: "10.00", 10: "9.00"}}}])
    return world


def contacts() -> World:
    """An order of a customer whom Brightpearl knows by another name and address, and who is to be brought up to it."""
    world = World(0, 6)
    world.tables = evolve(world.tables, orders=evolve(world.tables.orders, contact_update="all"))
    known_customer(world)
    return world


def edited() -> World:
    """An order that was brought in waiting for its money, and is to go to another address since; Brightpearl is to be changed."""
    world = _brought_in(0)
    world.tables = evolve(world.tables, orders=evolve(world.tables.orders, edits="update"))
    address = woo.ShippingAddressDraft(first_name="Ann", last_name="Lee", address_1="7 New Street", city="Reno", country="US")
    with clients(world.doubles) as both:
        (order,) = both.shop.orders.list()
        both.shop.orders.update(order.id, woo.OrderDraft(shipping=address))
    world.clock.pass_(minutes=5)
    return world


def filled_in() -> World:
    """An order to bring in whose field is to be filled in and whose goods are to be reserved, and one that left with a tracking number."""
    world = _brought_in()
    fields = (OrderField(meta="_po", code="PCF_PO"),)
    orders, shipments = world.tables.orders, world.tables.shipments
    world.tables = evolve(
        world.tables,
        orders=evolve(orders, allocate=True, custom_fields=fields),
        shipments=evolve(shipments, tracking_plugin=True),
    )
    world.doubles.shop.shipment_tracking = True
    declared = {"id": 1, "of": "sale", "code": "PCF_PO", "name": "PO", "customFieldType": "TEXT", "required": False}
    world.doubles.brightpearl.load("custom_fields", [declared])
    with clients(world.doubles) as both:
        assert ship_orders(both.account, world.clock(), most=1)
        paid: dict[str, Any] = {"status": woo.OrderStatus.PROCESSING, "set_paid": True}
        bought(both, email="kim@example.com", meta_data=(woo.MetaDataDraft(key="_po", value="PO-7"),), **paid)
    world.clock.pass_(minutes=5)
    return world


def to_shop() -> World:
    """Products that Brightpearl sells and the shop lacks."""
    return World(0, 0)


def to_account() -> World:
    """Products that the shop sells and Brightpearl lacks: one alone, and one in two sizes."""
    world = World(0, 0)
    settings = {"make": "in-account", "brand_id": 1, "product_type_id": 1, "tax_classes": {"NY": ""}}
    world.tables = tables_from({**tomllib.loads(demo_tables()), "products": settings})
    published = woo.ProductStatus.PUBLISH
    sizes = woo.ProductAttributeUseDraft(name="Size", options=("S", "M"), variation=True)
    with clients(world.doubles) as both:
        both.shop.products.create(woo.ProductDraft(name="Cup", sku="CUP", status=published, regular_price=Decimal("12.00")))
        shirt = both.shop.products.create(
            woo.ProductDraft(name="Shirt", type=woo.ProductType.VARIABLE, status=published, attributes=(sizes,))
        )
        for size in ("S", "M"):
            chosen = (woo.ChosenAttributeDraft(name="Size", option=size),)
            draft = woo.VariationDraft(sku=f"SHIRT-{size}", regular_price=Decimal("20.00"), attributes=chosen)
            both.shop.variations.create(shirt.id, draft)
    return world


def outdated() -> World:
    """Orders to bring in, with a token that has run out: it is renewed first."""
    world = orders()
    signed_in(world)
    world.clock.pass_(days=8)
    return world


FLOWS: tuple[Flow, ...] = (
    Flow("orders", orders, partial(sync, only(orders=True))),
    Flow("orders, the token renewed", outdated, partial(sync, only(orders=True))),
    Flow("payments", payments, partial(sync, only(orders=True))),
    Flow("refunds", refunds, partial(sync, only(orders=True))),
    Flow("cancellations", cancellations, partial(sync, only(orders=True))),
    Flow("shipments", shipments, partial(sync, only(shipments=True))),
    Flow("stock", goods, partial(sync, only(stock=True))),
    Flow("prices", goods, partial(sync, only(prices=True))),
    Flow("products to the shop", to_shop, partial(sync, only(products=True))),
    Flow("products to Brightpearl", to_account, partial(sync, only(products=True))),
    Flow("poll", everything, poll),
    Flow("reconcile", settled, reconcile),
    Flow("refunds whose goods come back", goods_back, partial(sync, only(orders=True))),
    Flow("cancellations told to the shop", cancellations_told, partial(sync, only(orders=True))),
    Flow("orders of a known customer", contacts, partial(sync, only(orders=True))),
    Flow("approved repairs", to_be_approved, repair),
)

#: What the kept figures of the whole matrix do not have yet: its next run has.
NEWER: tuple[Flow, ...] = (
    Flow("orders that were edited", edited, partial(sync, only(orders=True))),
    Flow("fields, reservations and tracking numbers", filled_in, partial(sync, only(orders=True, shipments=True))),
)

EVERY = (*FLOWS, *NEWER)


@cache
def begun(flow: Flow) -> World:
    """The state in which a flow begins, signed in. It is copied, never used itself."""
    world = flow.world()
    if world.tokens.load() is None:
        signed_in(world)
    return world


def signed_in(world: World) -> None:
    """Let a person sign in, and give the shop's key again."""
    world.revoked.clear()
    answer = world.doubles.brightpearl.token(DEMO_APP.app_ref)
    expires = world.clock() + world.doubles.brightpearl.gate.token_life
    world.tokens.save(bp.Token(access_token=answer["access_token"], refresh_token=answer["refresh_token"], expires_at=expires))


@contextmanager
def connected(world: World, **handlers: Handler) -> Iterator[Clients]:
    """Clients in the world's own time: sleeping moves its clock. ``handlers`` stand before the system of their name."""

    def sleep(seconds: float) -> None:
        world.clock.pass_(seconds=seconds)

    def seconds() -> float:
        return world.clock.moment.timestamp()

    app = bp.OAuthApp(account=world.doubles.brightpearl.account, client_id=DEMO_APP.app_ref, token_url=f"{ACCOUNT_URL}/token/{{account}}")
    account = handlers.get("brightpearl", world.doubles.brightpearl.handle)
    shop = handlers.get("shop", world.doubles.shop.handle)
    with (
        bp.Brightpearl(
            world.doubles.brightpearl.account,
            bp.OAuth2(app, world.tokens, now=lambda: world.clock.moment),
            base_url=ACCOUNT_URL,
            transport=mock_transport(account, sleep=sleep),
            quota=bp.Quota(10_000, clock=seconds),
            max_answer=LONGEST,
            sleep=sleep,
            clock=seconds,
        ) as account_client,
        woo.WooCommerce(
            SHOP_URL,
            DEMO_KEY.consumer_key,
            DEMO_KEY.consumer_secret,
            transport=shop_transport(shop, sleep=sleep),
            longest_response=LONGEST,
            sleep=sleep,
            clock=seconds,
        ) as shop_client,
    ):
        yield Clients(account_client, shop_client)


def seen(world: World, said: Said | None) -> dict[str, Any]:
    """What is to be seen of both systems and of the run."""
    return {**seen_of(world.doubles), **(said.seen if said else {})}
