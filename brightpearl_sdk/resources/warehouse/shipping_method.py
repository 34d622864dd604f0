"""Shipping methods."""

from __future__ import annotations

from ..._kernel.binding import C, Resource
from ..._kernel.values import Json, Model, model
from ...endpoints import read_all, read_set


@model
class ShippingMethod(Model):
    """A way to send goods."""

    __shown__ = ("id", "name")

    id: int
    code: str | None = None
    name: str | None = None
    breaks: Json = None
    method_type: Json = None
    additional_information: Json = None


class ShippingMethods(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/shipping-method/index.html"""

    all = read_all("/warehouse-service/shipping-method", ShippingMethod)
    get_set = read_set("/warehouse-service/shipping-method/{}", ShippingMethod)
