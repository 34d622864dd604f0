"""Do both sides agree? Two snapshots in; control totals, counts and every difference out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from attrs import field, frozen

import woocommerce_sdk as woo
from bpwoo_sync.breakdowns import PartTotal, Place, StockDrift, day_totals, method_totals, places_of, stock_drifts, tax_totals
from bpwoo_sync.catalogue import Catalogue
from bpwoo_sync.facts import OrderFact, StockTarget, refund_ref
from bpwoo_sync.issues import Issue, Severity, issue, worst_first
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.money import ZERO, minor_unit, plain, rounded, trimmed
from bpwoo_sync.mapping.order_facts import account_order_fact, shop_order_fact
from bpwoo_sync.mapping.orders import is_admitted, order_import, order_key
from bpwoo_sync.mapping.prices import PriceTarget, price_changes, price_facts, price_targets
from bpwoo_sync.mapping.shipments import is_whole, shipments_of
from bpwoo_sync.mapping.stock import in_flight, stock_facts, stock_targets
from bpwoo_sync.situation import Situation
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Tables

#: Differences in what changed this shortly before a snapshot are not yet errors.
GRACE = timedelta(minutes=15)


@frozen(kw_only=True)
class ControlTotal:
    """One currency: what the shop sold, what was held back, and what Brightpearl has of it.

    ``difference`` is what is unexplained: shop less held back less Brightpearl. It has to be zero.
    """

    currency: str
    measure: str
    shop: Decimal
    held: Decimal
    account: Decimal

    @property
    def difference(self) -> Decimal:
        """Shop, less what was held back, less Brightpearl."""
        return self.shop - self.held - self.account


@frozen(kw_only=True)
class StockSummary:
    """How the shop's quantities compare with what they ought to be."""

    compared: int = 0
    equal: int = 0
    over: int = 0
    under: int = 0
    units_over: int = 0
    units_under: int = 0


@frozen(kw_only=True)
class Reconciliation:
    """What both sides were found to be. ``issues`` come worst first.

    ``days``, ``taxes`` and ``methods`` take the totals apart; ``places`` tells where the records of findings are found, by
    the finding's entity and key.
    """

    shop_taken_at: datetime
    account_taken_at: datetime
    store: str
    counts: Mapping[str, int] = field(factory=dict)
    totals: tuple[ControlTotal, ...] = ()
    stock: StockSummary = field(factory=StockSummary)
    issues: tuple[Issue, ...] = ()
    days: tuple[PartTotal, ...] = field(default=(), repr=False)
    taxes: tuple[PartTotal, ...] = field(default=(), repr=False)
    methods: tuple[PartTotal, ...] = field(default=(), repr=False)
    drifts: tuple[StockDrift, ...] = field(default=(), repr=False)
    places: Mapping[tuple[str, str], Place] = field(factory=dict, repr=False)

    @property
    def agrees(self) -> bool:
        """Whether no total differs and nothing is wrong; what was held back does not count as wrong here."""
        return not any(total.difference for total in self.totals) and not any(each.severity is Severity.ERROR for each in self.issues)


@frozen(kw_only=True)
class RefundFact:
    """A refund as the shop has it and as its sales credit has it; None where there is no credit."""

    ref: str
    key: str
    currency: str
    amount: Decimal
    credited: Decimal | None


