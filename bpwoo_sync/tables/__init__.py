"""The configuration of one shop on one account: every table that mapping looks things up in, checked as a whole.

Read from a TOML document by :func:`tables_from`. Amounts and percentages are written as text, so that they stay exact. A file
to a subject: what orders, money, goods, shipping and the running of a worker are told; :class:`Tables` is all of it.
"""

from __future__ import annotations

from bpwoo_sync.tables.goods import Backorders, ChannelFlags, Prices, Products, Stock, Visibility
from bpwoo_sync.tables.money import EXPONENTS, Currency, Nominals, Payments, Taxes, TaxPercent, TaxRateSet, Tender
from bpwoo_sync.tables.orders import Cancellations, OrderField, Orders, Refunds
from bpwoo_sync.tables.reading import CONNECTIONS, tables_from
from bpwoo_sync.tables.running import Increments, Reconciling, Schedule
from bpwoo_sync.tables.shipping import Shipments, Shipping
from bpwoo_sync.tables.store import Store, WarehouseRule
from bpwoo_sync.tables.whole import Tables

__all__ = [
    "CONNECTIONS",
    "EXPONENTS",
    "Backorders",
    "Cancellations",
    "ChannelFlags",
    "Currency",
    "Increments",
    "Nominals",
    "OrderField",
    "Orders",
    "Payments",
    "Prices",
    "Products",
    "Reconciling",
    "Refunds",
    "Schedule",
    "Shipments",
    "Shipping",
    "Stock",
    "Store",
    "Tables",
    "TaxPercent",
    "TaxRateSet",
    "Taxes",
    "Tender",
    "Visibility",
    "WarehouseRule",
    "tables_from",
]
