"""All tables together: what :func:`bpwoo_sync.tables.tables_from` returns, and mapping is given."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from bpwoo_sync.tables.goods import Prices, Products, Stock
from bpwoo_sync.tables.money import EXPONENTS, Currency, Nominals, Payments, Taxes
from bpwoo_sync.tables.orders import Cancellations, Orders, Refunds
from bpwoo_sync.tables.running import Increments, Reconciling, Schedule
from bpwoo_sync.tables.shipping import Shipments, Shipping
from bpwoo_sync.tables.store import Store


@frozen(kw_only=True)
class Tables:
    """Everything that mapping needs to be told."""

    store: Store
    taxes: Taxes
    currencies: Mapping[str, Currency]
    statuses: Mapping[str, int] = field(factory=dict)
    orders: Orders = field(factory=Orders)
    nominals: Nominals = field(factory=Nominals)
    shipping: Shipping = field(factory=Shipping)
    payments: Payments = field(factory=Payments)
    refunds: Refunds = field(factory=Refunds)
    shipments: Shipments = field(factory=Shipments)
    prices: Prices = field(factory=Prices)
    stock: Stock = field(factory=Stock)
    products: Products = field(factory=Products)
    increments: Increments = field(factory=Increments)
    schedule: Schedule = field(factory=Schedule)
    reconcile: Reconciling = field(factory=Reconciling)
    countries: Mapping[str, str] = field(factory=dict)
    states: Mapping[str, str] = field(factory=dict)
    cancellations: Cancellations = field(factory=Cancellations)

    def exponent(self, currency: str) -> int:
        """How many decimals an amount of a currency has."""
        configured = self.currencies[currency].exponent if currency in self.currencies else None
        return EXPONENTS.get(currency, 2) if configured is None else configured

    def payment_method(self, method: str, currency: str) -> str | None:
        """The account's code for a shop's payment method in a currency."""
        return self.payments.methods.get(f"{method}.{currency}") or self.payments.methods.get(method)