def reconcile(
    shop: Shop,
    account: Account,
    tables: Tables,
    *,
    orders: bool = True,
    shipments: bool = True,
    stock: bool = True,
    prices: bool = True,
    grace: timedelta = GRACE,
) -> Reconciliation:
    """Compare two snapshots. Changes nothing, and needs nothing but its arguments."""
    situation = Situation(shop, account, tables, Ledger())
    catalogue = situation.catalogue
    issues: list[Issue] = []
    counts: dict[str, int] = {}
    totals: tuple[ControlTotal, ...] = ()
    days: tuple[PartTotal, ...] = ()
    taxes: tuple[PartTotal, ...] = ()
    methods: tuple[PartTotal, ...] = ()
    drifts: tuple[StockDrift, ...] = ()
    if orders:
        wanted, held = _wanted(shop, tables, catalogue)
        actual = [account_order_fact(order, situation.received, tables) for order in account.sales_orders]
        trash = woo.OrderStatus.TRASH
        known = {order.id: order.status == trash for order in shop.orders}
        since = max(shop.taken_at, account.taken_at) - grace
        given_back = refund_facts(situation, frozenset(held))
        issues += order_differences(wanted, actual, held, known, tables, since)
        issues += refund_differences(given_back)
        issues += [each for reasons in held.values() for each in reasons]
        kept_back = frozenset(held)
        totals = (*control_totals(wanted, actual, kept_back), *refund_totals(given_back))
        days = day_totals(wanted, actual, kept_back)
        taxes = tax_totals(wanted, actual, kept_back, tables)
        methods = method_totals(situation, wanted, actual, kept_back)
        counts |= {
            "orders in the shop": len(shop.orders),
            "orders to be imported": len(wanted),
            "held back": len(held),
            "sales orders in Brightpearl": len(actual),
            "refunds": len(given_back),
        }
    if shipments:
        issues += status_differences(situation)
    summary = StockSummary()
    if stock:
        sold = in_flight(shop.orders, account.sales_orders, tables)
        targets = stock_targets(stock_facts(shop), account.availability, sold, tables, catalogue)
        issues += [*targets.issues, *stock_differences(targets.value or (), tables)]
        summary = stock_summary(targets.value or ())
        drifts = stock_drifts(targets.value or ())
    if prices and tables.prices.regular_list is not None:
        priced = price_targets(price_facts(shop), account.prices, shop, tables, catalogue)
        issues += [*priced.issues, *price_differences(priced.value or ())]
        counts["prices compared"] = len(priced.value or ())
    ordered = worst_first(dict.fromkeys(issues))
    return Reconciliation(
        shop_taken_at=shop.taken_at,
        account_taken_at=account.taken_at,
        store=tables.store.key,
        counts=counts,
        totals=tuple(sorted(totals, key=lambda total: (total.currency, _MEASURES.index(total.measure)))),
        stock=summary,
        issues=ordered,
        days=days,
        taxes=taxes,
        methods=methods,
        drifts=drifts,
        places=places_of(situation, ((each.entity, each.key) for each in ordered)),
    )


#: What is totalled for each currency, in the order in which it is shown.
_MEASURES = ("gross", "tax", "paid", "refunds")


def _wanted(shop: Shop, tables: Tables, catalogue: Catalogue) -> tuple[list[OrderFact], dict[str, tuple[Issue, ...]]]:
    """The orders that belong into Brightpearl, and of those the ones that cannot be mapped, with the reasons."""
    facts, held = [], {}
    for order in shop.orders:
        if is_admitted(order, tables):
            fact = shop_order_fact(order, tables, catalogue)
            facts.append(fact)
            mapped = order_import(order, tables, catalogue)
            if mapped.blocked:
                held[fact.ref] = tuple(each for each in mapped.issues if each.severity is Severity.BLOCK)
    return facts, held


def order_differences(
    wanted: Sequence[OrderFact],
    actual: Sequence[OrderFact],
    held: Mapping[str, object],
    known: Mapping[int, bool],
    tables: Tables,
    since: datetime,
) -> list[Issue]:
    """Every way in which the orders of both sides do not agree. What changed after ``since`` is only pending.

    ``known`` are the shop's orders by id, and whether each is in the trash.
    """
    by_ref: dict[str, list[OrderFact]] = {}
    for fact in actual:
        by_ref.setdefault(fact.ref, []).append(fact)
    found: list[Issue] = []
    for fact in wanted:
        matches = sorted(by_ref.get(fact.ref, ()), key=lambda each: each.sales_order_id or 0)
        severity = Severity.INFO if fact.changed_at is not None and fact.changed_at > since else None
        if not matches and fact.ref not in held:
            amount = f"{plain(fact.gross)} {fact.currency}"
            message = f"Order {fact.number} over {amount} is not in Brightpearl."
            found.append(issue("MISSING_IN_BP", "order", fact.number, message, severity=severity, expected=amount))
        if len(matches) > 1:
            ids = ", ".join(str(each.sales_order_id) for each in matches)
            message = f"Sales orders {ids} all have the reference {fact.ref}."
            found.append(issue("DUPLICATE_ORDER", "order", fact.number, message, actual=ids))
        if matches:
            found += pair_differences(fact, matches[0], tables, severity)
    for fact in actual:
        if fact.order_id is not None and fact.order_id not in known and not fact.cancelled:
            message = f"Sales order {fact.sales_order_id} says it is {fact.ref}, which the shop does not have."
            found.append(issue("UNEXPECTED_IN_BP", "sales-order", str(fact.sales_order_id), message, actual=fact.ref))
        elif fact.order_id is not None and known[fact.order_id] and not fact.cancelled:
            message = f"Order {fact.order_id} is in the shop's trash, and sales order {fact.sales_order_id} is live."
            found.append(issue("WOO_ORDER_GONE", "order", fact.number, message, actual=str(fact.sales_order_id)))
    return found


