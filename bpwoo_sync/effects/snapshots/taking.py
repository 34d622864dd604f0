"""Take snapshots of one side or both: read what is not kept yet, then sort it and write it with its checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve

from bpwoo_sync.catalogue import components_of
from bpwoo_sync.effects.flow import Flow
from bpwoo_sync.effects.snapshots.account import kept_bundles, kept_catalogue, kept_price_lists, taken_account, taken_catalogue
from bpwoo_sync.effects.snapshots.files import FORMAT, MANIFEST, Form, Manifest, Snapshot, write_snapshot
from bpwoo_sync.effects.snapshots.pages import PageFiles
from bpwoo_sync.effects.snapshots.shop import kept_marks, kept_rates, kept_settings, taken_shop
from bpwoo_sync.effects.snapshots.sorting import sorted_lines
from bpwoo_sync.effects.snapshots.stages import told_pairs
from bpwoo_sync.errors import SnapshotError
from bpwoo_sync.kept import (
    SUBJECTS,
    Attached,
    KeptLevels,
    KeptLookup,
    KeptOrder,
    LevelsOf,
    ListPricesOf,
    ReceiptOf,
    Side,
    Subject,
    id_key,
    key_of,
    line_key,
    line_of,
    moment,
    moment_text,
    record_of,
    with_attached,
    with_levels,
    with_list_prices,
    with_receipts,
    with_refunds,
)
from bpwoo_sync.links import Place
from bpwoo_sync.streams import merged
from bpwoo_sync.tables import Tables

L = TypeVar("L")
R = TypeVar("R")

#: The stages of which each subject is made, for what could not be read whole.
_STAGES: Mapping[tuple[Side, Subject], tuple[str, ...]] = {
    ("shop", "orders"): ("orders", "orders-in-trash", "refunds"),
    ("shop", "stock"): ("products", "variations"),
    ("shop", "prices"): ("products", "variations"),
}


def snapshots_taken(
    tables: Tables,
    folders: Mapping[Side, Path],
    now: Callable[[], datetime],
    *,
    subjects: Sequence[Subject] = SUBJECTS,
    form: Form = "jsonl.gz",
    links: Mapping[Place, int] | None = None,
) -> Flow[dict[Side, Snapshot]]:
    """A snapshot of each side that has a folder. Called again after an interruption, it goes on where it stopped.

    ``links`` are the ledger's: which product of Brightpearl each product of the shop stands for, whatever its SKU.
    Needs a client for Brightpearl even for the shop's orders alone: what holds an order back depends on the account.
    Raises :class:`~bpwoo_sync.errors.SnapshotError` where a folder holds a snapshot already.
    """
    for folder in folders.values():
        if (folder / MANIFEST).exists() and not (folder / "pages").exists():
            raise SnapshotError(f"{folder}: holds a snapshot already. Choose another folder, or remove it.")
    pages = {side: PageFiles(folder / "pages") for side, folder in folders.items()}
    begun = {side: _begun(pages[side], side, tables, subjects, now) for side in folders}
    account = pages.get("account", pages.get("shop"))
    if account is not None and "orders" in subjects:
        yield from taken_catalogue(account)
    if "account" in folders:
        yield from taken_account(tables, subjects, pages["account"])
    if "shop" in folders:
        shop = pages["shop"]
        yield from taken_shop(tables, subjects, lambda: kept_catalogue(account or shop, kept_rates(shop), _links(shop, links)), shop)
    taken = {
        side: _written(
            folder, pages[side], _about(side, tables, begun[side], now(), form, pages[side], subjects), tables, subjects, links or {}
        )
        for side, folder in folders.items()
    }
    for each in pages.values():
        each.remove()
    return taken


def _links(shop: PageFiles, links: Mapping[Place, int] | None) -> dict[Place, int]:
    """Which product each product of the shop stands for: as it carries it itself, or as the ledger knows it."""
    return {**kept_marks(shop), **(links or {})}


def _begun(pages: PageFiles, side: Side, tables: Tables, subjects: Sequence[Subject], now: Callable[[], datetime]) -> datetime:
    start = {
        "format": FORMAT,
        "side": side,
        "store": tables.store.key,
        "subjects": sorted(subjects),
        "configuration": hashlib.sha256(repr(tables).encode()).hexdigest(),
        "taken_at": moment_text(now()),
    }
    return moment(pages.begin(start)["taken_at"])


def _about(
    side: Side, tables: Tables, taken_at: datetime, finished_at: datetime, form: Form, pages: PageFiles, subjects: Sequence[Subject]
) -> Manifest:
    settings = kept_settings(pages) if side == "shop" else {}
    missing = [subject for subject in subjects if any(not pages.reached(stage).whole for stage in _STAGES.get((side, subject), ()))]
    return Manifest(
        side=side,
        store=tables.store.key,
        taken_at=taken_at,
        finished_at=finished_at,
        form=form,
        incomplete=tuple(missing),
        currency=settings.get("woocommerce_currency", ""),
        decimals=int(settings.get("woocommerce_price_num_decimals", "2") or 2),
        prices_include_tax=settings.get("woocommerce_prices_include_tax") == "yes",
        price_lists=kept_price_lists(pages) if side == "account" else (),
    )


def _written(
    folder: Path, pages: PageFiles, about: Manifest, tables: Tables, subjects: Sequence[Subject], links: Mapping[Place, int] | None
) -> Snapshot:
    def in_order(lines: Iterable[str]) -> Iterator[str]:
        return sorted_lines(lines, line_key, pages.folder)

    def records(subject: Subject) -> Iterable[str]:
        return _shop_lines(subject, pages, links) if about.side == "shop" else _account_lines(subject, pages, tables)

    wanted = [subject for subject in SUBJECTS if subject in subjects]
    return write_snapshot(folder, about, {subject: _once(in_order(records(subject))) for subject in wanted})


def _shop_lines(subject: Subject, pages: PageFiles, links: Mapping[Place, int] | None) -> Iterable[str]:
    """The shop's records: orders with their refunds, the others as they were kept."""
    if subject == "orders":
        return (
            line
            for _, orders, refunds in _joined(pages, "orders", KeptOrder, "refund", Attached)
            for line in _lines(with_refunds(orders, refunds))
        )
    if subject != "lookups":
        return pages.lines(subject)
    rates = (
        (id, {"country": each.country, "percent": str(each.percent), "compound": each.compound}) for id, each in kept_rates(pages).items()
    )
    linked = _links(pages, links).items()
    return _lines(
        (
            *(KeptLookup(kind="rate", name=str(id), value=value) for id, value in rates),
            *(KeptLookup(kind="link", name=f"{place[0]}:{place[1]}", value={"product": product}) for place, product in linked),
        )
    )


