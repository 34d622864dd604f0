"""What is to be done so that both sides agree: two snapshots and the tables in, a plan out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, catalogue_of
from bpwoo_sync.facts import StockTarget, external_ref
from bpwoo_sync.issues import Issue, Severity, issue, worst_first
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.customers import Customer
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.mapping.orders import OrderImport, is_admitted, notes_of, order_import, order_key, unmapped_status
from bpwoo_sync.mapping.payments import payment_drafts
from bpwoo_sync.mapping.stock import changes, in_flight, stock_facts, stock_targets
from bpwoo_sync.plan import Action, Document, Plan, plan_of, result_of
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Tables

#: What we write into an order of the shop once its import is finished.
ORDER_MARK = "_bp_order_id"
CONTENT_MARK = "_bp_synced_hash"


def sync_plan(shop: Shop, account: Account, tables: Tables, ledger: Ledger, *, orders: bool = True, stock: bool = True) -> Plan:
    """Everything that has to be written so that orders, payments and stock of both sides agree."""
    catalogue = catalogue_of(account, shop)
    actions: list[Action] = []
    issues: list[Issue] = []
    counts: dict[str, int] = {}
    if orders:
        for found_actions, found_issues, counted in _each_order(shop, account, tables, catalogue, ledger):
            actions += found_actions
            issues += found_issues
            counts[counted] = counts.get(counted, 0) + 1
    if stock:
        sold = in_flight(shop.orders, account.sales_orders, tables)
        targets = stock_targets(stock_facts(shop), account.availability, sold, tables, catalogue)
        issues += targets.issues
        actions += [stock_action(target, shop.taken_at) for target in changes(targets.value or ())]
        counts["products compared"] = len(targets.value or ())
    return plan_of(actions, worst_first(issues), taken_at=min(shop.taken_at, account.taken_at), counts=counts)


Found = tuple[list[Action], Sequence[Issue], str]


def _each_order(shop: Shop, account: Account, tables: Tables, catalogue: Catalogue, ledger: Ledger) -> Iterable[Found]:
    by_ref: dict[str, list[bp.SalesOrder]] = {}
    for sales_order in account.sales_orders:
        by_ref.setdefault(sales_order.external_ref or "", []).append(sales_order)
    paid: dict[int, set[tuple[str | None, str | None]]] = {}
    for payment in account.payments:
        if payment.order_id is not None:
            paid.setdefault(payment.order_id, set()).add((payment.transaction_ref, payment.payment_method_code))
    for order in shop.orders:
        ref = external_ref(tables.store.key, order.id)
        imported = sorted(by_ref.get(ref, ()), key=lambda each: each.id)
        if imported:
            twice = (_duplicate(order, ref, imported),) if len(imported) > 1 else ()
            oldest = imported[0]
            actions, issues = _completing(order, oldest, account.notes.get(oldest.id, ()), paid.get(oldest.id, set()), tables, catalogue)
            yield actions, (*twice, *issues), "already imported"
        elif not is_admitted(order, tables):
            yield [], unmapped_status(order, tables), "not to be imported"
        elif woo.meta_value(order.meta_data, ORDER_MARK) or ledger.settled(f"sales-order:{ref}"):
            yield [], (issue("BP_ORDER_GONE", "order", order_key(order)),), "held back"
        else:
            mapped = order_import(order, tables, catalogue)
            if mapped.value is None or mapped.blocked:
                yield [], mapped.issues, "held back"
            else:
                yield order_actions(mapped.value), mapped.issues, "to be imported"


def order_actions(made: OrderImport) -> list[Action]:
    """The writes that bring one order in: contact, sales order, payments, notes, and the shop's mark that all is done."""
    order_action_key = f"sales-order:{made.ref}"
    sales_order_id = result_of(order_action_key)
    actions = _customer_actions(made.customer)
    contact_id = result_of(made.customer.key) if made.customer.contact_id is None else made.customer.contact_id
    document = _document(made.sales_order)
    document["customer"] = {**document["customer"], "id": contact_id}
    document["billing"] = {**document["billing"], "contactId": contact_id}
    total = f"{plain(made.total)} {made.currency}"
    actions.append(
        Action(
            key=order_action_key,
            kind="sales-order",
            payload=document,
            entity=f"order {made.number}",
            summary=f"Import order {made.number} as {made.ref}: {len(made.rows)} rows, {total}, of which tax {plain(made.tax)}",
        )
    )
    following = [
        *(payment_action(made.ref, made.number, draft, sales_order_id) for draft in made.payments),
        *(note_action(made.number, note.key, note.text, note.is_public, sales_order_id) for note in made.notes),
    ]
    done = tuple(action.key for action in following)
    return [*actions, *following, mark_action(made.ref, made.order_id, made.number, made.content, sales_order_id, done)]


