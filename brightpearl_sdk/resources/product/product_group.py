"""Groups of products that are variants of each other: Brightpearl groups products of one name."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Json, Model, model
from ...endpoints import read, read_set, replace


@model
class ProductGroup(Model):
    """A product group. All fields but the id are in ``extra``: the page that lists them could not be read."""

    id: int


class ProductGroups(Resource[C]):
    """https://api-docs.brightpearl.com/product/product-group/index.html

    Known from clients, not from the pages. ``put`` takes the document as the vendor's page shows it.
    """

    get: Final = read("/product-service/product-group/{}", ProductGroup)
    get_set: Final = read_set("/product-service/product-group/{}", ProductGroup)
    put: Final = replace("/product-service/product-group/{}", dict[str, Json], doc="Change a product group by a JSON document.")
