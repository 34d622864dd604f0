"""Currencies, tax codes, nominal codes and payment methods: ``[currencies]``, ``[taxes]``, ``[nominals]``, ``[payments]``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from bpwoo_sync.described import described

#: Minor-unit digits of the currencies that do not have two (ISO 4217).
EXPONENTS: Mapping[str, int] = {
    **dict.fromkeys(
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"], 0
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}


@described
@frozen(kw_only=True)
class Currency:
    """``[currencies.XXX]``: a currency that orders come in. ``rate`` is foreign units for one unit of the base.

    ``price_lists`` leads from a buyer's role to a price list, which goes before ``price_list_id``. ``rate_meta`` is the key
    of an order's meta data in which a plug-in keeps the rate it sold at; ``rate_inverted`` tells that it is base units for
    one foreign unit.
    """

    exponent: int | None = None
    """How many decimals the currency has."""
    price_list_id: int | None = None
    rate: Decimal | None = None
    """Units of this currency for one unit of the base currency."""
    price_lists: Mapping[str, int] = field(factory=dict)
    rate_meta: str = ""
    rate_inverted: bool = False


@frozen(kw_only=True)
class TaxRateSet:
    """``[[taxes.rates]]``: the tax code for a set of the shop's tax rate ids."""

    rates: tuple[int, ...]
    code: str


@described
@frozen(kw_only=True)
class TaxPercent:
    """``[[taxes.percents]]``: the tax code for a country, tax class and percentage, where a rate id is not known."""

    country: str
    percent: Decimal
    """In per cent: 20 means 20 per cent."""
    code: str
    tax_class: str = "standard"


@frozen(kw_only=True)
class Taxes:
    """``[taxes]``: which tax code a row has."""

    none: str
    zero: str = ""
    export: str = ""
    reverse: str = ""
    area: tuple[str, ...] = ()
    zero_class: str = "zero-rate"
    reverse_meta: tuple[str, ...] = ("is_vat_exempt",)
    rates: tuple[TaxRateSet, ...] = ()
    percents: tuple[TaxPercent, ...] = ()


@frozen(kw_only=True)
class Nominals:
    """``[nominals]``: nominal codes of rows that are no products; empty leaves the choice to Brightpearl.

    ``fees`` leads from the name of a fee to its code, before ``fee``. ``gift_card_skus`` are products that are gift cards:
    what is owed to their holders, booked on ``gift_card`` without tax.
    """

    shipping: str = ""
    fee: str = ""
    discount: str = ""
    rounding: str = ""
    gift_card: str = ""
    fees: Mapping[str, str] = field(factory=dict)
    gift_card_skus: tuple[str, ...] = ()


@frozen(kw_only=True)
class Tender:
    """``[[payments.tenders]]``: a gift card or deposit that a plug-in keeps in the order's meta data.

    ``path`` leads to the amount inside a meta value that is no amount itself: keys with dots between them, ``*`` for every
    entry, whose amounts are added up.
    """

    meta: str
    method: str
    within_total: bool = False
    path: str = ""


@frozen(kw_only=True)
class Payments:
    """``[payments]``: payment methods, by method or by ``method.CURRENCY``, and when an order counts as paid.

    ``authorised`` are methods whose gateway first only holds the amount: an unpaid order with a transaction is told so.
    """

    methods: Mapping[str, str] = field(factory=dict)
    never_auto_paid: tuple[str, ...] = ("cod",)
    cod_paid_when: Literal["never", "completed"] = "never"
    tenders: tuple[Tender, ...] = ()
    authorised: tuple[str, ...] = ()
