"""Warehouses."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Json, Model, Unset, draft, model
from ...endpoints import create, read_all, read_set, remove, replace_several, searching
from ...search import IntegerColumn, SearchRow, StringColumn
from .location import LocationDraft


class WarehouseType(StrEnum):
    """What a warehouse is."""

    CONCESSION = "concession"
    CONSIGNMENT = "consignment"
    MISCELLANEOUS = "miscellaneous"
    ONLINE = "online"
    STORE = "store"
    SUPPLIER = "supplier"
    THIRD_PARTY_LOGISTICS = "3pl"
    VIRTUAL = "virtual"
    WAREHOUSE = "warehouse"


@model
class WarehouseAddress(Model):
    """Where a warehouse is: a postal address by its id."""

    address_id: int | None = None
    street_address: str | None = None
    postcode: str | None = None
    city: str | None = None
    state: str | None = None
    country_id: int | None = None
    country_iso_code2: str | None = None


@model
class OperatingPeriod(Model):
    """When a warehouse is open on one day of the week, 1 to 7; both times are the same where it is closed."""

    day_of_week: int | None = None
    opening_hours: str | None = None
    """A time of the day on the clocks of the warehouse's time zone."""
    closing_hours: str | None = None
    """A time of the day on the clocks of the warehouse's time zone."""


@model
class WeeklyOperatingPeriods(Model):
    """When a warehouse is open, on the clocks of a time zone."""

    time_zone: str | None = None
    periods: tuple[OperatingPeriod, ...] | None = None


@model
class ServiceLevel(Model):
    """How soon: a number of ``HOURS``, ``DAYS`` or ``WORKING_DAYS``."""

    value: int | None = None
    """In ``time_units``."""
    time_units: str | None = None
    """The unit of ``value``: ``HOURS``, ``DAYS`` or ``WORKING_DAYS``."""


@model
class ExternalTransferServiceLevel(Model):
    """How soon a transfer from another warehouse arrives."""

    warehouse_id: int | None = None
    value: int | None = None
    """In ``time_units``."""
    time_units: str | None = None
    """The unit of ``value``: ``HOURS``, ``DAYS`` or ``WORKING_DAYS``."""


@model
class Warehouse(Model):
    """A place that holds stock. The last three fields are there where goods can be collected."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "name")

    id: int
    name: str | None = None
    type_code: str | None = None
    type_description: str | None = None
    address: WarehouseAddress | None = None
    click_and_collect_enabled: bool | None = None
    weekly_operating_periods: WeeklyOperatingPeriods | None = None
    collection_sla: ServiceLevel | None = None
    external_transfer_slas: tuple[ExternalTransferServiceLevel, ...] | None = None


@draft
class WarehouseAddressDraft(Draft):
    """A postal address by its id."""

    address_id: int


@draft
class WarehouseDraft(Draft):
    """A warehouse to be made, with a default and a quarantine location. Its name is unique.

    ``logistics_name`` goes with third-party logistics, and only with it.
    """

    name: str
    address: WarehouseAddressDraft
    type: WarehouseType | Unset = UNSET
    logistics_name: str | Unset = UNSET
    default_location: LocationDraft | Unset = UNSET


@draft
class WarehouseUpdateDraft(Draft):
    """What is to change of a warehouse: name and address stay where they are left out.

    Unless ``click_and_collect_enabled`` is sent as true, with operating periods and service level, collecting is
    switched off and the periods are lost.
    """

    id: int
    name: str | Unset = UNSET
    address: WarehouseAddressDraft | Unset = UNSET
    type_code: WarehouseType | Unset = UNSET
    type_description: str | Unset = UNSET
    click_and_collect_enabled: bool | Unset = UNSET
    weekly_operating_periods: WeeklyOperatingPeriods | Json | Unset = UNSET
    collection_sla: ServiceLevel | Json | Unset = UNSET


@draft
class WarehousesUpdateDraft(Draft):
    """Changes of several warehouses."""

    warehouses: tuple[WarehouseUpdateDraft, ...]


class WarehouseRow(SearchRow):
    """A row of ``warehouse-search``."""

    id: Final = IntegerColumn("id")
    name: Final = StringColumn("name")
    type_description: Final = StringColumn("typeDescription")
    address_id: Final = IntegerColumn("addressId")


class Warehouses(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/warehouse/index.html

    A warehouse can be deleted where it is not the only one, no goods have moved in it, and no channel uses it.
    """

    all: Final = read_all("/warehouse-service/warehouse", Warehouse)
    get_set: Final = read_set("/warehouse-service/warehouse/{}", Warehouse)
    create: Final = create("/warehouse-service/warehouse", WarehouseDraft)
    replace: Final = replace_several("/warehouse-service/warehouse", WarehousesUpdateDraft)
    remove: Final = remove("/warehouse-service/warehouse/{}")
    search: Final = searching("/warehouse-service/warehouse-search", WarehouseRow)
