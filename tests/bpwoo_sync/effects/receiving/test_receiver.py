"""What the receiver answers over a socket, and what it hands on."""

from __future__ import annotations

import base64
import json
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from attrs import evolve

import woocommerce_sdk as woo
from bpwoo_sync.effects.receiving import serving
from bpwoo_sync.effects.receiving.application import Limits, receiver
from bpwoo_sync.effects.receiving.deliveries import Recent
from bpwoo_sync.effects.receiving.serving import served
from bpwoo_sync.errors import ConfigurationError, StoreError
from bpwoo_sync.increments import Hint
from tests.bpwoo_sync.effects.receiving.asking import ACME, KEY, SECRET, Clock, Kept, Receiver, event, order, receiving

RECORDED = json.loads((Path(__file__).parents[3] / "data" / "woocommerce" / "webhook_deliveries.json").read_text("utf-8"))["deliveries"]


@pytest.fixture(scope="module")
def module_receiver() -> Iterator[Receiver]:
    with receiving(Limits(body_bytes=64 * 1024, seconds=0.5)) as found:
        yield found


@pytest.fixture
def there(module_receiver: Receiver) -> Receiver:
    module_receiver.sink.deliveries.clear()
    module_receiver.sink.broken = False
    module_receiver.clock.seconds += 10_000
    return module_receiver


def test_a_signed_delivery_is_a_hint_to_look_at_its_order(there: Receiver) -> None:
    assert 200 == there.shop(order(7)).status_code
    assert [Hint("order", 7)] == there.sink.hints
    assert [("acme", "acme-eu")] == [(each.pair, each.account) for each in there.sink.deliveries]


@pytest.mark.parametrize(
    "delivery", RECORDED, ids=[f"{number}-{delivery['topic'] or 'greeting'}" for number, delivery in enumerate(RECORDED)]
)
def test_what_a_real_shop_delivered_is_taken_where_our_secret_signed_it(there: Receiver, delivery: dict[str, Any]) -> None:
    headers = [(name, value) for name, value in delivery["headers"] if name not in ("Host", "Content-Length")]
    body = base64.b64decode(delivery["raw_body_base64"])
    answer = there.http.post(f"{there.url}/webhooks/acme/woocommerce", content=body, headers=headers)
    ours = delivery["topic"] is None or delivery["secret"] == SECRET
    hinted = [Hint("order", json.loads(body)["id"])] if ours and str(delivery["topic"]).startswith("order.") else []
    assert (200 if ours else 401, hinted) == (answer.status_code, there.sink.hints)


@pytest.mark.parametrize(
    ("body", "signed", "secret"),
    [(order(7), order(8), SECRET), (order(7), order(7), "another"), (order(7), order(7) + b" ", SECRET)],
    ids=["another body", "another secret", "a byte more"],
)
def test_a_signature_that_is_not_the_bodys_is_refused(there: Receiver, body: bytes, signed: bytes, secret: str) -> None:
    answer = there.shop(body, X_WC_Webhook_Signature=woo.webhook_signature(signed, secret))
    assert (401, []) == (answer.status_code, there.sink.hints)


def test_another_pairs_secret_opens_nothing(there: Receiver) -> None:
    assert 401 == there.shop(order(7), pair="other").status_code


def test_both_secrets_are_taken_while_one_is_being_changed() -> None:
    sink = Kept()
    with served(receiver([evolve(ACME, shop_secrets=("new", SECRET), account_secrets=("new", KEY))], sink)) as url, httpx.Client() as http:
        there = Receiver(url, sink, Clock(), http)
        answers = [there.shop(order(1), secret=each).status_code for each in ("new", SECRET, "old")]
        answers += [there.account(event("2"), place=f"/{each}").status_code for each in ("new", KEY, "old")]
    assert [200, 200, 401, 200, 200, 401] == answers


@pytest.mark.parametrize("place", [f"/{KEY}", f"?key={KEY}"])
def test_brightpearls_secret_is_in_the_address(there: Receiver, place: str) -> None:
    assert 200 == there.account(event("3"), place=place).status_code
    assert [Hint("goods-out-note", 3)] == there.sink.hints


def test_brightpearls_secret_may_come_as_a_header(there: Receiver) -> None:
    assert 200 == there.account(event("3"), place="", headers={"X-Webhook-Key": KEY}).status_code


