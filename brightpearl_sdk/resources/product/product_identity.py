"""The codes of a product, written all at once."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import replace


@draft
class ProductIdentityDraft(Draft):
    """All codes of a product. A SKU holds 32 characters, ``ean``, ``upc`` and ``isbn`` 14 each."""

    sku: str | Unset = UNSET
    ean: str | Unset = UNSET
    upc: str | Unset = UNSET
    isbn: str | Unset = UNSET
    mpn: str | Unset = UNSET
    barcode: str | Unset = UNSET


class ProductIdentities(Resource[C]):
    """https://api-docs.brightpearl.com/product/product-identity/put.html"""

    put: Final = replace(
        "/product-service/product/{}/identity", ProductIdentityDraft, doc="Set every code of a product: those left out are removed."
    )
