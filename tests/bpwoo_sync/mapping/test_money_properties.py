"""Over shops of every kind: an order's rows come to its totals to the minor unit, or the order is held with the reason."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from itertools import cycle

from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Severity
from bpwoo_sync.mapping.money import Row, net_of, rounded, shares, tax_of
from bpwoo_sync.mapping.orders import balanced_rows, order_import
from bpwoo_sync.mapping.refunds import refund_import
from tests.bpwoo_sync.mapping.orders import Document, catalogue, fee, line, meta, order, shipping, tables
from tests.bpwoo_sync.mapping.test_worked_examples import refunded

CURRENCIES = {"GBP": 2, "JPY": 0, "BHD": 3}
PERCENTS = {"20": Decimal(20), "12": Decimal(12), "10": Decimal(10)}


@frozen(kw_only=True)
class Sold:
    """One line: how many pieces at which price as entered, less what coupons took off, and its rate."""

    quantity: int
    price: Decimal
    off: Decimal
    percent: str


@frozen(kw_only=True)
class Till:
    """A shop's way of doing sums."""

    currency: str
    inclusive: bool
    at_subtotal: bool

    @property
    def exponent(self) -> int:
        """The decimals of its currency."""
        return CURRENCIES[self.currency]


def amounts(exponent: int, most: int = 20_000) -> st.SearchStrategy[Decimal]:
    """Amounts of a currency."""
    return st.integers(0, most).map(lambda units: Decimal(units).scaleb(-exponent))


@st.composite
def baskets(draw: st.DrawFn) -> tuple[Till, list[Sold], Decimal, Decimal]:
    """A till, what was sold, the cost of shipping and a fee (which may be negative), both without tax."""
    till = Till(currency=draw(st.sampled_from(sorted(CURRENCIES))), inclusive=draw(st.booleans()), at_subtotal=draw(st.booleans()))
    lines = []
    for _ in range(draw(st.integers(1, 6))):
        price = draw(amounts(till.exponent))
        quantity = draw(st.integers(1, 9))
        part = draw(st.integers(0, 100))
        off = (price * quantity * part / 100).quantize(Decimal(1).scaleb(-till.exponent), ROUND_DOWN)
        lines.append(Sold(quantity=quantity, price=price, off=off, percent=draw(st.sampled_from(sorted(PERCENTS)))))
    fee_amount = draw(amounts(till.exponent, 2_000)) * draw(st.sampled_from([0, 1, -1]))
    return till, lines, draw(amounts(till.exponent, 3_000)), fee_amount


def taxed(till: Till, entered: Decimal, percent: str) -> tuple[Decimal, Decimal]:
    """Net and tax of an amount, unrounded, as the shop has them."""
    rate = PERCENTS[percent] / 100
    if not till.inclusive:
        return entered, entered * rate
    tax = entered - entered / (1 + rate)
    return entered - tax, tax


def shop_rounded(till: Till, tax: Decimal) -> Decimal:
    """A tax as the shop rounds it: half down where prices hold tax, half up elsewhere."""
    return tax.quantize(Decimal(1).scaleb(-till.exponent), ROUND_HALF_DOWN if till.inclusive else ROUND_HALF_UP)


def shown(till: Till, amount: Decimal, digits: int) -> str:
    """An amount as the shop shows it: in its own decimals, or in six."""
    return str(amount.quantize(Decimal(1).scaleb(-(digits if digits > till.exponent else till.exponent)), ROUND_HALF_UP))


def checked_out(till: Till, lines: list[Sold], post: Decimal, extra: Decimal, digits: int) -> woo.Order:
    """The order that the shop makes of a basket: a model of its sums, with tax rounded by line or at the subtotal."""
    documents: list[Document] = []
    nets, exact, by_line = Decimal(0), Decimal(0), Decimal(0)
    for place, sold in enumerate(lines, 1):
        net, tax = taxed(till, sold.price * sold.quantity - sold.off, sold.percent)
        kept = tax if till.at_subtotal else shop_rounded(till, tax)
        if till.inclusive and not till.at_subtotal:
            net = sold.price * sold.quantity - sold.off - kept
        nets, exact, by_line = nets + net, exact + tax, by_line + kept
        share = (sold.percent, shown(till, kept, 6))
        documents.append(line(place, "WIDGET", str(sold.quantity), shown(till, net, digits), share, total_tax=shown(till, kept, digits)))
    post_tax = post * Decimal("0.2")
    extra_tax = extra * Decimal("0.2")
    kept_post, kept_extra = (each if till.at_subtotal else shop_rounded(till, each) for each in (post_tax, extra_tax))
    total_tax = shop_rounded(till, exact + post_tax + extra_tax) if till.at_subtotal else by_line + kept_post + kept_extra
    total = (nets + post + extra + total_tax).quantize(Decimal(1).scaleb(-till.exponent), ROUND_HALF_UP)
    return order(
        shown(till, total, digits),
        shown(till, total_tax, digits),
        documents,
        shipping_lines=[shipping(90, shown(till, post, digits), ("20", shown(till, kept_post, digits)))] if post else [],
        fee_lines=[fee(91, "Fee", shown(till, extra, digits), ("20", shown(till, kept_extra, digits)))] if extra else [],
        currency=till.currency,
        prices_include_tax=till.inclusive,
    )


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(basket=baskets(), digits=st.sampled_from([2, 6]), absorb=st.booleans())
def test_rows_come_to_the_totals_or_the_order_is_held(basket: tuple[Till, list[Sold], Decimal, Decimal], digits: int, absorb: bool) -> None:
    till, lines, post, extra = basket
    sold = checked_out(till, lines, post, extra, digits)
    mapped = order_import(sold, tables(orders={"net_residue": "absorb" if absorb else "row"}), catalogue())
    if mapped.value is None:
        assert any(each.severity is Severity.BLOCK for each in mapped.issues)
        return
    made = mapped.value
    rows = bp.encode(made.sales_order)["rows"]
    assert rounded(sold.total, till.exponent) == sum(Decimal(str(row["net"])) + Decimal(str(row["tax"])) for row in rows)
    assert rounded(sold.total_tax, till.exponent) == sum(Decimal(str(row["tax"])) for row in rows)
    assert all(-int(row.net.as_tuple().exponent) <= till.exponent for row in made.rows)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(basket=baskets())
