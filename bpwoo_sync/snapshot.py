"""What was read of both sides, whole: the input of mapping, planning and reconciling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from attrs import field, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.described import described


@described
@frozen(kw_only=True)
class Shop:
    """The shop, as read at ``taken_at`` (aware UTC).

    ``variations`` are by the id of their parent, ``refunds`` by the id of their order, oldest first. ``incomplete`` names
    the parts that could not be read whole, each with why: what is here of them proves nothing.
    """

    taken_at: datetime
    """When it was read: aware UTC."""
    currency: str = ""
    decimals: int = 2
    """The decimals of the shop's amounts."""
    prices_include_tax: bool = False
    base_country: str = ""
    orders: tuple[woo.Order, ...] = field(default=(), repr=False)
    products: tuple[woo.Product, ...] = field(default=(), repr=False)
    variations: Mapping[int, tuple[woo.Variation, ...]] = field(factory=dict, repr=False)
    tax_rates: tuple[woo.TaxRate, ...] = field(default=(), repr=False)
    refunds: Mapping[int, tuple[woo.Refund, ...]] = field(factory=dict, repr=False)
    incomplete: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class ShopReferences:
    """The lists of the shop that a configuration points to.

    ``zone_methods`` are the ways of shipping to its zones. ``categories``, ``brands`` and ``attributes`` are the ids that
    are there of those that were asked for; None where none were.
    """

    currency: str = ""
    prices_include_tax: bool = False
    tax_rates: tuple[woo.TaxRate, ...] = ()
    gateways: tuple[woo.PaymentGateway, ...] = ()
    shipping_methods: tuple[woo.ShippingMethod, ...] = ()
    zone_methods: tuple[woo.ShippingZoneMethod, ...] = ()
    categories: frozenset[int] | None = None
    brands: frozenset[int] | None = None
    attributes: frozenset[int] | None = None


@frozen(kw_only=True)
class References:
    """The lists of the Brightpearl account that a configuration points into; None where a list was not read.

    ``locations`` are those of a warehouse that were asked for, by its id.
    """

    configuration: Mapping[str, str] = field(factory=dict)
    instance_id: int | None = None
    order_statuses: tuple[bp.OrderStatus, ...] = ()
    tax_codes: tuple[bp.TaxCode, ...] = ()
    warehouses: tuple[bp.Warehouse, ...] = ()
    channels: tuple[bp.Channel, ...] = ()
    price_lists: tuple[bp.PriceList, ...] = ()
    payment_methods: tuple[bp.PaymentMethod, ...] = ()
    shipping_methods: tuple[bp.ShippingMethod, ...] = ()
    currencies: tuple[bp.CurrencyRow, ...] = ()
    order_fields: tuple[bp.CustomField, ...] = ()
    lead_sources: tuple[bp.LeadSource, ...] | None = None
    projects: tuple[bp.Project, ...] | None = None
    staff: tuple[bp.ContactRow, ...] | None = field(default=None, repr=False)
    brands: tuple[bp.Brand, ...] | None = None
    product_types: tuple[bp.ProductType, ...] | None = None
    categories: tuple[bp.BrightpearlCategory, ...] | None = None
    nominal_codes: tuple[bp.NominalCode, ...] | None = None
    locations: Mapping[int, tuple[bp.Location, ...]] | None = None

    @property
    def cancelled_status_id(self) -> int | None:
        """The status that the account gives to what is cancelled; None where it names none."""
        told = self.configuration.get("cancelledOrderStatusId", "")
        return int(told) if told.isascii() and told.isdigit() else None


