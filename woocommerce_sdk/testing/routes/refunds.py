"""``/orders/{order_id}/refunds`` and ``/refunds``"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

from attrs import evolve

from ..call import Answer, Call, Routes
from ..cart import amount, kept, unit_price, with_decimals
from ..collection import Collection, absence, routes
from ..errors import Refusal
from ..lifecycle import keep_refund, new_refund, refunded_so_far, refunds_of, set_status
from ..listing import DATES, INCLUDE, Listing
from ..meta import add_display_meta
from ..presenting import linked
from ..shop import Record, Shop
from ..stock import restock
from .orders import digits_asked

_KINDS = ("line_items", "fee_lines", "shipping_lines")


def _view(call: Call, record: Record) -> Record:
    digits = digits_asked(call)
    shown = {name: value for name, value in record.items() if name != "parent_id"}
    return linked(call, "refunds", {**with_decimals(shown, digits), "amount": format(amount(record["amount"]), f".{digits}f")})


def _view_of_all(call: Call, record: Record) -> Record:
    body = _view(call, record)
    return {"id": body["id"], "parent_id": record["~order"], **body}


def _of_order(call: Call) -> Iterable[Record]:
    order = call.shop.find("orders", call.ids["order_id"])
    return refunds_of(call.shop, order) if order is not None else ()


def _create(call: Call) -> Record:
    shop = call.shop
    order = shop.find("orders", call.ids["order_id"])
    if order is None:
        raise Refusal(404, "woocommerce_rest_invalid_order_id", "Invalid order ID.")
    items = [item for item in call["line_items"] or [] if isinstance(item, dict)]
    value = amount(call["amount"]) if call["amount"] else sum(map(_value, items), Decimal(0))
    rest = amount(order["total"]) - refunded_so_far(shop, order)
    if value < 0 or value > rest:
        raise _refused("Invalid refund amount.")
    if call["api_refund"] is not False:
        raise _refused("The payment gateway for this order does not support automatic refunds.")
    refund = new_refund(shop, order, value, call["reason"] or "")
    refund["refunded_by"] = call.user
    _take_over(shop, order, refund, items)
    full = value == rest and value > 0
    keep_refund(shop, order, refund, full=full)
    order.update(shop.dated("date_modified", shop.now()))
    if call["api_restock"] is not False:
        restock(shop, order, ((int(item["id"]), int(item.get("quantity") or 0)) for item in items if item.get("id")))
    if full:
        set_status(shop, order, "refunded")
    shop.changed("orders", "updated", order)
    return refund


def _refused(message: str) -> Refusal:
    return Refusal(500, "woocommerce_rest_cannot_create_order_refund", message, data=500)


def _value(item: Mapping[str, Any]) -> Decimal:
    taxes = (amount(tax.get("refund_total")) for tax in item.get("refund_tax") or ())
    return amount(item.get("refund_total")) + sum(taxes, Decimal(0))


def _take_over(shop: Shop, order: Record, refund: Record, items: list[dict[str, Any]]) -> None:
    """Copy the refunded lines with negative figures."""
    sent = {int(item["id"]): item for item in items if item.get("id")}
    for kind in _KINDS:
        lines = [line for line in order[kind] if line["id"] in sent]
        refund[kind] = [_negative(shop, line, sent[line["id"]], kind) for line in lines if _says_something(sent[line["id"]])]
    refund["tax_lines"] = [_tax_line(shop, line, refund) for line in order["tax_lines"] if _tax_of(line["rate_id"], refund, _KINDS)]


def _says_something(item: Mapping[str, Any]) -> bool:
    return bool(item.get("quantity") or amount(item.get("refund_total")) or item.get("refund_tax"))


def _negative(shop: Shop, line: Record, item: Mapping[str, Any], kind: str) -> Record:
    taxes = {int(tax["id"]): amount(tax.get("refund_total")) for tax in item.get("refund_tax") or ()}
    copied: Record = {**deepcopy(line), "id": shop.next_id("order_items"), "meta_data": []}
    total, tax = -amount(item.get("refund_total")), -sum(taxes.values(), Decimal(0))
    copied.update(total=kept(total), total_tax=kept(tax))
    copied["taxes"] = [{"id": number, "total": kept(-tax), "subtotal": ""} for number, tax in taxes.items()]
    if kind == "line_items":
        copied.update(subtotal=kept(total), subtotal_tax=kept(tax), quantity=-int(item.get("quantity") or 0))
        copied["taxes"] = [{**tax, "subtotal": tax["total"]} for tax in copied["taxes"]]
        copied["price"] = unit_price(copied)
    add_display_meta(shop, copied, "_refunded_item_id", str(line["id"]))
    return copied


def _tax_line(shop: Shop, line: Record, refund: Record) -> Record:
    return {
        **deepcopy(line),
        "id": shop.next_id("order_items"),
        "tax_total": kept(_tax_of(line["rate_id"], refund, ("line_items", "fee_lines"))),
        "shipping_tax_total": kept(_tax_of(line["rate_id"], refund, ("shipping_lines",))),
    }


def _tax_of(rate: int, refund: Record, kinds: Iterable[str]) -> Decimal:
    return sum((amount(tax["total"]) for kind in kinds for item in refund[kind] for tax in item["taxes"] if tax["id"] == rate), Decimal(0))


def _remove(call: Call, record: Record) -> None:
    order = call.shop.find("orders", record["~order"])
    if order is not None:
        order["refunds"] = [refund for refund in order["refunds"] if refund["id"] != record["id"]]
    call.shop.drop("refunds", record)


def _one(call: Call) -> Answer:
    return Answer(body=_view(call, _asked(call)))


def _asked(call: Call) -> Record:
    found = call.shop.find("refunds", call.ids["id"])
    if found is None:
        raise REFUNDS.absent(call.method)
    if str(found["~order"]) != call.ids["order_id"]:
        raise Refusal(500, "woocommerce_rest_invalid_order_refund_id", "Invalid order refund ID.", data=404)
    return found


def _delete(call: Call) -> Answer:
    """For good, with force or without."""
    record = _asked(call)
    body = _view(call, record)
    _remove(call, record)
    return Answer(body=body)


_LISTING = Listing(
    filters={**INCLUDE, **DATES},
    sorts={"date": lambda refund: (refund["date_created_gmt"], refund["id"]), "id": lambda refund: refund["id"]},
)
REFUNDS = Collection(
    kind="refunds",
    listing=_LISTING,
    absent=absence("woocommerce_rest_shop_order_refund_invalid_id"),
    create=_create,
    scope=_of_order,
    view=_view,
    remove=_remove,
    names_pattern=True,
    added=lambda call, found: {"dp": call["dp"]},
)
_ALL = evolve(REFUNDS, scope=lambda call: call.shop.all("refunds"), view=_view_of_all, create=None)

ROUTES: Routes = {
    **routes(REFUNDS, "/orders/{order_id}/refunds", batch=False),
    "/orders/{order_id}/refunds/{id}": {"GET": _one, "DELETE": _delete},
    "/refunds": {"GET": routes(_ALL, "/refunds", batch=False)["/refunds"]["GET"]},
}
