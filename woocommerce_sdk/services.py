"""A shop's resources, one line each, shared by both clients."""

from __future__ import annotations

from typing import Generic, TypeVar

from ._kernel.runner import AsyncRunner, Runner
from .resources.attributes import Attributes, AttributeTerms
from .resources.coupons import Coupons
from .resources.customers import Customers
from .resources.data import Data
from .resources.order_notes import OrderNotes
from .resources.orders import Orders
from .resources.payment_gateways import PaymentGateways
from .resources.products import Products
from .resources.refunds import AllRefunds, Refunds
from .resources.reports import Reports
from .resources.reviews import Reviews
from .resources.settings import Settings
from .resources.shipping import ShippingMethods, ShippingZoneLocations, ShippingZoneMethods, ShippingZones
from .resources.system_status import SystemStatuses, SystemTools
from .resources.tax_classes import TaxClasses
from .resources.taxes import TaxRates
from .resources.terms import Brands, Categories, ShippingClasses, Tags
from .resources.variations import AllVariations, Variations
from .resources.webhook_subscriptions import Webhooks

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
        self.coupons = Coupons(client)
        self.categories = Categories(client)
        self.tags = Tags(client)
        self.brands = Brands(client)
        self.shipping_classes = ShippingClasses(client)
        self.attributes = Attributes(client)
        self.attribute_terms = AttributeTerms(client)
        self.reviews = Reviews(client)
        self.tax_classes = TaxClasses(client)
        self.shipping_zones = ShippingZones(client)
        self.shipping_zone_locations = ShippingZoneLocations(client)
        self.shipping_zone_methods = ShippingZoneMethods(client)
        self.shipping_methods = ShippingMethods(client)
        self.payment_gateways = PaymentGateways(client)
        self.webhooks = Webhooks(client)
        self.reports = Reports(client)
        self.data = Data(client)
