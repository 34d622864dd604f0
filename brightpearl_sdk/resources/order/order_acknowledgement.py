"""A supplier's word that a purchase order has been taken."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import replace


@draft
class OrderAcknowledgementDraft(Draft):
    """Whether a purchase order is acknowledged, which it is unless told otherwise, and the supplier's reference."""

    acknowledged: bool | Unset = UNSET
    reference: str | Unset = UNSET


class OrderAcknowledgements(Resource[C]):
    """https://api-docs.brightpearl.com/order/order-acknowledgement/put.html"""

    put: Final = replace("/order-service/order/{}/acknowledgement", OrderAcknowledgementDraft)
