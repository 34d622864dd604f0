"""What the shop's routes declare about their arguments, and how WordPress holds callers to it.

The declarations are the shop's own index of its routes (``data/arguments.json``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from .._kernel.values import Json, once
from .errors import invalid_parameters, missing_parameters
from .shop import data_file

Schema = Mapping[str, Any]
Fault = tuple[str, str, Json]

_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}(?::\d{2})?)?$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$")
_TRUE, _FALSE = ("true", "TRUE", "True", "1"), ("false", "FALSE", "False", "0", "")


def declared(route: str, method: str) -> Mapping[str, Schema]:
    """The arguments of a method of a route, by name."""
    for endpoint in data_file("arguments").get(route, {"endpoints": ()})["endpoints"]:
        if method in endpoint["methods"]:
            arguments: Mapping[str, Schema] = endpoint["arguments"]
            return arguments
    return {}


def pattern_of(route: str) -> str:
    """The pattern of a route's path, as the shop declares it."""
    return str(data_file("arguments")[route]["pattern"])


@once
def patterns() -> tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...]:
    """Every route: the pattern of its path, its name, and its methods; the most literal first."""
    content = data_file("arguments")
    routes = sorted(content, key=lambda name: (name.count("{"), name))
    return tuple(
        (re.compile(f"^{content[name]['pattern']}/?$", re.IGNORECASE), name, _methods(content[name]["endpoints"])) for name in routes
    )


def _methods(endpoints: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(method for endpoint in endpoints for method in endpoint["methods"]))


def checked(route: str, method: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments, converted, with defaults for what was not sent; or the refusal of them all at once."""
    schemas = declared(route, method)
    missing = [name for name, schema in schemas.items() if schema.get("required") and sent.get(name) is None]
    if missing:
        raise missing_parameters(missing)
    faults = {name: fault for name, schema in schemas.items() if (fault := _fault_of(sent.get(name), schema, name)) is not None}
    if faults:
        raise invalid_parameters(faults)
    defaults = {name: schema["default"] for name, schema in schemas.items() if "default" in schema}
    return {**defaults, **converted(schemas, sent)}


def converted(schemas: Mapping[str, Schema], sent: Mapping[str, Any]) -> dict[str, Any]:
    """Values in the kinds that their schemas declare; a name without a schema stays as it is."""
    return {name: as_declared(value, schemas[name]) if name in schemas else value for name, value in sent.items()}


def _fault_of(value: Json, schema: Schema, name: str) -> Fault | None:
    return None if value is None else fault(value, schema, name)


def fault(value: Json, schema: Schema, name: str) -> Fault | None:
    """The first thing wrong with a value: code, message, data."""
    kinds = _kinds(schema)
    if kinds and not any(_IS[kind](value) for kind in kinds if kind in _IS):
        wanted = kinds[0] if len(kinds) == 1 else ",".join(kinds)
        return ("rest_invalid_type", f"{name} is not of type {wanted}.", {"param": name})
    kind = next((kind for kind in kinds if kind in _IS and _IS[kind](value)), "")
    if kind == "array":
        return _fault_in_list(value, schema, name)
    if kind == "object":
        return _fault_in_object(value, schema, name)
    return _fault_in_enum(value, schema, name) or _fault_in_text(value, schema) or _fault_in_bounds(value, schema, name)


def _kinds(schema: Schema) -> list[str]:
    kind = schema.get("type")
    return [] if kind is None or kind in ("mixed", "date-time") else [kind] if isinstance(kind, str) else list(kind)


def _fault_in_list(value: Json, schema: Schema, name: str) -> Fault | None:
    items = schema.get("items")
    if items is None:
        return None
    faults = (fault(item, items, f"{name}[{position}]") for position, item in enumerate(_as_list(value)))
    return next((found for found in faults if found is not None), None)


def _fault_in_object(value: Json, schema: Schema, name: str) -> Fault | None:
    properties = schema.get("properties") or {}
    pairs = value.items() if isinstance(value, dict) else ()
    faults = (fault(item, properties[key], f"{name}[{key}]") for key, item in pairs if key in properties)
    return next((found for found in faults if found is not None), None)


def _fault_in_enum(value: Json, schema: Schema, name: str) -> Fault | None:
    allowed = schema.get("enum")
    if allowed is None or value in allowed:
        return None
    words = [str(item) for item in allowed]
    listed = (
        words[0] if len(words) == 1 else f"{words[0]} and {words[1]}" if len(words) == 2 else f"{', '.join(words[:-1])}, and {words[-1]}"
    )
    return ("rest_not_in_enum", f"{name} is not one of {listed}.", None)


def _fault_in_text(value: Json, schema: Schema) -> Fault | None:
    match schema.get("format"):
        case "date-time" if not (isinstance(value, str) and _is_date(value)):
            return ("rest_invalid_date", "Invalid date.", None)
        case "email" if not (isinstance(value, str) and is_email(value)):
            return ("rest_invalid_email", "Invalid email address.", None)
    return None


def is_email(text: str) -> bool:
    """Whether a text is an email address."""
    return bool(_EMAIL.match(text))


def _is_date(text: str) -> bool:
    if not _DATE.match(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _fault_in_bounds(value: Json, schema: Schema, name: str) -> Fault | None:
    low, high = schema.get("minimum"), schema.get("maximum")
    if (low is None and high is None) or not _is_number(value):
        return None
    number = Decimal(str(value))
    if low is not None and high is not None and not low <= number <= high:
        return ("rest_out_of_bounds", f"{name} must be between {low} (inclusive) and {high} (inclusive)", None)
    if low is not None and high is None and number < low:
        return ("rest_out_of_bounds", f"{name} must be greater than or equal to {low}", None)
    if high is not None and low is None and number > high:
        return ("rest_out_of_bounds", f"{name} must be less than or equal to {high}", None)
    return None


def _is_number(value: Json) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return False
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_integer(value: Json) -> bool:
    return _is_number(value) and Decimal(value) == Decimal(value).to_integral_value()


def _is_list(value: Json) -> bool:
    return isinstance(value, list | str | int | Decimal) or value == {}


_IS: Mapping[str, Callable[[Json], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda value: value in (True, False) or (isinstance(value, str) and value in (*_TRUE, *_FALSE)),
    "array": _is_list,
    "object": lambda value: isinstance(value, dict | list) or value == "",
    "null": lambda value: value is None,
}


def as_declared(value: Json, schema: Schema) -> Json:
    """A value in the kind that its schema declares; one that does not fit stays as it is."""
    kind = next((kind for kind in _kinds(schema) if kind in _IS and _IS[kind](value)), "")
    match kind:
        case "integer":
            return int(Decimal(value))
        case "boolean":
            return value in _TRUE if isinstance(value, str) else bool(value)
        case "array":
            items = schema.get("items")
            return [as_declared(item, items) if items else item for item in _as_list(value)]
        case "object" if isinstance(value, dict):
            properties = schema.get("properties") or {}
            return {key: as_declared(item, properties[key]) if key in properties else item for key, item in value.items()}
    return value


def _as_list(value: Json) -> list[Json]:
    if isinstance(value, list):
        return value
    if isinstance(value, str):
        return [part for part in re.split(r"[\s,]+", value) if part]
    return [] if value == {} else [value]