def test_an_order_whose_tax_is_rounded_by_line_is_never_held_and_needs_no_rounding_row(
    basket: tuple[Till, list[Sold], Decimal, Decimal],
) -> None:
    till, lines, post, extra = basket
    by_line = Till(currency=till.currency, inclusive=till.inclusive, at_subtotal=False)
    found = balanced_rows(checked_out(by_line, lines, post, extra, 2), tables(), catalogue())
    assert found.value is not None
    assert "R" not in [row.ref for row in found.value]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(basket=baskets())
def test_two_decimals_and_six_give_the_same_rows(basket: tuple[Till, list[Sold], Decimal, Decimal]) -> None:
    till, lines, post, extra = basket
    by_line = Till(currency=till.currency, inclusive=till.inclusive, at_subtotal=False)
    two, six = (balanced_rows(checked_out(by_line, lines, post, extra, digits), tables(), catalogue()).value for digits in (2, 6))
    assert two is not None and six is not None
    assert [(row.net, row.tax) for row in two] == [(row.net, row.tax) for row in six]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(basket=baskets(), parts=st.lists(st.integers(0, 100), min_size=1, max_size=4))
def test_refunds_by_amount_are_credited_exactly_and_never_above_the_order(
    basket: tuple[Till, list[Sold], Decimal, Decimal], parts: list[int]
) -> None:
    till, lines, post, _ = basket
    sold = checked_out(till, lines, post, Decimal(0), 2)
    original = balanced_rows(sold, tables(), catalogue()).value
    if original is None:
        return
    whole = net_of(original) + tax_of(original)
    given_back: list[tuple[Row, ...]] = []
    for id, part in enumerate(parts):
        amount = rounded(whole * part / 100, till.exponent)
        mapped = refund_import(refunded(id, str(amount)), sold, original, given_back, tables())
        left = whole - sum((net_of(rows) + tax_of(rows) for rows in given_back), Decimal(0))
        if mapped.value is None:
            assert amount > left
        else:
            assert amount == net_of(mapped.value.rows) + tax_of(mapped.value.rows)
            given_back.append(mapped.value.rows)
    assert sum((net_of(rows) + tax_of(rows) for rows in given_back), Decimal(0)) <= whole


def back(sold: woo.Order, pieces: list[int]) -> tuple[list[Document], Decimal]:
    """Lines of a refund that give so many pieces of each line back, unrounded as the shop reckons them, and what they come to."""
    lines: list[Document] = []
    whole = Decimal(0)
    for item, count in zip(sold.line_items, pieces, strict=True):
        if count:
            net, tax = (rounded(amount * count / item.quantity, 6) for amount in (item.total, item.total_tax))
            whole += net + tax
            named = [meta("_refunded_item_id", str(item.id))]
            taken = line(100 + item.id, "WIDGET", str(-count), str(-net), total_tax=str(-tax), meta_data=named)
            lines.append(taken)
    return lines, whole


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(basket=baskets(), taken=st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_refunds_of_pieces_are_credited_exactly_and_never_above_the_order(
    basket: tuple[Till, list[Sold], Decimal, Decimal], taken: list[int]
) -> None:
    till, lines, post, _ = basket
    sold = checked_out(till, lines, post, Decimal(0), 2)
    original = balanced_rows(sold, tables(), catalogue()).value
    if original is None:
        return
    left, given_back = net_of(original) + tax_of(original), list[tuple[Row, ...]]()
    first = [min(count, each.quantity) for count, each in zip(cycle(taken), lines, strict=False)]
    for id, pieces in enumerate((first, [each.quantity - count for count, each in zip(first, lines, strict=True)])):
        documents, exact = back(sold, pieces)
        amount = rounded(exact, till.exponent)
        mapped = refund_import(refunded(id, str(amount), *documents), sold, original, given_back, tables())
        if mapped.value is None:
            assert (["REFUND_EXCEEDS_ORDER"], True) == ([each.code for each in mapped.issues], amount > left)
            return
        assert amount == net_of(mapped.value.rows) + tax_of(mapped.value.rows)
        assert {row.tax_code for row in mapped.value.rows} <= {row.tax_code for row in original}
        given_back.append(mapped.value.rows)
        left -= amount
    assert left >= 0


@given(amount=amounts(2, 100_000), weights=st.lists(amounts(2, 10_000), min_size=1, max_size=8))
def test_shares_come_to_the_whole_and_none_is_a_cent_off(amount: Decimal, weights: list[Decimal]) -> None:
    whole = sum(weights, Decimal(0))
    if not whole:
        return
    found = shares(amount, weights, 2)
    assert amount == sum(found)
    assert all(abs(part - amount * weight / whole) < Decimal("0.01") for part, weight in zip(found, weights, strict=True))
