"""Custom fields of orders, products and contacts: what an account has declared, and how their values change."""

from __future__ import annotations

from collections.abc import Mapping

from .._kernel.values import Json, Model, model
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

    __shown__ = ("id", "code", "custom_field_type")

    id: int
    code: str | None = None
    name: str | None = None
    custom_field_type: str | None = None
    required: bool | None = None
    options: dict[str, CustomFieldOption] | None = None


def custom_field_changes(before: Mapping[str, Json], after: Mapping[str, Json]) -> tuple[Patch, ...]:
    """The changes that turn the values of a record into others; codes that ``after`` does not name stay as they are.

    ``None`` empties a field. A choice is given as ``{"id": 36}``. Whether a field is added or replaced depends on what
    is set, so read the values first.

    >>> custom_field_changes({"PCF_SIZE": {"id": 35, "value": "M"}}, {"PCF_SIZE": {"id": 36}, "PCF_NOTE": "fragile"})
    (Patch(op='replace', path='/PCF_SIZE/id', value=36), Patch(op='add', path='/PCF_NOTE', value='fragile'))
    """
    made = (_change(code, before.get(code), value) for code, value in after.items())
    return tuple(change for change in made if change is not None)


def _change(code: str, before: Json, after: Json) -> Patch | None:
    if after is None:
        return None if before is None else Patch.remove(f"/{code}")
    if before is None:
        return Patch.add(f"/{code}", after)
    if isinstance(before, dict) and isinstance(after, dict):
        return None if before.get("id") == after.get("id") else Patch.replace(f"/{code}/id", after.get("id"))
    return None if before == after else Patch.replace(f"/{code}", after)
