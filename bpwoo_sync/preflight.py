"""Whether what the tables name exists in the account and in the shop, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable

from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.snapshot import References
from bpwoo_sync.tables import Tables


def preflight(tables: Tables, references: References, rate_ids: Iterable[int] = ()) -> tuple[Issue, ...]:
    """Every entry of the tables that points to nothing, and every tax rate of the shop that no entry names."""
    found: list[Issue] = []
    found += _ids(tables, references)
    found += _codes(tables, references)
    found += _currencies(tables, references)
    found += _banks(tables, references)
    found += _fields(tables, references)
    mapped = {id for entry in tables.taxes.rates for id in entry.rates}
    if not tables.taxes.percents:
        found += [
            issue("RATE_NOT_MAPPED", "tables", "taxes.rates", f"Tax rate {id} of the shop is in no entry of [[taxes.rates]].", actual=id)
            for id in sorted(set(rate_ids) - mapped)
        ]
    return tuple(found)


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
    ]
    return [
        _unknown(key, what, id, [f"{known_id} ({name})" for known_id, name in known.items()])
        for key, what, id, known in wanted
        if id is not None and id not in known
    ]


def _codes(tables: Tables, references: References) -> list[Issue]:
    known = [each.code for each in references.tax_codes]
    taxes = tables.taxes
    wanted = [("taxes.none", taxes.none), ("taxes.zero", taxes.zero), ("taxes.export", taxes.export), ("taxes.reverse", taxes.reverse)]
    wanted += [(f"taxes.rates {sorted(entry.rates)}", entry.code) for entry in taxes.rates]
    wanted += [(f"taxes.percents {entry.country} {entry.percent}", entry.code) for entry in taxes.percents]
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
    found = []
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
