"""Take a snapshot of the shop, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Rate
from bpwoo_sync.detail import refund_detail
from bpwoo_sync.effects.flow import Flow, ask_woocommerce
from bpwoo_sync.effects.snapshots.pages import PageFiles
from bpwoo_sync.effects.snapshots.stages import Line, Listing, each_read, listed, told_line, told_pairs, value_of
from bpwoo_sync.facts import external_ref
from bpwoo_sync.kept import Attached, Subject, id_key, kept_price, kept_stock, key_of, line_key, line_of, record_of, shop_order
from bpwoo_sync.links import Place, marked_product, place_from
from bpwoo_sync.mapping.prices import price_facts, variation_price
from bpwoo_sync.mapping.stock import stock_facts, variation_fact
from bpwoo_sync.snapshot import Shop
from bpwoo_sync.tables import Tables

_PAGE = 100


def taken_shop(tables: Tables, subjects: Sequence[Subject], catalogue: Callable[[], Catalogue], pages: PageFiles) -> Flow[None]:
    """Read what is not kept yet of the shop. ``catalogue`` is asked for once the tax rates are kept."""
    yield from each_read("settings", ("general", "tax"), _settings, pages)
    if "stock" in subjects or "prices" in subjects:
        yield from _taken_products(pages)
    if "orders" in subjects:
        rates = Listing(
            stage="tax-rates",
            operation=lambda _, page: woo.TaxRates.list(woo.TaxRateQuery(per_page=_PAGE, page=page)),
            ask=ask_woocommerce,
            keep=lambda _, rates: [("rate", line_of(str(rate.id), _rate(rate))) for rate in rates],
            counted=True,
        )
        yield from listed(rates, pages)
        known = catalogue()

        def orders(_: int, found: Sequence[woo.Order]) -> Iterable[Line]:
            return [("orders", line_of(kept.ref, kept)) for kept in (shop_order(order, tables, known) for order in found)]

        # A listing of any status leaves out what is in the trash.
        for stage, status in (("orders", ()), ("orders-in-trash", (woo.OrderStatus.TRASH,))):
            yield from listed(_orders(stage, status, orders), pages)

        def refunds(_: int, found: Sequence[woo.Refund]) -> Iterable[Line]:
            known = [(external_ref(tables.store.key, each.parent_id), each) for each in found if each.parent_id is not None]
            return [("refund", line_of(ref, Attached(kind="refund", value=refund_detail(each)))) for ref, each in known]

        def given_back(_: int, page: int) -> woo.Operation[woo.Page[woo.Refund]]:
            return woo.AllRefunds.list(woo.RefundQuery(per_page=_PAGE, page=page, orderby="id", order="asc"))

        yield from listed(Listing(stage="refunds", operation=given_back, ask=ask_woocommerce, keep=refunds, counted=True), pages)


def _orders(stage: str, status: tuple[woo.OrderStatus, ...], keep: Callable[[int, Sequence[woo.Order]], Iterable[Line]]) -> Listing:
    def operation(_: int, page: int) -> woo.Operation[woo.Page[woo.Order]]:
        return woo.Orders.list(woo.OrderQuery(per_page=_PAGE, page=page, orderby="id", order="asc", status=status))

    return Listing(stage=stage, operation=operation, ask=ask_woocommerce, keep=keep, counted=True)


def _taken_products(pages: PageFiles) -> Flow[None]:
    def products(_: int, found: Sequence[woo.Product]) -> Iterable[Line]:
        alone = Shop(taken_at=datetime.min.replace(tzinfo=UTC), products=tuple(found))
        changed = {product.id: product.date_modified_gmt for product in found}
        yield from (("stock", line_of(key_of(fact), kept_stock(fact, changed[fact.shop_id]))) for fact in stock_facts(alone))
        yield from (("prices", line_of(key_of(fact), kept_price(fact, changed[fact.shop_id]))) for fact in price_facts(alone))
        for product in found:
            yield from _link((product.id, 0), product)
            if product.type == "variable" and product.variations:
                taxed = [product.tax_class, product.tax_status == woo.TaxStatus.TAXABLE]
                yield "parent", told_line(id_key(product.id), [product.id, *taxed])

    def listing(_: int, page: int) -> woo.Operation[woo.Page[woo.Product]]:
        return woo.Products.list(woo.ProductQuery(per_page=_PAGE, page=page, orderby="id", order="asc"))

    yield from listed(Listing(stage="products", operation=listing, ask=ask_woocommerce, keep=products, counted=True), pages)
    parents = [value_of(line) for line in pages.lines("parent")]

    def variations(index: int, found: Sequence[woo.Variation]) -> Iterable[Line]:
        id, tax_class, taxable = parents[index]
        for each in found:
            stock, price = variation_fact(id, each), variation_price(id, tax_class, taxable, each)
            yield from _link((id, each.id), each)
            yield "stock", line_of(key_of(stock), kept_stock(stock, each.date_modified_gmt))
            yield "prices", line_of(key_of(price), kept_price(price, each.date_modified_gmt))

    def of_parent(index: int, page: int) -> woo.Operation[woo.Page[woo.Variation]]:
        return woo.Variations.list(parents[index][0], woo.VariationQuery(per_page=_PAGE, page=page))

    told = Listing(stage="variations", operation=of_parent, ask=ask_woocommerce, keep=variations, listings=len(parents), counted=True)
    yield from listed(told, pages)


def _link(place: Place, record: woo.Product | woo.Variation) -> Iterable[Line]:
    """The product of which a product of the shop was made, where it carries that itself."""
    marked = marked_product(record)
    return [] if marked is None else [("link", told_line(f"{place[0]}:{place[1]}", marked))]


def kept_marks(pages: PageFiles) -> dict[Place, int]:
    """Links that products of the shop carry themselves."""
    return {place_from(place): int(product) for place, product in told_pairs(pages.lines("link"))}


def _settings(group: str) -> Flow[Iterable[Line]]:
    found = yield from ask_woocommerce(woo.Settings.list(group))
    return [("setting", told_line(each.id, each.value)) for each in found if isinstance(each.value, str)]


def _rate(rate: woo.TaxRate) -> Rate:
    return Rate(country=rate.country, percent=rate.rate if isinstance(rate.rate, Decimal) else Decimal(0), compound=rate.compound)


def kept_settings(pages: PageFiles) -> dict[str, str]:
    """The shop's settings that were kept, by id."""
    return {id: str(value) for id, value in told_pairs(pages.lines("setting"))}


def kept_rates(pages: PageFiles) -> dict[int, Rate]:
    """The shop's tax rates that were kept, by id."""
    return {int(line_key(line)): record_of(Rate, line) for line in pages.lines("rate")}
