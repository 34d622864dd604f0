"""Products that one side has and the other lacks, and what of a product is kept alike. Text goes over once, on making.

From Brightpearl to the shop a product is found by its SKU, a group of products that vary in options becomes one
variable product. From the shop to Brightpearl (the first import) each simple product and each variation becomes a
product; pictures and stock never go over, and nothing is ever deleted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, folded
from bpwoo_sync.described import described
from bpwoo_sync.issues import Issue, Mapped, issue
from bpwoo_sync.mapping.money import plain, rounded
from bpwoo_sync.mapping.prices import PriceFact, base_percent, net_price, rate_missing
from bpwoo_sync.mapping.rows import is_safe
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Tables

#: In the shop's product: the Brightpearl product, or group of products, that it stands for.
PRODUCT_MARK = "_bp_product_id"
GROUP_MARK = "_bp_product_group_id"

#: How groups were marked before: read, and written no more.
_OLD_GROUP_MARK = "_bp_group_id"

#: How many options a product of Brightpearl's may vary in.
_MOST_OPTIONS = 4

Fields = Mapping[str, Any]
Sold = woo.Product | woo.Variation


@frozen(kw_only=True)
class ShopProduct:
    """A product or variation as the shop ought to have it.

    ``fields`` is what is written: all of it where ``shop_id`` is None, else what differs. ``parent_id`` is 0 for a
    product. ``product_id`` is Brightpearl's, and None for the parent of a group.
    """

    key: str
    sku: str
    name: str
    fields: Fields = field(factory=dict)
    product_id: int | None = None
    shop_id: int | None = None
    parent_id: int = 0
    variations: tuple[ShopProduct, ...] = ()


@described
@frozen(kw_only=True)
class AccountProduct:
    """A product that Brightpearl ought to have. ``options`` are names and values; ``net`` is its price, four decimals."""

    sku: str
    name: str
    options: tuple[tuple[str, str], ...] = ()
    tax_code: str = ""
    net: Decimal | None = None
    """Of one piece without tax, in the price list's currency, with four decimals."""
    brand_id: int | None = None


# From Brightpearl to the shop.


def shop_products(
    details: Iterable[bp.Product],
    shop: Shop,
    tables: Tables,
    links: Mapping[tuple[int, int], int] | None = None,
    brands: Mapping[int, str] | None = None,
) -> Mapped[tuple[ShopProduct, ...]]:
    """What is to be made or changed in the shop so that it has every product of Brightpearl's that is for sale.

    ``links`` lead from the shop's (product id, variation id) to the product that it stands for, whatever their SKUs are;
    ``brands`` are the names of Brightpearl's brands by id.
    """
    names = brands or {}
    details = tuple(details)
    known = {detail.id for detail in details}
    linked = {place: id for place, id in (links or {}).items() if id in known}
    there = _places_by_sku(shop)
    records = {place: record for found in there.values() for place, record in found}
    by_link: dict[int, list[Sold]] = {}
    for place, id in linked.items():
        by_link.setdefault(id, []).extend([records[place]] if place in records else [])
    wanted: list[ShopProduct] = []
    issues: list[Issue] = []
    groups: dict[int, list[bp.Product]] = {}
    varied: dict[int, bp.Product] = {}
    for detail in details:
        sku = _sku(detail)
        of_sku = there.get(folded(sku), ())
        found = by_link.get(detail.id) or [record for place, record in of_sku if linked.get(place, detail.id) == detail.id]
        if not sku:
            issues.append(
                issue("SKU_NOT_BP_SAFE", "product", str(detail.id), f"Product {detail.id} has no SKU; it is not made in the shop.")
            )
        elif len(found) > 1:
            told = f"{len(found)} products of the shop have the SKU {sku}."
            issues.append(issue("AMBIGUOUS_SKU", "product", sku, told))
        elif found:
            changed = _changed(detail, found[0], tables, names)
            wanted += [changed] if changed is not None else []
            if isinstance(found[0], woo.Variation) and _is_live(detail):
                varied.setdefault(found[0].parent_id, detail)
        elif of_sku or not _is_live(detail):
            # What has its SKU is linked to another product: which of both is meant is for people to say.
            continue
        elif detail.product_group_id and detail.variations:
            groups.setdefault(detail.product_group_id, []).append(detail)
        else:
            wanted.append(_simple(detail, tables, names))
    for id, members in sorted(groups.items()):
        wanted.append(_group(id, members, shop, tables, names))
    grouped = {each.shop_id for each in wanted if each.variations}
    parents = [(product, varied[product.id]) for product in shop.products if product.id in varied and product.id not in grouped]
    wanted += [each for parent, detail in parents if (each := _changed_parent(parent, detail, tables, names)) is not None]
    if tables.products.hide_gone:
        skus = {folded(_sku(detail)) for detail in details}
        gone = ((records.get(place), id) for place, id in (links or {}).items() if id not in known)
        wanted += [_hidden(record, id, tables) for record, id in gone if record is not None and _is_orphan(record, skus)]
    return Mapped(value=tuple(wanted), issues=tuple(issues))


