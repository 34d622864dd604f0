"""Which product of Brightpearl a product of the shop stands for, kept once it is known, so that a changed SKU tears nothing.

Links are kept in the ledger under the shop's ids. A product that was made in the shop carries its link itself, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, item_of
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.ledger import Ledger, Outcome, Status
from bpwoo_sync.mapping.products import PRODUCT_MARK
from bpwoo_sync.snapshot import Shop

#: What the outcomes are called that hold a link. They are no writes, so no plan has them.
LINK = "link"

#: A product of the shop: its id, and that of the variation, or 0.
Place = tuple[int, int]


def place_from(text: str) -> Place:
    """The place that ``51`` or ``40:51`` names. Raises :class:`~bpwoo_sync.errors.ConfigurationError`."""
    product, _, variation = text.partition(":")
    if not all(part.isascii() and part.isdigit() for part in (product, variation or "0")):
        raise ConfigurationError(f"{text!r} is no product of the shop: give its id, or PRODUCT:VARIATION")
    return int(product), int(variation or "0")


def link_key(place: Place) -> str:
    """The ledger's key of a link."""
    return f"{LINK}:{place[0]}:{place[1]}"


def known_links(ledger: Ledger, shop: Shop) -> dict[Place, int]:
    """Every link that is known: those of the ledger, and the marks of products that were made in the shop."""
    return {**dict(_marked(shop)), **ledger_links(ledger)}


def ledger_links(ledger: Ledger) -> dict[Place, int]:
    """The links of the ledger."""
    found: dict[Place, int] = {}
    for outcome in ledger:
        if outcome.kind == LINK and outcome.status is Status.DONE and outcome.result is not None:
            _, product_id, variation_id = outcome.key.split(":")
            found[(int(product_id), int(variation_id))] = int(outcome.result)
    return found


def _marked(shop: Shop) -> Iterator[tuple[Place, int]]:
    for place, record in records_of(shop):
        mark = marked_product(record)
        if mark is not None:
            yield place, mark


def marked_product(record: woo.Product | woo.Variation) -> int | None:
    """The product of Brightpearl's of which a product of the shop was made, as it carries it itself."""
    mark = str(woo.meta_value(record.meta_data, PRODUCT_MARK) or "") if record.has("meta_data") else ""
    return int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 19 else None


def new_links(shop: Shop, catalogue: Catalogue) -> dict[Place, int]:
    """The links to be kept of what is matched by its SKU and is not linked to a product that is there."""
    found: dict[Place, int] = {}
    for place, record in records_of(shop):
        alone = not isinstance(record, woo.Product) or record.type not in _NOT_SOLD
        if alone and record.sku.strip() and catalogue.links.get(place) not in catalogue.by_id:
            item = item_of(catalogue, record.sku, "product").value
            if item is not None:
                found[place] = item.product_id
    return found


#: What is not sold by itself: a parent, and what leads to other products. Its SKU is no product's.
_NOT_SOLD = (woo.ProductType.VARIABLE, woo.ProductType.GROUPED, woo.ProductType.EXTERNAL)


def records_of(shop: Shop) -> Iterator[tuple[Place, woo.Product | woo.Variation]]:
    """Every product and variation of the shop, each with the place by which it is linked."""
    for product in shop.products:
        yield (product.id, 0), product
        for each in shop.variations.get(product.id, ()):
            yield (product.id, each.id), each


def link_outcomes(links: Mapping[Place, int], at: datetime, run: str = "", detail: str = "") -> list[Outcome]:
    """What the ledger keeps of links that were found at a moment (aware UTC)."""
    return [
        Outcome(key=link_key(place), kind=LINK, status=Status.DONE, at=at, result=str(product_id), detail=detail, run=run)
        for place, product_id in sorted(links.items())
    ]
