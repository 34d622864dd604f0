"""Payments that are recorded twice: read once more before the younger is taken back, as people may have done so meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import brightpearl_sdk as bp
from bpwoo_sync.effects.flow import Flow, ask_brightpearl, every_row
from bpwoo_sync.effects.reading import sales_orders_in
from bpwoo_sync.effects.restocking import Unable
from bpwoo_sync.mapping.double_payments import surplus_of, worth_of
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.plan import Action, Document

Waiting = Sequence[tuple[Action, Document]]

#: Amounts that Brightpearl wants as JSON numbers.
_NUMBERS = ("amountPaid", "exchangeRate")


def payments_to_take_back(waiting: Waiting) -> Flow[dict[str, Document | Unable | None]]:
    """For each payment that is there twice the one that takes it back; none where that was done, and why not where it is none any more."""
    credits = sorted({int(payload["orderId"]) for _, payload in waiting if _given_back(payload)})
    orders = sorted({int(payload["orderId"]) for _, payload in waiting if not _given_back(payload)})
    there: dict[int, bp.SalesOrder | bp.SalesCredit] = {order.id: order for order in (yield from sales_orders_in(orders))}
    if credits:
        there |= {credit.id: credit for credit in (yield from ask_brightpearl(bp.SalesCredits.get_set(credits)))}
    row = bp.CustomerPaymentRow
    ids = bp.IdSet.of(sorted({*credits, *orders}))
    payments: dict[int, list[bp.CustomerPaymentRow]] = {}
    for each in (yield from every_row(bp.CustomerPayments.search(row.where(row.order_id.within(ids))))):
        payments.setdefault(each.order_id or 0, []).append(each)
    return {action.key: _due(payload, there, payments.get(int(payload["orderId"]), [])) for action, payload in waiting}


def _due(
    payload: Mapping[str, Any], there: Mapping[int, bp.SalesOrder | bp.SalesCredit], payments: list[bp.CustomerPaymentRow]
) -> Document | Unable | None:
    id, reversed_id = int(payload["orderId"]), int(payload["reversedId"])
    told = f"payment {reversed_id} was not taken back"
    if payload["payment"]["transactionRef"] in {each.transaction_ref for each in payments}:
        return None
    order = there.get(id)
    if order is None:
        return Unable(f"{told}: order {id} is not there any more.")
    if order.is_canceled or order.external_ref != payload["externalRef"]:
        return Unable(f"{told}: order {id} {'is cancelled' if order.is_canceled else f'has the reference {order.external_ref}'} by now.")
    total = worth_of(order)
    if total != Decimal(payload["total"]):
        return Unable(f"{told}: order {id} is over {plain(total)} by now, not over {payload['total']}.")
    currency, given_back = payload["payment"]["currencyIsoCode"], _given_back(payload)
    found = surplus_of(payments, total, payload["externalRef"], currency, given_back=given_back)
    apart = f"it is not payment {payload['keptId']} once more"
    pairs = {(each.kept.payment_id, each.younger.payment_id) for each in found.twice}
    if found.why or (int(payload["keptId"]), reversed_id) not in pairs:
        return Unable(f"{told}: {found.why or apart}.")
    payment = {name: Decimal(value) if name in _NUMBERS else value for name, value in payload["payment"].items()}
    return {**payment, "orderId": id}


def _given_back(payload: Mapping[str, Any]) -> bool:
    """Whether it is money that was given back for a credit: that is taken back by a receipt."""
    return bool(payload["payment"]["paymentType"] == bp.PaymentType.RECEIPT.value)
