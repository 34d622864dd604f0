"""Refusals as the API words them."""

from __future__ import annotations

from .._kernel.values import Json


class Refusal(Exception):
    """An answer other than the one asked for: a status and a body."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


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
