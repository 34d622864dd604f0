"""Custom fields of orders."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ...endpoints import patch_fields, read_all, read_fields, read_set
from ..custom_field import CustomField


class OrderCustomFields(Resource[C]):
    """https://api-docs.brightpearl.com/order/order-customfields/index.html

    What is declared for sales and for purchases is on
    https://api-docs.brightpearl.com/order/customfield-metadata/get.html
    """

    get: Final = read_fields("/order-service/order/{}/custom-field")
    patch: Final = patch_fields("/order-service/order/{}/custom-field")
    declared_for_sales: Final = read_all("/order-service/sale/custom-field-meta-data", CustomField)
    declared_for_sales_set: Final = read_set("/order-service/sale/custom-field-meta-data/{}", CustomField)
    declared_for_purchases: Final = read_all("/order-service/purchase/custom-field-meta-data", CustomField)
    declared_for_purchases_set: Final = read_set("/order-service/purchase/custom-field-meta-data/{}", CustomField)