def payment_action(ref: str, number: str, draft: bp.CustomerPaymentDraft, sales_order_id: Document) -> Action:
    """The write that records one payment of an order."""
    amount = plain(draft.amount_paid) if isinstance(draft.amount_paid, Decimal) else "?"
    return Action(
        key=f"payment:{ref}:{draft.transaction_ref}:{draft.payment_method_code}",
        kind="payment",
        payload={**_document(draft), "orderId": sales_order_id},
        entity=f"order {number}",
        summary=f"Record {amount} {draft.currency_iso_code} by {draft.payment_method_code} for order {number}",
    )


def note_action(number: str, key: str, text: str, is_public: bool, sales_order_id: Document) -> Action:
    """The write that puts one note on an order."""
    return Action(
        key=key,
        kind="order-note",
        payload={"orderId": sales_order_id, "note": {"text": text, "isPublic": is_public}},
        entity=f"order {number}",
        summary=f"Put a note on order {number}",
    )


def mark_action(ref: str, order_id: int, number: str, content: str, sales_order_id: Document, after: tuple[str, ...]) -> Action:
    """The write that tells the shop's order that it was imported, and with what content. It comes last."""
    marks = [{"key": ORDER_MARK, "value": sales_order_id}, {"key": CONTENT_MARK, "value": content}]
    return Action(
        key=f"mark:{ref}:{content[:16]}",
        kind="shop-mark",
        payload={"meta_data": marks},
        entity=f"order {number}",
        summary=f"Mark order {number} as imported",
        target=str(order_id),
        after=after,
    )


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


def _customer_actions(customer: Customer) -> list[Action]:
    if customer.contact is None or customer.address is None:
        return []
    address_key = f"address:{customer.key}"
    name = f"{customer.contact.first_name} {customer.contact.last_name}"
    address_id = result_of(address_key)
    contact = {**_document(customer.contact), "postAddressIds": {"DEF": address_id, "BIL": address_id, "DEL": address_id}}
    return [
        Action(
            key=address_key,
            kind="address",
            payload=_document(customer.address),
            entity=f"contact {name}",
            summary=f"Make a postal address for {name}",
        ),
        Action(key=customer.key, kind="contact", payload=contact, entity=f"contact {name}", summary=f"Make the contact {name}"),
    ]


def _completing(
    order: woo.Order,
    sales_order: bp.SalesOrder,
    notes: Iterable[str],
    paid: set[tuple[str | None, str | None]],
    tables: Tables,
    catalogue: Catalogue,
) -> tuple[list[Action], tuple[Issue, ...]]:
    """What an imported order still lacks: payments, notes, the mark."""
    ref, number = external_ref(tables.store.key, order.id), order_key(order)
    if sales_order.is_canceled:
        return [], ()
    payments = payment_drafts(order, tables, catalogue, number)
    issues = tuple(each for each in payments.issues if each.severity in (Severity.BLOCK, Severity.ERROR))
    actions = [
        payment_action(ref, number, draft, sales_order.id)
        for draft in payments.value or ()
        if (draft.transaction_ref, draft.payment_method_code) not in paid
    ]
    if not is_finished(order):
        present = {text.strip() for text in notes}
        actions += [
            note_action(number, note.key, note.text, note.is_public, sales_order.id)
            for note in notes_of(order, tables)
            if note.text.strip() not in present
        ]
        done = tuple(action.key for action in actions)
        actions.append(mark_action(ref, order.id, number, content_hash(order), sales_order.id, done))
    return actions, issues


def is_finished(order: woo.Order) -> bool:
    """Whether the shop's order carries the mark that its import is complete."""
    return bool(woo.meta_value(order.meta_data, ORDER_MARK))


def _duplicate(order: woo.Order, ref: str, imported: Sequence[bp.SalesOrder]) -> Issue:
    ids = ", ".join(str(each.id) for each in imported)
    return issue("DUPLICATE_ORDER", "order", order_key(order), f"Sales orders {ids} all have the reference {ref}.", actual=ids)


def _document(draft: bp.Draft) -> dict[str, Any]:
    """A draft as a document in which amounts are text."""
    document = _told(bp.encode(draft))
    return dict(document)


def _told(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return {key: _told(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_told(each) for each in value]
    return value
