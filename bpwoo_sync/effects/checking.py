"""Do both connections work, and does what the tables name exist? Reads only."""

from __future__ import annotations

from typing import Any

from attrs import evolve, frozen

import woocommerce_sdk as woo
from bpwoo_sync.effects.flow import Flow, VendorError, ask_woocommerce, every_record
from bpwoo_sync.effects.reading import (
    CHECKED_REFERENCES,
    FIELD_REFERENCES,
    REFERENCES,
    Missing,
    part,
    read_instance,
    read_locations,
    read_references,
    read_shop_references,
)
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.preflight import named_lists, preflight, selling_warehouses
from bpwoo_sync.snapshot import References, ShopReferences
from bpwoo_sync.suggest import Suggestion, suggested_tables
from bpwoo_sync.tables import Tables


@frozen(kw_only=True)
class Connection:
    """Whether one system answers: what it says of itself, or why not."""

    system: str
    works: bool
    detail: str


@frozen(kw_only=True)
class Check:
    """What a check found. Without both connections the tables could not be checked."""

    connections: tuple[Connection, ...]
    issues: tuple[Issue, ...] = ()
    references: References | None = None

    @property
    def works(self) -> bool:
        """Whether both systems answer."""
        return all(connection.works for connection in self.connections)


def checked(tables: Tables) -> Flow[Check]:
    """Ask both systems for something cheap, then compare the tables with what the account has."""
    references: References | None = None
    missing: dict[str, str] = {}
    try:
        references = yield from read_references(check_references(tables))
        references = evolve(references, **(yield from _named(tables, missing)))
        currency = references.configuration.get("baseCurrencyCode", "?")
        brightpearl = Connection(system="Brightpearl", works=True, detail=f"answers; its books are kept in {currency}")
    except VendorError as error:
        brightpearl = Connection(system="Brightpearl", works=False, detail=str(error))
    lists: ShopReferences | None = None
    try:
        page = yield from ask_woocommerce(woo.Orders.list(woo.OrderQuery(per_page=1)))
        lists = yield from _shop_lists(tables)
        shop = Connection(system="WooCommerce", works=True, detail=f"answers; it has {page.total} orders")
    except VendorError as error:
        shop = Connection(system="WooCommerce", works=False, detail=str(error))
    unread = (issue("SIDE_INCOMPLETE", "tables", name, f"{name} could not be checked: {why}") for name, why in missing.items())
    issues = () if references is None else (*preflight(tables, references, lists), *unread)
    return Check(connections=(brightpearl, shop), issues=issues, references=references)


def check_references(tables: Tables) -> tuple[str, ...]:
    """The lists that a check compares with the tables: custom fields only where some are configured."""
    return tuple(name for name in REFERENCES if name not in FIELD_REFERENCES or tables.orders.custom_fields)


def _named(tables: Tables, missing: Missing) -> Flow[dict[str, Any]]:
    """What an account has of lists of which the tables name an entry; nothing of those that the app may not read."""
    found: dict[str, Any] = {}
    for name in named_lists(tables):
        found[name] = yield from part(name, CHECKED_REFERENCES[name](), None, missing)
    location = tables.refunds.restock_location_id
    if location is not None:
        found["locations"] = yield from part("locations", read_locations(selling_warehouses(tables), location), None, missing)
    if tables.store.integration_instance_id is not None:
        found["instance_id"] = yield from read_instance()
    return found


def _shop_lists(tables: Tables) -> Flow[ShopReferences]:
    """The lists of the shop that a check compares with the tables."""
    known = yield from read_shop_references()
    zones = yield from every_record(woo.ShippingZones.list())
    methods: list[woo.ShippingZoneMethod] = []
    for zone in zones:
        methods += yield from every_record(woo.ShippingZoneMethods.list(zone.id))
    settings = tables.products
    categories, brands = sorted(set(settings.categories.values())), sorted(set(settings.brands.values()))
    listed = (yield from every_record(woo.Categories.list(_these(categories)))) if categories else None
    branded = (yield from every_record(woo.Brands.list(_these(brands)))) if brands else None
    attributes = (yield from every_record(woo.Attributes.list())) if settings.brand_attribute_id is not None else None
    return evolve(
        known,
        zone_methods=tuple(methods),
        categories=None if listed is None else frozenset(each.id for each in listed),
        brands=None if branded is None else frozenset(each.id for each in branded),
        attributes=None if attributes is None else frozenset(each.id for each in attributes),
    )


def _these(ids: list[int]) -> woo.TermQuery:
    return woo.TermQuery(per_page=100, include=tuple(ids))


def suggestion(store_key: str) -> Flow[Suggestion]:
    """Read both accounts and propose tables for them."""
    references = yield from read_references(tuple(name for name in REFERENCES if name not in FIELD_REFERENCES))
    instance_id = yield from read_instance()
    shop = yield from read_shop_references()
    return suggested_tables(evolve(references, instance_id=instance_id), shop, store_key=store_key)
