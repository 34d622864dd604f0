"""The shop's prices, from Brightpearl's price lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Item, item_for_sale
from bpwoo_sync.described import described
from bpwoo_sync.issues import Issue, Mapped, issue
from bpwoo_sync.mapping.money import ZERO, plain, rounded
from bpwoo_sync.snapshot import Shop, ShopReferences
from bpwoo_sync.tables import Tables


@described
@frozen(kw_only=True)
class PriceFact:
    """What the shop asks for one product or variation; ``sale`` is None where there is no sale."""

    sku: str
    shop_id: int
    parent_id: int = 0
    regular: Decimal | None = None
    """Of one piece, in the shop's currency; with tax where the shop enters prices so."""
    sale: Decimal | None = None
    """Of one piece, in the shop's currency; with tax where the shop enters prices so."""
    tax_class: str = ""
    taxable: bool = True

    @property
    def key(self) -> str:
        """The product as the ledger names it: ``51`` or ``40:51``."""
        return f"{self.parent_id}:{self.shop_id}" if self.parent_id else str(self.shop_id)

    @property
    def place(self) -> tuple[int, int]:
        """The shop's (product id, variation id); the variation's is 0 for a product."""
        return (self.parent_id, self.shop_id) if self.parent_id else (self.shop_id, 0)


@described
@frozen(kw_only=True)
class PriceTarget:
    """What the shop ought to ask for one product or variation."""

    fact: PriceFact
    product_id: int
    regular: Decimal
    """Of one piece, in the shop's currency; with tax where the shop enters prices so."""
    sale: Decimal | None
    """Of one piece, in the shop's currency; with tax where the shop enters prices so."""


def price_facts(shop: Shop) -> tuple[PriceFact, ...]:
    """The prices of every product and variation that is sold by itself; a variable parent has none."""
    facts = []
    for product in shop.products:
        if product.type == woo.ProductType.VARIABLE:
            taxable = product.tax_status == woo.TaxStatus.TAXABLE
            facts += [variation_price(product.id, product.tax_class, taxable, each) for each in shop.variations.get(product.id, ())]
        elif product.type not in (woo.ProductType.GROUPED, woo.ProductType.EXTERNAL):
            facts.append(
                PriceFact(
                    sku=product.sku.strip(),
                    shop_id=product.id,
                    regular=_amount(product.regular_price),
                    sale=_amount(product.sale_price),
                    tax_class=product.tax_class,
                    taxable=product.tax_status == woo.TaxStatus.TAXABLE,
                )
            )
    return tuple(facts)


def variation_price(parent_id: int, tax_class: str, taxable: bool, variation: woo.Variation) -> PriceFact:
    """The price of a variation, whose tax class may be its parent's."""
    return PriceFact(
        sku=variation.sku.strip(),
        shop_id=variation.id,
        parent_id=parent_id,
        regular=_amount(variation.regular_price),
        sale=_amount(variation.sale_price),
        tax_class=tax_class if variation.tax_class == "parent" else variation.tax_class,
        taxable=taxable,
    )


def price_targets(
    facts: Iterable[PriceFact],
    prices: Mapping[int, Mapping[int, Decimal]],
    shop: Shop,
    tables: Tables,
    catalogue: Catalogue,
    *,
    guarded: bool = True,
) -> Mapped[tuple[PriceTarget, ...]]:
    """What the shop ought to ask, and what keeps some prices as they are. Prices of lists are net, for one piece.

    ``guarded`` leaves out those that would change by more than the tables allow; else that is only said.
    """
    targets: list[PriceTarget] = []
    issues: list[Issue] = []
    for fact in facts:
        found = _target(fact, prices, shop, tables, catalogue, guarded=guarded)
        issues += found.issues
        if found.value is not None:
            targets.append(found.value)
    return Mapped(value=tuple(targets), issues=tuple(issues))


