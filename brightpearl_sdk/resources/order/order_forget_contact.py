"""Strike a person's data out of the orders."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import ask


@model
class OrdersForgotten(Model):
    """How many orders lost a contact's data; none where the contact has no orders, or does not exist."""

    number_of_orders_modified: int | None = None


class OrderForgetContacts(Resource[C]):
    """https://api-docs.brightpearl.com/order/forget-contact/post.html

    Only orders are changed: the contact itself is forgotten by the contact service.
    """

    forget: Final = ask("/order-service/order/forget-contact/{}", OrdersForgotten, doc="Strike a contact out of all orders.")
    forget_keeping_place: Final = ask(
        "/order-service/order/forget-contact/{}",
        OrdersForgotten,
        query=(("keepCityAndState", "true"),),
        doc="Strike a contact out of all orders, but leave city and state for reports.",
    )
