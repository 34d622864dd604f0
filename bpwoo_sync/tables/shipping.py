"""How orders are shipped, and how the shop is told that they were: ``[shipping]``, ``[shipments]``."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen


@frozen(kw_only=True)
class Shipping:
    """``[shipping]``: shipping methods by ``method:instance``, ``method`` or title."""

    default: int | None = None
    methods: Mapping[str, int] = field(factory=dict)


@frozen(kw_only=True)
class Shipments:
    """``[shipments]``: how goods-out notes are told to the shop.

    ``carriers`` names the carrier of a shipping method by its id. An order that is shipped in part has
    ``partly_shipped_status``, or stays as it is where that is blank. ``tracking_plugin`` gives each tracking number to the
    plug-in Shipment Tracking: by ``providers`` under a name that it knows, else under the carrier's own, with the address of
    ``tracking_links``, in which ``{}`` is the number. ``name_carriers`` takes the names of other carriers from the account.
    ``drop_ship`` also looks at what suppliers send.
    """

    push: bool = True
    tell_customer: bool = True
    carriers: Mapping[str, str] = field(factory=dict)
    partly_shipped_status: str = ""
    tracking_plugin: bool = False
    providers: Mapping[str, str] = field(factory=dict)
    tracking_links: Mapping[str, str] = field(factory=dict)
    name_carriers: bool = False
    drop_ship: bool = False
