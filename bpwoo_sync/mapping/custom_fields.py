"""Custom fields of a sales order, from the meta data that plug-ins keep with the shop's order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import folded
from bpwoo_sync.issues import Issue, Mapped, issue
from bpwoo_sync.mapping.payments import number_in
from bpwoo_sync.tables import OrderField, Tables

_YES, _NO = ("yes", "true", "1", "on"), ("no", "false", "0", "off")


def field_values(order: woo.Order, tables: Tables, declared: Mapping[str, bp.CustomField], key: str) -> Mapped[dict[str, Any]]:
    """The values of the configured fields by code, as Brightpearl takes them; what does not suit is left out and told."""
    values: dict[str, Any] = {}
    issues: list[Issue] = []
    for field in tables.orders.custom_fields:
        given = woo.meta_value(order.meta_data, field.meta)
        if given is None or given == "":
            continue
        value = _value(given, field, declared.get(field.code), tables)
        if value is None:
            issues.append(_skipped(given, field, declared, key))
        else:
            values[field.code] = value
    return Mapped(value=values, issues=tuple(issues))


def _value(given: object, field: OrderField, declared: bp.CustomField | None, tables: Tables) -> Any:
    if isinstance(given, Mapping | list | tuple):
        return None
    text = str(given).strip()
    match field.type:
        case "TEXT" | "TEXT_AREA":
            return text or None
        case "INTEGER":
            number = number_in(text)
            return int(number) if number is not None and number == number.to_integral_value() else None
        case "YES_NO":
            return True if text.lower() in _YES else False if text.lower() in _NO else None
        case "DATE":
            return _moment(text, tables)
        case "SELECT":
            options = declared.options or {} if declared is not None else {}
            return next(({"id": option.id} for option in options.values() if folded(option.value or "") == folded(text)), None)


def _moment(text: str, tables: Tables) -> str | None:
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return None
    zone = tables.store.shop_zone
    day = day if day.tzinfo is None else day.astimezone(zone)
    # Noon, so that no zone makes another day of it.
    return datetime.combine(day.date(), time(12), zone).isoformat(timespec="milliseconds")


def _skipped(given: object, field: OrderField, declared: Mapping[str, bp.CustomField], key: str) -> Issue:
    choices = [option.value for option in (declared[field.code].options or {}).values()] if field.code in declared else []
    known = f" It has: {', '.join(str(each) for each in choices)}." if field.type == "SELECT" and choices else ""
    told = f"{field.meta} is {str(given)[:100]!r}, which {field.code} ({field.type}) does not take; the field is left empty.{known}"
    return issue("CUSTOM_FIELD_SKIPPED", "order", key, told, field=field.code, actual=str(given)[:100])
