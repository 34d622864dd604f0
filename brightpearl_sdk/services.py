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
    """Vendor's page: https://api-docs.brightpearl.com/integration/account-configuration/get.html"""
    accounting_periods: AccountingPeriods[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/accounting-period/index.html"""
    all_transaction_statements: AllTransactionStatements[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/all-transaction-statement/search.html"""
    asset_value_corrections: AssetValueCorrections[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/asset-value-correction/post.html"""
    brands: Brands[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/brand/index.html"""
    brightpearl_categories: BrightpearlCategories[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/brightpearl-category/index.html"""
    bundle_availability: BundleAvailabilities[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/bundle-availability/get.html"""
    channel_brands: ChannelBrands[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/channel-brand/get.html"""
    channels: Channels[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/channel/index.html"""
    collections: Collections[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/collection/search.html"""
    companies: Companies[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/company/index.html"""
    contact_balances: ContactBalances[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/contact-balance/get.html"""
    contact_custom_fields: ContactCustomFields[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/custom-field/index.html"""
    contact_group_members: ContactGroupMemberships[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/contact-group-member/index.html"""
    contact_groups: ContactGroups[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/contact-group/index.html"""
    contact_notes: ContactNotes[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/contact-note/post.html"""
    contact_postal_addresses: ContactPostalAddresses[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/contact-postal-address/put.html"""
    contact_statuses: ContactStatusUpdates[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/contact-status/put.html"""
    contact_tags: ContactTags[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/contact-tag/index.html"""
    contacts: Contacts[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/contact/index.html"""
    currencies: Currencies[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/currency/search.html"""
    customer_payments: CustomerPayments[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/customer-payment/index.html"""
    customer_product_prices: CustomerProductPrices[C]
    """Vendor's page: https://api-docs.brightpearl.com/pricing/customer-product-price/get.html"""
    default_locations: DefaultLocations[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/default-location/get.html"""
    discount_contact_usages: DiscountContactUsages[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/discount-contact-usage/get.html"""
    discount_total_usages: DiscountTotalUsages[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/discount-total-usage/get.html"""
    drop_ship_note_events: DropShipNoteEvents[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/drop-ship-note-event/post.html"""
    drop_ship_notes: DropShipNotes[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/drop-ship-note/index.html"""
    exchange_rates: ExchangeRates[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/exchange-rate/index.html"""
    external_transfers: ExternalTransfers[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/external-transfer/index.html"""
    fulfilment_sources: FulfilmentSourceSets[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/fulfilment-source/get.html"""
    fulfilment_statuses: FulfilmentStatuses[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/fulfilment-status/get.html"""
    goods_in_corrections: GoodsInCorrections[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/goods-in-correction/post.html"""
    goods_in_notes: GoodsInNotes[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/goods-in-note/index.html"""
    goods_movements: GoodsMovements[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/goods-movement/search.html"""
    goods_out_note_events: GoodsOutNoteEvents[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/goods-out-note%20event/post.html"""
    goods_out_notes: GoodsOutNotes[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/goods-out-note/index.html"""
    internal_transfers: InternalTransfers[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/internal-transfer/post.html"""
    invoices: Invoices[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/index.html"""
    journal_entries: JournalEntries[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/journal%20entry/post.html"""
    journals: Journals[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/journal/index.html"""
    landed_cost_estimates: LandedCostEstimates[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/landed%20cost%20estimate/get.html"""
    lead_sources: LeadSources[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/lead-source/get.html"""
    locations: Locations[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/location/index.html"""
    nominal_codes: NominalCodes[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/nominal-code/index.html"""
    option_values: OptionValues[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/option-value/index.html"""
    options: Options[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/option/index.html"""
    order_acknowledgements: OrderAcknowledgements[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/order-acknowledgement/put.html"""
    order_custom_fields: OrderCustomFields[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/order-customfields/index.html"""
    order_forget_contacts: OrderForgetContacts[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/forget-contact/post.html"""
    order_notes: OrderNotes[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/order-note/index.html"""
    order_rows: OrderRows[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/order-row/index.html"""
    order_shipping_statuses: OrderShippingStatuses[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/order-shipping-status/get.html"""
    order_statuses: OrderStatuses[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/order-status/index.html"""
    order_stock_statuses: OrderStockStatuses[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/order-stock-status/get.html"""
    order_types: OrderTypes[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/order-type/get.html"""
    orders: Orders[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/order/index.html"""
    payment_methods: PaymentMethods[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/payment-method/index.html"""
    picks: Picks[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/pick/post.html"""
    postal_addresses: PostalAddresses[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/postal-address/index.html"""
    price_lists: PriceLists[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/price-list/index.html"""
    product_availability: ProductAvailabilities[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/product-availability/get.html"""
    product_bundles: ProductBundles[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/product-bundle/get.html"""
    product_custom_fields: ProductCustomFields[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/product-customfield/index.html"""
    product_groups: ProductGroups[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/product-group/index.html"""
    product_identities: ProductIdentities[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/product-identity/put.html"""
    product_option_values: ProductOptionValues[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/product-option-value/index.html"""
    product_prices: ProductPrices[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/product-price/index.html"""
    product_primary_suppliers: ProductPrimarySuppliers[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/product-primary-supplier/put.html"""
    product_suppliers: ProductSuppliers[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/product-supplier/index.html"""
    product_type_option_associations: ProductTypeOptionAssociations[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/product-type-option-association/post.html"""
    product_types: ProductTypes[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/product-type/index.html"""
    products: Products[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/product/index.html"""
    projects: Projects[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/project/get.html"""
    purchase_credits: PurchaseCredits[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/purchase-credit-close/post.html"""
    purchase_orders: PurchaseOrders[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/purchase-order-close/post.html"""
    purchase_payment_totals: PurchasePaymentTotals[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/purchase-payment-total/get.html"""
    quarantine_locations: QuarantineLocations[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/quarantine-location/get.html"""
    quarantine_releases: QuarantineReleases[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/quarantine-release/post.html"""
    receipts: Receipts[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/sales-receipt/index.html"""
    reservations: Reservations[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/reservation/index.html"""
    sale_payment_totals: SalePaymentTotals[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/sale-payment-total/get.html"""
    sales_credits: SalesCredits[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/sales-credit/index.html"""
    sales_orders: SalesOrders[C]
    """Vendor's page: https://api-docs.brightpearl.com/order/sales-order/index.html"""
    seasons: Seasons[C]
    """Vendor's page: https://api-docs.brightpearl.com/product/season/index.html"""
    shipping_methods: ShippingMethods[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/shipping-method/index.html"""
    stock_corrections: StockCorrections[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/stock-correction/index.html"""
    stock_transfers: StockTransfers[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/stock-transfer/index.html"""
    supplier_payments: SupplierPayments[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/supplier-payment/index.html"""
    tags: Tags[C]
    """Vendor's page: https://api-docs.brightpearl.com/contact/tag/get.html"""
    tax_codes: TaxCodes[C]
    """Vendor's page: https://api-docs.brightpearl.com/accounting/tax-code/get.html"""
    warehouse_defaults: WarehouseDefaultsSets[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/warehouse-defaults/index.html"""
    warehouses: Warehouses[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/warehouse/index.html"""
    webhooks: Webhooks[C]
    """Vendor's page: https://api-docs.brightpearl.com/integration/webhook/index.html"""
    zones: Zones[C]
    """Vendor's page: https://api-docs.brightpearl.com/warehouse/zone/index.html"""

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