@pytest.mark.parametrize("place", ["", "/wrong", "?key=", "?key=wrong", "/%C3%A4"])
def test_a_call_without_the_secret_is_refused(there: Receiver, place: str) -> None:
    assert (401, []) == (there.account(event("3"), place=place).status_code, there.sink.hints)


def test_a_set_of_ids_is_a_hint_for_each(there: Receiver) -> None:
    assert 200 == there.account(event("1-3,9")).status_code
    assert [Hint("goods-out-note", id) for id in (1, 2, 3, 9)] == there.sink.hints


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (event("3", account="other-eu"), 400),
        (event("1-20000"), 400),
        (event("9" * 30), 400),
        (event("0"), 400),
        (event("one"), 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b"[" * 30_000, 400),
        (b"1" * 5000, 400),
        (b"", 400),
        (event("3", full="warehouse.created"), 200),
    ],
)
def test_what_brightpearl_cannot_have_meant_is_refused(there: Receiver, body: bytes, status: int) -> None:
    assert (status, []) == (there.account(body).status_code, there.sink.hints)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 30_000, 400),
        (order(10**30), 400),
        (order(-1), 400),
        (b"null", 200),
        (b"7", 200),
        (json.dumps({"id": "7"}).encode(), 200),
        (json.dumps({"code": "woocommerce_rest_shop_order_invalid_id", "message": "", "data": {}}).encode(), 200),
    ],
)
def test_what_a_shop_signed_and_cannot_have_meant_asks_for_nothing(there: Receiver, body: bytes, status: int) -> None:
    assert (status, []) == (there.shop(body).status_code, there.sink.hints)


def test_an_order_of_a_shape_that_is_not_known_is_still_looked_at(there: Receiver) -> None:
    assert 200 == there.shop(order(7, line_items="none", total=[])).status_code
    assert [Hint("order", 7)] == there.sink.hints


def test_the_greeting_of_a_new_webhook_is_answered_and_does_nothing(there: Receiver) -> None:
    answer = there.http.post(f"{there.url}/webhooks/acme/woocommerce", data={"webhook_id": "3"})
    assert (200, []) == (answer.status_code, there.sink.hints)


@pytest.mark.parametrize("path", ["/webhooks/unknown/woocommerce", f"/webhooks/unknown/brightpearl/{KEY}", "/webhooks/acme/other", "/"])
def test_what_is_not_there_is_not_found(there: Receiver, path: str) -> None:
    assert 404 == there.http.post(f"{there.url}{path}", content=b"{}", headers={"Content-Type": "application/json"}).status_code


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
def test_another_method_is_refused(there: Receiver, method: str) -> None:
    answer = there.http.request(method, f"{there.url}/webhooks/acme/woocommerce")
    assert (405, "POST") == (answer.status_code, answer.headers["allow"])


@pytest.mark.parametrize("headers", [{"Content_Type": "text/xml"}, {"Content_Type": ""}, {"Content_Encoding": "gzip"}])
def test_another_kind_of_content_is_refused(there: Receiver, headers: dict[str, str]) -> None:
    assert (415, []) == (there.shop(order(7), **headers).status_code, there.sink.hints)


HEAD = b"POST /webhooks/acme/woocommerce HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


def test_a_body_that_is_announced_as_too_long_is_refused_unread(there: Receiver) -> None:
    assert b"HTTP/1.1 413 " == there.raw(HEAD + b"Content-Length: 65537\r\n\r\n")[:13]


def test_a_body_of_no_announced_length_is_read_no_further_than_allowed(there: Receiver) -> None:
    chunk = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
    assert b"HTTP/1.1 413 " == there.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 5)[:13]


def test_a_body_of_the_greatest_length_is_read(there: Receiver) -> None:
    body = b"{" + b" " * (64 * 1024 - 2) + b"}"
    assert 200 == there.shop(body).status_code


def test_a_body_that_does_not_come_is_given_up(there: Receiver) -> None:
    assert b"HTTP/1.1 408 " == there.raw(HEAD + b"Content-Length: 10\r\n\r\n{")[:13]


