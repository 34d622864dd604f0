"""A shop's resources, one line each, shared by both clients."""

from __future__ import annotations

from typing import Generic, TypeVar

from ._kernel.runner import AsyncRunner, Runner
from .resources.customers import Customers
from .resources.order_notes import OrderNotes
from .resources.orders import Orders
from .resources.products import Products
from .resources.refunds import AllRefunds, Refunds
from .resources.settings import Settings
from .resources.system_status import SystemStatuses, SystemTools
from .resources.taxes import TaxRates
from .resources.variations import AllVariations, Variations

C = TypeVar("C", bound=Runner | AsyncRunner)


class Services(Generic[C]):
    """The resources of a shop. Vendor documentation: https://woocommerce.github.io/woocommerce-rest-api-docs/."""

    def _open(self, client: C) -> None:
        self.orders = Orders(client)
        self.order_notes = OrderNotes(client)
        self.refunds = Refunds(client)
        self.all_refunds = AllRefunds(client)
        self.products = Products(client)
        self.variations = Variations(client)
        self.all_variations = AllVariations(client)
        self.customers = Customers(client)
        self.taxes = TaxRates(client)
        self.settings = Settings(client)
        self.system_status = SystemStatuses(client)
        self.system_tools = SystemTools(client)
