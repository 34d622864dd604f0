"""The configuration of one shop on one account: every table that mapping looks things up in, checked as a whole.

Read from a TOML document by :func:`tables_from`. Amounts and percentages are written as text, so that they stay exact.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo

import cattrs
from attrs import field, fields, frozen, has, resolve_types

from bpwoo_sync.described import described
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.issues import CODES

#: What a configuration file of ``bpwoo`` has beside the tables: how both systems and the ledger are reached.
CONNECTIONS: tuple[str, ...] = ("brightpearl", "woocommerce", "ledger")

#: Minor-unit digits of the currencies that do not have two (ISO 4217).
EXPONENTS: Mapping[str, int] = {
    **dict.fromkeys(
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"], 0
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}


@frozen(kw_only=True)
class WarehouseRule:
    """``[[store.warehouses]]``: the warehouse of orders that go to some countries, or by some shipping methods.

    Countries have two letters; methods are named as in ``[shipping.methods]``. What is left out does not matter.
    """

    warehouse_id: int
    countries: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()


@described
@frozen(kw_only=True)
class Store:
    """``[store]``: which shop this is, and where its orders belong.

    The first of ``warehouses`` that suits an order goes before ``warehouse_id``. ``shop_time_zone`` is the shop's own, in
    which a delivery date is written; blank where it is that of the books.
    """

    key: str
    base_currency: str
    accounting_time_zone: str = "UTC"
    go_live: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    """Aware UTC."""
    channel_id: int | None = None
    warehouse_id: int | None = None
    integration_instance_id: int | None = None
    lead_source_id: int | None = None
    team_id: int | None = None
    staff_owner_id: int | None = None
    project_id: int | None = None
    warehouses: tuple[WarehouseRule, ...] = ()
    shop_time_zone: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which a day of the books begins and ends."""
        return ZoneInfo(self.accounting_time_zone)

    @property
    def shop_zone(self) -> ZoneInfo:
        """The zone of the shop."""
        return ZoneInfo(self.shop_time_zone or self.accounting_time_zone)


@frozen(kw_only=True)
class OrderField:
    """``[[orders.custom_fields]]``: a custom field of sales orders, by its code, from a key of the order's meta data.

    ``type`` is Brightpearl's: ``TEXT``, ``TEXT_AREA``, ``DATE``, ``YES_NO``, ``INTEGER`` or ``SELECT``.
    """

    meta: str
    code: str
    type: Literal["TEXT", "TEXT_AREA", "DATE", "YES_NO", "INTEGER", "SELECT"] = "TEXT"


@described
@frozen(kw_only=True)
class Orders:
    """``[orders]``: which orders are imported, and how they are made.

    An order waits until it is ``min_age_seconds`` old. ``delivery_date_meta`` is the key of the order's meta data that holds
    the day of delivery, in ``delivery_date_format`` (as ``%d/%m/%Y``; ``unix`` for seconds; blank for ISO 8601); without a day
    there, it is ``delivery_lead_days`` after the order was placed, where that is set.
    ``role_meta`` is the key that holds the buyer's role, for ``currencies.XXX.price_lists``. With ``allocate`` Brightpearl is
    asked to reserve the goods of an order that was imported. With ``public_note`` customers see in Brightpearl what they wrote in
    the shop. ``contact_update`` says what an order may change of a contact that
    Brightpearl has already: nothing, its addresses, or its names and telephone as well.
    """

    import_statuses: tuple[str, ...] = ("processing", "completed", "on-hold")
    ignore_statuses: tuple[str, ...] = (
        "pending",
        "failed",
        "cancelled",
        "refunded",
        "checkout-draft",
        "auto-draft",
        "draft",
        "trash",
    )
    unknown_sku: Literal["free-text", "block"] = "free-text"
    discounts: Literal["net", "rows"] = "net"
    net_residue: Literal["row", "absorb"] = "row"
    rounding_threshold: Decimal = Decimal("0.05")
    """In the order's currency."""
    ref_prefix: str = ""
    anonymous_contact_id: int | None = None
    note_limit: int = 2000
    """In characters."""
    import_note: bool = True
    public_note: bool = False
    min_age_seconds: int = 0
    """In seconds."""
    delivery_date_meta: str = ""
    delivery_date_format: str = ""
    delivery_lead_days: int | None = None
    """In days."""
    role_meta: str = ""
    state_names: bool = False
    edits: Literal["report", "update"] = "report"
    custom_fields: tuple[OrderField, ...] = ()
    allocate: bool = False
    contact_update: Literal["never", "addresses", "all"] = "never"


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
class Shipping:
    """``[shipping]``: shipping methods by ``method:instance``, ``method`` or title."""

    default: int | None = None
    methods: Mapping[str, int] = field(factory=dict)


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


