"""An order of the shop as a sales order of Brightpearl, with the contact, payments and notes that belong to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

from attrs import field, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue
from bpwoo_sync.described import described
from bpwoo_sync.facts import external_ref
from bpwoo_sync.issues import Issue, Mapped, Severity, issue
from bpwoo_sync.mapping.addresses import clean, is_blank, order_address
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.custom_fields import field_values
from bpwoo_sync.mapping.customers import Customer, customer_of, is_erased
from bpwoo_sync.mapping.headers import channel, delivery_date, delivery_draft, or_unset, price_list, shipping_method, warehouse
from bpwoo_sync.mapping.money import ZERO, Row, balanced, is_whole, plain, rounded
from bpwoo_sync.mapping.payments import exchange_of, is_paid, payment_drafts, taken_off, tenders_of
from bpwoo_sync.mapping.rows import ONE, order_rows, rate_mismatches, row_draft
from bpwoo_sync.tables import Tables

_TAG = re.compile(r"<[^>]*>")


@frozen(kw_only=True)
class NoteDraft:
    """A note to be put on the sales order; ``key`` names it among the order's notes."""

    key: str
    text: str
    is_public: bool = False


@described
@frozen(kw_only=True)
class OrderImport:
    """Everything that one order becomes.

    ``sales_order`` lacks the customer's id, ``payments`` the sales order's: they are filled in once they exist.
    ``content`` is the digest of what was mapped. ``fields`` are custom fields by code, ``reserves`` the products to reserve,
    in ``warehouse_id``.
    """

    ref: str
    order_id: int
    number: str
    customer: Customer
    sales_order: bp.SalesOrderDraft
    rows: tuple[Row, ...]
    payments: tuple[bp.CustomerPaymentDraft, ...]
    notes: tuple[NoteDraft, ...]
    content: str
    total: Decimal
    """With tax, in the order's currency."""
    tax: Decimal
    """In the order's currency."""
    currency: str
    fields: Mapping[str, Any] = field(factory=dict)
    reserves: tuple[int, ...] = ()
    warehouse_id: int | None = None


def is_admitted(order: woo.Order, tables: Tables) -> bool:
    """Whether an order is to be imported: its status says so, and it was placed since the configured beginning."""
    return status_of(order) in tables.orders.import_statuses and order.date_created_gmt >= tables.store.go_live


def is_too_young(order: woo.Order, tables: Tables, now: datetime) -> bool:
    """Whether an order still has to wait, as things are at ``now`` (aware UTC): the shop may yet change it."""
    least = tables.orders.min_age_seconds
    # Where nothing has to wait, neither does an order of a shop whose clock is ahead of ours.
    return least > 0 and now - order.date_created_gmt < timedelta(seconds=least)


def status_of(order: woo.Order) -> str:
    """An order's status as the shop calls it."""
    return str(order.status.value)


def unmapped_status(order: woo.Order, tables: Tables) -> tuple[Issue, ...]:
    """What there is to say of a status that is neither imported nor ignored."""
    status = status_of(order)
    if status in tables.orders.import_statuses or status in tables.orders.ignore_statuses:
        return ()
    message = f"The status {status} is neither in orders.import_statuses nor in orders.ignore_statuses; the order is not imported."
    return (issue("UNMAPPED_STATUS", "order", order_key(order), message, field="status", actual=status),)


def order_key(order: woo.Order) -> str:
    """An order as a person names it."""
    return order.number.strip() or str(order.id)


def order_import(order: woo.Order, tables: Tables, catalogue: Catalogue) -> Mapped[OrderImport]:
    """What an order becomes, proved to the minor unit; or every reason why it is held."""
    key = order_key(order)
    faults = _preconditions(order, tables, catalogue, key)
    if faults:
        return Mapped(issues=faults)
    customer = customer_of(order, tables, catalogue, key)
    billing, delivery = order_addresses(order, tables)
    header = _header(order, tables, key)
    rows = balanced_rows(order, tables, catalogue)
    payments = payment_drafts(order, tables, catalogue, key)
    values = field_values(order, tables, catalogue.fields, key)
    parts = (customer, billing, header, rows, payments, values, delivery)
    issues = tuple(dict.fromkeys(each for part in parts for each in part.issues))
    if (
        customer.value is None
        or billing.value is None
        or delivery.value is None
        or header.value is None
        or rows.value is None
        or payments.value is None
        or any(each.severity is Severity.BLOCK for each in issues)
    ):
        return Mapped(issues=issues)
    exponent = tables.exponent(order.currency)
    made = OrderImport(
        ref=external_ref(tables.store.key, order.id),
        order_id=order.id,
        number=key,
        customer=customer.value,
        sales_order=_sales_order(order, tables, billing.value, delivery.value, header.value, rows.value),
        rows=rows.value,
        payments=payments.value,
        notes=notes_of(order, tables),
        content=content_hash(order),
        total=rounded(order.total, exponent) + taken_off(order, tables),
        tax=rounded(order.total_tax, exponent),
        currency=order.currency,
        fields=values.value or {},
        reserves=_reserved(rows.value, catalogue) if tables.orders.allocate else (),
        warehouse_id=header.value.warehouse_id,
    )
    return Mapped(value=made, issues=issues)


