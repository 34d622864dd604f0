from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk._kernel.binding import C
from brightpearl_sdk.endpoints import (
    create_several_in,
    patch,
    patch_in,
    planning,
    read_all_in,
    read_in,
    read_many,
    read_map_in,
    read_maps,
    read_plain_in,
    read_set_in,
    read_sets,
    remove_in,
    replace_in,
)
from brightpearl_sdk.flows import Found, Plan
from brightpearl_sdk.messages import Outcomes, Patch, if_match, in_channel, including, new_ids, outcomes, writing
from brightpearl_sdk.testing.transport import mock_transport

Answer = Callable[[bp.Request], bp.Response]


class Brands(bp.Resource[C]):
    get_many = read_many("/product-service/brand/{}", bp.Channel, plan="/product-service/brand/{}", most=4)
    halved = read_many("/product-service/brand/{}", bp.Channel)
    stock = read_many("/warehouse-service/product-availability/{}", bp.ProductAvailability, mapped=True)


def saying(document: Any, status: int = 200) -> bp.Response:
    return bp.Response(status=status, headers=(("Content-Type", "application/json"),), content=json.dumps(document).encode())


def refusing(code: str, message: str, status: int) -> bp.Response:
    return saying({"errors": [{"code": code, "message": message}]}, status)


def blocking(answer: Answer) -> bp.Brightpearl:
    return bp.Brightpearl("acme", bp.AccountToken("app", "token"), base_url="https://bp.example", transport=mock_transport(answer))


def awaiting(answer: Answer) -> bp.AsyncBrightpearl:
    return bp.AsyncBrightpearl("acme", bp.AccountToken("app", "token"), base_url="https://bp.example", transport=mock_transport(answer))


class Account:
    """Brands 1 to 20, of which some are bad: a set with a bad id is refused as a whole."""

    def __init__(self, *, bad: frozenset[int] = frozenset(), absent: frozenset[int] = frozenset()) -> None:
        self.asked: list[str] = []
        self.bad = bad
        self.absent = absent

    def __call__(self, request: bp.Request) -> bp.Response:
        path = request.path.removeprefix("/public-api/acme")
        self.asked.append(f"{request.method} {path}")
        ids = bp.IdSet.parse(path.rsplit("/", 1)[1])
        if request.method == "OPTIONS":
            there = bp.IdSet.of(id for id in ids if id not in self.absent | self.bad)
            return saying({"response": {"getUris": [f"/brand/{there}"] if len(there) else []}})
        if any(id in self.bad for id in ids):
            return refusing("WHSC-097", "This is a non stock tracked product.", 400)
        there = bp.IdSet.of(id for id in ids if id not in self.absent)
        if not len(there):
            return refusing("CMNC-404", "No Brands Found", 404)
        return saying({"response": [{"id": id, "name": f"Brand {id}"} for id in reversed(there.ids)]})


def gathering(account: Account, ids: list[int]) -> Found[bp.Channel]:
    with blocking(account) as client:
        return Brands(client).halved(ids)


def test_records_come_in_the_order_of_the_ids_and_each_once() -> None:
    assert [7, 3, 5] == [brand.id for brand in gathering(Account(), [7, 3, 7, 5])]


def test_ids_without_a_record_are_reported() -> None:
    found = gathering(Account(absent=frozenset({4})), [5, 4, 3])
    assert ([5, 3], (4,), {}) == (list(found.by_id), found.missing, dict(found.refused))


def test_an_id_that_spoils_its_set_is_told_with_the_vendors_reason() -> None:
    found = gathering(Account(bad=frozenset({6})), [1, 2, 3, 4, 5, 6, 7, 8])
    assert ([1, 2, 3, 4, 5, 7, 8], (), [(6, "WHSC-097")]) == (
        list(found.by_id),
        found.missing,
        [(id, error.code) for id, error in found.refused.items()],
    )


def test_a_spoilt_set_is_halved_until_the_bad_id_stands_alone() -> None:
    account = Account(bad=frozenset({4}))
    gathering(account, [1, 2, 3, 4])
    asked = ["1-4", "1-2", "3-4", "3", "4"]
    assert [f"GET /product-service/brand/{ids}" for ids in asked] == account.asked


