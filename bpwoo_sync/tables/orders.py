"""Which orders are imported and how, and what becomes of them afterwards: ``[orders]``, ``[refunds]``, ``[cancellations]``."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from attrs import frozen

from bpwoo_sync.described import described


@frozen(kw_only=True)
class OrderField:
    """``[[orders.custom_fields]]``: a custom field of sales orders, by its code, from a key of the order's meta data.

    ``type`` is Brightpearl's: ``TEXT``, ``TEXT_AREA``, ``DATE``, ``YES_NO``, ``INTEGER`` or ``SELECT``.
    """

    meta: str
    code: str
    type: Literal["TEXT", "TEXT_AREA", "DATE", "YES_NO", "INTEGER", "SELECT"] = "TEXT"


@described
@frozen(kw_only=True)
class Orders:
    """``[orders]``: which orders are imported, and how they are made.

    An order waits until it is ``min_age_seconds`` old. ``delivery_date_meta`` is the key of the order's meta data that holds
    the day of delivery, in ``delivery_date_format`` (as ``%d/%m/%Y``; ``unix`` for seconds; blank for ISO 8601); without a day
    there, it is ``delivery_lead_days`` after the order was placed, where that is set.
    ``role_meta`` is the key that holds the buyer's role, for ``currencies.XXX.price_lists``. With ``allocate`` Brightpearl is
    asked to reserve the goods of an order that was imported. With ``public_note`` customers see in Brightpearl what they wrote in
    the shop. ``contact_update`` says what an order may change of a contact that
    Brightpearl has already: nothing, its addresses, or its names and telephone as well.
    """

    import_statuses: tuple[str, ...] = ("processing", "completed", "on-hold")
    ignore_statuses: tuple[str, ...] = (
        "pending",
        "failed",
        "cancelled",
        "refunded",
        "checkout-draft",
        "auto-draft",
        "draft",
        "trash",
    )
    unknown_sku: Literal["free-text", "block"] = "free-text"
    discounts: Literal["net", "rows"] = "net"
    net_residue: Literal["row", "absorb"] = "row"
    rounding_threshold: Decimal = Decimal("0.05")
    """In the order's currency."""
    ref_prefix: str = ""
    anonymous_contact_id: int | None = None
    note_limit: int = 2000
    """In characters."""
    import_note: bool = True
    public_note: bool = False
    min_age_seconds: int = 0
    """In seconds."""
    delivery_date_meta: str = ""
    delivery_date_format: str = ""
    delivery_lead_days: int | None = None
    """In days."""
    role_meta: str = ""
    state_names: bool = False
    edits: Literal["report", "update"] = "report"
    custom_fields: tuple[OrderField, ...] = ()
    allocate: bool = False
    contact_update: Literal["never", "addresses", "all"] = "never"


@described
@frozen(kw_only=True)
class Refunds:
    """``[refunds]``: how an amount without lines is taxed, whether a refund by hand counts as paid, and what becomes of goods.

    ``restock`` has the goods of refunds since ``restock_since`` taken in, those that had left or all; into
    ``restock_location_id``, or where the warehouse puts what nobody places.
    """

    amount_tax: Literal["prorata", "no_tax"] = "prorata"
    manual_refunds_are_paid: bool = False
    restock: Literal["never", "shipped_only", "always"] = "never"
    restock_since: datetime | None = None
    """Aware UTC; None for never."""
    restock_location_id: int | None = None


@frozen(kw_only=True)
class Cancellations:
    """``[cancellations]``: whether an order that was cancelled in Brightpearl is cancelled in the shop. No money goes back."""

    tell_shop: bool = False
    from_statuses: tuple[str, ...] = ("pending", "on-hold", "processing")
