"""What the shop may sell of each product, from what Brightpearl has on hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Item, folded, item_for_sale
from bpwoo_sync.facts import StockFact, StockTarget, external_ref
from bpwoo_sync.issues import Issue, Mapped, issue
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.mapping.orders import is_admitted
from bpwoo_sync.mapping.rows import is_safe, line_item, sold_lines
from bpwoo_sync.snapshot import Shop
from bpwoo_sync.tables import Tables

#: Fewer products than these say nothing about a run as a whole.
_FEW = 5


def stock_facts(shop: Shop) -> tuple[StockFact, ...]:
    """What the shop has of every product and variation that is sold by itself, in the order in which they came."""
    facts = []
    for product in shop.products:
        if product.type == woo.ProductType.VARIABLE:
            slugs = category_slugs(product)
            facts += [variation_fact(product.id, each, slugs) for each in shop.variations.get(product.id, ())]
        elif product.type not in (woo.ProductType.GROUPED, woo.ProductType.EXTERNAL):
            facts.append(product_fact(product))
    return tuple(facts)


def category_slugs(product: woo.Product) -> tuple[str, ...]:
    """The slugs of a product's categories."""
    return tuple(each.slug for each in product.categories) if product.has("categories") else ()


def product_fact(product: woo.Product) -> StockFact:
    """What the shop has of a product."""
    return StockFact(
        sku=product.sku.strip(),
        shop_id=product.id,
        quantity=product.stock_quantity,
        manages=bool(product.manage_stock),
        backorders=product.backorders != woo.Backorders.NO,
        in_stock=is_in_stock(product),
        name=product.name,
        categories=category_slugs(product),
    )


def variation_fact(parent_id: int, variation: woo.Variation, categories: tuple[str, ...] = ()) -> StockFact:
    """What the shop has of a variation; one that leaves counting to its parent says so. ``categories`` are the parent's."""
    return StockFact(
        sku=variation.sku.strip(),
        shop_id=variation.id,
        parent_id=parent_id,
        quantity=variation.stock_quantity,
        manages="parent" if variation.manage_stock == "parent" else bool(variation.manage_stock),
        backorders=variation.backorders != woo.Backorders.NO,
        in_stock=is_in_stock(variation),
        name=variation.name,
        categories=categories,
    )


def is_in_stock(record: woo.Product | woo.Variation) -> bool:
    """Whether the shop sells a product or variation, as far as stock goes."""
    return not record.has("stock_status") or record.stock_status != woo.StockStatus.OUT_OF_STOCK


def sellable(availability: bp.ProductAvailability, warehouses: Iterable[int]) -> int:
    """Pieces on hand in some warehouses; what one owes does not take from another."""
    levels = (availability.warehouses.get(str(warehouse)) for warehouse in warehouses)
    return sum(max(0, level.on_hand or 0) for level in levels if level is not None)


