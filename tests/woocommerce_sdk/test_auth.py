"""Who asks is proved in a header, in the query, or by a signature that a real shop accepted."""

from __future__ import annotations

import base64
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

import woocommerce_sdk as woo
from tests.woocommerce_sdk.recordings import document
from woocommerce_sdk.auth import as_php_reads, auth_for, base_string, signature

KEY, SECRET = "ck_0123456789abcdef", "cs_fedcba9876543210"
HTTPS, HTTP = "https://shop.example/wp-json/wc/v3", "http://shop.example/wp-json/wc/v3"

VECTORS: list[dict[str, Any]] = [*document("oauth1_vectors")["vectors"], *document("oauth1_vectors")["vectors_arrays_and_odd_values"]]
ACCEPTED = [each for each in VECTORS if each["accepted"]]
REFUSED = [each for each in VECTORS if not each["accepted"]]


def by_name(vector: dict[str, Any]) -> str:
    return str(vector["name"])


def sent(vector: dict[str, Any]) -> list[tuple[str, str]]:
    """The parameters that were signed, as they went over the network."""
    query = urlsplit(vector["request_target_sent"]).query
    return [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "oauth_signature"]


def authorised(auth: httpx.Auth | None, request: httpx.Request) -> httpx.Request:
    assert auth is not None
    return next(auth.sync_auth_flow(request))


# Signatures.


@pytest.mark.parametrize("vector", ACCEPTED, ids=by_name)
def test_what_a_shop_accepted_has_the_same_base_string(vector: dict[str, Any]) -> None:
    assert vector["signature_base_string"] == base_string(vector["method"], vector["url"], sent(vector))


@pytest.mark.parametrize("vector", [each for each in ACCEPTED if each["oauth_signature_method"] == "HMAC-SHA256"], ids=by_name)
def test_what_a_shop_accepted_has_the_same_signature(vector: dict[str, Any]) -> None:
    base = base_string(vector["method"], vector["url"], sent(vector))
    assert vector["oauth_signature"] == signature(base, vector["consumer_secret"])


@pytest.mark.parametrize("vector", REFUSED, ids=by_name)
def test_what_a_shop_refused_would_be_signed_otherwise(vector: dict[str, Any]) -> None:
    assert vector["signature_base_string"] != base_string(vector["method"], vector["url"], sent(vector))


@pytest.mark.parametrize("vector", [each for each in ACCEPTED if each["oauth_signature_method"] == "HMAC-SHA256"], ids=by_name)
def test_a_request_is_sent_with_the_signature_that_a_shop_accepted(vector: dict[str, Any]) -> None:
    auth = woo.SignedKeyPair(
        vector["oauth_consumer_key"],
        vector["consumer_secret"],
        clock=lambda: float(vector["oauth_timestamp"]),
        nonce=lambda: str(vector["oauth_nonce"]),
    )
    given = [pair for pair in sent(vector) if not pair[0].startswith("oauth_")]
    signed = authorised(auth, httpx.Request(vector["method"], vector["url"], params=httpx.QueryParams(tuple(given))))
    oauth = [pair for pair in sent(vector) if pair[0].startswith("oauth_")]
    assert {**dict([*given, *oauth]), "oauth_signature": vector["oauth_signature"]} == dict(signed.url.params.multi_items())


def test_a_nonce_is_never_used_twice() -> None:
    auth = woo.SignedKeyPair(KEY, SECRET)
    requests = [authorised(auth, httpx.Request("GET", f"{HTTP}/orders")) for _ in range(50)]
    assert 50 == len({request.url.params["oauth_nonce"] for request in requests})


def test_the_body_is_left_out_of_the_signature_and_left_alone() -> None:
    auth = woo.SignedKeyPair(KEY, SECRET, clock=lambda: 1.0, nonce=lambda: "n")
    with_body = authorised(auth, httpx.Request("POST", f"{HTTP}/orders", json={"a": 1}))
    without = authorised(auth, httpx.Request("POST", f"{HTTP}/orders"))
    assert (without.url, b'{"a":1}') == (with_body.url, with_body.content)


