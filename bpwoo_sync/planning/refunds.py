"""Refunds of the shop: each becomes a sales credit, and the payment that gives the money back."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import Any

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, Mapped
from bpwoo_sync.mapping.headers import or_unset, price_list, warehouse
from bpwoo_sync.mapping.money import Row, plain
from bpwoo_sync.mapping.orders import balanced_rows, order_key
from bpwoo_sync.mapping.refunds import RefundImport, refund_import
from bpwoo_sync.mapping.rows import row_draft
from bpwoo_sync.plan import Action, Document, result_of
from bpwoo_sync.planning.actions import document, note_action, payment_action, rate_of
from bpwoo_sync.planning.restocking import restock_actions
from bpwoo_sync.situation import Situation
from bpwoo_sync.tables import Tables


def credit_actions(
    order: woo.Order, sales_order_id: Document, contact_id: Document, sales_order: bp.SalesOrder | None, situation: Situation
) -> tuple[list[Action], list[Issue]]:
    """The writes that an order's refunds need: a credit for each that has none, a payment for each that lacks it."""
    actions: list[Action] = []
    issues: list[Issue] = []
    for refund, mapped in mapped_refunds(order, situation):
        issues += mapped.issues
        if mapped.value is None:
            # What comes after a refund that cannot be mapped would be shared out wrongly.
            break
        made = mapped.value
        known = situation.credits.get(made.ref)
        if known is None:
            credit = result_of(f"sales-credit:{made.ref}")
            found = restock_actions(made, refund, order, sales_order, sales_order_id, credit, situation)
            actions += _new_credit(made, refund, order, sales_order_id, contact_id, sales_order, situation.tables)
        else:
            found = restock_actions(made, refund, order, sales_order, sales_order_id, known.id, situation)
            actions += _completing_credit(made, known.id, order_key(order), rate_of(sales_order, situation.tables, order), situation)
        actions += found[0]
        issues += found[1]
    return actions, issues


def mapped_refunds(order: woo.Order, situation: Situation) -> list[tuple[woo.Refund, Mapped[RefundImport]]]:
    """What each refund of an order becomes, oldest first; nothing comes of one after another that cannot be mapped."""
    refunds = [refund for refund in situation.refunds_of(order) if refund.amount or refund.line_items]
    if not refunds:
        return []
    original = balanced_rows(order, situation.tables, situation.catalogue).value
    if original is None:
        return [(refund, Mapped[RefundImport]()) for refund in refunds]
    found: list[tuple[woo.Refund, Mapped[RefundImport]]] = []
    earlier: list[tuple[Row, ...]] = []
    for place, refund in enumerate(refunds):
        mapped = refund_import(refund, order, original, earlier, situation.tables)
        found.append((refund, mapped))
        if mapped.value is None:
            return [*found, *((later, Mapped[RefundImport]()) for later in refunds[place + 1 :])]
        earlier.append(mapped.value.rows)
    return found


def _completing_credit(made: RefundImport, credit_id: int, number: str, rate: Decimal | None, situation: Situation) -> list[Action]:
    """What a credit still lacks: its payment; and its reason, where we made the credit and know of no note."""
    paying = made.payment is not None and situation.unpaid_keys([made.payment], credit_id)
    actions = [payment_action(made.ref, number, made.payment, credit_id, rate)] if paying and made.payment is not None else []
    ours = situation.ledger.settled(f"sales-credit:{made.ref}")
    if made.note and ours and not situation.ledger.settled(_reason_key(made)):
        actions.append(note_action(number, _reason_key(made), made.note, False, credit_id))
    return actions


def _reason_key(made: RefundImport) -> str:
    return f"note:{made.ref}:reason"


def _new_credit(
    made: RefundImport,
    refund: woo.Refund,
    order: woo.Order,
    sales_order_id: Document,
    contact_id: Document,
    sales_order: bp.SalesOrder | None,
    tables: Tables,
) -> list[Action]:
    number, key = order_key(order), f"sales-credit:{made.ref}"
    payload: dict[str, Any] = {
        **document(_credit_draft(made, refund, order, sales_order, tables)),
        "customer": {"id": contact_id},
        "parentId": sales_order_id,
    }
    credit = Action(
        key=key,
        kind="sales-credit",
        payload=payload,
        entity=f"order {number}",
        summary=f"Credit {plain(made.amount)} {made.currency} of order {number} as {made.ref}",
    )
    rate = rate_of(sales_order, tables, order)
    following = [payment_action(made.ref, number, made.payment, result_of(key), rate)] if made.payment is not None else []
    noted = [note_action(number, _reason_key(made), made.note, False, result_of(key))] if made.note else []
    return [credit, *following, *noted]


def _credit_draft(
    made: RefundImport, refund: woo.Refund, order: woo.Order, sales_order: bp.SalesOrder | None, tables: Tables
) -> bp.SalesCreditDraft:
    store = tables.store
    rate = rate_of(sales_order, tables, order)
    day = refund.date_created_gmt.astimezone(store.zone).date()
    labelled = sales_order.price_list_id if sales_order is not None and sales_order.price_list_id else price_list(order, tables)
    return bp.SalesCreditDraft(
        ref=f"{tables.orders.ref_prefix}{order_key(order)}",
        external_ref=made.ref,
        installed_integration_instance_id=or_unset(store.integration_instance_id),
        placed_on=refund.date_created_gmt,
        tax_date=datetime.combine(day, time(12), store.zone),
        channel_id=or_unset(store.channel_id),
        warehouse_id=or_unset((sales_order.warehouse_id if sales_order is not None else None) or warehouse(order, tables, "").value),
        price_list_id=or_unset(labelled),
        price_mode_code=bp.PriceMode.INCLUSIVE if order.prices_include_tax else bp.PriceMode.EXCLUSIVE,
        currency=bp.SalesOrderCurrencyDraft(
            code=order.currency,
            exchange_rate=bp.UNSET if rate is None else rate,
            fixed_exchange_rate=bp.UNSET if rate is None else True,
        ),
        rows=tuple(row_draft(row) for row in made.rows),
    )