def _reserved(rows: tuple[Row, ...], catalogue: Catalogue) -> tuple[int, ...]:
    """The products of an order that a warehouse holds, those of bundles as well."""
    sold = {row.product_id for row in rows if row.product_id is not None}
    return tuple(sorted((sold & catalogue.tracked).union(*(catalogue.parts.get(id, frozenset()) for id in sold))))


def order_addresses(order: woo.Order, tables: Tables) -> tuple[Mapped[bp.AddressDraft], Mapped[bp.AddressDraft]]:
    """The addresses to stand on a sales order: billing, and delivery, which is the same one where the shop has no other."""
    key = order_key(order)
    billing = order_address(order.billing, "order", key, email=clean(order.billing.email), phone=order.billing.phone, tables=tables)
    return billing, billing if is_blank(order.shipping) else _delivery(order, tables, key)


def balanced_rows(order: woo.Order, tables: Tables, catalogue: Catalogue) -> Mapped[tuple[Row, ...]]:
    """The rows of an order, which come to its total and its tax exactly."""
    key, exponent = order_key(order), tables.exponent(order.currency)
    rows = order_rows(order, tables, catalogue, key)
    if rows.value is None:
        return rows
    found = balanced(
        rows.value,
        total=rounded(order.total, exponent) + taken_off(order, tables),
        tax=rounded(order.total_tax, exponent),
        exponent=exponent,
        threshold=tables.orders.rounding_threshold,
        residue=tables.orders.net_residue,
        rounding=_rounding_row(tables),
        entity="order",
        key=key,
        hint=_hint(order, tables),
    )
    mismatches = () if found.value is None else rate_mismatches(found.value, catalogue, key)
    return Mapped(value=found.value, issues=(*rows.issues, *found.issues, *mismatches))


def _preconditions(order: woo.Order, tables: Tables, catalogue: Catalogue, key: str) -> tuple[Issue, ...]:
    if is_erased(order):
        told = f"Whose order {key} was has been erased in the shop: no contact is made of what stands there now."
        return (issue("CUSTOMER_ERASED", "order", key, told, field="billing"),)
    currency = order.currency
    if currency not in tables.currencies or (catalogue.currencies and currency not in catalogue.currencies):
        where = "the account" if currency in tables.currencies else "the configuration"
        told = f"The currency {currency} is not set up in {where}."
        return (issue("UNKNOWN_CURRENCY", "order", key, told, field="currency", actual=currency),)
    exponent = tables.exponent(currency)
    if not is_whole(order.total, exponent):
        told = f"The total {plain(order.total)} has more decimals than {currency} has."
        return (issue("INVALID_AMOUNT", "order", key, told, field="total", actual=plain(order.total)),)
    status = status_of(order)
    if status in tables.orders.import_statuses and status not in tables.statuses:
        told = f"The status {status} is imported and has no status of Brightpearl's: add it to [statuses]."
        return (issue("UNMAPPED_STATUS", "order", key, told, severity=Severity.BLOCK, field="status", actual=status),)
    return ()


def _delivery(order: woo.Order, tables: Tables, key: str) -> Mapped[bp.AddressDraft]:
    phone = order.shipping.phone or order.billing.phone
    return order_address(order.shipping, "order", key, email=clean(order.billing.email), phone=phone, tables=tables)


@described
@frozen(kw_only=True)
class Header:
    """What of an order's head may lack, or be wrong: nothing stands for what Brightpearl is to choose."""

    shipping_method_id: int | None = None
    warehouse_id: int | None = None
    delivery_date: datetime | None = None
    """Noon of the day of delivery in the shop's time zone; aware."""
    rate: Decimal | None = None
    """Units of the order's currency for one unit of the base currency."""


