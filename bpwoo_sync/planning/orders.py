"""Orders of the shop: those to be brought in, those whose import is not complete, those that were cancelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import define, evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.facts import order_id_of
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.mapping.cancellations import Fate
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.edits import account_digest, sent_digest
from bpwoo_sync.mapping.money import ZERO, plain, trimmed
from bpwoo_sync.mapping.orders import OrderImport, is_admitted, is_too_young, notes_of, order_import, order_key, status_of, unmapped_status
from bpwoo_sync.mapping.payments import Paid, payment_draft, payments_of
from bpwoo_sync.plan import Action, result_of
from bpwoo_sync.planning.actions import (
    ORDER_MARK,
    SENT_MARK,
    STATUS_MARK,
    contact_of,
    fields_actions,
    mark_action,
    marks_of,
    note_action,
    order_actions,
    payment_action,
    rate_of,
    reservation_actions,
    status_action,
)
from bpwoo_sync.planning.contacts import contact_actions
from bpwoo_sync.planning.duplicates import duplicate_issue, duplicated
from bpwoo_sync.planning.edits import edit_actions
from bpwoo_sync.planning.fates import planned_fate
from bpwoo_sync.planning.refunds import credit_actions
from bpwoo_sync.situation import Situation
from bpwoo_sync.snapshot import receipts_by_method

IMPORTED, WAITING, IGNORED, HELD = "already imported", "to be imported", "not to be imported", "held back"
YOUNG = "not old enough yet"


@define(kw_only=True)
class Planned:
    """What one order needs: the writes, what there is to say, and how it is counted."""

    actions: Sequence[Action] = ()
    issues: Sequence[Issue] = ()
    counted: str = IMPORTED


def planned_orders(situation: Situation) -> Iterator[Planned]:
    """What each order of the shop needs."""
    for order in situation.shop.orders:
        imported = situation.sales_orders_of(order)
        yield _imported(order, imported, situation) if imported else _waiting(order, situation)


def gone_orders(situation: Situation) -> list[Issue]:
    """Live sales orders whose order is not in the shop any more, nor in its trash."""
    found = []
    for ref, sales_orders in situation.sales_orders.items():
        if situation.order_of_ref(ref) is not None:
            continue
        live = [each for each in sales_orders if not each.is_canceled]
        if live and order_id_of(situation.tables.store.key, ref) is not None:
            told = f"Order {ref} was deleted in the shop, and sales order {live[0].id} is live."
            found.append(issue("WOO_ORDER_GONE", "order", live[0].ref or ref, told, actual=live[0].id))
    return found


def is_finished(order: woo.Order) -> bool:
    """Whether the shop's order carries the mark that its import is complete."""
    return bool(woo.meta_value(order.meta_data, ORDER_MARK))


def _waiting(order: woo.Order, situation: Situation) -> Planned:
    if not is_admitted(order, situation.tables):
        return Planned(issues=unmapped_status(order, situation.tables), counted=IGNORED)
    ref = situation.ref(order)
    if is_finished(order) or situation.ledger.settled(f"sales-order:{ref}"):
        return Planned(issues=(issue("BP_ORDER_GONE", "order", order_key(order)),), counted=HELD)
    if is_too_young(order, situation.tables, situation.shop.taken_at):
        return Planned(issues=(issue("TOO_YOUNG", "order", order_key(order)),), counted=YOUNG)
    mapped = order_import(order, situation.tables, situation.catalogue)
    if mapped.value is None or mapped.blocked:
        return Planned(issues=mapped.issues, counted=HELD)
    refunded, issues = credit_actions(order, result_of(f"sales-order:{ref}"), contact_of(mapped.value.customer), None, situation)
    changes = contact_actions(order, mapped.value.customer, situation)
    return Planned(actions=[*order_actions(mapped.value, changes), *refunded], issues=(*mapped.issues, *issues), counted=WAITING)


