"""Tables from a TOML document: each value as its type, and every fault by the key at which it stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args, get_origin

import cattrs
from attrs import fields, has, resolve_types

from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.tables.faults import faults_of
from bpwoo_sync.tables.whole import Tables

#: What a configuration file of ``bpwoo`` has beside the tables: how both systems and the ledger are reached.
CONNECTIONS: tuple[str, ...] = ("brightpearl", "woocommerce", "ledger")


def tables_from(document: Mapping[str, Any]) -> Tables:
    """The tables of a configuration document, checked; its :data:`CONNECTIONS` are passed over.

    Raises :class:`ConfigurationError` with every fault, each naming its key.
    """
    document = {key: value for key, value in document.items() if key not in CONNECTIONS}
    faults = _unknown(document, Tables, "")
    tables: Tables | None = None
    try:
        tables = _converter.structure(document, Tables)
    except (cattrs.BaseValidationError, KeyError, TypeError, ValueError) as error:
        faults += [_fault(line) for line in cattrs.transform_error(error, path="$", format_exception=_reason)]
    if tables is not None:
        faults += faults_of(tables)
    if faults or tables is None:
        raise ConfigurationError(sorted(set(faults)))
    return tables


def _decimal(value: Any, _: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError(f'write it as text, such as "0.05", not {value!r}')
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is no number") from None
    if not number.is_finite():
        raise ValueError(f"{value!r} is no number")
    return number


def _moment(value: Any, _: Any) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    raise ValueError(f"{value!r} is no date; write it without quotes, such as 2026-01-31")


def _whole(value: Any, _: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"a whole number was due, not {value!r}")
    return value


def _yes_or_no(value: Any, _: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"true or false was due, not {value!r}")
    return value


def _text(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"a text was due, not {value!r}")
    return value


_IN_QUOTES = re.compile(r"\['([^']*)'\]")

_converter = cattrs.Converter()
_converter.register_structure_hook(Decimal, _decimal)
_converter.register_structure_hook(datetime, _moment)
_converter.register_structure_hook(int, _whole)
_converter.register_structure_hook(str, _text)
_converter.register_structure_hook(bool, _yes_or_no)


def _reason(error: BaseException, kind: Any) -> str:
    origin = get_origin(kind)
    if isinstance(error, KeyError):
        return "is missing"
    if origin is Literal:
        return f"must be one of {', '.join(str(choice) for choice in get_args(kind))}"
    if isinstance(error, TypeError | AttributeError):
        return "must be a list" if origin is tuple else "must be a table of keys and values"
    return str(error)


def _fault(line: str) -> str:
    reason, _, path = line.rpartition(" @ ")
    key = _IN_QUOTES.sub(r".\1", path.removeprefix("$").removeprefix("."))
    return f"{key or 'configuration'}: {reason}"


def _unknown(document: Any, kind: type[Any], path: str) -> list[str]:
    if not isinstance(document, Mapping):
        return []
    known = {each.name: each for each in fields(resolve_types(kind))}
    faults = []
    for key, value in document.items():
        here = f"{path}{key}"
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            meant = f"; did you mean {close[0]!r}?" if close else f"; known here: {', '.join(known)}"
            faults.append(f"{here}: is not known{meant}")
        else:
            for inner, part, place in _inside(known[key].type, value, here):
                faults += _unknown(part, inner, f"{place}.")
    return faults


def _inside(kind: Any, value: Any, here: str) -> list[tuple[type[Any], Any, str]]:
    """The sections that a value holds: itself, each of a list, or each of a table; with what they are and where they stand."""
    if isinstance(kind, type) and has(kind):
        return [(kind, value, here)]
    inner = next((each for each in get_args(kind) if isinstance(each, type) and has(each)), None)
    if inner is None:
        return []
    if isinstance(value, Mapping):
        return [(inner, part, f"{here}.{name}") for name, part in value.items()]
    return [(inner, part, f"{here}[{place}]") for place, part in enumerate(value)] if isinstance(value, list | tuple) else []
