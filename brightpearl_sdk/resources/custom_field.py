"""Custom fields of orders, products and contacts: what an account has declared, and how their values change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar, Final

from .._kernel.values import Json, Model, model
from ..errors import QueryError
from ..messages import Patch


@model
class CustomFieldOption(Model):
    """A choice of a custom field of type ``SELECT``."""

    id: int
    value: str | None = None


@model
class CustomField(Model):
    """A custom field that an account has declared, with its choices by id where it is a ``SELECT``.

    The type is ``TEXT``, ``TEXT_AREA``, ``DATE``, ``YES_NO``, ``INTEGER`` or ``SELECT``; Brightpearl's pages also
    write ``TEXTAREA`` and ``YESNO``.
    """

    __shown__: ClassVar[tuple[str, ...]] = ("id", "code", "custom_field_type")

    id: int
    code: str | None = None
    name: str | None = None
    custom_field_type: str | None = None
    required: bool | None = None
    options: dict[str, CustomFieldOption] | None = None


def custom_field_changes(before: Mapping[str, Json], after: Mapping[str, Json], declared: Iterable[CustomField] = ()) -> tuple[Patch, ...]:
    """The changes that turn the values of a record into others; codes that ``after`` does not name stay as they are.

    With ``declared``, the account's own fields, codes and types are checked before anything is sent: a value that
    does not suit raises :class:`QueryError`.

    ``None`` empties a field. A choice is given as ``{"id": 36}``. Whether a field is added or replaced depends on what
    is set, so read the values first.

    >>> custom_field_changes({"PCF_SIZE": {"id": 35, "value": "M"}}, {"PCF_SIZE": {"id": 36}, "PCF_NOTE": "fragile"})
    (Patch(op='replace', path='/PCF_SIZE/id', value=36), Patch(op='add', path='/PCF_NOTE', value='fragile'))
    """
    faults: Final = custom_field_faults(after, declared)
    if faults:
        raise QueryError("; ".join(faults))
    made = (_change(code, before.get(code), value) for code, value in after.items())
    return tuple(change for change in made if change is not None)


def custom_field_faults(values: Mapping[str, Json], declared: Iterable[CustomField]) -> tuple[str, ...]:
    """Why the account would not take some values: codes it does not know, and values of another type."""
    known = {field.code: field for field in declared if field.code}
    if not known:
        return ()
    return tuple(fault for code, value in values.items() if (fault := _fault(code, value, known)))


def _fault(code: str, value: Json, known: Mapping[str, CustomField]) -> str:
    field = known.get(code)
    if field is None:
        return f"{code} is no custom field of this account; it has {', '.join(sorted(known))}"
    if value is None:
        return f"{code} is required and cannot be emptied" if field.required else ""
    kind = (field.custom_field_type or "").replace("_", "")
    if kind == "SELECT":
        id = value.get("id") if isinstance(value, dict) else None
        if str(id) not in (field.options or {}):
            listed = ", ".join(f"{each} ({option.value})" for each, option in (field.options or {}).items())
            return f"{code} takes {{'id': …}} of one of its choices: {listed}"
        return ""
    wanted = _TYPES.get(kind)
    suits = wanted is None or (isinstance(value, wanted[0]) and (kind == "YESNO" or not isinstance(value, bool)))
    return "" if suits or wanted is None else f"{code} takes {wanted[1]}, not {value!r}"


#: The JSON type of each type of field, and how it is called.
_TYPES: Mapping[str, tuple[type | tuple[type, ...], str]] = {
    "TEXT": (str, "a text"),
    "TEXTAREA": (str, "a text"),
    "DATE": (str, "a date as text"),
    "YESNO": (bool, "true or false"),
    "INTEGER": ((int, Decimal), "a number"),
    "NUMERIC": ((int, Decimal), "a number"),
}


def _change(code: str, before: Json, after: Json) -> Patch | None:
    if after is None:
        return None if before is None else Patch.remove(f"/{code}")
    if before is None:
        return Patch.add(f"/{code}", after)
    if isinstance(before, dict) and isinstance(after, dict):
        return None if before.get("id") == after.get("id") else Patch.replace(f"/{code}/id", after.get("id"))
    return None if before == after else Patch.replace(f"/{code}", after)
