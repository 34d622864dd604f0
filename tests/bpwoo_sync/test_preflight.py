"""Every entry of the tables is compared with what both systems have, before anything is written."""

from __future__ import annotations

from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Severity
from bpwoo_sync.preflight import named_lists, preflight
from bpwoo_sync.snapshot import References, ShopReferences
from tests.bpwoo_sync.mapping.orders import tables

#: An account that has all that the tables of the examples name.
KNOWN: dict[str, Any] = {
    "configuration": {"cancelledOrderStatusId": "5", "baseCurrencyCode": "GBP"},
    "channels": (bp.decode(bp.Channel, {"id": 1, "name": "Web"}),),
    "warehouses": (bp.decode(bp.Warehouse, {"id": 2, "name": "Main"}),),
    "shipping_methods": (bp.decode(bp.ShippingMethod, {"id": 1, "name": "Post"}),),
    "order_statuses": tuple(bp.decode(bp.OrderStatus, {"statusId": id, "name": str(id), "orderTypeCode": "SO"}) for id in (2, 12, 14)),
    "tax_codes": tuple(
        bp.decode(bp.TaxCode, {"id": id, "code": code, "description": code}) for id, code in enumerate(("T0", "T20", "T12", "T10", "QC"))
    ),
    "currencies": tuple(bp.CurrencyRow({"code": code}) for code in ("GBP", "USD", "JPY", "BHD", "CAD", "EUR")),
    "price_lists": tuple(
        bp.decode(bp.PriceList, {"id": id, "code": code, "currencyCode": currency, "priceListTypeCode": kind})
        for id, code, currency, kind in ((1, "RETAIL", "GBP", "SELL"), (4, "EURO", "EUR", "SELL"), (6, "COST", "GBP", "BUY"))
    ),
    "payment_methods": tuple(
        bp.decode(
            bp.PaymentMethod,
            {
                "code": code,
                "name": code,
                "isActive": True,
                "bankAccounts": [
                    {"paymentMethodId": 1, "currencyIsoCode": each, "bankAccountNominalCode": "1200"}
                    for each in ("GBP", "USD", "JPY", "BHD", "CAD", "EUR", "XTS")
                ],
            },
        )
        for code in ("CARD", "BANK", "CASH")
    ),
}


def rate(id: int) -> woo.TaxRate:
    """A tax rate of the shop."""
    return woo.decode(woo.TaxRate, {"id": id, "country": "GB", "state": "", "postcode": "", "city": "", "rate": "20.0000", "name": "VAT"})


def gateway(id: str, *, enabled: bool = True) -> woo.PaymentGateway:
    """A way of paying."""
    return woo.decode(woo.PaymentGateway, {"id": id, "title": id.title(), "enabled": enabled, "settings": {}})


def way(method: str, instance: int, title: str = "", *, enabled: bool = True) -> woo.ShippingZoneMethod:
    """A way of shipping to a zone."""
    told = {"id": instance, "instance_id": instance, "title": title, "method_id": method, "enabled": enabled, "settings": {}}
    return woo.decode(woo.ShippingZoneMethod, told)


SHOP = ShopReferences(currency="GBP", tax_rates=(rate(1),), gateways=(gateway("card"),), zone_methods=(way("flat_rate", 3),))


def told(changed: dict[str, Any], of_account: dict[str, Any] | None = None, shop: ShopReferences | None = SHOP) -> list[tuple[str, str]]:
    """Code and key of each fault."""
    found = preflight(tables(**changed), References(**{**KNOWN, **(of_account or {})}), shop)
    return [(each.code, each.key) for each in found]


