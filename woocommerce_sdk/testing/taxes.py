"""Which tax rates apply somewhere, and what tax they make of an amount."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from attrs import frozen

from .php import rounded
from .shop import Record, Shop

#: Digits to which a tax is kept before it is shown or summed.
PRECISION = 6


@frozen(kw_only=True)
class Place:
    """Where a sale is taxed."""

    country: str
    state: str = ""
    postcode: str = ""
    city: str = ""


def base_place(shop: Shop) -> Place:
    """The shop's own place."""
    country, _, state = str(shop.setting("woocommerce_default_country")).partition(":")
    postcode, city = (str(shop.setting(f"woocommerce_store_{name}")) for name in ("postcode", "city"))
    return Place(country=country, state=state, postcode=postcode, city=city)


def order_place(shop: Shop, order: Record) -> Place:
    """Where an order is taxed, as ``woocommerce_tax_based_on`` says; the shop's place when that is unknown."""
    based_on = shop.setting("woocommerce_tax_based_on", "shipping")
    if based_on == "shipping" and not order["shipping"]["country"]:
        based_on = "billing"
    address = order.get(based_on) if based_on in ("billing", "shipping") else None
    if not address or not address["country"]:
        return base_place(shop)
    return Place(country=address["country"], state=address["state"], postcode=address["postcode"], city=address["city"])


def rates(shop: Shop, place: Place, tax_class: str) -> list[Record]:
    """The rates that apply, one of each priority: the most exact wins."""
    if shop.setting("woocommerce_calc_taxes") != "yes":
        return []
    slug = tax_class or "standard"
    fitting = [rate for rate in shop.all("taxes") if rate["class"] == slug and _fits(rate, place)]
    found: dict[int, Record] = {}
    for rate in sorted(fitting, key=_exactness):
        found.setdefault(rate["priority"], rate)
    return list(found.values())


def _exactness(rate: Record) -> tuple[int, bool, bool, int, int, int, int]:
    towns = (-len(rate.get("postcodes") or []), -len(rate.get("cities") or []))
    return (rate["priority"], not rate["country"], not rate["state"], *towns, rate["order"], rate["id"])


def _fits(rate: Record, place: Place) -> bool:
    return (
        rate["country"] in ("", place.country.upper())
        and rate["state"].upper() in ("", place.state.upper())
        and (not rate.get("postcodes") or any(_covers(pattern, place.postcode) for pattern in rate["postcodes"]))
        and (not rate.get("cities") or place.city.upper() in rate["cities"])
    )


def _covers(pattern: str, postcode: str) -> bool:
    code, wanted = postcode.replace(" ", "").upper(), pattern.replace(" ", "").upper()
    low, dots, high = wanted.partition("...")
    if dots:
        return all(re.fullmatch(r"\d+", text) for text in (low, high, code)) and int(low) <= int(code) <= int(high)
    return code.startswith(wanted[:-1]) if wanted.endswith("*") else code == wanted


def taxes_on(amount: Decimal, rates: Sequence[Record]) -> dict[int, Decimal]:
    """Tax to be added to an amount, by rate; a compound rate is a tax on the taxes before it as well."""
    taxes = {rate["id"]: amount * _share(rate) for rate in rates if not rate["compound"]}
    for rate in (rate for rate in rates if rate["compound"]):
        taxes[rate["id"]] = (amount + sum(taxes.values(), Decimal(0))) * _share(rate)
    return {number: rounded(taxes[number], PRECISION) for number in (rate["id"] for rate in rates)}


def taxes_within(amount: Decimal, rates: Sequence[Record]) -> dict[int, Decimal]:
    """Tax that an amount holds already, by rate."""
    taxes: dict[int, Decimal] = {}
    rest = amount
    for rate in reversed([rate for rate in rates if rate["compound"]]):
        taxes[rate["id"]] = rest - rest / (1 + _share(rate))
        rest -= taxes[rate["id"]]
    regular = [rate for rate in rates if not rate["compound"]]
    whole = 1 + sum((_share(rate) for rate in regular), Decimal(0))
    taxes |= {rate["id"]: rest * _share(rate) / whole for rate in regular}
    return {number: rounded(tax, PRECISION) for number, tax in taxes.items()}


def rounded_tax(shop: Shop, value: Decimal) -> Decimal:
    """A tax in the shop's decimals: half down where prices include tax, half up where they do not."""
    mode = ROUND_HALF_DOWN if prices_include_tax(shop) else ROUND_HALF_UP
    return value.quantize(Decimal(1).scaleb(-shop.decimals), mode)


def prices_include_tax(shop: Shop) -> bool:
    """Whether prices are entered with tax."""
    return bool(shop.setting("woocommerce_prices_include_tax") == "yes")


def rounds_at_subtotal(shop: Shop) -> bool:
    """Whether tax is rounded in the sum only, not by line."""
    return bool(shop.setting("woocommerce_tax_round_at_subtotal") == "yes")


def line_tax(shop: Shop, value: Decimal) -> Decimal:
    """A line's tax as it is summed."""
    return value if rounds_at_subtotal(shop) else rounded_tax(shop, value)


def summed(taxes: Iterable[Mapping[int, Decimal]]) -> dict[int, Decimal]:
    """Taxes of several things, by rate."""
    found: dict[int, Decimal] = {}
    for some in taxes:
        for number, tax in some.items():
            found[number] = found.get(number, Decimal(0)) + tax
    return found


def price_without_tax(shop: Shop, price: Decimal, product: Record, tax_class: str) -> Decimal:
    """What is left of a price once the tax of the shop's own place is out of it."""
    if product.get("tax_status") != "taxable" or not prices_include_tax(shop):
        return price
    return price - sum(taxes_within(price, rates(shop, base_place(shop), tax_class)).values(), Decimal(0))


def _share(rate: Record) -> Decimal:
    return Decimal(rate["rate"] or "0") / 100
