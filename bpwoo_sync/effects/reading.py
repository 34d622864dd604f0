"""Read both sides with the fewest requests the vendors allow: searches of 500 rows, sets of 200 ids, pages of 100."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import folded
from bpwoo_sync.effects.flow import SIGN_IN_ERRORS, Flow, VendorError, ask_brightpearl, ask_woocommerce, every_record, every_row
from bpwoo_sync.effects.whole import all_of, records, rows
from bpwoo_sync.errors import ShortListError
from bpwoo_sync.known_details import KnownDetails, unchanged
from bpwoo_sync.known_products import KnownProducts, with_changes
from bpwoo_sync.mapping.breaks import larger_prices, single_prices
from bpwoo_sync.snapshot import Account, References, Shop, ShopReferences
from bpwoo_sync.tables import Tables

T = TypeVar("T")


#: The parts of a side that could not be read whole, each with why. Who gives none is told by an error instead.
Missing = dict[str, str] | None

#: What mapping an order looks up, and what taking a price does.
ORDER_REFERENCES = ("configuration", "tax_codes", "payment_methods", "currencies")
FIELD_REFERENCES = ("order_fields",)
PRICE_REFERENCES = ("price_lists",)


def order_references(tables: Tables) -> tuple[str, ...]:
    """What is looked up for orders, and for telling the shop of their shipments, as far as the tables ask for it."""
    carriers = ("shipping_methods",) if tables.shipments.name_carriers else ()
    return (*ORDER_REFERENCES, *carriers, *(FIELD_REFERENCES if tables.orders.custom_fields else ()))


_TRASH = (woo.OrderStatus.TRASH,)

#: Up to so many e-mail addresses are searched for one by one, whatever the number of contacts.
_ALWAYS_FEW = 3

#: How many references are searched for one by one, before all orders of the channel are read instead.
_FEW = 20

#: How many orders' payments are searched for at once: an order has one as a rule, and a page that is just full makes a
#: search look whether another follows.
_ORDERS_PER_SEARCH = 499

#: The type that sales credits have in a search over orders of every type.
_SALES_CREDIT = 3


def part(name: str, reading: Flow[T], nothing: T, missing: Missing) -> Flow[T]:
    """What one flow reads; where it fails, nothing of it, and why is noted in ``missing``. Without that the error is raised.

    Errors of signing in are raised either way.
    """
    try:
        return (yield from reading)
    except (*VendorError, ShortListError) as error:
        if missing is None or isinstance(error, SIGN_IN_ERRORS):
            raise
        missing[name] = str(error)
        return nothing


def read_shop(
    now: Callable[[], datetime],
    *,
    catalogue: bool = True,
    refunds: bool = True,
    orders: Flow[list[woo.Order]] | None = None,
    missing: Missing = None,
) -> Flow[Shop]:
    """The shop's orders, tax rates and settings; with ``catalogue`` also its products and variations.

    ``orders`` reads some of the orders in place of all. Refunds are read in one listing where any order tells of one. What
    cannot be read goes into ``missing``, if it is given; then a list that is shorter than the shop counts is such a part.

    ``taken_at`` is the moment before the first request.
    """
    taken_at = now()
    whole = missing is not None
    settings = yield from part("settings", _settings(), {}, missing)
    read = yield from part("orders", orders if orders is not None else _orders(whole=whole), [], missing)
    rating = records(woo.TaxRates.list(woo.TaxRateQuery(per_page=100)), whole=whole)
    tax_rates = yield from part("tax rates", rating, [], missing)
    products, variations = (yield from part("products", _catalogue(whole=whole), ([], {}), missing)) if catalogue else ([], {})
    refunded = (yield from part("refunds", _refunds(read, whole=whole), {}, missing)) if refunds else {}
    found = _shop(taken_at, settings, read, tax_rates, products=tuple(products), variations=variations, refunds=refunded)
    return evolve(found, incomplete=missing or {})


def _orders(*, whole: bool) -> Flow[list[woo.Order]]:
    orders = yield from records(woo.Orders.list(woo.OrderQuery(per_page=100, orderby="id", order="asc")), whole=whole)
    # A listing of any status leaves out what is in the trash.
    trashed = woo.OrderQuery(per_page=100, orderby="id", order="asc", status=_TRASH)
    return orders + (yield from records(woo.Orders.list(trashed), whole=whole))


def _catalogue(*, whole: bool) -> Flow[tuple[list[woo.Product], dict[int, tuple[woo.Variation, ...]]]]:
    products = yield from records(woo.Products.list(woo.ProductQuery(per_page=100, orderby="id", order="asc")), whole=whole)
    variations: dict[int, tuple[woo.Variation, ...]] = {}
    for product in products:
        if product.type == "variable" and product.variations:
            found = yield from records(woo.Variations.list(product.id, woo.VariationQuery(per_page=100)), whole=whole)
            variations[product.id] = tuple(found)
    return products, variations


def _shop(
    taken_at: datetime,
    settings: Mapping[str, str],
    orders: Iterable[woo.Order],
    tax_rates: Iterable[woo.TaxRate],
    *,
    refunds: Mapping[int, tuple[woo.Refund, ...]],
    products: tuple[woo.Product, ...] = (),
    variations: Mapping[int, tuple[woo.Variation, ...]] = {},
) -> Shop:
    return Shop(
        taken_at=taken_at,
        currency=settings.get("woocommerce_currency", ""),
        decimals=int(settings.get("woocommerce_price_num_decimals", "2") or 2),
        prices_include_tax=settings.get("woocommerce_prices_include_tax") == "yes",
        base_country=settings.get("woocommerce_default_country", "").partition(":")[0],
        orders=tuple(orders),
        products=products,
        variations=variations,
        tax_rates=tuple(tax_rates),
        refunds=refunds,
    )


def read_orders(now: Callable[[], datetime], orders: Collection[woo.Order], settings: Mapping[str, str] | None = None) -> Flow[Shop]:
    """The shop as far as these orders need it: their refunds, the tax rates and the settings."""
    taken_at = now()
    known = settings if settings is not None else (yield from _settings())
    tax_rates = yield from every_record(woo.TaxRates.list(woo.TaxRateQuery(per_page=100)))
    return _shop(taken_at, known, orders, tax_rates, refunds=(yield from refunds_of(orders)))


def refunds_of(orders: Iterable[woo.Order], *, whole: bool = False) -> Flow[dict[int, tuple[woo.Refund, ...]]]:
    """The refunds of these orders, by order; with ``whole`` all that the shop counts."""
    refunded = sorted(order.id for order in orders if order.refunds)
    by_order: dict[int, tuple[woo.Refund, ...]] = {}
    for start in range(0, len(refunded), 100):
        query = woo.RefundQuery(per_page=100, parent=tuple(refunded[start : start + 100]))
        for refund in (yield from records(woo.AllRefunds.list(query), whole=whole)):
            if refund.parent_id is not None:
                by_order[refund.parent_id] = (*by_order.get(refund.parent_id, ()), refund)
    return by_order


def _refunds(orders: Iterable[woo.Order], *, whole: bool) -> Flow[dict[int, tuple[woo.Refund, ...]]]:
    by_order: dict[int, tuple[woo.Refund, ...]] = {}
    if any(order.refunds for order in orders):
        for refund in (yield from records(woo.AllRefunds.list(woo.RefundQuery(per_page=100)), whole=whole)):
            if refund.parent_id is not None:
                by_order[refund.parent_id] = (*by_order.get(refund.parent_id, ()), refund)
    return by_order


def _settings() -> Flow[dict[str, str]]:
    values: dict[str, str] = {}
    for group in ("general", "tax"):
        for setting in (yield from ask_woocommerce(woo.Settings.list(group))):
            values[setting.id] = setting.value if isinstance(setting.value, str) else ""
    return values


def read_shop_references() -> Flow[ShopReferences]:
    """The lists of the shop that a configuration points to."""
    settings = yield from _settings()
    return ShopReferences(
        currency=settings.get("woocommerce_currency", ""),
        prices_include_tax=settings.get("woocommerce_prices_include_tax") == "yes",
        tax_rates=tuple((yield from every_record(woo.TaxRates.list(woo.TaxRateQuery(per_page=100))))),
        gateways=tuple((yield from every_record(woo.PaymentGateways.list()))),
        shipping_methods=tuple((yield from every_record(woo.ShippingMethods.list()))),
    )


def read_instance() -> Flow[int | None]:
    """The id of our integration in the account, if it has one."""
    try:
        instance = yield from ask_brightpearl(bp.Account.instance())
    except bp.StatusError:
        return None
    return instance.installed_integration_instance_id


def read_references(wanted: Collection[str] | None = None) -> Flow[References]:
    """The lists of the account that a configuration points into, or those of them that are wanted: a request each."""
    found: dict[str, Any] = {}
    for name, read in REFERENCES.items():
        if wanted is None or name in wanted:
            found[name] = yield from read()
    return References(**found)


def _configuration() -> Flow[dict[str, str]]:
    return dict((yield from ask_brightpearl(bp.Account.configuration())).configuration)


def _currencies() -> Flow[tuple[bp.CurrencyRow, ...]]:
    return tuple((yield from every_row(bp.Currencies.search(bp.CurrencyRow.where()))))


def _staff() -> Flow[tuple[bp.ContactRow, ...]]:
    return tuple((yield from every_row(bp.Contacts.search(bp.ContactRow.where(bp.ContactRow.is_staff.is_(True))))))


def read_locations(warehouses: Iterable[int], id: int) -> Flow[dict[int, tuple[bp.Location, ...]]]:
    """A location in each of these warehouses: none where it is not there."""
    found: dict[int, tuple[bp.Location, ...]] = {}
    for warehouse in warehouses:
        found[warehouse] = yield from _listed(bp.Locations.get_set(warehouse, [id]))
    return found


#: How each list of :class:`~bpwoo_sync.snapshot.References` is read.
REFERENCES: Mapping[str, Callable[[], Flow[Any]]] = {
    "configuration": _configuration,
    "order_statuses": lambda: _listed(bp.OrderStatuses.all()),
    "tax_codes": lambda: _listed(bp.TaxCodes.all()),
    "warehouses": lambda: _listed(bp.Warehouses.all()),
    "channels": lambda: _listed(bp.Channels.all()),
    "price_lists": lambda: _listed(bp.PriceLists.all()),
    "payment_methods": lambda: _listed(bp.PaymentMethods.all()),
    "shipping_methods": lambda: _listed(bp.ShippingMethods.all()),
    "currencies": _currencies,
    "order_fields": lambda: _listed(bp.OrderCustomFields.declared_for_sales()),
}

#: Those that nothing but a check needs.
CHECKED_REFERENCES: Mapping[str, Callable[[], Flow[Any]]] = {
    "lead_sources": lambda: _listed(bp.LeadSources.all()),
    "projects": lambda: _listed(bp.Projects.all()),
    "staff": _staff,
    "brands": lambda: _listed(bp.Brands.all()),
    "product_types": lambda: _listed(bp.ProductTypes.all()),
    "categories": lambda: _listed(bp.BrightpearlCategories.all()),
    "nominal_codes": lambda: _listed(bp.NominalCodes.all()),
}


def read_account(
    now: Callable[[], datetime],
    *,
    channel_id: int | None,
    store_key: str,
    references: References | None = None,
    lists: Collection[str] | None = None,
    emails: Collection[str] = (),
    customers: bool = False,
    stock: bool = True,
    money: bool = True,
    shipments: bool = True,
    drop_ship: bool = False,
    price_lists: Collection[int] = (),
    unfinished: Callable[[bp.SalesOrder], bool] = lambda order: False,
    details: bool = False,
    sold_on: int | None = None,
    options: bool = False,
    brands: bool = False,
    only: Mapping[str, int | None] | None = None,
    orders: Sequence[bp.SalesOrder] | None = None,
    known_products: KnownProducts | None = None,
    known_details: KnownDetails | None = None,
    missing: Missing = None,
) -> Flow[Account]:
    """The account's products, contacts, orders of this shop, payments and stock.

    ``emails`` bounds the reading of contacts: few are asked for one by one, many by paging through all; ``customers``
    brings these contacts whole. ``unfinished``
    tells the orders whose notes are needed. ``details`` brings whole products, ``options`` what products vary in,
    ``brands`` the names of brands.
    ``sold_on`` is the channel of which is read how it sells each product.
    ``lists`` names the references to read where none are given: all unless it is given. ``money`` brings payments and sales credits.
    ``drop_ship`` brings what suppliers send, where shipments are read.
    ``only`` bounds sales orders and credits to these references, each with the id of its sales order where that is known.
    ``orders`` are the sales orders where they were read already; their credits are then the only ones. Of ``known_products``
    only those are asked for that changed since, and whole products that are no ``known_details`` any more. What cannot be read
    goes into ``missing``, if it is given; then a search with fewer rows than Brightpearl says there are is such a part.
    """
    taken_at = now()
    known = references if references is not None else (yield from part("references", read_references(lists), References(), missing))
    whole = missing is not None
    products = yield from part("products", _products(known_products, whole=whole), [], missing)
    contacts = yield from part("contacts", _contacts(emails), [], missing)
    whole_contacts = (yield from part("contacts", _customers(contacts, emails), ({}, {}), missing)) if customers else ({}, {})
    reading = _sales_orders(channel_id, store_key, whole=whole) if only is None else _these_sales_orders(only, channel_id, store_key)
    every = orders if orders is not None else (yield from part("sales orders", reading, [], missing))
    sales_orders = [order for order in every if only is None or order.external_ref in only]
    ids = [order.id for order in sales_orders]
    every_credit = only is None and orders is None
    crediting = _sales_credits(store_key, whole=whole) if every_credit else _credits_of(ids, store_key, whole=whole)
    credits = (yield from part("sales credits", crediting, [], missing)) if money else []
    paying = _payments([*ids, *(credit.id for credit in credits)], whole=whole)
    payments = (yield from part("payments", paying, [], missing)) if money else []
    tracked = sorted(row.product_id for row in products if row.stock_tracked and row.product_id is not None) if stock else []
    product_ids = [row.product_id for row in products if row.product_id is not None]
    availability = yield from part("stock", read_availability(tracked), {}, missing)
    notes = yield from part("notes", _notes([order.id for order in sales_orders if unfinished(order)]), {}, missing)
    goods_out = (yield from part("goods-out notes", _goods_out(ids), {}, missing)) if shipments else {}
    dropped = (yield from part("drop-ship notes", _drop_ship(ids), {}, missing)) if shipments and drop_ship else {}
    listed = yield from part("prices", read_quantity_prices(product_ids, price_lists), {}, missing)
    uncounted = sorted(row.product_id for row in products if row.stock_tracked is False and row.product_id is not None)
    detailed = (yield from part("product details", _details(products, known_details), {}, missing)) if details else {}
    read_whole = details and "product details" not in (missing or {})
    composed = [detailed[id] for id in uncounted if id in detailed]
    bundles = bundles_among(composed) if read_whole else (yield from part("bundles", _bundles(uncounted), {}, missing))
    channel = (yield from part("channel settings", _channel(product_ids, sold_on), {}, missing)) if sold_on is not None else {}
    varied = (yield from part("options", _options(), ((), (), ()), missing)) if options else ((), (), ())
    named = (yield from part("brands", _listed(bp.Brands.all()), (), missing)) if brands else ()
    return Account(
        taken_at=taken_at,
        references=known,
        products=tuple(products),
        contacts=tuple(contacts),
        sales_orders=tuple(sales_orders),
        sales_credits=tuple(credits),
        payments=tuple(payments),
        availability=availability,
        notes=notes,
        goods_out=goods_out,
        drop_ship=dropped,
        prices=single_prices(listed),
        breaks=larger_prices(listed),
        details=detailed,
        channel=channel,
        bundles=bundles,
        brands={brand.id: brand.name for brand in named if brand.name},
        options=varied[0],
        product_types=varied[1],
        customers=whole_contacts[0],
        postal_addresses=whole_contacts[1],
        option_values=varied[2],
        incomplete=missing or {},
    )


def _products(known: KnownProducts | None, *, whole: bool) -> Flow[list[bp.ProductRow]]:
    row = bp.ProductRow
    if known is None:
        return (yield from rows(bp.Products.search(row.where()), whole=whole))
    changed = yield from rows(bp.Products.search(row.where(row.updated_on.since(known.changed_since()))), whole=whole)
    return with_changes(known, changed)


def _options() -> Flow[tuple[tuple[bp.Option, ...], tuple[bp.ProductType, ...], tuple[bp.OptionValueRow, ...]]]:
    options = yield from _listed(bp.Options.all())
    types = yield from _listed(bp.ProductTypes.all())
    return options, types, tuple((yield from every_row(bp.OptionValues.search(bp.OptionValueRow.where()))))


def read_availability(ids: Iterable[int]) -> Flow[dict[int, bp.ProductAvailability]]:
    """The stock of stock-tracked products, 200 to a request; a set that is refused because of one id is halved."""
    found: dict[int, bp.ProductAvailability] = {}
    waiting = list(bp.IdSet.of(ids).pieces())[::-1]
    while waiting:
        piece = waiting.pop()
        try:
            found |= yield from ask_brightpearl(bp.ProductAvailabilities.get_set(piece))
        except (bp.InvalidError, bp.NotFoundError):
            if len(piece) > 1:
                middle = len(piece) // 2
                waiting += [bp.IdSet(piece.ids[middle:]), bp.IdSet(piece.ids[:middle])]
    return found


def _contacts(emails: Collection[str]) -> Flow[list[bp.ContactRow]]:
    """The contacts of these addresses: all there are, or one address at a time, whichever takes fewer requests."""
    row = bp.ContactRow
    found: list[bp.ContactRow] = []
    if len(emails) > _ALWAYS_FEW:
        page = yield from ask_brightpearl(bp.Contacts.search(row.where()))
        found += page.items
        if page.next is None:
            return found
        if (page.total or 0) <= len(emails) * len(page):
            return found + (yield from every_row(page.next))
    known = {folded(contact.primary_email or "") for contact in found}
    for email in sorted(emails):
        if email not in known:
            found += yield from every_row(bp.Contacts.search(row.where(row.primary_email.contains(email))))
    return found


def _customers(
    contacts: Iterable[bp.ContactRow], emails: Collection[str]
) -> Flow[tuple[dict[int, bp.Contact], dict[int, bp.PostalAddress]]]:
    """The contacts of these addresses, whole, and where they are: a request each for two hundred."""
    ids = {each.contact_id for each in contacts if each.contact_id is not None and folded(each.primary_email or "") in emails}
    found = {each.contact_id: each for each in (yield from _in_sets(sorted(ids), bp.Contacts.get_set))}
    uses = (each.post_address_ids for each in found.values() if each.post_address_ids is not None)
    places = {id for use in uses for id in (use.default, use.billing, use.delivery) if id}
    addresses = yield from _in_sets(sorted(places), bp.PostalAddresses.get_set)
    return found, {each.address_id: each for each in addresses if each.address_id is not None}


def _sales_orders(channel_id: int | None, store_key: str, *, whole: bool = False) -> Flow[list[bp.SalesOrder]]:
    row = bp.SalesOrderSearchRow
    conditions = () if channel_id is None else (row.channel_id.is_(channel_id),)
    found = yield from rows(bp.SalesOrders.search(row.where(*conditions)), whole=whole)
    ours = [each.sales_order_id for each in found if each.sales_order_id and (each.external_ref or "").startswith(f"{store_key}-")]
    return all_of(ours, (yield from sales_orders_in(ours)), "sales orders", whole=whole)


def sales_orders_in(ids: Collection[int]) -> Flow[list[bp.SalesOrder]]:
    """These sales orders, as far as they are there."""
    return (yield from _in_sets(ids, bp.SalesOrders.get_set))


def _these_sales_orders(refs: Mapping[str, int | None], channel_id: int | None, store_key: str) -> Flow[list[bp.SalesOrder]]:
    """The sales orders of these references: by id where it is known, else by search."""
    row = bp.SalesOrderSearchRow
    unknown = sorted(ref for ref, id in refs.items() if id is None)
    if len(unknown) > _FEW:
        return (yield from _sales_orders(channel_id, store_key))
    ids = {id for id in refs.values() if id is not None}
    for ref in unknown:
        found = yield from every_row(bp.SalesOrders.search(row.where(row.external_ref.is_(ref))))
        ids |= {each.sales_order_id for each in found if each.external_ref == ref and each.sales_order_id is not None}
    return (yield from _in_sets(sorted(ids), bp.SalesOrders.get_set))


def _credits_of(sales_order_ids: Collection[int], store_key: str, *, whole: bool) -> Flow[list[bp.SalesCredit]]:
    row = bp.OrderSearchRow
    found: list[bp.OrderSearchRow] = []
    for piece in bp.IdSet.of(sales_order_ids).pieces():
        found += yield from rows(bp.Orders.search(row.where(row.parent_order_id.within(piece))), whole=whole)
    return (yield from _credits_found(found, store_key, whole=whole))


def _sales_credits(store_key: str, *, whole: bool) -> Flow[list[bp.SalesCredit]]:
    row = bp.OrderSearchRow
    found = yield from rows(bp.Orders.search(row.where(row.order_type_id.is_(_SALES_CREDIT))), whole=whole)
    return (yield from _credits_found(found, store_key, whole=whole))


def _credits_found(found: Iterable[bp.OrderSearchRow], store_key: str, *, whole: bool) -> Flow[list[bp.SalesCredit]]:
    ours = [each.order_id for each in found if each.order_id and (each.external_ref or "").startswith(f"{store_key}-R")]
    return all_of(ours, (yield from _in_sets(ours, bp.SalesCredits.get_set)), "sales credits", whole=whole)


def _goods_out(order_ids: Collection[int]) -> Flow[dict[int, bp.GoodsOutNote]]:
    notes: dict[int, bp.GoodsOutNote] = {}
    for piece in bp.IdSet.of(order_ids).pieces():
        try:
            notes |= yield from ask_brightpearl(bp.GoodsOutNotes.of_orders(piece))
        except bp.NotFoundError:
            continue
    return notes


def _drop_ship(order_ids: Collection[int]) -> Flow[dict[int, bp.DropShipNote]]:
    notes: dict[int, bp.DropShipNote] = {}
    for piece in bp.IdSet.of(order_ids).pieces():
        try:
            notes |= yield from ask_brightpearl(bp.DropShipNotes.of_orders(piece))
        except bp.NotFoundError:
            continue
    return notes


def read_prices(product_ids: Collection[int], price_lists: Collection[int]) -> Flow[dict[int, dict[int, Decimal]]]:
    """The price of one piece on each list, by product; lists without a price for it are left out."""
    return single_prices((yield from read_quantity_prices(product_ids, price_lists)))


def read_quantity_prices(product_ids: Collection[int], price_lists: Collection[int]) -> Flow[dict[int, dict[int, dict[int, Decimal]]]]:
    """The prices of each number of pieces on each list, by product."""
    found: dict[int, dict[int, dict[int, Decimal]]] = {}
    if not price_lists:
        return found
    for piece in bp.IdSet.of(product_ids).pieces():
        for product in (yield from _listed(bp.ProductPrices.get_set_on(piece, bp.IdSet.of(price_lists)))):
            for listed in product.price_lists:
                by_pieces = {int(pieces): net for pieces, net in (listed.quantity_price or {}).items() if pieces.isdecimal()}
                if by_pieces:
                    found.setdefault(product.product_id, {})[listed.price_list_id] = by_pieces
    return found


def _details(products: Iterable[bp.ProductRow], known: KnownDetails | None) -> Flow[dict[int, bp.Product]]:
    """Whole products by id, in the order of their rows: of those that are known only what changed is asked for."""
    ids = [row.product_id for row in products if row.product_id is not None]
    kept = unchanged(known, products)
    found = {product.id: product for product in (yield from _in_sets([id for id in ids if id not in kept], bp.Products.get_set))}
    return {id: product for id in ids if (product := kept.get(id) or found.get(id)) is not None}


def _channel(product_ids: Collection[int], channel_id: int) -> Flow[dict[int, bp.ProductSalesChannel]]:
    """How each product is sold on a channel."""
    found = yield from _in_sets(product_ids, lambda ids: bp.in_channel(bp.Products.get_set(ids), channel_id))
    return {product.id: product.sales_channels[0] for product in found if product.sales_channels}


def _bundles(uncounted: Collection[int]) -> Flow[dict[int, dict[int, Decimal]]]:
    """What each bundle takes of which product. Stock of a bundle is never counted, so no other products are looked at."""
    return bundles_among((yield from _in_sets(uncounted, bp.Products.get_set)))


def bundles_among(products: Iterable[bp.Product]) -> dict[int, dict[int, Decimal]]:
    """What each bundle among some products takes of which product, in pieces."""
    found: dict[int, dict[int, Decimal]] = {}
    for product in products:
        if product.composition is not None and product.composition.bundle:
            parts = found.setdefault(product.id, {})
            for each in product.composition.bundle_components or ():
                parts[each.product_id] = parts.get(each.product_id, Decimal(0)) + Decimal(str(each.product_quantity or 0))
    return found


def _payments(order_ids: Collection[int], *, whole: bool) -> Flow[list[bp.CustomerPaymentRow]]:
    row = bp.CustomerPaymentRow
    payments: list[bp.CustomerPaymentRow] = []
    for piece in bp.IdSet.of(order_ids).pieces(_ORDERS_PER_SEARCH):
        payments += yield from rows(bp.CustomerPayments.search(row.where(row.order_id.within(piece))), whole=whole)
    return payments


def _notes(order_ids: Collection[int]) -> Flow[dict[int, tuple[str, ...]]]:
    notes: dict[int, tuple[str, ...]] = {}
    for note in (yield from _in_sets(order_ids, bp.OrderNotes.of_orders)):
        if note.order_id is not None:
            notes[note.order_id] = (*notes.get(note.order_id, ()), note.text or "")
    return notes


def _in_sets(ids: Collection[int], read: Callable[[Iterable[int]], bp.Operation[tuple[T, ...]]]) -> Flow[list[T]]:
    found: list[T] = []
    for piece in bp.IdSet.of(ids).pieces():
        found += yield from _listed(read(piece))
    return found


def _listed(operation: bp.Operation[tuple[T, ...]]) -> Flow[tuple[T, ...]]:
    """The records of a list; Brightpearl answers some empty lists with 404."""
    try:
        return (yield from ask_brightpearl(operation))
    except bp.NotFoundError:
        return ()
