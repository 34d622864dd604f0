"""The bundles that a product is a part of."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Json, Model, model
from ...endpoints import read_set


@model
class BundledProduct(Model):
    """A product and the bundles that contain it, each with the bundles that contain that one (``id``, ``bundles``)."""

    id: int
    bundles: Json = None


class ProductBundles(Resource[C]):
    """https://api-docs.brightpearl.com/product/product-bundle/get.html

    What a bundle consists of is told by ``Product.composition``. A product of no bundle is not found.
    """

    get_set: Final = read_set("/product-service/product/{}/bundle", BundledProduct, doc="The bundles that contain each product of a set.")
