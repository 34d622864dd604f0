"""Refusals as the API words them.

A code that a document or a recording names is used as it is. Where the API's own code is not known, the double's begins
with ``SIM``; its fourth letter tells the class as the API's codes do: C for a client's fault, B for a rule of business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from .._kernel.values import Json


class Refusal(Exception):
    """An answer other than the one asked for: a status and a body."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body

    @property
    def faults(self) -> list[tuple[str, str]]:
        """The codes and messages of the body."""
        body: Any = self.body
        return [(fault["code"], fault["message"]) for fault in body.get("errors", [])]


def refused(status: int, *faults: tuple[str, str]) -> Refusal:
    """A refusal with a list of errors, each a code and a message."""
    return Refusal(status, {"errors": [{"code": code, "message": message} for code, message in faults]})


def said(status: int, text: str) -> Refusal:
    """A refusal of the gate, which answers with a text."""
    return Refusal(status, {"response": text})


def missing(message: str) -> Refusal:
    """404: there is no such thing."""
    return refused(404, ("CMNC-404", message))


def invalid(code: str, message: str) -> Refusal:
    """400: the request breaks a rule."""
    return refused(400, (code, message))


@contextmanager
def collected() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Try several things, each in a block of its own, and refuse at the end with the faults of all."""
    faults: list[tuple[str, str]] = []

    @contextmanager
    def collect() -> Iterator[None]:
        try:
            yield
        except Refusal as refusal:
            faults.extend(refusal.faults)

    yield collect
    if faults:
        raise refused(400, *faults)
