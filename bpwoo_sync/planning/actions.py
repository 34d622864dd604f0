"""The writes of which plans are made: each with a key that names it on every run and every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.facts import StockTarget
from bpwoo_sync.mapping.breaks import BreakTarget
from bpwoo_sync.mapping.channel_flags import FlagTarget
from bpwoo_sync.mapping.customers import Customer
from bpwoo_sync.mapping.edits import payload_digest, sent_digest
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.mapping.orders import OrderImport
from bpwoo_sync.mapping.payments import exchange
from bpwoo_sync.mapping.prices import PriceTarget
from bpwoo_sync.plan import Action, Document, result_of
from bpwoo_sync.tables import Tables

#: What we write into an order of the shop once its import is finished.
ORDER_MARK = "_bp_order_id"
CONTENT_MARK = "_bp_synced_hash"
#: What was sent, as a digest: who changes a sales order may see whether people changed it before.
SENT_MARK = "_bp_sent_hash"
#: The status that was set: an order that has another by now was moved by people.
STATUS_MARK = "_bp_status_id"


def order_actions(made: OrderImport, changes: Sequence[Action] = ()) -> list[Action]:
    """The writes that bring one order in: contact, sales order, payments, notes, and the shop's mark that all is done.

    ``changes`` are those of a contact that is known: the mark waits for them too.
    """
    order_action_key = f"sales-order:{made.ref}"
    sales_order_id = result_of(order_action_key)
    actions = [*customer_actions(made.customer), *changes]
    contact_id = contact_of(made.customer)
    payload = document(made.sales_order)
    marks = _marks(made.sales_order, payload_digest(payload))
    payload["customer"] = {**payload["customer"], "id": contact_id}
    payload["billing"] = {**payload["billing"], "contactId": contact_id}
    total = f"{plain(made.total)} {made.currency}"
    actions.append(
        Action(
            key=order_action_key,
            kind="sales-order",
            payload=payload,
            entity=f"order {made.number}",
            summary=f"Import order {made.number} as {made.ref}: {len(made.rows)} rows, {total}, of which tax {plain(made.tax)}",
        )
    )
    following = [
        *(payment_action(made.ref, made.number, draft, sales_order_id) for draft in made.payments),
        *(note_action(made.number, note.key, note.text, note.is_public, sales_order_id) for note in made.notes),
    ]
    done = tuple(action.key for action in (*changes, *following))
    return [
        *actions,
        *following,
        # These never keep an import from being finished.
        *fields_actions(made, sales_order_id),
        *reservation_actions(made, sales_order_id),
        mark_action(made.ref, made.order_id, made.number, made.content, sales_order_id, done, more=marks),
    ]


def contact_of(customer: Customer) -> Document:
    """The contact's id, or the place in a payload where it will stand."""
    return result_of(customer.key) if customer.contact_id is None else customer.contact_id


def customer_actions(customer: Customer) -> list[Action]:
    """The writes that make a contact, if it has to be made: its address first."""
    if customer.contact is None or customer.address is None:
        return []
    address_key = f"address:{customer.key}"
    name = f"{customer.contact.first_name} {customer.contact.last_name}"
    address_id = result_of(address_key)
    contact = {**document(customer.contact), "postAddressIds": {"DEF": address_id, "BIL": address_id, "DEL": address_id}}
    return [
        Action(
            key=address_key,
            kind="address",
            payload=document(customer.address),
            entity=f"contact {name}",
            summary=f"Make a postal address for {name}",
        ),
        Action(key=customer.key, kind="contact", payload=contact, entity=f"contact {name}", summary=f"Make the contact {name}"),
    ]


_DOES: Mapping[bp.PaymentType, str] = {bp.PaymentType.PAYMENT: "Pay back", bp.PaymentType.AUTH: "Record the hold of"}


def payment_action(ref: str, number: str, draft: bp.CustomerPaymentDraft, order_id: Document, rate: Decimal | None = None) -> Action:
    """The write that records one payment of an order, or of a credit; ``rate`` goes before the draft's own."""
    moved = draft.amount_authorized if draft.payment_type is bp.PaymentType.AUTH else draft.amount_paid
    amount = plain(moved) if isinstance(moved, Decimal) else "?"
    does = _DOES.get(draft.payment_type, "Record")
    return Action(
        key=f"payment:{ref}:{draft.transaction_ref}:{draft.payment_method_code}",
        kind="payment",
        payload={**document(draft), **({} if rate is None else {"exchangeRate": plain(rate)}), "orderId": order_id},
        entity=f"order {number}",
        summary=f"{does} {amount} {draft.currency_iso_code} by {draft.payment_method_code} for order {number}",
    )


def rate_of(sales_order: bp.SalesOrder | None, tables: Tables, order: woo.Order) -> Decimal | None:
    """The exchange rate of what belongs to a sales order: the order's own, else what the shop's order and the tables fix.

    Another rate would look like a gain or a loss.
    """
    known = sales_order.currency.exchange_rate if sales_order is not None and sales_order.currency is not None else None
    return exchange(order, tables) if known is None else known


def note_action(number: str, key: str, text: str, is_public: bool, order_id: Document) -> Action:
    """The write that puts one note on an order."""
    return Action(
        key=key,
        kind="order-note",
        payload={"orderId": order_id, "note": {"text": text, "isPublic": is_public}},
        entity=f"order {number}",
        summary=f"Put a note on order {number}",
    )


def fields_actions(made: OrderImport, order_id: Document) -> list[Action]:
    """The write that fills custom fields of an order, as far as they are empty; none where there is nothing to fill in."""
    if not made.fields:
        return []
    payload = {"orderId": order_id, "values": dict(made.fields)}
    summary = f"Fill in {', '.join(made.fields)} of order {made.number}"
    return [Action(key=f"fields:{made.ref}", kind="order-fields", payload=payload, entity=f"order {made.number}", summary=summary)]


