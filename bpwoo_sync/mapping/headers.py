"""What stands at the head of a sales order beside the customer: warehouse, price list, shipping method, day of delivery."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Mapped, issue
from bpwoo_sync.mapping.addresses import clean
from bpwoo_sync.tables import Tables

#: The value of ``orders.delivery_date_format`` for seconds since 1970.
UNIX = "unix"


def destination(order: woo.Order) -> str:
    """The country that an order goes to, as two letters; blank where the shop does not say."""
    return (order.shipping.country or order.billing.country).strip().upper()


def method_names(order: woo.Order) -> tuple[str, ...]:
    """How the tables may name an order's shipping method, the most exact first; none for an order that is not sent."""
    if not order.shipping_lines:
        return ()
    line = order.shipping_lines[0]
    return (f"{line.method_id}:{line.instance_id}", line.method_id, line.method_title)


def shipping_method(order: woo.Order, tables: Tables, key: str) -> Mapped[int]:
    """The shipping method of an order, or why there is none."""
    names = method_names(order)
    if not names:
        return Mapped()
    found = next((tables.shipping.methods[name] for name in names if name in tables.shipping.methods), tables.shipping.default)
    if found is not None:
        return Mapped(value=found)
    line = order.shipping_lines[0]
    told = f'The shipping method {line.method_title} ({line.method_id}) is not mapped: add "{line.method_id}" to [shipping.methods].'
    return Mapped(issues=(issue("UNMAPPED_SHIPPING", "order", key, told, field="shipping_lines", actual=line.method_id),))


def warehouse(order: woo.Order, tables: Tables, key: str) -> Mapped[int]:
    """The warehouse of an order: of the first rule that suits it, else the store's. An order that no rule suits is held."""
    country, methods = destination(order), set(method_names(order))
    for rule in tables.store.warehouses:
        if (not rule.countries or country in rule.countries) and (not rule.methods or methods & set(rule.methods)):
            return Mapped(value=rule.warehouse_id)
    if tables.store.warehouse_id is None:
        sent = f" by {order.shipping_lines[0].method_id}" if order.shipping_lines else ""
        told = f"No warehouse is set for orders to {country or '?'}{sent}: add it to [[store.warehouses]], or set store.warehouse_id."
        return Mapped(issues=(issue("UNMAPPED_WAREHOUSE", "order", key, told, field="warehouseId", actual=country),))
    return Mapped(value=tables.store.warehouse_id)


def channel(tables: Tables, key: str) -> Mapped[int]:
    """The channel of an order: the store's. Without one an order is held."""
    if tables.store.channel_id is None:
        told = "No channel is set for the shop's orders: set store.channel_id."
        return Mapped(issues=(issue("UNMAPPED_CHANNEL", "order", key, told, field="channelId"),))
    return Mapped(value=tables.store.channel_id)


def price_list(order: woo.Order, tables: Tables) -> int | None:
    """The price list that labels an order: that of the buyer's role, else that of the currency. It changes no amount."""
    currency = tables.currencies.get(order.currency)
    if currency is None:
        return None
    role = woo.meta_value(order.meta_data, tables.orders.role_meta) if tables.orders.role_meta else None
    return currency.price_lists.get(str(role), currency.price_list_id)


def delivery_date(order: woo.Order, tables: Tables, key: str) -> Mapped[datetime]:
    """When an order is to be delivered: noon of the day, in the shop's zone; nothing where that is not known."""
    settings, zone = tables.orders, tables.store.shop_zone
    given = woo.meta_value(order.meta_data, settings.delivery_date_meta) if settings.delivery_date_meta else None
    written = clean(str(given)) if given is not None else ""
    if written:
        day = _day(written, tables)
        if day is None:
            told = f"The delivery date {written!r} cannot be read; the order is imported without one."
            return Mapped(issues=(issue("DELIVERY_DATE_UNREADABLE", "order", key, told, field="delivery.date", actual=written),))
    elif settings.delivery_lead_days is not None:
        day = order.date_created_gmt.astimezone(zone).date() + timedelta(days=settings.delivery_lead_days)
    else:
        return Mapped()
    return Mapped(value=datetime.combine(day, time(12), zone))


def _day(written: str, tables: Tables) -> date | None:
    form, zone = tables.orders.delivery_date_format, tables.store.shop_zone
    try:
        if form == UNIX:
            return datetime.fromtimestamp(int(written), zone).date()
        moment = datetime.strptime(written, form) if form else datetime.fromisoformat(written)
    except (ValueError, OverflowError, OSError):
        return None
    return (moment if moment.tzinfo is None else moment.astimezone(zone)).date()


def delivery_draft(address: bp.AddressDraft, shipping_method_id: int | None, moment: datetime | None) -> bp.SalesOrderDeliveryDraft:
    """Where an order goes, how and when, as it is sent."""
    return bp.SalesOrderDeliveryDraft(
        address=address, shipping_method_id=or_unset(shipping_method_id), date=bp.UNSET if moment is None else moment
    )


def or_unset(id: int | None) -> int | bp.Unset:
    """An id as it is sent: left out where there is none."""
    return bp.UNSET if id is None else id