def test_tables_that_name_what_is_there_have_no_fault() -> None:
    assert [] == told({})


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"store": {"channel_id": 9}}, "store.channel_id"),
        ({"store": {"warehouse_id": 9}}, "store.warehouse_id"),
        ({"statuses": {"processing": 9}}, "statuses.processing"),
        ({"shipping": {"methods": {"flat_rate": 9}}}, "shipping.methods.flat_rate"),
        ({"shipping": {"default": 9}}, "shipping.default"),
        ({"stock": {"warehouses": [2, 9]}}, "stock.warehouses[1]"),
        ({"currencies": {"GBP": {"price_list_id": 9}}}, "currencies.GBP.price_list_id"),
        ({"currencies": {"GBP": {"price_list_id": 4}}}, "currencies.GBP.price_list_id"),
        ({"currencies": {"GBP": {}, "XTS": {}}}, "currencies.XTS"),
        ({"prices": {"regular_list": 9}}, "prices.regular_list"),
        ({"prices": {"regular_list": 1, "sale_list": 9}}, "prices.sale_list"),
        ({"taxes": {"none": "T99"}}, "taxes.none"),
        ({"products": {"tax_classes": {"T99": ""}}}, "products.tax_classes.T99"),
        ({"payments": {"methods": {"card": "NONE"}}}, 'payments.methods."card"'),
        ({"payments": {"tenders": [{"meta": "_gift", "method": "GIFT"}]}}, "payments.tenders _gift"),
        ({"shipments": {"carriers": {"9": "Post"}}}, "shipments.carriers.9"),
        ({"shipments": {"providers": {"x": "Post"}}}, "shipments.providers.x"),
        ({"shipments": {"tracking_links": {"9": "https://post.example/{}"}}}, "shipments.tracking_links.9"),
    ],
)
def test_an_entry_that_the_account_does_not_have_is_named_by_its_key(changed: dict[str, Any], key: str) -> None:
    assert [("TABLE_ENTRY_UNKNOWN", key)] == told(changed)


LISTS: dict[str, Any] = {
    "lead_sources": (bp.decode(bp.LeadSource, {"id": 3, "name": "Web"}),),
    "projects": (bp.decode(bp.Project, {"id": 3, "name": "Launch"}),),
    "staff": (bp.ContactRow({"contactId": 3, "firstName": "Ann", "isStaff": True}),),
    "brands": (bp.decode(bp.Brand, {"id": 3, "name": "Own"}),),
    "product_types": (bp.decode(bp.ProductType, {"id": 3, "name": "Goods"}),),
    "categories": (bp.decode(bp.BrightpearlCategory, {"id": 3, "name": "All"}),),
    "nominal_codes": (bp.decode(bp.NominalCode, {"id": 3, "code": "4040", "name": "Shipping"}),),
}

NAMED = [
    ("lead_sources", "store", "lead_source_id", 3, 9, "store.lead_source_id"),
    ("projects", "store", "project_id", 3, 9, "store.project_id"),
    ("staff", "store", "staff_owner_id", 3, 9, "store.staff_owner_id"),
    ("brands", "products", "brand_id", 3, 9, "products.brand_id"),
    ("brands", "products", "brands", {"3": 1}, {"9": 1}, "products.brands.9"),
    ("product_types", "products", "product_type_id", 3, 9, "products.product_type_id"),
    ("categories", "products", "category", "3", "9", "products.category"),
    ("categories", "products", "categories", {"3": 1}, {"9": 1}, "products.categories.9"),
    ("nominal_codes", "nominals", "shipping", "4040", "9999", "nominals.shipping"),
    ("nominal_codes", "nominals", "fees", {"Gift wrap": "4040"}, {"Gift wrap": "9999"}, "nominals.fees.Gift wrap"),
]


@pytest.mark.parametrize(("listed", "section", "name", "there", "missing", "key"), NAMED)
def test_a_list_is_read_where_the_tables_name_one_of_it(listed: str, section: str, name: str, there: Any, missing: Any, key: str) -> None:
    known = {listed: LISTS[listed]}
    assert ((), (listed,)) == (named_lists(tables()), named_lists(tables(**{section: {name: missing}})))
    assert ([], [("TABLE_ENTRY_UNKNOWN", key)]) == (told({section: {name: there}}, known), told({section: {name: missing}}, known))
    # What the app may not read proves nothing.
    assert [] == told({section: {name: missing}})


def test_a_location_for_what_comes_back_has_to_be_in_each_warehouse_that_orders_are_sold_from() -> None:
    sold_from = {
        "store": {"warehouse_id": 2, "warehouses": [{"warehouse_id": 3, "countries": ["FR"]}]},
        "refunds": {"restock_location_id": 7},
    }
    warehouses = tuple(bp.decode(bp.Warehouse, {"id": id, "name": str(id)}) for id in (2, 3))
    shelf = (bp.decode(bp.Location, {"id": 7}),)
    both = {"warehouses": warehouses, "locations": {2: shelf, 3: shelf}}
    one = {"warehouses": warehouses, "locations": {2: shelf, 3: ()}}
    assert ([], [("TABLE_ENTRY_UNKNOWN", "refunds.restock_location_id")]) == (told(sold_from, both), told(sold_from, one))
    # What the app may not read proves nothing.
    assert [] == told(sold_from, {"warehouses": warehouses})


