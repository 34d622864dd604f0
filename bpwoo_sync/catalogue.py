"""What mapping looks up, as one value: products by SKU, contacts by e-mail, rates, currencies."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

from attrs import field, frozen

import brightpearl_sdk as bp
from bpwoo_sync.described import described
from bpwoo_sync.issues import Mapped, Severity, issue
from bpwoo_sync.snapshot import Account, Shop


@described
@frozen(kw_only=True)
class Item:
    """A Brightpearl product, as far as an order row and the stock of a shop need to know it.

    ``components`` are the stock-tracked products that one bundle is made of, each with how many of it one takes.
    """

    product_id: int
    sku: str
    stock_tracked: bool = True
    live: bool = True
    bundle: bool = False
    components: tuple[tuple[int, Decimal], ...] = ()
    """Products by id, each with its pieces for one bundle."""


@frozen(kw_only=True)
class Person:
    """A Brightpearl contact, as far as an order needs to know it."""

    contact_id: int
    is_staff: bool = False
    is_supplier: bool = False


@described
@frozen(kw_only=True)
class Rate:
    """A tax rate of the shop; ``percent`` 8.875 means 8.875 per cent."""

    country: str
    percent: Decimal
    """In per cent: 8.875 means 8.875 per cent."""
    compound: bool = False


@described
@frozen(kw_only=True)
class Catalogue:
    """Lookups, each by a normalised key. ``links`` leads from the shop's (product id, variation id) to a product id.

    ``fields`` are the custom fields of sales orders by code. ``tracked`` are products that a warehouse holds, ``parts`` those
    of each bundle.
    """

    items: Mapping[str, tuple[Item, ...]] = field(factory=dict, repr=False)
    people: Mapping[str, tuple[Person, ...]] = field(factory=dict, repr=False)
    links: Mapping[tuple[int, int], int] = field(factory=dict, repr=False)
    rates: Mapping[int, Rate] = field(factory=dict)
    percents: Mapping[str, Decimal] = field(factory=dict)
    """In per cent, by tax code."""
    currencies: frozenset[str] = frozenset()
    banks: Mapping[str, frozenset[str]] = field(factory=dict)
    fields: Mapping[str, bp.CustomField] = field(factory=dict)
    tracked: frozenset[int] = field(default=frozenset(), repr=False)
    parts: Mapping[int, frozenset[int]] = field(factory=dict, repr=False)

    @cached_property
    def by_id(self) -> Mapping[int, Item]:
        """The products by their ids."""
        return {item.product_id: item for each in self.items.values() for item in each}

    @cached_property
    def linked_ids(self) -> frozenset[int]:
        """The products that something in the shop is, or was, linked to."""
        return frozenset(self.links.values())


def catalogue_of(account: Account, shop: Shop, links: Mapping[tuple[int, int], int] | None = None) -> Catalogue:
    """The lookups that two snapshots give, and what was linked before."""
    items: dict[str, list[Item]] = {}
    tracked = {row.product_id for row in account.products if row.stock_tracked and row.product_id is not None}
    for row in account.products:
        if row.sku and row.product_id is not None:
            live = (row.product_status or "LIVE") == "LIVE"
            parts = components_of(row.product_id, account.bundles)
            item = Item(
                product_id=row.product_id,
                sku=row.sku,
                stock_tracked=bool(row.stock_tracked),
                live=live,
                bundle=row.product_id in account.bundles,
                components=tuple((id, needed) for id, needed in parts.items() if id in tracked),
            )
            items.setdefault(folded(row.sku), []).append(item)
    people: dict[str, list[Person]] = {}
    for contact in account.contacts:
        if contact.contact_id is not None and contact.primary_email:
            person = Person(contact_id=contact.contact_id, is_staff=bool(contact.is_staff), is_supplier=bool(contact.is_supplier))
            people.setdefault(folded(contact.primary_email), []).append(person)
    references = account.references
    return Catalogue(
        items={key: tuple(each) for key, each in items.items()},
        people={key: tuple(sorted(each, key=lambda person: person.contact_id)) for key, each in people.items()},
        links=dict(links or {}),
        rates={
            rate.id: Rate(country=rate.country, percent=rate.rate if isinstance(rate.rate, Decimal) else Decimal(0), compound=rate.compound)
            for rate in shop.tax_rates
        },
        percents={code.code: code.rate or Decimal(0) for code in references.tax_codes},
        currencies=frozenset(currency.code for currency in references.currencies if currency.code),
        banks={
            method.code: frozenset(bank.currency_iso_code for bank in method.bank_accounts or () if bank.currency_iso_code)
            for method in references.payment_methods
            if method.code
        },
        fields={each.code: each for each in references.order_fields if each.code},
        tracked=frozenset(tracked),
        parts={id: frozenset(components_of(id, account.bundles)) & tracked for id in account.bundles},
    )


def components_of(product_id: int, bundles: Mapping[int, Mapping[int, Decimal]]) -> dict[int, Decimal]:
    """What one bundle takes of each product that is no bundle itself; a bundle within it counts by what it is made of."""
    taken: dict[int, Decimal] = {}
    waiting: list[tuple[int, Decimal, frozenset[int]]] = [(product_id, Decimal(1), frozenset({product_id}))]
    while waiting:
        holder, count, within = waiting.pop()
        for id, needed in bundles.get(holder, {}).items():
            if id not in bundles:
                taken[id] = taken.get(id, Decimal(0)) + count * needed
            elif id not in within:
                waiting.append((id, count * needed, within | {id}))
    return taken


def folded(text: str) -> str:
    """A SKU or e-mail address as it is looked up: without blanks around it, in small letters."""
    return text.strip().lower()


def item_of(catalogue: Catalogue, sku: str, entity: str) -> Mapped[Item]:
    """The product of a SKU: the exact one, else the only one that differs in case, else none and why."""
    wanted = sku.strip()
    found = catalogue.items.get(folded(wanted), ())
    candidates = tuple(item for item in found if item.sku.strip() == wanted) or found
    live = tuple(item for item in candidates if item.live)
    chosen = candidates if len(candidates) == 1 else live
    if len(chosen) == 1:
        return Mapped(value=chosen[0])
    if not candidates:
        return Mapped(issues=(issue("UNKNOWN_SKU", entity, wanted),))
    ids = ", ".join(str(item.product_id) for item in candidates)
    return Mapped(issues=(issue("AMBIGUOUS_SKU", entity, wanted, f"Products {ids} all have the SKU {wanted}."),))


def linked_item(catalogue: Catalogue, product_id: int, variation_id: int) -> Item | None:
    """The product that a shop's product or variation was linked to, whatever their SKUs are now.

    One that was archived is none where a live product has its SKU: that one has taken its place.
    """
    wanted = catalogue.by_id.get(catalogue.links.get((product_id, variation_id), 0))
    if wanted is None or wanted.live:
        return wanted
    follower = item_of(catalogue, wanted.sku, "product").value
    return follower if follower is not None and follower.live else wanted


def item_for_sale(catalogue: Catalogue, place: tuple[int, int], sku: str, entity: str) -> Mapped[Item]:
    """The product that a shop's product or variation stands for: the linked one, else that of its SKU.

    ``place`` is the shop's (product id, variation id). Nothing where its SKU is that of another product than the linked
    one: stock and price of either may be wrong, until somebody links it anew.
    """
    linked = linked_item(catalogue, *place)
    if linked is None or folded(sku) == folded(linked.sku):
        return item_of(catalogue, sku, entity) if linked is None else Mapped(value=linked)
    told = f"{sku} is linked to product {linked.product_id}, which has the SKU {linked.sku}"
    other = item_of(catalogue, sku, entity).value
    if other is None:
        found = issue("LINK_BROKEN", entity, sku, f"{told}.", expected=linked.sku, actual=sku)
        return Mapped(value=linked, issues=(found,))
    told = f"{told}; product {other.product_id} has its own. Neither is taken until it is linked anew."
    return Mapped(issues=(issue("LINK_BROKEN", entity, sku, told, severity=Severity.BLOCK, expected=linked.sku, actual=sku),))
