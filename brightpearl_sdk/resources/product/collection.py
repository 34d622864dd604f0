"""Collections: products of one brand that belong together."""

from __future__ import annotations

from ..._kernel.binding import C, Resource
from ...endpoints import searching
from ...search import IdColumn, InstantColumn, SearchRow, StringColumn


class CollectionRow(SearchRow):
    """A row of ``collection-search``."""

    collection_id = IdColumn("collectionId")
    collection_name = StringColumn("collectionName")
    brand_id = IdColumn("brandId")
    updated_on = InstantColumn("updatedOn")


class Collections(Resource[C]):
    """https://api-docs.brightpearl.com/product/collection/search.html

    Collections can only be searched for. The columns are known from clients, not from the page.
    """

    search = searching("/product-service/collection-search", CollectionRow)
