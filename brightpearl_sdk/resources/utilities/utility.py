"""Requests to Brightpearl itself, which no account's client sends: other addresses, and other ways to sign in."""

from __future__ import annotations

from typing import Generic, TypeVar

from attrs import frozen

from ..._kernel.operation import Operation, Response
from ...limits import Limits, Quota

T = TypeVar("T")


@frozen
class Utility(Generic[T]):
    """A request that any HTTP library sends, and how to read what it answers.

    ``response = httpx.request(utility.method, utility.url, headers=utility.headers, content=utility.content)``, then
    ``utility.read(response.status_code, response.content)``.
    """

    origin: str
    operation: Operation[T]

    @property
    def method(self) -> str:
        """The HTTP verb."""
        return self.operation.request.method

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.operation.request.target

    @property
    def headers(self) -> dict[str, str]:
        """The headers to send, secrets among them."""
        return dict(self.operation.request.headers)

    @property
    def content(self) -> bytes:
        """The body to send, secrets in it."""
        return self.operation.request.content

    def read(self, status: int, content: bytes) -> T:
        """What the answer says. Raises a :class:`StatusError` where it is a refusal."""
        reply = Response(status=status, content=content)
        if not reply.ok:
            raise Limits(Quota()).error(self.operation, reply, 1)
        return self.operation.parse(reply)
