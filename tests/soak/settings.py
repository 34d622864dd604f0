"""How long and how hard a soak is, and what happens in it when: drawn from a seed, so that it is the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from random import Random

from attrs import frozen


@frozen(kw_only=True)
class Settings:
    """A soak. ``seconds`` is how long something happens; ``faults`` is the share of requests that meet trouble."""

    pairs: int = 50
    workers: int = 3
    seconds: float = 15.0
    orders: int = 2
    others: int = 1
    kills: int = 6
    faults: float = 0.02
    timeouts: bool = False
    poll_seconds: int = 20
    goods_minutes: int = 0
    quota: int = 100_000
    lease: float = 6.0
    seed: int = 7

    @property
    def names(self) -> tuple[str, ...]:
        """The pairs, which are the accounts' codes too."""
        return tuple(f"pair{number:02}" for number in range(self.pairs))


#: What CI runs: everything that the long one has, but time-outs, which take half a minute each.
SHORT = Settings()


def of_minutes(minutes: float, seed: int = 7) -> Settings:
    """A soak as long as one asks for, under the real quota: a new order each minute in each shop, a kill each fifteen seconds."""
    whole = max(1, round(minutes))
    return Settings(
        seconds=minutes * 60,
        orders=whole,
        others=max(1, whole // 2),
        kills=4 * whole,
        timeouts=True,
        poll_seconds=30,
        goods_minutes=5,
        quota=200,
        lease=10.0,
        seed=seed,
    )


class Kind(StrEnum):
    """What happens in a shop or an account."""

    ORDER = "orders"
    HELD = "orders on hold"
    CANCELLED = "cancellations"
    REFUND = "refunds"
    SHIPMENT = "shipments"
    STOCK = "stock changes"
    PRICE = "price changes"


@frozen(order=True)
class Happening:
    """Something that happens to a pair at a moment, in seconds. ``told`` is how often the shop's event of it arrives."""

    moment: float
    pair: str
    kind: Kind
    told: int


@frozen(order=True)
class Kill:
    """A worker that is killed at a moment; its successor has its id, or a new one."""

    moment: float
    worker: int
    same_id: bool


#: Beside orders; dealt out in turn, so that each kind comes in the shortest soak too.
_OTHERS = (Kind.HELD, Kind.REFUND, Kind.SHIPMENT, Kind.STOCK, Kind.PRICE)


def happenings(settings: Settings) -> list[Happening]:
    """What happens, in order. What needs an order comes behind the first one of its shop."""
    chance, drawn = Random(settings.seed), list[Happening]()

    def happens(moment: float, pair: str, kind: Kind) -> Happening:
        # Some events are lost, some arrive twice; polls deal with what nobody told.
        return Happening(moment, pair, kind, chance.choice((0, 1, 1, 2)))

    for place, pair in enumerate(settings.names):
        moments = sorted(chance.uniform(0, settings.seconds) for _ in range(settings.orders))
        drawn += [happens(moment, pair, Kind.ORDER) for moment in moments]
        for turn in range(settings.others):
            kind = _OTHERS[(place + turn) % len(_OTHERS)]
            moment = chance.uniform(moments[0], settings.seconds)
            drawn.append(happens(moment, pair, kind))
            if kind is Kind.HELD:
                drawn.append(happens(chance.uniform(moment, settings.seconds), pair, Kind.CANCELLED))
    return sorted(drawn)


def kills(settings: Settings) -> list[Kill]:
    """Which workers are killed when, in order: the first soon after the beginning, and none of them in one moment."""
    chance = Random(settings.seed + 1)
    part = settings.seconds / max(1, settings.kills)
    return [
        Kill(part * (number + chance.uniform(0.2, 0.8)), chance.randrange(settings.workers), chance.random() < 0.5)
        for number in range(settings.kills)
    ]


def merged(settings: Settings) -> Iterator[Happening | Kill]:
    """Everything, in order."""
    every: list[Happening | Kill] = [*happenings(settings), *kills(settings)]
    yield from sorted(every, key=lambda each: each.moment)
