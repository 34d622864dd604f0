"""The writes that make products on the side that lacks them, and keep alike what both sides tell of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any

from attrs import evolve

from bpwoo_sync.catalogue import Catalogue, Item, folded
from bpwoo_sync.facts import StockFact
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.mapping.breaks import breaks_text
from bpwoo_sync.mapping.channel_flags import backorders, visibility
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.mapping.prices import PriceFact, price_targets
from bpwoo_sync.mapping.products import AccountProduct, ShopProduct, account_products, shop_products
from bpwoo_sync.mapping.stock import stock_targets
from bpwoo_sync.plan import Action, Document, canonical, result_of
from bpwoo_sync.situation import Situation
from bpwoo_sync.tables import Tables


def product_actions(situation: Situation) -> tuple[list[Action], list[Issue]]:
    """What is to be made and changed, by the direction that the tables set."""
    match situation.tables.products.make:
        case "in-shop":
            return _in_shop(situation)
        case "in-account":
            return _in_account(situation)
        case _:
            return [], []


def _in_shop(situation: Situation) -> tuple[list[Action], list[Issue]]:
    account = situation.account
    found = shop_products(account.details.values(), situation.shop, situation.tables, situation.catalogue.links, account.brands)
    actions: list[Action] = []
    issues = list(found.issues)
    for product in map(partial(_once_more, situation=situation), found.value or ()):
        gone = _gone(product, situation)
        issues += gone
        if not gone:
            made, missing = _made_in_shop(product, situation)
            actions += made
            issues += missing
    return actions, issues


def _once_more(product: ShopProduct, situation: Situation) -> ShopProduct:
    """A product that is to be made once more, by a key of its own: by that of before it is done."""
    wanted = product.shop_id is None and product.sku in situation.tables.products.make_again
    return evolve(product, key=f"{product.key}:again") if wanted else product


def _gone(product: ShopProduct, situation: Situation) -> list[Issue]:
    """A product that was in the shop once and is not there any more: somebody removed it, and it stays removed."""
    if product.shop_id is not None:
        return []
    if _was_there("shop-product", product, situation):
        return [issue("WOO_PRODUCT_MISSING", "product", product.sku, f"{product.name} was in the shop, and is gone.")]
    return []


def _was_there(kind: str, product: ShopProduct, situation: Situation) -> bool:
    linked = product.product_id in situation.catalogue.linked_ids and product.sku not in situation.tables.products.make_again
    return linked or situation.ledger.settled(f"{kind}:{product.key}")


def _made_in_shop(product: ShopProduct, situation: Situation) -> tuple[list[Action], list[Issue]]:
    made_key = f"shop-product:{product.key}"
    parent: Document = product.shop_id if product.shop_id is not None else result_of(made_key)
    actions: list[Action] = []
    if product.shop_id is None:
        actions.append(
            Action(
                key=made_key,
                kind="shop-product",
                payload={**product.fields, **_to_sell(product, situation)},
                entity=f"SKU {product.sku}",
                summary=f"Make {product.name} in the shop, as a draft",
            )
        )
    elif product.fields and not _has_already(product, situation):
        actions.append(_change(product, situation))
    issues: list[Issue] = []
    for each in map(partial(_once_more, situation=situation), product.variations):
        if _was_there("shop-variation", each, situation):
            issues.append(issue("WOO_PRODUCT_MISSING", "product", each.sku, f"{each.sku} of {product.name} was in the shop, and is gone."))
        else:
            actions.append(
                Action(
                    key=f"shop-variation:{each.key}",
                    kind="shop-variation",
                    payload={"parent_id": parent, **each.fields, **_to_sell(each, situation)},
                    entity=f"SKU {each.sku}",
                    summary=f"Make the variation {each.sku} of {product.name} in the shop",
                )
            )
    return actions, issues


def _change(product: ShopProduct, situation: Situation) -> Action:
    digest = hashlib.sha256(canonical(product.fields)).hexdigest()[:12]
    return Action(
        key=f"shop-change:{product.shop_id}:{digest}:{situation.shop.taken_at.isoformat()}",
        kind="shop-change",
        payload=dict(product.fields),
        entity=f"SKU {product.sku}",
        summary=f"Change {', '.join(sorted(product.fields))} of {product.name} in the shop",
        group=str(product.parent_id) if product.parent_id else "",
        target=str(product.shop_id),
    )


def _has_already(product: ShopProduct, situation: Situation) -> bool:
    """Whether a parent has every attribute and value already."""
    parent = next((each for each in situation.shop.products if each.id == product.shop_id), None)
    if parent is None or set(product.fields) != {"attributes"}:
        return False
    return sum(len(each.options) for each in parent.attributes) == sum(len(each["options"]) for each in product.fields["attributes"])


def _to_sell(product: ShopProduct, situation: Situation) -> dict[str, Any]:
    """The quantity and the price that a new product begins with: those that the next run would push."""
    flags, channel = situation.tables.stock.channel, situation.account.channel
    if product.product_id is None:
        shown = visibility([channel.get(each.product_id or 0) for each in product.variations], flags)
        return {"catalog_visibility": shown} if shown and product.shop_id is None else {}
    tables, known = situation.tables, _knowing(situation.catalogue, product)
    begun: dict[str, Any] = {}
    fact = StockFact(sku=product.sku, shop_id=0, manages=True, name=product.name)
    stock = stock_targets([fact], situation.account.availability, {}, tables, known).value
    if stock:
        begun |= {"manage_stock": True, "stock_quantity": stock[0].quantity}
        kept = backorders(channel.get(product.product_id), flags)
        begun |= {"backorders": kept} if kept else {}
    shown = visibility([channel.get(product.product_id)], flags)
    if shown and product.fields.get("type") == "simple":
        begun["catalog_visibility"] = shown
    if tables.prices.regular_list is not None:
        wanted = PriceFact(sku=product.sku, shop_id=0, tax_class=str(product.fields.get("tax_class", "")))
        prices = price_targets([wanted], situation.account.prices, situation.shop, tables, known).value
        if prices:
            begun["regular_price"] = plain(prices[0].regular)
            begun |= {} if prices[0].sale is None else {"sale_price": plain(prices[0].sale)}
        listed = situation.account.breaks.get(product.product_id, {}).get(tables.prices.regular_list, {})
        text = breaks_text(listed, wanted, situation.shop, tables) if tables.prices.breaks_meta and prices else ""
        if text:
            begun["meta_data"] = [*product.fields.get("meta_data", ()), {"key": tables.prices.breaks_meta, "value": text}]
    return begun


def _knowing(catalogue: Catalogue, product: ShopProduct) -> Catalogue:
    """A catalogue in which a product's SKU is its own, and what it is made of."""
    made_of = Item(product_id=product.product_id or 0, sku=product.sku, stock_tracked=False)
    item = catalogue.by_id.get(made_of.product_id, made_of)
    parts = (part for id, _ in item.components if (part := catalogue.by_id.get(id)) is not None)
    return Catalogue(items={folded(each.sku): (each,) for each in (*parts, item)})