def _account_lookups(pages: PageFiles) -> Iterator[KeptLookup]:
    bundles = kept_bundles(pages)
    for kept in (record_of(KeptLevels, line) for line in pages.lines("product")):
        parts = {str(id): str(needed) for id, needed in components_of(kept.product_id, bundles).items()}
        told = {"sku": kept.sku, "tracked": kept.tracked, "live": kept.live, "bundle": kept.product_id in bundles, "parts": parts}
        yield KeptLookup(kind="product", name=id_key(kept.product_id), value=told)
    for kind in ("percent", "currency", "bank"):
        for name, value in told_pairs(pages.lines(kind)):
            yield KeptLookup(kind=kind, name=str(name), value={"is": value})
    yield from _stray_credits(pages)


def _stray_credits(pages: PageFiles) -> Iterator[KeptLookup]:
    """Sales credits that are on no sales order of ours, each with its payments."""
    orders, attached = (sorted_lines(pages.lines(subject), line_key, pages.folder) for subject in ("sales-order", "attached"))
    for _, ours, told in merged(orders, attached, line_key, line_key):
        alone = [] if ours else [record_of(Attached, line) for line in told]
        payments = {each.value["paymentId"]: dict(each.value) for each in alone if each.kind == "payments"}.values()
        for credit in {each.value["id"]: dict(each.value) for each in alone if each.kind == "credits"}.values():
            paid = [each for each in payments if each["orderId"] == credit["id"]]
            yield KeptLookup(kind="credit", name=id_key(credit["id"]), value={"credits": [credit], "payments": paid})


