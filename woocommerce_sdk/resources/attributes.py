"""Attributes that all products share, and their terms."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from woocommerce_sdk.batch import batching, batching_in
from woocommerce_sdk.endpoints import create, listing, listing_in, read, remove, update
from woocommerce_sdk.paging import Query

from .terms import TermQuery


class AttributeOrder(StrEnum):
    """How the terms of an attribute are sorted."""

    MENU_ORDER = "menu_order"
    NAME = "name"
    NAME_NUM = "name_num"
    ID = "id"


@model
class Attribute(Model):
    """An attribute such as colour. Its ``slug`` begins with ``pa_``."""

    id: int
    name: str
    slug: str
    type: str
    order_by: AttributeOrder | Unrecognised
    has_archives: bool


@draft
class AttributeDraft(Draft):
    """An attribute to be written. A new one needs ``name``."""

    name: str | Unset = UNSET
    slug: str | Unset = UNSET
    type: str | Unset = UNSET
    order_by: AttributeOrder | Unrecognised | Unset = UNSET
    has_archives: bool | Unset = UNSET


@model
class AttributeTerm(Model):
    """A value of an attribute, such as red."""

    id: int
    name: str
    slug: str
    description: str
    menu_order: int
    count: int
    """How many products have it."""


@draft
class AttributeTermDraft(Draft):
    """A value of an attribute to be written. A new one needs ``name``."""

    name: str | Unset = UNSET
    slug: str | Unset = UNSET
    description: str | Unset = UNSET
    menu_order: int | Unset = UNSET


class Attributes(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#product-attributes"""

    list: Final = listing("/products/attributes", Attribute, Query, paged=False)
    get: Final = read("/products/attributes/{id}", Attribute)
    create: Final = create("/products/attributes", AttributeDraft, Attribute)
    update: Final = update("/products/attributes/{id}", AttributeDraft, Attribute)
    delete: Final = remove("/products/attributes/{id}", Attribute)
    batch: Final = batching("/products/attributes/batch", AttributeDraft, Attribute)


class AttributeTerms(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#product-attribute-terms"""

    list: Final = listing_in("/products/attributes/{attribute_id}/terms", AttributeTerm, TermQuery)
    get: Final = read("/products/attributes/{attribute_id}/terms/{id}", AttributeTerm, (int, int))
    create: Final = create("/products/attributes/{attribute_id}/terms", AttributeTermDraft, AttributeTerm, (int,))
    update: Final = update("/products/attributes/{attribute_id}/terms/{id}", AttributeTermDraft, AttributeTerm, (int, int))
    delete: Final = remove("/products/attributes/{attribute_id}/terms/{id}", AttributeTerm, (int, int))
    batch: Final = batching_in("/products/attributes/{attribute_id}/terms/batch", AttributeTermDraft, AttributeTerm)