@described
@frozen(kw_only=True)
class Account:
    """The Brightpearl account, as read at ``taken_at`` (aware UTC).

    ``sales_orders`` and ``sales_credits`` are those that came from this shop. ``availability`` is by product id,
    ``goods_out`` by the note's id, and so is ``drop_ship``, which is empty unless it was asked for; ``prices`` are by
    product id, then by price list id, for one piece, net; ``breaks`` then by a larger number of pieces.
    ``notes`` holds the notes of orders whose import is not marked as finished in the shop. ``details`` holds whole
    products by id where products are made in the shop, ``channel`` how each is sold on the shop's channel where the tables
    ask, ``brands`` the names of brands by id where they are an attribute in the shop, ``bundles`` what each bundle takes of
    which product; ``options``,
    ``option_values`` and ``product_types`` hold all there are where products are made in the account.
    ``older`` are sales orders from before a window whose goods may be on the shelf yet; they are compared with nothing.
    ``customers`` are whole contacts by id, and ``postal_addresses`` theirs, where orders may change them.
    ``incomplete`` names the parts that could not be read whole, each with why: what
    is here of them proves nothing.
    """

    taken_at: datetime
    """When it was read: aware UTC."""
    references: References = field(factory=References, repr=False)
    products: tuple[bp.ProductRow, ...] = field(default=(), repr=False)
    contacts: tuple[bp.ContactRow, ...] = field(default=(), repr=False)
    sales_orders: tuple[bp.SalesOrder, ...] = field(default=(), repr=False)
    sales_credits: tuple[bp.SalesCredit, ...] = field(default=(), repr=False)
    payments: tuple[bp.CustomerPaymentRow, ...] = field(default=(), repr=False)
    availability: Mapping[int, bp.ProductAvailability] = field(factory=dict, repr=False)
    notes: Mapping[int, tuple[str, ...]] = field(factory=dict, repr=False)
    goods_out: Mapping[int, bp.GoodsOutNote] = field(factory=dict, repr=False)
    drop_ship: Mapping[int, bp.DropShipNote] = field(factory=dict, repr=False)
    prices: Mapping[int, Mapping[int, Decimal]] = field(factory=dict, repr=False)
    """Of one piece, net, in each list's currency: by product id, then by price list id."""
    breaks: Mapping[int, Mapping[int, Mapping[int, Decimal]]] = field(factory=dict, repr=False)
    """Of a larger number of pieces, net, in each list's currency: by product id, by price list id, then by pieces."""
    details: Mapping[int, bp.Product] = field(factory=dict, repr=False)
    channel: Mapping[int, bp.ProductSalesChannel] = field(factory=dict, repr=False)
    bundles: Mapping[int, Mapping[int, Decimal]] = field(factory=dict, repr=False)
    """Pieces that each bundle takes, by product id."""
    brands: Mapping[int, str] = field(factory=dict, repr=False)
    options: tuple[bp.Option, ...] = field(default=(), repr=False)
    option_values: tuple[bp.OptionValueRow, ...] = field(default=(), repr=False)
    product_types: tuple[bp.ProductType, ...] = field(default=(), repr=False)
    older: tuple[bp.SalesOrder, ...] = field(default=(), repr=False)
    customers: Mapping[int, bp.Contact] = field(factory=dict, repr=False)
    postal_addresses: Mapping[int, bp.PostalAddress] = field(factory=dict, repr=False)
    incomplete: Mapping[str, str] = field(factory=dict)


@described
@frozen(kw_only=True)
class Plumbing:
    """What one side hears of the other by: how far polls came, by the cursor's name, and the shop's webhooks.

    What is None was not asked for, and nothing is said of it.
    """

    cursors: Mapping[str, datetime] | None = None
    """Where the next poll goes on: aware UTC."""
    webhooks: tuple[woo.Webhook, ...] | None = None


#: Nothing of it was asked for.
UNASKED = Plumbing()

#: How each type of payment counts: what was only authorised was not received.
SIGNS: Mapping[str, int] = {"RECEIPT": 1, "CAPTURE": 1, "PAYMENT": -1}


def receipts(payments: tuple[bp.CustomerPaymentRow, ...]) -> dict[int, Decimal]:
    """What was received for each order, in its currency: receipts and captures less what was paid back."""
    received: dict[int, Decimal] = {}
    for payment in payments:
        order_id = payment.order_id
        if order_id is not None:
            received[order_id] = received.get(order_id, Decimal(0)) + _received(payment)
    return received


def receipts_by_method(payments: tuple[bp.CustomerPaymentRow, ...]) -> dict[int, dict[str, Decimal]]:
    """What was received for each order by each payment method; blank where the payment names none."""
    received: dict[int, dict[str, Decimal]] = {}
    for payment in payments:
        order_id = payment.order_id
        if order_id is not None:
            amounts, method = received.setdefault(order_id, {}), payment.payment_method_code or ""
            amounts[method] = amounts.get(method, Decimal(0)) + _received(payment)
    return received


def _received(payment: bp.CustomerPaymentRow) -> Decimal:
    return SIGNS.get(payment.payment_type or "", 0) * (payment.amount_paid or Decimal(0))
