"""What a real shop answered is read without loss, and what it refused keeps everything it said."""

from __future__ import annotations

from collections.abc import Iterator
from types import GenericAlias
from typing import Any, get_args

import pytest

import woocommerce_sdk as woo
from tests.woocommerce_sdk.declarations import Declared, declaration_of
from tests.woocommerce_sdk.recordings import Exchange, exchanges
from woocommerce_sdk.errors import plain_text, status_error


def is_record(exchange: Exchange) -> bool:
    plain = not exchange.query.keys() & {"_jsonp", "_envelope", "_method", "_fields", "rest_route"}
    return exchange.status < 400 and exchange.body is not None and exchange.method not in ("HEAD", "OPTIONS") and plain


RECORDS = [each for each in exchanges() if is_record(each) and "X-HTTP-Method-Override" not in str(each.sent)]
REFUSALS = [each for each in exchanges() if each.status >= 400]


def model_of(declared: Declared, body: Any) -> Any:
    model = declared.what.model
    if isinstance(body, list) and not get_args(model):
        return GenericAlias(tuple, (model, ...))
    return model


def kept_extras(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from kept_extras(item)
    if isinstance(value, woo.Model):
        yield from value.extra


def declared_for(exchange: Exchange) -> Declared | None:
    return declaration_of(exchange.method, exchange.path, force="force" in exchange.query)


RAW = ("duplicate",)


def declared_records() -> list[tuple[Exchange, Declared]]:
    """What is answered with a record or a list of them, by a route that is declared."""
    found = ((each, declared_for(each)) for each in RECORDS if "/batch" not in each.path)
    return [(each, declared) for each, declared in found if declared is not None and not is_index(each.body) and "routes" not in each.body]


def is_index(body: Any) -> bool:
    return isinstance(body, dict) and "endpoints" in body


@pytest.mark.parametrize(("exchange", "declared"), declared_records(), ids=lambda each: str(each) if isinstance(each, Exchange) else "")
def test_an_answer_is_read_and_written_back_as_it_was(exchange: Exchange, declared: Declared) -> None:
    record = woo.decode(model_of(declared, exchange.body), exchange.body)
    assert exchange.body == woo.encode(record)


@pytest.mark.parametrize("exchange", [each for each in RECORDS if each.path.endswith("/batch")], ids=str)
def test_each_record_in_the_answer_to_a_batch_is_read_and_written_back_as_it_was(exchange: Exchange) -> None:
    declared = declared_for(exchange)
    answers = [each for verb in ("create", "update", "delete") for each in told(exchange.body).get(verb, []) if "error" not in each]
    model = woo.Setting if declared is None else declared.what.model
    assert answers == [woo.encode(woo.decode(model, each)) for each in answers]


def told(body: Any) -> dict[str, Any]:
    return body if isinstance(body, dict) else {}


@pytest.mark.parametrize(
    ("exchange", "declared"),
    [(each, declared) for each, declared in declared_records() if declared.name not in RAW],
    ids=lambda each: str(each) if isinstance(each, Exchange) else "",
)
def test_no_field_of_an_answer_is_unknown(exchange: Exchange, declared: Declared) -> None:
    record = woo.decode(model_of(declared, exchange.body), exchange.body)
    assert set() == set(kept_extras(record)) - {"_links"}


@pytest.mark.parametrize("exchange", REFUSALS, ids=str)
def test_a_refusal_keeps_status_code_message_and_data(exchange: Exchange) -> None:
    error = status_error(exchange.request, exchange.response)
    told = exchange.body if isinstance(exchange.body, dict) else {}
    assert exchange.status == error.status
    if told.get("code"):
        assert (told["code"], plain_text(told["message"]), told.get("data")) == (error.code, error.message, error.data)


@pytest.mark.parametrize("exchange", REFUSALS, ids=str)
def test_a_refusal_never_shows_a_key(exchange: Exchange) -> None:
    error = status_error(exchange.request, exchange.response)
    assert [] == [word for word in ("READ_WRITE_SECRET", "cs_READ", "oauth_signature=S") if word in str(error)]


def test_every_answer_of_a_route_is_covered_by_a_declaration() -> None:
    strangers = {f"{each.method} {each.path}" for each in RECORDS if declared_for(each) is None and not is_outside(each)}
    assert set() == strangers


def is_outside(exchange: Exchange) -> bool:
    """Whether a request is to an index, or to something that is no route of version 3."""
    path = exchange.path
    return path in ("", "/", "/settings/batch") or path.startswith("http") or is_index(exchange.body) or "routes" in exchange.body
