"""A shop and an account, and what people do in both: buy, cancel, give back, send off, count stock, set prices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from functools import cache
from random import Random
from threading import Lock
from typing import Any

from attrs import define, field

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.planning import Scope
from bpwoo_sync.testing.demo_account import BASE_CURRENCY
from bpwoo_sync.testing.doubles import Doubles, utc_now
from bpwoo_sync.testing.warehouse import ship_orders
from tests.bpwoo_sync.effects.test_faults import Clients, clients
from tests.bpwoo_sync.effects.world import World
from tests.soak.settings import Kind

#: Products of the recorded shop that anybody may buy, by their ids.
_SOLD = (11, 12, 29, 61, 62)

#: The status of the account whose orders leave: what is on hold or cancelled stays.
_PAID = 2


def locked(handle: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A handler that answers one request at a time, whoever asks."""
    turn = Lock()

    def answer(request: Any) -> Any:
        with turn:
            return handle(request)

    return answer


@cache
def _agreed() -> tuple[Any, Any]:
    """Both systems when they agree and nothing was sold yet."""
    world = World(0, 12)
    world.clock.moment = utc_now() - timedelta(hours=1)
    with clients(world.doubles) as both:
        world.sync(both, Scope())
    return world.doubles.brightpearl.snapshot(), world.doubles.shop.snapshot()


@define
class Market:
    """A pair's two systems. People act in them without trouble."""

    name: str
    doubles: Doubles
    account: Callable[[Any], Any]
    shop: Callable[[Any], Any]
    chance: Random
    done: Counter[str] = field(factory=Counter)

    def play(self, kind: Kind) -> int | None:
        """Let something happen: the id of the order that it is about, or 0. None where it cannot happen yet."""
        with self.people() as both:
            about = _DEEDS[kind](self, both)
        self.done[kind.value] += about is not None
        return about

    @contextmanager
    def people(self) -> Iterator[Clients]:
        """Clients of people: without trouble, and under no quota."""
        app, key = brightpearl_testing.DEMO_APP, shop_testing.DEMO_KEY
        token, transport = bp.AccountToken(app.app_ref, app.account_token), brightpearl_testing.mock_transport(self.account)
        with (
            bp.Brightpearl(self.name, token, base_url="https://account.example", transport=transport) as account,
            woo.WooCommerce(
                "https://shop.example", key.consumer_key, key.consumer_secret, transport=shop_testing.mock_transport(self.shop)
            ) as shop,
        ):
            yield Clients(account, shop)


def market(name: str, quota: int, seed: int) -> Market:
    """A pair whose systems agree."""
    account = brightpearl_testing.BrightpearlDouble(account=name, base_currency=BASE_CURRENCY, quota=quota)
    shop = shop_testing.WooCommerceDouble(currency=BASE_CURRENCY)
    account.restore(_agreed()[0])
    shop.restore(_agreed()[1])
    return Market(name, Doubles(brightpearl=account, shop=shop), locked(account.handle), locked(shop.handle), Random(f"{name} {seed}"))


def _buy(market: Market, both: Clients, **more: Any) -> int:
    number = sum(market.done.values()) + 1
    line = woo.LineItemDraft(product_id=market.chance.choice(_SOLD), quantity=market.chance.randint(1, 3))
    billing = woo.BillingAddressDraft(
        first_name="Ann", last_name=f"Lee {number}", email=f"buyer{number}@{market.name}.example", city="Reno", country="US"
    )
    told: dict[str, Any] = more or {"status": woo.OrderStatus.PROCESSING, "set_paid": True}
    return both.shop.orders.create(woo.OrderDraft(billing=billing, line_items=(line,), payment_method="bacs", **told)).id


def _hold(market: Market, both: Clients) -> int:
    return _buy(market, both, status=woo.OrderStatus.ON_HOLD)


def _cancel(market: Market, both: Clients) -> int | None:
    order = _some_order(market, both, woo.OrderStatus.ON_HOLD)
    if order is not None:
        both.shop.orders.update(order.id, woo.OrderDraft(status=woo.OrderStatus.CANCELLED))
    return None if order is None else order.id


def _give_back(market: Market, both: Clients) -> int | None:
    paid = (woo.OrderStatus.PROCESSING, woo.OrderStatus.COMPLETED)
    # However long a soak is, an order is not given back whole: the shop would then change its status by itself.
    order = _some_order(market, both, *paid, that=lambda order: _left(order) > 1)
    if order is not None:
        amount = Decimal(market.chance.randint(1, 100)) / 100
        both.shop.refunds.create(order.id, woo.RefundDraft(amount=amount, reason="scratched", api_refund=False))
    return None if order is None else order.id


def _send_off(market: Market, both: Clients) -> int | None:
    return 0 if ship_orders(both.account, utc_now(), most=1, statuses=[_PAID]) else None


def _count_stock(market: Market, both: Clients) -> int | None:
    product = market.chance.choice(_tracked(both))
    cost = bp.StockValueDraft(currency=BASE_CURRENCY, value=Decimal("1.00"))
    found = bp.StockCorrectionDraft(product_id=product, quantity=market.chance.randint(1, 5), reason="counted", location_id=2, cost=cost)
    both.account.stock_corrections.create(2, bp.StockCorrectionsDraft(corrections=(found,)))
    return 0


def _set_price(market: Market, both: Clients) -> int | None:
    product = market.chance.choice(_tracked(both))
    (known,) = both.account.product_prices.get_set_on([product], [1])
    now = next((price for each in known.price_lists for price in (each.quantity_price or {}).values()), None)
    if now is None:
        return None
    # Every product is dealt with apart, and none is to jump: that a person has to look at.
    changed = (Decimal(str(now)) * Decimal(market.chance.randint(95, 105)) / 100).quantize(Decimal("0.01"))
    price = bp.PriceListPricesDraft(price_list_id=1, quantity_price={"1": changed})
    both.account.product_prices.replace(product, bp.ProductPriceDraft(price_lists=(price,)))
    return 0


def _tracked(both: Clients) -> list[int]:
    row = bp.ProductRow
    found = both.account.products.search(row.where(row.stock_tracked.is_(True)))
    return sorted(each.product_id for each in found if each.product_id is not None and 1000 < each.product_id < 3000)


def _left(order: woo.Order) -> Decimal:
    """What of an order was not given back yet."""
    return (order.total or Decimal(0)) - sum((abs(each.total or Decimal(0)) for each in order.refunds), Decimal(0))


def _some_order(
    market: Market, both: Clients, *statuses: woo.OrderStatus, that: Callable[[woo.Order], bool] = lambda order: True
) -> woo.Order | None:
    found = [order for order in both.shop.orders.list() if order.status in statuses and that(order)]
    return market.chance.choice(sorted(found, key=lambda order: order.id)) if found else None


_DEEDS: dict[Kind, Callable[[Market, Clients], int | None]] = {
    Kind.ORDER: _buy,
    Kind.HELD: _hold,
    Kind.CANCELLED: _cancel,
    Kind.REFUND: _give_back,
    Kind.SHIPMENT: _send_off,
    Kind.STOCK: _count_stock,
    Kind.PRICE: _set_price,
}