def _imported(order: woo.Order, imported: Sequence[bp.SalesOrder], situation: Situation) -> Planned:
    sales_order, ref = imported[0], situation.ref(order)
    fate = planned_fate(order, sales_order, situation)
    twice = duplicated(ref, imported, situation)
    issues = [] if twice is None else [duplicate_issue(twice)]
    if fate is Fate.KEEP and not sales_order.is_canceled:
        changed, told = edit_actions(order, sales_order, situation)
        completing, found = _completing(order, ref, sales_order, situation)
        # A payment of an order that changes comes after the change: else it might be more than the total.
        changing = tuple(action.key for action in changed if action.kind == "order-change")
        actions = [*changed, *(evolve(action, after=(*action.after, *changing)) for action in completing)]
        issues += told
        contact_id = (sales_order.customer.id if sales_order.customer else None) or sales_order.customer_id
        refunded, said = credit_actions(order, sales_order.id, contact_id, sales_order, situation)
        return Planned(actions=[*actions, *refunded], issues=[*issues, *found, *said])
    if fate in (Fate.CANCEL, Fate.REVERSE_AND_CANCEL):
        actions = _cancelling(order, sales_order, situation)
        unset = () if actions else (issue("CANCELLED_STATUS_MISSING", "order", order_key(order)),)
        return Planned(actions=actions, issues=[*issues, *unset])
    if fate is Fate.DRIFT:
        telling = _told_shop(order, sales_order, situation)
        ours = situation.ledger.settled(_cancel_key(order, situation))
        if telling is None:
            issues.append(issue("REVIVED_ORDER" if ours else "CANCEL_DRIFT", "order", order_key(order)))
        else:
            return Planned(actions=[telling], issues=[*issues, *_money_kept(order)])
    elif fate is not Fate.KEEP:
        issues.append(issue(fate.value, "order", order_key(order)))
    return Planned(issues=issues)


def _completing(order: woo.Order, ref: str, sales_order: bp.SalesOrder, situation: Situation) -> tuple[list[Action], tuple[Issue, ...]]:
    """What an imported order still lacks: payments, notes, the mark."""
    number, tables = order_key(order), situation.tables
    payments = payments_of(order, tables, situation.catalogue, number)
    issues = payments.issues
    actions = _paying(order, _still_due(payments.value or (), sales_order.id, situation), sales_order, situation)
    finished = is_finished(order)
    made = order_import(order, tables, situation.catalogue).value if not finished or _failed_in_part(ref, situation) else None
    later = _filling(made, sales_order, situation, finished=finished) if made is not None else []
    if not finished:
        actions += contact_actions(order, made.customer, situation) if made is not None else []
        present = {text.strip() for text in situation.account.notes.get(sales_order.id, ())}
        actions += [
            note_action(number, note.key, note.text, note.is_public, sales_order.id)
            for note in notes_of(order, tables)
            if note.text.strip() not in present
        ]
        done = tuple(action.key for action in actions)
        more = _what_was_sent(made, sales_order)
        actions.append(mark_action(ref, order.id, number, content_hash(order), sales_order.id, done, more=more))
    if sales_order.allocation_status_code == "ANA" and situation.ledger.refused(f"reservation:{ref}"):
        issues = (*issues, issue("NOT_ALLOCATED", "order", number))
    actions += later
    moved = moving_on(order, sales_order, situation, tuple(action.key for action in actions if action.kind == "payment"))
    return [*actions, *moved], issues


def _paying(order: woo.Order, due: Sequence[Paid], sales_order: bp.SalesOrder, situation: Situation) -> list[Action]:
    """The writes of payments that an order lacks: captures, where Brightpearl knows that the gateway held the amount."""
    if not due:
        return []
    captures = any(each.payment_type == "AUTH" for each in situation.payments_of(sales_order.id))
    ref, number, rate = situation.ref(order), order_key(order), rate_of(sales_order, situation.tables, order)
    drafts = (payment_draft(order, situation.tables, each, captures=captures) for each in due)
    return [payment_action(ref, number, draft, sales_order.id, rate) for draft in drafts]


def _failed_in_part(ref: str, situation: Situation) -> bool:
    """Whether something was tried for an order that never keeps its import back, and failed."""
    return _was_tried(f"fields:{ref}", situation) or _was_tried(f"reservation:{ref}", situation)


def _was_tried(key: str, situation: Situation) -> bool:
    return key in situation.ledger.latest and not situation.ledger.settled(key)


def _filling(made: OrderImport, sales_order: bp.SalesOrder, situation: Situation, *, finished: bool) -> list[Action]:
    """Custom fields and a reservation that an order lacks. A reservation that was refused is not asked for again."""
    wanted = [*fields_actions(made, sales_order.id), *reservation_actions(made, sales_order.id)]
    return [
        action
        for action in wanted
        if (_was_tried(action.key, situation) if finished else not situation.ledger.settled(action.key))
        and not (action.kind == "reservation" and situation.ledger.refused(action.key))
    ]


def _what_was_sent(made: OrderImport | None, sales_order: bp.SalesOrder) -> dict[str, object]:
    """What is known to have been sent of an order whose import was cut short: nothing, if anything differs by now."""
    if made is None or sent_digest(made.sales_order) != account_digest(sales_order):
        return {}
    marks = marks_of(made.sales_order)
    return marks if marks.get(STATUS_MARK) == sales_order.status_id else {SENT_MARK: marks[SENT_MARK]}


#: Statuses of the shop in which an order waits for its payment.
_WAITING = ("on-hold", "pending")


