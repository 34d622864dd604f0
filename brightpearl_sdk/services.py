"""Every resource, one line each, shared by both clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, get_origin, get_type_hints

from ._kernel.binding import C, Resource
from ._kernel.values import once
from .resources.accounting.currency import Currencies
from .resources.accounting.customer_payment import CustomerPayments
from .resources.accounting.nominal_code import NominalCodes
from .resources.accounting.payment_method import PaymentMethods
from .resources.accounting.tax_code import TaxCodes
from .resources.contact.contact import Contacts
from .resources.contact.postal_address import PostalAddresses
from .resources.integration.account import Account
from .resources.order.order import Orders
from .resources.order.order_note import OrderNotes
from .resources.order.order_status import OrderStatuses
from .resources.order.sales_order import SalesOrders
from .resources.product.channel import Channels
from .resources.product.price_list import PriceLists
from .resources.product.product import Products
from .resources.product.product_price import ProductPrices
from .resources.warehouse.product_availability import ProductAvailabilities
from .resources.warehouse.shipping_method import ShippingMethods
from .resources.warehouse.warehouse import Warehouses


class Services(Generic[C]):
    """The resources of an account, made when they are first asked for."""

    account_settings: Account[C]
    channels: Channels[C]
    contacts: Contacts[C]
    currencies: Currencies[C]
    customer_payments: CustomerPayments[C]
    nominal_codes: NominalCodes[C]
    order_notes: OrderNotes[C]
    order_statuses: OrderStatuses[C]
    orders: Orders[C]
    payment_methods: PaymentMethods[C]
    postal_addresses: PostalAddresses[C]
    price_lists: PriceLists[C]
    product_availability: ProductAvailabilities[C]
    product_prices: ProductPrices[C]
    products: Products[C]
    sales_orders: SalesOrders[C]
    shipping_methods: ShippingMethods[C]
    tax_codes: TaxCodes[C]
    warehouses: Warehouses[C]

    if not TYPE_CHECKING:  # a type checker would take any name for a resource

        def __getattr__(self, name: str) -> Any:
            kind = resources().get(name)
            if kind is None:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            resource = kind(self)
            self.__dict__[name] = resource
            return resource


@once
def resources() -> dict[str, type[Resource[Any]]]:
    """Every resource class by the name it has on a client."""
    return {name: kind for name, hint in get_type_hints(Services).items() if (kind := get_origin(hint)) is not None}
