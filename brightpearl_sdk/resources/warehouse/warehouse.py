"""Warehouses."""

from __future__ import annotations

from ..._kernel.binding import C, Resource
from ..._kernel.values import Json, Model, model
from ...endpoints import read_all, read_set
from ...search import IntegerColumn, SearchRow, StringColumn


@model
class Warehouse(Model):
    """A place that holds stock."""

    __shown__ = ("id", "name")

    id: int
    name: str | None = None
    type_code: str | None = None
    type_description: str | None = None
    address: Json = None
    click_and_collect_enabled: bool | None = None
    weekly_operating_periods: Json = None
    collection_sla: Json = None
    external_transfer_slas: Json = None


class WarehouseRow(SearchRow):
    """A row of ``warehouse-search``."""

    id = IntegerColumn("id")
    name = StringColumn("name")
    type_description = StringColumn("typeDescription")
    address_id = IntegerColumn("addressId")


class Warehouses(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/warehouse/index.html"""

    all = read_all("/warehouse-service/warehouse", Warehouse)
    get_set = read_set("/warehouse-service/warehouse/{}", Warehouse)
