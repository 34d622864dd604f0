from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.testing.transport import mock_transport
from tests.brightpearl_sdk.answers import answer
from tests.brightpearl_sdk.recordings import DATA

SAMPLES = json.loads((DATA / "client_samples.json").read_text("utf-8"))


def note(order_id: int, text: str = "Sent") -> bp.Operation[int]:
    return bp.OrderNotes.create(order_id, bp.OrderNoteDraft(text=text))


def notes(count: int) -> list[bp.Operation[int]]:
    return [note(order_id) for order_id in range(1, count + 1)]


def sample(name: str, labels: Sequence[str]) -> bp.Response:
    """A sampled answer whose messages, in their order, answer to these labels."""
    document = json.loads(json.dumps(SAMPLES[f"multi/{name}"]))["response"]
    processed, unprocessed = document["processedMessages"], document["unprocessedMessages"]
    for part, label in zip(processed, labels, strict=False):
        part["label"] = label
    document["unprocessedMessages"] = list(labels[len(processed) : len(processed) + len(unprocessed)])
    return answer({"response": document})


def processed(*parts: tuple[str, int, Any], unprocessed: Sequence[str] = ()) -> bp.Response:
    """An answer whose messages have a label, a status and a text each."""
    messages = [{"label": label, "statusCode": status, "body": {"content": content}} for label, status, content in parts]
    return answer({"response": {"processedMessages": messages, "unprocessedMessages": list(unprocessed)}}, 207)


def results(count: int, response: bp.Response) -> tuple[bp.Done[int] | bp.Refused, ...]:
    return bp.multi_message(notes(count)).parse(response)


def error_of(result: bp.Done[int] | bp.Refused) -> bp.BrightpearlError:
    assert isinstance(result, bp.Refused)
    return result.error


def test_writes_are_packed_with_a_label_each() -> None:
    mixed: list[bp.Operation[Any]] = [note(7, "a"), bp.Webhooks.remove(3)]
    operation = bp.multi_message(mixed, mode=bp.ProcessingMode.SEQUENTIAL, on_fail=bp.OnFail.STOP)
    assert ("POST", "/multi-message", "application/json") == (
        operation.request.method,
        operation.request.target,
        operation.request.header("content-type"),
    )
    assert {
        "processingMode": "SEQUENTIAL",
        "onFail": "STOP",
        "messages": [
            {"label": "0", "uri": "/order-service/order/7/note", "httpMethod": "POST", "body": {"text": "a"}},
            {"label": "1", "uri": "/integration-service/webhook/3", "httpMethod": "DELETE", "body": {}},
        ],
    } == json.loads(operation.request.content)


def test_numbers_in_a_packed_write_stay_exact() -> None:
    request = bp.Request(method="POST", path="/x", content=b'{"amount":0.1000000000000000055511151231257827}')
    operation = bp.multi_message([bp.Operation(request=request, parse=lambda response: None)])
    body = json.loads(operation.request.content, parse_float=Decimal)
    assert Decimal("0.1000000000000000055511151231257827") == body["messages"][0]["body"]["amount"]


def test_a_packed_write_keeps_its_query() -> None:
    request = bp.Request(method="PUT", path="/x", query=(("a", "b c"),))
    operation = bp.multi_message([bp.Operation(request=request, parse=lambda response: None)])
    assert "/x?a=b%20c" == json.loads(operation.request.content)["messages"][0]["uri"]


@pytest.mark.parametrize(
    "pack",
    [
        lambda: bp.multi_message([]),
        lambda: bp.multi_message(notes(11)),
        lambda: bp.multi_message([bp.Orders.get(7)]),
        lambda: bp.multi_message([bp.if_match(note(7), 3)]),
        lambda: bp.multi_message(notes(2), mode=bp.ProcessingMode.PARALLEL, on_fail=bp.OnFail.STOP),
    ],
    ids=["nothing", "eleven", "a read", "a write bound to a version", "parallel and stop"],
)
def test_what_a_multi_message_cannot_hold_is_refused(pack: Callable[[], object]) -> None:
    with pytest.raises(ValueError):
        pack()


def test_a_multi_message_is_never_sent_again_by_itself() -> None:
    assert not bp.multi_message([bp.Orders.patch(7, [bp.Patch.replace("/a", 1)])]).repeatable


def test_any_number_of_writes_is_packed_by_tens() -> None:
    sizes = [len(json.loads(operation.request.content)["messages"]) for operation in bp.packed(notes(25))]
    assert [10, 10, 5] == sizes


def test_no_writes_make_no_request() -> None:
    assert [] == list(bp.packed(notes(0)))


def test_writes_are_packed_as_they_come() -> None:
    taken: list[int] = []

    def coming() -> Any:
        for order_id in range(1, 100):
            taken.append(order_id)
            yield note(order_id)

    next(iter(bp.packed(coming())))
    assert 10 == len(taken)


def test_every_write_that_was_carried_out_gives_its_answer() -> None:
    labels = [str(at) for at in range(10)]
    assert tuple(bp.Done(1000 * number) for number in range(1, 11)) == results(10, sample("batch_1_10_brand_post_success", labels))


def test_results_come_in_the_order_of_the_writes_and_not_of_the_answers() -> None:
    answers = processed(("1", 200, '{"response":11}'), ("0", 200, '{"response":10}'))
    assert (bp.Done(10), bp.Done(11)) == results(2, answers)


