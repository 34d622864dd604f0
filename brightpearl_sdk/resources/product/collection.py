"""Collections: products of one brand that belong together."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ...endpoints import searching
from ...search import IdColumn, InstantColumn, SearchRow, StringColumn


class CollectionRow(SearchRow):
    """A row of ``collection-search``."""

    collection_id: Final = IdColumn("collectionId")
    collection_name: Final = StringColumn("collectionName")
    brand_id: Final = IdColumn("brandId")
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""


class Collections(Resource[C]):
    """https://api-docs.brightpearl.com/product/collection/search.html

    Collections can only be searched for. The columns are known from clients, not from the page.
    """

    search: Final = searching("/product-service/collection-search", CollectionRow)
