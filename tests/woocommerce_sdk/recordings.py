"""What a real shop answered, and a transport that answers it again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
from attrs import field, frozen

from woocommerce_sdk._kernel import jsontext
from woocommerce_sdk._kernel.operation import Request, Response

FOLDER = Path(__file__).parents[1] / "data" / "woocommerce"
API = re.compile(r"^https?://[^/]+/wp-json/wc/v3")


@frozen(kw_only=True)
class Exchange:
    """A request that was sent, and its answer."""

    file: str
    name: str
    method: str
    url: str
    sent_headers: dict[str, str] = field(repr=False)
    sent: Any = field(repr=False)
    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    content: bytes = field(repr=False)
    #: None where the answer was no JSON.
    body: Any = field(repr=False)

    def __str__(self) -> str:
        return f"{self.file}-{self.name}"

    @property
    def path(self) -> str:
        return API.sub("", self.url).partition("?")[0]

    @property
    def query(self) -> Mapping[str, str]:
        return _query(self.url)

    @property
    def response(self) -> Response:
        return Response(status=self.status, headers=self.headers, content=self.content)

    @property
    def request(self) -> Request:
        return Request(method=self.method, path=self.path, query=tuple(httpx.URL(self.url).params.multi_items()))


@cache
def _query(url: str) -> Mapping[str, str]:
    return MappingProxyType(dict(httpx.URL(url).params))


@cache
def document(name: str) -> Any:
    return jsontext.loads((FOLDER / f"{name}.json").read_bytes())


@cache
def exchanges() -> tuple[Exchange, ...]:
    return tuple(each for path in sorted(FOLDER.glob("*.json")) for each in _of(path.stem))


def exchange(file: str, name: str) -> Exchange:
    return next(each for each in exchanges() if (each.file, each.name) == (file, name))


def _of(file: str) -> Iterator[Exchange]:
    recorded = document(file)
    for each in recorded.get("exchanges", ()) if isinstance(recorded, dict) else ():
        answer = each["response"]
        content = jsontext.dumps(answer["body"]) if "body" in answer else answer.get("body_text", "").encode()
        yield Exchange(
            file=file,
            name=each["name"],
            method=each["request"]["method"],
            url=each["request"]["url"],
            sent_headers=each["request"]["headers"],
            sent=each["request"].get("body"),
            status=answer["status"],
            headers=tuple((name, value) for name, value in answer["headers"]),
            content=content,
            body=answer.get("body"),
        )


def answer_of(recorded: Exchange) -> httpx.Response:
    kept = [
        (name, value) for name, value in recorded.headers if name.lower() not in ("content-length", "transfer-encoding", "content-encoding")
    ]
    return httpx.Response(recorded.status, headers=kept, content=recorded.content)


def replaying(*recorded: Exchange, seen: list[httpx.Request] | None = None) -> httpx.MockTransport:
    """Answers each request in turn."""
    waiting = list(recorded)

    def handle(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        return answer_of(waiting.pop(0))

    return httpx.MockTransport(handle)


def answering(handle: Callable[[httpx.Request], httpx.Response]) -> httpx.MockTransport:
    return httpx.MockTransport(handle)
