"""An order's money: taxes of its lines, its totals, and what its coupons take off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from .._kernel.values import Json
from .discounts import Priced, taken
from .php import float_number, rounded
from .shop import Record, Shop
from .taxes import (
    PRECISION,
    Place,
    line_tax,
    order_place,
    prices_include_tax,
    rates,
    rounded_tax,
    rounds_at_subtotal,
    summed,
    taxes_on,
    taxes_within,
)

#: Amounts of a record that are shown in as many decimals as ``dp`` asks for.
_ORDER_AMOUNTS = ("discount_total", "discount_tax", "shipping_total", "shipping_tax", "cart_tax", "total", "total_tax")
_LINE_AMOUNTS = ("subtotal", "subtotal_tax", "total", "total_tax", "tax_total", "shipping_tax_total")
#: PHP puts no letter but these in capitals.
_UPPER = str.maketrans(ascii_lowercase, ascii_uppercase)
_LINES = ("line_items", "tax_lines", "shipping_lines", "fee_lines")


def amount(value: Json) -> Decimal:
    """An amount of a record; empty text is nothing."""
    return Decimal(str(value)) if value not in (None, "") else Decimal(0)


def kept(value: Decimal) -> str:
    """An amount as it is stored: six digits, none of them for show."""
    text = format(rounded(value, PRECISION).normalize(), "f")
    return "0" if text in ("-0", "0") else text


def recalculate(shop: Shop, order: Record) -> None:
    """Work out taxes and totals anew from what the lines cost."""
    _limit_negative_fees(shop, order)
    _tax_lines(shop, order)
    for line in order["line_items"]:
        line["price"] = unit_price(line)
    lines, fees, shipping = order["line_items"], order["fee_lines"], order["shipping_lines"]
    subtotal, total = (_line_sum(shop, lines, name) for name in ("subtotal", "total"))
    shipping_total = sum((_cents(shop, amount(item["total"])) for item in shipping), Decimal(0))
    cart_tax = sum((amount(tax["tax_total"]) for tax in order["tax_lines"]), Decimal(0))
    shipping_tax = sum((amount(tax["shipping_tax_total"]) for tax in order["tax_lines"]), Decimal(0))
    before = summed(_by_rate(line, "subtotal") for line in lines)
    discount_tax = sum(before.values(), Decimal(0)) - sum(summed(map(_by_rate, lines)).values(), Decimal(0))
    fee_total = sum((amount(fee["total"]) for fee in fees), Decimal(0))
    order.update(
        discount_total=kept(_cents(shop, subtotal - total)),
        discount_tax=kept(rounded_tax(shop, discount_tax)),
        shipping_total=kept(shipping_total),
        shipping_tax=kept(shipping_tax),
        cart_tax=kept(cart_tax),
        total_tax=kept(_cents(shop, cart_tax + shipping_tax)),
        total=kept(_cents(shop, total + fee_total + shipping_total + cart_tax + shipping_tax)),
    )


def _cents(shop: Shop, value: Decimal) -> Decimal:
    return rounded(value, shop.decimals)


def _line_sum(shop: Shop, lines: Sequence[Record], name: str) -> Decimal:
    whole = rounds_at_subtotal(shop)
    return sum((amount(line[name]) if whole else _cents(shop, amount(line[name])) for line in lines), Decimal(0))


def _limit_negative_fees(shop: Shop, order: Record) -> None:
    """A negative fee takes off no more than there is."""
    so_far = _line_sum(shop, order["line_items"], "total")
    so_far += sum((_cents(shop, amount(item["total"])) for item in order["shipping_lines"]), Decimal(0))
    for fee in order["fee_lines"]:
        if amount(fee["total"]) < 0 and so_far > 0 and amount(fee["total"]) < -_cents(shop, so_far):
            fee["total"] = kept(-_cents(shop, so_far))
        so_far += amount(fee["total"])


def _tax_lines(shop: Shop, order: Record) -> None:
    place = order_place(shop, order)
    for line in order["line_items"]:
        found = rates(shop, place, line["tax_class"]) if _taxable(shop, line) else []
        _set_taxes(shop, line, taxes_on(amount(line["total"]), found), taxes_on(amount(line["subtotal"]), found))
    for fee in order["fee_lines"]:
        _set_taxes(shop, fee, _fee_taxes(shop, order, fee, place))
    shipping_class = _shipping_class(shop, order)
    for item in order["shipping_lines"]:
        item_rates = [] if shipping_class is None else [rate for rate in rates(shop, place, shipping_class) if rate["shipping"]]
        _set_taxes(shop, item, taxes_on(amount(item["total"]), item_rates if item.get("tax_status") != "none" else []))
    _list_taxes(shop, order)


def _taxable(shop: Shop, line: Record) -> bool:
    product = product_of(shop, line)
    return product is None or product.get("tax_status", "taxable") == "taxable"


def product_of(shop: Shop, line: Record) -> Record | None:
    """The product or variation that a line sells."""
    return shop.find("variations", line["variation_id"]) if line.get("variation_id") else shop.find("products", line["product_id"])


def _fee_taxes(shop: Shop, order: Record, fee: Record, place: Place) -> dict[int, Decimal]:
    cost = amount(fee["total"])
    if cost >= 0:
        return taxes_on(cost, rates(shop, place, fee["tax_class"]) if fee["tax_status"] == "taxable" else [])
    costs: dict[str | None, Decimal] = {}
    for item, tax_class in _classed(shop, order):
        if amount(item["total"]) > 0:
            costs[tax_class] = costs.get(tax_class, Decimal(0)) + amount(item["total"])
    whole = sum(costs.values(), Decimal(0))
    if not whole:
        return {}
    parts = ((name, cost * share / whole) for name, share in costs.items() if name is not None)
    return summed(taxes_on(part, rates(shop, place, name)) for name, part in parts)


def _classed(shop: Shop, order: Record) -> Iterator[tuple[Record, str | None]]:
    """What an order charges for, each with its tax class, or none where it is not taxed."""
    for line in order["line_items"]:
        yield line, line["tax_class"] if _taxable(shop, line) else None
    for fee in order["fee_lines"]:
        yield fee, fee["tax_class"] if fee["tax_status"] == "taxable" else None
    for item in order["shipping_lines"]:
        yield item, _shipping_class(shop, order) if item.get("tax_status") != "none" else None


def _shipping_class(shop: Shop, order: Record) -> str | None:
    """The tax class of shipping: what the shop says, or that of the lines, the standard one first."""
    fixed = shop.setting("woocommerce_shipping_tax_class", "inherit")
    if fixed != "inherit":
        return str(fixed)
    used = {line["tax_class"] for line in order["line_items"] if _taxable(shop, line)}
    known = ("", *(record["slug"] for record in shop.all("tax_classes") if record["slug"] != "standard"))
    return next((name for name in known if name in used), None)


def _set_taxes(shop: Shop, item: Record, total: Mapping[int, Decimal], subtotal: Mapping[int, Decimal] | None = None) -> None:
    before = total if subtotal is None else subtotal
    item["taxes"] = [
        {"id": number, "total": kept(tax), "subtotal": "" if subtotal is None else kept(before[number])} for number, tax in total.items()
    ]
    item["total_tax"] = kept(sum((line_tax(shop, tax) for tax in total.values()), Decimal(0)))
    if subtotal is not None:
        item["subtotal_tax"] = kept(sum((line_tax(shop, tax) for tax in subtotal.values()), Decimal(0)))


def _by_rate(item: Record, name: str = "total") -> dict[int, Decimal]:
    return {tax["id"]: amount(tax[name]) for tax in item["taxes"]}


def _list_taxes(shop: Shop, order: Record) -> None:
    """One line for each rate that applies anywhere."""
    cart = summed({number: line_tax(shop, tax) for number, tax in _by_rate(item).items()} for item in _charged(order))
    shipping = summed({number: line_tax(shop, tax) for number, tax in _by_rate(item).items()} for item in order["shipping_lines"])
    old = {line["rate_id"]: line for line in order["tax_lines"]}
    numbers = [*dict.fromkeys((*(number for number in old if number in {**cart, **shipping}), *cart, *shipping))]
    order["tax_lines"] = [_tax_line(shop, number, old.get(number), cart, shipping) for number in numbers]


def _charged(order: Record) -> list[Record]:
    return [*order["line_items"], *order["fee_lines"]]


def _tax_line(shop: Shop, number: int, old: Record | None, cart: Mapping[int, Decimal], shipping: Mapping[int, Decimal]) -> Record:
    rate = shop.find("taxes", number)
    line = old or {**shop.blank("tax_lines"), "id": shop.next_id("order_items"), "rate_id": number}
    if rate is not None:
        line.update(rate_code=rate_code(rate), label=rate["name"] or "Tax", compound=rate["compound"])
        line["rate_percent"] = float_number(Decimal(rate["rate"] or "0"))
    line["tax_total"] = kept(cart.get(number, Decimal(0)))
    line["shipping_tax_total"] = kept(shipping.get(number, Decimal(0)))
    return line


def rate_code(rate: Record) -> str:
    """``US-NY-NY TAX-1``: what an order calls a rate."""
    parts = (rate["country"], rate["state"], rate["name"] or "TAX", str(rate["priority"]))
    return "-".join(part for part in parts if part).translate(_UPPER)


def apply_coupons(shop: Shop, order: Record, coupons: Sequence[Record]) -> None:
    """Take the coupons off the lines, from their subtotals on, and write down what each took."""
    unit = 10**shop.decimals
    place = order_place(shop, order)
    with_tax = bool(order["prices_include_tax"])
    lines = [_priced(line, unit, with_tax=with_tax) for line in order["line_items"]]
    for line in order["line_items"]:
        line["total"] = line["subtotal"]
    order["coupon_lines"] = []
    for share in taken(lines, coupons, unit):
        off, tax_off = Decimal(0), Decimal(0)
        for line in order["line_items"]:
            cut = share.by_line[line["id"]] / unit
            found = rates(shop, place, line["tax_class"]) if _taxable(shop, line) else []
            inside = sum(taxes_within(cut, found).values(), Decimal(0)) if with_tax else Decimal(0)
            taxes = sum((taxes_within if with_tax else taxes_on)(cut, found).values(), Decimal(0))
            tax = line_tax(shop, taxes)
            off += cut - (tax if with_tax else 0)
            tax_off += tax
            line["total"] = kept(max(Decimal(0), amount(line["total"]) - cut + inside))
        order["coupon_lines"].append(_coupon_line(shop, share.coupon, off, tax_off))
    recalculate(shop, order)


def _priced(line: Record, unit: int, *, with_tax: bool) -> Priced:
    price = amount(line["subtotal"]) + (amount(line["subtotal_tax"]) if with_tax else 0)
    return Priced(
        number=line["id"],
        product=line["product_id"],
        variation=line["variation_id"],
        quantity=line["quantity"],
        price=rounded(price * unit, 0),
    )


def _coupon_line(shop: Shop, coupon: Record, off: Decimal, tax_off: Decimal) -> Record:
    nominal = float_number(Decimal(coupon["amount"]))
    kind = "null" if coupon["discount_type"] == "fixed_cart" else f'"{coupon["discount_type"]}"'
    info = f'[{coupon["id"]},"{coupon["code"]}",{kind},{nominal}{",true" if coupon["free_shipping"] else ""}]'
    entry = {"id": shop.next_id("meta"), "key": "coupon_info", "value": info, "display_key": "coupon_info", "display_value": info}
    return {
        "id": shop.next_id("order_items"),
        "code": coupon["code"],
        "discount": kept(off),
        "discount_tax": kept(tax_off),
        "meta_data": [entry],
        "discount_type": coupon["discount_type"],
        "nominal_amount": nominal,
        "free_shipping": coupon["free_shipping"],
    }


def with_decimals(order: Record, decimals: int) -> Record:
    """An order or a refund with its amounts in that many decimals."""
    shown: dict[str, Any] = {name: text(value, decimals) if name in _ORDER_AMOUNTS else value for name, value in order.items()}
    for name in _LINES:
        shown[name] = [_line_shown(line, decimals) for line in order.get(name, ())]
    return shown


def _line_shown(line: Record, decimals: int) -> Record:
    shown = {name: text(value, decimals) if name in _LINE_AMOUNTS else value for name, value in line.items()}
    if "taxes" in line:
        shown["taxes"] = [{**tax, **{name: text(tax[name], decimals) for name in ("total", "subtotal")}} for tax in line["taxes"]]
    return shown


def text(value: Json, decimals: int) -> Json:
    """An amount as text with that many decimals; empty text stays."""
    return value if value in (None, "") else format(rounded(Decimal(str(value)), decimals), "f")


def unit_price(line: Record) -> Json:
    """What one piece cost: a float of PHP's, unrounded."""
    quantity = Decimal(line["quantity"])
    return float_number(Decimal(repr(float(amount(line["total"])) / float(quantity)))) if quantity else line["price"]


__all__ = ["amount", "apply_coupons", "kept", "prices_include_tax", "product_of", "recalculate", "text", "with_decimals"]
