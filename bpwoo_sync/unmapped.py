"""What the shop has in use and no table names, and entries of tables that the shop does not have."""

from __future__ import annotations

from collections.abc import Collection

import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.snapshot import ShopReferences
from bpwoo_sync.tables import Tables


def shop_faults(tables: Tables, shop: ShopReferences) -> list[Issue]:
    """Every tax rate, gateway and way of shipping that no entry names, and every entry that names nothing of the shop's."""
    return [*_rates(tables, shop), *_gateways(tables, shop), *_ways(tables, shop), *_ids(tables, shop)]


def _rates(tables: Tables, shop: ShopReferences) -> list[Issue]:
    if tables.taxes.percents:
        return []
    mapped = {id for entry in tables.taxes.rates for id in entry.rates}
    return [
        issue("RATE_NOT_MAPPED", "tables", "taxes.rates", f"Tax rate {id} of the shop is in no entry of [[taxes.rates]].", actual=id)
        for id in sorted({rate.id for rate in shop.tax_rates} - mapped)
    ]


def _gateways(tables: Tables, shop: ShopReferences) -> list[Issue]:
    """Ways of paying that a buyer can choose, and that are not mapped in the shop's currency."""
    currency = shop.currency or tables.store.base_currency
    return [
        issue(
            "UNMAPPED_PAYMENT",
            "tables",
            f"payments.methods.{each.id}",
            f"The shop takes payments by {each.title or each.id}, which [payments.methods] does not name: orders would come in unpaid.",
            severity=Severity.WARN,
            actual=each.id,
        )
        for each in shop.gateways
        if each.enabled and tables.payment_method(each.id, currency) is None
    ]


def _ways(tables: Tables, shop: ShopReferences) -> list[Issue]:
    """Ways of shipping that a buyer can choose, and that are not mapped: their orders would be held."""
    if tables.shipping.default is not None:
        return []
    return [
        issue(
            "UNMAPPED_SHIPPING",
            "tables",
            f"shipping.methods.{each.method_id}:{each.instance_id}",
            f"The shop ships by {each.title or each.method_id}, which [shipping.methods] does not name: orders would be held.",
            severity=Severity.WARN,
            actual=f"{each.method_id}:{each.instance_id}",
        )
        for each in shop.zone_methods
        if each.enabled and not _names(each) & tables.shipping.methods.keys()
    ]


def _names(way: woo.ShippingZoneMethod) -> set[str]:
    return {f"{way.method_id}:{way.instance_id}", way.method_id, way.title}


def _ids(tables: Tables, shop: ShopReferences) -> list[Issue]:
    settings = tables.products
    attribute = {} if settings.brand_attribute_id is None else {"products.brand_attribute_id": settings.brand_attribute_id}
    return [
        *_unknown("category", {f"products.categories.{code}": id for code, id in settings.categories.items()}, shop.categories),
        *_unknown("brand", {f"products.brands.{code}": id for code, id in settings.brands.items()}, shop.brands),
        *_unknown("attribute", attribute, shop.attributes),
    ]


def _unknown(what: str, wanted: dict[str, int], known: Collection[int] | None) -> list[Issue]:
    return [
        issue("TABLE_ENTRY_UNKNOWN", "tables", key, f"{key}: the shop has no {what} {id}.", actual=id)
        for key, id in wanted.items()
        if known is not None and id not in known
    ]