def _in_account(situation: Situation) -> tuple[list[Action], list[Issue]]:
    tables = situation.tables
    found = account_products(situation.shop, situation.account, tables, situation.catalogue)
    options = {folded(each.name or ""): each.id for each in situation.account.options}
    values = {(each.option_id, folded(each.option_value_name or "")): each.option_value_id for each in situation.account.option_values}
    linked = _linked_options(situation)
    actions: list[Action] = []
    for product in found.value or ():
        variations: list[dict[str, Document]] = []
        links: list[Action] = []
        for option, value in product.options:
            made, chosen = _chosen(option, value, options, values)
            actions += made
            variations.append(chosen)
            links += [] if chosen["optionId"] in linked else [_linked(option, chosen["optionId"], _product_type(tables))]
        actions += [*links, *_made_in_account(product, variations, tables, after=tuple(link.key for link in links))]
    return actions, list(found.issues)


def _chosen(
    option: str, value: str, options: Mapping[str, int], values: Mapping[tuple[int | None, str], int | None]
) -> tuple[list[Action], dict[str, Document]]:
    """An option and one of its values as a product names them, and what makes them where they are not there."""
    actions = []
    option_id: Document = options.get(folded(option))
    value_id: Document = values.get((option_id, folded(value))) if option_id is not None else None
    if option_id is None:
        key = f"option:{folded(option)}"
        actions.append(
            Action(key=key, kind="option", payload={"name": option}, entity=f"option {option}", summary=f"Make the option {option}")
        )
        option_id = result_of(key)
    if value_id is None:
        key = f"option-value:{folded(option)}:{folded(value)}"
        actions.append(
            Action(
                key=key,
                kind="option-value",
                payload={"optionId": option_id, "optionValueName": value},
                entity=f"option {option}",
                summary=f"Make the value {value} of the option {option}",
            )
        )
        value_id = result_of(key)
    return actions, {"optionId": option_id, "optionValueId": value_id}


def _product_type(tables: Tables) -> int:
    """The type of products that are made: the account's first where the tables name none."""
    return tables.products.product_type_id if tables.products.product_type_id is not None else 1


def _linked_options(situation: Situation) -> list[Document]:
    """The options that products of the type may vary in."""
    types = (each for each in situation.account.product_types if each.id == _product_type(situation.tables))
    return [option.id for each in types if each.associations is not None for option in each.associations.options or ()]


def _linked(option: str, option_id: Document, product_type: int) -> Action:
    return Action(
        key=f"option-link:{product_type}:{folded(option)}",
        kind="option-link",
        payload={"productTypeId": product_type, "optionId": option_id},
        entity=f"option {option}",
        summary=f"Let products of type {product_type} vary in {option}",
    )


def _made_in_account(
    product: AccountProduct, variations: list[dict[str, Document]], tables: Tables, *, after: tuple[str, ...]
) -> list[Action]:
    settings = tables.products
    key = f"account-product:{product.sku}"
    channel: dict[str, Document] = {"salesChannelName": "Brightpearl", "productName": product.name, "productCondition": "new"}
    if settings.category:
        channel["categories"] = [{"categoryCode": settings.category}]
    payload: dict[str, Document] = {
        **({"brandId": product.brand_id} if product.brand_id is not None else {}),
        **({"productTypeId": settings.product_type_id} if settings.product_type_id is not None else {}),
        "identity": {"sku": product.sku},
        # Not tracked yet: a product without stock would push 0 to every other channel.
        "stock": {"stockTracked": False},
        **({"financialDetails": {"taxCode": {"code": product.tax_code}}} if product.tax_code else {}),
        "salesChannels": [channel],
        **({"variations": variations} if variations else {}),
    }
    actions = [
        Action(
            key=key,
            kind="account-product",
            payload=payload,
            entity=f"SKU {product.sku}",
            summary=f"Make {product.name} in Brightpearl",
            after=after,
        )
    ]
    if product.net is not None and tables.prices.regular_list is not None:
        price = plain(product.net)
        actions.append(
            Action(
                key=f"account-price:{product.sku}:{price}",
                kind="account-price",
                payload={
                    "productId": result_of(key),
                    "priceLists": [{"priceListId": tables.prices.regular_list, "quantityPrice": {"1": price}}],
                },
                entity=f"SKU {product.sku}",
                summary=f"Set the price of {product.sku} in Brightpearl to {price} net",
            )
        )
    return actions
