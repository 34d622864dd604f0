"""The double behind httpx, and behind both clients on a real socket; what goes wrong on the way."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.testing import DEMO_APP, BrightpearlDouble, Fault, Struck, Wrong, mock_transport, serving, with_faults
from tests.brightpearl_sdk.testing.asking import MUG, SIGNED, account, order

TOKEN = bp.AccountToken(DEMO_APP.app_ref, DEMO_APP.account_token)
TYPES = "/public-api/acme/order-service/order-type"


def blocking(url: str, **options: Any) -> bp.Brightpearl:
    return bp.Brightpearl("acme", TOKEN, base_url=url, **{"retries": bp.NO_RETRIES, "quota": bp.Quota(), **options})


def awaiting(url: str, **options: Any) -> bp.AsyncBrightpearl:
    return bp.AsyncBrightpearl("acme", TOKEN, base_url=url, **{"retries": bp.NO_RETRIES, "quota": bp.Quota(), **options})


def test_httpx_asks_the_double_in_process() -> None:
    with httpx.Client(transport=mock_transport(BrightpearlDouble().handle), headers=dict(SIGNED)) as http:
        assert 4 == len(http.get(f"https://bp.example{TYPES}").json()["response"])


def test_httpx_awaits_the_double_in_process() -> None:
    async def asked() -> int:
        async with httpx.AsyncClient(transport=mock_transport(BrightpearlDouble().handle), headers=dict(SIGNED)) as http:
            return len((await http.get(f"https://bp.example{TYPES}")).json()["response"])

    assert 4 == asyncio.run(asked())


def test_a_query_and_an_escaped_path_arrive_as_they_were_meant() -> None:
    double = BrightpearlDouble()
    with httpx.Client(transport=mock_transport(double.handle), headers=dict(SIGNED)) as http:
        http.get("https://bp.example/public-api/acme/order-service/order/1%2C2", params={"customerRef": "#1 + 2"})
    (request,) = double.requests
    assert ("/public-api/acme/order-service/order/1%2C2", "#1 + 2") == (request.path, request.parameter("customerRef"))


def test_both_clients_read_the_same_account_on_a_real_socket() -> None:
    ask = account()
    id = order(ask)

    async def awaited(url: str) -> bp.SalesOrder:
        async with awaiting(url) as client:
            return await client.sales_orders.get(id)

    with serving(ask.double.handle) as url:
        with blocking(url) as client:
            read = client.sales_orders.get(id)
            stock = client.product_availability.get_set([MUG])
        assert read == asyncio.run(awaited(url))
    assert (id, [14]) == (read.id, [each.total and each.total.in_stock for each in stock.values()])


def test_an_account_is_served_on_a_port_of_its_own() -> None:
    with serving(BrightpearlDouble().handle) as first, serving(BrightpearlDouble().handle) as second:
        assert first != second


def test_a_port_is_free_when_the_block_ends() -> None:
    with serving(BrightpearlDouble().handle) as url:
        port = int(url.rpartition(":")[2])
    with serving(BrightpearlDouble().handle, port=port) as again:
        assert url == again


# What goes wrong on the way, in process and on a socket.

LOST = bp.ConnectionFailedError


#: What goes wrong, how that is told, and how many records it made.
FAULTS: list[tuple[Wrong, type[Exception], int]] = [
    (Wrong.REFUSED, LOST, 0),
    (Wrong.RESET_BEFORE, LOST, 0),
    (Wrong.RESET_AFTER, LOST, 1),
    (Wrong.TIMEOUT_BEFORE, LOST, 0),
    (Wrong.TIMEOUT_AFTER, LOST, 1),
    (Wrong.STATUS_BEFORE, bp.ServerError, 0),
    (Wrong.STATUS_AFTER, bp.ServerError, 1),
    (Wrong.CUT, LOST, 1),
    (Wrong.HTML, bp.BrightpearlError, 1),
    (Wrong.TRUNCATED, bp.BrightpearlError, 1),
    (Wrong.CHARSET, bp.BrightpearlError, 1),
    (Wrong.OVERSIZED, LOST, 1),
    (Wrong.GZIP_BOMB, LOST, 1),
    (Wrong.DRIP, LOST, 1),
    (Wrong.LATE, LOST, 1),
    (Wrong.REDIRECT, bp.BrightpearlError, 0),
]


@pytest.mark.parametrize(
    ("wrong", "error", "made", "on_a_socket"),
    # An answer that is late only times out where there is a timeout: a mock transport has none.
    [(*fault, on_a_socket) for on_a_socket in (False, True) for fault in FAULTS if on_a_socket or fault[0] is not Wrong.LATE],
)
def test_a_fault_strikes_before_the_account_acts_or_after(wrong: Wrong, error: type[Exception], made: int, on_a_socket: bool) -> None:
    double, struck = BrightpearlDouble(), Struck()
    seconds = 1.0 if wrong is Wrong.LATE else 0.1
    handler = with_faults(
        double.handle, [Fault(wrong=wrong, nth=1, method="POST", path="/order-status", size=200_000, seconds=seconds)], struck
    )
    before = len(double.records("order_statuses"))
    status = bp.OrderStatusDraft(name="Picked", order_type_code=bp.OrderType.SALES_ORDER, color="#60a0ff")
    if on_a_socket:
        with serving(handler) as url, blocking(url, timeout=0.5, max_answer=100_000) as client, pytest.raises(error):
            client.order_statuses.create(status)
    else:
        transport = mock_transport(handler)
        with blocking("https://bp.example", transport=transport, timeout=0.5, max_answer=100_000) as client, pytest.raises(error):
            client.order_statuses.create(status)
    assert (made, [wrong]) == (len(double.records("order_statuses")) - before, [fault.wrong for fault, _ in struck.faults])


@pytest.mark.parametrize("wrong", [Wrong.DRIP, Wrong.LATE])
def test_an_answer_that_is_slow_but_comes_in_time_is_read(wrong: Wrong) -> None:
    handler = with_faults(BrightpearlDouble().handle, [Fault(wrong=wrong, seconds=0.0001)])

    async def awaited(url: str) -> int:
        async with awaiting(url) as client:
            return len(await client.order_types.all())

    with serving(handler) as url:
        with blocking(url) as client:
            assert 4 == len(client.order_types.all())
        assert 4 == asyncio.run(awaited(url))
    with blocking("https://bp.example", transport=mock_transport(handler)) as client:
        assert 4 == len(client.order_types.all())


def test_an_awaited_answer_that_drips_is_given_up_when_its_time_is_over() -> None:
    handler = with_faults(BrightpearlDouble().handle, [Fault(wrong=Wrong.DRIP, seconds=0.02)])

    async def awaited(**where: Any) -> None:
        async with awaiting(where.pop("url", "https://bp.example"), timeout=0.1, **where) as client:
            await client.order_types.all()

    with serving(handler) as url, pytest.raises(LOST, match=r"not complete after 0\.1 seconds"):
        asyncio.run(awaited(url=url))
    with pytest.raises(LOST, match=r"not complete after 0\.1 seconds"):
        asyncio.run(awaited(transport=mock_transport(handler)))