def reservation_actions(made: OrderImport, order_id: Document) -> list[Action]:
    """The write that has goods reserved for an order; none where no warehouse holds any of them."""
    if not made.reserves or made.warehouse_id is None:
        return []
    payload = {"orderId": order_id, "warehouseId": made.warehouse_id, "productIds": list(made.reserves)}
    summary = f"Reserve the goods of order {made.number} in warehouse {made.warehouse_id}"
    return [Action(key=f"reservation:{made.ref}", kind="reservation", payload=payload, entity=f"order {made.number}", summary=summary)]


def status_action(key: str, number: str, sales_order_id: int, status_id: int, text: str, summary: str, after: tuple[str, ...]) -> Action:
    """The write that moves a sales order to a status."""
    return Action(
        key=key,
        kind="order-status",
        payload={"orderStatusId": status_id, "orderNote": {"text": text}},
        entity=f"order {number}",
        summary=summary,
        target=str(sales_order_id),
        after=after,
    )


def mark_action(
    ref: str,
    order_id: int,
    number: str,
    content: str,
    sales_order_id: Document,
    after: tuple[str, ...],
    *,
    more: Mapping[str, object] = MappingProxyType({}),
    again: str = "",
) -> Action:
    """The write that tells the shop's order that it was imported, with what content, and ``more``. It comes last.

    ``again`` tells a mark from one of the same content that was written before.
    """
    marks = {ORDER_MARK: sales_order_id, CONTENT_MARK: content, **more}
    return Action(
        key=f"mark:{ref}:{content[:16]}{again and f':{again}'}",
        kind="shop-mark",
        payload={"meta_data": [{"key": key, "value": value} for key, value in marks.items()]},
        entity=f"order {number}",
        summary=f"Mark order {number} as {'changed' if again else 'imported'}",
        target=str(order_id),
        after=after,
    )


def marks_of(sales_order: bp.SalesOrderDraft) -> dict[str, object]:
    """What an order of the shop is told of the sales order that was sent: its digest, and the status it was given."""
    return _marks(sales_order, sent_digest(sales_order))


def _marks(sales_order: bp.SalesOrderDraft, sent: str) -> dict[str, object]:
    status = sales_order.status_id
    return {SENT_MARK: sent, **({STATUS_MARK: status} if isinstance(status, int) else {})}


def stock_action(target: StockTarget, taken_at: datetime) -> Action:
    """The write that sets a product's quantity in the shop."""
    fact = target.fact
    # The moment is part of the key: what was right at another moment may be wrong, and right again, since.
    return Action(
        key=f"stock:{fact.key}:{target.quantity}:{taken_at.isoformat()}",
        kind="shop-stock",
        payload={"manage_stock": True, "stock_quantity": target.quantity},
        entity=f"SKU {fact.sku}",
        summary=f"Set stock of {fact.sku} from {'none' if fact.quantity is None else plain(fact.quantity)} to {target.quantity}",
        group=str(fact.parent_id) if fact.parent_id else "",
        target=str(fact.shop_id),
    )


def flag_action(target: FlagTarget, taken_at: datetime) -> Action:
    """The write that shows or hides a product in the shop, and lets it be sold without stock or not."""
    told = ", ".join(f"{name} {value}" for name, value in target.fields.items())
    return Action(
        key=f"flags:{target.key}:{','.join(target.fields.values())}:{taken_at.isoformat()}",
        kind="shop-flags",
        payload=dict(target.fields),
        entity=f"SKU {target.sku}",
        summary=f"Set {told} of {target.sku} in the shop",
        group=str(target.parent_id) if target.parent_id else "",
        target=str(target.shop_id),
    )


def price_action(target: PriceTarget, taken_at: datetime) -> Action:
    """The write that sets a product's prices in the shop; a blank sale price ends a sale."""
    fact = target.fact
    sale = "" if target.sale is None else plain(target.sale)
    return Action(
        key=f"price:{fact.key}:{plain(target.regular)}:{sale}:{taken_at.isoformat()}",
        kind="shop-price",
        payload={"regular_price": plain(target.regular), "sale_price": sale},
        entity=f"SKU {fact.sku}",
        summary=f"Set price of {fact.sku} from {_shown(fact.regular, fact.sale)} to {_shown(target.regular, target.sale)}",
        group=str(fact.parent_id) if fact.parent_id else "",
        target=str(fact.shop_id),
    )


def breaks_action(target: BreakTarget, meta: str, taken_at: datetime) -> Action:
    """The write that keeps the prices of larger quantities in a product's meta data; blank where there are none any more."""
    fact = target.fact
    digest = hashlib.sha256(target.text.encode()).hexdigest()[:12]
    return Action(
        key=f"breaks:{fact.key}:{digest}:{taken_at.isoformat()}",
        kind="shop-breaks",
        payload={"meta_data": [{"key": meta, "value": target.text}]},
        entity=f"SKU {fact.sku}",
        summary=f"Set prices of larger quantities of {fact.sku} to {target.text or 'none'}",
        group=str(fact.parent_id) if fact.parent_id else "",
        target=str(fact.shop_id),
    )


def document(draft: bp.Draft) -> dict[str, Any]:
    """A draft as a document in which amounts are text."""
    told = _told(bp.encode(draft))
    return dict(told)


def _told(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return {key: _told(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_told(each) for each in value]
    return value


def _shown(regular: Decimal | None, sale: Decimal | None) -> str:
    told = "none" if regular is None else plain(regular)
    return told if sale is None else f"{told} (sale {plain(sale)})"
