"""How PHP reads what a request carries, and how it writes numbers and lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import quote_plus

from .._kernel.values import Json

_PART = re.compile(r"\[([^\]]*)\]")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """``a[0]=1&a[1]=2&b[c]=3`` as lists and mappings; of equal names the last counts.

    >>> nested([("include[]", "1"), ("include[]", "2"), ("page", "3")])
    {'include': ['1', '2'], 'page': '3'}
    """
    found: dict[str, Any] = {}
    for name, value in pairs:
        top, _, rest = name.partition("[")
        parts = _PART.findall(f"[{rest}") if rest else []
        if not parts:
            found[name] = value
            continue
        place = found[top] if isinstance(found.get(top), dict) else {}
        found[top] = place
        for part in parts[:-1]:
            place = place.setdefault(part or str(len(place)), {})
        place[parts[-1] or str(len(place))] = value
    return {name: _lists(value) for name, value in found.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _lists(item) for key, item in value.items()}
    return list(inner.values()) if list(inner) == [str(number) for number in range(len(inner))] else inner


def query_text(values: Mapping[str, Json]) -> str:
    """A query string as ``add_query_arg`` writes it: arrays with indexes, a space as ``+``, false and empty lists left out."""
    return "&".join(f"{quote_plus(name)}={quote_plus(text)}" if text else quote_plus(name) for name, text in _flat(values.items()))


def _flat(pairs: Iterable[tuple[str, Json]], outer: str = "") -> Iterable[tuple[str, str]]:
    for name, value in pairs:
        key = f"{outer}[{name}]" if outer else name
        if isinstance(value, list):
            yield from _flat(((str(position), item) for position, item in enumerate(value)), key)
        elif isinstance(value, dict):
            yield from _flat(value.items(), key)
        elif value is not None and value is not False:
            yield key, "1" if value is True else str(value)


def rounded(value: Decimal, digits: int) -> Decimal:
    """Half up, away from zero: PHP's ``round``."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def float_number(value: Decimal) -> Json:
    """A PHP float in JSON: seventeen digits at most, and an integer where nothing stands after the point."""
    number = float(value)
    return int(number) if number.is_integer() else Decimal(repr(number))