def attributes_of(members: Iterable[bp.Product]) -> list[dict[str, Any]]:
    """The attributes of a variable product: every option of its members, with all of its values in order."""
    values: dict[str, list[str]] = {}
    for member in members:
        for option, value in _options(member):
            known = values.setdefault(option, [])
            known += [] if value in known else [value]
    return [{"name": name, "options": sorted(options), "variation": True, "visible": True} for name, options in values.items()]


def _simple(detail: bp.Product, tables: Tables, names: Mapping[int, str]) -> ShopProduct:
    text = _text(detail)
    fields = {"type": "simple", "status": "draft", **text, **_kept_alike(detail, tables), "sku": _sku(detail)}
    fields["meta_data"] = [{"key": PRODUCT_MARK, "value": str(detail.id)}]
    fields |= {"categories": [{"id": id} for id in _categories(detail, tables)]} if _categories(detail, tables) else {}
    fields |= _brand(detail, tables)
    attributes = _brand_attribute(detail, tables, names)
    fields |= {"attributes": attributes} if attributes else {}
    return ShopProduct(key=f"product:{detail.id}", sku=_sku(detail), name=text["name"], fields=fields, product_id=detail.id)


def _group(id: int, members: Sequence[bp.Product], shop: Shop, tables: Tables, names: Mapping[int, str]) -> ShopProduct:
    """The variable product of a group, new or there already, with the variations that it lacks."""
    parent = _parent_of(id, shop)
    variations = tuple(
        ShopProduct(
            key=f"product:{member.id}",
            sku=_sku(member),
            name=_text(member)["name"],
            product_id=member.id,
            fields={
                **{name: value for name, value in _kept_alike(member, tables).items() if name != "tax_class" or value},
                "sku": _sku(member),
                "attributes": [{"name": option, "option": value} for option, value in _options(member)],
                "meta_data": [{"key": PRODUCT_MARK, "value": str(member.id)}],
            },
        )
        for member in members
    )
    attributes, brand = attributes_of(members), _brand_attribute(members[0], tables, names)
    text = _text(members[0])
    if parent is not None:
        return ShopProduct(
            key=f"group:{id}",
            sku=str(parent.sku),
            name=parent.name,
            shop_id=parent.id,
            fields={"attributes": [*_united(parent, attributes), *_lacking(parent, brand)], **_lacked(parent, members[0], tables)},
            variations=variations,
        )
    # The parent is no product of Brightpearl's: it has a SKU of its own, by which it is found again.
    sku = f"group-{id}"
    fields = {"type": "variable", "status": "draft", **text, "sku": sku, "attributes": [*attributes, *brand]}
    fields["meta_data"] = [{"key": GROUP_MARK, "value": str(id)}]
    categories = _categories(members[0], tables)
    fields |= {"categories": [{"id": each} for each in categories]} if categories else {}
    fields |= _brand(members[0], tables)
    return ShopProduct(key=f"group:{id}", sku=sku, name=text["name"], fields=fields, variations=variations)