def test_a_plan_spares_the_halving() -> None:
    account = Account(bad=frozenset({4}))
    with blocking(account) as client:
        found = Brands(client).get_many([1, 2, 3, 4])
    asked = ["GET /product-service/brand/1-4", "OPTIONS /product-service/brand/1-4", "GET /product-service/brand/1-3"]
    assert (asked, (4,)) == (account.asked, found.missing)


def test_a_set_in_which_nothing_is_found_is_no_error() -> None:
    account = Account(absent=frozenset({1, 2}))
    with blocking(account) as client:
        found = Brands(client).get_many([1, 2])
    assert ((), (1, 2), 2) == (found.records, found.missing, len(account.asked))


def test_many_ids_are_asked_for_in_sets_that_fit_into_one_request() -> None:
    account = Account()
    with blocking(account) as client:
        found = Brands(client).get_many(range(1, 10))
    assert (9, 3) == (len(found), len(account.asked))


def test_the_awaiting_client_gathers_the_same() -> None:
    async def asked() -> Found[bp.Channel]:
        async with awaiting(Account(bad=frozenset({2}), absent=frozenset({9}))) as client:
            return await Brands(client).halved([9, 1, 2, 3])

    found = asyncio.run(asked())
    assert ([1, 3], (9,), [2]) == (list(found.by_id), found.missing, list(found.refused))


def test_a_wrong_path_is_no_missing_record() -> None:
    def answer(request: bp.Request) -> bp.Response:
        return refusing("CMNC-404", "Cannot find the resource /app/brnd", 404)

    with blocking(answer) as client, pytest.raises(bp.NotFoundError, match="Cannot find the resource"):
        Brands(client).halved([1, 2])


def test_a_refusal_for_another_reason_is_raised() -> None:
    def answer(request: bp.Request) -> bp.Response:
        return refusing("CMNC-403", "Not allowed", 403)

    with blocking(answer) as client, pytest.raises(bp.ForbiddenError):
        Brands(client).halved([1, 2])


def test_an_answer_that_is_a_map_is_gathered_too() -> None:
    def answer(request: bp.Request) -> bp.Response:
        return saying({"response": {"1007": {"total": {"inStock": 4}, "warehouses": {}}}})

    with blocking(answer) as client:
        found = Brands(client).stock([1008, 1007])
    assert ([1007], (1008,)) == (list(found.by_id), found.missing)


def test_optional_sections_go_with_every_request() -> None:
    asked = next(Brands.halved([1], include=["customFields", "nullCustomFields"]))
    assert isinstance(asked, tuple)
    assert ["/product-service/brand/1?includeOptional=customFields,nullCustomFields"] == [each.request.target for each in asked]


def test_an_operation_is_asked_with_optional_sections() -> None:
    assert "/order-service/order/7?includeOptional=customFields" == including(bp.Orders.get(7), "customFields").request.target


def test_without_sections_an_operation_stays_as_it_is() -> None:
    operation = bp.Orders.get(7)
    assert including(operation) is operation


def test_products_are_read_as_a_channel_sells_them() -> None:
    assert "/product-service/product/7,9?contextChannelId=3" == in_channel(bp.Products.get_set([7, 9]), 3).request.target


def test_a_write_is_bound_to_a_version() -> None:
    assert "12" == if_match(bp.Products.replace(7, bp.ProductDraft()), 12).request.header("if-match")


def test_a_plan_is_read_with_the_sets_it_answers() -> None:
    operation = planning("/order-service/order/{}").build([3, 1, 2])
    plan = operation.parse(saying({"response": {"getUris": ["/order/1-2,5", "/order/204-206"]}}))
    assert ("OPTIONS", "/order-service/order/1-3", [1, 2, 5, 204, 205, 206]) == (
        operation.request.method,
        operation.request.path,
        list(plan.ids),
    )


def test_a_plan_of_all_names_no_ids() -> None:
    assert "/order-service/order/" == planning("/order-service/order/{}").build().request.path


def test_a_plan_of_nothing_is_empty() -> None:
    assert Plan() == planning("/order-service/order/{}").build([1]).parse(saying({"response": {"getUris": []}}))


def test_a_plan_that_is_no_plan_does_not_fit() -> None:
    with pytest.raises(bp.ShapeError, match="getUris"):
        planning("/order-service/order/{}").build([1]).parse(saying({"response": []}))


