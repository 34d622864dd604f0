"""Currencies and decimals that nobody reckoned with: an amount is never rounded in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from bpwoo_sync.facts import OrderFact
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.money import ZERO, is_whole, plain
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.reconciling.pairs import Pair
from bpwoo_sync.situation import Situation


def order_surprises(pairs: Iterable[Pair], actual: Iterable[OrderFact], situation: Situation) -> Iterator[Issue]:
    """Orders and sales orders in an unknown currency, or with more decimals than their currency has."""
    known, paired = situation.tables.currencies, {pair.shop.ref for pair in pairs}
    sales_orders = {each.id: each for each in situation.account.sales_orders}
    for pair in pairs:
        fact = pair.shop
        if pair.account is not None and fact.currency not in known:
            yield _unknown("order", fact.number, fact.currency)
        # One that was not sent yet is held back for it.
        if pair.account is not None and not is_whole(pair.order.total, situation.tables.exponent(fact.currency)):
            yield _odd("order", fact.number, "total", pair.order.total, fact.currency)
    for fact in (each for each in actual if not each.cancelled and each.sales_order_id is not None):
        key, exponent = str(fact.sales_order_id), situation.tables.exponent(fact.currency)
        if fact.currency not in known and fact.ref not in paired:
            yield _unknown("sales-order", key, fact.currency)
        rows = sales_orders[fact.sales_order_id or 0].rows
        amounts = ((name, amount or ZERO) for row in rows for name, amount in (("net", row.net), ("tax", row.tax)))
        odd = next((each for each in amounts if not is_whole(each[1], exponent)), None)
        if odd is not None:
            yield _odd("sales-order", key, *odd, fact.currency)
    exponent = situation.tables.exponent(situation.shop.currency)
    if situation.shop.currency and situation.shop.decimals > exponent:
        told = f"The shop writes {situation.shop.decimals} decimals, and {situation.shop.currency} has {exponent}."
        yield issue(
            "INVALID_AMOUNT",
            "shop",
            "decimals",
            told,
            severity=Severity.WARN,
            field="woocommerce_price_num_decimals",
            expected=exponent,
            actual=situation.shop.decimals,
        )


def payment_surprises(situation: Situation) -> Iterator[Issue]:
    """Payments in another currency than their sales order or credit, or with more decimals than it has."""
    base = situation.tables.store.base_currency
    sales = (*situation.account.sales_orders, *situation.account.sales_credits)
    currencies = {each.id: (each.currency.code if each.currency is not None else None) or base for each in sales}
    for payment in situation.account.payments:
        currency = currencies.get(payment.order_id or 0)
        if currency is None:
            continue
        key, amount = str(payment.order_id), payment.amount_paid or ZERO
        if payment.currency_code and payment.currency_code != currency:
            told = f"Payment {payment.payment_id} of order {key} is in {payment.currency_code}, the order in {currency}."
            yield issue("CURRENCY_MISMATCH", "payment", key, told, expected=currency, actual=payment.currency_code)
        elif not is_whole(amount, situation.tables.exponent(currency)):
            yield _odd("payment", key, "amount", amount, currency)


def refund_surprises(situation: Situation) -> Iterator[Issue]:
    """Refunds with more decimals than their currency has."""
    for order in situation.shop.orders:
        exponent = situation.tables.exponent(order.currency)
        for refund in situation.shop.refunds.get(order.id, ()):
            if not is_whole(refund.amount, exponent):
                yield _odd("refund", f"{order_key(order)}/R{refund.id}", "amount", refund.amount, order.currency)


def _unknown(entity: str, key: str, currency: str) -> Issue:
    told = f"The currency {currency} is not set up in the configuration."
    return issue("UNKNOWN_CURRENCY", entity, key, told, severity=Severity.ERROR, field="currency", actual=currency)


def _odd(entity: str, key: str, name: str, amount: Decimal, currency: str) -> Issue:
    told = f"The {name} {plain(amount)} has more decimals than {currency} has."
    return issue("INVALID_AMOUNT", entity, key, told, severity=Severity.ERROR, field=name, actual=plain(amount))