def _bundle_parts(pages: PageFiles) -> dict[int, dict[str, Any]]:
    """The counted products that each bundle is made of, each with how many one takes of it and its levels."""
    bundles = kept_bundles(pages)
    taken = {id: components_of(id, bundles) for id in bundles}
    wanted = {part for parts in taken.values() for part in parts}
    if not wanted:
        return {}
    tracked = {each.product_id for each in (record_of(KeptLevels, line) for line in pages.lines("product")) if each.tracked}
    told = (record_of(LevelsOf, line) for line in pages.lines("level"))
    levels = {each.product_id: dict(each.levels) for each in told if each.product_id in wanted}
    return {
        id: {str(part): {"needed": str(needed), "levels": levels.get(part)} for part, needed in parts.items() if part in tracked}
        for id, parts in taken.items()
    }


def _account_orders(pages: PageFiles, tables: Tables) -> Iterator[str]:
    """Sales orders with what belongs to them, and what was received for each."""
    whole = ((id, with_attached(orders, told)) for id, orders, told in _joined(pages, "sales-order", KeptOrder, "attached", Attached))
    lines = sorted_lines(pages.lines("payment"), line_key, pages.folder)
    receipts = ((line_key(line), record_of(ReceiptOf, line)) for line in lines)
    for _, found, amounts in merged(whole, receipts, itemgetter(0), itemgetter(0)):
        for _, orders in found:
            yield from _lines(with_receipts(orders, tuple(each for _, each in amounts), tables))


def _account_lines(subject: Subject, pages: PageFiles, tables: Tables) -> Iterator[str]:
    """The account's records, each put together of what was read apart; by key of neither."""
    if subject == "lookups":
        yield from _lines(_account_lookups(pages))
    elif subject == "orders":
        yield from _account_orders(pages, tables)
    elif subject == "stock":
        parts = _bundle_parts(pages)
        for _, products, levels in _joined(pages, "product", KeptLevels, "level", LevelsOf):
            found = (evolve(each, bundle=each.product_id in parts, parts=parts.get(each.product_id, {})) for each in products)
            yield from _lines(with_levels(tuple(found), levels))
    else:
        for _, products, prices in _joined(pages, "product", KeptLevels, "list-price", ListPricesOf):
            yield from _lines(with_list_prices(products, prices))


def _joined(
    pages: PageFiles, left: str, left_kind: type[L], right: str, right_kind: type[R]
) -> Iterator[tuple[str, tuple[L, ...], tuple[R, ...]]]:
    def told(subject: str) -> Iterator[str]:
        return sorted_lines(pages.lines(subject), line_key, pages.folder)

    for key, ours, theirs in merged(told(left), told(right), line_key, line_key):
        yield key, tuple(record_of(left_kind, line) for line in ours), tuple(record_of(right_kind, line) for line in theirs)


def _lines(records: Iterable[object]) -> Iterator[str]:
    return (f"{line_of(key_of(record), record)}\n" for record in records)


def _once(lines: Iterable[str]) -> Iterator[str]:
    """Sorted lines without a record that was read twice; the last reading counts."""
    last: str | None = None
    for line in lines:
        if last is not None and not (line_key(last) == line_key(line) and _same(last, line)):
            yield last
        last = line
    if last is not None:
        yield last


def _same(one: str, other: str) -> bool:
    names = ("order_id", "sales_order_id", "shop_id", "product_id", "kind", "name")
    first, second = json.loads(one), json.loads(other)
    return all(first.get(name) == second.get(name) for name in names)