def moving_on(order: woo.Order, sales_order: bp.SalesOrder, situation: Situation, after: tuple[str, ...]) -> list[Action]:
    """The status of an order that waited for its payment when it was imported, and does not any more.

    Only where it still has the status that it was given then: people's own are left alone.
    """
    statuses = situation.tables.statuses
    there = sales_order.status_id
    if there is None or there not in map(statuses.get, _WAITING):
        return []
    status, given = status_of(order), str(woo.meta_value(order.meta_data, STATUS_MARK) or "")
    wanted = statuses.get(status)
    if wanted is None or wanted == there or status in _WAITING or str(there) != given:
        return []
    number = order_key(order)
    text = f"Order {number} is {status} in the shop."
    summary = f"Move sales order {sales_order.id} of order {number} on, as the shop's is {status}"
    return [status_action(f"status:{situation.ref(order)}:{wanted}", number, sales_order.id, wanted, text, summary, after)]


def _still_due(payments: Sequence[Paid], sales_order_id: int, situation: Situation) -> list[Paid]:
    """Those payments that an order lacks, as far as it is not paid otherwise: by hand, or under another reference."""
    due: list[Paid] = []
    missing = situation.unpaid_keys(payments, sales_order_id)
    if not missing:
        return due
    left = sum((each.amount for each in payments if not each.held), ZERO) - situation.received.get(sales_order_id, ZERO)
    for each in missing:
        if each.held:
            due.append(each)
        elif each.amount <= left:
            due.append(each)
            left -= each.amount
    return due


def _cancelling(order: woo.Order, sales_order: bp.SalesOrder, situation: Situation) -> list[Action]:
    """Pay back what was received, method by method, and cancel."""
    ref, number = situation.ref(order), order_key(order)
    cancelled = situation.cancelled_status_id
    if cancelled is None:
        return []
    exponent = situation.tables.exponent(order.currency)
    rate = rate_of(sales_order, situation.tables, order)
    refunds = situation.refunds_of(order)
    moment = refunds[-1].date_created_gmt if refunds else order.date_created_gmt
    given_back = _given_back(receipts_by_method(tuple(situation.payments_of(sales_order.id))).get(sales_order.id, {}))
    reversals = [
        payment_action(
            ref,
            number,
            bp.CustomerPaymentDraft(
                transaction_ref=f"{ref}-reversal",
                payment_method_code=method,
                payment_type=bp.PaymentType.PAYMENT,
                currency_iso_code=order.currency,
                amount_paid=trimmed(amount, exponent),
                payment_date=moment,
                journal_ref=f"Reversal {number}"[:64],
            ),
            sales_order.id,
            rate,
        )
        for method, amount in given_back.items()
    ]
    total = plain(trimmed(sum(given_back.values(), ZERO), exponent))
    told = f" after paying back {total} {order.currency}" if reversals else ""
    return [
        *reversals,
        status_action(
            _cancel_key(order, situation),
            number,
            sales_order.id,
            cancelled,
            f"Cancelled in the shop (order {number}).",
            f"Cancel sales order {sales_order.id} of order {number}{told}",
            tuple(action.key for action in reversals),
        ),
    ]


def _given_back(received: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What is paid back by each method: what was received by it, and no more in all than was received in all."""
    left, found = sum(received.values(), ZERO), dict[str, Decimal]()
    for method, amount in received.items():
        back = min(amount, left)
        if back > 0:
            found[method] = back
            left -= back
    return found


def _told_shop(order: woo.Order, sales_order: bp.SalesOrder, situation: Situation) -> Action | None:
    """The write that cancels in the shop what people cancelled in Brightpearl: once, where the tables say so."""
    settings, key = situation.tables.cancellations, f"cancel-in-shop:{situation.ref(order)}"
    ours = situation.ledger.settled(_cancel_key(order, situation)) or situation.ledger.settled(key)
    if ours or not settings.tell_shop or status_of(order) not in settings.from_statuses:
        return None
    number = order_key(order)
    return Action(
        key=key,
        kind="shop-order",
        payload={"meta_data": [], "status": "cancelled"},
        entity=f"order {number}",
        summary=f"Cancel order {number} in the shop, as sales order {sales_order.id} was",
        target=str(order.id),
    )


def _money_kept(order: woo.Order) -> tuple[Issue, ...]:
    if order.date_paid_gmt is None:
        return ()
    told = f"Order {order_key(order)} was cancelled in Brightpearl; {plain(order.total)} {order.currency} were paid in the shop."
    return (issue("CANCEL_DRIFT", "order", order_key(order), f"{told} No money goes back by itself."),)


def _cancel_key(order: woo.Order, situation: Situation) -> str:
    return f"cancel:{situation.ref(order)}"
