"""Where the shop ships, and how."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Final

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from woocommerce_sdk.endpoints import create, listing, listing_in, read, remove, update
from woocommerce_sdk.paging import Query
from woocommerce_sdk.values import Free


@model
class ShippingZone(Model):
    """A part of the world. Zone 0 is everywhere else."""

    id: int
    name: str
    order: int


@draft
class ShippingZoneDraft(Draft):
    """A zone to be written. A new one needs ``name``."""

    name: str | Unset = UNSET
    order: int | Unset = UNSET


class LocationType(StrEnum):
    """What a location's code stands for."""

    POSTCODE = "postcode"
    STATE = "state"
    COUNTRY = "country"
    CONTINENT = "continent"


@model
class ShippingZoneLocation(Model):
    """A place in a zone: ``US``, ``US:CA``, or a postcode with ``*`` or ``...``."""

    code: str
    type: LocationType | Unrecognised


@draft
class ShippingZoneLocationDraft(Draft):
    """A place to be put in a zone."""

    code: str
    type: LocationType | Unrecognised | Unset = UNSET


@model
class ServiceSetting(Model):
    """A setting of a shipping method or a payment gateway."""

    id: str
    label: str
    description: str
    type: str
    value: Free
    default: Free
    tip: str
    placeholder: str
    options: Free = None
    """What may be chosen: value to label, at times in groups."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "value")


@model
class ShippingZoneMethod(Model):
    """A way of shipping to a zone. ``settings`` holds its cost, as text that may be a formula."""

    id: int | str
    instance_id: int
    title: str
    order: int
    enabled: bool
    method_id: str
    method_title: str
    method_description: str
    settings: Mapping[str, ServiceSetting]

    __shown__: ClassVar[tuple[str, ...]] = ("instance_id", "method_id", "title", "enabled")


@draft
class ShippingZoneMethodDraft(Draft):
    """A way of shipping to be written. A new one needs ``method_id``, which cannot be changed."""

    method_id: str | Unset = UNSET
    order: int | Unset = UNSET
    enabled: bool | Unset = UNSET
    settings: dict[str, str] | Unset = UNSET


@model
class ShippingMethod(Model):
    """A kind of shipping that the shop knows."""

    id: str
    title: str
    description: str


class ShippingZones(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#shipping-zones"""

    list: Final = listing("/shipping/zones", ShippingZone, Query, paged=False)
    get: Final = read("/shipping/zones/{id}", ShippingZone)
    create: Final = create("/shipping/zones", ShippingZoneDraft, ShippingZone)
    update: Final = update("/shipping/zones/{id}", ShippingZoneDraft, ShippingZone)
    delete: Final = remove("/shipping/zones/{id}", ShippingZone)


class ShippingZoneLocations(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#shipping-zone-locations"""

    list: Final = listing_in("/shipping/zones/{id}/locations", ShippingZoneLocation, Query, paged=False)
    replace: Final = update("/shipping/zones/{id}/locations", tuple[ShippingZoneLocationDraft, ...], tuple[ShippingZoneLocation, ...])
    """The list given replaces the one that was there."""


class ShippingZoneMethods(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#shipping-zone-methods"""

    list: Final = listing_in("/shipping/zones/{zone_id}/methods", ShippingZoneMethod, Query, paged=False)
    get: Final = read("/shipping/zones/{zone_id}/methods/{instance_id}", ShippingZoneMethod, (int, int))
    create: Final = create("/shipping/zones/{zone_id}/methods", ShippingZoneMethodDraft, ShippingZoneMethod, (int,))
    update: Final = update("/shipping/zones/{zone_id}/methods/{instance_id}", ShippingZoneMethodDraft, ShippingZoneMethod, (int, int))
    delete: Final = remove("/shipping/zones/{zone_id}/methods/{instance_id}", ShippingZoneMethod, (int, int))


class ShippingMethods(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#shipping-methods"""

    list: Final = listing("/shipping_methods", ShippingMethod, Query, paged=False)
    get: Final = read("/shipping_methods/{key}", ShippingMethod, (str,))
