"""Free data that plugins and people attach to a record."""

from __future__ import annotations

from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unset, draft, model
from woocommerce_sdk.values import Free


@model
class MetaData(Model):
    """One entry of a record's ``meta_data``.

    The shop keeps scalars as text (7 comes back as ``"7"``, true as ``"1"``, false as ``""``), lists and objects as
    they are, and an empty object as an empty list.
    """

    id: int
    key: str
    value: Free
    display_key: Free = None
    """As the shop would show them to a person; only in lines of an order."""
    display_value: Free = None


@draft
class MetaDataDraft(Draft):
    """An entry to be written: of a key that is already there it replaces the value; ``None`` as value deletes it.

    An ``id`` works only together with the ``key``.
    """

    key: str
    value: Free
    id: int | Unset = UNSET


def meta_value(meta_data: tuple[MetaData, ...], key: str) -> object:
    """The value of the first entry with this key; ``None`` where there is none."""
    for each in meta_data:
        if each.key == key:
            return each.value
    return None
