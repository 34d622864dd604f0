"""Where every value of a write comes from: the record and field it was read from, and the rule that made it.

The tables here are the mapping's own account of itself: a test holds that they name every value of every plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from attrs import frozen

#: A JSON document.
Document = Any


class Write(Protocol):
    """What of an action is explained."""

    @property
    def key(self) -> str:
        """What names it on every run."""

    @property
    def kind(self) -> str:
        """The kind of action."""

    @property
    def entity(self) -> str:
        """The thing it is about, as a person knows it."""

    @property
    def payload(self) -> Document:
        """What will be sent."""

    @property
    def summary(self) -> str:
        """What a person calls it."""


@frozen(kw_only=True)
class Field:
    """A value of a write. ``path`` leads to it in the payload, with ``[]`` for each entry of a list.

    ``source`` is where it is read: a field of the shop's record, or a key of the tables. ``{row}`` stands for the line
    that a row was made of.
    """

    path: str
    source: str
    rule: str


@frozen(kw_only=True)
class Origin:
    """One value of one write, and where it comes from."""

    path: str
    value: Document
    source: str
    rule: str


def _fields(*entries: tuple[str, str, str]) -> tuple[Field, ...]:
    return tuple(Field(path=path, source=source, rule=rule) for path, source, rule in entries)


def _address(path: str, source: str, *, email: bool = True) -> tuple[tuple[str, str, str], ...]:
    lines = (
        (f"{path}.addressFullName", f"{source}.first_name, {source}.last_name", "joined; the company where both are blank"),
        (f"{path}.companyName", f"{source}.company", "as given"),
        (f"{path}.addressLine1", f"{source}.address_1", "else line 2, else the company, else -"),
        (f"{path}.addressLine2", f"{source}.address_2", "as given"),
        (f"{path}.addressLine3", f"{source}.city", "as given"),
        (f"{path}.addressLine4", f"{source}.state", "as given; its name where states or orders.state_names has it"),
        (f"{path}.postalCode", f"{source}.postcode", "as given"),
        (f"{path}.countryIsoCode", f"{source}.country", "two letters to three (ISO 3166), or countries.XX"),
        (f"{path}.telephone", f"{source}.phone", "as given"),
        (f"{path}.email", "billing.email", "as given"),
    )
    return lines if email else lines[:-1]


_ROWS = (
    ("rows[].productId", "{row}.sku", "the linked product, else the one with this SKU"),
    ("rows[].name", "{row}.name", "with what the buyer chose; with [SKU x] where no product has it"),
    ("rows[].quantity", "{row}.quantity", "1 for rows that are no products"),
    ("rows[].taxCode", "{row}.taxes", "taxes.rates by the set of rates, else taxes.percents, else why there is no tax"),
    ("rows[].net", "{row}.total", "to the minor unit; the residue rules of money"),
    ("rows[].tax", "{row}.total_tax", "to the minor unit; the residue rules of money"),
    ("rows[].nominalCode", "nominals", "as configured for the kind of row, the fee's name, or a gift card"),
    ("rows[].externalRef", "{row}.id", "L line, F fee, S shipping, C coupon, D discount, R rounding, A amount"),
)

_SALE = (
    ("ref", "order.number", "after orders.ref_prefix"),
    ("installedIntegrationInstanceId", "store.integration_instance_id", "as configured"),
    ("channelId", "store.channel_id", "as configured"),
    ("warehouseId", "store.warehouses, store.warehouse_id", "the first that suits the country and the shipping method"),
    ("priceListId", "currencies.XXX.price_lists, price_list_id", "that of the buyer's role, else of the order's currency"),
    ("priceModeCode", "order.prices_include_tax", "INC or EXC; changes no amount"),
    ("currency.code", "order.currency", "as given"),
    ("currency.exchangeRate", "currencies.XXX.rate_meta, rate", "1 for the base currency; a credit keeps its order's"),
    ("currency.fixedExchangeRate", "currencies.XXX.rate", "true where a rate is sent"),
    *_ROWS,
)

#: What of a row that exists is left as it is, and of an order that is changed.
_KEPT_OF_ROWS = ("rows[].name", "rows[].nominalCode")
_LEFT = (
    *("ref", "externalRef", "installedIntegrationInstanceId", "placedOn", "taxDate", "parentId", "statusId", "warehouseId", "channelId"),
    *("staffOwnerId", "projectId", "leadSourceId", "teamId", "priceListId", "priceModeCode", "currency.code", "currency.exchangeRate"),
    *("currency.fixedExchangeRate", "customer.id", "billing.contactId", "delivery.date"),
)

_PAYMENT = (
    ("transactionRef", "order.transaction_id", "else store, order and method; a refund has its own; at most 64 characters"),
    ("paymentMethodCode", "order.payment_method", "payments.methods, by method and currency; a tender its own"),
    ("paymentType", "order.date_paid", "RECEIPT, or AUTH and CAPTURE, for an order, PAYMENT for a refund or a reversal"),
    ("currencyIsoCode", "order.currency", "as given"),
    ("exchangeRate", "currencies.XXX.rate", "that of the order"),
    ("transactionCode", "order.transaction_id", "binds what was captured to what was authorised"),
    ("amountAuthorized", "order.total", "of a payment that the gateway only holds"),
    ("amountPaid", "order.total", "less tenders inside the total; a refund's amount"),
    ("paymentDate", "order.date_paid_gmt", "a refund's own date"),
    ("journalRef", "order.number, order.payment_method_title", "at most 64 characters"),
    ("orderId", "the sales order or credit", "the id that Brightpearl gave"),
)

_PRODUCT = (
    ("name", "product.salesChannels[0].productName", "on making, and where products.overwrite_text is set"),
    ("description", "product.salesChannels[0].description", "on making, and where products.overwrite_text is set"),
    ("short_description", "product.salesChannels[0].shortDescription", "on making, and where products.overwrite_text is set"),
    ("sku", "product.identity.sku", "without blanks around it; a group's own is made of its id"),
    ("weight", "product.stock.weight.magnitude", "times products.weight_factor, three decimals; blank for 0"),
    ("dimensions.length", "product.stock.dimensions.length", "times products.length_factor, three decimals; blank for 0"),
    ("dimensions.width", "product.stock.dimensions.width", "times products.length_factor, three decimals; blank for 0"),
    ("dimensions.height", "product.stock.dimensions.height", "times products.length_factor, three decimals; blank for 0"),
    ("tax_class", "product.financialDetails.taxCode.code", "products.tax_classes"),
    ("brands[].id", "product.brandId", "products.brands, where the shop has none"),
    ("categories[].id", "product.salesChannels[].categories", "products.categories, and those that the shop has"),
    ("meta_data[].key", "-", "_bp_product_id or _bp_product_group_id; prices.breaks_meta"),
    ("meta_data[].value", "product.id, product.productGroupId; price list prices.regular_list", "as text; JSON by pieces"),
    ("manage_stock", "product.stock.stockTracked", "true where a warehouse holds it"),
    ("stock_quantity", "onHand of stock.warehouses", "on making; see stock"),
    ("regular_price", "price list prices.regular_list", "on making; see prices"),
    ("sale_price", "price list prices.sale_list", "on making; see prices"),
)

_FLAGS = (
    ("catalog_visibility", "product.salesChannels[0].availableToSellOnChannel", "stock.channel; a parent's where any of its variations is"),
    ("backorders", "product.salesChannels[0].sellWhenNoStock", "stock.channel, where the shop counts the stock"),
)

#: Every value of every kind of write.
FIELDS: Mapping[str, tuple[Field, ...]] = {
    "address": _fields(
        ("addressLine1", "billing.address_1", "else line 2, else the company, else -"),
        ("addressLine2", "billing.address_2", "as given"),
        ("addressLine3", "billing.city", "as given"),
        ("addressLine4", "billing.state", "as given; its name where states or orders.state_names has it"),
        ("postalCode", "billing.postcode", "as given"),
        ("countryIsoCode", "billing.country", "two letters to three (ISO 3166), or countries.XX"),
    ),
    "contact": _fields(
        ("firstName", "billing.first_name", "at most 32 characters"),
        ("lastName", "billing.last_name", "else the company, else Customer; at most 32 characters"),
        ("communication.emails.PRI.email", "billing.email", "without blanks, in small letters"),
        ("communication.telephones.PRI", "billing.phone", "as given"),
        ("organisation.name", "billing.company", "as given"),
        ("postAddressIds.DEF", "the contact's postal address", "the id that Brightpearl gave"),
        ("postAddressIds.BIL", "the contact's postal address", "the id that Brightpearl gave"),
        ("postAddressIds.DEL", "the contact's postal address", "the id that Brightpearl gave"),
    ),
    "contact-addresses": _fields(
        ("contactId", "billing.email", "the oldest customer with this e-mail"),
        ("addresses[].postalAddressId", "the postal address", "the id that Brightpearl gave"),
        ("addresses[].type", "billing, shipping", "DEF and BIL for billing, DEL for shipping, where it differs"),
    ),
    "contact-change": _fields(
        ("contactId", "billing.email", "the oldest customer with this e-mail"),
        ("values.firstName", "billing.first_name", "at most 32 characters; a blank changes nothing"),
        ("values.lastName", "billing.last_name", "at most 32 characters; a blank changes nothing"),
        ("values.PRI", "billing.phone", "a blank changes nothing"),
        ("added[]", "the contact", "what it has none of yet"),
    ),
    "sales-order": _fields(
        *_SALE,
        ("externalRef", "order.id", "after store.key"),
        ("placedOn", "order.date_created_gmt", "as given"),
        ("taxDate", "order.date_paid_gmt", "else date_created_gmt; noon of the day in store.accounting_time_zone"),
        ("statusId", "order.status", "statuses"),
        ("leadSourceId", "store.lead_source_id", "as configured"),
        ("teamId", "store.team_id", "as configured"),
        ("staffOwnerId", "store.staff_owner_id", "as configured"),
        ("projectId", "store.project_id", "as configured"),
        ("customer.id", "billing.email", "the oldest customer with this e-mail, else the contact that is made"),
        ("billing.contactId", "billing.email", "the customer"),
        *_address("customer.address", "billing"),
        *_address("billing.address", "billing"),
        *_address("delivery.address", "shipping"),
        ("delivery.date", "orders.delivery_date_meta of order.meta_data", "noon in store.shop_time_zone; else orders.delivery_lead_days"),
        ("delivery.shippingMethodId", "shipping_lines[0].method_id", "shipping.methods by method:instance, method or title, else default"),
    ),
    "order-change": _fields(
        *((path, source, f"{rule}; a row that is there keeps its own" if path in _KEPT_OF_ROWS else rule) for path, source, rule in _ROWS),
        ("rows[].id", "the sales order's row", "the one with the same externalRef; none for a new row"),
        ("rows[].sequence", "the sales order's row", "as it is"),
        *_address("customer.address", "billing"),
        *_address("billing.address", "billing"),
        *_address("delivery.address", "shipping"),
        ("delivery.shippingMethodId", "shipping_lines[0].method_id", "shipping.methods by method:instance, method or title, else default"),
        ("version", "the sales order", "as it was read; any other refuses the change"),
        *((path, "the sales order", "as it is") for path in _LEFT),
    ),
    "sales-credit": _fields(
        *_SALE,
        ("externalRef", "refund.id", "after store.key and R"),
        ("parentId", "the sales order", "the id that Brightpearl gave"),
        ("customer.id", "the sales order's customer", "as it is"),
        ("placedOn", "refund.date_created_gmt", "as given"),
        ("taxDate", "refund.date_created_gmt", "noon of the day in store.accounting_time_zone"),
    ),
    "payment": _fields(*_PAYMENT),
    "payment-reversal": _fields(
        ("orderId", "the sales order or credit", "its payments come to more than its rows"),
        ("externalRef", "order.id, refund.id", "after store.key; looked at once more before the write"),
        ("total", "the rows of the sales order or credit", "with tax; looked at once more before the write"),
        ("keptId", "the payments of the sales order or credit", "the oldest of one reference, method and amount, which stays"),
        ("reversedId", "the payments of the sales order or credit", "a younger one with the same three"),
        ("payment.transactionRef", "order.id, refund.id", "after store.key, with the id of the payment that is taken back"),
        ("payment.paymentMethodCode", "the payment that is taken back", "as it is"),
        ("payment.paymentType", "the payment that is taken back", "PAYMENT for a receipt, RECEIPT for what was paid back"),
        ("payment.currencyIsoCode", "order.currency", "as given"),
        ("payment.exchangeRate", "currencies.XXX.rate", "that of the order"),
        ("payment.amountPaid", "the payment that is taken back", "as it is"),
        ("payment.paymentDate", "the payment that is taken back", "as it is, so that its day is right again"),
        ("payment.journalRef", "order.number", "after Reversal"),
    ),
    "order-note": _fields(
        ("orderId", "the sales order or credit", "the id that Brightpearl gave"),
        ("note.text", "order.customer_note", "without markup, cut to orders.note_limit; or a summary; or a refund's reason"),
        ("note.isPublic", "-", "always false"),
    ),
    "order-fields": _fields(
        ("orderId", "the sales order", "the id that Brightpearl gave"),
        ("values.PCF", "order.meta_data", "orders.custom_fields by code; only fields that are empty are filled in"),
    ),
    "reservation": _fields(
        ("orderId", "the sales order", "the id that Brightpearl gave"),
        ("warehouseId", "store.warehouses, store.warehouse_id", "the order's warehouse"),
        ("productIds[]", "{row}.sku", "the products of the order that a warehouse holds, and those of bundles"),
    ),
    "goods-in": _fields(
        ("orderId", "the sales credit", "the id that Brightpearl gave"),
        ("salesOrderId", "the sales order", "its rows tell what one piece cost, in the currency of the books"),
        ("warehouseId", "the sales order's warehouse", "else store.warehouses, store.warehouse_id"),
        ("locationId", "refunds.restock_location_id", "without it the warehouse's default location"),
        ("reference", "refund.id", "after store.key and R; the reference of the batch"),
        ("currency", "store.base_currency", "a cost in another currency is not taken"),
        ("lines[].row", "refund.line_items", "the row of the credit"),
        ("lines[].soldRow", "_refunded_item_id of the line", "the row of the sales order"),
        ("lines[].productId", "the sales order's row", "the product that was sold, where a warehouse holds it"),
        ("lines[].quantity", "refund.line_items[].quantity", "refunds.restock: all of it, or as many as had left"),
    ),
    "order-status": _fields(
        ("orderStatusId", "cancelledOrderStatusId of the account; statuses", "for a cancelled order; for one that was paid late"),
        ("orderNote.text", "order.number", "says that the shop cancelled it, or what it is in the shop"),
    ),
    "duplicate-order": _fields(
        ("orderId", "the sales orders with order.id as their reference", "one that is younger than the oldest"),
        ("keptId", "the sales orders with order.id as their reference", "the oldest, which stays"),
        ("externalRef", "order.id", "after store.key; looked at once more before the write"),
        ("orderStatusId", "cancelledOrderStatusId of the account", "as given"),
        ("orderNote.text", "order.number", "says that it was there twice, and which stays"),
    ),
    "shop-note": _fields(
        ("note", "goods-out note: shippedOn, shippingMethodId, reference", "the day, the carrier and the tracking numbers"),
        ("customer_note", "shipments.tell_customer", "true: the shop sends it to the customer"),
    ),
    "shop-tracking": _fields(
        ("tracking_provider", "goods-out note: shippingMethodId", "shipments.providers"),
        ("custom_tracking_provider", "goods-out note: shippingMethodId", "the carrier's name, where the plug-in has none for it"),
        ("custom_tracking_link", "goods-out note: reference", "shipments.tracking_links"),
        ("tracking_number", "goods-out note: reference", "each number of it"),
        ("date_shipped", "goods-out note: shippedOn", "the day in store.shop_time_zone"),
    ),
    "shop-order": _fields(
        ("meta_data[].key", "-", "_bp_gon_ids and _bp_tracking"),
        ("meta_data[].value", "goods-out notes of the order", "their ids; their tracking numbers"),
        ("status", "goods-out notes of the order; or its sales order", "completed once all left; cancelled; processing once it is paid"),
    ),
    "shop-mark": _fields(
        ("meta_data[].key", "-", "_bp_order_id, _bp_synced_hash, _bp_sent_hash and _bp_status_id"),
        ("meta_data[].value", "the sales order; what was imported, and sent", "the id that Brightpearl gave; digests; the status"),
    ),
    "shop-stock": _fields(
        ("manage_stock", "-", "always true"),
        ("stock_quantity", "onHand of stock.warehouses", "less what is sold and not allocated, less the buffer, at most the cap"),
    ),
    "shop-flags": _fields(*_FLAGS),
    "shop-price": _fields(
        ("regular_price", "price list prices.regular_list", "one piece; with tax where the shop enters prices so"),
        ("sale_price", "price list prices.sale_list", "blank unless it is above 0 and below the regular price"),
    ),
    "shop-breaks": _fields(
        ("meta_data[].key", "prices.breaks_meta", "as configured"),
        ("meta_data[].value", "price list prices.regular_list", "more than one piece; entered as the regular price is; JSON by pieces"),
    ),
    "shop-product": _fields(
        ("type", "product.productGroupId, product.variations", "variable for a group that varies in options, else simple"),
        ("status", "-", "draft: publishing is the shop's decision"),
        *_PRODUCT,
        *_FLAGS,
        ("attributes[].id", "products.brand_attribute_id", "as configured"),
        ("attributes[].name", "product.variations[].optionName", "each option of the group; and products.brand_attribute"),
        ("attributes[].options[]", "product.variations[].optionValue, product.brandId", "each value of the group; the brand's name"),
        ("attributes[].variation", "-", "true, but for the brand"),
        ("attributes[].visible", "-", "always true"),
    ),
    "shop-variation": _fields(
        ("parent_id", "the group's product in the shop", "the id that the shop gave"),
        *_PRODUCT,
        _FLAGS[1],
        ("attributes[].name", "product.variations[].optionName", "as given"),
        ("attributes[].option", "product.variations[].optionValue", "as given"),
    ),
    "shop-change": _fields(
        *_PRODUCT,
        ("status", "product.status", "products.archived_status once Brightpearl archived it"),
        ("attributes[].id", "the shop's product", "as it is"),
        ("attributes[].name", "the shop's product, product.variations[].optionName", "as it is, a further option, or the brand's"),
        ("attributes[].options[]", "the shop's product, product.variations[].optionValue", "what is there, and lacking; the brand's name"),
        ("attributes[].variation", "the shop's product", "as it is; true for a further option"),
        ("attributes[].visible", "the shop's product", "as it is; true for a further option"),
    ),
    "product-link": _fields(
        ("shopProductId", "product.id", "as given"),
        ("shopVariationId", "variation.id", "0 for a product without variations"),
        ("productId", "product.identity.sku", "the one live product that has the SKU of the shop's"),
    ),
    "shop-webhook": _fields(("status", "-", "always active")),
    "poll": _fields(("cursor", "-", "the one that tells when the last complete poll began")),
    "option": _fields(("name", "variation.attributes[].name", "as given")),
    "option-link": _fields(
        ("productTypeId", "products.product_type_id", "as given; 1 without"),
        ("optionId", "the option", "the id that Brightpearl gave"),
    ),
    "option-value": _fields(
        ("optionId", "the option", "the id that Brightpearl gave"),
        ("optionValueName", "variation.attributes[].option", "as given"),
    ),
    "account-product": _fields(
        ("brandId", "product.brands", "products.brands, else products.brand_id"),
        ("productTypeId", "products.product_type_id", "as configured"),
        ("identity.sku", "product.sku", "without blanks around it"),
        ("stock.stockTracked", "-", "false, so that no 0 goes to other channels"),
        ("financialDetails.taxCode.code", "product.tax_class", "products.tax_classes"),
        ("salesChannels[].salesChannelName", "-", "Brightpearl"),
        ("salesChannels[].productName", "product.name", "a variation's is its parent's; with (SKU) where products.same_name says so"),
        ("salesChannels[].productCondition", "-", "new"),
        ("salesChannels[].categories[].categoryCode", "products.category", "as configured"),
        ("variations[].optionId", "variation.attributes[].name", "the option of that name"),
        ("variations[].optionValueId", "variation.attributes[].option", "the value of that name"),
    ),
    "account-price": _fields(
        ("productId", "the product", "the id that Brightpearl gave"),
        ("priceLists[].priceListId", "prices.regular_list", "as configured"),
        ("priceLists[].quantityPrice.1", "product.regular_price", "net, with four decimals"),
    ),
}

#: What a row was made of, by the first letter of its reference.
_LINES: Mapping[str, str] = {
    "L": "line_items",
    "F": "fee_lines",
    "S": "shipping_lines",
    "C": "coupon_lines",
    "D": "coupon_lines",
    "R": "order.total",
    "A": "refund.amount",
}


def explained(action: Write) -> tuple[Origin, ...]:
    """Where each value of a write comes from. A value that the tables do not name has a blank source."""
    known = {field.path: field for field in FIELDS.get(action.kind, ())}
    origins = []
    for path, value, row in _leaves(action.payload, "", ""):
        # Custom fields are the account's own: one rule is for all of them.
        field = known.get(re.sub(r"\[\d+\]", "[]", re.sub(r"^values\.PCF.*", "values.PCF", path)))
        source = "" if field is None else field.source.replace("{row}", _line_of(row))
        origins.append(Origin(path=path, value=value, source=source, rule="" if field is None else field.rule))
    return tuple(origins)


def explained_text(action: Write) -> str:
    """The origins of a write as text, a line to a value."""
    lines = [f"{action.summary}"]
    lines += [f"  {each.path} = {each.value!r}  <-  {each.source}: {each.rule}" for each in explained(action)]
    return "\n".join(lines)


def _leaves(document: Document, path: str, row: str) -> Iterator[tuple[str, Document, str]]:
    if isinstance(document, Mapping) and "$result" not in document:
        here = str(document.get("externalRef", row)) if path else row
        for key, value in document.items():
            yield from _leaves(value, f"{path}.{key}" if path else key, here)
    elif isinstance(document, list | tuple):
        for place, value in enumerate(document):
            yield from _leaves(value, f"{path}[{place}]", row)
    else:
        yield path, document, row


def _line_of(ref: str) -> str:
    # A refund's rows say which refund they are of: R417-L9.
    inner = ref.partition("-")[2] if re.fullmatch(r"R\d+-.*", ref) else ref
    kind = _LINES.get(inner[:1], "order")
    number = inner[1:].lstrip(":")
    return f"{kind}[{number}]" if number else kind
