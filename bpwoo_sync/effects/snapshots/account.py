"""Take a snapshot of the Brightpearl account, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.catalogue import Catalogue, Item, Rate, folded
from bpwoo_sync.detail import note_detail, payment_detail, sales_credit_detail
from bpwoo_sync.effects.flow import Flow, ask_brightpearl
from bpwoo_sync.effects.reading import read_availability, read_prices
from bpwoo_sync.effects.snapshots.pages import PageFiles
from bpwoo_sync.effects.snapshots.stages import Line, Listing, each_read, listed, told_line, told_pairs, value_of
from bpwoo_sync.kept import Attached, KeptLevels, LevelsOf, ListPricesOf, ReceiptOf, Subject, account_order, id_key, line_of, record_of
from bpwoo_sync.links import Place
from bpwoo_sync.snapshot import receipts
from bpwoo_sync.tables import Tables

T = TypeVar("T")

#: How many orders a search for payments is asked for at once.
_SET = 500

#: The type that sales credits have in a search over orders of every type.
_SALES_CREDIT = 3


def taken_catalogue(pages: PageFiles) -> Flow[None]:
    """Read what is not kept yet of what mapping an order looks up in the account."""
    yield from each_read("references", (_tax_codes, _currencies, _payment_methods), lambda read: read(), pages)
    yield from taken_account_products(pages)


def taken_account_products(pages: PageFiles) -> Flow[None]:
    """Read what is not kept yet of the account's products."""

    def product(row: bp.ProductRow) -> KeptLevels:
        live = (row.product_status or "LIVE") == "LIVE"
        id, tracked = row.product_id or 0, bool(row.stock_tracked)
        return KeptLevels(sku=row.sku or "", product_id=id, tracked=tracked, live=live, changed_at=row.updated_on)

    yield from listed(
        _search(
            "account-products",
            lambda first: bp.Products.search(_from(bp.ProductRow.where().sort(bp.ProductRow.product_id.ascending()), first)),
            lambda rows: [("product", line_of(id_key(kept.product_id), kept)) for kept in map(product, rows)],
        ),
        pages,
    )
    products = (record_of(KeptLevels, line) for line in pages.lines("product"))
    uncounted = bp.IdSet.of(each.product_id for each in products if not each.tracked)
    yield from each_read("bundles", list(uncounted.pieces()), _bundles, pages)


def _bundles(piece: bp.IdSet) -> Flow[Iterable[Line]]:
    """What each bundle takes of which product."""
    lines = []
    for product in (yield from _set(bp.Products.get_set(piece))):
        if product.composition is not None and product.composition.bundle:
            parts: dict[str, Decimal] = {}
            for each in product.composition.bundle_components or ():
                part = str(each.product_id)
                parts[part] = parts.get(part, Decimal(0)) + Decimal(str(each.product_quantity or 0))
            lines.append(("bundle", told_line(product.id, {part: str(needed) for part, needed in parts.items()})))
    return lines


def kept_bundles(pages: PageFiles) -> dict[int, dict[int, Decimal]]:
    """What each bundle that was kept takes of which product."""
    return {int(id): {int(part): Decimal(needed) for part, needed in parts.items()} for id, parts in told_pairs(pages.lines("bundle"))}


def taken_account(tables: Tables, subjects: Sequence[Subject], pages: PageFiles) -> Flow[None]:
    """Read what is not kept yet of the account."""
    if "stock" in subjects or "prices" in subjects:
        yield from taken_account_products(pages)
        products = [record_of(KeptLevels, line) for line in pages.lines("product")]
        lists = [id for id in (tables.prices.regular_list, tables.prices.sale_list) if id is not None]
        if "stock" in subjects:
            tracked = bp.IdSet.of(each.product_id for each in products if each.tracked)
            yield from each_read("levels", list(tracked.pieces()), _levels, pages)
        if "prices" in subjects and lists:
            yield from each_read("price-lists", [lists], _price_lists, pages)
            every = bp.IdSet.of(each.product_id for each in products)
            yield from each_read("list-prices", list(every.pieces()), lambda piece: _list_prices(piece, lists), pages)
    if "orders" in subjects:
        yield from _taken_sales_orders(tables, pages)


