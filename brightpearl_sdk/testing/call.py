"""What a route is given, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from attrs import field, frozen

from .._kernel.operation import Pairs
from .._kernel.values import Json
from .account import Account, stored
from .errors import invalid, refused
from .idset import ids_of


@frozen(kw_only=True)
class Call:
    """One request as a route sees it. ``ids`` are the parts of the path that vary."""

    account: Account
    method: str
    path: str
    ids: Mapping[str, str]
    query: Pairs = ()
    headers: Pairs = ()
    body: Any = None

    def parameter(self, name: str) -> str | None:
        """A query parameter."""
        return next((value for key, value in self.query if key == name), None)

    def count(self, name: str, default: int) -> int:
        """A query parameter that is a whole number above 0."""
        given = self.parameter(name)
        if given is None:
            return default
        if not (given.isascii() and given.isdigit()) or int(given) < 1:
            raise invalid("SIMC-020", f"{name} must be a positive integer, not {given}")
        return int(given)

    def header(self, name: str) -> str | None:
        """A header."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def optional(self, section: str) -> bool:
        """Whether ``includeOptional`` names a section."""
        return section in (self.parameter("includeOptional") or "").split(",")

    def id(self, name: str = "id") -> int:
        """The one id at a place of the path."""
        found = ids_of(self.ids[name])
        if len(found) != 1:
            raise invalid("CMNC-008", f"One id was due, not {self.ids[name]}")
        return found[0]

    def set(self, name: str = "id", *, limit: int = 200) -> list[int] | None:
        """The ids at a place of the path, or None for all."""
        text = self.ids.get(name)
        if not text or text == "*":
            return None
        return ids_of(text, any_order=self.method == "OPTIONS", limit=0 if self.method == "OPTIONS" else limit)

    def document(self) -> dict[str, Any]:
        """The body, which has to be an object."""
        if not isinstance(self.body, dict):
            raise invalid("CMNC-010", "You must supply a JSON formatted body with your request")
        return self.body

    def items(self) -> list[Any]:
        """The body, which has to be a list."""
        if not isinstance(self.body, list):
            raise invalid("CMNC-010", "You must supply a JSON formatted body with your request")
        return self.body

    def operations(self) -> list[Operation]:
        """The body as a JSON Patch: a list of operations."""
        found = []
        for each in self.items():
            if not isinstance(each, dict) or not isinstance(each.get("path"), str):
                raise invalid("CMNC-010", "You must supply a JSON formatted body with your request")
            found.append(Operation(op=str(each.get("op")), path=each["path"], value=each.get("value")))
        return found


@frozen(kw_only=True)
class Operation:
    """One step of a JSON Patch."""

    op: str
    path: str
    value: Any = None


@frozen(kw_only=True)
class Answer:
    """A body and a status; ``extra`` stands beside ``response``."""

    response: Json = None
    status: int = 200
    extra: Mapping[str, Json] = field(factory=dict)
    empty: bool = False


EMPTY = Answer(empty=True)


@frozen
class Route:
    """A verb, a path with named places, what answers, and the message type the API gives it."""

    method: str
    path: str
    respond: Callable[[Call], Answer | Json]
    message_type: str = ""


def number(value: object, code: str, message: str) -> Decimal:
    """A number that came as JSON number or as text."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)) or "_" in str(value):
        raise invalid(code, message)
    try:
        found = Decimal(value)
    except InvalidOperation:
        raise invalid(code, message) from None
    if not found.is_finite():
        raise invalid(code, message)
    return found


def whole(value: object, code: str, message: str) -> int:
    """A whole number that came as JSON number or as text."""
    found = number(value, code, message)
    if found != found.to_integral_value():
        raise invalid(code, message)
    return int(found)


def decimals(value: Decimal) -> int:
    """How many places a number has after its point, less trailing zeros."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def moment(value: object, what: str) -> str:
    """A date or a date-time as it is kept; a bare date is UTC midnight."""
    if isinstance(value, str):
        try:
            if len(value) == 10:
                return stored(datetime.combine(date.fromisoformat(value), datetime.min.time(), UTC))
            found = datetime.fromisoformat(value)
            return stored(found if found.tzinfo else found.replace(tzinfo=UTC))
        except ValueError:
            pass
    raise invalid("SIMC-009", f"{what}: {value} is not an ISO 8601 date")


def text(value: object, limit: int, code: str, message: str) -> str:
    """A text that is not too long."""
    if not isinstance(value, str) or len(value) > limit:
        raise invalid(code, message)
    return value


def matched(call: Call, version: int) -> None:
    """Refuse with 412 where ``If-Match`` names another version."""
    given = call.header("if-match")
    if given is not None and given.strip().isdigit() and int(given) != version:
        raise refused(412, ("SIMC-012", f"The version is {version}, not {given.strip()}"))


def money(value: Decimal, digits: int = 2) -> str:
    """An amount as text with a number of decimals, rounded half up."""
    return str(value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))