def pair_differences(wanted: OrderFact, actual: OrderFact, tables: Tables, severity: Severity | None) -> list[Issue]:
    """Every way in which one order and its sales order do not agree."""
    key = wanted.number
    if wanted.currency != actual.currency:
        message = f"Order {key} is in {wanted.currency}, its sales order in {actual.currency}."
        return [issue("CURRENCY_MISMATCH", "order", key, message, expected=wanted.currency, actual=actual.currency)]
    if actual.cancelled:
        return []
    unit = minor_unit(tables.exponent(wanted.currency))

    def graded(difference: Decimal) -> Severity | None:
        return severity or (Severity.WARN if abs(difference) <= unit * max(1, wanted.rows) else None)

    found: list[Issue] = []
    for code, field_name, left, right in (
        ("TOTAL_MISMATCH", "total", wanted.gross, actual.gross),
        ("TAX_MISMATCH", "total_tax", wanted.tax, actual.tax),
    ):
        if left != right:
            message = f"Order {key}: {field_name} is {plain(left)} in the shop and {plain(right)} in Brightpearl ({wanted.currency})."
            found.append(
                issue(
                    code,
                    "order",
                    key,
                    message,
                    severity=graded(left - right),
                    field=field_name,
                    expected=plain(left),
                    actual=plain(right),
                )
            )
    if wanted.settled and actual.paid < wanted.paid:
        message = f"Order {key}: {plain(wanted.paid)} {wanted.currency} was paid in the shop, {plain(actual.paid)} is in Brightpearl."
        found.append(
            issue("UNPAID_IN_BP", "order", key, message, severity=severity, expected=plain(wanted.paid), actual=plain(actual.paid))
        )
    if actual.paid > actual.gross:
        message = f"Order {key}: Brightpearl received {plain(actual.paid)} for {plain(actual.gross)} {actual.currency}."
        found.append(issue("OVERPAID_IN_BP", "order", key, message, expected=plain(actual.gross), actual=plain(actual.paid)))
    if not wanted.settled and wanted.status == "on-hold" and actual.gross and actual.paid >= actual.gross:
        found.append(issue("PAID_IN_BP_ONLY", "order", key))
    return found


def control_totals(wanted: Iterable[OrderFact], actual: Iterable[OrderFact], held: frozenset[str]) -> tuple[ControlTotal, ...]:
    """Gross, tax and receipts per currency, as finance ties them up."""
    shop, kept = list(wanted), [fact for fact in actual if not fact.cancelled]
    currencies = sorted({fact.currency for fact in (*shop, *kept)})
    totals = []
    for currency in currencies:
        ours = [fact for fact in shop if fact.currency == currency]
        theirs = [fact for fact in kept if fact.currency == currency]
        for measure in ("gross", "tax", "paid"):
            totals.append(
                ControlTotal(
                    currency=currency,
                    measure=measure,
                    shop=_sum(ours, measure),
                    held=_sum([fact for fact in ours if fact.ref in held], measure),
                    account=_sum(theirs, measure),
                )
            )
    return tuple(totals)


def refund_facts(situation: Situation, held: frozenset[str]) -> tuple[RefundFact, ...]:
    """The refunds of orders that Brightpearl has, or ought to have. A cancelled order needs no credit."""
    found = []
    for order in situation.shop.orders:
        imported = situation.sales_orders_of(order)
        if situation.ref(order) in held or (imported and imported[0].is_canceled):
            continue
        if not imported and not is_admitted(order, situation.tables):
            continue
        exponent = situation.tables.exponent(order.currency)
        for refund in situation.refunds_of(order):
            if refund.amount:
                ref = refund_ref(situation.tables.store.key, refund.id)
                credit = situation.credits.get(ref)
                gross = None if credit is None else sum(((row.net or ZERO) + (row.tax or ZERO) for row in credit.rows), ZERO)
                found.append(
                    RefundFact(
                        ref=ref,
                        key=f"{order_key(order)}/R{refund.id}",
                        currency=order.currency,
                        amount=rounded(abs(refund.amount), exponent),
                        credited=None if gross is None else trimmed(gross, exponent),
                    )
                )
    return tuple(found)


