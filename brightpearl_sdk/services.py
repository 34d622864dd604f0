"""Every resource, one line each, shared by both clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from ._kernel.binding import C, Resource
from ._kernel.deferred import named
from ._kernel.values import once
from .names import FILES

if TYPE_CHECKING:
    from .resources.accounting.accounting_period import AccountingPeriods
    from .resources.accounting.all_transaction_statement import AllTransactionStatements
    from .resources.accounting.contact_balance import ContactBalances
    from .resources.accounting.currency import Currencies
    from .resources.accounting.customer_payment import CustomerPayments
    from .resources.accounting.exchange_rate import ExchangeRates
    from .resources.accounting.invoice import Invoices
    from .resources.accounting.journal import Journals
    from .resources.accounting.journal_entry import JournalEntries
    from .resources.accounting.nominal_code import NominalCodes
    from .resources.accounting.payment_method import PaymentMethods
    from .resources.accounting.purchase_payment_total import PurchasePaymentTotals
    from .resources.accounting.receipt import Receipts
    from .resources.accounting.sale_payment_total import SalePaymentTotals
    from .resources.accounting.supplier_payment import SupplierPayments
    from .resources.accounting.tax_code import TaxCodes
    from .resources.contact.company import Companies
    from .resources.contact.contact import Contacts
    from .resources.contact.contact_custom_field import ContactCustomFields
    from .resources.contact.contact_group import ContactGroups
    from .resources.contact.contact_group_member import ContactGroupMemberships
    from .resources.contact.contact_note import ContactNotes
    from .resources.contact.contact_postal_address import ContactPostalAddresses
    from .resources.contact.contact_status import ContactStatusUpdates
    from .resources.contact.contact_tag import ContactTags
    from .resources.contact.lead_source import LeadSources
    from .resources.contact.postal_address import PostalAddresses
    from .resources.contact.project import Projects
    from .resources.contact.tag import Tags
    from .resources.integration.account import Account
    from .resources.integration.webhook import Webhooks
    from .resources.order.landed_cost_estimate import LandedCostEstimates
    from .resources.order.order import Orders
    from .resources.order.order_acknowledgement import OrderAcknowledgements
    from .resources.order.order_custom_field import OrderCustomFields
    from .resources.order.order_forget_contact import OrderForgetContacts
    from .resources.order.order_note import OrderNotes
    from .resources.order.order_row import OrderRows
    from .resources.order.order_shipping_status import OrderShippingStatuses
    from .resources.order.order_status import OrderStatuses
    from .resources.order.order_stock_status import OrderStockStatuses
    from .resources.order.order_type import OrderTypes
    from .resources.order.purchase_credit import PurchaseCredits
    from .resources.order.purchase_order import PurchaseOrders
    from .resources.order.sales_credit import SalesCredits
    from .resources.order.sales_order import SalesOrders
    from .resources.product.brand import Brands
    from .resources.product.brightpearl_category import BrightpearlCategories
    from .resources.product.channel import Channels
    from .resources.product.channel_brand import ChannelBrands
    from .resources.product.collection import Collections
    from .resources.product.customer_product_price import CustomerProductPrices
    from .resources.product.discount_contact_usage import DiscountContactUsages
    from .resources.product.discount_total_usage import DiscountTotalUsages
    from .resources.product.option import Options
    from .resources.product.option_value import OptionValues
    from .resources.product.price_list import PriceLists
    from .resources.product.product import Products
    from .resources.product.product_bundle import ProductBundles
    from .resources.product.product_custom_field import ProductCustomFields
    from .resources.product.product_group import ProductGroups
    from .resources.product.product_identity import ProductIdentities
    from .resources.product.product_option_value import ProductOptionValues
    from .resources.product.product_price import ProductPrices
    from .resources.product.product_primary_supplier import ProductPrimarySuppliers
    from .resources.product.product_supplier import ProductSuppliers
    from .resources.product.product_type import ProductTypes
    from .resources.product.product_type_option_association import ProductTypeOptionAssociations
    from .resources.product.season import Seasons
    from .resources.warehouse.asset_value_correction import AssetValueCorrections
    from .resources.warehouse.bundle_availability import BundleAvailabilities
    from .resources.warehouse.default_location import DefaultLocations
    from .resources.warehouse.drop_ship_note import DropShipNotes
    from .resources.warehouse.drop_ship_note_event import DropShipNoteEvents
    from .resources.warehouse.external_transfer import ExternalTransfers
    from .resources.warehouse.fulfilment_source import FulfilmentSourceSets
    from .resources.warehouse.fulfilment_status import FulfilmentStatuses
    from .resources.warehouse.goods_in_correction import GoodsInCorrections
    from .resources.warehouse.goods_in_note import GoodsInNotes
    from .resources.warehouse.goods_movement import GoodsMovements
    from .resources.warehouse.goods_out_note import GoodsOutNotes
    from .resources.warehouse.goods_out_note_event import GoodsOutNoteEvents
    from .resources.warehouse.internal_transfer import InternalTransfers
    from .resources.warehouse.location import Locations
    from .resources.warehouse.pick import Picks
    from .resources.warehouse.product_availability import ProductAvailabilities
    from .resources.warehouse.quarantine_location import QuarantineLocations
    from .resources.warehouse.quarantine_release import QuarantineReleases
    from .resources.warehouse.reservation import Reservations
    from .resources.warehouse.shipping_method import ShippingMethods
    from .resources.warehouse.stock_correction import StockCorrections
    from .resources.warehouse.stock_transfer import StockTransfers
    from .resources.warehouse.warehouse import Warehouses
    from .resources.warehouse.warehouse_defaults import WarehouseDefaultsSets
    from .resources.warehouse.zone import Zones


class Services(Generic[C]):
    """The resources of an account, made when they are first asked for."""

    account_settings: Account[C]
    accounting_periods: AccountingPeriods[C]
    all_transaction_statements: AllTransactionStatements[C]
    asset_value_corrections: AssetValueCorrections[C]
    brands: Brands[C]
    brightpearl_categories: BrightpearlCategories[C]
    bundle_availability: BundleAvailabilities[C]
    channel_brands: ChannelBrands[C]
    channels: Channels[C]
    collections: Collections[C]
    companies: Companies[C]
    contact_balances: ContactBalances[C]
    contact_custom_fields: ContactCustomFields[C]
    contact_group_members: ContactGroupMemberships[C]
    contact_groups: ContactGroups[C]
    contact_notes: ContactNotes[C]
    contact_postal_addresses: ContactPostalAddresses[C]
    contact_statuses: ContactStatusUpdates[C]
    contact_tags: ContactTags[C]
    contacts: Contacts[C]
    currencies: Currencies[C]
    customer_payments: CustomerPayments[C]
    customer_product_prices: CustomerProductPrices[C]
    default_locations: DefaultLocations[C]
    discount_contact_usages: DiscountContactUsages[C]
    discount_total_usages: DiscountTotalUsages[C]
    drop_ship_note_events: DropShipNoteEvents[C]
    drop_ship_notes: DropShipNotes[C]
    exchange_rates: ExchangeRates[C]
    external_transfers: ExternalTransfers[C]
    fulfilment_sources: FulfilmentSourceSets[C]
    fulfilment_statuses: FulfilmentStatuses[C]
    goods_in_corrections: GoodsInCorrections[C]
    goods_in_notes: GoodsInNotes[C]
    goods_movements: GoodsMovements[C]
    goods_out_note_events: GoodsOutNoteEvents[C]
    goods_out_notes: GoodsOutNotes[C]
    internal_transfers: InternalTransfers[C]
    invoices: Invoices[C]
    journal_entries: JournalEntries[C]
    journals: Journals[C]
    landed_cost_estimates: LandedCostEstimates[C]
    lead_sources: LeadSources[C]
    locations: Locations[C]
    nominal_codes: NominalCodes[C]
    option_values: OptionValues[C]
    options: Options[C]
    order_acknowledgements: OrderAcknowledgements[C]
    order_custom_fields: OrderCustomFields[C]
    order_forget_contacts: OrderForgetContacts[C]
    order_notes: OrderNotes[C]
    order_rows: OrderRows[C]
    order_shipping_statuses: OrderShippingStatuses[C]
    order_statuses: OrderStatuses[C]
    order_stock_statuses: OrderStockStatuses[C]
    order_types: OrderTypes[C]
    orders: Orders[C]
    payment_methods: PaymentMethods[C]
    picks: Picks[C]
    postal_addresses: PostalAddresses[C]
    price_lists: PriceLists[C]
    product_availability: ProductAvailabilities[C]
    product_bundles: ProductBundles[C]
    product_custom_fields: ProductCustomFields[C]
    product_groups: ProductGroups[C]
    product_identities: ProductIdentities[C]
    product_option_values: ProductOptionValues[C]
    product_prices: ProductPrices[C]
    product_primary_suppliers: ProductPrimarySuppliers[C]
    product_suppliers: ProductSuppliers[C]
    product_type_option_associations: ProductTypeOptionAssociations[C]
    product_types: ProductTypes[C]
    products: Products[C]
    projects: Projects[C]
    purchase_credits: PurchaseCredits[C]
    purchase_orders: PurchaseOrders[C]
    purchase_payment_totals: PurchasePaymentTotals[C]
    quarantine_locations: QuarantineLocations[C]
    quarantine_releases: QuarantineReleases[C]
    receipts: Receipts[C]
    reservations: Reservations[C]
    sale_payment_totals: SalePaymentTotals[C]
    sales_credits: SalesCredits[C]
    sales_orders: SalesOrders[C]
    seasons: Seasons[C]
    shipping_methods: ShippingMethods[C]
    stock_corrections: StockCorrections[C]
    stock_transfers: StockTransfers[C]
    supplier_payments: SupplierPayments[C]
    tags: Tags[C]
    tax_codes: TaxCodes[C]
    warehouse_defaults: WarehouseDefaultsSets[C]
    warehouses: Warehouses[C]
    webhooks: Webhooks[C]
    zones: Zones[C]

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
