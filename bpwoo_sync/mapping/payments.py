"""What was paid for an order, tender by tender."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from attrs import define, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue
from bpwoo_sync.described import described
from bpwoo_sync.facts import external_ref
from bpwoo_sync.issues import Issue, Mapped, issue
from bpwoo_sync.mapping.money import ZERO, plain, rounded
from bpwoo_sync.tables import Tables, Tender

REFERENCE_LENGTH = 64

#: An order in the currency of the books.
_BASE_RATE = Mapped(value=Decimal("1.000000"))


@described
@frozen(kw_only=True)
class TenderPaid:
    """An amount that a plug-in's gift card or deposit paid."""

    tender: Tender
    amount: Decimal
    """In the order's currency."""


def is_paid(order: woo.Order, tables: Tables) -> bool:
    """Whether the shop gives evidence that the buyer paid: a payment date, and a method that is paid beforehand."""
    if order.date_paid_gmt is None:
        return False
    if order.payment_method not in tables.payments.never_auto_paid:
        return True
    return tables.payments.cod_paid_when == "completed" and order.status == woo.OrderStatus.COMPLETED


def tenders_of(order: woo.Order, tables: Tables) -> tuple[TenderPaid, ...]:
    """The gift cards and deposits of an order, as the configured meta data tells them."""
    return _tenders_paid(_told_amounts(order, tables), tables.exponent(order.currency))


def _tenders_paid(told: Iterable[tuple[Tender, Decimal | None]], exponent: int) -> tuple[TenderPaid, ...]:
    return tuple([TenderPaid(tender=tender, amount=rounded(abs(amount), exponent)) for tender, amount in told if amount])


def _unreadable_tender(order: woo.Order, tender: Tender, key: str) -> Issue:
    """What there is to say of a tender whose amount cannot be read: it is not known what was paid how."""
    told = f"{tender.meta} holds no amount{f' at {tender.path}' if tender.path else ''}."
    actual = str(woo.meta_value(order.meta_data, tender.meta))[:100]
    return issue("TENDER_UNREADABLE", "order", key, told, field=tender.meta, actual=actual)


def _told_amounts(order: woo.Order, tables: Tables) -> list[tuple[Tender, Decimal | None]]:
    """What the meta value of each tender comes to: 0 where there is none, None where it is no amount."""
    return [(tender, _told_amount(order, tender)) for tender in tables.payments.tenders]


def _told_amount(order: woo.Order, tender: Tender) -> Decimal | None:
    value = woo.meta_value(order.meta_data, tender.meta)
    if value in (None, "", [], {}):
        return ZERO
    amounts = [number_in(each) for each in _found_at(value, tender.path.split(".") if tender.path else [])]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known and len(known) == len(amounts) else None


def _found_at(value: object, path: list[str]) -> list[object]:
    if not path:
        return [value]
    first, rest = path[0], path[1:]
    if first == "*":
        inner = list(value.values()) if isinstance(value, Mapping) else list(value) if isinstance(value, list | tuple) else []
    else:
        inner = [value[first]] if isinstance(value, Mapping) and first in value else []
    return [found for each in inner for found in _found_at(each, rest)]


def taken_off(order: woo.Order, tables: Tables) -> Decimal:
    """What gift cards paid that the order's ``total`` no longer contains."""
    return sum((each.amount for each in tenders_of(order, tables) if not each.tender.within_total), ZERO)


def is_authorised(order: woo.Order, tables: Tables) -> bool:
    """Whether the gateway holds an amount that was not taken yet."""
    return order.payment_method in tables.payments.authorised and order.date_paid_gmt is None and bool(order.transaction_id.strip())


@described
@define(kw_only=True)
class Paid:
    """A payment of an order, before it is a draft: what names it in Brightpearl, and what it comes to.

    ``held`` tells that the gateway only holds the amount; ``gateway_ref`` is what names it there.
    """

    transaction_ref: str
    payment_method_code: str
    amount: Decimal
    """In the order's currency."""
    held: bool = False
    gateway_ref: str = ""


def payment_drafts(order: woo.Order, tables: Tables, catalogue: Catalogue, key: str) -> Mapped[tuple[bp.CustomerPaymentDraft, ...]]:
    """The payments of a paid order, without the sales order's id; empty for one that is unpaid or free."""
    found = payments_of(order, tables, catalogue, key)
    drafts = None if found.value is None else tuple(payment_draft(order, tables, each) for each in found.value)
    return Mapped(value=drafts, issues=found.issues)