def test_the_secret_never_leaves_with_a_signed_request() -> None:
    signed = authorised(woo.SignedKeyPair(KEY, SECRET), httpx.Request("GET", f"{HTTP}/orders"))
    assert SECRET not in str(signed.url) + str(signed.headers)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ([("include[]", "1"), ("include[]", "2")], {"include[0]": "1", "include[1]": "2"}),
        ([("page", "1"), ("page", "2")], {"page": "2"}),
        ([("a.b c", "1")], {"a_b_c": "1"}),
        ([("x[y]", "1")], {"x[y]": "1"}),
    ],
)
def test_parameters_are_signed_as_php_reads_them(given: list[tuple[str, str]], read: dict[str, str]) -> None:
    assert read == as_php_reads(given)


# Keys.


def test_a_pair_goes_into_the_header() -> None:
    request = authorised(woo.KeyPair(KEY, SECRET), httpx.Request("GET", f"{HTTPS}/orders"))
    assert f"Basic {base64.b64encode(f'{KEY}:{SECRET}'.encode()).decode()}" == request.headers["Authorization"]


def test_a_pair_goes_into_the_query_beside_what_is_there() -> None:
    request = authorised(woo.QueryKeyPair(KEY, SECRET), httpx.Request("GET", f"{HTTPS}/orders?page=2"))
    assert {"page": "2", "consumer_key": KEY, "consumer_secret": SECRET} == dict(request.url.params)


@pytest.mark.parametrize("auth", [woo.KeyPair(KEY, SECRET), woo.QueryKeyPair(KEY, SECRET)], ids=lambda auth: type(auth).__name__)
def test_keys_never_go_over_plain_http(auth: httpx.Auth) -> None:
    with pytest.raises(woo.ConfigurationError, match="https only"):
        authorised(auth, httpx.Request("GET", f"{HTTP}/orders"))


@pytest.mark.parametrize("auth", [woo.KeyPair(KEY, SECRET), woo.QueryKeyPair(KEY, SECRET), woo.SignedKeyPair(KEY, SECRET)])
def test_a_repr_shows_the_keys_end_and_no_secret(auth: httpx.Auth) -> None:
    assert (True, False, False) == ("...cdef" in repr(auth), KEY in repr(auth), SECRET in repr(auth))


# Which of them.


@pytest.mark.parametrize(
    ("url", "kind", "chosen"),
    [
        (HTTPS, "auto", woo.KeyPair),
        (HTTP, "auto", woo.SignedKeyPair),
        (HTTPS, "basic", woo.KeyPair),
        (HTTPS, "query", woo.QueryKeyPair),
        (HTTPS, "oauth1", woo.SignedKeyPair),
        (HTTP, "oauth1", woo.SignedKeyPair),
    ],
)
def test_the_way_is_chosen_by_the_address_unless_it_is_given(url: str, kind: woo.AuthKind, chosen: type[httpx.Auth]) -> None:
    assert chosen is type(auth_for(url, KEY, SECRET, kind))


@pytest.mark.parametrize("kind", ["basic", "query"])
def test_keys_in_the_open_are_refused_before_anything_is_sent(kind: woo.AuthKind) -> None:
    with pytest.raises(woo.ConfigurationError, match="needs https"):
        woo.WooCommerce("http://shop.example", KEY, SECRET, auth=kind)


def test_without_a_key_nobody_asks() -> None:
    assert None is auth_for(HTTPS, "", "")


@pytest.mark.parametrize(("key", "secret"), [(KEY, ""), ("", SECRET)])
def test_half_a_pair_is_refused(key: str, secret: str) -> None:
    with pytest.raises(woo.ConfigurationError, match="needs its consumer secret"):
        auth_for(HTTPS, key, secret)


def test_an_unknown_way_is_refused() -> None:
    with pytest.raises(woo.ConfigurationError, match="choose"):
        auth_for(HTTPS, KEY, SECRET, cast(woo.AuthKind, "token"))
