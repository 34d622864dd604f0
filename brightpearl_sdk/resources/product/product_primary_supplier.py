"""The supplier that a product is bought from first."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, draft
from ...endpoints import replace


@draft
class PrimarySupplierDraft(Draft):
    """The products that a supplier is to be the primary one of."""

    product_ids: tuple[int, ...]


class ProductPrimarySuppliers(Resource[C]):
    """https://api-docs.brightpearl.com/product/product-primary-supplier/put.html

    Path and body are known from clients, not from the page.
    """

    put: Final = replace(
        "/product-service/primary-supplier/{}/product", PrimarySupplierDraft, doc="Make a supplier the primary one of products, by its id."
    )
