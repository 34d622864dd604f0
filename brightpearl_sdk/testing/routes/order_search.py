"""order-service: the searches for orders of every type and for sales orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record
from ..call import Route
from ..orders import (
    PAYMENT_STATUSES,
    SHIPPING_STATUSES,
    SHIPPING_TOLD,
    STOCK_STATUSES,
    STOCK_TOLD,
    TYPE_NAMES,
    TYPES,
    payment_status,
    stock_statuses,
)
from ..searches import Column, Search, column, hidden, period, search_routes


def _status_name(account: Account, id: Any) -> Json:
    name: Json = (account.find("order_statuses", id) or {}).get("name")
    return name


def _of(codes: dict[str, int], place: Callable[[Account, Record], str]) -> Callable[[Account, Record], int]:
    return lambda account, record: codes[place(account, record)]


def _names(codes: Mapping[str, int], told: Mapping[str, str]) -> Callable[[Account, Any], Json]:
    names = {number: told[code] for code, number in codes.items()}
    return lambda account, number: names.get(number)


def _stock_status(account: Account, record: Record) -> str:
    return stock_statuses(account, record)[0]


def _shipping_status(account: Account, record: Record) -> str:
    return stock_statuses(account, record)[2]


def _or_zero(name: str) -> Callable[[Account, Record], Any]:
    return lambda account, record: record[name] or 0


def _of_products(account: Account, record: Record) -> list[int]:
    return [row["productId"] for row in record["rows"]]


_FILTERS: tuple[Column, ...] = (
    hidden("isClosed", "BOOLEAN", lambda account, record: bool(record["closedOn"])),
    hidden("isHistoricalOrder", "BOOLEAN", lambda account, record: False),
    hidden("placedOn", "PERIOD", "placedOn"),
    hidden("leadSourceId", "INTEGER", "leadSourceId"),
    hidden("projectId", "INTEGER", "projectId"),
    hidden("shippingMethodId", "IDSET", "shippingMethodId"),
    hidden("externalRefs", "STRING_SET", "externalRef"),
    hidden("externalRefSearchString", "SEARCH_STRING", "externalRef"),
    hidden("customerRefs", "STRING_SET", "ref"),
    hidden("productIds", "IDSET", _of_products),
)

ORDER_SEARCH = Search(
    custom_fields_of=("sale", "purchase"),
    path="order-service/order-search",
    records=lambda account: account.table("orders").values(),
    columns=(
        column("orderId", "IDSET", "id"),
        column(
            "orderTypeId",
            "IDSET",
            lambda account, record: TYPES[record["type"]],
            reference="orderTypeNames",
            named=lambda account, id: TYPE_NAMES.get(id),
        ),
        column("contactId", "INTEGER", "customer.id"),
        column("orderStatusId", "INTEGER", "statusId", reference="orderStatusNames", named=_status_name),
        column(
            "orderStockStatusId",
            "INTEGER",
            _of(STOCK_STATUSES, _stock_status),
            reference="orderStockStatusNames",
            named=_names(STOCK_STATUSES, {**STOCK_TOLD, "NON": "Unset"}),
        ),
        period("createdOn", "createdOn"),
        column("createdById", "INTEGER", "createdById"),
        column("customerRef", "STRING", "ref"),
        column(
            "orderPaymentStatusId",
            "INTEGER",
            _of(PAYMENT_STATUSES, payment_status),
            reference="orderPaymentStatusNames",
            named=_names(PAYMENT_STATUSES, {code: code for code in PAYMENT_STATUSES}),
        ),
        period("updatedOn", "updatedOn"),
        column("parentOrderId", "IDSET", _or_zero("parentId")),
        column(
            "orderShippingStatusId",
            "INTEGER",
            _of(SHIPPING_STATUSES, _shipping_status),
            reference="orderShippingStatusNames",
            named=_names(SHIPPING_STATUSES, SHIPPING_TOLD),
        ),
        column("externalRef", "STRING", "externalRef"),
        column("installedIntegrationInstanceId", "INTEGER", "instanceId"),
        column("warehouseId", "IDSET", "warehouseId"),
        column("staffOwnerContactId", "INTEGER", _or_zero("staffOwnerId")),
        period("taxDate", "taxDate"),
        column("departmentId", "INTEGER", _or_zero("channelId")),
        period("deliveryDate", "deliveryDate"),
        *_FILTERS,
    ),
)

SALES_ORDER_SEARCH = Search(
    custom_fields_of=("sale",),
    path="order-service/sales-order-search",
    records=lambda account: [record for record in account.table("orders").values() if record["type"] == "SO"],
    columns=(
        column("salesOrderId", "IDSET", "id"),
        column("customerId", "INTEGER", "customer.id"),
        column("orderStatusId", "INTEGER", "statusId", reference="orderStatusNames", named=_status_name),
        column("orderStockStatus", "STRING", _stock_status),
        period("createdOn", "createdOn"),
        column("createdById", "INTEGER", "createdById"),
        column("customerRef", "STRING", "ref"),
        column("orderPaymentStatus", "STRING", payment_status),
        period("updatedOn", "updatedOn"),
        column("orderShippingStatus", "STRING", _shipping_status),
        column("externalRef", "STRING", "externalRef"),
        column("installedIntegrationInstanceId", "INTEGER", "instanceId"),
        column("warehouseId", "IDSET", "warehouseId"),
        column("staffOwnerId", "INTEGER", _or_zero("staffOwnerId")),
        period("taxDate", "taxDate"),
        column("channelId", "INTEGER", _or_zero("channelId")),
        period("deliveryDate", "deliveryDate"),
        *_FILTERS,
    ),
)

ROUTES: tuple[Route, ...] = (*search_routes(ORDER_SEARCH), *search_routes(SALES_ORDER_SEARCH))
