"""What an account is set up with before anything is sold: plausible reference data, invented."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

#: The settings that ``account-configuration`` shows; every value is text.
SETTINGS: Mapping[str, str] = {
    "defaultCostPriceListId": "2",
    "defaultCurrencyCode": "1",
    "taxSchemeCode": "VAT",
    "newSalesOrderStatusId": "1",
    "newSalesCreditStatusId": "9",
    "newPurchaseOrderStatusId": "6",
    "newPurchaseCreditStatusId": "11",
    "invoicedOrderStatusId": "4",
    "cancelledOrderStatusId": "5",
    "salesNominalCode": "4000",
    "purchaseNominalCode": "5000",
    "shippingNominalCode": "4040",
    "discountNominalCode": "4050",
    "roundingCorrectionsNominalCode": "7906",
    "multipleWarehouseEnabled": "1",
}

#: When the account was set up.
_SET_UP = "2020-01-01T00:00:00.000+00:00"

_CURRENCIES = (
    ("GBP", "Pound sterling", "£", "1.000000"),
    ("EUR", "Euro", "€", "1.180000"),
    ("USD", "US dollar", "$", "1.300000"),
    ("CAD", "Canadian dollar", "$", "1.750000"),
    ("JPY", "Japanese yen", "¥", "190.000000"),
    ("BHD", "Bahraini dinar", "BD", "0.490000"),
)
_STATUSES = (
    (1, "Draft / Quote", "SO"),
    (2, "New web order", "SO"),
    (3, "New phone order", "SO"),
    (4, "Invoiced", "SO"),
    (5, "Cancelled", "SO"),
    (12, "On hold", "SO"),
    (13, "Ready to ship", "SO"),
    (14, "Shipped", "SO"),
    (6, "Pending PO", "PO"),
    (7, "Placed with supplier", "PO"),
    (8, "Goods received", "PO"),
    (9, "New credit", "SC"),
    (10, "Refunded", "SC"),
    (11, "New purchase credit", "PC"),
)
_TAX_CODES = (
    (1, "T0", "Zero rate", "0"),
    (2, "T20", "Standard rate", "20"),
    (3, "T5", "Reduced rate", "5"),
    (4, "T9", "Outside the scope of tax", "0"),
    (5, "T1", "Exempt", "0"),
    (6, "T10", "Ten per cent", "10"),
    (7, "T12", "Twelve per cent", "12"),
)
_PAYMENT_METHODS = (("BANK", "Bank transfer", "1200"), ("CASH", "Cash", "1230"), ("CARD", "Card", "1200"))
_NOMINAL_CODES = (
    ("1001", "Stock", 3),
    ("1100", "Debtors control", 3),
    ("1200", "Bank current account", 3),
    ("1230", "Petty cash", 3),
    ("2100", "Creditors control", 5),
    ("2200", "Sales tax", 5),
    ("4000", "Sales", 1),
    ("4040", "Shipping", 1),
    ("4050", "Discounts allowed", 1),
    ("4060", "Fees", 1),
    ("5000", "Cost of sales", 2),
    ("7906", "Rounding corrections", 4),
)


def reference_data(base_currency: str) -> Mapping[str, list[dict[str, Any]]]:
    """Records by kind; exchange rates are foreign units for one unit of the base currency."""
    rates = {code: rate for code, _, _, rate in _CURRENCIES}
    base = rates.get(base_currency, "1.000000")
    currencies: list[dict[str, Any]] = [
        {"id": id, "code": code, "title": title, "symbol": symbol, "exchangeRate": _rate(rate, base)}
        for id, (code, title, symbol, rate) in enumerate(_CURRENCIES, 1)
    ]
    ids: dict[str, int] = {each["code"]: each["id"] for each in currencies}
    return {
        "currencies": currencies,
        "order_statuses": [
            {
                "statusId": id,
                "name": name,
                "orderTypeCode": code,
                "sortOrder": place,
                "disabled": False,
                "visible": False,
                "color": "#E7E6E4",
                "remindAfterDays": 0,
                "alertEmails": [],
                "emailContent": "",
                "batchProcess": False,
            }
            for place, (id, name, code) in enumerate(_STATUSES)
        ],
        "order_types": [
            {"id": 1, "code": "SO", "description": "Sales Order"},
            {"id": 2, "code": "PO", "description": "Purchase Order"},
            {"id": 3, "code": "SC", "description": "Sales Credit"},
            {"id": 4, "code": "PC", "description": "Purchase Credit"},
        ],
        "tax_codes": [
            {"id": id, "code": code, "description": description, **({"rate": int(rate)} if rate != "0" else {})}
            for id, code, description, rate in _TAX_CODES
        ],
        "nominal_codes": [
            {
                "id": id,
                "code": code,
                "name": name,
                "type": {"id": kind},
                "bank": code in ("1200", "1230"),
                "expense": False,
                "discount": False,
                "editable": True,
                "active": True,
                "taxCode": 0,
                "chartMapCode": "",
                "reconcile": False,
            }
            for id, (code, name, kind) in enumerate(_NOMINAL_CODES, 1)
        ],
        "payment_methods": [
            {
                "id": id,
                "name": name,
                "code": code,
                "isActive": True,
                "bankAccounts": [
                    {"paymentMethodId": id, "currencyIsoCode": each["code"], "bankAccountNominalCode": bank} for each in currencies
                ],
                "installedIntegrationId": "",
            }
            for id, (code, name, bank) in enumerate(_PAYMENT_METHODS, 1)
        ],
        "price_lists": [
            _price_list(1, "RETAIL", "Retail", base_currency, ids.get(base_currency, 1), "SELL", gross=False),
            _price_list(2, "COST", "Cost price", base_currency, ids.get(base_currency, 1), "BUY", gross=False),
            _price_list(3, "RETAILINC", "Retail incl. tax", base_currency, ids.get(base_currency, 1), "SELL", gross=True),
            _price_list(4, "RETAILEUR", "Retail EUR", "EUR", ids["EUR"], "SELL", gross=False),
            _price_list(5, "SALE", "Sale", base_currency, ids.get(base_currency, 1), "SELL", gross=False),
        ],
        "warehouses": [_warehouse(2, "Main warehouse"), _warehouse(3, "Second warehouse")],
        "channels": [
            {"id": 1, "name": "Web shop", "channelTypeId": 2, "defaultWarehouseId": 2, "defaultPriceListId": 1, "warehouseIds": [2, 3]},
            {"id": 2, "name": "Telephone", "channelTypeId": 1, "defaultWarehouseId": 2, "defaultPriceListId": 1, "warehouseIds": [2]},
        ],
        "shipping_methods": [
            {"id": 1, "code": "STD", "name": "Standard delivery"},
            {"id": 2, "code": "NEXT", "name": "Next day"},
            {"id": 3, "code": "COLLECT", "name": "Collected by the customer"},
        ],
        "lead_sources": [{"id": 1, "ownerId": 0, "parentId": 0, "name": "Web shop", "isActive": True}],
        "contact_statuses": [{"id": id, "name": name} for id, name in enumerate(("Prospect", "Suspect", "Live", "Dormant"), 1)],
        "projects": [{"id": 1, "name": "Winter campaign"}],
        "tags": [
            {"tagId": 1, "tagName": "Preferred customer", "tagParentId": 0, "tagColor": "#99FFFF"},
            {"tagId": 2, "tagName": "Trade", "tagParentId": 0, "tagColor": "#FFCC99"},
        ],
        "categories": [
            {
                "id": 1,
                "name": "Everything",
                "parentId": 0,
                "active": True,
                "createdById": 4,
                "updatedById": 0,
                "createdOn": _SET_UP,
                "updatedOn": _SET_UP,
                "description": {"languageCode": "en", "format": "PLAINTEXT"},
            }
        ],
        "product_types": [{"id": 1, "name": "Default"}],
        "channel_brands": [{"id": 1, "channelBrandId": 1, "addressBookId": 0, "name": "Web shop", "companyName": "Acme Ltd"}],
        "brands": [{"id": 1, "name": "Other", "description": ""}],
    }


def _rate(rate: str, base: str) -> str:
    return str((Decimal(rate) / Decimal(base)).quantize(Decimal("0.000001")))


def _price_list(id: int, code: str, name: str, currency: str, currency_id: int, kind: str, *, gross: bool) -> dict[str, Any]:
    return {
        "id": id,
        "name": {"languageCode": "en", "text": name, "format": "PLAINTEXT"},
        "code": code,
        "currencyCode": currency,
        "currencySymbol": "",
        "currencyId": currency_id,
        "priceListTypeCode": kind,
        "gross": gross,
    }


def _warehouse(id: int, name: str) -> dict[str, Any]:
    return {
        "id": id,
        "name": name,
        "typeCode": "warehouse",
        "typeDescription": "Warehouse",
        "address": {"addressId": id},
        "clickAndCollectEnabled": False,
    }