@described
@frozen(kw_only=True)
class Refunds:
    """``[refunds]``: how an amount without lines is taxed, whether a refund by hand counts as paid, and what becomes of goods.

    ``restock`` has the goods of refunds since ``restock_since`` taken in, those that had left or all; into
    ``restock_location_id``, or where the warehouse puts what nobody places.
    """

    amount_tax: Literal["prorata", "no_tax"] = "prorata"
    manual_refunds_are_paid: bool = False
    restock: Literal["never", "shipped_only", "always"] = "never"
    restock_since: datetime | None = None
    """Aware UTC; None for never."""
    restock_location_id: int | None = None


@frozen(kw_only=True)
class Shipments:
    """``[shipments]``: how goods-out notes are told to the shop.

    ``carriers`` names the carrier of a shipping method by its id. An order that is shipped in part has
    ``partly_shipped_status``, or stays as it is where that is blank. ``tracking_plugin`` gives each tracking number to the
    plug-in Shipment Tracking: by ``providers`` under a name that it knows, else under the carrier's own, with the address of
    ``tracking_links``, in which ``{}`` is the number. ``name_carriers`` takes the names of other carriers from the account.
    ``drop_ship`` also looks at what suppliers send.
    """

    push: bool = True
    tell_customer: bool = True
    carriers: Mapping[str, str] = field(factory=dict)
    partly_shipped_status: str = ""
    tracking_plugin: bool = False
    providers: Mapping[str, str] = field(factory=dict)
    tracking_links: Mapping[str, str] = field(factory=dict)
    name_carriers: bool = False
    drop_ship: bool = False


@frozen(kw_only=True)
class Cancellations:
    """``[cancellations]``: whether an order that was cancelled in Brightpearl is cancelled in the shop. No money goes back."""

    tell_shop: bool = False
    from_statuses: tuple[str, ...] = ("pending", "on-hold", "processing")


@described
@frozen(kw_only=True)
class Prices:
    """``[prices]``: which price lists the shop's prices come from; without ``regular_list`` they are left alone.

    ``base_rates`` are the percentages, by tax class, that a shop adds whose prices are entered with tax.
    ``jump_guard`` is the largest change of one price, as a part of the old one. ``breaks_meta`` is the key of a product's meta
    data that holds the prices of larger quantities, as JSON.
    """

    regular_list: int | None = None
    sale_list: int | None = None
    base_rates: Mapping[str, Decimal] = field(factory=dict)
    """In per cent, by tax class."""
    jump_guard: Decimal = Decimal("0.5")
    """A part of the old price: 0.5 is half of it."""
    allow_zero: bool = False
    breaks_meta: str = ""


Visibility = Literal["", "visible", "catalog", "search", "hidden"]
Backorders = Literal["", "no", "notify", "yes"]


@frozen(kw_only=True)
class ChannelFlags:
    """``[stock.channel]``: what Brightpearl says of a product on ``store.channel_id``, in the shop; blank leaves the shop's.

    ``available`` and ``unavailable`` are the visibility in the catalogue of what may be sold on the channel and what may not;
    ``sells_without_stock`` and ``needs_stock`` are the backorders of what is sold without stock there and what is not.
    """

    available: Visibility = ""
    unavailable: Visibility = ""
    sells_without_stock: Backorders = ""
    needs_stock: Backorders = ""

    @property
    def used(self) -> bool:
        """Whether any of it is to be written."""
        return bool(self.available or self.unavailable or self.sells_without_stock or self.needs_stock)


