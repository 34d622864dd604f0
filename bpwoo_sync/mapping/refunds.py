"""A refund of the shop as a sales credit of Brightpearl, with the payment that gives the money back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from attrs import evolve, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.described import described
from bpwoo_sync.facts import refund_ref
from bpwoo_sync.issues import Issue, Mapped, issue
from bpwoo_sync.mapping.addresses import clean
from bpwoo_sync.mapping.money import ZERO, Row, minor_unit, net_of, plain, rounded, shares, tax_of
from bpwoo_sync.mapping.payments import exchange
from bpwoo_sync.mapping.rows import ONE, line_name
from bpwoo_sync.tables import Tables

#: How the shop says which line of the order a line of a refund takes back.
_TAKES_BACK = "_refunded_item_id"


@described
@frozen(kw_only=True)
class RefundImport:
    """Everything that one refund becomes. ``payment`` lacks the sales credit's id; it is None where no money moved."""

    ref: str
    refund_id: int
    order_id: int
    amount: Decimal
    """With tax, in the order's currency."""
    currency: str
    rows: tuple[Row, ...]
    payment: bp.CustomerPaymentDraft | None
    note: str


def refund_import(
    refund: woo.Refund, order: woo.Order, original: Sequence[Row], earlier: Iterable[Sequence[Row]], tables: Tables
) -> Mapped[RefundImport]:
    """What a refund becomes, to the minor unit; or why it is held.

    ``original`` are the rows of the order as it was imported, ``earlier`` those of each refund made before this one.
    """
    key, exponent = refund_key(refund, order), tables.exponent(order.currency)
    before = [row for rows in earlier for row in rows]
    amount = rounded(abs(refund.amount), exponent)
    left = net_of(original) + tax_of(original) - net_of(before) - tax_of(before)
    if amount > left:
        told = f"The refund over {plain(amount)} is more than the {plain(left)} that is left of the order."
        return Mapped(issues=(issue("REFUND_EXCEEDS_ORDER", "refund", key, told, expected=plain(left), actual=plain(amount)),))
    rows = refund_rows(refund, order, original, before, tables, key)
    if rows.value is None:
        return Mapped(issues=rows.issues)
    made = RefundImport(
        ref=refund_ref(tables.store.key, refund.id),
        refund_id=refund.id,
        order_id=order.id,
        amount=amount,
        currency=order.currency,
        rows=rows.value,
        payment=_payment(refund, order, amount, tables),
        note=clean(refund.reason)[: tables.orders.note_limit],
    )
    return Mapped(value=made, issues=(*rows.issues, *_unpaid(made, refund, order, tables, key)))


def refund_key(refund: woo.Refund, order: woo.Order) -> str:
    """A refund as a person names it."""
    return f"{order.number}/R{refund.id}"


def refund_rows(
    refund: woo.Refund, order: woo.Order, original: Sequence[Row], before: Sequence[Row], tables: Tables, key: str
) -> Mapped[tuple[Row, ...]]:
    """The rows of a refund, positive, which come to its amount exactly."""
    exponent = tables.exponent(order.currency)
    amount = rounded(abs(refund.amount), exponent)
    rows = [row for row in _taken_back(refund, order, original, exponent) if row.net or row.tax or row.product_id is not None]
    gap = amount - net_of(rows) - tax_of(rows)
    if gap and rows and abs(gap) <= minor_unit(exponent) * len(rows):
        place = max(range(len(rows)), key=lambda each: (abs(rows[each].tax), abs(rows[each].net), -each))
        rows[place] = evolve(rows[place], tax=rows[place].tax + gap)
        gap = ZERO
    if gap < 0:
        told = f"The lines of the refund come to {plain(amount - gap)}, more than its amount {plain(amount)}."
        return Mapped(
            issues=(issue("REFUND_LINES_EXCEED_AMOUNT", "refund", key, told, expected=plain(amount), actual=plain(amount - gap)),)
        )
    if gap:
        rows += _by_amount(gap, original, [*before, *rows], tables, exponent)
    return Mapped(value=tuple(rows), issues=_drift(rows, original, before, key, exponent))


Line = woo.LineItem | woo.FeeLine | woo.ShippingLine


def _taken_back(refund: woo.Refund, order: woo.Order, original: Sequence[Row], exponent: int) -> list[Row]:
    """The rows of what the lines of a refund take back. A line that names nothing which was sold explains no amount."""
    known, holders = {row.ref: row for row in original}, _holders(order)
    kinds: tuple[tuple[str, str, Sequence[Line]], ...] = (
        ("L", "line_items", refund.line_items),
        ("F", "fee_lines", refund.fee_lines),
        ("S", "shipping_lines", refund.shipping_lines),
    )
    rows: list[tuple[Row, str]] = []
    parts: list[tuple[Row, str]] = []
    for kind, field_name, lines in kinds:
        for place, line in enumerate(lines):
            ref = f"{kind}{woo.meta_value(line.meta_data, _TAKES_BACK)}"
            is_part = ref not in known and ref in holders
            sold = known.get(holders[ref] if is_part else ref)
            if sold is None:
                continue
            pieces = abs(line.quantity) if isinstance(line, woo.LineItem) and not is_part else ONE
            name = _name(line)
            row = Row(
                ref=f"R{refund.id}-{kind}{line.id}",
                name=name if pieces and not is_part else f"Refund: {name}",
                quantity=pieces or ONE,
                net=abs(rounded(line.total, exponent)),
                tax=abs(rounded(line.total_tax, exponent)),
                tax_code=sold.tax_code,
                product_id=sold.product_id if pieces and not is_part else None,
                nominal=sold.nominal,
                source=f"{field_name}[{place}]",
            )
            (parts if is_part else rows).append((row, sold.ref))
    return _with_parts(rows, parts)


