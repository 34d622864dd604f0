"""The suppliers of products."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ...endpoints import link_each, read_json


class ProductSuppliers(Resource[C]):
    """https://api-docs.brightpearl.com/product/product-supplier/index.html

    One product that does not exist makes Brightpearl refuse the whole set. The shape of what it answers is not on the
    part of the page that could be read, so it is handed on as it came.
    """

    get_set: Final = read_json("/product-service/product/{}/supplier", doc="The suppliers of a set of products, as they came.")
    add: Final = link_each("/product-service/product/{}/supplier", doc="Add suppliers to a product, with an outcome each; others stay.")
    remove: Final = link_each(
        "/product-service/product/{}/supplier", method="DELETE", doc="Remove suppliers of a product, with an outcome each."
    )
