from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

import brightpearl_sdk as bp

Answer = Callable[[httpx.Request], httpx.Response]
ORDER_TYPES = {"response": [{"id": 1, "description": "Sales order"}]}
AUTH = bp.AccountToken("my-app", "the-token")


class Account:
    """Answers with what it is given, in turn and the last again and again; requests and waits are kept.

    Its time passes only while someone waits.
    """

    def __init__(self, *replies: httpx.Response | type[Exception], now: float = 0.0) -> None:
        self.replies = list(replies)
        self.requests: list[httpx.Request] = []
        self.waits: list[float] = []
        self.now = now

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        reply = self.replies[min(len(self.requests), len(self.replies)) - 1]
        if isinstance(reply, httpx.Response):
            return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)
        raise reply("told by httpx")

    def clock(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    async def wait_later(self, seconds: float) -> None:
        self.wait(seconds)


def ok(document: Any = ORDER_TYPES) -> httpx.Response:
    return httpx.Response(200, json=document)


def capped() -> httpx.Response:
    headers = {"brightpearl-requests-remaining": "0", "brightpearl-next-throttle-period": "12000"}
    return httpx.Response(
        503, json={"response": "You have sent too many requests. Please wait before sending another request"}, headers=headers
    )


def blocking(answer: Answer, **options: Any) -> bp.Brightpearl:
    return bp.Brightpearl("acme", AUTH, **{**defaults(answer), "sleep": timed(answer).wait, **options})


def awaiting(answer: Answer, **options: Any) -> bp.AsyncBrightpearl:
    return bp.AsyncBrightpearl("acme", AUTH, **{**defaults(answer), "sleep": timed(answer).wait_later, **options})


def defaults(answer: Answer) -> dict[str, Any]:
    quota = bp.Quota(clock=timed(answer).clock)
    return {"base_url": "https://bp.example", "transport": httpx.MockTransport(answer), "quota": quota}


def timed(answer: Answer) -> Account:
    return answer if isinstance(answer, Account) else Account()


READ = bp.OrderTypes.all()
WRITE = bp.OrderNotes.create(7, bp.OrderNoteDraft(text="Sent"))
REMOVE = bp.Webhooks.remove(3)


def by_blocking(answer: Answer, operation: bp.Operation[Any], **options: Any) -> Any:
    with blocking(answer, **options) as client:
        return client.send(operation)


def by_awaiting(answer: Answer, operation: bp.Operation[Any], **options: Any) -> Any:
    async def asked() -> Any:
        async with awaiting(answer, **options) as client:
            return await client.send(operation)

    return asyncio.run(asked())


BOTH = pytest.mark.parametrize("send", [by_blocking, by_awaiting], ids=["blocking", "awaiting"])
Send = Callable[..., Any]


@BOTH
def test_an_answer_is_read(send: Send) -> None:
    assert ["Sales order"] == [each.description for each in send(Account(ok()), READ)]


@BOTH
def test_a_request_says_who_asks_for_what(send: Send) -> None:
    account = Account(ok({"response": 5}))
    send(account, WRITE)
    request = account.requests[0]
    assert ("POST", "https://bp.example/public-api/acme/order-service/order/7/note") == (request.method, str(request.url))
    assert ("my-app", "the-token", "application/json", "application/json") == tuple(
        request.headers[name] for name in ("brightpearl-app-ref", "brightpearl-account-token", "accept", "content-type")
    )


def test_a_read_has_neither_body_nor_its_type() -> None:
    account = Account(ok())
    by_blocking(account, READ)
    assert (b"", None) == (account.requests[0].content, account.requests[0].headers.get("content-type"))


@pytest.mark.parametrize(
    ("base_url", "path", "address"),
    [
        ("https://bp.example/", "/order-service/order/7", "https://bp.example/public-api/acme/order-service/order/7"),
        ("https://bp.example", "order-service/order/7", "https://bp.example/public-api/acme/order-service/order/7"),
        ("https://bp.example/below", "/x", "https://bp.example/below/public-api/acme/x"),
        ("http://127.0.0.1:8080", "/x", "http://127.0.0.1:8080/public-api/acme/x"),
        ("https://bp.example", "/api-v3/pricing/x", "https://bp.example/api-v3/acme/pricing/x"),
        ("https://bp.example", "https://evil.example/x", "https://bp.example/public-api/acme/https://evil.example/x"),
    ],
)
def test_every_request_goes_below_the_account(base_url: str, path: str, address: str) -> None:
    account = Account(ok())
    with blocking(account, base_url=base_url) as client:
        client.request("GET", path)
    assert address == str(account.requests[0].url)


def test_any_request_may_be_sent_and_its_answer_is_whole() -> None:
    account = Account(httpx.Response(200, json={"response": 1}, headers={"ruid": "r-1"}))
    with blocking(account) as client:
        response = client.request("put", "/x", query={"a": "b c/d"}, body={"total": Decimal("0.10"), "ref": None})
    assert ("PUT", b"a=b%20c/d", b'{"total":0.10,"ref":null}') == (
        account.requests[0].method,
        account.requests[0].url.query,
        account.requests[0].content,
    )
    assert (200, "r-1", b'{"response":1}') == (response.status, response.header("Ruid"), response.content)


def test_any_request_may_be_awaited() -> None:
    async def asked() -> int:
        async with awaiting(account) as client:
            return (await client.request("GET", "/x")).status

    account = Account(ok())
    assert (200, "GET") == (asyncio.run(asked()), account.requests[0].method)


@BOTH
def test_html_in_place_of_json_does_not_fit(send: Send) -> None:
    page = httpx.Response(200, html="<html>Sign in</html>")
    with pytest.raises(bp.ShapeError, match=r"JSON was due, but a text/html came"):
        send(Account(page), READ)


@BOTH
def test_html_of_a_gateway_that_failed_is_a_server_error(send: Send) -> None:
    account = Account(httpx.Response(502, html="<html><h1>Bad gateway</h1></html>"))
    with pytest.raises(bp.ServerError, match="502 after 4 attempts: JSON was due, but a text/html came"):
        send(account, READ)
    assert (4, 3) == (len(account.requests), len(account.waits))


@pytest.mark.parametrize(
    "content",
    [
        b'{"response": [{"id": 1, "na',
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"<html>",
        b"\xff\xfe",
        b'{"response": [{"id": NaN}]}',
        b"[" * 100_000,
    ],
    ids=["cut off", "a brace", "null", "a list", "text", "html", "no text", "no number", "nested beyond reason"],
)
@BOTH
def test_a_text_that_is_no_envelope_does_not_fit(send: Send, content: bytes) -> None:
    with pytest.raises(bp.ShapeError):
        send(Account(httpx.Response(200, content=content, headers={"content-type": "application/json"})), READ)


@pytest.mark.parametrize("content", [b"", b"  \n", b"{}"], ids=["nothing", "blank", "an empty object"])
def test_an_empty_answer_is_read_as_far_as_it_goes(content: bytes) -> None:
    account = Account(httpx.Response(200, content=content))
    with pytest.raises(bp.ShapeError, match="an id was due"):
        by_blocking(account, WRITE)
    with pytest.raises(bp.ShapeError, match="an object was due, not null"):
        by_blocking(account, bp.Orders.get(7))
    assert ((), None) == (by_blocking(account, READ), by_blocking(account, REMOVE))


def test_a_record_that_does_not_fit_says_where() -> None:
    answer = ok({"response": [{"id": 1, "placedOn": "yesterday"}]})
    with pytest.raises(bp.ShapeError, match=r"\$\.response\[0\]\.placedOn: 'yesterday'"):
        by_blocking(Account(answer), bp.Orders.get(1))


#: Every error that httpx raises for a request.
HTTPX_ERRORS = sorted(
    (each for each in vars(httpx).values() if isinstance(each, type) and issubclass(each, httpx.RequestError)),
    key=lambda each: each.__name__,
)
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@pytest.mark.parametrize("error", [*HTTPX_ERRORS, httpx.InvalidURL], ids=lambda error: error.__name__)
@BOTH
def test_no_error_of_httpx_escapes(send: Send, error: type[Exception]) -> None:
    with pytest.raises(bp.ConnectionFailedError) as caught:
        send(Account(error), READ)
    assert ("GET /order-service/order-type", 4) == (f"{caught.value.request.method} {caught.value.request.path}", caught.value.attempts)
    assert (None, None) == (caught.value.__cause__, caught.value.__context__)


@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.WriteTimeout], ids=lambda error: error.__name__)
@BOTH
def test_a_request_that_is_not_answered_in_time_has_timed_out(send: Send, error: type[Exception]) -> None:
    with pytest.raises(bp.TimedOutError, match="no answer came in time"):
        send(Account(error), READ)


