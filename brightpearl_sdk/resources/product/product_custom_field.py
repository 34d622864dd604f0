"""Custom fields of products."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Json
from ...endpoints import patch_fields, read_all, read_fields, read_map, read_set
from ..custom_field import CustomField


class ProductCustomFields(Resource[C]):
    """https://api-docs.brightpearl.com/product/product-customfield/index.html

    Those of many products are on https://api-docs.brightpearl.com/product/product-custom-field/get.html: a product
    that does not exist has none. What is declared is on
    https://api-docs.brightpearl.com/product/product-custom-field-metadata/get.html
    """

    get: Final = read_fields("/product-service/product/{}/custom-field")
    get_set: Final = read_map(
        "/product-service/product-custom-field/{}", dict[str, Json], doc="The custom fields of a set of products, by id."
    )
    patch: Final = patch_fields("/product-service/product/{}/custom-field")
    declared: Final = read_all("/product-service/product/custom-field-meta-data", CustomField)
    declared_set: Final = read_set("/product-service/product/custom-field-meta-data/{}", CustomField)