def price_list_issues(price_lists: Iterable[bp.PriceList], shop: Shop | ShopReferences, tables: Tables) -> list[Issue]:
    """Price lists that are not in the shop's currency, or that say what is paid to suppliers: none of their prices is taken."""
    lists = {each.id: each for each in price_lists}
    found = []
    for key, id in (("prices.regular_list", tables.prices.regular_list), ("prices.sale_list", tables.prices.sale_list)):
        known = lists.get(id) if id is not None else None
        if known is not None and shop.currency and known.currency_code != shop.currency:
            told = f"{key}: price list {id} is in {known.currency_code}, the shop in {shop.currency}."
            found.append(issue("PRICE_CURRENCY", "tables", key, told, expected=shop.currency, actual=known.currency_code))
        elif known is not None and known.price_list_type_code is bp.PriceListType.BUY:
            told = f"{key}: price list {id} is one for buying."
            found.append(issue("PRICE_CURRENCY", "tables", key, told, expected="SELL", actual="BUY"))
    return found


def price_changes(targets: Iterable[PriceTarget]) -> tuple[PriceTarget, ...]:
    """The targets that differ from what the shop asks."""
    return tuple(target for target in targets if (target.fact.regular, target.fact.sale) != (target.regular, target.sale))


def base_percent(fact: PriceFact, shop: Shop, tables: Tables) -> Decimal | None:
    """The percentage of tax inside a price of the shop; None where the tables do not name that of its tax class."""
    if not (shop.prices_include_tax and fact.taxable):
        return ZERO
    return tables.prices.base_rates.get(fact.tax_class or "standard")


def rate_missing(fact: PriceFact) -> Issue:
    """A price that is entered with a tax of which the tables do not say how much it is: no price is guessed."""
    tax_class = fact.tax_class or "standard"
    told = f"The price of {fact.sku} includes tax of the class {tax_class!r}, which [prices.base_rates] does not name."
    return issue("BASE_RATE_MISSING", "price", fact.sku, told, field=tax_class)


def shop_price(net: Decimal, fact: PriceFact, shop: Shop, tables: Tables) -> Decimal:
    """A net price as the shop enters it: with the tax of its base where prices are entered with tax."""
    return rounded(net * (1 + (base_percent(fact, shop, tables) or ZERO) / 100), shop.decimals)


def net_price(price: Decimal, fact: PriceFact, shop: Shop, tables: Tables) -> Decimal:
    """A price of the shop as Brightpearl keeps it: net, with four decimals."""
    return rounded(price / (1 + (base_percent(fact, shop, tables) or ZERO) / 100), 4)


def _target(
    fact: PriceFact,
    prices: Mapping[int, Mapping[int, Decimal]],
    shop: Shop,
    tables: Tables,
    catalogue: Catalogue,
    *,
    guarded: bool,
) -> Mapped[PriceTarget]:
    found = item_for_sale(catalogue, fact.place, fact.sku, "price") if fact.sku else Mapped[Item]()
    item, regular_list = found.value, tables.prices.regular_list
    broken = tuple(each for each in found.issues if each.code == "LINK_BROKEN")
    if item is None or regular_list is None:
        return Mapped(issues=broken)
    listed = prices.get(item.product_id, {})
    net = listed.get(regular_list)
    if net is None:
        return Mapped(issues=(*broken, issue("NO_PRICE", "price", fact.sku)))
    if base_percent(fact, shop, tables) is None:
        return Mapped(issues=(*broken, rate_missing(fact)))
    regular = shop_price(net, fact, shop, tables)
    if not regular and not tables.prices.allow_zero:
        return Mapped(issues=(*broken, issue("NO_PRICE", "price", fact.sku, f"The price of {fact.sku} is 0.")))
    sale = _sale(listed, regular, fact, shop, tables)
    target = PriceTarget(fact=fact, product_id=item.product_id, regular=regular, sale=sale)
    if fact.regular and abs(regular - fact.regular) / fact.regular > tables.prices.jump_guard:
        told = f"The price of {fact.sku} would go from {plain(fact.regular)} to {plain(regular)}."
        jump = issue("PRICE_JUMP", "price", fact.sku, told, expected=plain(regular), actual=plain(fact.regular))
        return Mapped(value=None if guarded else target, issues=(*broken, jump))
    return Mapped(value=target, issues=broken)


def _sale(listed: Mapping[int, Decimal], regular: Decimal, fact: PriceFact, shop: Shop, tables: Tables) -> Decimal | None:
    if tables.prices.sale_list is None:
        return fact.sale
    net = listed.get(tables.prices.sale_list)
    price = None if net is None else shop_price(net, fact, shop, tables)
    return price if price is not None and 0 < price < regular else None


def _amount(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
