"""Many changes in few requests, and one outcome for each of them, whatever happens on the way."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

import woocommerce_sdk as woo
from tests.woocommerce_sdk.answers import Answering, async_client, client, in_turn, json
from woocommerce_sdk._kernel import jsontext

DONE, REFUSED, UNKNOWN = woo.Done, woo.Refused, woo.Unknown


def product(id: int, name: str = "x") -> dict[str, Any]:
    return {"id": id, "name": name}


def drafts(count: int) -> list[woo.ProductDraft]:
    return [woo.ProductDraft(name=str(number)) for number in range(count)]


def doing(seen: list[dict[str, Any]] | None = None, most: int = 100) -> Answering:
    """A shop that does all it is told, but answers 504 to more than ``most`` changes at once."""
    number = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal number
        body = jsontext.loads(request.content)
        if seen is not None:
            seen.append(body)
        if sum(map(len, body.values())) > most:
            return httpx.Response(504)
        done: dict[str, list[Any]] = {}
        for entry in body.get("create", ()):
            number += 1
            done.setdefault("create", []).append(product(number, entry["name"]))
        for entry in body.get("update", ()):
            done.setdefault("update", []).append(product(entry["id"], entry["name"]))
        for id in body.get("delete", ()):
            done.setdefault("delete", []).append(product(id))
        return json(done)

    return answer


def sizes(seen: list[dict[str, Any]]) -> list[int]:
    return [sum(map(len, body.values())) for body in seen]


def test_changes_are_told_in_the_order_in_which_they_were_given() -> None:
    result = client(doing()).products.batch(create=drafts(2), update={9: woo.ProductDraft(name="nine")}, delete=[4, 5])
    told = [(each.verb.value, each.index, each.id) for each in result]
    assert [("create", 0, 1), ("create", 1, 2), ("update", 0, 9), ("delete", 0, 4), ("delete", 1, 5)] == told


def test_what_was_done_comes_with_its_record() -> None:
    result = client(doing()).products.batch(create=drafts(2))
    assert (["0", "1"], (), ()) == ([each.name for each in result.records], result.refused, result.unknown)


def test_a_request_holds_a_hundred_changes() -> None:
    seen: list[dict[str, Any]] = []
    result = client(doing(seen)).products.batch(create=drafts(150), delete=list(range(70)))
    assert ([100, 100, 20], 220) == (sizes(seen), len(result.done))


def test_only_the_verbs_that_are_used_are_sent() -> None:
    seen: list[dict[str, Any]] = []
    client(doing(seen)).products.batch(delete=[4])
    assert [{"delete": [4]}] == seen


def test_nothing_to_do_asks_nothing() -> None:
    assert () == client(in_turn()).products.batch().outcomes


def test_a_change_that_is_refused_stands_among_those_that_were_done() -> None:
    error = {"code": "product_invalid_sku", "message": "Taken &amp; gone", "data": {"status": 400, "resource_id": 9}}
    answer = json({"create": [product(1), {"id": 0, "error": error}, product(2)]})
    result = client(in_turn(answer)).products.batch(create=drafts(3))
    (refused,) = result.refused
    assert ([DONE, REFUSED, DONE], (1, "product_invalid_sku", "Taken & gone", 400, 9)) == (
        [type(each) for each in result],
        (refused.index, refused.code, refused.message, refused.status, refused.data["resource_id"]),
    )


def test_a_change_that_is_refused_keeps_the_number_it_was_asked_for() -> None:
    told = {"id": {"id": 7, "product_id": 1, "force": True}, "error": {"code": "x", "message": "", "data": {"status": 404}}}
    result = client(in_turn(json({"delete": [told]}))).variations.batch(1, delete=[7])
    assert [7] == [each.id for each in result.refused]


def test_a_record_that_cannot_be_read_was_still_done_and_is_in_doubt() -> None:
    result = client(in_turn(json({"create": [product(1), {"id": 2, "weight": [5]}]}))).products.batch(create=drafts(2))
    assert ([DONE, UNKNOWN], woo.ShapeError) == ([type(each) for each in result], type(result.unknown[0].error))


@pytest.mark.parametrize("answer", [{"create": [product(1)]}, {}, [], {"create": {"0": product(1)}}], ids=str)
def test_results_that_do_not_match_the_changes_leave_all_in_doubt(answer: Any) -> None:
    result = client(in_turn(json(answer))).products.batch(create=drafts(2))
    assert [UNKNOWN, UNKNOWN] == [type(each) for each in result]


# What goes wrong with a whole request.


def test_what_is_too_much_for_the_shop_is_halved_where_it_may_be_done_twice() -> None:
    seen: list[dict[str, Any]] = []
    result = client(doing(seen, most=30)).products.batch(delete=list(range(100)))
    assert ([100, 50, 25, 25, 50, 25, 25], list(range(100))) == (sizes(seen), [each.id for each in result.done])


def test_what_was_refused_unread_for_its_size_is_halved_even_where_it_cannot_be_done_twice() -> None:
    too_large = json({"code": "woocommerce_rest_request_entity_too_large", "message": "x"}, 413)
    answers = (too_large, json({"create": [product(1)]}), json({"create": [product(2)]}))
    result = client(in_turn(*answers)).products.batch(create=drafts(2))
    assert [1, 2] == [each.id for each in result.done]


@pytest.mark.parametrize("answer", [httpx.Response(504), httpx.ReadTimeout("slow"), httpx.Response(200, content=b'{"create":[{"id"')])
def test_new_records_are_never_sent_twice_on_a_doubt(answer: httpx.Response | Exception) -> None:
    seen: list[httpx.Request] = []
    result = client(in_turn(answer, seen=seen), retries=woo.RetryPolicy()).products.batch(create=drafts(2))
    assert ([UNKNOWN, UNKNOWN], 1) == ([type(each) for each in result], len(seen))


def test_an_update_that_adds_lines_is_never_sent_twice_on_a_doubt() -> None:
    seen: list[httpx.Request] = []
    adding = woo.OrderDraft(line_items=(woo.LineItemDraft(product_id=1),))
    result = client(in_turn(httpx.Response(504), seen=seen), retries=woo.RetryPolicy()).orders.batch(update={7: adding})
    assert ([UNKNOWN], 1) == ([type(each) for each in result], len(seen))


def test_changes_that_never_left_are_refused_and_not_in_doubt() -> None:
    result = client(in_turn(httpx.ConnectError("refused"))).products.batch(create=drafts(2))
    assert [("not_sent", 0), ("not_sent", 1)] == [(each.code, each.index) for each in result.refused]


def test_a_request_that_is_refused_as_a_whole_refuses_each_of_its_changes() -> None:
    result = client(in_turn(json({"code": "rest_invalid_json", "message": "x", "data": {"status": 400}}, 400))).products.batch(
        delete=[1, 2]
    )
    assert [("rest_invalid_json", 1), ("rest_invalid_json", 2)] == [(each.code, each.id) for each in result.refused]


def test_a_chunk_in_doubt_does_not_stop_the_next() -> None:
    later = json({"create": [product(number) for number in range(20)]})
    result = client(in_turn(httpx.Response(500), later)).products.batch(create=drafts(120))
    assert (100, 20, list(range(100, 120))) == (len(result.unknown), len(result.done), [each.index for each in result.done])


def test_a_key_that_may_not_ends_the_batch() -> None:
    refusal = json({"code": "woocommerce_rest_cannot_batch", "message": "x"}, 401)
    with pytest.raises(woo.AuthenticationError):
        client(in_turn(refusal)).products.batch(create=drafts(300))


def test_both_clients_come_to_the_same_outcomes() -> None:
    async def awaited() -> woo.BatchResult[woo.Product]:
        async with async_client(doing()) as shop:
            return await shop.products.batch(create=drafts(3), delete=[7])

    assert client(doing()).products.batch(create=drafts(3), delete=[7]) == asyncio.run(awaited())


def test_settings_are_changed_by_their_names() -> None:
    seen: list[httpx.Request] = []
    answer = json({"update": [{"id": "woocommerce_currency", "value": "EUR"}, {"id": "x", "error": {"code": "c", "message": "m"}}]})
    changes = {"woocommerce_currency": woo.SettingDraft(value="EUR"), "x": woo.SettingDraft(value="1")}
    result = client(in_turn(answer, seen=seen)).settings.batch("general", update=changes)
    assert ("/wp-json/wc/v3/settings/general/batch", [DONE, REFUSED], "x") == (
        seen[0].url.path,
        [type(each) for each in result],
        result.refused[0].id,
    )
