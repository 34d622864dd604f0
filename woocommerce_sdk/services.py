"""A shop's resources, one line each, shared by both clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from ._kernel.binding import C, Resource
from ._kernel.deferred import named
from ._kernel.values import once
from .names import FILES

if TYPE_CHECKING:
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


class Services(Generic[C]):
    """The resources of a shop. Vendor documentation: https://woocommerce.github.io/woocommerce-rest-api-docs/."""

    orders: Orders[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#orders"""
    order_notes: OrderNotes[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#order-notes"""
    refunds: Refunds[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#order-refunds"""
    all_refunds: AllRefunds[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#refunds"""
    products: Products[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#products"""
    variations: Variations[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#product-variations"""
    all_variations: AllVariations[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#product-variations"""
    customers: Customers[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#customers"""
    taxes: TaxRates[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#tax-rates"""
    settings: Settings[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#setting-options"""
    system_status: SystemStatuses[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#system-status"""
    system_tools: SystemTools[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#system-status-tools"""
    coupons: Coupons[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#coupons"""
    categories: Categories[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#product-categories"""
    tags: Tags[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#product-tags"""
    brands: Brands[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#product-brands"""
    shipping_classes: ShippingClasses[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#product-shipping-classes"""
    attributes: Attributes[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#product-attributes"""
    attribute_terms: AttributeTerms[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#product-attribute-terms"""
    reviews: Reviews[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#product-reviews"""
    tax_classes: TaxClasses[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#tax-classes"""
    shipping_zones: ShippingZones[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#shipping-zones"""
    shipping_zone_locations: ShippingZoneLocations[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#shipping-zone-locations"""
    shipping_zone_methods: ShippingZoneMethods[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#shipping-zone-methods"""
    shipping_methods: ShippingMethods[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#shipping-methods"""
    payment_gateways: PaymentGateways[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#payment-gateways"""
    webhooks: Webhooks[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks"""
    reports: Reports[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#reports"""
    data: Data[C]
    """Vendor's page: https://woocommerce.github.io/woocommerce-rest-api-docs/#data"""

    if not TYPE_CHECKING:  # a type checker would take any name for a resource

        def __getattr__(self, name: str) -> Any:
            hint = Services.__annotations__.get(name)
            if hint is None:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            resource = named(__package__, FILES, hint.partition("[")[0])(self)
            self.__dict__[name] = resource
            return resource

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *Services.__annotations__})


@once
def resources() -> dict[str, type[Resource[Any]]]:
    """Every resource class by the name it has on a client."""
    return {name: named(__package__, FILES, hint.partition("[")[0]) for name, hint in Services.__annotations__.items()}
