"""The model: what pairs do, what a run costs, and what workers have. Every assumption is a field with its value."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from random import Random

from attrs import frozen


class Flow(StrEnum):
    """The flows, as they are told."""

    ORDER = "order"
    POLL = "poll"
    GOODS = "goods"
    NIGHTLY = "nightly"
    RECONCILE = "reconcile"


@frozen(kw_only=True)
class Cost:
    """What a run takes: requests to each side, steps, writes to the database, and seconds of its worker's processor.

    The pages are requests more, for each so many products of the catalogue; whole syncs and comparisons read all of them.
    """

    brightpearl: int
    shop: int
    steps: int
    writes: int
    processor: float
    whole: bool = False


#: Counted on doubles (:mod:`tests.simulation.costs`): one new order to an event, nothing new to anything else. A test counts
#: again. The processor's seconds are what ``python -m tests.simulation --check`` found of an order and three polls together,
#: shared among them by their requests, and rounded up.
COSTS: Mapping[Flow, Cost] = {
    Flow.ORDER: Cost(brightpearl=14, shop=7, steps=9, writes=22, processor=0.15),
    Flow.POLL: Cost(brightpearl=1, shop=3, steps=2, writes=7, processor=0.03),
    Flow.GOODS: Cost(brightpearl=7, shop=7, steps=2, writes=3, processor=0.08, whole=True),
    Flow.NIGHTLY: Cost(brightpearl=15, shop=7, steps=2, writes=9, processor=0.10, whole=True),
    Flow.RECONCILE: Cost(brightpearl=14, shop=7, steps=1, writes=3, processor=0.10, whole=True),
}

#: What each further order takes that an event's run deals with.
FURTHER_ORDER = Cost(brightpearl=2, shop=0, steps=0, writes=2, processor=0.01)


@frozen(kw_only=True)
class Model:
    """A fleet, and what it is asked to do. Times are seconds, rates are per pair."""

    pairs: int = 10_000
    seconds: float = 3600.0
    seed: int = 7

    workers: int = 8
    at_once: int = 32
    #: A worker looks into the queue each so many seconds.
    look: float = 0.1
    #: One for each worker, and the database elsewhere; fewer where all of it shares a machine.
    cores: int | None = None
    #: For each second that a run takes of its worker's processor, what it takes of the machine's for both doubles, which are
    #: one process, and for the database, which is many; 0 where they are elsewhere.
    doubles: float = 0.0
    database: float = 0.0

    #: How many times the processor's seconds of the costs a run takes.
    processor: float = 1.0

    #: Seconds to the answer of each side.
    brightpearl: float = 0.25
    shop: float = 0.40
    #: A step in the database.
    step: float = 0.004

    #: Orders of a pair a day: the mean of a lognormal law, whose few large shops have most of the orders.
    orders_a_day: float = 30.0
    spread: float = 1.3
    #: How many times the mean hour the simulated one is.
    busy: float = 3.0
    #: Deliveries of an order: made, paid, changed by our own mark.
    deliveries: float = 2.0
    #: Changes of stock in the account for each order; each is told, and waits for the next poll.
    stock_changes: float = 1.5
    #: Of all pairs, how many have a sale, and how many times their orders are more.
    sales: float = 0.01
    sale: float = 20.0

    poll_every: float = 600.0
    goods_every: float = 3600.0
    #: Whether of each kind of run that the schedule asks for one waits at most, as in the real queue.
    one_waits: bool = True
    #: Whether it is the hour in which everything is synced whole, or that in which it is compared.
    night: Flow | None = None
    #: Products of a catalogue: mean of the same law.
    products: float = 1500.0

    #: Requests that an account is allowed in a minute, and how many runs meet another app's use of it and wait.
    quota: int = 200
    throttled: float = 0.005


@frozen
class Shop:
    """One pair: orders a second, and products."""

    orders: float
    products: int


def shops(model: Model) -> list[Shop]:
    """Every pair, drawn from the seed."""
    chance = Random(model.seed)
    return [_shop(model, chance) for _ in range(model.pairs)]


def _shop(model: Model, chance: Random) -> Shop:
    size = chance.lognormvariate(-(model.spread**2) / 2, model.spread)
    sale = model.sale if chance.random() < model.sales else 1.0
    products = max(10, round(model.products * chance.lognormvariate(-(model.spread**2) / 2, model.spread)))
    return Shop(orders=size * model.orders_a_day / 86_400 * model.busy * sale, products=products)


def requests(flow: Flow, shop: Shop) -> tuple[int, int]:
    """How many requests a run sends to each side: 200 products in one to the account (products, prices, stock), 100 to the shop."""
    cost = COSTS[flow]
    return (
        cost.brightpearl + (3 * (shop.products // 200) if cost.whole else 0),
        cost.shop + (shop.products // 100 if cost.whole else 0),
    )
