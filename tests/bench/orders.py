"""Pages of recorded orders, as bytes: 100 orders a page, of about 4 KB each."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from .rounds import ROOT

PER_PAGE = 100

_RECORDED = ROOT / "tests" / "data" / "woocommerce" / "orders_page100.json"
#: The recorded page has small orders too; its twenty largest are of the size that the targets speak of.
_LARGEST = 20


@cache
def recorded_orders() -> tuple[dict[str, Any], ...]:
    """The largest orders of the recorded page, as a real shop answered them."""
    page: list[dict[str, Any]] = json.loads(_RECORDED.read_bytes())["exchanges"][0]["response"]["body"]
    return tuple(sorted(page, key=lambda order: len(_text(order)), reverse=True)[:_LARGEST])


def page_bytes(number: int) -> bytes:
    """A page of a listing, counted from 1; no two pages are equal, for each order has its own id."""
    orders = recorded_orders()
    first = (number - 1) * PER_PAGE + 1
    return f"[{','.join(_text({**orders[at % len(orders)], 'id': first + at}) for at in range(PER_PAGE))}]".encode()


def _text(order: dict[str, Any]) -> str:
    """As PHP writes JSON: without blanks, slashes escaped, nothing beyond ASCII."""
    return json.dumps(order, separators=(",", ":")).replace("/", "\\/")