def _taken_sales_orders(tables: Tables, pages: PageFiles) -> Flow[None]:
    row, ours = bp.SalesOrderSearchRow, f"{tables.store.key}-"
    conditions = () if tables.store.channel_id is None else (row.channel_id.is_(tables.store.channel_id),)
    query = row.where(*conditions).sort(row.sales_order_id.ascending())

    def found(rows: Sequence[bp.SalesOrderSearchRow]) -> Iterable[Line]:
        return [
            ("found", told_line(id_key(each.sales_order_id), each.sales_order_id)) for each in rows if each.sales_order_id and is_ours(each)
        ]

    def is_ours(each: bp.SalesOrderSearchRow) -> bool:
        return (each.external_ref or "").startswith(ours)

    yield from listed(_search("sales-orders-found", lambda first: bp.SalesOrders.search(_from(query, first)), found), pages)
    ids = bp.IdSet.of(value_of(line) for line in pages.lines("found"))

    def orders(piece: bp.IdSet) -> Flow[Iterable[Line]]:
        records = yield from _set(bp.SalesOrders.get_set(piece))
        return [("sales-order", line_of(id_key(order.id), account_order(order, tables))) for order in records]

    yield from each_read("sales-orders", list(ids.pieces()), orders, pages)
    yield from _taken_credits(ours, pages)
    parents = {int(id): int(holder) for id, holder in told_pairs(pages.lines("credit-of"))}
    pieces = list(bp.IdSet.of([*ids, *parents]).pieces(_SET))

    def paid(index: int, first: int) -> bp.Operation[bp.Page[bp.CustomerPaymentRow]]:
        payment = bp.CustomerPaymentRow
        return bp.CustomerPayments.search(_from(payment.where(payment.order_id.within(pieces[index])), first))

    def payments(_: int, rows: Sequence[bp.CustomerPaymentRow]) -> Iterable[Line]:
        for each in rows:
            for id, amount in receipts((each,)).items():
                yield "payment", line_of(id_key(id), ReceiptOf(order_id=id, amount=amount))
            # What is paid back stands on the credit, and belongs to the sales order of it.
            holder = parents.get(each.order_id or 0, each.order_id or 0)
            yield "attached", line_of(id_key(holder), Attached(kind="payments", value=payment_detail(each)))

    yield from listed(Listing(stage="payments", operation=paid, ask=ask_brightpearl, keep=payments, listings=len(pieces)), pages)
    yield from each_read("goods-out-notes", list(ids.pieces()), _goods_out, pages)


def _taken_credits(ours: str, pages: PageFiles) -> Flow[None]:
    row = bp.OrderSearchRow
    query = row.where(row.order_type_id.is_(_SALES_CREDIT)).sort(row.order_id.ascending())

    def found(rows: Sequence[bp.OrderSearchRow]) -> Iterable[Line]:
        known = [each.order_id for each in rows if each.order_id and (each.external_ref or "").startswith(f"{ours}R")]
        return [("credit-found", told_line(id_key(id), id)) for id in known]

    yield from listed(_search("sales-credits-found", lambda first: bp.Orders.search(_from(query, first)), found), pages)
    ids = bp.IdSet.of(value_of(line) for line in pages.lines("credit-found"))
    yield from each_read("sales-credits", list(ids.pieces()), _credits, pages)


def _credits(piece: bp.IdSet) -> Flow[Iterable[Line]]:
    lines = []
    for each in (yield from _set(bp.SalesCredits.get_set(piece))):
        holder = each.parent_id if isinstance(each.parent_id, int) else 0
        lines.append(("attached", line_of(id_key(holder), Attached(kind="credits", value=sales_credit_detail(each)))))
        lines.append(("credit-of", told_line(each.id, holder)))
    return lines


def _goods_out(piece: bp.IdSet) -> Flow[Iterable[Line]]:
    try:
        notes = yield from ask_brightpearl(bp.GoodsOutNotes.of_orders(piece))
    except bp.NotFoundError:
        return []
    told = [(note.order_id or 0, note_detail(id, note)) for id, note in notes.items()]
    return [("attached", line_of(id_key(holder), Attached(kind="goods out", value=value))) for holder, value in told]