def test_a_sender_who_breaks_off_disturbs_nobody(there: Receiver) -> None:
    at = urlsplit(there.url)
    with socket.create_connection((at.hostname or "", at.port or 0)) as line:
        line.sendall(HEAD + b"Content-Length: 10\r\n\r\n{")
    assert (200, [Hint("order", 7)]) == (there.shop(order(7)).status_code, there.sink.hints)


def test_the_same_delivery_twice_is_handed_on_once(there: Receiver) -> None:
    assert [200, 200] == [there.shop(order(7)).status_code, there.shop(order(7)).status_code]
    assert [Hint("order", 7)] == there.sink.hints


def test_a_replay_is_not_handed_on_before_its_time_is_over(there: Receiver) -> None:
    for seconds in (0, 599, 1):
        there.clock.seconds += seconds
        there.shop(order(7), X_WC_Webhook_Delivery_ID=str(seconds))
    assert [Hint("order", 7)] * 2 == there.sink.hints


def test_the_same_body_for_two_pairs_is_two_deliveries(there: Receiver) -> None:
    there.shop(order(7))
    there.shop(order(7), pair="other", secret="another")
    assert ["acme", "other"] == [delivery.pair for delivery in there.sink.deliveries]


def test_what_is_remembered_of_a_pair_is_bounded() -> None:
    recent = Recent(seconds=60, most=3)
    for number in range(10):
        recent.keep("acme", bytes([number]), number)
    recent.keep("other", b"\0", 0)
    assert 4 == len(recent)
    assert [False, True, True] == [recent.knows("acme", bytes([number]), 9) for number in (6, 7, 9)]


def test_a_delivery_that_could_not_be_kept_is_answered_so_and_taken_when_it_comes_again(there: Receiver) -> None:
    there.sink.broken = True
    refused = there.shop(order(7))
    there.sink.broken = False
    assert (503, "60", 200) == (refused.status_code, refused.headers["retry-after"], there.shop(order(7)).status_code)
    assert "disk full" not in refused.text
    assert [Hint("order", 7)] == there.sink.hints


def test_no_body_and_no_secret_is_logged(there: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    there.shop(order(7, billing={"email": "ann@example.com"}))
    there.shop(order(8, billing={"email": "ann@example.com"}), secret="wrong-secret")
    there.account(event("3") + b"ann@example.com")
    there.account(event("3"))
    ours = [record for record in caplog.records if record.name == "bpwoo.webhooks"]
    written = "\n".join(str(record.__dict__) for record in caplog.records if not record.name.startswith(("httpx", "httpcore")))
    assert ["delivery taken", "delivery refused", "delivery refused", "delivery taken"] == [record.getMessage() for record in ours]
    assert [] == [secret for secret in ("ann@example.com", SECRET, "wrong-secret", KEY) if secret in written]


def test_health_is_told_while_the_process_answers(there: Receiver) -> None:
    answer = there.http.get(f"{there.url}/health")
    assert (200, {"status": "ok"}) == (answer.status_code, answer.json())


def test_ready_is_told_with_what_is_not(there: Receiver) -> None:
    def away() -> None:
        raise StoreError("The ledger at x failed: no answer.")

    with served(receiver([], Kept(), checks={"database": away, "tables": lambda: None})) as url:
        answer = httpx.get(f"{url}/ready")
    assert (503, "not ready") == (answer.status_code, answer.json()["status"])
    assert {"database": "The ledger at x failed: no answer.", "tables": "ok"} == answer.json()["checks"]
    assert (200, "ready") == ((ready := there.http.get(f"{there.url}/ready")).status_code, ready.json()["status"])


def test_an_address_that_is_taken_is_a_fault_of_the_configuration(there: Receiver) -> None:
    port = int(there.url.rsplit(":", 1)[1])
    with pytest.raises(ConfigurationError, match=f"127.0.0.1:{port}: cannot be listened on"), served(receiver([], Kept()), port=port):
        pass


@pytest.mark.parametrize("begun", [b"", b"GET /health HTTP/1.1\r\nX-Slow: 1", b"GET /health HTTP/1.1\r\nHost: me\r\n\r\nGET /hea"])
def test_who_does_not_begin_a_request_in_time_keeps_no_place(begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "TO_BEGIN", 0.05)
    with served(receiver([], Kept())) as url, socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=5) as caller:
        caller.sendall(begun)
        while caller.recv(4096):
            pass
        assert b"" == caller.recv(1)
