"""Pages of recorded orders, as bytes: 100 orders a page, of about 4 KB each."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from typing import Any

from .rounds import ROOT

PER_PAGE = 100

_RECORDED = ROOT / "tests" / "data" / "woocommerce" / "orders_page100.json"
#: The recorded page has small orders too; its twenty largest are of the size that the targets speak of.
_LARGEST = 20
_AMOUNT = re.compile(r'"(-?(?!0\.00)\d+\.\d\d)"')


@cache
def recorded_orders() -> tuple[dict[str, Any], ...]:
    """The largest orders of the recorded page, as a real shop answered them."""
    page: list[dict[str, Any]] = json.loads(_RECORDED.read_bytes())["exchanges"][0]["response"]["body"]
    return tuple(sorted(page, key=lambda order: len(_text(order)), reverse=True)[:_LARGEST])


def page_bytes(number: int) -> bytes:
    """A page of a listing, counted from 1. No two orders are equal: each has an id and amounts of its own."""
    first = (number - 1) * PER_PAGE + 1
    return f"[{','.join(map(_order, range(first, first + PER_PAGE)))}]".encode()


def order_bytes(number: int) -> bytes:
    """One order alone."""
    return _order(number).encode()


def _order(number: int) -> str:
    """A recorded order whose amounts, other than 0.00, are so many cents more: a reader meets texts that it never saw."""
    recorded = recorded_orders()[number % _LARGEST]
    cents = Decimal(number) / 100
    return _AMOUNT.sub(lambda found: f'"{Decimal(found[1]) + cents}"', _text({**recorded, "id": number}))


def _text(order: dict[str, Any]) -> str:
    """As PHP writes JSON: without blanks, slashes escaped, nothing beyond ASCII."""
    return json.dumps(order, separators=(",", ":")).replace("/", "\\/")
