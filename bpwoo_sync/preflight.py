"""Whether what the tables name exists in the account and in the shop, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable

from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.prices import price_list_issues
from bpwoo_sync.snapshot import References, ShopReferences
from bpwoo_sync.tables import Tables
from bpwoo_sync.unmapped import shop_faults


def preflight(tables: Tables, references: References, shop: ShopReferences | None = None) -> tuple[Issue, ...]:
    """Every entry of the tables that points to nothing, and what the account and the shop lack or have that no entry names."""
    found: list[Issue] = []
    found += _ids(tables, references)
    found += _products(tables, references)
    found += _codes(tables, references)
    found += _currencies(tables, references)
    found += _banks(tables, references)
    found += _fields(tables, references)
    found += _locations(tables, references)
    found += _held(tables, references)
    if shop is not None:
        found += price_list_issues(references.price_lists, shop, tables)
        found += shop_faults(tables, shop)
    return tuple(found)


def named_lists(tables: Tables) -> tuple[str, ...]:
    """The lists of an account of which the tables name an entry, among those that hardly any tables do."""
    store, products = tables.store, tables.products
    named = {
        "lead_sources": store.lead_source_id is not None,
        "projects": store.project_id is not None,
        "staff": store.staff_owner_id is not None,
        "brands": products.brand_id is not None or bool(products.brands),
        "product_types": products.product_type_id is not None,
        "categories": bool(products.category or products.categories),
        "nominal_codes": any(_nominals(tables).values()),
    }
    return tuple(name for name, used in named.items() if used)


def _nominals(tables: Tables) -> dict[str, str]:
    told, names = tables.nominals, ("shipping", "fee", "discount", "rounding", "gift_card")
    return {
        **{f"nominals.{name}": getattr(told, name) for name in names},
        **{f"nominals.fees.{name}": code for name, code in told.fees.items()},
    }


def _unknown(key: str, what: str, value: object, known: Iterable[object]) -> Issue:
    listed = ", ".join(str(each) for each in known) or "none"
    return issue("TABLE_ENTRY_UNKNOWN", "tables", key, f"{key}: the account has no {what} {value}. It has: {listed}.", actual=value)


def _ids(tables: Tables, references: References) -> list[Issue]:
    store = tables.store
    statuses = {each.status_id: each.name for each in references.order_statuses if each.order_type_code == "SO"}
    channels = {each.id: each.name for each in references.channels}
    warehouses = {each.id: each.name for each in references.warehouses}
    shipping = {each.id: each.name for each in references.shipping_methods}
    lists = {each.id: each.code for each in references.price_lists}
    wanted: list[tuple[str, str, int | None, dict[int, str] | dict[int, str | None]]] = [
        ("store.channel_id", "channel", store.channel_id, channels),
        ("store.warehouse_id", "warehouse", store.warehouse_id, warehouses),
        *((f"store.warehouses[{place}]", "warehouse", rule.warehouse_id, warehouses) for place, rule in enumerate(store.warehouses)),
        *(
            (f"currencies.{code}.price_lists.{role}", "price list", id, lists)
            for code, each in tables.currencies.items()
            for role, id in each.price_lists.items()
        ),
        *((f"statuses.{name}", "sales order status", id, statuses) for name, id in tables.statuses.items()),
        *((f"shipping.methods.{name}", "shipping method", id, shipping) for name, id in tables.shipping.methods.items()),
        ("shipping.default", "shipping method", tables.shipping.default, shipping),
        *((f"stock.warehouses[{place}]", "warehouse", id, warehouses) for place, id in enumerate(tables.stock.warehouses)),
        *((f"currencies.{code}.price_list_id", "price list", each.price_list_id, lists) for code, each in tables.currencies.items()),
        ("prices.regular_list", "price list", tables.prices.regular_list, lists),
        ("prices.sale_list", "price list", tables.prices.sale_list, lists),
    ]
    found = [
        _unknown(key, what, id, [f"{known_id} ({name})" for known_id, name in known.items()])
        for key, what, id, known in wanted
        if id is not None and id not in known
    ]
    told = tables.shipments
    for section, by_method in (("carriers", told.carriers), ("providers", told.providers), ("tracking_links", told.tracking_links)):
        ids = [f"{id} ({name})" for id, name in shipping.items()]
        known_ids = {str(id) for id in shipping}
        found += [_unknown(f"shipments.{section}.{id}", "shipping method", id, ids) for id in by_method if id not in known_ids]
    instance = store.integration_instance_id
    if None not in (instance, references.instance_id) and instance != references.instance_id:
        found.append(_unknown("store.integration_instance_id", "instance of ours", instance, [references.instance_id]))
    return found


def _products(tables: Tables, references: References) -> list[Issue]:
    """Entries of lists that were read because the tables name some of them."""
    store, products = tables.store, tables.products
    wanted: list[tuple[str, str, object, Iterable[object] | None]] = [
        ("store.lead_source_id", "lead source", store.lead_source_id, _known(references.lead_sources, "id")),
        ("store.project_id", "project", store.project_id, _known(references.projects, "id")),
        ("store.staff_owner_id", "member of staff", store.staff_owner_id, _known(references.staff, "contact_id")),
        ("products.brand_id", "brand", products.brand_id, _known(references.brands, "id")),
        *((f"products.brands.{id}", "brand", id, _known(references.brands, "id")) for id in products.brands),
        ("products.product_type_id", "product type", products.product_type_id, _known(references.product_types, "id")),
        ("products.category", "category", products.category or None, _known(references.categories, "id")),
        *((f"products.categories.{id}", "category", id, _known(references.categories, "id")) for id in products.categories),
        *((key, "nominal code", code or None, _known(references.nominal_codes, "code")) for key, code in _nominals(tables).items()),
    ]
    return [
        _unknown(key, what, value, known)
        for key, what, value, known in wanted
        if value is not None and known is not None and str(value) not in known
    ]


def selling_warehouses(tables: Tables) -> tuple[int, ...]:
    """The warehouses that orders are sold from, and that goods of refunds go back to."""
    ids = (tables.store.warehouse_id, *(rule.warehouse_id for rule in tables.store.warehouses))
    return tuple(sorted({id for id in ids if id is not None}))


def _locations(tables: Tables, references: References) -> list[Issue]:
    """A location for what comes back has to be in each warehouse that goods may come back to."""
    id, key = tables.refunds.restock_location_id, "refunds.restock_location_id"
    if id is None or references.locations is None:
        return []
    lacking = [str(each) for each in selling_warehouses(tables) if all(place.id != id for place in references.locations.get(each, ()))]
    told = (
        f"{key}: no location {id} is in warehouse {', '.join(lacking)}, which orders are sold from; leave it out for the default location."
    )
    return [issue("TABLE_ENTRY_UNKNOWN", "tables", key, told, actual=id)] if lacking else []


def _known(records: Iterable[object] | None, name: str) -> tuple[str, ...] | None:
    return None if records is None else tuple(str(getattr(each, name)) for each in records)


def _held(tables: Tables, references: References) -> list[Issue]:
    """What would hold every order, or every order of a status, or keep cancelled ones from being cancelled."""
    found: list[Issue] = []
    if tables.store.channel_id is None:
        found.append(issue("UNMAPPED_CHANNEL", "tables", "store.channel_id", severity=Severity.ERROR))
    if tables.store.warehouse_id is None and not tables.store.warehouses:
        found.append(issue("UNMAPPED_WAREHOUSE", "tables", "store.warehouse_id", severity=Severity.ERROR))
    found += [
        issue(
            "UNMAPPED_STATUS",
            "tables",
            f"statuses.{status}",
            f"statuses: orders that are {status} are imported, and held without an entry.",
        )
        for status in tables.orders.import_statuses
        if status not in tables.statuses
    ]
    if references.configuration and not references.configuration.get("cancelledOrderStatusId", "").isdigit():
        found.append(issue("CANCELLED_STATUS_MISSING", "tables", "cancelledOrderStatusId"))
    return found


def _codes(tables: Tables, references: References) -> list[Issue]:
    known = [each.code for each in references.tax_codes]
    taxes = tables.taxes
    wanted = [("taxes.none", taxes.none), ("taxes.zero", taxes.zero), ("taxes.export", taxes.export), ("taxes.reverse", taxes.reverse)]
    wanted += [(f"taxes.rates {sorted(entry.rates)}", entry.code) for entry in taxes.rates]
    wanted += [(f"taxes.percents {entry.country} {entry.percent}", entry.code) for entry in taxes.percents]
    wanted += [(f"products.tax_classes.{code}", code) for code in tables.products.tax_classes]
    return [_unknown(key, "tax code", code, known) for key, code in wanted if code and code not in known]


def _fields(tables: Tables, references: References) -> list[Issue]:
    """Custom fields that sales orders do not have, or that are of another type."""
    types = {each.code: (each.custom_field_type or "").replace("_", "") for each in references.order_fields if each.code}
    found = []
    for place, field in enumerate(tables.orders.custom_fields):
        key = f"orders.custom_fields[{place}]"
        if field.code not in types:
            found.append(_unknown(key, "custom field of sales orders", field.code, sorted(types)))
        elif types[field.code] != field.type.replace("_", ""):
            told = f"{key}: {field.code} is of the type {types[field.code]}, not {field.type}."
            found.append(issue("TABLE_ENTRY_UNKNOWN", "tables", key, told, expected=types[field.code], actual=field.type))
    return found


def _currencies(tables: Tables, references: References) -> list[Issue]:
    known = [each.code for each in references.currencies if each.code]
    found = [_unknown(f"currencies.{code}", "currency", code, known) for code in tables.currencies if code not in known]
    base = references.configuration.get("baseCurrencyCode")
    if base and base != tables.store.base_currency:
        message = f"store.base_currency is {tables.store.base_currency}, the account keeps its books in {base}."
        found.append(issue("TABLE_ENTRY_UNKNOWN", "tables", "store.base_currency", message, expected=base))
    by_list = {each.id: each.currency_code for each in references.price_lists}
    for code, currency in tables.currencies.items():
        listed = by_list.get(currency.price_list_id or -1)
        if listed is not None and listed != code:
            key = f"currencies.{code}.price_list_id"
            found.append(issue("TABLE_ENTRY_UNKNOWN", "tables", key, f"{key}: price list {currency.price_list_id} is in {listed}."))
    return found


def _banks(tables: Tables, references: References) -> list[Issue]:
    methods = {each.code: {bank.currency_iso_code for bank in each.bank_accounts or ()} for each in references.payment_methods}
    used = {tender.method: tender.meta for tender in tables.payments.tenders}
    found = [
        _unknown(f"payments.tenders {meta}", "payment method", code, sorted(each for each in methods if each))
        for code, meta in used.items()
        if code not in methods
    ]
    for name, code in tables.payments.methods.items():
        method, _, only = name.partition(".")
        key = f'payments.methods."{name}"'
        if code not in methods:
            found.append(_unknown(key, "payment method", code, sorted(each for each in methods if each)))
            continue
        currencies = [only] if only in tables.currencies else list(tables.currencies)
        missing = [currency for currency in currencies if currency not in methods[code]]
        if missing:
            told = f"{key}: {code} has no bank account for {', '.join(missing)}; payments by {method or 'no method'} are not posted."
            found.append(issue("METHOD_WITHOUT_BANK", "tables", key, told, actual=code))
    return found
