"""Whether a shop can be used, question by question, with what to do where it cannot."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

import woocommerce_sdk as woo
from tests.woocommerce_sdk.answers import async_client, client, in_turn, json
from tests.woocommerce_sdk.testing.asking import double
from woocommerce_sdk.testing import DEMO_KEY, Key, WooCommerceDouble, mock_transport

READER = Key(consumer_key="ck_reader", consumer_secret="cs_reader", permissions="read")


def checked(shop: WooCommerceDouble, key: Key = DEMO_KEY, *, write: bool = False) -> woo.Diagnosis:
    transport = mock_transport(shop.handle)
    with woo.WooCommerce("https://shop.example", key.consumer_key, key.consumer_secret, transport=transport) as asking:
        return asking.check(write=write)


def names(diagnosis: woo.Diagnosis) -> list[tuple[str, bool]]:
    return [(step.name, step.passed) for step in diagnosis.steps]


def test_a_shop_that_can_be_used_passes_every_question() -> None:
    diagnosis = checked(double())
    assert (True, [("API", True), ("key reads", True), ("versions", True)]) == (diagnosis.passed, names(diagnosis))


def test_a_key_that_writes_is_tried_with_nothing() -> None:
    shop = double()
    assert (("key writes", True), 0) == (names(checked(shop, write=True))[2], len(shop.shop.table("products")))


def test_the_first_question_that_fails_is_the_last_that_is_asked() -> None:
    diagnosis = checked(double(keys=(READER,)), READER, write=True)
    assert (False, [("API", True), ("key reads", True), ("key writes", False)]) == (diagnosis.passed, names(diagnosis))
    assert "Read/Write" in diagnosis.steps[-1].advice


def test_an_unknown_key_is_told_what_may_be_in_the_way() -> None:
    diagnosis = checked(double(), READER)
    assert ([("API", True), ("key reads", False)], True) == (names(diagnosis), "Authorization header" in diagnosis.steps[-1].advice)


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        (httpx.ConnectError("no such host"), "Check the address"),
        (httpx.Response(404, content=b"<html>Not found</html>"), "Permalinks"),
        (httpx.Response(301, headers={"Location": "https://www.shop.example/"}), "https://www.shop.example/"),
        (httpx.Response(503, content=b"<html>Briefly unavailable for scheduled maintenance</html>"), "maintenance"),
        (httpx.Response(403, content=b"<html>captcha</html>"), "firewall"),
        (json({"code": "internal_server_error", "message": "x"}, 500), "error log"),
    ],
)
def test_a_shop_that_cannot_be_reached_is_told_what_to_do(answer: httpx.Response | Exception, advice: str) -> None:
    (step,) = client(in_turn(answer)).check().steps
    assert (False, True) == (step.passed, advice in step.advice + step.found)


def test_a_page_in_place_of_the_index_does_not_pass() -> None:
    (step,) = client(in_turn(httpx.Response(200, content=b"<html>Coming soon</html>"))).check().steps
    assert (False, True) == (step.passed, "Coming soon" in step.found)


def test_a_key_that_may_not_see_the_versions_passes_all_the_same() -> None:
    index, orders = json({"namespace": "wc/v3"}), json([], headers={"X-WP-Total": "12"})
    refusal = json({"code": "woocommerce_rest_cannot_view", "message": "x"}, 403)
    diagnosis = client(in_turn(index, orders, refusal)).check()
    assert (True, "yes, 12 orders", "not told to this key") == (diagnosis.passed, diagnosis.steps[1].found, diagnosis.steps[2].found)


def test_versions_that_cannot_be_told_do_not_pass() -> None:
    answers = (json({}), json([]), httpx.Response(500, content=b"<html>error</html>"))
    assert ("versions", False) == names(client(in_turn(*answers)).check())[-1]


def test_a_diagnosis_reads_as_lines() -> None:
    diagnosis = woo.Diagnosis(
        steps=(
            woo.CheckStep(name="API", passed=True, found="answers"),
            woo.CheckStep(name="key reads", passed=False, found="401", advice="Make a key"),
        )
    )
    assert "ok   API: answers\nFAIL key reads: 401\n     Make a key" == str(diagnosis)


def test_both_clients_find_the_same() -> None:
    async def awaited() -> woo.Diagnosis:
        async with async_client(in_turn(httpx.ConnectError("x"))) as shop:
            return await shop.check()

    assert client(in_turn(httpx.ConnectError("x"))).check() == asyncio.run(awaited())


def test_no_diagnosis_shows_a_secret() -> None:
    assert "cs_" not in str(checked(double(), READER))


# Clocks.

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(("told", "ahead"), [("Mon, 23 Nov 2026 18:00:00 GMT", 0.0), ("Mon, 23 Nov 2026 17:40:00 GMT", 1200.0)])
def test_a_clock_that_is_wrong_is_measured_by_the_shops(told: str, ahead: float) -> None:
    assert ahead == woo.clock_skew(woo.Response(status=200, headers=(("Date", told),)), NOW)


@pytest.mark.parametrize("headers", [(), (("Date", "soon"),)])
def test_a_shop_that_tells_no_time_measures_nothing(headers: tuple[tuple[str, str], ...]) -> None:
    assert None is woo.clock_skew(woo.Response(status=200, headers=headers), NOW + timedelta(hours=1))