@described
@frozen(kw_only=True)
class Stock:
    """``[stock]``: which warehouses sell, and how many pieces are kept back.

    ``buffers`` and ``caps`` are by SKU, ``category_buffers`` by the slug of a category of the shop; of several the largest
    counts. ``switch_on_products`` lets the shop count what it does not count yet, ``switch_on_variations`` each variation
    whose parent counts. ``zero_when_gone`` sells nothing of a product that Brightpearl archived or has no more.
    """

    warehouses: tuple[int, ...] = ()
    buffer: int = 0
    """In pieces."""
    buffers: Mapping[str, int] = field(factory=dict)
    """In pieces, by SKU."""
    cap: int | None = None
    """In pieces."""
    absent_means_zero: bool = True
    allow_negative: bool = False
    mass_zero_guard: Decimal = Decimal("0.2")
    """A part of the products: 0.5 is half of them."""
    owned_elsewhere: tuple[str, ...] = ()
    tolerance: int = 0
    """In pieces."""
    caps: Mapping[str, int] = field(factory=dict)
    """In pieces, by SKU."""
    category_buffers: Mapping[str, int] = field(factory=dict)
    """In pieces, by the slug of a category."""
    switch_on_products: bool = False
    switch_on_variations: bool = False
    zero_when_gone: bool = False
    channel: ChannelFlags = field(factory=ChannelFlags)


@described
@frozen(kw_only=True)
class Products:
    """``[products]``: on which side missing products are made, and with what.

    ``make`` is ``in-shop`` (of Brightpearl's, as drafts) or ``in-account`` (of the shop's, once, before anything is sold
    through Brightpearl). ``categories`` leads from the code of a Brightpearl category to the id of the shop's;
    ``tax_classes`` from a Brightpearl tax code to a tax class of the shop, ``""`` for the standard one. The factors turn
    Brightpearl's weights and lengths into the shop's units. ``brand_id``, ``product_type_id`` and ``category`` are what a
    product made in Brightpearl gets. ``hide_gone`` hides what the shop has of a product that Brightpearl has no more.
    ``brands`` leads from the id of a Brightpearl brand to the id of a brand of the shop, and is read both ways.
    ``brand_attribute`` is the name of an attribute of the shop's that tells the name of the brand instead, ``brand_attribute_id``
    the id of one that products share.
    ``make_again`` are SKUs of products that were removed from the shop and are to be made there once more.
    """

    make: Literal["nowhere", "in-shop", "in-account"] = "nowhere"
    overwrite_text: bool = False
    archived_status: Literal["draft", "private"] = "draft"
    same_name: Literal["block", "suffix"] = "block"
    categories: Mapping[str, int] = field(factory=dict)
    tax_classes: Mapping[str, str] = field(factory=dict)
    weight_factor: Decimal = Decimal(1)
    """Units of the shop's weight in one of Brightpearl's."""
    length_factor: Decimal = Decimal(1)
    """Units of the shop's length in one of Brightpearl's."""
    brand_id: int | None = None
    product_type_id: int | None = None
    category: str = ""
    hide_gone: bool = False
    make_again: tuple[str, ...] = ()
    brands: Mapping[str, int] = field(factory=dict)
    brand_attribute: str = ""
    brand_attribute_id: int | None = None


@described
@frozen(kw_only=True)
class Increments:
    """``[increments]``: how a poll follows what changed since the one before.

    Each poll reaches back ``overlap_minutes`` before what the last one saw, and leaves the last ``lag_seconds`` to the
    next. A poll is late after twice ``interval_minutes``. Webhooks of the shop that deliver to an address which begins
    with ``webhook_address`` are ours: one that the shop switched off is reported.
    """

    overlap_minutes: int = 10
    """In minutes."""
    lag_seconds: int = 30
    """In seconds."""
    interval_minutes: int = 10
    """In minutes."""
    webhook_address: str = ""


