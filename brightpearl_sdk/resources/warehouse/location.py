"""Locations: places in a warehouse, such as a shelf or a bin."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create_under, read_all_in, read_set_in, remove_in, searching
from ...search import IdColumn, SearchRow, StringColumn


@model
class Location(Model):
    """A location: aisle, bay, shelf and bin, of which the last ones may be missing."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "grouping_a", "grouping_b", "grouping_c", "grouping_d")

    id: int
    warehouse_id: int | None = None
    zone_id: int | None = None
    barcode: str | None = None
    grouping_a: str | None = None
    grouping_b: str | None = None
    grouping_c: str | None = None
    grouping_d: str | None = None


@draft
class LocationDraft(Draft):
    """A location to be made: no bin without a shelf, no shelf without a bay, no bay without an aisle.

    A barcode is unique and has 32 digits at most.
    """

    grouping_a: str
    grouping_b: str | Unset = UNSET
    grouping_c: str | Unset = UNSET
    grouping_d: str | Unset = UNSET
    zone_id: int | Unset = UNSET
    barcode: str | Unset = UNSET


class LocationRow(SearchRow):
    """A row of ``location-search``. The columns are known from clients."""

    id: Final = IdColumn("id")
    warehouse_id: Final = IdColumn("warehouseId")
    zone_id: Final = IdColumn("zoneId")
    grouping_a: Final = StringColumn("groupingA")
    grouping_b: Final = StringColumn("groupingB")
    grouping_c: Final = StringColumn("groupingC")
    grouping_d: Final = StringColumn("groupingD")
    barcode: Final = StringColumn("barcode")


class Locations(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/location/index.html

    A location can be deleted as long as no stock has ever been in it.
    """

    of_warehouse: Final = read_all_in("/warehouse-service/warehouse/{}/location", Location, doc="Every location of a warehouse, by its id.")
    get_set: Final = read_set_in("/warehouse-service/warehouse/{}/location/{}", Location, doc="Locations of a warehouse, by a set of ids.")
    create: Final = create_under(
        "/warehouse-service/warehouse/{}/location", LocationDraft, doc="Make a location in a warehouse; returns its id."
    )
    remove: Final = remove_in("/warehouse-service/warehouse/{}/location/{}", doc="Delete a location by the warehouse's id and its own.")
    search: Final = searching("/warehouse-service/location-search", LocationRow)