def test_changes_are_sent_as_a_list() -> None:
    changes = (Patch.replace("/reference", "X"), Patch.add("/a", Decimal("1.50")), Patch.remove("/b"))
    operation = patch("/order-service/order/{}", bp.Order).build(7, changes)
    assert [
        {"op": "replace", "path": "/reference", "value": "X"},
        {"op": "add", "path": "/a", "value": "1.50"},
        {"op": "remove", "path": "/b"},
    ] == json.loads(operation.request.content)


def test_an_instant_in_a_change_is_sent_in_utc() -> None:
    assert "2026-03-02T09:15:00.000Z" == Patch.replace("/x", datetime(2026, 3, 2, 9, 15, tzinfo=UTC)).document["value"]


@pytest.mark.parametrize(
    ("changes", "repeatable"), [([Patch.replace("/a", 1)], True), ([Patch.replace("/a", 1), Patch.add("/b", 1)], False)]
)
def test_only_replacements_are_sent_again_by_themselves(changes: list[Patch], repeatable: bool) -> None:
    assert repeatable == patch("/x/{}", bp.Order).build(1, changes).repeatable


def test_the_new_state_is_read_from_an_object_and_from_a_list_of_one() -> None:
    operation = patch_in("/order-service/order/{}/row/{}", bp.Channel).build(7, 8, [Patch.replace("/a", 1)])
    answers = ({"response": {"id": 8}}, {"response": [{"id": 8}]})
    assert ("/order-service/order/7/row/8", [8, 8]) == (
        operation.request.path,
        [operation.parse(saying(answer)).id for answer in answers],
    )


def test_records_inside_others_are_named_by_both() -> None:
    assert ["/w/2/l/3", "/w/2/l/3-4", "/w/1-2/l/3-4", "/w/2/z", "/w/2/p", "/w/2/m", "/w/1-2/m/3", "/w/2/l/3", "/w/2/l/3"] == [
        read_in("/w/{}/l/{}", bp.Channel).build(2, 3).request.path,
        read_set_in("/w/{}/l/{}", bp.Channel).build(2, [4, 3]).request.path,
        read_sets("/w/{}/l/{}", bp.Channel).build([1, 2], [4, 3]).request.path,
        read_all_in("/w/{}/z", bp.Channel).build(2).request.path,
        read_plain_in("/w/{}/p", bp.Channel).build(2).request.path,
        read_map_in("/w/{}/m", bp.Channel).build(2).request.path,
        read_maps("/w/{}/m/{}", bp.Channel).build([1, 2], [3]).request.path,
        remove_in("/w/{}/l/{}").build(2, 3).request.path,
        replace_in("/w/{}/l/{}", bp.ProductDraft).build(2, 3, bp.ProductDraft()).request.path,
    ]


def test_a_create_may_answer_one_id_or_several() -> None:
    assert [(57,), (8798, 8799)] == [new_ids(saying({"response": given})) for given in (57, [8798, 8799])]


@pytest.mark.parametrize("given", [13, "13", [13, 14], {"id": 13}])
def test_the_id_of_what_was_made_is_read_however_it_comes(given: Any) -> None:
    assert 13 == bp.new_id(saying({"response": given}))


def test_a_create_that_answers_no_id_does_not_fit() -> None:
    with pytest.raises(bp.ShapeError, match="an id was due"):
        create_several_in("/w/{}", bp.ProductDraft).build(2, bp.ProductDraft()).parse(saying({"response": ["x"]}))


def test_outcomes_of_several_ids_are_told_apart() -> None:
    given = outcomes(
        saying(
            {"response": {"resourceStatuses": {"1": 200, "3": 400}, "resourceErrors": {"1": [], "3": [{"code": "A-1", "message": "no"}]}}},
            207,
        )
    )
    assert Outcomes({1: 200, 3: 400}, {3: (bp.Fault("A-1", "no"),)}) == given
    assert {3: (bp.Fault("A-1", "no"),)} == given.refused


def test_outcomes_that_are_none_do_not_fit() -> None:
    with pytest.raises(bp.ShapeError, match="resourceStatuses"):
        outcomes(saying({"response": {}}))


def test_drafts_and_ids_are_sent_as_lists() -> None:
    operations = [
        writing("POST", "/x", body, parse=lambda response: None) for body in ((bp.ProductDraft(brand_id=3),), [207, 208], {"a": 1})
    ]
    assert [[{"brandId": 3}], [207, 208], {"a": 1}] == [json.loads(operation.request.content) for operation in operations]
