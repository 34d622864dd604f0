"""A first draft of the tables from what both systems call the same: names, percentages, currencies.

A guess is never hidden: what is not certain is left open, in the text as a comment and in :attr:`Suggestion.open`.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.snapshot import References, ShopReferences

#: Words by which a status of the account is recognised, for each status of the shop.
_STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "processing": ("new web order", "new order", "processing", "new"),
    "on-hold": ("on hold", "awaiting payment", "pending"),
    "completed": ("completed", "shipped", "fulfilled", "dispatched"),
}

#: Words by which a payment method of the account is recognised, for those of the shop's own gateways.
_GATEWAY_WORDS: Mapping[str, tuple[str, ...]] = {
    "bacs": ("bank", "transfer", "bacs"),
    "cheque": ("cheque", "check"),
    "cod": ("cash",),
    "stripe": ("stripe", "card"),
    "paypal": ("paypal",),
}

_NO_TAX_WORDS = ("outside the scope", "no tax", "not taxable", "exempt", "none")
_SIMILAR = 0.6


@frozen(kw_only=True)
class Suggestion:
    """Tables as TOML text, and what a person has to decide: the key, and why it is open."""

    text: str
    open: tuple[str, ...]


def suggested_tables(references: References, shop: ShopReferences, *, store_key: str = "W1") -> Suggestion:
    """Tables for a shop on an account. The text can be read as it is where nothing mandatory is open."""
    sections = (
        _store(references, shop, store_key),
        _statuses(references),
        _currencies(references, shop),
        _taxes(references, shop),
        _nominals(references),
        _shipping(references, shop),
        _payments(references, shop),
        _prices(references, shop),
        _stock(references),
    )
    lines = [line for section in sections for line in section]
    undecided = tuple(line.removeprefix("# open: ") for line in lines if line.startswith("# open: "))
    return Suggestion(text="\n".join(lines) + "\n", open=undecided)


Lines = list[str]


def _store(references: References, shop: ShopReferences, key: str) -> Lines:
    base = references.configuration.get("baseCurrencyCode") or shop.currency
    lines = ["[store]", f"key = {_text(key)}", f"base_currency = {_text(base)}"]
    zone = references.configuration.get("timeZone")
    if zone:
        lines.append(f"accounting_time_zone = {_text(zone)}")
    if references.instance_id is not None:
        lines.append(f"integration_instance_id = {references.instance_id}")
    channels = [each for each in references.channels if "web" in (each.name or "").lower() or "shop" in (each.name or "").lower()]
    channel = (channels or list(references.channels))[0] if len(channels) == 1 or len(references.channels) == 1 else None
    if channel is None:
        lines.append(_open("store.channel_id", f"one of {_listed((each.id, each.name) for each in references.channels)}"))
    else:
        lines.append(f"channel_id = {channel.id}  # {channel.name}")
    warehouse = channel.default_warehouse_id if channel is not None else None
    if warehouse is None:
        lines.append(_open("store.warehouse_id", f"one of {_listed((each.id, each.name) for each in references.warehouses)}"))
    else:
        lines.append(f"warehouse_id = {warehouse}")
    return lines


def _statuses(references: References) -> Lines:
    lines = ["", "[statuses]"]
    known = [each for each in references.order_statuses if each.order_type_code == "SO" and not each.disabled]
    for status, words in _STATUS_WORDS.items():
        found = next((each for word in words for each in known if word in each.name.lower()), None)
        if found is None:
            lines.append(_open(f"statuses.{status}", f"one of {_listed((each.status_id, each.name) for each in known)}"))
        else:
            lines.append(f"{status} = {found.status_id}  # {found.name}")
    return lines


def _currencies(references: References, shop: ShopReferences) -> Lines:
    lines: Lines = []
    for code in dict.fromkeys([shop.currency, *(each.code for each in references.currencies if each.code)]):
        lists = [each for each in references.price_lists if each.currency_code == code and _sells(each)]
        lines += ["", f"[currencies.{code}]"]
        if len(lists) == 1:
            lines.append(f"price_list_id = {lists[0].id}  # {lists[0].code}")
        if code != references.configuration.get("baseCurrencyCode"):
            lines.append('# rate = "1.000000"  # units for one of the base currency; without it the account\'s own rate holds')
        if code not in {each.code for each in references.currencies}:
            lines.append(_open(f"currencies.{code}", "the account does not have the shop's currency: set it up there"))
    return lines


def _taxes(references: References, shop: ShopReferences) -> Lines:
    none = next((each for word in _NO_TAX_WORDS for each in references.tax_codes if word in (each.description or "").lower()), None)
    lines = ["", "[taxes]"]
    if none is None:
        lines.append(
            _open("taxes.none", f"the code of rows without tax: {_listed((each.code, each.rate or 0) for each in references.tax_codes)}")
        )
        lines.append('none = ""')
    else:
        lines.append(f"none = {_text(none.code)}  # {none.description}")
    for rate in shop.tax_rates:
        percent = rate.rate if isinstance(rate.rate, Decimal) else Decimal(0)
        told = f"{rate.name} {percent.normalize():f} % {rate.country or 'anywhere'} {rate.state}".strip()
        codes = [each for each in references.tax_codes if (each.rate or Decimal(0)) == percent]
        if len(codes) == 1:
            lines += ["", "[[taxes.rates]]", f"rates = [{rate.id}]  # {told}", f"code = {_text(codes[0].code)}"]
        else:
            which = f"{len(codes)} codes have this rate: {', '.join(each.code for each in codes)}" if codes else "no code has this rate"
            lines += ["", _open(f"taxes.rates [{rate.id}]", f"{told}: {which}")]
    return lines


def _nominals(references: References) -> Lines:
    wanted = {
        "shipping": "shippingNominalCode",
        "fee": "chargesNominalCode",
        "discount": "discountNominalCode",
        "rounding": "roundingCorrectionsNominalCode",
    }
    found = {key: references.configuration.get(name) for key, name in wanted.items()}
    return ["", "[nominals]", *(f"{key} = {_text(code)}" for key, code in found.items() if code)]


def _shipping(references: References, shop: ShopReferences) -> Lines:
    lines = ["", "[shipping.methods]"]
    names = {str(each.name or "").lower(): each for each in references.shipping_methods}
    for method in shop.shipping_methods:
        close = difflib.get_close_matches(method.title.lower(), names, 1, _SIMILAR)
        if close:
            lines.append(f"{_key(method.id)} = {names[close[0]].id}  # {method.title} -> {names[close[0]].name}")
        else:
            lines.append(
                _open(f"shipping.methods.{method.id}", f"{method.title}: one of {_listed((e.id, e.name) for e in names.values())}")
            )
    return lines


def _payments(references: References, shop: ShopReferences) -> Lines:
    lines = ["", "[payments.methods]"]
    for gateway in shop.gateways:
        if not gateway.enabled:
            continue
        found = _method_for(gateway, references.payment_methods)
        if found is None:
            known = _listed((each.code, each.name) for each in references.payment_methods)
            lines.append(_open(f"payments.methods.{gateway.id}", f"{gateway.title}: one of {known}"))
        else:
            lines.append(f"{_key(gateway.id)} = {_text(found.code or '')}  # {gateway.title} -> {found.name}")
    return lines


def _method_for(gateway: woo.PaymentGateway, methods: Iterable[bp.PaymentMethod]) -> bp.PaymentMethod | None:
    known = [each for each in methods if each.code and each.is_active is not False]
    same = [each for each in known if (each.code or "").lower() == gateway.id.lower()]
    if same:
        return same[0]
    words = next((words for name, words in _GATEWAY_WORDS.items() if name in gateway.id.lower()), ())
    named = [each for each in known if any(word in f"{each.code} {each.name}".lower() for word in words)]
    return named[0] if len(named) == 1 else None


def _prices(references: References, shop: ShopReferences) -> Lines:
    lists = [each for each in references.price_lists if each.currency_code == shop.currency and _sells(each)]
    lines = ["", "[prices]"]
    if len(lists) == 1:
        lines.append(f"regular_list = {lists[0].id}  # {lists[0].code}")
    elif lists:
        told = _listed((each.id, each.code) for each in lists)
        lines.append(f"# prices.regular_list: prices are left alone unless it is one of {told}")
    return lines


def _stock(references: References) -> Lines:
    ids = ", ".join(str(each.id) for each in references.warehouses)
    return ["", "[stock]", f"warehouses = [{ids}]  # those that the shop sells from"]


def _sells(price_list: bp.PriceList) -> bool:
    return str(getattr(price_list.price_list_type_code, "value", "")) == "SELL"


def _open(key: str, why: str) -> str:
    return f"# open: {key}: {why}"


def _listed(pairs: Iterable[tuple[object, object]]) -> str:
    return ", ".join(f"{id} ({name})" for id, name in pairs) or "none"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else _text(name)
