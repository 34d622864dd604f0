"""Order statuses, which each account names for itself."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Json, Model, Unset, draft, model
from ...endpoints import create, read_all, read_set
from .order import OrderType


@model
class OrderStatus(Model):
    """A status that orders of one type can have. The name is unique within a type."""

    __shown__: ClassVar[tuple[str, ...]] = ("status_id", "name", "order_type_code")

    status_id: int
    name: str
    order_type_code: str | None = None
    sort_order: int | None = None
    disabled: bool | None = None
    visible: bool | None = None
    color: str | None = None
    remind_after_days: int | None = None
    """In days."""
    alert_emails: Json = None
    email_content: str | None = None
    batch_process: bool | None = None
    state: str | None = None


@draft
class OrderStatusDraft(Draft):
    """A status to be made. Its name holds 64 characters and is unique within the type; the colour is ``#60a0ff``.

    At most two ``alert_emails``, of 63 characters each; at most 9999 days.
    """

    name: str
    order_type_code: OrderType
    color: str
    remind_after_days: int | Unset = UNSET
    """In days."""
    alert_emails: tuple[str, ...] | Unset = UNSET
    email_content: str | Unset = UNSET
    batch_process: bool | Unset = UNSET


class OrderStatuses(Resource[C]):
    """https://api-docs.brightpearl.com/order/order-status/index.html"""

    all: Final = read_all("/order-service/order-status", OrderStatus)
    get_set: Final = read_set("/order-service/order-status/{}", OrderStatus)
    create: Final = create("/order-service/order-status", OrderStatusDraft)
