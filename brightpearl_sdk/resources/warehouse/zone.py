"""Zones: parts of a warehouse that locations are assigned to."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, Model, draft, model
from ...endpoints import create_under, patch_in, read_all_in, read_set_in, remove_in, searching
from ...search import IdColumn, SearchRow, StringColumn


@model
class Zone(Model):
    """A zone."""

    id: int
    name: str | None = None
    warehouse_id: int | None = None


@draft
class ZoneDraft(Draft):
    """A zone to be made. Its name holds 32 characters and is unique in the warehouse, whatever its case."""

    name: str


class ZoneRow(SearchRow):
    """A row of ``zone-search``. The columns are known from clients."""

    id: Final = IdColumn("id")
    name: Final = StringColumn("name")
    warehouse_id: Final = IdColumn("warehouseId")


class Zones(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/zone/index.html

    What can be changed: ``/name``.
    """

    of_warehouse: Final = read_all_in("/warehouse-service/warehouse/{}/zone", Zone, doc="Every zone of a warehouse, by its id.")
    get_set: Final = read_set_in("/warehouse-service/warehouse/{}/zone/{}", Zone, doc="Zones of a warehouse, by a set of ids.")
    create: Final = create_under("/warehouse-service/warehouse/{}/zone", ZoneDraft, doc="Make a zone in a warehouse; returns its id.")
    patch: Final = patch_in("/warehouse-service/warehouse/{}/zone/{}", Zone)
    remove: Final = remove_in("/warehouse-service/warehouse/{}/zone/{}", doc="Delete a zone by the warehouse's id and its own.")
    search: Final = searching("/warehouse-service/zone-search", ZoneRow)