def _changed(detail: bp.Product, found: woo.Product | woo.Variation, tables: Tables, names: Mapping[int, str]) -> ShopProduct | None:
    """What of a product that is there differs from Brightpearl's; None where nothing does."""
    alone = isinstance(found, woo.Product)
    wanted = _told(_kept_alike(detail, tables))
    fields = {name: value for name, value in wanted.items() if not _same(value, _seen(found, name))}
    if isinstance(found, woo.Product):
        fields |= _lacked(found, detail, tables)
        if lacking := _lacking(found, _brand_attribute(detail, tables, names)):
            fields["attributes"] = [*_united(found, ()), *lacking]
    if not _is_live(detail) and str(found.status) == "publish":
        fields["status"] = tables.products.archived_status if alone else "private"
    if not fields:
        return None
    return ShopProduct(
        key=f"product:{detail.id}",
        sku=_sku(detail),
        name=_text(detail)["name"],
        fields=fields,
        product_id=detail.id,
        shop_id=found.id,
        parent_id=0 if isinstance(found, woo.Product) else found.parent_id,
    )


def _lacked(found: woo.Product, detail: bp.Product, tables: Tables) -> dict[str, Any]:
    """What a product of the shop lacks of categories, brand and, where the tables want that, text. What the shop gave it stays."""
    fields: dict[str, Any] = {}
    missing = [id for id in _categories(detail, tables) if id not in {each.id for each in found.categories}]
    if missing:
        fields["categories"] = [{"id": id} for id in (*(each.id for each in found.categories), *missing)]
    if not found.brands:
        # A brand that the shop gave itself is the shop's.
        fields |= _brand(detail, tables)
    if tables.products.overwrite_text:
        fields |= {name: value for name, value in _text(detail).items() if value and value != _seen(found, name)}
    return fields


def _changed_parent(parent: woo.Product, detail: bp.Product, tables: Tables, names: Mapping[int, str]) -> ShopProduct | None:
    """What of a variable product that is there differs from one of its group; None where nothing does."""
    fields = _lacked(parent, detail, tables)
    if lacking := _lacking(parent, _brand_attribute(detail, tables, names)):
        fields["attributes"] = [*_united(parent, ()), *lacking]
    if not fields:
        return None
    return ShopProduct(key=f"parent:{parent.id}", sku=parent.sku or str(parent.id), name=parent.name, fields=fields, shop_id=parent.id)


def _is_orphan(record: Sold, skus: Collection[str]) -> bool:
    """Whether the shop shows what Brightpearl has no product for any more."""
    return folded(record.sku) not in skus and str(record.status) == "publish"


def _hidden(record: Sold, product_id: int, tables: Tables) -> ShopProduct:
    """A product of the shop whose product in Brightpearl is gone, as it ought to be: not shown."""
    alone = isinstance(record, woo.Product)
    return ShopProduct(
        key=f"product:{product_id}",
        sku=record.sku or str(record.id),
        name=record.sku or str(record.id),
        fields={"status": tables.products.archived_status if alone else "private"},
        product_id=product_id,
        shop_id=record.id,
        parent_id=0 if isinstance(record, woo.Product) else record.parent_id,
    )


def _kept_alike(detail: bp.Product, tables: Tables) -> dict[str, Any]:
    """Weight, size and tax class: what the shop has is made like Brightpearl's. What the account does not tell is left alone."""
    made: dict[str, Any] = {}
    stock = detail.stock
    if stock is not None and stock.weight is not None and stock.weight.magnitude is not None:
        made["weight"] = _measure(stock.weight.magnitude, tables.products.weight_factor)
    if stock is not None and stock.dimensions is not None:
        sides = {name: getattr(stock.dimensions, name) for name in ("length", "width", "height")}
        made["dimensions"] = {name: _measure(side or Decimal(0), tables.products.length_factor) for name, side in sides.items()}
    code = detail.financial_details.tax_code.code if detail.financial_details and detail.financial_details.tax_code else None
    if code is not None and code in tables.products.tax_classes:
        made["tax_class"] = tables.products.tax_classes[code]
    return made


def _told(fields: Fields) -> Fields:
    """What Brightpearl says of a product, without the weights and sides of 0 that it shows where nobody entered any.

    Written over the shop's own they would take away what postage is reckoned from.
    """
    sides = {side: value for side, value in fields.get("dimensions", {}).items() if value}
    told = {name: value for name, value in fields.items() if name != "dimensions" and (value or name != "weight")}
    return {**told, "dimensions": sides} if sides else told


def _measure(magnitude: object, factor: Decimal) -> str:
    """A weight or length in the shop's unit, with three decimals at most; blank for none."""
    value = rounded(Decimal(str(magnitude)) * factor, 3)
    return plain(value.normalize()) if value else ""