@pytest.mark.parametrize("error", HTTPX_ERRORS, ids=lambda error: error.__name__)
def test_whether_the_vendor_may_have_acted_is_known(error: type[Exception]) -> None:
    with pytest.raises(bp.ConnectionFailedError) as caught:
        by_blocking(Account(error), WRITE)
    expected = bp.Reach.NOT_SENT if error in NOT_SENT else bp.Reach.UNKNOWN
    assert expected is caught.value.reach


class Cut(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that breaks off."""

    def __iter__(self) -> Iterator[bytes]:
        yield b'{"response": ['
        raise httpx.ReadError("cut off")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self:
            yield part


@BOTH
def test_a_body_that_breaks_off_is_a_failed_connection(send: Send) -> None:
    with pytest.raises(bp.ConnectionFailedError, match="cut off"):
        send(lambda request: httpx.Response(200, stream=Cut()), READ)


@BOTH
def test_a_body_that_cannot_be_unpacked_is_a_failed_connection(send: Send) -> None:
    def packed(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip"))

    with pytest.raises(bp.ConnectionFailedError):
        send(packed, READ)


@BOTH
def test_an_answer_beyond_the_limit_is_not_taken_in(send: Send) -> None:
    account = Account(ok())
    with pytest.raises(bp.ConnectionFailedError, match="larger than 10 bytes"):
        send(account, READ, max_answer=10)
    assert 1 == len(account.requests)


@pytest.mark.parametrize(
    ("replies", "operation", "requests"),
    [
        ([httpx.ReadTimeout, ok()], READ, 2),
        ([httpx.Response(500), httpx.Response(502), httpx.RemoteProtocolError, ok()], READ, 4),
        ([httpx.ConnectError, ok({"response": 5})], WRITE, 2),
        ([capped(), capped(), ok({"response": 5})], WRITE, 3),
        ([httpx.Response(502), ok({})], bp.Products.replace(7, bp.ProductDraft()), 2),
    ],
    ids=["a slow read", "a read that fails thrice", "a write that was not sent", "a write refused unread", "a replacement"],
)
@BOTH
def test_what_may_be_repeated_is_sent_again(send: Send, replies: list[Any], operation: bp.Operation[Any], requests: int) -> None:
    account = Account(*replies)
    send(account, operation)
    assert (requests, requests - 1) == (len(account.requests), len([wait for wait in account.waits if wait]))


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (httpx.ReadTimeout, bp.TimedOutError),
        (httpx.RemoteProtocolError, bp.ConnectionFailedError),
        (httpx.Response(500), bp.ServerError),
        (httpx.Response(502, html="<html>"), bp.ServerError),
        (httpx.Response(503), bp.ServerError),
        (httpx.Response(504), bp.ServerError),
    ],
    ids=["slow", "broken", "500", "502", "503", "504"],
)
@BOTH
def test_a_write_whose_outcome_is_not_known_is_not_sent_again(send: Send, reply: Any, error: type[bp.BrightpearlError]) -> None:
    account = Account(reply)
    with pytest.raises(error):
        send(account, WRITE)
    assert (1, []) == (len(account.requests), account.waits)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 422])
@BOTH
def test_a_refusal_is_final(send: Send, status: int) -> None:
    account = Account(httpx.Response(status, json={"errors": [{"code": "ORDC-003", "message": "No"}]}))
    with pytest.raises(bp.StatusError, match="ORDC-003: No"):
        send(account, READ)
    assert 1 == len(account.requests)


@pytest.mark.parametrize(("method", "requests"), [("GET", 2), ("OPTIONS", 2), ("PUT", 2), ("DELETE", 2), ("POST", 1), ("PATCH", 1)])
def test_any_request_is_repeated_by_its_method(method: str, requests: int) -> None:
    account = Account(httpx.Response(502))
    with blocking(account, retries=bp.Retries(attempts=2)) as client, pytest.raises(bp.ServerError):
        client.request(method, "/x")
    assert requests == len(account.requests)


@BOTH
def test_too_many_requests_are_waited_out_for_as_long_as_the_vendor_says(send: Send) -> None:
    account = Account(capped(), ok())
    send(account, READ)
    assert (2, True) == (len(account.requests), 12.0 <= account.now < 13.0)


@BOTH
def test_a_used_up_minute_is_waited_out_before_anything_is_sent(send: Send) -> None:
    account = Account(ok(), now=50.0)
    quota = bp.Quota(1, clock=account.clock)
    quota.take()
    quota.observe(bp.Response(status=200))
    send(account, READ, quota=quota)
    assert (1, 1, True) == (len(account.requests), len(account.waits), 110.0 <= account.now < 111.0)


def elsewhere(request: httpx.Request) -> httpx.Response:
    assert "bp.example" == request.url.host
    return httpx.Response(302, headers={"location": "http://evil.example/x"}, html="<html>")


@BOTH
def test_a_redirect_is_an_error_and_is_not_followed(send: Send) -> None:
    with pytest.raises(bp.StatusError, match=r"redirects to http://evil\.example/x: check base_url"):
        send(elsewhere, READ)


def test_a_connection_that_was_brought_along_follows_no_redirect_with_the_token() -> None:
    with (
        httpx.Client(transport=httpx.MockTransport(elsewhere), follow_redirects=True) as http,
        pytest.raises(bp.StatusError, match="redirects"),
    ):
        bp.Brightpearl("acme", AUTH, base_url="https://bp.example", http=http).send(READ)


def test_a_connection_that_was_brought_along_is_left_as_it_was() -> None:
    account = Account(ok())
    with httpx.Client(transport=httpx.MockTransport(account)) as http:
        with bp.Brightpearl("acme", AUTH, base_url="https://bp.example", http=http) as client:
            client.send(READ)
        http.get("https://other.example/")
    assert [True, False] == ["brightpearl-account-token" in request.headers for request in account.requests]


class Closing(httpx.MockTransport):
    """A transport that tells whether it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def test_a_client_closes_its_own_connection() -> None:
    one, other, third = Closing(Account(ok())), Closing(Account(ok())), Closing(Account(ok()))
    with blocking(Account(), transport=one) as client:
        assert (False, client) == (one.closed, client)
    blocking(Account(), transport=other).close()
    asyncio.run(awaiting(Account(), transport=third).aclose())
    assert [True] * 3 == [one.closed, other.closed, third.closed]


def test_a_client_leaves_open_what_was_brought_along() -> None:
    async def awaited() -> bool:
        async with httpx.AsyncClient() as http:
            async with bp.AsyncBrightpearl("acme", AUTH, base_url="https://bp.example", http=http):
                pass
            return http.is_closed

    with httpx.Client() as http:
        bp.Brightpearl("acme", AUTH, base_url="https://bp.example", http=http).close()
        assert (False, False) == (http.is_closed, asyncio.run(awaited()))


def timeouts(account: Account) -> list[float]:
    return [request.extensions["timeout"]["read"] for request in account.requests]


def test_a_timeout_is_for_the_copy_only() -> None:
    account = Account(ok())
    with blocking(account, timeout=30.0) as client:
        patient = client.with_options(timeout=90.0)
        for each in (client, patient, client):
            each.send(READ)
    assert [30.0, 90.0, 30.0] == timeouts(account)


def test_headers_are_added_for_the_copy_only() -> None:
    account = Account(ok())
    with blocking(account) as client:
        client.with_options(headers={"x-a": "1"}).with_options(headers={"x-b": "2"}).send(READ)
        client.send(READ)
    assert [("1", "2"), (None, None)] == [(request.headers.get("x-a"), request.headers.get("x-b")) for request in account.requests]


def test_retries_are_for_the_copy_only() -> None:
    account = Account(httpx.Response(502))
    with blocking(account) as client:
        with pytest.raises(bp.ServerError):
            client.with_options(retries=bp.NO_RETRIES).send(READ)
        with pytest.raises(bp.ServerError):
            client.send(READ)
    assert 1 + 4 == len(account.requests)


def test_an_urgent_copy_may_use_the_reserve() -> None:
    account = Account(ok())
    quota = bp.Quota(10, reserve=9, clock=lambda: 0.0)
    with blocking(account, quota=quota) as client:
        client.send(READ)
        client.with_options(urgent=True).send(READ)
    assert ([], 8) == (account.waits, quota.remaining)


def test_a_copy_shares_connection_and_quota() -> None:
    account = Account(ok())
    with blocking(account) as client:
        other = client.with_options(timeout=1.0)
        other.send(READ)
        assert (client.quota, 199) == (other.quota, client.quota.remaining)


def test_a_copys_resources_belong_to_the_copy() -> None:
    account = Account(ok())
    with blocking(account, timeout=30.0) as client:
        client.order_types.all()
        client.with_options(timeout=90.0).order_types.all()
        client.order_types.all()
    assert [30.0, 90.0, 30.0] == timeouts(account)


@BOTH
def test_a_hook_sees_each_request_and_what_came_of_it(send: Send) -> None:
    seen: list[tuple[str, object]] = []

    def hook(request: bp.Request, reply: bp.Response | bp.Failure) -> None:
        seen.append((request.target, reply.status if isinstance(reply, bp.Response) else reply.kind))

    send(Account(httpx.ReadTimeout, httpx.Response(502), ok()), READ, hook=hook)
    assert [("/order-service/order-type", each) for each in ("timeout", 502, 200)] == seen


def test_a_hook_sees_no_secret() -> None:
    seen: list[object] = []
    by_blocking(Account(ok()), READ, hook=lambda *given: seen.extend(given))
    headers = [header for each in seen if isinstance(each, (bp.Request, bp.Response)) for header in each.headers]
    assert ([], False) == ([header for header in headers if "the-token" in header], "the-token" in repr(seen))


def test_a_hook_that_fails_is_not_taken_for_a_failed_request() -> None:
    def hook(request: bp.Request, reply: bp.Response | bp.Failure) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        by_blocking(Account(ok()), READ, hook=hook)


def test_neither_client_shows_a_secret() -> None:
    with blocking(Account(ok())) as client:
        shown = [repr(client), repr(client.orders), repr(awaiting(Account()))]
    assert ["Brightpearl(account='acme')", "<Orders of Brightpearl(account='acme')>", "AsyncBrightpearl(account='acme')"] == shown


@BOTH
def test_a_token_that_a_refusal_echoes_is_in_no_error(send: Send) -> None:
    account = Account(httpx.Response(401, json={"response": "Invalid instance token: the-token"}))
    with pytest.raises(bp.AuthenticationError, match="Invalid instance token") as caught:
        send(account, READ)
    assert "the-token" not in f"{caught.value} {caught.value!r} {caught.value.faults} {caught.value.response!r} {caught.value.request!r}"


@BOTH
def test_an_error_carries_what_the_vendors_support_asks_for(send: Send) -> None:
    headers = {"ruid": "0f982bb2", "message-type": "get-order"}
    account = Account(httpx.Response(404, json={"errors": [{"code": "CMNC-404", "message": "No"}]}, headers=headers))
    with pytest.raises(bp.NotFoundError) as caught:
        send(account, READ)
    error = caught.value
    assert (404, "CMNC-404", "0f982bb2", "get-order", 1) == (error.status, error.code, error.ruid, error.message_type, error.attempts)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"<html>",
        b'{"errors": null}',
        b'{"errors": []}',
        b'{"errors": ["text", 1, null]}',
        b'{"errors": [{"code": null, "message": null}]}',
        b'{"errors": {"code": "X"}}',
        b'{"response": {"a": [1]}}',
        b'{"error": "invalid_request"}',
    ],
)
def test_a_refusal_of_any_shape_is_a_status_error(body: bytes) -> None:
    account = Account(httpx.Response(400, content=body))
    with pytest.raises(bp.InvalidError, match="GET /order-service/order-type was refused with status 400"):
        by_blocking(account, READ)


def test_both_clients_send_the_same_request() -> None:
    accounts = Account(ok({"response": 5})), Account(ok({"response": 5}))
    by_blocking(accounts[0], WRITE)
    by_awaiting(accounts[1], WRITE)
    one, other = [(each.requests[0].method, each.requests[0].url, each.requests[0].headers, each.requests[0].content) for each in accounts]
    assert (one, {"text": "Sent"}) == (other, json.loads(one[3]))


@pytest.mark.parametrize("token", ["the-token\n", "the-token\udcff"])
def test_a_token_that_no_header_may_carry_is_not_repeated_in_the_error(token: str) -> None:
    app, store = bp.OAuthApp(account="acme", client_id="my-app"), bp.MemoryTokenStore(bp.Token(access_token=token))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        account = bp.Brightpearl("acme", bp.OAuth2(app, store), base_url=base_url, sleep=lambda seconds: None)
        with account, pytest.raises(bp.ConnectionFailedError) as caught:
            account.request("GET", "/order-service/order-type")
    told = str(caught.value)
    assert (True, False, bp.Reach.NOT_SENT) == ("what cannot be sent" in told, "the-token" in told, caught.value.reach)
