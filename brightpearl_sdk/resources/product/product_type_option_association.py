"""Which options the products of a type can vary in."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ...endpoints import link_sets


class ProductTypeOptionAssociations(Resource[C]):
    """https://api-docs.brightpearl.com/product/product-type-option-association/post.html"""

    create: Final = link_sets(
        "/product-service/product-type/{}/option-association/{}", doc="Let products of these types vary in these options."
    )