def _seen(found: woo.Product | woo.Variation, name: str) -> Any:
    value = getattr(found, name) if found.has(name) else None
    if name == "dimensions" and value is not None:
        return {side: getattr(value, side) for side in ("length", "width", "height")}
    return value


def _same(wanted: Any, seen: Any) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(seen, Mapping) and all(_same(value, seen.get(name)) for name, value in wanted.items())
    return bool(_number(wanted) == _number(seen))


def _number(value: Any) -> Any:
    text = "" if value is None else str(value)
    return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text


def _text(detail: bp.Product) -> dict[str, str]:
    channel = next(iter(detail.sales_channels or ()), None)
    if channel is None:
        return {"name": _sku(detail), "description": "", "short_description": ""}
    long, short = channel.description, channel.short_description
    return {
        "name": channel.product_name or _sku(detail),
        "description": (long.text if long is not None else None) or "",
        "short_description": (short.text if short is not None else None) or "",
    }


def _categories(detail: bp.Product, tables: Tables) -> list[int]:
    codes = [each.category_code for channel in detail.sales_channels or () for each in channel.categories or ()]
    return [tables.products.categories[code] for code in codes if code is not None and code in tables.products.categories]


def _brand(detail: bp.Product, tables: Tables) -> dict[str, Any]:
    """The brand that a product has in the shop; nothing where the tables name none for it."""
    brand = tables.products.brands.get(str(detail.brand_id))
    return {} if brand is None else {"brands": [{"id": brand}]}


def _brand_attribute(detail: bp.Product, tables: Tables, names: Mapping[int, str]) -> list[dict[str, Any]]:
    """The attribute that tells a product's brand in the shop; none where the tables name no attribute, or the brand has no name."""
    settings, brand = tables.products, names.get(detail.brand_id or 0)
    if not brand or not (settings.brand_attribute or settings.brand_attribute_id):
        return []
    named = {"id": settings.brand_attribute_id} if settings.brand_attribute_id else {"name": settings.brand_attribute}
    return [{**named, "options": [brand], "variation": False, "visible": True}]


def _is_brand(used: woo.ProductAttributeUse, tables: Tables) -> bool:
    settings = tables.products
    if settings.brand_attribute_id:
        return used.id == settings.brand_attribute_id
    return bool(settings.brand_attribute) and folded(used.name) == folded(settings.brand_attribute)