def bundles_sellable(
    components: Mapping[int, int | Decimal], availability: Mapping[int, bp.ProductAvailability], warehouses: Iterable[int]
) -> int:
    """Whole bundles: in each warehouse what its scarcest component makes, then summed; components are never pooled."""

    def complete(warehouse: int) -> int:
        return min(
            int(sellable(availability[id], (warehouse,)) // needed) if id in availability else 0 for id, needed in components.items()
        )

    return sum(complete(warehouse) for warehouse in warehouses) if components else 0


def in_flight(orders: Iterable[woo.Order], imported: Iterable[bp.SalesOrder], tables: Tables, catalogue: Catalogue) -> dict[str, int]:
    """Pieces by SKU of Brightpearl's that were sold and that it still counts as on hand.

    Those of orders that are to be imported and are not yet, and of imported ones to which no stock was allocated. What was
    sold as a bundle counts as what the bundle is made of.
    """
    units = sold_units(orders, imported, tables, catalogue)
    return {sku: int(count.to_integral_value(rounding="ROUND_CEILING")) for sku, count in units.items()}


def sold_units(orders: Iterable[woo.Order], imported: Iterable[bp.SalesOrder], tables: Tables, catalogue: Catalogue) -> dict[str, Decimal]:
    """The same, not rounded up: what belongs to some orders can be added to that of others."""
    known = list(imported)
    refs = {order.external_ref for order in known}
    waiting = (each for each in orders if is_admitted(each, tables) and external_ref(tables.store.key, each.id) not in refs)
    unallocated = (each for each in known if each.allocation_status_code in ("ANA", "APA") and not each.is_canceled)
    units: dict[str, Decimal] = {}
    for id, quantity in (*_waiting_units(waiting, catalogue), *_unallocated_units(unallocated, catalogue)):
        item = catalogue.by_id.get(id)
        if item is not None:
            units[folded(item.sku)] = units.get(folded(item.sku), Decimal(0)) + quantity
    return units


def _waiting_units(orders: Iterable[woo.Order], catalogue: Catalogue) -> Iterator[tuple[int, Decimal]]:
    """Products and pieces of orders that Brightpearl does not know yet."""
    for order in orders:
        for line, _, holds_others in sold_lines(order, catalogue, ""):
            item, _ = line_item(line, catalogue, "")
            if item is not None and not holds_others:
                yield from _parts(item, line.quantity)


def _unallocated_units(orders: Iterable[bp.SalesOrder], catalogue: Catalogue) -> Iterator[tuple[int, Decimal]]:
    """Products and pieces of sales orders. The parts of a bundle are rows of their own, unless the account shows none."""
    for order in orders:
        shown = {row.parent_row_id for row in order.rows if row.parent_row_id}
        for row in order.rows:
            item = catalogue.by_id.get(row.product_id or 0)
            if item is not None and not (item.bundle and row.id in shown):
                yield from _parts(item, row.quantity or Decimal(0))


def _parts(item: Item, quantity: Decimal) -> Iterator[tuple[int, Decimal]]:
    if item.bundle:
        yield from ((id, needed * quantity) for id, needed in item.components)
    else:
        yield item.product_id, quantity


def stock_targets(
    facts: Sequence[StockFact],
    availability: Mapping[int, bp.ProductAvailability],
    sold: Mapping[str, int],
    tables: Tables,
    catalogue: Catalogue,
    *,
    guarded: bool = True,
) -> Mapped[tuple[StockTarget, ...]]:
    """What the shop ought to have of each product, and why some are left alone.

    ``guarded`` gives none where so many would drop to zero that a wrong setting is likelier; else that is only said.
    """
    targets: list[StockTarget] = []
    issues: list[Issue] = []
    for fact in facts:
        found = _target(fact, availability, sold, tables, catalogue)
        issues += found.issues
        if found.value is not None:
            targets.append(found.value)
    guard = _mass_zero(targets, tables)
    return Mapped(value=None if guard and guarded else tuple(targets), issues=(*issues, *guard))


def changes(targets: Iterable[StockTarget]) -> tuple[StockTarget, ...]:
    """The targets that differ from what the shop has."""
    return tuple(target for target in targets if target.fact.quantity != target.quantity or target.fact.manages is not True)


def _target(
    fact: StockFact, availability: Mapping[int, bp.ProductAvailability], sold: Mapping[str, int], tables: Tables, catalogue: Catalogue
) -> Mapped[StockTarget]:
    key = fact.sku or fact.key
    if not fact.sku or fact.sku in tables.stock.owned_elsewhere:
        return Mapped()
    item = item_for_sale(catalogue, fact.place, fact.sku, "stock")
    gone = _gone_id(fact, item.value, catalogue) if tables.stock.zero_when_gone and fact.manages is True else None
    if gone is not None:
        return Mapped(value=StockTarget(fact=fact, product_id=gone, on_hand=0, in_flight=0, buffer=0, quantity=0))
    if item.value is None:
        missing = item.issues[0].code == "UNKNOWN_SKU"
        return Mapped(issues=(only_in_shop(key, "stock"),) if missing else item.issues)
    components = {id: needed for id, needed in item.value.components if needed > 0}
    if not (item.value.stock_tracked or components):
        return Mapped(issues=(*item.issues, *(() if item.value.bundle else _untracked(fact, key))))
    if fact.manages == "parent" and not tables.stock.switch_on_variations:
        return Mapped(issues=(*item.issues, issue("STOCK_AT_PARENT", "stock", key)))
    if not fact.manages and not tables.stock.switch_on_products:
        return Mapped(issues=(*item.issues, issue("UNMANAGED", "stock", key)))
    counted: Mapping[int, int | Decimal] = components or {item.value.product_id: 1}
    if not tables.stock.absent_means_zero and not availability.keys() >= counted.keys():
        return Mapped(issues=item.issues)
    on_hand = bundles_sellable(counted, availability, tables.stock.warehouses)
    of_itself = sold.get(folded(item.value.sku), 0)
    pending = _bundles_taken(on_hand, components, availability, sold, tables, catalogue) if components else of_itself
    buffer = _buffer(fact, tables)
    quantity = on_hand - pending - buffer
    cap = tables.stock.caps.get(fact.sku, tables.stock.cap)
    if cap is not None:
        quantity = min(quantity, cap)
    if not (tables.stock.allow_negative and fact.backorders):
        quantity = max(0, quantity)
    return Mapped(
        value=StockTarget(
            fact=fact, product_id=item.value.product_id, on_hand=on_hand, in_flight=pending, buffer=buffer, quantity=quantity
        ),
        issues=item.issues,
    )


def only_in_shop(sku: str, entity: str) -> Issue:
    """A SKU of the shop that Brightpearl has not, and whether it could have it."""
    told = (
        "" if is_safe(sku) else f"The SKU {sku} is not in Brightpearl, and can be none there: only 32 of 0-9 A-Z a-z space - _ / are taken."
    )
    return issue("SKU_ONLY_IN_WOO", entity, sku, told)


def _untracked(fact: StockFact, key: str) -> tuple[Issue, ...]:
    """Whether the shop counts, or has run out of, a product whose stock nobody tracks: it would stop selling it."""
    if fact.manages is True:
        told = f"{key}: the shop counts its stock, and Brightpearl does not track it. Nothing is pushed."
        return (issue("UNTRACKED_IN_BP", "stock", key, told, field="manage_stock", expected="false", actual="true"),)
    if not fact.manages and not fact.in_stock:
        told = f"{key}: the shop says that it is out of stock, and Brightpearl does not track its stock."
        return (issue("UNTRACKED_IN_BP", "stock", key, told, field="stock_status", expected="instock", actual="outofstock"),)
    return ()


def _gone_id(fact: StockFact, item: Item | None, catalogue: Catalogue) -> int | None:
    """The product that Brightpearl archived, or has no more though it was linked; None where it is there."""
    if item is not None:
        return None if item.live else item.product_id
    linked = catalogue.links.get(fact.place)
    return None if linked in catalogue.by_id else linked


def _buffer(fact: StockFact, tables: Tables) -> int:
    """How many pieces are kept back: by the SKU, else the most that one of its categories says, else by default."""
    of_categories = [tables.stock.category_buffers[slug] for slug in fact.categories if slug in tables.stock.category_buffers]
    return tables.stock.buffers.get(fact.sku, max(of_categories, default=tables.stock.buffer))


def _bundles_taken(
    complete: int,
    components: Mapping[int, Decimal],
    availability: Mapping[int, bp.ProductAvailability],
    sold: Mapping[str, int],
    tables: Tables,
    catalogue: Catalogue,
) -> int:
    """How many bundles fewer there are because of parts that are sold, and how many more were sold than can be put together.

    What is sold is taken where orders take it: from the store's own warehouse first, then from the others as they are listed.
    """
    stock, own = tables.stock.warehouses, tables.store.warehouse_id
    warehouses = sorted(stock, key=lambda warehouse: (warehouse != own, stock.index(warehouse)))
    left: dict[int, list[int]] = {}
    short = Decimal(0)
    for id, needed in components.items():
        part = catalogue.by_id.get(id)
        due = sold.get(folded(part.sku), 0) if part is not None else 0
        left[id] = []
        for warehouse in warehouses:
            there = sellable(availability[id], (warehouse,)) if id in availability else 0
            left[id].append(max(0, there - due))
            due = max(0, due - there)
        short = max(short, Decimal(due) / needed)
    remaining = sum(min(int(left[id][place] // needed) for id, needed in components.items()) for place in range(len(warehouses)))
    return complete - remaining + int(short.to_integral_value(rounding="ROUND_CEILING"))


def _mass_zero(targets: Sequence[StockTarget], tables: Tables) -> tuple[Issue, ...]:
    """Whether so many products would drop to zero that a wrong setting is likelier than a sold-out shop."""
    counted = [target for target in targets if (target.fact.quantity or 0) > 0]
    dropping = [target for target in counted if target.quantity <= 0]
    if len(dropping) < _FEW or Decimal(len(dropping)) / len(counted) <= tables.stock.mass_zero_guard:
        return ()
    percent = Decimal(100 * len(dropping)) / len(counted)
    told = (
        f"{len(dropping)} of {len(counted)} products in stock ({plain(percent.quantize(Decimal(1)))} %) would drop to 0; none was changed."
    )
    return (issue("STOCK_MASS_ZERO", "stock", "all", told, actual=len(dropping)),)
