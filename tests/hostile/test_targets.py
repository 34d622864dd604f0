"""Whatever strangers send, nothing is raised but the errors that are named. Longer, and guided by coverage: ``nox -s fuzz``."""

from __future__ import annotations

import base64
import hmac
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from brightpearl_sdk._kernel.jsontext import DEEPEST
from tests.brightpearl_sdk.recordings import exchanges as of_brightpearl
from tests.hostile.targets import TARGETS, Target
from tests.woocommerce_sdk.recordings import exchanges as of_woocommerce

#: Texts on which readers of numbers, moments and places stumble.
ODD = st.sampled_from(
    ["²", "٣", "1_000", "9" * 5000, "1e999999", "-0", "NaN", "${id}", "0001-01-01T00:00:00Z", "2026-02-30", "\ud800", "1-", "a" * 300]
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), ODD, st.just(10**400)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=4,
)

#: What is nested too deep, or is no text, or is none of what it begins as.
CRAFTED = (
    b"[" * 100_000,
    b'{"response":' * 2_000 + b"1" + b"}" * 2_000,
    b'{"a":' + b"[" * 900 + b"]" * 900 + b"}",
    b"\xff\xfe",
    b"",
    b"1" * 5_000,
    b'"\\ud800"',
    b"a = " + b"[" * 5_000,
    b"a = " + b"9" * 5_000,
    b"1-9999999999,2-9999999999",
    "²".encode("latin-1") * 3,
)


def replaced(document: Any, place: int, value: Any) -> Any:
    """The document with one of its values replaced, counted from the outside in."""
    count = 0

    def walked(each: Any) -> Any:
        nonlocal count
        here, count = count, count + 1
        if here == place:
            return value
        if isinstance(each, dict):
            return {key: walked(inner) for key, inner in each.items()}
        return [walked(inner) for inner in each] if isinstance(each, list) else each

    return walked(document)


def disturbed(seed: bytes, place: int, value: Any, odd: bytes) -> bytes:
    """A seed with a value, or a stretch of it, replaced."""
    head, brace, rest = seed.partition(b"{") if b"{" in seed[:200] else (seed, b"", b"")
    try:
        document = json.loads(brace + rest)
    except ValueError:
        cut = place % (len(seed) + 1)
        return seed[:cut] + odd + seed[cut + len(odd) :]
    return head + json.dumps(replaced(document, place % 120, value), ensure_ascii=True).encode()


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@settings(max_examples=150)
@given(st.data())
def test_nothing_that_was_read_and_then_disturbed_raises_another_error(target: Target, data: st.DataObject) -> None:
    seed = data.draw(st.sampled_from(target.seeds()))
    odd = data.draw(st.one_of(st.binary(max_size=8), ODD.map(lambda text: text.encode("latin-1", "ignore")[:6000])))
    target(disturbed(seed, data.draw(st.integers(0, 10_000)), data.draw(VALUES), odd))


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_no_bytes_raise_another_error(target: Target, content: bytes) -> None:
    target(content)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_nothing_that_was_crafted_raises_another_error(target: Target) -> None:
    for crafted in CRAFTED:
        for first in (b"", *(bytes((place,)) for place in range(12))):
            target(first + crafted)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_what_a_target_is_given_as_readable_can_be_read(target: Target) -> None:
    assert None in {target(seed) for seed in target.seeds()}


def levels(value: Any) -> int:
    """How deep lists and objects stand in one another."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(levels, inner), default=0)


def test_what_either_vendor_was_recorded_to_send_has_nine_levels_at_most_of_the_hundred_that_a_stranger_may_send() -> None:
    recorded = [each.document for each in of_brightpearl()] + [each.body for each in of_woocommerce()]
    assert (9, 100) == (max(map(levels, recorded)), DEEPEST)


@pytest.mark.parametrize("side", ["brightpearl", "woocommerce"])
def test_an_answer_and_a_webhook_that_nest_too_deep_are_errors_of_the_package(side: str) -> None:
    deep = b'{"response":' + b"[" * DEEPEST + b"]" * DEEPEST + b"}"
    endless = b'{"response":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    if side == "brightpearl":
        with pytest.raises(bp.BrightpearlError):
            bp.Warehouses.all().parse(bp.Response(status=200, headers=(), content=endless))
        with pytest.raises(bp.BrightpearlError):
            bp.read_webhook(deep)
    else:
        with pytest.raises(woo.WooCommerceError):
            woo.Orders.list().parse(woo.Response(status=200, headers=(), content=endless))
        signature = base64.b64encode(hmac.digest(b"secret", deep, "sha256")).decode()
        with pytest.raises(woo.WooCommerceError):
            woo.read_webhook({"X-WC-Webhook-Signature": signature, "X-WC-Webhook-Topic": "order.updated"}, deep, "secret")
