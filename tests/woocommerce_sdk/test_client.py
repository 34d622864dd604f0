"""What a client sends, what it makes of what comes back, and what it never lets out."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import httpx
import pytest

import woocommerce_sdk as woo
from tests.woocommerce_sdk.answers import KEY, SECRET, SHOP, async_client, client, in_turn, json
from woocommerce_sdk.addresses import api_address
from woocommerce_sdk.client import failure_of

ORDER = {"id": 7, "status": "processing"}


# The address.


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example",
        "https://shop.example/",
        " https://shop.example ",
        "https://shop.example/wp-json",
        "https://shop.example/wp-json/",
        "https://shop.example/wp-json/wc/v3",
        "https://shop.example/wp-json/wc/v3/",
        "https://shop.example/wp-json/wc/v2",
    ],
)
def test_an_address_is_taken_in_any_form(url: str) -> None:
    assert "https://shop.example/wp-json/wc/v3" == api_address(url)


def test_a_shop_may_live_in_a_folder_and_on_a_port() -> None:
    assert "http://localhost:8080/store/wp-json/wc/v3" == api_address("http://localhost:8080/store/")


@pytest.mark.parametrize(
    "url",
    [
        "shop.example",
        "",
        "ftp://shop.example",
        "https://",
        "https://ck_1:cs_1@shop.example",
        "https://shop.example?a=1",
        "https://[::1",
        "https://a]b",
        "https://shop.example:port",
        "https://shop.example\x00",
        "https://xn--.example",
        "https://\u2100.example",
        "https://\udcff.example",
    ],
)
def test_what_is_no_address_of_a_shop_is_refused(url: str) -> None:
    with pytest.raises(woo.ConfigurationError):
        api_address(url)


def test_an_address_that_is_refused_shows_no_secret() -> None:
    with pytest.raises(woo.ConfigurationError) as caught:
        api_address("shop.example/?consumer_secret=cs_fedcba9876543210")
    assert SECRET not in str(caught.value)


# What is sent.


@pytest.mark.parametrize("value", [f"{SECRET}\n", f" {SECRET}", f"{SECRET}\u2026", f"{SECRET}\udcff"])
def test_a_header_that_cannot_be_sent_is_an_error_that_does_not_repeat_it(value: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        shop = woo.WooCommerce(f"http://127.0.0.1:{port}", KEY, SECRET, headers={"X-Gate": value}, retries=woo.NO_RETRIES)
        with shop, pytest.raises(woo.ConnectionFailedError) as caught:
            shop.orders.get(7)
    told = str(caught.value)
    assert (True, False, woo.Reach.NOT_SENT) == ("what cannot be sent" in told, SECRET in told, caught.value.reach)


def test_a_request_goes_to_the_api_with_standing_headers() -> None:
    seen: list[httpx.Request] = []
    client(in_turn(json(ORDER), seen=seen)).orders.get(7)
    (request,) = seen
    assert ("GET", f"{SHOP}/wp-json/wc/v3/orders/7", "application/json", True) == (
        request.method,
        str(request.url),
        request.headers["Accept"],
        request.headers["User-Agent"].startswith("woocommerce-sdk-python/"),
    )


def test_a_draft_is_sent_as_json_without_what_was_not_set() -> None:
    seen: list[httpx.Request] = []
    client(in_turn(json(ORDER), seen=seen)).orders.update(7, woo.OrderDraft(customer_note="é", transaction_id=""))
    assert ('{"customer_note":"é","transaction_id":""}', "application/json") == (seen[0].content.decode(), seen[0].headers["Content-Type"])


def test_headers_of_ones_own_are_added() -> None:
    seen: list[httpx.Request] = []
    client(in_turn(json(ORDER), seen=seen), headers={"X-Team": "stock", "User-Agent": "mine"}).orders.get(7)
    assert ("stock", "mine") == (seen[0].headers["X-Team"], seen[0].headers["User-Agent"])


@pytest.mark.parametrize(("method", "overridden"), [("PUT", True), ("DELETE", True), ("PATCH", True), ("POST", False), ("GET", False)])
def test_methods_that_firewalls_stop_can_travel_as_post(method: str, overridden: bool) -> None:
    seen: list[httpx.Request] = []
    client(in_turn(json(ORDER), seen=seen), method_override=True).request(method, "/orders/7")
    expected = ("POST", method) if overridden else (method, None)
    assert expected == (seen[0].method, seen[0].headers.get("X-HTTP-Method-Override"))


def test_any_request_can_be_sent_and_its_answer_seen() -> None:
    seen: list[httpx.Request] = []
    answer = client(in_turn(json({"a": 1}, 201), seen=seen)).request("post", "plugin/things", query=(("x", "a b"),), body={"n": 1})
    assert (201, b'{"a":1}', "/wp-json/wc/v3/plugin/things?x=a%20b", b'{"n":1}') == (
        answer.status,
        answer.content,
        seen[0].url.raw_path.decode(),
        seen[0].content,
    )


def test_both_clients_send_the_same() -> None:
    seen: list[httpx.Request] = []

    async def awaited() -> woo.Order:
        async with async_client(in_turn(json(ORDER), seen=seen)) as shop:
            return await shop.orders.update(7, woo.OrderDraft(customer_note="x"))

    read = client(in_turn(json(ORDER), seen=seen)).orders.update(7, woo.OrderDraft(customer_note="x"))
    assert read == asyncio.run(awaited())
    first, second = seen
    assert (first.method, first.url, first.content, first.headers) == (second.method, second.url, second.content, second.headers)


# What comes back.


def test_a_redirect_is_not_followed_and_its_place_is_told() -> None:
    shop = client(in_turn(httpx.Response(301, headers={"Location": "https://www.shop.example/wp-json/wc/v3/orders?consumer_secret=cs_x"})))
    with pytest.raises(woo.RedirectedError) as caught:
        shop.orders.get(7)
    assert ("https://www.shop.example" in str(caught.value), "cs_x" in str(caught.value)) == (True, False)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<!DOCTYPE html><html><title>Attention</title><body>Please wait</body></html>", "Attention Please wait"),
        (b'{"id":7,"status":"proc', "no JSON"),
        (b"", "no JSON"),
        (b'<br /><b>Warning</b>: something in x.php<br />{"id":7}', "Warning"),
        (b'{"id":7,"note":"\xff\xfe"}', "no JSON"),
        (b'{"id":NaN}', "no JSON"),
    ],
)
def test_an_answer_that_is_no_json_is_told_with_its_request(content: bytes, told: str) -> None:
    with pytest.raises(woo.NotJsonError) as caught:
        client(in_turn(httpx.Response(200, content=content))).orders.get(7)
    assert (True, "GET /orders/7") == (told in str(caught.value), caught.value.place)


def test_an_answer_of_another_shape_is_told_with_its_place() -> None:
    with pytest.raises(woo.ShapeError) as caught:
        client(in_turn(json({"id": 7, "line_items": [{"id": 1}, {"id": 2, "total": "12,5"}]}))).orders.get(7)
    assert ("$.line_items[1].total", "GET /orders/7") == (caught.value.path, caught.value.place)


@pytest.mark.parametrize(
    ("fault", "error", "reach"),
    [
        (httpx.ConnectError("refused"), woo.ConnectionFailedError, woo.Reach.NOT_SENT),
        (httpx.ConnectTimeout("slow"), woo.TimedOutError, woo.Reach.NOT_SENT),
        (httpx.PoolTimeout("busy"), woo.TimedOutError, woo.Reach.NOT_SENT),
        (httpx.ReadTimeout("slow"), woo.TimedOutError, woo.Reach.UNKNOWN),
        (httpx.WriteTimeout("slow"), woo.TimedOutError, woo.Reach.UNKNOWN),
        (httpx.ReadError("reset"), woo.ConnectionFailedError, woo.Reach.UNKNOWN),
        (httpx.RemoteProtocolError("cut"), woo.ConnectionFailedError, woo.Reach.UNKNOWN),
        (httpx.DecodingError("not gzip"), woo.ConnectionFailedError, woo.Reach.UNKNOWN),
    ],
)
def test_no_answer_is_an_error_that_tells_whether_the_shop_may_have_acted(
    fault: Exception, error: type[woo.ConnectionFailedError], reach: woo.Reach
) -> None:
    with pytest.raises(error) as caught:
        client(in_turn(fault)).orders.create(woo.OrderDraft())
    assert (error, reach) == (type(caught.value), caught.value.reach)


def test_no_answer_is_the_same_error_when_awaited() -> None:
    async def asked() -> None:
        async with async_client(in_turn(httpx.ReadTimeout("slow"))) as shop:
            await shop.orders.get(7)

    with pytest.raises(woo.TimedOutError):
        asyncio.run(asked())


def test_an_answer_that_is_too_long_is_given_up() -> None:
    with pytest.raises(woo.ConnectionFailedError, match="larger than 1000 bytes"):
        client(in_turn(json({"id": 7, "note": "x" * 2000})), longest_response=1000).orders.get(7)


def test_an_answer_that_is_too_long_is_given_up_when_awaited() -> None:
    async def asked() -> None:
        async with async_client(in_turn(json({"id": 7, "note": "x" * 2000})), longest_response=1000) as shop:
            await shop.orders.get(7)

    with pytest.raises(woo.ConnectionFailedError, match="larger than 1000 bytes"):
        asyncio.run(asked())


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"code": "rest_invalid_param", "message": "x", "data": {"status": 400, "params": {"per_page": "no"}}}, woo.InvalidError),
        (400, {"code": "product_invalid_sku", "message": "x", "data": {"status": 400, "resource_id": 9}}, woo.ConflictError),
        (401, {"code": "woocommerce_rest_cannot_view", "message": "x"}, woo.AuthenticationError),
        (403, {"code": "woocommerce_rest_cannot_view", "message": "x"}, woo.ForbiddenError),
        (404, {"code": "woocommerce_rest_shop_order_invalid_id", "message": "x"}, woo.NotFoundError),
        (409, {"code": "x", "message": "x"}, woo.ConflictError),
        (410, {"code": "woocommerce_rest_already_trashed", "message": "x"}, woo.ConflictError),
        (413, {"code": "x", "message": "x"}, woo.InvalidError),
        (429, {"code": "x", "message": "x"}, woo.ThrottledError),
        (500, {"code": "internal_server_error", "message": "x"}, woo.ServerError),
        (500, {"code": "x", "message": "x", "data": 404}, woo.NotFoundError),
        (501, {"code": "woocommerce_rest_trash_not_supported", "message": "x"}, woo.InvalidError),
        (503, {"code": "x", "message": "x"}, woo.ServerError),
    ],
)
def test_a_refusal_is_an_error_of_its_kind(status: int, body: Any, error: type[woo.StatusError]) -> None:
    with pytest.raises(woo.StatusError) as caught:
        client(in_turn(json(body, status))).orders.get(7)
    assert (error, status, body["code"]) == (type(caught.value), caught.value.status, caught.value.code)


def test_a_page_in_place_of_a_refusal_is_told_in_words() -> None:
    with pytest.raises(woo.ForbiddenError) as caught:
        client(in_turn(httpx.Response(403, content=b"<html><title>Just a moment...</title></html>"))).orders.get(7)
    assert ("", True) == (caught.value.code, "firewall" in caught.value.hint)


def test_what_is_in_the_way_is_named() -> None:
    refusal = json({"code": "product_invalid_sku", "message": "x", "data": {"status": 400, "resource_id": 9}}, 400)
    with pytest.raises(woo.ConflictError) as caught:
        client(in_turn(refusal)).products.create(woo.ProductDraft(sku="A"))
    assert 9 == caught.value.resource_id


# What is watched, and what is never shown.


def test_each_request_and_its_outcome_can_be_watched() -> None:
    asked: list[str] = []
    told: list[tuple[str, Any]] = []

    def outcome(request: woo.Request, reply: woo.Response | woo.Failure, seconds: float) -> None:
        told.append((request.target, reply.status if isinstance(reply, woo.Response) else reply.kind))

    shop = client(
        in_turn(httpx.ReadTimeout("slow"), json(ORDER)),
        retries=woo.RetryPolicy(jitter=lambda: 0.0),
        on_request=lambda request: asked.append(request.target),
        on_response=outcome,
    )
    shop.orders.get(7)
    assert (["/orders/7", "/orders/7"], [("/orders/7", "timeout"), ("/orders/7", 200)]) == (asked, told)


def test_a_link_is_cleared_of_the_keys_it_repeats() -> None:
    link = f'<{SHOP}/wp-json/wc/v3/orders?consumer_key={KEY}&consumer_secret={SECRET}&page=2>; rel="next"'
    seen: list[str | None] = []
    shop = client(in_turn(json([], headers={"Link": link})), on_response=lambda _, reply, __: seen.append(reply.header("Link")))
    shop.orders.list().first()
    assert (True, False, False) == ("page=2" in str(seen[0]), KEY in str(seen[0]), SECRET in str(seen[0]))


@pytest.mark.parametrize("auth", ["basic", "query", "oauth1"])
def test_no_repr_and_no_error_shows_a_secret(auth: woo.AuthKind) -> None:
    body = {"code": "x", "message": f"no {KEY} and {SECRET} &amp; consumer_secret={SECRET}", "data": {"status": 400}}
    shop = client(in_turn(json(body, 400), httpx.ReadError(f"{SHOP}/?consumer_secret={SECRET}")), auth=auth)
    told = [repr(shop), repr(shop.orders)]
    for _ in range(2):
        with pytest.raises(woo.WooCommerceError) as caught:
            shop.orders.get(7)
        told += [str(caught.value), repr(caught.value)]
    assert [] == [text for text in told if SECRET in text or KEY in text]


# Its life.


def test_a_copy_sends_otherwise_over_the_same_connections() -> None:
    seen: list[httpx.Request] = []
    shop = client(in_turn(json(ORDER), json(ORDER), seen=seen))
    shop.with_options(headers={"X-Team": "stock"}).orders.get(7)
    shop.orders.get(7)
    assert ["stock", None] == [request.headers.get("X-Team") for request in seen]


def test_a_client_offers_its_resources_for_completion() -> None:
    shop = woo.WooCommerce("https://shop.example")
    assert {"orders", "products", "check"} <= set(dir(shop))


def test_a_copy_has_resources_of_its_own() -> None:
    shop = woo.WooCommerce("https://shop.example")
    orders = shop.orders
    copied = shop.with_options(timeout=5)
    assert (True, True, True) == (shop.orders is orders, copied.orders is not orders, copied.orders.client is copied)


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(TypeError):
        client(in_turn()).with_options(colour="red")


def test_connections_are_closed_at_the_end_unless_they_were_given() -> None:
    given = httpx.Client(transport=httpx.MockTransport(in_turn(json(ORDER))))
    with woo.WooCommerce(SHOP, KEY, SECRET, http=given) as shop:
        shop.orders.get(7)
    assert not given.is_closed
    given.close()


def test_a_copy_leaves_the_connections_open() -> None:
    shop = client(in_turn(json(ORDER)))
    shop.with_options(timeout=1.0).close()
    assert 7 == shop.orders.get(7).id


def test_a_failure_of_the_transport_is_a_value() -> None:
    assert woo.Failure(kind="timeout", reach=woo.Reach.UNKNOWN, message="timed out (ReadTimeout)") == failure_of(httpx.ReadTimeout("x"))
