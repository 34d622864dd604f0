"""What reading a page, sending a request and planning an order cost, in calls: a count that no machine's load moves.

``nox -s bench`` measures time. These bounds are a little above what was counted when they were written; where a change goes
beyond one, either it is worth that, or it was not meant.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import httpx
import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.effects.working import planned
from bpwoo_sync.ledger import Ledger
from tests.bench.orders import PER_PAGE, order_bytes, page_bytes
from tests.bench.planning import many_sides
from tests.bench.stub import RECORDED_ORDER
from tests.bench.worlds import ORDERS, tables_without_notes
from woocommerce_sdk.resources.orders import Orders

URL = "https://shop.example"
ACCOUNT = "https://euw1.brightpearlconnect.com"


def calls_of(action: Callable[[], object]) -> int:
    """The calls of Python and C functions in the second run: the first one compiles and fills what is kept."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    action()
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(before)
    return counted


def transport(content: bytes) -> httpx.MockTransport:
    return httpx.MockTransport(lambda request: httpx.Response(200, headers={"Content-Type": "application/json"}, content=content))


def test_an_order_of_a_page_is_read_in_few_calls() -> None:
    page = woo.Response(status=200, content=page_bytes(1))
    assert 100 >= calls_of(lambda: Orders.list().parse(page)) / PER_PAGE


def test_an_order_that_was_imported_is_planned_in_few_calls() -> None:
    sides = many_sides(200, 0)
    assert 165 >= calls_of(lambda: planned(sides, tables_without_notes(), Ledger(), ORDERS)) / 200


def bare_calls(url: str, content: bytes) -> int:
    """The calls of httpx alone for the same request."""
    with httpx.Client(transport=transport(content)) as http:
        return calls_of(lambda: http.get(url).json())


def woocommerce_calls(content: bytes) -> int:
    with woo.WooCommerce(URL, "ck_key", "cs_secret", transport=transport(content)) as shop:
        return calls_of(lambda: shop.orders.get(1))


def brightpearl_calls(content: bytes) -> int:
    token = bp.AccountToken("app", "token")
    with bp.Brightpearl("acme", token, base_url=ACCOUNT, quota=bp.Quota(1000), transport=transport(content)) as account:
        return calls_of(lambda: account.orders.get(1))


@pytest.mark.parametrize(
    ("ours", "content", "most"), [(woocommerce_calls, order_bytes(1), 1.65), (brightpearl_calls, RECORDED_ORDER.read_bytes(), 1.9)]
)
def test_a_request_is_sent_and_read_in_few_calls_more_than_those_of_httpx(
    ours: Callable[[bytes], int], content: bytes, most: float
) -> None:
    assert most >= ours(content) / bare_calls(f"{URL}/orders/1", content)
