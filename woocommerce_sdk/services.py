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
        self.orders: Orders[C] = Orders(client)
        self.order_notes: OrderNotes[C] = OrderNotes(client)
        self.refunds: Refunds[C] = Refunds(client)
        self.all_refunds: AllRefunds[C] = AllRefunds(client)
        self.products: Products[C] = Products(client)
        self.variations: Variations[C] = Variations(client)
        self.all_variations: AllVariations[C] = AllVariations(client)
        self.customers: Customers[C] = Customers(client)
        self.taxes: TaxRates[C] = TaxRates(client)
        self.settings: Settings[C] = Settings(client)
        self.system_status: SystemStatuses[C] = SystemStatuses(client)
        self.system_tools: SystemTools[C] = SystemTools(client)
        self.coupons: Coupons[C] = Coupons(client)
        self.categories: Categories[C] = Categories(client)
        self.tags: Tags[C] = Tags(client)
        self.brands: Brands[C] = Brands(client)
        self.shipping_classes: ShippingClasses[C] = ShippingClasses(client)
        self.attributes: Attributes[C] = Attributes(client)
        self.attribute_terms: AttributeTerms[C] = AttributeTerms(client)
        self.reviews: Reviews[C] = Reviews(client)
        self.tax_classes: TaxClasses[C] = TaxClasses(client)
        self.shipping_zones: ShippingZones[C] = ShippingZones(client)
        self.shipping_zone_locations: ShippingZoneLocations[C] = ShippingZoneLocations(client)
        self.shipping_zone_methods: ShippingZoneMethods[C] = ShippingZoneMethods(client)
        self.shipping_methods: ShippingMethods[C] = ShippingMethods(client)
        self.payment_gateways: PaymentGateways[C] = PaymentGateways(client)
        self.webhooks: Webhooks[C] = Webhooks(client)
        self.reports: Reports[C] = Reports(client)
        self.data: Data[C] = Data(client)
