"""Filters as parameters, pages one after the other or several at once, and sweeps over what changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import islice
from typing import Any, cast

import httpx
import pytest

import woocommerce_sdk as woo
from tests.woocommerce_sdk.answers import Answering, async_client, client, in_turn, json, page
from tests.woocommerce_sdk.testing.asking import NOW
from woocommerce_sdk.paging import later_pages, pairs_of
from woocommerce_sdk.testing import DEMO_KEY, WooCommerceDouble, mock_transport

MOMENT = datetime(2026, 11, 23, 18, 0, 5, 500_000, tzinfo=UTC)


def orders(numbers: Iterable[int]) -> list[dict[str, Any]]:
    return [{"id": number} for number in numbers]


def paged(total: int, size: int = 100, seen: list[int] | None = None) -> Answering:
    """A shop with so many orders, numbered from 1."""

    def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", "1"))
        per_page = min(int(request.url.params.get("per_page", "100")), size)
        if seen is not None:
            seen.append(number)
        numbers = range((number - 1) * per_page + 1, min(number * per_page, total) + 1)
        return page(orders(numbers), total, -(-total // per_page))

    return answer


# Filters.


@pytest.mark.parametrize(
    ("query", "pairs"),
    [
        (woo.OrderQuery(), ()),
        (woo.OrderQuery(status=(woo.OrderStatus.PENDING, woo.OrderStatus.ON_HOLD)), (("status", "pending,on-hold"),)),
        (woo.OrderQuery(modified_after=MOMENT), (("modified_after", "2026-11-23T18:00:05Z"),)),
        (woo.OrderQuery(after=MOMENT.astimezone(timezone(timedelta(hours=-5)))), (("after", "2026-11-23T18:00:05Z"),)),
        (woo.OrderQuery(after=woo.ShopTime("2026-11-23T13:00:05")), (("after", "2026-11-23T13:00:05"),)),
        (woo.OrderQuery(include=(1, 2, 3)), (("include", "1,2,3"),)),
        (woo.OrderQuery(page=2, per_page=5), (("page", "2"),)),
        (woo.OrderQuery(fields=("id", "billing.email")), (("_fields", "id,billing.email"),)),
        (woo.ProductQuery(featured=False, min_price=Decimal("9.50")), (("featured", "false"), ("min_price", "9.50"))),
        (woo.OrderQuery(search="a & b"), (("search", "a & b"),)),
    ],
)
def test_a_filter_is_a_parameter(query: woo.PagedQuery, pairs: tuple[tuple[str, str], ...]) -> None:
    size = ("per_page", str(query.per_page))
    assert {*pairs, size} == set(pairs_of(query))


@pytest.mark.parametrize(
    "query",
    [
        woo.OrderQuery(include=()),
        woo.OrderQuery(parent=()),
        woo.OrderQuery(search=""),
        woo.ProductQuery(sku=("",)),
        woo.ProductQuery(sku=("A,B",)),
        woo.OrderQuery(per_page=0),
        woo.OrderQuery(per_page=101),
        woo.OrderQuery(page=0),
    ],
    ids=repr,
)
def test_what_a_shop_would_take_for_no_filter_is_refused(query: woo.PagedQuery) -> None:
    with pytest.raises(woo.ConfigurationError):
        pairs_of(query)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        pairs_of(woo.OrderQuery(after=datetime(2026, 1, 1)))


def test_a_day_is_a_parameter_where_a_day_is_due() -> None:
    assert ("date_min", "2026-01-31") in pairs_of(woo.ReportQuery(date_min=date(2026, 1, 31)))


# Pages.


def test_a_list_yields_every_record_in_order() -> None:
    seen: list[int] = []
    read = [order.id for order in client(paged(250, seen=seen)).orders.list()]
    assert (list(range(1, 251)), [1, 2, 3]) == (read, seen)


def test_pages_are_fetched_as_they_are_needed() -> None:
    seen: list[int] = []
    list(islice(client(paged(250, seen=seen)).orders.list(), 5))
    assert [1] == seen


def test_the_first_page_tells_the_totals() -> None:
    first = client(paged(250)).orders.list(woo.OrderQuery(per_page=20)).first()
    assert (20, 250, 13) == (len(first), first.total, first.pages)


def test_a_list_is_counted_with_one_small_request() -> None:
    seen: list[httpx.Request] = []
    total = client(in_turn(page(orders([1]), 250, 250), seen=seen)).orders.list(woo.OrderQuery(status=(woo.OrderStatus.PENDING,))).count()
    assert (250, "1", "pending") == (total, seen[0].url.params["per_page"], seen[0].url.params["status"])


def test_an_empty_list_is_one_request() -> None:
    seen: list[int] = []
    assert ([], [1]) == (client(paged(0, seen=seen)).orders.list().all(), seen)


def test_a_list_begins_at_the_page_that_is_asked_for() -> None:
    seen: list[int] = []
    client(paged(250, seen=seen)).orders.list(woo.OrderQuery(page=2)).all()
    assert [2, 3] == seen


def test_a_list_with_an_offset_goes_on_by_offset() -> None:
    seen: list[httpx.Request] = []
    shop = client(in_turn(page(orders([6, 7]), 9, 5), page(orders([8, 9]), 9, 5), seen=seen))
    read = shop.orders.list(woo.OrderQuery(per_page=2, offset=5)).all()
    assert ([6, 7, 8, 9], ["5", "7"]) == ([order.id for order in read], [request.url.params["offset"] for request in seen])


def test_a_list_ends_when_a_page_comes_again() -> None:
    same = page(orders([1, 2]), 9, 5)
    shop = client(in_turn(*(page(orders([1, 2]), 9, 5) for _ in range(2)), same))
    assert [1, 2] == [order.id for order in shop.orders.list()]


def test_a_list_ends_when_a_page_is_empty_too_soon() -> None:
    shop = client(in_turn(page(orders([1, 2]), 9, 5), page([], 0, 0)))
    assert [1, 2] == [order.id for order in shop.orders.list()]


def test_totals_are_those_of_the_first_page() -> None:
    shop = client(in_turn(page(orders([1, 2]), 4, 2), page(orders([3, 4]), 0, 0)))
    assert [(4, 2), (4, 2)] == [(each.total, each.pages) for each in shop.orders.list(woo.OrderQuery(per_page=2)).pages()]


def test_a_list_ends_where_no_totals_are_told() -> None:
    shop = client(in_turn(json(orders([1, 2]))))
    assert [1, 2] == [order.id for order in shop.orders.list()]


def test_a_list_that_comes_whole_is_one_page_whatever_it_holds() -> None:
    notes = [{"id": number, "note": "x"} for number in range(300)]
    shop = client(in_turn(json(notes)))
    assert 300 == len(shop.order_notes.list(7).all())


def test_the_next_page_is_data() -> None:
    first = client(paged(250)).orders.list().first()
    assert first.next is not None
    assert "/orders?per_page=100&page=2" == first.next.request.target


def test_a_fault_in_the_middle_leaves_what_was_read() -> None:
    shop = client(in_turn(page(orders([1, 2]), 4, 2), httpx.ReadTimeout("slow")))
    read: list[int] = []
    with pytest.raises(woo.TimedOutError):
        for order in shop.orders.list(woo.OrderQuery(per_page=2)):
            read.append(order.id)
    assert [1, 2] == read


# Several pages at once.


def waiting_longer_for_early_pages(total: int, under_way: list[int]) -> httpx.MockTransport:
    """Later pages are answered first, so that order is kept only by the client."""
    running = 0
    answer = paged(total)

    async def respond(request: httpx.Request) -> httpx.Response:
        nonlocal running
        running += 1
        under_way.append(running)
        for _ in range(40 - 2 * int(request.url.params.get("page", "1"))):
            await asyncio.sleep(0)
        running -= 1
        return answer(request)

    class Later(httpx.MockTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return await respond(request)

    return Later(answer)


def read_at_once(total: int, in_flight: int) -> tuple[list[int], int]:
    """The numbers in the order in which they came, and how many requests were under way at most."""
    under_way: list[int] = []

    async def read() -> list[int]:
        async with async_client(paged(0), transport=waiting_longer_for_early_pages(total, under_way)) as shop:
            return [order.id for order in await shop.orders.list().all(in_flight=in_flight)]

    return asyncio.run(read()), max(under_way)


@pytest.mark.parametrize("in_flight", [1, 3, 50])
def test_records_keep_their_order_however_many_requests_are_under_way(in_flight: int) -> None:
    read, most = read_at_once(950, in_flight)
    assert (list(range(1, 951)), min(in_flight, 9)) == (read, most)


def test_the_next_requests_go_out_while_the_reader_is_still_with_the_page_before() -> None:
    asked: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(int(request.url.params.get("page", "1")))
        return paged(950)(request)

    async def read() -> list[int]:
        async with async_client(answer) as shop:
            records = shop.orders.list().ahead(2)
            for _ in range(101):
                await anext(records)
            for _ in range(20):
                await asyncio.sleep(0)
            await records.aclose()
        return sorted(asked)

    assert [1, 2, 3, 4, 5] == asyncio.run(read())


def test_a_page_that_fails_ends_the_reading_and_the_others() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return json({"code": "x"}, 500) if request.url.params.get("page") == "3" else paged(950)(request)

    async def read() -> list[woo.Order]:
        async with async_client(answer) as shop:
            return await shop.orders.list().all(in_flight=4)

    with pytest.raises(woo.ServerError):
        asyncio.run(read())


def test_a_list_can_be_awaited_one_by_one() -> None:
    async def read() -> list[int]:
        async with async_client(paged(250)) as shop:
            return [order.id async for order in shop.orders.list()]

    assert list(range(1, 251)) == asyncio.run(read())


def test_a_list_is_counted_by_either_client() -> None:
    async def counted() -> int | None:
        async with async_client(paged(250)) as shop:
            return await shop.orders.list().count()

    assert client(paged(250)).orders.list().count() == asyncio.run(counted())


def test_later_pages_are_known_from_the_first() -> None:
    first = client(paged(450)).orders.list().first()
    assert [2, 3, 4, 5] == [operation.number for operation in later_pages(first)]


def test_later_pages_are_not_known_with_an_offset() -> None:
    first = client(paged(450)).orders.list(woo.OrderQuery(offset=5)).first()
    assert () == later_pages(first)


# Sweeps.


class Shop:
    """A double whose orders change when they are told to, each a second after the other."""

    def __init__(self, count: int) -> None:
        self.now = NOW
        self.double = WooCommerceDouble(clock=lambda: self.now)
        transport = mock_transport(self.double.handle)
        self.client = woo.WooCommerce("https://shop.example", DEMO_KEY.consumer_key, DEMO_KEY.consumer_secret, transport=transport)
        for _ in range(count):
            self.client.orders.create(woo.OrderDraft())

    def change(self, id: int, seconds: int = 1) -> None:
        self.now += timedelta(seconds=seconds)
        self.client.orders.update(id, woo.OrderDraft(customer_note=str(self.now)))

    def swept(self, since: datetime, per_page: int = 2) -> list[int]:
        return [order.id for order in self.client.orders.changed(since, woo.OrderQuery(per_page=per_page))]


def test_a_sweep_tells_what_changed_in_the_order_of_the_changes() -> None:
    shop = Shop(6)
    for id in (5, 2, 6):
        shop.change(id)
    assert [5, 2, 6] == shop.swept(NOW + timedelta(seconds=1))


def test_a_sweep_tells_the_very_second_it_is_asked_for() -> None:
    shop = Shop(3)
    shop.change(2)
    assert [2] == shop.swept(shop.now)


def test_a_sweep_tells_each_change_once_though_a_second_holds_more_than_a_page() -> None:
    shop = Shop(7)
    assert list(range(1, 8)) == shop.swept(NOW)


def test_a_record_that_changes_during_a_sweep_comes_again_and_no_other_is_missed() -> None:
    shop = Shop(6)
    for id in range(1, 7):
        shop.change(id)
    found: list[int] = []
    for order in shop.client.orders.changed(NOW, woo.OrderQuery(per_page=2)):
        found.append(order.id)
        if len(found) == 3:
            shop.change(1)
    assert ([1, 2, 3, 4, 5, 6, 1], 6) == (found, len(set(found)))


def test_a_sweep_asks_for_what_it_needs_even_where_few_fields_are_wanted() -> None:
    shop = Shop(2)
    swept = shop.client.orders.changed(NOW, woo.OrderQuery(fields=("total",)))
    assert ("total,id,date_modified_gmt", ["0.00", "0.00"]) == (
        swept.operation.request.parameter("_fields"),
        [str(order.total) for order in swept],
    )


def test_a_cursor_moves_to_the_last_change() -> None:
    shop = Shop(3)
    shop.change(2)
    cursor = woo.Cursor(NOW).after(shop.client.orders.changed(NOW))
    assert woo.Cursor(shop.now) == cursor


def test_a_cursor_stays_where_nothing_changed() -> None:
    assert woo.Cursor(NOW) == woo.Cursor(NOW).after(())


def test_fields_that_were_not_asked_for_cannot_be_read() -> None:
    shop = Shop(1)
    order = shop.client.orders.list(woo.OrderQuery(fields=("id",))).first().items[0]
    with pytest.raises(woo.NotSentError):
        cast(Any, order).total  # noqa: B018