def _search(stage: str, operation: Callable[[int], bp.Operation[bp.Page[T]]], keep: Callable[[Sequence[T]], Iterable[Line]]) -> Listing:
    return Listing(stage=stage, operation=lambda _, first: operation(first), ask=ask_brightpearl, keep=lambda _, rows: keep(rows))


def _from(query: Any, first: int) -> Any:
    """A search from this row on, counted from 1."""
    return evolve(query, first_result=first)


def _set(operation: bp.Operation[tuple[T, ...]]) -> Flow[tuple[T, ...]]:
    """The records of a set; Brightpearl answers with 404 where it has none of them."""
    try:
        return (yield from ask_brightpearl(operation))
    except bp.NotFoundError:
        return ()


def _levels(piece: bp.IdSet) -> Flow[Iterable[Line]]:
    found = yield from read_availability(piece)

    def levels(id: int) -> LevelsOf:
        return LevelsOf(product_id=id, levels={name: level.on_hand or 0 for name, level in found[id].warehouses.items()})

    return [("level", line_of(id_key(id), levels(id))) for id in found]


def _list_prices(piece: bp.IdSet, lists: Sequence[int]) -> Flow[Iterable[Line]]:
    found = yield from read_prices(piece.ids, lists)
    return [
        ("list-price", line_of(id_key(id), ListPricesOf(product_id=id, prices={str(on): price for on, price in prices.items()})))
        for id, prices in found.items()
    ]


def _price_lists(wanted: Sequence[int]) -> Flow[Iterable[Line]]:
    """In what currency each list is, and whether it is one for selling."""
    known = (each for each in (yield from _set(bp.PriceLists.all())) if each.id in wanted)
    return [("price-list", told_line(each.id, [each.currency_code, str(each.price_list_type_code or "")])) for each in known]


def kept_price_lists(pages: PageFiles) -> tuple[dict[str, Any], ...]:
    """What was kept of the price lists that the shop's prices are taken from."""
    told = ((id, currency, sort) for id, (currency, sort) in told_pairs(pages.lines("price-list")))
    return tuple({"id": id, "currencyCode": currency, "priceListTypeCode": sort or None} for id, currency, sort in told)


def _tax_codes() -> Flow[Iterable[Line]]:
    return [("percent", told_line(code.code, str(code.rate or 0))) for code in (yield from _set(bp.TaxCodes.all()))]


def _currencies() -> Flow[Iterable[Line]]:
    page = yield from ask_brightpearl(bp.Currencies.search(bp.CurrencyRow.where()))
    return [("currency", told_line(each.code, True)) for each in page.items if each.code]


def _payment_methods() -> Flow[Iterable[Line]]:
    return [
        ("bank", told_line(method.code, [bank.currency_iso_code for bank in method.bank_accounts or () if bank.currency_iso_code]))
        for method in (yield from _set(bp.PaymentMethods.all()))
        if method.code
    ]


def kept_catalogue(pages: PageFiles, rates: Mapping[int, Rate], links: Mapping[Place, int]) -> Catalogue:
    """The lookups of mapping, of what was kept of the account, and the shop's tax rates and links. Contacts are none of them."""
    items: dict[str, list[Item]] = {}
    bundles = kept_bundles(pages)
    for kept in (record_of(KeptLevels, line) for line in pages.lines("product")):
        if kept.sku:
            bundle = kept.product_id in bundles
            item = Item(product_id=kept.product_id, sku=kept.sku, stock_tracked=kept.tracked, live=kept.live, bundle=bundle)
            items.setdefault(folded(kept.sku), []).append(item)
    return Catalogue(
        items={sku: tuple(each) for sku, each in items.items()},
        links=dict(links),
        rates=rates,
        percents={code: Decimal(percent) for code, percent in told_pairs(pages.lines("percent"))},
        currencies=frozenset(code for code, _ in told_pairs(pages.lines("currency"))),
        banks={code: frozenset(currencies) for code, currencies in told_pairs(pages.lines("bank"))},
    )
