"""Sales channels."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read_all, read_set


@model
class ChannelIntegration(Model):
    """The integration that brings a channel's orders."""

    installed_integration_id: int | None = None
    config_set_id: int | None = None
    provider_code: str | None = None
    integration_type_code: str | None = None
    active: bool | None = None


@model
class Channel(Model):
    """A channel that orders come from."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "name")

    id: int
    name: str | None = None
    channel_type_id: int | None = None
    default_warehouse_id: int | None = None
    contact_group_id: int | None = None
    default_price_list_id: int | None = None
    channel_brand_id: int | None = None
    warehouse_ids: tuple[int, ...] | None = None
    show_in_channel_menu: bool | None = None
    integration_detail: ChannelIntegration | None = None


class Channels(Resource[C]):
    """https://api-docs.brightpearl.com/product/channel/index.html"""

    all: Final = read_all("/product-service/channel", Channel)
    get_set: Final = read_set("/product-service/channel/{}", Channel)