def _holders(order: woo.Order) -> dict[str, str]:
    """For each part of a bundle the row that it was sold on, where the parts were summed into the bundle's."""
    return {f"L{line.id}": f"L{line.extra['bundled_by']}" for line in order.line_items if line.extra.get("bundled_by")}


def _with_parts(rows: list[tuple[Row, str]], parts: list[tuple[Row, str]]) -> list[Row]:
    """Rows, each with what it takes back; a part's amount is its bundle's where that came back too, and else free text."""
    places = {ref: place for place, (row, ref) in enumerate(rows) if row.product_id is not None}
    found = [row for row, _ in rows]
    for part, holder in parts:
        place = places.get(holder)
        if place is None:
            found.append(part)
        else:
            found[place] = evolve(found[place], net=found[place].net + part.net, tax=found[place].tax + part.tax)
    return found


def _name(line: Line) -> str:
    match line:
        case woo.LineItem():
            return line_name(line)
        case woo.FeeLine():
            return clean(line.name) or "Fee"
        case _:
            return f"Shipping: {clean(line.method_title)}"


def _by_amount(gap: Decimal, original: Sequence[Row], before: Sequence[Row], tables: Tables, exponent: int) -> list[Row]:
    """Rows for an amount that no line explains: in proportion to what is left under each tax code, or without tax."""
    plain_row = Row(ref="A", name="Adjustment", quantity=ONE, net=gap, tax=rounded(ZERO, exponent), tax_code=tables.taxes.none)
    if tables.refunds.amount_tax == "no_tax":
        return [plain_row]
    codes = list(dict.fromkeys(row.tax_code for row in original))
    gross, tax = {}, {}
    for code in codes:
        sold = [row for row in original if row.tax_code == code]
        given = [row for row in before if row.tax_code == code]
        gross[code] = net_of(sold) + tax_of(sold) - net_of(given) - tax_of(given)
        tax[code] = tax_of(sold) - tax_of(given)
    codes = sorted(code for code in codes if gross[code] > 0)
    if not codes:
        return [plain_row]
    parts = dict(zip(codes, shares(gap, [gross[code] for code in codes], exponent), strict=True))
    taxes = {code: rounded(part * tax[code] / gross[code], exponent) for code, part in parts.items()}
    return [
        evolve(plain_row, ref=f"A:{code}", net=parts[code] - taxes[code], tax=taxes[code], tax_code=code)
        for code in sorted(codes, key=lambda each: [row.tax_code for row in original].index(each))
        if parts[code]
    ]


def _drift(rows: Sequence[Row], original: Sequence[Row], before: Sequence[Row], key: str, exponent: int) -> tuple[Issue, ...]:
    """Whether a whole order that was given back bit by bit splits a little otherwise into net and tax."""
    given = [*before, *rows]
    net, tax = net_of(original) - net_of(given), tax_of(original) - tax_of(given)
    if net + tax or not tax or abs(tax) > minor_unit(exponent) * len(given):
        return ()
    told = f"Everything was given back; net and tax of the credits differ from the order's by {plain(abs(tax))}."
    return (issue("REFUND_SPLIT_DRIFT", "refund", key, told, actual=plain(abs(tax))),)


def _payment(refund: woo.Refund, order: woo.Order, amount: Decimal, tables: Tables) -> bp.CustomerPaymentDraft | None:
    code = tables.payment_method(order.payment_method, order.currency)
    if not _is_given_back(refund, tables) or not amount or code is None:
        return None
    rate = exchange(order, tables)
    return bp.CustomerPaymentDraft(
        transaction_ref=refund_ref(tables.store.key, refund.id),
        payment_method_code=code,
        payment_type=bp.PaymentType.PAYMENT,
        currency_iso_code=order.currency,
        exchange_rate=bp.UNSET if rate is None else rate,
        amount_paid=amount,
        payment_date=refund.date_created_gmt,
        journal_ref=f"Refund {order.number}"[:64],
    )


def _is_given_back(refund: woo.Refund, tables: Tables) -> bool:
    """Whether the customer has the money back: by the gateway, or by hand where the tables say that this counts."""
    return refund.refunded_payment or tables.refunds.manual_refunds_are_paid


def _unpaid(made: RefundImport, refund: woo.Refund, order: woo.Order, tables: Tables, key: str) -> tuple[Issue, ...]:
    """Why the credit of a refund gets no payment: nobody gave the money back, or it is not known by which method."""
    if made.payment is not None or not made.amount:
        return ()
    if not _is_given_back(refund, tables):
        return (issue("MANUAL_REFUND", "refund", key),)
    method = order.payment_method or "(blank)"
    told = f"The payment method {method} is not mapped; the refund is credited, and its payment is not posted."
    return (issue("UNMAPPED_PAYMENT", "refund", key, told, field="payment_method", actual=method),)
