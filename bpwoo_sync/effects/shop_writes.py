"""What is written to the shop one by one, because it makes something: looked for first where it may have been made before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import woocommerce_sdk as woo
from bpwoo_sync.effects.flow import Flow, ask_woocommerce
from bpwoo_sync.plan import Action, Document

#: Kinds of actions that make something in the shop.
MAKING = frozenset({"shop-note", "shop-tracking", "shop-product", "shop-variation"})


#: Where the plug-in Shipment Tracking keeps an order's items: https://woocommerce.com/document/shipment-tracking/
TRACKINGS = "/wp-json/wc-shipment-tracking/v3/orders/{}/shipment-trackings"


def found_in_shop(action: Action, payload: Document) -> Flow[int | str | None]:
    """The id of what an action was to make, if it was made: a note by its text, a product by its SKU, an item by its number."""
    if action.kind == "shop-tracking":
        items = yield from _asked_plugin("GET", action, None)
        return next((str(each["tracking_id"]) for each in items if each.get("tracking_number") == payload["tracking_number"]), None)
    if action.kind == "shop-note":
        for note in (yield from ask_woocommerce(woo.OrderNotes.list(int(action.target)))):
            if note.note.strip() == payload["note"].strip():
                return note.id
        return None
    wanted = payload["sku"]
    if action.kind == "shop-variation":
        listed = woo.Variations.list(int(payload["parent_id"]), woo.VariationQuery(sku=wanted))
        return next((each.id for each in (yield from ask_woocommerce(listed)) if each.sku == wanted), None)
    found = yield from ask_woocommerce(woo.Products.list(woo.ProductQuery(sku=wanted, status="any")))
    return next((each.id for each in found if each.sku == wanted), None)


def _asked_plugin(method: str, action: Action, body: Document) -> Flow[Any]:
    response = yield from ask_woocommerce(woo.raw(method, TRACKINGS.format(action.target), body=body))
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        place = f"{method} {TRACKINGS.format(action.target)}"
        raise woo.NotJsonError(path="$", reason="the answer is no JSON", kind="shipment tracking", place=place) from None


def made_in_shop(action: Action, payload: Document) -> Flow[int | str]:
    """Make it, and return its id."""
    if action.kind == "shop-tracking":
        made = yield from _asked_plugin("POST", action, payload)
        return str(made["tracking_id"])
    if action.kind == "shop-note":
        draft = woo.OrderNoteDraft(note=payload["note"], customer_note=payload["customer_note"])
        return (yield from ask_woocommerce(woo.OrderNotes.create(int(action.target), draft))).id
    if action.kind == "shop-variation":
        variation = woo.VariationDraft(
            **product_fields({name: value for name, value in payload.items() if name != "parent_id"}, chosen=True)
        )
        return (yield from ask_woocommerce(woo.Variations.create(int(payload["parent_id"]), variation))).id
    return (yield from ask_woocommerce(woo.Products.create(woo.ProductDraft(**product_fields(payload))))).id


def product_fields(payload: Mapping[str, Any], *, chosen: bool = False) -> dict[str, Any]:
    """The fields of a product's draft, from a plan's document; ``chosen`` where attributes are one value each."""
    return {name: _READ[name](value) if name in _READ else value for name, value in payload.items() if name != "attributes"} | (
        {"attributes": _chosen(payload["attributes"]) if chosen else _used(payload["attributes"])} if "attributes" in payload else {}
    )


def _used(attributes: list[dict[str, Any]]) -> tuple[woo.ProductAttributeUseDraft, ...]:
    return tuple(woo.ProductAttributeUseDraft(**{**each, "options": tuple(each["options"])}) for each in attributes)


def _chosen(attributes: list[dict[str, Any]]) -> tuple[woo.ChosenAttributeDraft, ...]:
    return tuple(woo.ChosenAttributeDraft(**each) for each in attributes)


def _amount(text: str) -> Any:
    return Decimal(text) if text else woo.BLANK


_READ: Mapping[str, Any] = {
    "type": woo.ProductType,
    "status": woo.ProductStatus,
    "catalog_visibility": woo.CatalogVisibility,
    "backorders": woo.Backorders,
    "regular_price": _amount,
    "sale_price": _amount,
    "weight": _amount,
    "dimensions": lambda sides: woo.DimensionsDraft(**{side: _amount(text) for side, text in sides.items()}),
    "categories": lambda entries: tuple(woo.TermDraft(id=entry["id"]) for entry in entries),
    "brands": lambda entries: tuple(woo.TermDraft(id=entry["id"]) for entry in entries),
    "meta_data": lambda entries: tuple(woo.MetaDataDraft(key=entry["key"], value=entry["value"]) for entry in entries),
}
