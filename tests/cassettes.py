"""Cassettes of vcrpy: how recordings become one, and how one is replayed, with nothing sent to any network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import frozen

#: Headers that told how an answer travelled: its body is kept in another form.
_TRAVEL = ("content-length", "transfer-encoding", "content-encoding", "connection", "keep-alive")

#: Raised for a request that a cassette does not hold.
NOT_ON_CASSETTE: type[Exception] = import_module("vcr.errors").CannotOverwriteExistingCassetteException


@frozen(kw_only=True)
class Interaction:
    """A request and its answer, as a cassette keeps them; ``source`` is the recording's name, for readers."""

    source: str
    method: str
    uri: str
    sent: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes


def cassette_text(interactions: Iterable[Interaction]) -> str:
    """A cassette's YAML."""
    document = {"version": 1, "interactions": [_entry(each) for each in interactions]}
    text: str = import_module("yaml").safe_dump(document, sort_keys=False, allow_unicode=True, width=10_000)
    return text


def sources_of(cassette: Path) -> list[str]:
    """The names of the recordings in a cassette."""
    return [each["source"] for each in import_module("yaml").safe_load(cassette.read_text("utf-8"))["interactions"]]


def bare_path(path: str) -> object:
    """A path whose last slash does not matter."""
    return path.rstrip("/")


def as_it_is(given: Any) -> object:
    """What is compared as it stands."""
    return given


def replaying(
    cassette: Path,
    *,
    place: Callable[[str], object] = bare_path,
    query: Callable[[list[tuple[str, str]]], object] = as_it_is,
    document: Callable[[Any], object] = as_it_is,
) -> AbstractContextManager[Any]:
    """Answer requests from a cassette and refuse any other.

    ``place``, ``query`` and ``document`` bring a path, its sorted parameters and a JSON body to what is compared of them.
    """

    def same_place(one: Any, other: Any) -> bool:
        return place(one.path) == place(other.path)

    def same_query(one: Any, other: Any) -> bool:
        return query(one.query) == query(other.query)

    def same_document(one: Any, other: Any) -> bool:
        return _document(one, document) == _document(other, document)

    recorder = import_module("vcr").VCR(record_mode="none")
    recorder.register_matcher("place", same_place)
    recorder.register_matcher("parameters", same_query)
    recorder.register_matcher("document", same_document)
    compared = ["method", "scheme", "host", "port", "place", "parameters", "document"]
    context: AbstractContextManager[Any] = recorder.use_cassette(str(cassette), match_on=compared)
    return context


def _entry(each: Interaction) -> dict[str, Any]:
    headers: dict[str, list[str]] = {}
    for name, value in each.headers:
        if name.lower() not in _TRAVEL:
            headers.setdefault(name, []).append(value)
    return {
        "source": each.source,
        "request": {
            "method": each.method,
            "uri": each.uri,
            "headers": {"Content-Type": ["application/json"]} if each.sent else {},
            "body": each.sent.decode() or None,
        },
        "response": {
            "status": {"code": each.status, "message": ""},
            "headers": headers,
            "body": {"string": each.content.decode()},
        },
    }


def _document(request: Any, plain: Callable[[Any], object]) -> object:
    return plain(json.loads(request.body)) if request.body else None
