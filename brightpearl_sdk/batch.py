"""Multi-messages: many writes packed ten to a request, each of which counts once against the quota.

https://help.brightpearl.com/hc/en-us/articles/211125066
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, Generic, TypeVar

from attrs import frozen

from ._kernel.jsontext import dumps, loads
from ._kernel.operation import Operation, Request, Response
from .errors import BrightpearlError, ShapeError
from .flows import Flow
from .limits import Limits, Quota
from .wire import answer

T = TypeVar("T")

#: How many writes a multi-message holds.
MESSAGES_PER_REQUEST = 10


class ProcessingMode(StrEnum):
    """Whether writes are carried out one after another or side by side."""

    SEQUENTIAL = "SEQUENTIAL"
    PARALLEL = "PARALLEL"


class OnFail(StrEnum):
    """Whether writes after a failed one are still carried out. ``STOP`` goes only with ``SEQUENTIAL``."""

    STOP = "STOP"
    CONTINUE = "CONTINUE"


class NotProcessedError(BrightpearlError):
    """Brightpearl did not try this write, because one before it failed. It is safe to send it again.

    Why: the batch stops at the first failure, as it was told to.

    What to do: repair the write that failed, then send this one again.
    """


@frozen
class Done(Generic[T]):
    """A write that was carried out, and what it answered."""

    value: T


@frozen
class Refused:
    """A write that was not carried out, and why."""

    error: BrightpearlError


Result = Done[T] | Refused


def multi_message(
    operations: Sequence[Operation[T]],
    *,
    mode: ProcessingMode = ProcessingMode.SEQUENTIAL,
    on_fail: OnFail = OnFail.CONTINUE,
) -> Operation[tuple[Result[T], ...]]:
    """Pack up to ten writes into one operation; results come in the order of the writes, each failure by itself.

    Nothing is rolled back. Not sent again by itself: once its outcome is unknown, every write in it is in doubt.
    """
    if not 1 <= len(operations) <= MESSAGES_PER_REQUEST:
        raise ValueError(f"A multi-message holds 1 to {MESSAGES_PER_REQUEST} writes, not {len(operations)}")
    _check(operations, mode, on_fail)
    body = {
        "processingMode": mode.value,
        "onFail": on_fail.value,
        "messages": [_message(at, each.request) for at, each in enumerate(operations)],
    }
    request = Request(method="POST", path="/multi-message", headers=(("Content-Type", "application/json"),), content=dumps(body))
    return Operation(request=request, parse=lambda response: _results(operations, response), repeatable=False)


def packed(operations: Iterable[Operation[T]]) -> Iterator[Operation[tuple[Result[T], ...]]]:
    """Any number of writes as multi-messages of ten."""
    waiting: list[Operation[T]] = []
    for operation in operations:
        waiting.append(operation)
        if len(waiting) == MESSAGES_PER_REQUEST:
            yield multi_message(waiting)
            waiting = []
    if waiting:
        yield multi_message(waiting)


def batched(
    operations: Iterable[Operation[T]],
    *,
    mode: ProcessingMode = ProcessingMode.SEQUENTIAL,
    on_fail: OnFail = OnFail.CONTINUE,
) -> Flow[tuple[Result[T], ...]]:
    """Any number of writes, ten to a request: a result for each, in the order of the writes.

    A multi-message that fails as a whole fails each of its writes. With ``STOP`` nothing is sent after a failed one.
    """
    waiting, results = list(operations), list[Result[T]]()
    # All are looked at before the first is sent: what cannot be packed is a fault of the program, not of a write.
    _check(waiting, mode, on_fail)
    while waiting:
        pack, waiting = waiting[:MESSAGES_PER_REQUEST], waiting[MESSAGES_PER_REQUEST:]
        try:
            results.extend((yield multi_message(pack, mode=mode, on_fail=on_fail)))
        except BrightpearlError as error:
            results.extend(Refused(error) for _ in pack)
        if on_fail is OnFail.STOP and any(isinstance(result, Refused) for result in results):
            untried = NotProcessedError("Not sent, because a write before it failed")
            results.extend(Refused(untried) for _ in waiting)
            break
    return tuple(results)


def _check(operations: Sequence[Operation[T]], mode: ProcessingMode, on_fail: OnFail) -> None:
    if any(operation.request.method == "GET" for operation in operations):
        raise ValueError("A multi-message holds writes only")
    if any(name.lower() != "content-type" for operation in operations for name, _ in operation.request.headers):
        raise ValueError("A multi-message has no place for headers: send a write that is bound to a version by itself")
    if mode is ProcessingMode.PARALLEL and on_fail is OnFail.STOP:
        raise ValueError("STOP cannot go with PARALLEL")


def _message(label: int, request: Request) -> dict[str, Any]:
    return {
        "label": str(label),
        "uri": request.target,
        "httpMethod": request.method,
        "body": loads(request.content) if request.content else {},
    }


def _results(operations: Sequence[Operation[T]], response: Response) -> tuple[Result[T], ...]:
    given = answer(response)
    if not isinstance(given, dict) or not isinstance(given.get("processedMessages"), list):
        raise ShapeError("$.response.processedMessages", "a list was due")
    answers = {str(part.get("label")): part for part in given["processedMessages"] if isinstance(part, dict)}
    unprocessed = given.get("unprocessedMessages")
    untried = {str(label) for label in unprocessed} if isinstance(unprocessed, list) else set()
    return tuple(_result(operation, answers.get(str(at)), str(at) in untried) for at, operation in enumerate(operations))


def _result(operation: Operation[T], part: dict[str, Any] | None, untried: bool) -> Result[T]:
    if part is None:
        reason = "was not tried, because one before it failed" if untried else "is missing in the answer: look before sending it again"
        error = NotProcessedError if untried else BrightpearlError
        return Refused(error(f"{operation.request.method} {operation.request.path} {reason}"))
    body, status = part.get("body"), part.get("statusCode")
    if not isinstance(status, int):
        return Refused(ShapeError(f"$.response.processedMessages[{part.get('label')}].statusCode", "a number was due"))
    content = body.get("content") if isinstance(body, dict) else None
    reply = Response(status=status, headers=(("Content-Type", "application/json"),), content=str(content or "").encode(errors="replace"))
    if not reply.ok:
        error_of = Limits(Quota()).error
        refusal = error_of(operation, reply, 1)
        return Refused(refusal if isinstance(refusal, BrightpearlError) else BrightpearlError(str(refusal)))
    try:
        return Done(operation.parse(reply))
    except BrightpearlError as error:
        return Refused(error)
