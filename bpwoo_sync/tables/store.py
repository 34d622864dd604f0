"""Which shop this is, and where its orders belong: ``[store]``."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from attrs import frozen

from bpwoo_sync.described import described


@frozen(kw_only=True)
class WarehouseRule:
    """``[[store.warehouses]]``: the warehouse of orders that go to some countries, or by some shipping methods.

    Countries have two letters; methods are named as in ``[shipping.methods]``. What is left out does not matter.
    """

    warehouse_id: int
    countries: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()


@described
@frozen(kw_only=True)
class Store:
    """``[store]``: which shop this is, and where its orders belong.

    The first of ``warehouses`` that suits an order goes before ``warehouse_id``. ``shop_time_zone`` is the shop's own, in
    which a delivery date is written; blank where it is that of the books.
    """

    key: str
    base_currency: str
    accounting_time_zone: str = "UTC"
    go_live: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    """Aware UTC."""
    channel_id: int | None = None
    warehouse_id: int | None = None
    integration_instance_id: int | None = None
    lead_source_id: int | None = None
    team_id: int | None = None
    staff_owner_id: int | None = None
    project_id: int | None = None
    warehouses: tuple[WarehouseRule, ...] = ()
    shop_time_zone: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which a day of the books begins and ends."""
        return ZoneInfo(self.accounting_time_zone)

    @property
    def shop_zone(self) -> ZoneInfo:
        """The zone of the shop."""
        return ZoneInfo(self.shop_time_zone or self.accounting_time_zone)