def test_a_refused_write_does_not_hide_the_others() -> None:
    done, refused = results(2, sample("brand_post_part_success", ["0", "1"]))
    error = error_of(refused)
    assert (bp.Done(111), bp.InvalidError, "POST /order-service/order/2/note was refused with status 400: PRDC-024") == (
        done,
        type(error),
        str(error).partition(": Brand")[0],
    )


def test_a_write_after_a_failed_one_is_told_as_not_tried() -> None:
    first, second = map(error_of, results(2, sample("brand_post_part_unprocessed", ["0", "1"])))
    assert (bp.InvalidError, bp.NotProcessedError) == (type(first), type(second))
    assert "POST /order-service/order/2/note was not tried" in str(second)


def test_nine_carried_out_or_refused_and_one_not_tried() -> None:
    given = results(10, sample("batch_1_10_brand_post_part_success", [str(at) for at in range(10)]))
    assert [bp.Done] * 8 + [bp.InvalidError, bp.NotProcessedError] == [
        type(each) if isinstance(each, bp.Done) else type(each.error) for each in given
    ]


def test_a_write_that_the_answer_leaves_out_is_in_doubt() -> None:
    error = error_of(results(2, processed(("0", 200, '{"response":10}')))[1])
    assert (bp.BrightpearlError, True) == (type(error), "look before sending it again" in str(error))


@pytest.mark.parametrize(
    "content",
    ["{", "", "{}", "<html></html>", '{"response":true}', '{"response":[]}', None, {"response": 5}, 7],
    ids=["cut off", "empty", "no response", "html", "not an id", "an empty list", "null", "no text", "a number"],
)
def test_an_answer_of_one_write_that_cannot_be_read_spoils_only_that_one(content: Any) -> None:
    done, refused = results(2, processed(("0", 200, '{"response":10}'), ("1", 200, content)))
    assert (bp.Done(10), bp.ShapeError) == (done, type(error_of(refused)))


@pytest.mark.parametrize("name", ["brand_post_part_blank", "brand_post_part_corrupt", "brand_post_part_unexpected"])
def test_a_sampled_answer_that_is_damaged_in_part_is_read_in_part(name: str) -> None:
    done, refused = results(2, sample(name, ["0", "1"]))
    assert (bp.Done(111), bp.ShapeError) == (done, type(error_of(refused)))


@pytest.mark.parametrize(
    "document",
    [{}, {"response": None}, {"response": []}, {"response": {}}, {"response": {"processedMessages": None}}, {"response": "text"}],
)
def test_an_answer_that_is_no_multi_message_does_not_fit(document: Any) -> None:
    with pytest.raises(bp.ShapeError, match="processedMessages"):
        results(2, answer(document))


@pytest.mark.parametrize(
    "part",
    [
        "text",
        {},
        {"label": "0"},
        {"label": "0", "statusCode": None},
        {"label": "0", "statusCode": "many"},
        {"label": "0", "statusCode": 200, "body": "x"},
    ],
)
def test_a_message_that_is_none_is_an_error_of_its_write(part: Any) -> None:
    given = results(1, answer({"response": {"processedMessages": [part], "unprocessedMessages": None}}))
    assert isinstance(error_of(given[0]), bp.BrightpearlError)


@pytest.mark.parametrize(
    ("status", "kind"), [(404, bp.NotFoundError), (409, bp.ConflictError), (500, bp.ServerError), (503, bp.ServerError)]
)
def test_a_refused_write_has_the_error_that_it_would_have_alone(status: int, kind: type[bp.BrightpearlError]) -> None:
    assert kind is type(error_of(results(1, processed(("0", status, "{}")))[0]))


def answering(request: bp.Request) -> bp.Response:
    """Each note but the one on order 2 is made; after a refusal the rest is left."""
    messages = json.loads(request.content)["messages"]
    at = next((place for place, each in enumerate(messages) if "/order/2/" in each["uri"]), len(messages))
    parts = [(each["label"], 200, '{"response":5}') for each in messages[:at]]
    refused = [(each["label"], 400, '{"errors":[{"code":"ORDC-003","message":"No"}]}') for each in messages[at : at + 1]]
    return processed(*parts, *refused, unprocessed=[each["label"] for each in messages[at + 1 :]])


def test_both_clients_send_packed_writes() -> None:
    transport = mock_transport(answering)

    async def asked() -> tuple[bp.Done[int] | bp.Refused, ...]:
        async with bp.AsyncBrightpearl("acme", bp.AccountToken("app", "t"), base_url="https://bp.example", transport=transport) as client:
            return await client.send(bp.multi_message(notes(3)))

    with bp.Brightpearl("acme", bp.AccountToken("app", "t"), base_url="https://bp.example", transport=transport) as client:
        blocked = client.send(bp.multi_message(notes(3)))
    awaited = asyncio.run(asked())
    kinds = [[type(each) if isinstance(each, bp.Done) else type(each.error) for each in given] for given in (blocked, awaited)]
    assert [[bp.Done, bp.InvalidError, bp.NotProcessedError]] * 2 == kinds


def test_a_multi_message_counts_once_against_the_quota() -> None:
    quota = bp.Quota()
    with bp.Brightpearl(
        "acme", bp.AccountToken("app", "t"), base_url="https://bp.example", transport=mock_transport(answering), quota=quota
    ) as client:
        before = quota.remaining
        client.send(bp.multi_message(notes(10)))
        assert before - 1 == quota.remaining
