"""A delivery as it came: checked, read, and turned into hints, or refused with the status that its sender is told.

What a delivery says is never believed beyond that: what it names is read from the vendor. Bodies are not kept.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Collection, Mapping
from enum import StrEnum

from attrs import define, field, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.described import described
from bpwoo_sync.errors import DeliveryRefusedError
from bpwoo_sync.increments import ORDER, Hint, hints_of_account, hints_of_shop

#: Of how many records one delivery may tell. Brightpearl folds changes into one call, which never comes near this.
MOST_RECORDS = 10_000

#: The greatest id that a database keeps.
_GREATEST_ID = 2**63 - 1


class Platform(StrEnum):
    """Who tells."""

    WOOCOMMERCE = "woocommerce"
    BRIGHTPEARL = "brightpearl"


@frozen(kw_only=True)
class Subscriber:
    """A pair as a receiver knows it. ``account`` is the code of its Brightpearl account.

    While a secret is being changed both are given, the new one and the old. No secret at all: nothing is taken.
    """

    pair: str
    account: str
    shop_secrets: tuple[str, ...] = field(default=(), repr=False)
    account_secrets: tuple[str, ...] = field(default=(), repr=False)


@frozen(kw_only=True)
class Delivery:
    """What a delivery asks to look at. ``event`` tells deliveries apart: the same one twice has the same."""

    platform: Platform
    pair: str
    account: str
    hints: frozenset[Hint]
    event: str


def shop_delivery(subscriber: Subscriber, headers: Mapping[str, str], body: bytes) -> Delivery | None:
    """What the shop's delivery asks for; ``None`` for its greeting. Raises :class:`DeliveryRefusedError`.

    ``body`` is the bytes as they came, which are what was signed; ``headers`` have names in lower case.
    """
    try:
        event = _shop_event(subscriber, headers, body)
    except woo.SignatureError as fault:
        raise DeliveryRefusedError(401, str(fault)) from None
    except woo.NotJsonError:
        raise DeliveryRefusedError(400, "the body is no JSON") from None
    except woo.ShapeError:
        # Signed, and of a shape that is not known, as plugins make them: its id is all that matters.
        hints = _hinted_at(headers, body)
    else:
        if isinstance(event, woo.WebhookPing):
            return None
        hints = hints_of_shop(event)
    told_by = headers.get("x-wc-webhook-delivery-id", "").encode(errors="surrogatepass")
    return _delivery(Platform.WOOCOMMERCE, subscriber, hints, body, told_by)


def account_delivery(subscriber: Subscriber, secret: str, body: bytes) -> Delivery:
    """What Brightpearl's call asks for; ``secret`` is what its address holds. Raises :class:`DeliveryRefusedError`."""
    if not any(bp.is_secret(secret, each) for each in subscriber.account_secrets):
        raise DeliveryRefusedError(401, "the address does not hold the secret of this pair's webhooks")
    try:
        event = bp.read_webhook(body)
    except bp.ShapeError as fault:
        raise DeliveryRefusedError(400, f"the body is none of the webhooks that bpwoo makes: {fault}") from None
    if event.account_code not in ("", subscriber.account):
        raise DeliveryRefusedError(400, "the event is of another account than this pair's")
    if len(event.ids) > MOST_RECORDS:
        raise DeliveryRefusedError(400, f"the event tells of more than {MOST_RECORDS} records")
    return _delivery(Platform.BRIGHTPEARL, subscriber, hints_of_account(event), body, b"")


def _shop_event(subscriber: Subscriber, headers: Mapping[str, str], body: bytes) -> woo.WebhookEvent | woo.WebhookPing:
    *others, last = subscriber.shop_secrets or ("",)
    for secret in others:
        try:
            return woo.read_webhook(headers, body, secret)
        except woo.SignatureError:
            continue
    return woo.read_webhook(headers, body, last)


def _hinted_at(headers: Mapping[str, str], body: bytes) -> frozenset[Hint]:
    document = json.loads(body)
    id = document.get("id") if isinstance(document, dict) else None
    is_order = headers.get("x-wc-webhook-resource") == "order" and isinstance(id, int) and not isinstance(id, bool)
    return frozenset({Hint(ORDER, id)}) if is_order and id is not None else frozenset()


def _delivery(platform: Platform, subscriber: Subscriber, hints: frozenset[Hint], body: bytes, told_by: bytes) -> Delivery:
    if any(not 0 < hint.id <= _GREATEST_ID for hint in hints):
        raise DeliveryRefusedError(400, "the delivery names a record by a number that no record has")
    digest = hashlib.sha256(b"\n".join((told_by, body))).hexdigest()[:32]
    return Delivery(platform=platform, pair=subscriber.pair, account=subscriber.account, hints=hints, event=f"{platform.value}-{digest}")


@described
@define
class Recent:
    """The bodies that were taken of late, by digest: for so many seconds of a clock that only goes forward, and so many of a pair."""

    seconds: float = 600.0
    """In seconds."""
    most: int = 1000
    """How many bodies of one pair."""
    _taken: dict[str, OrderedDict[bytes, float]] = field(factory=dict, init=False)

    def knows(self, pair: str, digest: bytes, moment: float) -> bool:
        """Whether this body was taken of late."""
        taken = self._taken.get(pair, OrderedDict())
        while taken and moment - next(iter(taken.values())) >= self.seconds:
            taken.popitem(last=False)
        return digest in taken

    def keep(self, pair: str, digest: bytes, moment: float) -> None:
        """Keep that this body was taken; the oldest makes room."""
        taken = self._taken.setdefault(pair, OrderedDict())
        taken.setdefault(digest, moment)
        while len(taken) > self.most:
            taken.popitem(last=False)

    def __len__(self) -> int:
        return sum(map(len, self._taken.values()))


def subscribers_by_pair(subscribers: Collection[Subscriber]) -> Mapping[str, Subscriber]:
    """Each by the name of its pair."""
    return {each.pair: each for each in subscribers}