def test_another_instance_than_the_apps_own_is_told() -> None:
    store = {"store": {"integration_instance_id": 11}}
    assert ([], []) == (told(store), told(store, {"instance_id": 11}))
    assert [("TABLE_ENTRY_UNKNOWN", "store.integration_instance_id")] == told(store, {"instance_id": 12})


@pytest.mark.parametrize(
    ("changed", "of_account", "fault"),
    [
        ({"store": {"channel_id": None}}, {}, ("UNMAPPED_CHANNEL", "store.channel_id")),
        ({"store": {"warehouse_id": None}}, {}, ("UNMAPPED_WAREHOUSE", "store.warehouse_id")),
        ({"orders": {"import_statuses": ["processing", "packed"]}}, {}, ("UNMAPPED_STATUS", "statuses.packed")),
        ({}, {"configuration": {"baseCurrencyCode": "GBP"}}, ("CANCELLED_STATUS_MISSING", "cancelledOrderStatusId")),
        ({"prices": {"regular_list": 4}}, {}, ("PRICE_CURRENCY", "prices.regular_list")),
        ({"prices": {"regular_list": 6}}, {}, ("PRICE_CURRENCY", "prices.regular_list")),
    ],
)
def test_what_would_hold_orders_or_prices_is_told_before_the_first_run(
    changed: dict[str, Any], of_account: dict[str, Any], fault: tuple[str, str]
) -> None:
    assert [fault] == told(changed, of_account)


@pytest.mark.parametrize(
    ("in_use", "fault"),
    [
        ({"tax_rates": (rate(1), rate(77))}, ("RATE_NOT_MAPPED", "taxes.rates")),
        ({"gateways": (gateway("card"), gateway("klarna"))}, ("UNMAPPED_PAYMENT", "payments.methods.klarna")),
        ({"zone_methods": (way("flat_rate", 3), way("local_pickup", 4))}, ("UNMAPPED_SHIPPING", "shipping.methods.local_pickup:4")),
    ],
)
def test_what_a_buyer_can_choose_and_no_entry_names_is_a_warning(in_use: dict[str, Any], fault: tuple[str, str]) -> None:
    found = preflight(tables(), References(**KNOWN), ShopReferences(currency="GBP", **in_use))
    assert [(*fault, Severity.WARN)] == [(each.code, each.key, each.severity) for each in found]


@pytest.mark.parametrize(
    ("in_use", "changed"),
    [
        ({"tax_rates": (rate(77),)}, {"taxes": {"percents": [{"country": "GB", "percent": "20", "code": "T20"}]}}),
        ({"gateways": (gateway("klarna", enabled=False),)}, {}),
        ({"gateways": (gateway("klarna"),)}, {"payments": {"methods": {"klarna.GBP": "CARD"}}}),
        ({"zone_methods": (way("local_pickup", 4, enabled=False),)}, {}),
        ({"zone_methods": (way("local_pickup", 4),)}, {"shipping": {"default": 1}}),
        ({"zone_methods": (way("local_pickup", 4),)}, {"shipping": {"methods": {"local_pickup:4": 1}}}),
        ({"zone_methods": (way("local_pickup", 4, "Collect"),)}, {"shipping": {"methods": {"Collect": 1}}}),
    ],
)
def test_what_is_switched_off_or_named_otherwise_is_no_fault(in_use: dict[str, Any], changed: dict[str, Any]) -> None:
    assert [] == told(changed, shop=ShopReferences(currency="GBP", **in_use))


def test_a_category_brand_or_attribute_that_the_shop_does_not_have_is_named_by_its_key() -> None:
    changed = {"products": {"categories": {"3": 15}, "brands": {"3": 31}, "brand_attribute_id": 2}}
    there = ShopReferences(categories=frozenset({15}), brands=frozenset({31}), attributes=frozenset({2}))
    gone = ShopReferences(categories=frozenset(), brands=frozenset(), attributes=frozenset({1}))
    keys = ["products.categories.3", "products.brands.3", "products.brand_attribute_id"]
    assert ([], [("TABLE_ENTRY_UNKNOWN", key) for key in keys]) == (told(changed, shop=there), told(changed, shop=gone))
