"""Sales credits: what a customer is given back, with all its rows in one write, or nothing."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import draft, model
from ...endpoints import act_on, create, read, read_many, read_set
from .sale import Sale, SaleCloseDraft, SaleDraft


@model
class SalesCredit(Sale):
    """A sales credit with its rows. Quantities and amounts are positive."""


@draft
class SalesCreditDraft(SaleDraft):
    """A sales credit to be made; ``parent_id`` is the sales order that it credits.

    ``external_ref`` together with ``installed_integration_instance_id`` is unique among orders and credits.
    """


class SalesCredits(Resource[C]):
    """https://api-docs.brightpearl.com/order/sales-credit/index.html"""

    get: Final = read("/order-service/sales-credit/{}", SalesCredit)
    get_set: Final = read_set("/order-service/sales-credit/{}", SalesCredit)
    get_many: Final = read_many("/order-service/sales-credit/{}", SalesCredit)
    create: Final = create("/order-service/sales-credit", SalesCreditDraft)
    close: Final = act_on("/order-service/sales-credit/{}/close", SaleCloseDraft, doc="Invoice a sales credit.")
