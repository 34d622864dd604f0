"""What the shop's client says of keys that it does not send, and of a request that drew no answer."""

from __future__ import annotations

import httpx
import pytest

import woocommerce_sdk as woo
from woocommerce_sdk.auth import auth_for
from woocommerce_sdk.limits import Conversation


@pytest.mark.parametrize(("key", "secret"), [("ck_x", ""), ("", "cs_x")])
def test_half_a_key_is_refused_word_for_word(key: str, secret: str) -> None:
    with pytest.raises(woo.ConfigurationError) as caught:
        auth_for("https://shop.example", key, secret)
    assert "a consumer key needs its consumer secret, and the other way round" == str(caught.value).splitlines()[0]


@pytest.mark.parametrize("auth", [woo.KeyPair("ck_x", "cs_x"), woo.QueryKeyPair("ck_x", "cs_x")])
def test_keys_are_not_sent_in_the_open_and_that_is_said(auth: httpx.Auth) -> None:
    with pytest.raises(woo.ConfigurationError) as caught:
        next(auth.sync_auth_flow(httpx.Request("GET", "http://shop.example/")))
    assert "keys are sent over https only" == str(caught.value).splitlines()[0]


def test_an_error_counts_the_attempts_that_drew_no_answer() -> None:
    talk = Conversation(woo.RetryPolicy(), lambda: 0.0, lambda: 0.0)
    error = talk.error(woo.Orders.get(7), woo.Failure(kind="timeout", reach=woo.Reach.UNKNOWN, message="x"), 3)
    assert isinstance(error, woo.TimedOutError)
    assert 3 == error.attempts