@described
@frozen(kw_only=True)
class Schedule:
    """``[schedule]``: when a worker runs what. ``0`` and ``""`` turn a run off.

    A poll each ``poll_seconds``; stock and prices compared whole each ``goods_minutes``; everything synced each night
    at ``nightly``, and both sides compared at ``reconcile``: times of day where the books are kept, plus up to an hour by
    the pair's name. What is synced each night are products, prices, and the orders that changed in the last ``window_days``, are
    open or wait; every ``whole_days`` it is all there is. 0 for either, or for ``goods_minutes``, is for all.
    """

    poll_seconds: int = 600
    """In seconds."""
    goods_minutes: int = 60
    """In minutes."""
    nightly: str = "01:00"
    reconcile: str = "04:00"
    window_days: int = 45
    """In days."""
    whole_days: int = 7
    """In days."""


@described
@frozen(kw_only=True)
class Reconciling:
    """``[reconcile]``: which orders are compared, and from when on a comparison has failed.

    Orders are those that were placed or changed in the last ``window_days`` on either side, and those that are open; 0 is
    for all there are. A finding that is at least as bad as ``fail_on`` fails it, with two exceptions: a missing order once it
    was to be imported longer ago than ``missing_minutes``, and drifted or oversold stock where it is of more than
    ``stock_errors`` of the compared SKUs. A code in ``allowed`` may have so many findings instead,
    warnings counted as well; what is pending or only worth knowing never counts. ``differences`` is how much of each
    control total may be unexplained, by currency. What was changed in the last ``grace_minutes`` before a side was read is
    pending: the other side need not show it yet. ``stock_units`` is how many pieces the shop may have too many and too
    few, added up; ``stock_share`` the part of the compared SKUs that may differ by more than the tolerance.
    """

    window_days: int = 45
    """In days; 0 for all there are."""
    fail_on: Literal["block", "error", "warn", "info"] = "error"
    missing_minutes: int = 60
    """In minutes, since the order was paid, else placed; 0 for none."""
    stock_errors: Decimal = Decimal("0.005")
    """A part of the compared SKUs; 0 for none."""
    allowed: Mapping[str, int] = field(factory=dict)
    differences: Mapping[str, Decimal] = field(factory=dict)
    """The amount that may be unexplained, by currency, in that currency."""
    stock_units: int | None = None
    """In pieces, added up."""
    stock_share: Decimal | None = None
    """A part of the compared SKUs: 0.01 is one in a hundred."""
    grace_minutes: int = 15
    """In minutes, before a side was read."""

    @property
    def grace(self) -> timedelta:
        """How shortly before a side was read a change need not show on the other one."""
        return timedelta(minutes=self.grace_minutes)


@frozen(kw_only=True)
class Tables:
    """Everything that mapping needs to be told."""

    store: Store
    taxes: Taxes
    currencies: Mapping[str, Currency]
    statuses: Mapping[str, int] = field(factory=dict)
    orders: Orders = field(factory=Orders)
    nominals: Nominals = field(factory=Nominals)
    shipping: Shipping = field(factory=Shipping)
    payments: Payments = field(factory=Payments)
    refunds: Refunds = field(factory=Refunds)
    shipments: Shipments = field(factory=Shipments)
    prices: Prices = field(factory=Prices)
    stock: Stock = field(factory=Stock)
    products: Products = field(factory=Products)
    increments: Increments = field(factory=Increments)
    schedule: Schedule = field(factory=Schedule)
    reconcile: Reconciling = field(factory=Reconciling)
    countries: Mapping[str, str] = field(factory=dict)
    states: Mapping[str, str] = field(factory=dict)
    cancellations: Cancellations = field(factory=Cancellations)

    def exponent(self, currency: str) -> int:
        """How many decimals an amount of a currency has."""
        configured = self.currencies[currency].exponent if currency in self.currencies else None
        return EXPONENTS.get(currency, 2) if configured is None else configured

    def payment_method(self, method: str, currency: str) -> str | None:
        """The account's code for a shop's payment method in a currency."""
        return self.payments.methods.get(f"{method}.{currency}") or self.payments.methods.get(method)