def _header(order: woo.Order, tables: Tables, key: str) -> Mapped[Header]:
    sold, shipped, held, due, rate = (
        channel(tables, key),
        shipping_method(order, tables, key),
        warehouse(order, tables, key),
        delivery_date(order, tables, key),
        exchange_of(order, tables, key),
    )
    made = Header(shipping_method_id=shipped.value, warehouse_id=held.value, delivery_date=due.value, rate=rate.value)
    return Mapped(value=made, issues=(*sold.issues, *shipped.issues, *held.issues, *due.issues, *rate.issues))


def _sales_order(
    order: woo.Order,
    tables: Tables,
    billing: bp.AddressDraft,
    delivery: bp.AddressDraft,
    header: Header,
    rows: tuple[Row, ...],
) -> bp.SalesOrderDraft:
    store, rate = tables.store, header.rate
    return bp.SalesOrderDraft(
        customer=bp.SalesOrderCustomerDraft(address=billing),
        billing=bp.SalesOrderBillingDraft(address=billing),
        delivery=delivery_draft(delivery, header.shipping_method_id, header.delivery_date),
        rows=tuple(row_draft(row) for row in rows),
        ref=f"{tables.orders.ref_prefix}{order_key(order)}",
        external_ref=external_ref(store.key, order.id),
        installed_integration_instance_id=or_unset(store.integration_instance_id),
        placed_on=order.date_created_gmt,
        tax_date=tax_date(order, tables),
        status_id=or_unset(tables.statuses.get(status_of(order))),
        warehouse_id=or_unset(header.warehouse_id),
        channel_id=or_unset(store.channel_id),
        staff_owner_id=or_unset(store.staff_owner_id),
        project_id=or_unset(store.project_id),
        lead_source_id=or_unset(store.lead_source_id),
        team_id=or_unset(store.team_id),
        price_list_id=or_unset(price_list(order, tables)),
        price_mode_code=bp.PriceMode.INCLUSIVE if order.prices_include_tax else bp.PriceMode.EXCLUSIVE,
        currency=bp.SalesOrderCurrencyDraft(
            code=order.currency,
            exchange_rate=bp.UNSET if rate is None else rate,
            fixed_exchange_rate=bp.UNSET if rate is None else True,
        ),
    )


def tax_date(order: woo.Order, tables: Tables) -> datetime:
    """Noon of the day, in the zone of the books, on which an order was paid, or else placed."""
    moment = order.date_paid_gmt or order.date_created_gmt
    day = moment.astimezone(tables.store.zone).date()
    return datetime.combine(day, time(12), tables.store.zone)


def _rounding_row(tables: Tables) -> Row:
    return Row(
        ref="R",
        name="Rounding adjustment",
        quantity=ONE,
        net=ZERO,
        tax=ZERO,
        tax_code=tables.taxes.none,
        nominal=tables.nominals.rounding,
        source="total",
    )


def _hint(order: woo.Order, tables: Tables) -> str:
    tenders = ", ".join(f"{each.tender.meta} {plain(each.amount)}" for each in tenders_of(order, tables))
    return f" (with {tenders})" if tenders else ""


def notes_of(order: woo.Order, tables: Tables) -> tuple[NoteDraft, ...]:
    """The notes that an imported order is given: a summary unless the tables leave it out, and what the customer wrote."""
    ref = external_ref(tables.store.key, order.id)
    notes = [NoteDraft(key=f"note:{ref}:import", text=_summary(order, tables))] if tables.orders.import_note else []
    told = clean_note(order.customer_note, tables.orders.note_limit)
    if told:
        notes.append(NoteDraft(key=f"note:{ref}:customer", text=f"Customer's note: {told}", is_public=tables.orders.public_note))
    return tuple(notes)


def clean_note(text: str, limit: int) -> str:
    """A note without markup, its lines kept, cut to a length."""
    lines = (clean(line) for line in unescape(_TAG.sub("", text)).splitlines())
    return "\n".join(line for line in lines if line)[:limit]


def _summary(order: woo.Order, tables: Tables) -> str:
    method = clean(order.payment_method_title) or order.payment_method or "none"
    parts = [f"Imported from the shop: order {order_key(order)}", f"payment {method}{'' if is_paid(order, tables) else ' (not paid)'}"]
    if order.transaction_id:
        parts.append(f"transaction {clean(order.transaction_id)}")
    if order.coupon_lines:
        parts.append(f"coupons {', '.join(clean(coupon.code) for coupon in order.coupon_lines)}")
    return "; ".join(parts) + "."