def refund_differences(facts: Iterable[RefundFact]) -> list[Issue]:
    """Refunds without a sales credit, and credits of another amount."""
    found = []
    for fact in facts:
        amount = f"{plain(fact.amount)} {fact.currency}"
        if fact.credited is None:
            found.append(issue("REFUND_MISSING", "refund", fact.key, f"The refund over {amount} has no sales credit.", expected=amount))
        elif fact.credited != fact.amount:
            told = f"The refund is over {amount}, its sales credit over {plain(fact.credited)}."
            found.append(issue("REFUND_AMOUNT", "refund", fact.key, told, expected=plain(fact.amount), actual=plain(fact.credited)))
    return found


def refund_totals(facts: Iterable[RefundFact]) -> tuple[ControlTotal, ...]:
    """What was given back, per currency."""
    known = list(facts)
    return tuple(
        ControlTotal(
            currency=currency,
            measure="refunds",
            shop=sum((fact.amount for fact in known if fact.currency == currency), ZERO),
            held=ZERO,
            account=sum((fact.credited or ZERO for fact in known if fact.currency == currency), ZERO),
        )
        for currency in sorted({fact.currency for fact in known})
    )


def status_differences(situation: Situation) -> list[Issue]:
    """Orders that one side holds to be done and the other does not."""
    found = []
    for order in situation.shop.orders:
        imported = situation.sales_orders_of(order)
        if not imported:
            continue
        sales_order, key = imported[0], order_key(order)
        shipments = shipments_of(situation.goods_out_of(sales_order.id), situation.tables)
        whole = is_whole(order, sales_order, shipments, situation.refunds_of(order), situation.tracked, key).value
        if whole and order.status == woo.OrderStatus.PROCESSING:
            found.append(issue("STATUS_DRIFT", "order", key, f"Order {key} was shipped whole, and waits in the shop."))
        elif order.status == woo.OrderStatus.COMPLETED and sales_order.shipping_status_code in ("SNS", "SPS"):
            found.append(issue("STATUS_DRIFT", "order", key, f"Order {key} is completed in the shop, and was not shipped whole."))
        done = order.status in (woo.OrderStatus.CANCELLED, woo.OrderStatus.REFUNDED)
        if (sales_order.is_canceled and not done) or (order.status == woo.OrderStatus.CANCELLED and not sales_order.is_canceled):
            found.append(issue("CANCEL_DRIFT", "order", key, f"Order {key} is cancelled on one side only."))
    return found


def price_differences(targets: Iterable[PriceTarget]) -> list[Issue]:
    """Products whose price in the shop is not the one of the list; an error above a twentieth."""
    found = []
    for target in price_changes(targets):
        old = target.fact.regular
        severe = old is None or not old or abs(target.regular - old) / old > Decimal("0.05")
        told = f"{target.fact.sku}: the shop asks {'nothing' if old is None else plain(old)}, the price list {plain(target.regular)}."
        found.append(
            issue(
                "PRICE_DRIFT",
                "price",
                target.fact.sku,
                told,
                severity=Severity.ERROR if severe else None,
                expected=plain(target.regular),
                actual="" if old is None else plain(old),
            )
        )
    return found


def stock_differences(targets: Iterable[StockTarget], tables: Tables) -> list[Issue]:
    """Products whose quantity in the shop is not what it ought to be."""
    found = []
    for target in targets:
        actual = target.fact.quantity
        if actual != target.quantity:
            drift = (actual or ZERO) - target.quantity
            oversell = drift > 0 and target.quantity == 0
            small = abs(drift) <= tables.stock.tolerance
            told = "none" if actual is None else plain(actual)
            message = f"{target.fact.sku}: the shop has {told}, Brightpearl {target.quantity} to sell."
            found.append(
                issue(
                    "STOCK_DRIFT",
                    "stock",
                    target.fact.sku,
                    message,
                    severity=Severity.INFO if small else Severity.ERROR if oversell else None,
                    expected=target.quantity,
                    actual=told,
                )
            )
    return found


def stock_summary(targets: Iterable[StockTarget]) -> StockSummary:
    """Counts over all products that were compared."""
    drifts = [int((target.fact.quantity or ZERO) - target.quantity) for target in targets]
    over, under = [each for each in drifts if each > 0], [-each for each in drifts if each < 0]
    return StockSummary(
        compared=len(drifts),
        equal=len(drifts) - len(over) - len(under),
        over=len(over),
        under=len(under),
        units_over=sum(over),
        units_under=sum(under),
    )


def _sum(facts: Iterable[OrderFact], measure: str) -> Decimal:
    return sum((getattr(fact, measure) for fact in facts), ZERO)
