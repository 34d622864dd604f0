"""Stock: taken once when an order is placed for good, given back when it is not."""

from __future__ import annotations

from collections.abc import Iterable

from .cart import product_of
from .meta import add_display_meta, drop_meta
from .shop import Record, Shop

TAKING = frozenset({"on-hold", "processing", "completed"})
GIVING_BACK = frozenset({"cancelled", "pending"})


def follow(shop: Shop, order: Record) -> None:
    """Take or give back what an order's status asks for, once."""
    if order["status"] in TAKING:
        if not order.get("~sold"):
            count_sales(shop, order["line_items"], 1)
            order["~sold"] = True
        if not order.get("~stock_taken"):
            take(shop, order)
    elif order["status"] in GIVING_BACK:
        if order["status"] == "cancelled" and order.get("~sold"):
            count_sales(shop, order["line_items"], -1)
            order["~sold"] = False
        if order.get("~stock_taken"):
            give_back(shop, order)


def take(shop: Shop, order: Record) -> None:
    """Take each line's quantity, and mark on the line how much that was."""
    order["~stock_taken"] = True
    for line in order["line_items"]:
        keeper = keeper_of(shop, line)
        if keeper is None or any(meta["key"] == "_reduced_stock" for meta in line["meta_data"]):
            continue
        move(keeper, -line["quantity"])
        add_display_meta(shop, line, "_reduced_stock", str(line["quantity"]))


def give_back(shop: Shop, order: Record) -> None:
    """Give back what the lines say was taken."""
    order["~stock_taken"] = False
    for line in order["line_items"]:
        taken = next((int(meta["value"]) for meta in line["meta_data"] if meta["key"] == "_reduced_stock"), None)
        keeper = keeper_of(shop, line)
        if taken is None or keeper is None:
            continue
        move(keeper, taken)
        drop_meta(line, "_reduced_stock")


def restock(shop: Shop, order: Record, quantities: Iterable[tuple[int, int]]) -> None:
    """Give back what was refunded: pairs of line id and quantity; what was never taken stays away."""
    lines = {line["id"]: line for line in order["line_items"]}
    for number, quantity in quantities:
        line = lines.get(number)
        keeper = keeper_of(shop, line) if line is not None else None
        if line is None or keeper is None or quantity <= 0:
            continue
        marked = next((meta for meta in line["meta_data"] if meta["key"] == "_reduced_stock"), None)
        taken = int(marked["value"]) if marked is not None else 0
        back = min(quantity, taken)
        if back <= 0:
            continue
        move(keeper, back)
        drop_meta(line, "_reduced_stock")
        add_display_meta(shop, line, "_reduced_stock", str(taken - back))
        before = next((int(meta["value"]) for meta in line["meta_data"] if meta["key"] == "_restock_refunded_items"), 0)
        drop_meta(line, "_restock_refunded_items")
        add_display_meta(shop, line, "_restock_refunded_items", str(before + back))


def keeper_of(shop: Shop, line: Record) -> Record | None:
    """The record that keeps the stock of what a line sells: a variation, or the product above it."""
    product = product_of(shop, line)
    if product is None:
        return None
    if product.get("manage_stock") == "parent":
        product = shop.find("products", line["product_id"])
    return product if product is not None and product.get("manage_stock") is True else None


def move(keeper: Record, by: int) -> None:
    """Change a quantity, and what it says about being in stock."""
    keeper["stock_quantity"] = (keeper["stock_quantity"] or 0) + by
    settle(keeper)


def settle(keeper: Record) -> None:
    """A managed quantity decides whether something is in stock."""
    if keeper.get("manage_stock") is not True:
        return
    allowed = keeper.get("backorders", "no") != "no"
    quantity = keeper["stock_quantity"] or 0
    keeper["stock_status"] = "instock" if quantity > 0 else "onbackorder" if allowed else "outofstock"
    keeper["backorders_allowed"] = allowed
    keeper["backordered"] = allowed and quantity < 0


def count_sales(shop: Shop, lines: Iterable[Record], sign: int) -> None:
    """Count pieces sold."""
    for line in lines:
        product = shop.find("products", line["product_id"])
        if product is not None:
            product["total_sales"] = int(product.get("total_sales") or 0) + sign * line["quantity"]