def tables_from(document: Mapping[str, Any]) -> Tables:
    """The tables of a configuration document, checked; its :data:`CONNECTIONS` are passed over.

    Raises :class:`ConfigurationError` with every fault, each naming its key.
    """
    document = {key: value for key, value in document.items() if key not in CONNECTIONS}
    faults = _unknown(document, Tables, "")
    tables: Tables | None = None
    try:
        tables = _converter.structure(document, Tables)
    except (cattrs.BaseValidationError, KeyError, TypeError, ValueError) as error:
        faults += [_fault(line) for line in cattrs.transform_error(error, path="$", format_exception=_reason)]
    if tables is not None:
        faults += _inconsistent(tables)
    if faults or tables is None:
        raise ConfigurationError(sorted(set(faults)))
    return tables


def _decimal(value: Any, _: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError(f'write it as text, such as "0.05", not {value!r}')
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is no number") from None
    if not number.is_finite():
        raise ValueError(f"{value!r} is no number")
    return number


def _moment(value: Any, _: Any) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    raise ValueError(f"{value!r} is no date; write it without quotes, such as 2026-01-31")


def _whole(value: Any, _: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"a whole number was due, not {value!r}")
    return value


def _yes_or_no(value: Any, _: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"true or false was due, not {value!r}")
    return value


def _text(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"a text was due, not {value!r}")
    return value


_IN_QUOTES = re.compile(r"\['([^']*)'\]")

_converter = cattrs.Converter()
_converter.register_structure_hook(Decimal, _decimal)
_converter.register_structure_hook(datetime, _moment)
_converter.register_structure_hook(int, _whole)
_converter.register_structure_hook(str, _text)
_converter.register_structure_hook(bool, _yes_or_no)


def _reason(error: BaseException, kind: Any) -> str:
    origin = get_origin(kind)
    if isinstance(error, KeyError):
        return "is missing"
    if origin is Literal:
        return f"must be one of {', '.join(str(choice) for choice in get_args(kind))}"
    if isinstance(error, TypeError | AttributeError):
        return "must be a list" if origin is tuple else "must be a table of keys and values"
    return str(error)


def _fault(line: str) -> str:
    reason, _, path = line.rpartition(" @ ")
    key = _IN_QUOTES.sub(r".\1", path.removeprefix("$").removeprefix("."))
    return f"{key or 'configuration'}: {reason}"


def _unknown(document: Any, kind: type[Any], path: str) -> list[str]:
    if not isinstance(document, Mapping):
        return []
    known = {each.name: each for each in fields(resolve_types(kind))}
    faults = []
    for key, value in document.items():
        here = f"{path}{key}"
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            meant = f"; did you mean {close[0]!r}?" if close else f"; known here: {', '.join(known)}"
            faults.append(f"{here}: is not known{meant}")
        else:
            for inner, part, place in _inside(known[key].type, value, here):
                faults += _unknown(part, inner, f"{place}.")
    return faults


def _inside(kind: Any, value: Any, here: str) -> list[tuple[type[Any], Any, str]]:
    """The sections that a value holds: itself, each of a list, or each of a table; with what they are and where they stand."""
    if isinstance(kind, type) and has(kind):
        return [(kind, value, here)]
    inner = next((each for each in get_args(kind) if isinstance(each, type) and has(each)), None)
    if inner is None:
        return []
    if isinstance(value, Mapping):
        return [(inner, part, f"{here}.{name}") for name, part in value.items()]
    return [(inner, part, f"{here}[{place}]") for place, part in enumerate(value)] if isinstance(value, list | tuple) else []


def _inconsistent(tables: Tables) -> list[str]:
    faults = []
    if not tables.store.key or not tables.store.key.replace("_", "").isalnum():
        faults.append(f"store.key: {tables.store.key!r} must be letters and digits, such as W1")
    if tables.store.base_currency not in tables.currencies:
        faults.append(f"currencies.{tables.store.base_currency}: the base currency must be listed, even if empty")
    for name in ("accounting_time_zone", "shop_time_zone"):
        zone = getattr(tables.store, name)
        try:
            _ = ZoneInfo(zone or "UTC")
        except (KeyError, ValueError, OSError):
            faults.append(f"store.{name}: {zone!r} is no IANA zone, such as Europe/London")
    faults += [
        f"store.warehouses[{place}]: names neither countries nor methods; the warehouse of every other order is store.warehouse_id"
        for place, rule in enumerate(tables.store.warehouses)
        if not (rule.countries or rule.methods)
    ]
    if tables.nominals.gift_card_skus and not tables.nominals.gift_card:
        faults.append("nominals.gift_card: is needed for the products of nominals.gift_card_skus")
    if tables.orders.allocate and tables.store.warehouse_id is None:
        faults.append("store.warehouse_id: is needed for orders.allocate")
    if tables.stock.channel.used and tables.store.channel_id is None:
        faults.append("store.channel_id: is needed for stock.channel")
    if tables.refunds.restock != "never" and tables.refunds.restock_since is None:
        faults.append("refunds.restock_since: is needed for refunds.restock: goods of refunds before are left to the warehouse")
    if tables.orders.min_age_seconds < 0:
        faults.append("orders.min_age_seconds: must not be below 0")
    faults += _schedule_faults(tables.schedule)
    faults += _reconciling_faults(tables)
    seen: dict[frozenset[int], str] = {}
    for entry in tables.taxes.rates:
        rates = frozenset(entry.rates)
        if not rates:
            faults.append(f"taxes.rates ({entry.code}): needs at least one rate id")
        elif seen.setdefault(rates, entry.code) != entry.code:
            faults.append(f"taxes.rates: {sorted(rates)} is given two codes, {seen[rates]} and {entry.code}")
    both = set(tables.orders.import_statuses) & set(tables.orders.ignore_statuses)
    if both:
        faults.append(f"orders.import_statuses: {', '.join(sorted(both))} is also ignored")
    for name, currency in tables.currencies.items():
        if len(name) != 3 or not name.isupper():
            faults.append(f"currencies.{name}: is no ISO 4217 code")
        if currency.rate is not None and currency.rate <= 0:
            faults.append(f"currencies.{name}.rate: must be above 0")
    return faults


def _schedule_faults(schedule: Schedule) -> list[str]:
    faults = []
    for name, number in (("poll_seconds", schedule.poll_seconds), ("goods_minutes", schedule.goods_minutes)):
        if number < 0:
            faults.append(f"schedule.{name}: must be above 0, or 0 for never")
    for name, at in (("nightly", schedule.nightly), ("reconcile", schedule.reconcile)):
        if at and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
            faults.append(f"schedule.{name}: {at!r} is no time of day, such as 01:30")
    return faults


def _reconciling_faults(tables: Tables) -> list[str]:
    told, faults = tables.reconcile, []
    for code, number in told.allowed.items():
        if code not in CODES:
            close = difflib.get_close_matches(code, CODES, 1)
            faults.append(f"reconcile.allowed.{code}: is no code of a finding{f'; did you mean {close[0]!r}?' if close else ''}")
        if number < 0:
            faults.append(f"reconcile.allowed.{code}: must be 0 or more")
    for currency, amount in told.differences.items():
        if currency not in tables.currencies:
            faults.append(f"reconcile.differences.{currency}: is not listed below [currencies]")
        if amount < 0:
            faults.append(f"reconcile.differences.{currency}: must be 0 or more")
    if told.window_days < 0:
        faults.append("reconcile.window_days: must be 1 or more, or 0 for all orders")
    for name, minutes in (("missing_minutes", told.missing_minutes), ("grace_minutes", told.grace_minutes)):
        if minutes < 0:
            faults.append(f"reconcile.{name}: must be 0 or more")
    if not 0 <= told.stock_errors <= 1:
        faults.append('reconcile.stock_errors: must be a part of all, from "0" to "1"')
    if told.stock_units is not None and told.stock_units < 0:
        faults.append("reconcile.stock_units: must be 0 or more")
    if told.stock_share is not None and not 0 <= told.stock_share <= 1:
        faults.append('reconcile.stock_share: must be a part of all, from "0" to "1"')
    return faults
