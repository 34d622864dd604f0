"""What the shop may sell of each product, from what Brightpearl has on hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, folded, item_of
from bpwoo_sync.facts import StockFact, StockTarget, external_ref
from bpwoo_sync.issues import Issue, Mapped, issue
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.mapping.orders import is_admitted
from bpwoo_sync.snapshot import Shop
from bpwoo_sync.tables import Tables

#: Fewer products than these say nothing about a run as a whole.
_FEW = 5


def stock_facts(shop: Shop) -> tuple[StockFact, ...]:
    """What the shop has of every product and variation that is sold by itself, in the order in which they came."""
    facts = []
    for product in shop.products:
        if product.type == woo.ProductType.VARIABLE:
            facts += [variation_fact(product.id, each) for each in shop.variations.get(product.id, ())]
        elif product.type not in (woo.ProductType.GROUPED, woo.ProductType.EXTERNAL):
            facts.append(product_fact(product))
    return tuple(facts)


def product_fact(product: woo.Product) -> StockFact:
    """What the shop has of a product."""
    return StockFact(
        sku=product.sku.strip(),
        shop_id=product.id,
        quantity=product.stock_quantity,
        manages=bool(product.manage_stock),
        backorders=product.backorders != woo.Backorders.NO,
        name=product.name,
    )


def variation_fact(parent_id: int, variation: woo.Variation) -> StockFact:
    """What the shop has of a variation; one that leaves counting to its parent says so."""
    return StockFact(
        sku=variation.sku.strip(),
        shop_id=variation.id,
        parent_id=parent_id,
        quantity=variation.stock_quantity,
        manages="parent" if variation.manage_stock == "parent" else bool(variation.manage_stock),
        backorders=variation.backorders != woo.Backorders.NO,
        name=variation.name,
    )


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


def in_flight(orders: Iterable[woo.Order], imported: Iterable[bp.SalesOrder], tables: Tables) -> dict[str, int]:
    """Pieces by SKU that were sold and that Brightpearl still counts as on hand.

    Those of orders that are to be imported and are not yet, and of imported ones to which no stock was allocated.
    """
    known = list(imported)
    refs = {order.external_ref for order in known}
    waiting = (each for each in orders if is_admitted(each, tables) and external_ref(tables.store.key, each.id) not in refs)
    unallocated = (each for each in known if each.allocation_status_code in ("ANA", "APA") and not each.is_canceled)
    units: dict[str, Decimal] = {}
    sold = [(line.sku, line.quantity) for order in waiting for line in order.line_items]
    sold += [(row.sku, row.quantity or Decimal(0)) for order in unallocated for row in order.rows]
    for sku, quantity in sold:
        if sku:
            units[folded(sku)] = units.get(folded(sku), Decimal(0)) + quantity
    return {sku: int(count.to_integral_value(rounding="ROUND_CEILING")) for sku, count in units.items()}


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
    return tuple(target for target in targets if target.fact.quantity != target.quantity)


def _target(
    fact: StockFact, availability: Mapping[int, bp.ProductAvailability], sold: Mapping[str, int], tables: Tables, catalogue: Catalogue
) -> Mapped[StockTarget]:
    key = fact.sku or fact.key
    if not fact.sku or fact.sku in tables.stock.owned_elsewhere:
        return Mapped()
    item = item_of(catalogue, fact.sku, "stock")
    if item.value is None:
        missing = item.issues[0].code == "UNKNOWN_SKU"
        return Mapped(issues=(issue("SKU_ONLY_IN_WOO", "stock", key),) if missing else item.issues)
    components = {id: needed for id, needed in item.value.components if needed > 0}
    if not (item.value.stock_tracked or components):
        return Mapped()
    if fact.manages == "parent":
        return Mapped(issues=(issue("STOCK_AT_PARENT", "stock", key),))
    if not fact.manages:
        return Mapped(issues=(issue("UNMANAGED", "stock", key),))
    counted: Mapping[int, int | Decimal] = components or {item.value.product_id: 1}
    if not tables.stock.absent_means_zero and not availability.keys() >= counted.keys():
        return Mapped()
    on_hand = bundles_sellable(counted, availability, tables.stock.warehouses)
    pending, buffer = sold.get(folded(fact.sku), 0), tables.stock.buffers.get(fact.sku, tables.stock.buffer)
    quantity = on_hand - pending - buffer
    if tables.stock.cap is not None:
        quantity = min(quantity, tables.stock.cap)
    if not (tables.stock.allow_negative and fact.backorders):
        quantity = max(0, quantity)
    return Mapped(
        value=StockTarget(fact=fact, product_id=item.value.product_id, on_hand=on_hand, in_flight=pending, buffer=buffer, quantity=quantity)
    )


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
