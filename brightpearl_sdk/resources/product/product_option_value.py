"""The option values that products have."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import planning, planning_within, read_set, read_sets


@model
class ProductOptionValue(Model):
    """An option of a product and the value it has."""

    __shown__: ClassVar[tuple[str, ...]] = ("product_id", "option_name", "option_value")

    product_id: int
    option_id: int | None = None
    option_name: str | None = None
    option_value_id: int | None = None
    option_value: str | None = None


class ProductOptionValues(Resource[C]):
    """https://api-docs.brightpearl.com/product/product-option-value/index.html

    A request takes 200 products, and any number of values.
    """

    of_products: Final = read_set(
        "/product-service/product/{}/option-value", ProductOptionValue, doc="Every option value of a set of products."
    )
    get_set: Final = read_sets(
        "/product-service/product/{}/option-value/{}", ProductOptionValue, doc="Which products have which of these values."
    )
    plan: Final = planning("/product-service/product/{}/option-value", every="*")
    plan_with_values: Final = planning_within("/product-service/product/{}/option-value/{}")
