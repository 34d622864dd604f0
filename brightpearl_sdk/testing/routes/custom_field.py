"""Custom fields of orders, contacts and products."""

from __future__ import annotations

from ..account import Account, Record
from ..call import Call, Route
from ..custom_fields import metadata_routes, value_routes
from ..errors import missing
from ..orders import SALES, order_of, touched


def _order(call: Call) -> tuple[str, Record]:
    record = order_of(call)
    return "sale" if record["type"] in SALES else "purchase", record


def _contact(call: Call) -> tuple[str, Record]:
    record = call.account.find("contacts", call.id())
    if record is None:
        raise missing("No Contact Found")
    return "supplier" if record["relationshipToAccount"]["isSupplier"] else "customer", record


def _product(call: Call) -> tuple[str, Record]:
    record = call.account.find("products", call.id())
    if record is None:
        raise missing("No Products Found")
    return "product", record


def _contact_changed(account: Account, record: Record) -> None:
    record["updatedOn"] = account.now()


def _product_changed(account: Account, record: Record) -> None:
    record["updatedOn"] = account.now()
    account.raised("product.modified", record["id"])


ROUTES: tuple[Route, ...] = (
    *value_routes("order-service/order/{id}/custom-field", _order, touched),
    *metadata_routes("order-service/sale/custom-field-meta-data", "sale"),
    *metadata_routes("order-service/purchase/custom-field-meta-data", "purchase"),
    *value_routes("contact-service/contact/{id}/custom-field", _contact, _contact_changed),
    *metadata_routes("contact-service/customer/custom-field-meta-data", "customer"),
    *metadata_routes("contact-service/supplier/custom-field-meta-data", "supplier"),
    *value_routes("product-service/product/{id}/custom-field", _product, _product_changed),
    *metadata_routes("product-service/product/custom-field-meta-data", "product"),
)
