"""Rows of an order, one at a time: of all four types of orders."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import create_under, patch_in, remove_in
from .order import OrderRow


@draft
class QuantityDraft(Draft):
    """How many: whole for stock-tracked products and bundles, else four decimals at most."""

    magnitude: Decimal
    """In pieces, with four decimals at most."""


@draft
class AmountDraft(Draft):
    """An amount in the order's currency."""

    value: Decimal
    """In the order's currency."""
    currency_code: str | Unset = UNSET


@draft
class RowValueDraft(Draft):
    """What a row comes to: net and tax of the whole row, with two decimals at most, and its tax code."""

    tax_code: str
    row_net: AmountDraft
    row_tax: AmountDraft


@draft
class OrderRowDraft(Draft):
    """A row to be added: a product, or free text by ``product_name``.

    A bundle's rows are made from the bundle's own row, whose id alone is returned. Purchases take no bundles.
    """

    product_id: int | Unset = UNSET
    product_name: str | Unset = UNSET
    quantity: QuantityDraft
    row_value: RowValueDraft
    nominal_code: str | Unset = UNSET
    product_price: AmountDraft | Unset = UNSET
    external_ref: str | Unset = UNSET


class OrderRows(Resource[C]):
    """https://api-docs.brightpearl.com/order/order-row/index.html

    What can be changed: ``/quantity/magnitude``, ``/rowValue/rowNet/value``, ``/rowValue/rowTax/value``,
    ``/nominalCode``, ``/rowValue/taxCalculator``, ``/orderRowSequence``. A row whose net is changed alone has its tax
    worked out anew, so change both to keep a tax of your own. Invoiced orders refuse every change.
    """

    create: Final = create_under("/order-service/order/{}/row", OrderRowDraft)
    patch: Final = patch_in("/order-service/order/{}/row/{}", OrderRow)
    remove: Final = remove_in("/order-service/order/{}/row/{}", doc="Delete a row by the order's id and its own.")
