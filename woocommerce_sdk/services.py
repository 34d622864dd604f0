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
    order_notes: OrderNotes[C]
    refunds: Refunds[C]
    all_refunds: AllRefunds[C]
    products: Products[C]
    variations: Variations[C]
    all_variations: AllVariations[C]
    customers: Customers[C]
    taxes: TaxRates[C]
    settings: Settings[C]
    system_status: SystemStatuses[C]
    system_tools: SystemTools[C]
    coupons: Coupons[C]
    categories: Categories[C]
    tags: Tags[C]
    brands: Brands[C]
    shipping_classes: ShippingClasses[C]
    attributes: Attributes[C]
    attribute_terms: AttributeTerms[C]
    reviews: Reviews[C]
    tax_classes: TaxClasses[C]
    shipping_zones: ShippingZones[C]
    shipping_zone_locations: ShippingZoneLocations[C]
    shipping_zone_methods: ShippingZoneMethods[C]
    shipping_methods: ShippingMethods[C]
    payment_gateways: PaymentGateways[C]
    webhooks: Webhooks[C]
    reports: Reports[C]
    data: Data[C]

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
