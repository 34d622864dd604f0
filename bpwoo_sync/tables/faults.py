"""What is wrong with tables that are each well written: a value that cannot be, or two that do not agree."""

from __future__ import annotations

import difflib
import re
from zoneinfo import ZoneInfo

from bpwoo_sync.issues import CODES
from bpwoo_sync.tables.money import Taxes
from bpwoo_sync.tables.orders import Orders
from bpwoo_sync.tables.running import Schedule
from bpwoo_sync.tables.store import Store
from bpwoo_sync.tables.whole import Tables


def faults_of(tables: Tables) -> list[str]:
    """Everything that is wrong with tables whose values are each of the right type: a sentence each, which begins with its key."""
    return [
        *_store_faults(tables.store),
        *_needs(tables),
        *_order_faults(tables.orders),
        *_currency_faults(tables),
        *_tax_faults(tables.taxes),
        *_schedule_faults(tables.schedule),
        *_reconciling_faults(tables),
    ]


def _store_faults(store: Store) -> list[str]:
    faults = []
    if not store.key or not store.key.replace("_", "").isalnum():
        faults.append(f"store.key: {store.key!r} must be letters and digits, such as W1")
    for name, zone in (("accounting_time_zone", store.accounting_time_zone), ("shop_time_zone", store.shop_time_zone)):
        try:
            _ = ZoneInfo(zone or "UTC")
        except (KeyError, ValueError, OSError):
            faults.append(f"store.{name}: {zone!r} is no IANA zone, such as Europe/London")
    return faults + [
        f"store.warehouses[{place}]: names neither countries nor methods; the warehouse of every other order is store.warehouse_id"
        for place, rule in enumerate(store.warehouses)
        if not (rule.countries or rule.methods)
    ]


def _needs(tables: Tables) -> list[str]:
    """What one table needs of another, or one key of another."""
    faults = []
    if tables.nominals.gift_card_skus and not tables.nominals.gift_card:
        faults.append("nominals.gift_card: is needed for the products of nominals.gift_card_skus")
    if tables.orders.allocate and tables.store.warehouse_id is None:
        faults.append("store.warehouse_id: is needed for orders.allocate")
    if tables.stock.channel.used and tables.store.channel_id is None:
        faults.append("store.channel_id: is needed for stock.channel")
    if tables.refunds.restock != "never" and tables.refunds.restock_since is None:
        faults.append("refunds.restock_since: is needed for refunds.restock: goods of refunds before are left to the warehouse")
    return faults


def _order_faults(orders: Orders) -> list[str]:
    faults = []
    if orders.min_age_seconds < 0:
        faults.append("orders.min_age_seconds: must not be below 0")
    both = set(orders.import_statuses) & set(orders.ignore_statuses)
    if both:
        faults.append(f"orders.import_statuses: {', '.join(sorted(both))} is also ignored")
    return faults


def _currency_faults(tables: Tables) -> list[str]:
    faults = []
    if tables.store.base_currency not in tables.currencies:
        faults.append(f"currencies.{tables.store.base_currency}: the base currency must be listed, even if empty")
    for name, currency in tables.currencies.items():
        if len(name) != 3 or not name.isupper():
            faults.append(f"currencies.{name}: is no ISO 4217 code")
        if currency.rate is not None and currency.rate <= 0:
            faults.append(f"currencies.{name}.rate: must be above 0")
    return faults


def _tax_faults(taxes: Taxes) -> list[str]:
    faults = []
    seen: dict[frozenset[int], str] = {}
    for entry in taxes.rates:
        rates = frozenset(entry.rates)
        if not rates:
            faults.append(f"taxes.rates ({entry.code}): needs at least one rate id")
        elif seen.setdefault(rates, entry.code) != entry.code:
            faults.append(f"taxes.rates: {sorted(rates)} is given two codes, {seen[rates]} and {entry.code}")
    return faults


def _schedule_faults(schedule: Schedule) -> list[str]:
    faults = []
    for name, number in (("poll_seconds", schedule.poll_seconds), ("goods_minutes", schedule.goods_minutes)):
        if number < 0:
            faults.append(f"schedule.{name}: must be above 0, or 0 for never")
    for name, at in (("nightly", schedule.nightly), ("reconcile", schedule.reconcile)):
        if at and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
            faults.append(f"schedule.{name}: {at!r} is no time of day, such as 01:30")
    return faults


def _reconciling_faults(tables: Tables) -> list[str]:
    told, faults = tables.reconcile, []
    for code, number in told.allowed.items():
        if code not in CODES:
            close = difflib.get_close_matches(code, CODES, 1)
            faults.append(f"reconcile.allowed.{code}: is no code of a finding{f'; did you mean {close[0]!r}?' if close else ''}")
        if number < 0:
            faults.append(f"reconcile.allowed.{code}: must be 0 or more")
    for currency, amount in told.differences.items():
        if currency not in tables.currencies:
            faults.append(f"reconcile.differences.{currency}: is not listed below [currencies]")
        if amount < 0:
            faults.append(f"reconcile.differences.{currency}: must be 0 or more")
    if told.window_days < 0:
        faults.append("reconcile.window_days: must be 1 or more, or 0 for all orders")
    for name, minutes in (("missing_minutes", told.missing_minutes), ("grace_minutes", told.grace_minutes)):
        if minutes < 0:
            faults.append(f"reconcile.{name}: must be 0 or more")
    if not 0 <= told.stock_errors <= 1:
        faults.append('reconcile.stock_errors: must be a part of all, from "0" to "1"')
    if told.stock_units is not None and told.stock_units < 0:
        faults.append("reconcile.stock_units: must be 0 or more")
    if told.stock_share is not None and not 0 <= told.stock_share <= 1:
        faults.append('reconcile.stock_share: must be a part of all, from "0" to "1"')
    return faults
