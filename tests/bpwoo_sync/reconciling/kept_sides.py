"""Both sides as snapshots on disk have them, made of what was read of them without a disk between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.catalogue import Catalogue, catalogue_of, components_of
from bpwoo_sync.comparing import Kept
from bpwoo_sync.detail import note_detail, payment_detail, refund_detail, sales_credit_detail
from bpwoo_sync.kept import (
    Attached,
    KeptLevels,
    KeptListPrices,
    KeptLookup,
    KeptOrder,
    KeptPrice,
    KeptStock,
    ReceiptOf,
    account_order,
    id_key,
    kept_price,
    kept_stock,
    key_of,
    line_of,
    record_of,
    shop_order,
    with_attached,
    with_receipts,
    with_refunds,
)
from bpwoo_sync.links import Place, marked_product, records_of
from bpwoo_sync.mapping.prices import price_facts
from bpwoo_sync.mapping.stock import stock_facts
from bpwoo_sync.snapshot import Account, Shop, receipts
from bpwoo_sync.tables import Tables

T = TypeVar("T")


def in_order(kind: type[T], records: Iterable[T]) -> tuple[T, ...]:
    """Records as they are read again, ascending by key."""
    return tuple(sorted((record_of(kind, line_of(key_of(each), each)) for each in records), key=key_of))


def kept_shop(shop: Shop, account: Account, tables: Tables, links: Mapping[Place, int] | None = None) -> Kept:
    """The shop's side."""
    known = catalogue_of(evolve(account, contacts=()), shop, linked(shop, links))
    return Kept(
        taken_at=shop.taken_at,
        lookups=in_order(KeptLookup, _shop_lookups(known)),
        orders=in_order(KeptOrder, _orders(shop, known, tables)),
        stock=in_order(KeptStock, (kept_stock(each, _changed(shop)[each.place]) for each in stock_facts(shop))),
        prices=in_order(KeptPrice, (kept_price(each, _changed(shop)[each.place]) for each in price_facts(shop))),
        currency=shop.currency,
        decimals=shop.decimals,
        prices_include_tax=shop.prices_include_tax,
    )


def linked(shop: Shop, links: Mapping[Place, int] | None) -> dict[Place, int]:
    """Which product each product of the shop stands for: as it carries it itself, or as the ledger knows it."""
    marks = ((place, marked_product(record)) for place, record in records_of(shop))
    return {**{place: mark for place, mark in marks if mark is not None}, **(links or {})}


def _changed(shop: Shop) -> dict[Place, Any]:
    return {place: record.date_modified_gmt for place, record in records_of(shop)}


def _shop_lookups(known: Catalogue) -> Iterator[KeptLookup]:
    for id, rate in known.rates.items():
        value = {"country": rate.country, "percent": str(rate.percent), "compound": rate.compound}
        yield KeptLookup(kind="rate", name=str(id), value=value)
    for place, product in known.links.items():
        yield KeptLookup(kind="link", name=f"{place[0]}:{place[1]}", value={"product": product})


def _orders(shop: Shop, known: Catalogue, tables: Tables) -> Iterator[KeptOrder]:
    for order in shop.orders:
        told = tuple(Attached(kind="refund", value=refund_detail(each)) for each in shop.refunds.get(order.id, ()))
        yield from with_refunds((shop_order(order, tables, known),), told)


def kept_account(account: Account, tables: Tables) -> Kept:
    """Brightpearl's side."""
    return Kept(
        taken_at=account.taken_at,
        lookups=in_order(KeptLookup, _account_lookups(account)),
        orders=in_order(KeptOrder, _sales_orders(account, tables)),
        stock=in_order(KeptLevels, _levels(account)),
        prices=in_order(KeptListPrices, _list_prices(account)),
        price_lists=account.references.price_lists,
    )


def _account_lookups(account: Account) -> Iterator[KeptLookup]:
    for row in account.products:
        id = row.product_id or 0
        parts = {str(part): str(needed) for part, needed in components_of(id, account.bundles).items()}
        value = {
            "sku": row.sku or "",
            "tracked": bool(row.stock_tracked),
            "live": _live(row),
            "bundle": id in account.bundles,
            "parts": parts,
        }
        yield KeptLookup(kind="product", name=id_key(id), value=value)
    for code in account.references.tax_codes:
        yield KeptLookup(kind="percent", name=code.code, value={"is": str(code.rate or 0)})
    for currency in account.references.currencies:
        yield KeptLookup(kind="currency", name=currency.code or "", value={"is": True})
    for method in account.references.payment_methods:
        banks = [bank.currency_iso_code for bank in method.bank_accounts or () if bank.currency_iso_code]
        yield KeptLookup(kind="bank", name=method.code or "", value={"is": banks})
    ours = {order.id for order in account.sales_orders}
    for credit in account.sales_credits:
        if credit.parent_id not in ours:
            paid = [payment_detail(each) for each in account.payments if each.order_id == credit.id]
            yield KeptLookup(kind="credit", name=id_key(credit.id), value={"credits": [sales_credit_detail(credit)], "payments": paid})


def _live(row: bp.ProductRow) -> bool:
    return (row.product_status or "LIVE") == "LIVE"


def _sales_orders(account: Account, tables: Tables) -> Iterator[KeptOrder]:
    for order in account.sales_orders:
        credits = [each for each in account.sales_credits if each.parent_id == order.id]
        holders = {order.id, *(each.id for each in credits)}
        left = [(id, each) for id, each in account.goods_out.items() if each.order_id == order.id]
        told = (
            *(Attached(kind="credits", value=sales_credit_detail(each)) for each in credits),
            *(Attached(kind="payments", value=payment_detail(each)) for each in account.payments if each.order_id in holders),
            *(Attached(kind="goods out", value=note_detail(id, each)) for id, each in left),
        )
        received = tuple(
            ReceiptOf(order_id=id, amount=amount) for each in account.payments for id, amount in receipts((each,)).items() if id == order.id
        )
        yield from with_receipts(with_attached((account_order(order, tables),), told), received, tables)


def _levels(account: Account) -> Iterator[KeptLevels]:
    levels = {id: {name: level.on_hand or 0 for name, level in told.warehouses.items()} for id, told in account.availability.items()}
    tracked = {row.product_id for row in account.products if row.stock_tracked}
    for row in account.products:
        id = row.product_id or 0
        taken = components_of(id, account.bundles) if id in account.bundles else {}
        parts = {str(part): {"needed": str(needed), "levels": levels.get(part)} for part, needed in taken.items() if part in tracked}
        yield KeptLevels(
            sku=row.sku or "",
            product_id=id,
            tracked=bool(row.stock_tracked),
            live=_live(row),
            levels=levels.get(id),
            bundle=id in account.bundles,
            parts=parts,
            changed_at=row.updated_on,
        )


def _list_prices(account: Account) -> Iterator[KeptListPrices]:
    for row in account.products:
        id = row.product_id or 0
        prices: dict[str, Decimal] = {str(on): amount for on, amount in account.prices.get(id, {}).items()}
        yield KeptListPrices(sku=row.sku or "", product_id=id, live=_live(row), prices=prices, changed_at=row.updated_on)
