"""A request once it is understood, and the answer to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from .._kernel.operation import Pairs
from .._kernel.values import Json
from .shop import Record, Shop


@frozen(kw_only=True)
class Call:
    """What a route works on.

    ``arguments`` are the query's and the body's values together, checked, converted and with the declared defaults;
    ``sent`` tells which were given, ``query`` holds the raw pairs for links. ``path`` starts below ``/wc/v3``.
    """

    shop: Shop
    method: str
    route: str
    path: str
    ids: Mapping[str, str] = field(factory=dict)
    arguments: Mapping[str, Any] = field(factory=dict)
    sent: Mapping[str, Any] = field(factory=dict)
    body: Json = None
    query: Pairs = ()
    origin: str = "https://shop.example"
    user: int = 1
    in_batch: bool = False

    @property
    def root(self) -> str:
        """The address that paths are relative to."""
        return f"{self.origin}/wp-json/wc/v3"

    def id(self, name: str = "id") -> int:
        """A number of the path."""
        return int(self.ids[name])

    def __getitem__(self, name: str) -> Any:
        return self.arguments.get(name)


@frozen(kw_only=True)
class Answer:
    """A body, a status, and headers beside those that every answer has."""

    body: Json
    status: int = 200
    headers: Pairs = ()


Route = Callable[[Call], Answer]
Routes = Mapping[str, Mapping[str, Route]]

__all__ = ["Answer", "Call", "Record", "Route", "Routes"]
