"""The shop's settings."""

from __future__ import annotations

from typing import ClassVar, Final

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import Draft, Model, draft, model
from woocommerce_sdk.batch import batching_by_text
from woocommerce_sdk.endpoints import read, update
from woocommerce_sdk.values import Free


@model
class SettingGroup(Model):
    """A group of settings, such as ``general`` or ``tax``."""

    id: str
    label: str
    description: str
    parent_id: str
    sub_groups: tuple[str, ...]


@model
class Setting(Model):
    """One setting. ``value`` is text for most kinds, a list for some; yes and no are the texts ``yes`` and ``no``."""

    id: str
    label: str
    description: str
    type: str
    value: Free
    default: Free = None
    tip: str = ""
    placeholder: str = ""
    options: Free = None
    """What may be chosen: value to label, or a list where there is nothing."""
    group_id: str | None = None

    __shown__: ClassVar[tuple[str, ...]] = ("id", "value")


@draft
class SettingDraft(Draft):
    """The value to be given to a setting."""

    value: Free


class Settings(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#setting-options"""

    groups: Final = read("/settings", tuple[SettingGroup, ...], ())
    list: Final = read("/settings/{group_id}", tuple[Setting, ...], (str,))
    get: Final = read("/settings/{group_id}/{key}", Setting, (str, str))
    batch: Final = batching_by_text("/settings/{group_id}/batch", SettingDraft, Setting)
    update: Final = update("/settings/{group_id}/{key}", SettingDraft, Setting, (str, str))