def _lacking(product: woo.Product, brand: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The brand's attribute where a product of the shop has none: one that the shop gave itself is the shop's."""
    ids, names = {each.id for each in product.attributes}, {folded(each.name) for each in product.attributes}
    return [each for each in brand if (each["id"] not in ids if "id" in each else folded(each["name"]) not in names)]


def _brand_id(product: woo.Product, tables: Tables, names: Mapping[int, str]) -> int | None:
    """The Brightpearl brand of a product of the shop: the one that its attribute names, else by the tables, else the one for all."""
    known = {folded(name): id for id, name in names.items()}
    told = (option for each in product.attributes if _is_brand(each, tables) for option in each.options)
    named = next((known[folded(option)] for option in told if folded(option) in known), None)
    if named is not None:
        return named
    ids = {brand: int(id) for id, brand in sorted(tables.products.brands.items(), reverse=True) if id.isdigit()}
    own = (ids[each.id] for each in product.brands if each.id in ids)
    return next(own, tables.products.brand_id)


def _options(detail: bp.Product) -> list[tuple[str, str]]:
    return [(each.option_name or "", each.option_value or "") for each in detail.variations or ()]


def _united(parent: woo.Product, attributes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The attributes of a parent that is there, each with the values that it lacks; those that we do not know stay as they are."""
    ours = {folded(each["name"]): each["options"] for each in attributes}
    united = []
    for each in parent.attributes:
        more = [value for value in ours.pop(folded(each.name), ()) if value not in each.options]
        named = {"id": each.id} if each.id else {"name": each.name}
        united.append({**named, "options": [*each.options, *more], "variation": each.variation, "visible": each.visible})
    return united + [dict(each) for each in attributes if folded(each["name"]) in ours]


def _parent_of(group_id: int, shop: Shop) -> woo.Product | None:
    for product in shop.products:
        marks = {mark.key: mark.value for mark in product.meta_data}
        if str(group_id) in (str(marks.get(GROUP_MARK)), str(marks.get(_OLD_GROUP_MARK))) or product.sku == f"group-{group_id}":
            return product
    return None


def _places_by_sku(shop: Shop) -> dict[str, list[tuple[tuple[int, int], Sold]]]:
    """Every product and variation of the shop by its SKU, each with its (product id, variation id)."""
    found: dict[str, list[tuple[tuple[int, int], Sold]]] = {}
    for product in shop.products:
        alike: tuple[tuple[int, Sold], ...] = ((0, product), *((each.id, each) for each in shop.variations.get(product.id, ())))
        for variation_id, each in alike:
            found.setdefault(folded(each.sku), []).append(((product.id, variation_id), each))
    return found


def _sku(detail: bp.Product) -> str:
    return (detail.identity.sku or "").strip() if detail.identity is not None else ""


def _is_live(detail: bp.Product) -> bool:
    return (detail.status or "LIVE") == "LIVE"


# From the shop to Brightpearl: the first import.


def account_products(shop: Shop, account: Account, tables: Tables, catalogue: Catalogue) -> Mapped[tuple[AccountProduct, ...]]:
    """The products of the shop that Brightpearl lacks, and why some of them are not made."""
    wanted: list[AccountProduct] = []
    issues: list[Issue] = []
    taken = _names_taken(shop, account, catalogue)
    for product in shop.products:
        if product.type in (woo.ProductType.GROUPED, woo.ProductType.EXTERNAL):
            continue
        found = (
            _from_variations(product, shop.variations.get(product.id, ()), taken, shop, tables, catalogue, account)
            if product.type == woo.ProductType.VARIABLE
            else _from_simple(product, taken, shop, tables, catalogue, account.brands)
        )
        wanted += found.value or ()
        issues += found.issues
    return Mapped(value=tuple(wanted), issues=tuple(issues))


def _from_simple(
    product: woo.Product, taken: Mapping[str, int], shop: Shop, tables: Tables, catalogue: Catalogue, names: Mapping[int, str]
) -> Mapped[tuple[AccountProduct, ...]]:
    if _is_known(product.sku, (product.id, 0), catalogue):
        return Mapped()
    fault = _sku_fault(product.sku, product.name) or _price_fault(product, product.tax_class, product.tax_status, shop, tables)
    if fault is not None:
        return Mapped(issues=(fault,))
    name = product.name
    if taken.get(folded(name), 0) > 1:
        if tables.products.same_name == "block":
            return Mapped(issues=(_collision(name, product.sku),))
        name = f"{name} ({product.sku})"
    brand = _brand_id(product, tables, names)
    if brand is None:
        return Mapped(issues=(_brand_missing(product, product.sku),))
    made = _made(product, name, (), product.tax_class, product.tax_status, shop, tables)
    return Mapped(value=(evolve(made, brand_id=brand),))


def _is_known(sku: str, place: tuple[int, int], catalogue: Catalogue) -> bool:
    """Whether Brightpearl has what stands at a place of the shop: by its SKU, or as it was linked."""
    return folded(sku) in catalogue.items or catalogue.links.get(place) in catalogue.by_id


def _collision(name: str, key: str) -> Issue:
    """Brightpearl joins products of one name to a group, whatever they are."""
    return issue("NAME_COLLISION", "product", key, f"Several products are called {name!r}: Brightpearl would join them to one group.")


def _from_variations(
    product: woo.Product,
    variations: Sequence[woo.Variation],
    taken: Mapping[str, int],
    shop: Shop,
    tables: Tables,
    catalogue: Catalogue,
    account: Account,
) -> Mapped[tuple[AccountProduct, ...]]:
    made: list[AccountProduct] = []
    issues: list[Issue] = []
    known = {each.id for each in variations if _is_known(each.sku, (product.id, each.id), catalogue)}
    lacking, there = [each for each in variations if each.id not in known], [each for each in variations if each.id in known]
    # Brightpearl joins to a group what has its name: those that are there say which.
    name = _name_there(product, there, account, catalogue) or product.name
    if lacking and not there and taken.get(folded(name), 0) > 1:
        if tables.products.same_name == "block":
            return Mapped(issues=(_collision(name, product.sku or lacking[0].sku),))
        name = f"{name} ({product.sku or product.id})"
    for each in lacking:
        label = f"{product.name} ({', '.join(chosen.option for chosen in each.attributes)})"
        fault = _sku_fault(each.sku, label)
        options = tuple((chosen.name, chosen.option) for chosen in each.attributes)
        if fault is None and len(options) > _MOST_OPTIONS:
            told = f"{label} varies in {len(options)} attributes; Brightpearl takes {_MOST_OPTIONS}."
            fault = issue("TOO_MANY_OPTIONS", "product", each.sku, told, expected=_MOST_OPTIONS, actual=len(options))
        if fault is None and any(not value for _, value in options):
            fault = issue("OPTION_OPEN", "product", each.sku, f"{label} stands for any value of an attribute.")
        tax_class = product.tax_class if each.tax_class == "parent" else each.tax_class
        fault = fault or _price_fault(each, tax_class, product.tax_status, shop, tables)
        brand = _brand_id(product, tables, account.brands)
        if fault is None and brand is None:
            fault = _brand_missing(product, each.sku)
        if fault is not None:
            issues.append(fault)
        else:
            variant = _made(each, name, options, tax_class, product.tax_status, shop, tables)
            made.append(evolve(variant, brand_id=brand))
    return Mapped(value=tuple(made), issues=tuple(issues))


def _name_there(product: woo.Product, there: Iterable[woo.Variation], account: Account, catalogue: Catalogue) -> str:
    """The name that variations of a product have in Brightpearl; blank where none is there."""
    skus = {folded(each.sku) for each in there} - {""}
    ids = {catalogue.links.get((product.id, each.id)) for each in there} - {None}
    found = (row.product_name or "" for row in account.products if row.product_id in ids or folded(row.sku or "") in skus)
    return next((name for name in found if name), "")


def _made(
    record: woo.Product | woo.Variation,
    name: str,
    options: tuple[tuple[str, str], ...],
    tax_class: str,
    tax_status: object,
    shop: Shop,
    tables: Tables,
) -> AccountProduct:
    codes = {each: code for code, each in sorted(tables.products.tax_classes.items(), reverse=True)}
    price = record.regular_price if isinstance(record.regular_price, Decimal) else None
    fact = PriceFact(sku=record.sku, shop_id=record.id, tax_class=tax_class, taxable=tax_status == woo.TaxStatus.TAXABLE)
    return AccountProduct(
        sku=record.sku.strip(),
        name=name,
        options=options,
        tax_code=codes.get(tax_class, ""),
        net=None if price is None else net_price(price, fact, shop, tables),
    )


def _price_fault(record: Sold, tax_class: str, tax_status: object, shop: Shop, tables: Tables) -> Issue | None:
    """Why the net price of a product of the shop cannot be told."""
    fact = PriceFact(sku=record.sku, shop_id=record.id, tax_class=tax_class, taxable=tax_status == woo.TaxStatus.TAXABLE)
    priced = isinstance(record.regular_price, Decimal) and tables.prices.regular_list is not None
    return rate_missing(fact) if priced and base_percent(fact, shop, tables) is None else None


def _brand_missing(product: woo.Product, sku: str) -> Issue:
    """Brightpearl makes no product without a brand."""
    return issue("BRAND_MISSING", "product", sku.strip(), f"{product.name} has no brand that the tables lead to one of Brightpearl's.")


def _sku_fault(sku: str, name: str) -> Issue | None:
    if is_safe(sku.strip()):
        return None
    told = f"{name} has no SKU; it is not made in Brightpearl." if not sku.strip() else f"{name} has the SKU {sku!r}."
    return issue("SKU_UNUSABLE", "product", sku.strip() or name, told)


def _names_taken(shop: Shop, account: Account, catalogue: Catalogue) -> dict[str, int]:
    """How many products bear each name: those of the shop that are to be made, and all that Brightpearl has."""
    names = [
        product.name
        for product in shop.products
        if product.type not in (woo.ProductType.GROUPED, woo.ProductType.EXTERNAL) and folded(product.sku) not in catalogue.items
    ]
    names += [row.product_name or "" for row in account.products]
    counted: dict[str, int] = {}
    for name in names:
        counted[folded(name)] = counted.get(folded(name), 0) + 1
    return counted