def payments_of(order: woo.Order, tables: Tables, catalogue: Catalogue, key: str) -> Mapped[tuple[Paid, ...]]:
    """What was paid for an order, or what its gateway holds; empty for one that is unpaid or free."""
    told = _told_amounts(order, tables)
    unreadable = [_unreadable_tender(order, tender, key) for tender, amount in told if amount is None]
    if unreadable:
        return Mapped(issues=tuple(unreadable))
    held = is_authorised(order, tables)
    if not is_paid(order, tables) and not held:
        return Mapped(value=())
    exponent = tables.exponent(order.currency)
    total, tenders = rounded(order.total, exponent), () if held else _tenders_paid(told, exponent)
    rest = total - sum([each.amount for each in tenders if each.tender.within_total])
    if rest < 0:
        message = f"The tenders inside the total come to {plain(total - rest)}, more than the order."
        return Mapped(issues=(issue("PAYMENT_EXCEEDS_TOTAL", "order", key, message),))
    paid: list[Paid] = []
    issues: list[Issue] = []
    if rest:
        code = tables.payment_method(order.payment_method, order.currency)
        if code is None:
            issues.append(_unmapped(order, key))
        else:
            issues += _without_bank(code, order.currency, catalogue, key)
            ref = transaction_ref(order, tables)
            named = shortened(f"{ref}-auth") if held else ref
            paid.append(Paid(transaction_ref=named, payment_method_code=code, amount=rest, held=held, gateway_ref=ref))
    for each in tenders:
        issues += _without_bank(each.tender.method, order.currency, catalogue, key)
        ref = f"{external_ref(tables.store.key, order.id)}-{each.tender.meta}"
        paid.append(Paid(transaction_ref=shortened(ref), payment_method_code=each.tender.method, amount=each.amount))
    return Mapped(value=tuple(paid), issues=tuple(issues))


def transaction_ref(order: woo.Order, tables: Tables) -> str:
    """What names the payment on both sides: the gateway's transaction, else the order and its method."""
    given = order.transaction_id.strip()
    return shortened(given or f"{external_ref(tables.store.key, order.id)}-{order.payment_method or 'paid'}")


def shortened(ref: str) -> str:
    """A reference of at most 64 characters; a longer one keeps its first 40 and a digest of the whole."""
    if len(ref) <= REFERENCE_LENGTH:
        return ref
    return f"{ref[:40]}-{hashlib.sha256(ref.encode()).hexdigest()[:16]}"


def exchange(order: woo.Order, tables: Tables) -> Decimal | None:
    """The fixed rate of an order: foreign units for one unit of the base. None leaves it to Brightpearl, or is unreadable."""
    return exchange_of(order, tables, "").value


def exchange_of(order: woo.Order, tables: Tables, key: str) -> Mapped[Decimal]:
    """The fixed rate of an order: what a plug-in kept with it, else what the tables say; or why it cannot be read."""
    if order.currency == tables.store.base_currency:
        return _BASE_RATE
    currency = tables.currencies.get(order.currency)
    if currency is None:
        return Mapped()
    kept = woo.meta_value(order.meta_data, currency.rate_meta) if currency.rate_meta else None
    if kept is None or not str(kept).strip():
        rate = currency.rate
    else:
        rate = number_in(kept)
        if rate is None or rate <= 0:
            told = f"The exchange rate {kept!r} in {currency.rate_meta} is no number above 0."
            return Mapped(issues=(issue("RATE_UNREADABLE", "order", key, told, field=currency.rate_meta, actual=str(kept)),))
    if rate is None:
        return Mapped()
    return Mapped(value=rounded(1 / rate if currency.rate_inverted else rate, 6))


def number_in(value: object) -> Decimal | None:
    """The number that a meta value is; None where it is none."""
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def payment_draft(order: woo.Order, tables: Tables, paid: Paid, *, captures: bool = False) -> bp.CustomerPaymentDraft:
    """A payment as it is sent, without the sales order's id. An amount that the gateway only holds is authorised.

    ``captures`` tells that Brightpearl knows of that, so that what is paid is a capture of it.
    """
    rate = exchange(order, tables)
    captured = captures and bool(paid.gateway_ref)
    moment = order.date_created_gmt if paid.held else order.date_paid_gmt
    if moment is None:
        raise ValueError(f"order {order.id} is not paid")
    taken = bp.PaymentType.CAPTURE if captured else bp.PaymentType.RECEIPT
    return bp.CustomerPaymentDraft(
        transaction_ref=paid.transaction_ref,
        transaction_code=paid.gateway_ref if paid.held or captured else bp.UNSET,
        payment_method_code=paid.payment_method_code,
        payment_type=bp.PaymentType.AUTH if paid.held else taken,
        currency_iso_code=order.currency,
        exchange_rate=bp.UNSET if rate is None else rate,
        amount_paid=bp.UNSET if paid.held else paid.amount,
        amount_authorized=paid.amount if paid.held else bp.UNSET,
        payment_date=moment,
        journal_ref=f"{order.number} {order.payment_method_title}".strip()[:64],
    )


def _unmapped(order: woo.Order, key: str) -> Issue:
    method = order.payment_method or "(blank)"
    message = (
        f'The payment method {method} is not mapped; the order is imported unpaid. Add "{order.payment_method}" to [payments.methods].'
    )
    return issue("UNMAPPED_PAYMENT", "order", key, message, field="payment_method", actual=method)


def _without_bank(code: str, currency: str, catalogue: Catalogue, key: str) -> list[Issue]:
    if not catalogue.banks or currency in catalogue.banks.get(code, frozenset()):
        return []
    return [issue("METHOD_WITHOUT_BANK", "order", key, f"The payment method {code} has no bank account for {currency}.", actual=code)]


def amounts_by_method(drafts: tuple[bp.CustomerPaymentDraft, ...]) -> Mapping[str, Decimal]:
    """What each payment method receives."""
    sums: dict[str, Decimal] = {}
    for draft in drafts:
        if isinstance(draft.amount_paid, Decimal):
            sums[draft.payment_method_code] = sums.get(draft.payment_method_code, ZERO) + draft.amount_paid
    return sums
