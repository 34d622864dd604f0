from __future__ import annotations

import asyncio
import re
from datetime import datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.testing.transport import mock_transport
from tests.brightpearl_sdk.recordings import LISTS, MAPS, SEARCHES, Exchange, exchanges, matching

EVERY = list(exchanges())
RECORDS = [each for each in EVERY if each.status == 200 and (matching(LISTS, each) or matching(MAPS, each))]
FOUND = [each for each in EVERY if each.status == 200 and matching(SEARCHES, each)]
REFUSED = [each for each in EVERY if each.status >= 400 and "oauth" not in each.url]
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def by_name(exchange: Exchange) -> str:
    return exchange.name


def same(one: Any, other: Any) -> Any:
    """A document with every instant brought to one form: the account's zone is a matter of display."""
    if isinstance(one, dict):
        return {key: same(value, other) for key, value in one.items()}
    if isinstance(one, list):
        return [same(value, other) for value in one]
    if isinstance(one, str) and _INSTANT.match(one):
        return datetime.fromisoformat(one).timestamp()
    return one


def replaying(exchange: Exchange) -> httpx.MockTransport:
    return mock_transport(lambda request: exchange.response)


def blocking(exchange: Exchange) -> bp.Brightpearl:
    return bp.Brightpearl(
        "acme",
        bp.AccountToken("app", "token"),
        base_url="https://bp.example",
        transport=replaying(exchange),
        retries=bp.NO_RETRIES,
        quota=bp.Quota(),
    )


def awaiting(exchange: Exchange) -> bp.AsyncBrightpearl:
    return bp.AsyncBrightpearl(
        "acme",
        bp.AccountToken("app", "token"),
        base_url="https://bp.example",
        transport=replaying(exchange),
        retries=bp.NO_RETRIES,
        quota=bp.Quota(),
    )


def test_the_recordings_are_all_there() -> None:
    assert (20, 6, 21) == (len(RECORDS), len(FOUND), len(REFUSED))


@pytest.mark.parametrize("exchange", RECORDS, ids=by_name)
def test_a_recorded_record_comes_back_as_it_was(exchange: Exchange) -> None:
    given = exchange.document["response"]
    kind = matching(LISTS, exchange)
    if kind is None:
        kind = matching(MAPS, exchange)
        written: Any = {id: bp.encode(bp.decode(kind, record)) for id, record in given.items()}
    else:
        written = [bp.encode(record) for record in bp.decode_many(kind, given)]
    assert same(given, None) == same(written, None)


@pytest.mark.parametrize("exchange", FOUND, ids=by_name)
def test_a_recorded_search_is_read_by_the_names_of_its_columns(exchange: Exchange) -> None:
    row = matching(SEARCHES, exchange)
    operation = bp.search_operation(exchange.path, row.where())
    page = operation.parse(exchange.response)
    names = [column["name"] for column in exchange.document["response"]["metaData"]["columns"]]
    expected = [dict(zip(names, cells, strict=True)) for cells in exchange.document["response"]["results"]]
    assert expected == [dict(each.cells) for each in page]


@pytest.mark.parametrize("exchange", FOUND, ids=by_name)
def test_every_cell_of_a_recorded_search_fits_its_column(exchange: Exchange) -> None:
    row = matching(SEARCHES, exchange)
    page = bp.search_operation(exchange.path, row.where()).parse(exchange.response)
    kinds = {type(each[column]) for each in page for column in row.columns()}
    assert kinds <= {type(None), int, str, bool, datetime, Decimal, list}


@pytest.mark.parametrize("exchange", FOUND, ids=by_name)
def test_every_column_of_a_recorded_search_is_declared(exchange: Exchange) -> None:
    row = matching(SEARCHES, exchange)
    recorded = {column["name"] for column in exchange.document["response"]["metaData"]["columns"]}
    assert set() == recorded - {column.name for column in row.columns()}


@pytest.mark.parametrize("exchange", REFUSED, ids=by_name)
def test_a_recorded_refusal_is_the_same_error_in_both_clients(exchange: Exchange) -> None:
    async def asked() -> bp.StatusError:
        async with awaiting(exchange) as client:
            with pytest.raises(bp.StatusError) as caught:
                await client.request(exchange.method, exchange.path or "/")
            return caught.value

    with blocking(exchange) as client, pytest.raises(bp.StatusError) as caught:
        client.request(exchange.method, exchange.path or "/")
    errors = exchange.document.get("errors") or [{"code": ""}]
    awaited = asyncio.run(asked())
    assert (exchange.status, str(errors[0]["code"])) == (caught.value.status, caught.value.code)
    assert (type(caught.value), str(caught.value)) == (type(awaited), str(awaited))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("account:client_error_invalid", bp.AuthenticationError),
        ("account:webhook.get.not_found", bp.NotFoundError),
        ("account:order_patch_error_operation#1", bp.InvalidError),
        ("account:order_search_bad_param", bp.InvalidError),
        ("account:order_post_error_missing_required", bp.InvalidError),
    ],
)
def test_a_recorded_refusal_has_its_place_in_the_tree(name: str, kind: type[bp.StatusError]) -> None:
    exchange = next(each for each in EVERY if each.name == name)
    with blocking(exchange) as client, pytest.raises(kind):
        client.request(exchange.method, exchange.path)


def test_a_token_that_an_answer_echoes_is_not_in_the_error() -> None:
    exchange = next(each for each in EVERY if each.name == "account:client.search_error")
    assert "Invalid instance token" in exchange.text
    with blocking(exchange) as client, pytest.raises(bp.AuthenticationError) as caught:
        client.request(exchange.method, exchange.path)
    assert exchange.document["response"].partition(": ")[2] not in str(caught.value)


def test_an_order_that_is_not_there_is_not_found_whether_the_answer_is_empty_or_404() -> None:
    empty = next(each for each in EVERY if each.name == "account:order_get_empty_not_found")
    missing = next(each for each in EVERY if each.name == "ruby-brightpearl:customer.get.empty_not_found")
    with blocking(empty) as client, pytest.raises(bp.NotFoundError, match="There is no order 999"):
        client.orders.get(999)
    with blocking(missing) as client, pytest.raises(bp.NotFoundError, match="CMNC-404"):
        client.contacts.get(1)
