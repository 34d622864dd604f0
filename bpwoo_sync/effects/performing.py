"""Carry out what a plan offers: send it, or find that it was sent before, and say what became of each action.

A write whose outcome is not known is looked up by what names it on the other side, before anything is sent again:
a sales order by its external reference, a changed one by its rows and addresses, a contact by its e-mail address, a
payment by its transaction reference, a note by its text. Stock quantities and marks are absolute, so sending them again
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.apply import Offer, apply
from bpwoo_sync.described import described
from bpwoo_sync.effects.completing import COMPLETED
from bpwoo_sync.effects.flow import SIGN_IN_ERRORS, Flow, Pause, VendorError, ask_brightpearl, every_row, within_shop
from bpwoo_sync.effects.restocking import Unable, notes_of
from bpwoo_sync.effects.shop_writes import MAKING, found_in_shop, made_in_shop, product_fields
from bpwoo_sync.ledger import NOT_SENT, Ledger, Outcome, Status
from bpwoo_sync.links import link_key, link_outcomes
from bpwoo_sync.mapping.edits import account_digest, payload_digest
from bpwoo_sync.personal import message_of
from bpwoo_sync.plan import Action, Document, Plan
from bpwoo_sync.ports import Store

#: Where each kind of write goes in Brightpearl; ``{}`` is the action's target.
BRIGHTPEARL_PATHS: Mapping[str, str] = {
    "address": "/contact-service/postal-address",
    "contact": "/contact-service/contact",
    "contact-addresses": "/contact-service/contact/{}/postal-address",
    "contact-change": "/contact-service/contact/{}",
    "sales-order": "/order-service/sales-order",
    "order-change": "/order-service/sales-order/{}",
    "sales-credit": "/order-service/sales-credit",
    "payment": "/accounting-service/customer-payment",
    "payment-reversal": "/accounting-service/customer-payment",
    "order-note": "/order-service/order/{}/note",
    "order-fields": "/order-service/order/{}/custom-field",
    "reservation": "/warehouse-service/order/{}/reservation/warehouse/{}",
    "goods-in": "/warehouse-service/order/{}/goods-note/goods-in",
    "order-status": "/order-service/order/{}/status",
    "duplicate-order": "/order-service/order/{}/status",
    "option": "/product-service/option",
    "option-value": "/product-service/option/{}/value",
    "option-link": "/product-service/product-type/{}/option-association/{}",
    "account-product": "/product-service/product",
    "account-price": "/product-service/product-price/{}/price-list",
}

#: Kinds whose path names records of the payload, which are no part of the body.
PLACES: Mapping[str, tuple[str, ...]] = {
    "contact-addresses": ("contactId",),
    "contact-change": ("contactId",),
    "order-note": ("orderId",),
    "order-fields": ("orderId",),
    "reservation": ("orderId", "warehouseId"),
    "goods-in": ("orderId",),
    "duplicate-order": ("orderId",),
    "option-value": ("optionId",),
    "option-link": ("productTypeId", "optionId"),
    "account-price": ("productId",),
}

#: Kinds that replace what is there: safe to send again whatever became of them before. By method.
REPLACING: Mapping[str, str] = {
    # These three are read before they are written, so nothing is left to be sent twice.
    "order-fields": "PATCH",
    "reservation": "POST",
    "duplicate-order": "PUT",
    "contact-addresses": "PUT",
    "contact-change": "PATCH",
    "order-status": "PUT",
    "account-price": "PUT",
    "option-link": "POST",
}

#: Amounts that Brightpearl wants as JSON numbers; in a plan every amount is text.
NUMBERS: Mapping[str, tuple[str, ...]] = {"payment": ("amountPaid", "amountAuthorized", "exchangeRate")}

#: What is sent, in a payload that was completed by what was read.
BODY = "$body"

#: How often an action is sent in one run, each time after it was looked up and not found.
TRIES = 3


@described
@frozen(kw_only=True)
class Performance:
    """What carrying out needs beside the clients: a clock, the name of the run, and how long an unknown outcome rests.

    ``settling`` seconds pass before a write that drew no answer is looked up: the server may still be at it. ``poll`` is the
    flow of one poll, for plans that have one; see :func:`~bpwoo_sync.effects.working.carrying_out_repairs`.
    """

    now: Callable[[], datetime]
    run: str
    settling: float = 1.0
    """In seconds."""
    poll: Callable[[], Flow[object]] | None = None

    def outcome(self, action: Action, status: Status, *, result: object = None, detail: str = "") -> Outcome:
        """An outcome of an action, at this moment of this run; what a system repeats of a person in its message is struck out."""
        text = None if result is None else str(result)
        told = message_of(detail, action.payload)[:500] if detail else ""
        return Outcome(key=action.key, kind=action.kind, status=status, at=self.now(), result=text, detail=told, run=self.run)


def carrying_out(
    plan: Plan,
    store: Store,
    performance: Performance,
    *,
    seen: Callable[[Sequence[Outcome]], None] = lambda outcomes: None,
) -> Flow[Ledger]:
    """Carry out a plan. Each offer is kept as started before it is sent, and its outcomes before the next is offered.

    A refused sign-in is raised, with everything so far kept: nothing more would succeed.
    """
    applying = apply(plan, store.load())
    try:
        offer = next(applying)
        while True:
            store.append([performance.outcome(action, Status.STARTED) for action in offer.actions])
            outcomes = yield from performed(offer, performance)
            store.append([*outcomes, *_links_of(offer, performance)])
            seen(outcomes)
            offer = applying.send(outcomes)
    except StopIteration as done:
        ledger: Ledger = done.value
        keep_links(plan, ledger, store, performance)
        return ledger


def _links_of(offer: Offer, performance: Performance) -> list[Outcome]:
    """The entries that link products anew, which are kept with the outcomes of what was approved."""
    if offer.kind != "product-link":
        return []
    links = {(int(each["shopProductId"]), int(each["shopVariationId"])): int(each["productId"]) for each in _documents(offer)}
    return link_outcomes(links, performance.now(), performance.run, detail="linked anew by an approved plan")


def _documents(offer: Offer) -> Iterable[Mapping[str, Any]]:
    return (action.payload for action in offer.actions)


def keep_links(plan: Plan, ledger: Ledger, store: Store, performance: Performance) -> None:
    """Keep in the ledger which products were matched, as far as it does not know."""
    fresh = {place: id for place, id in plan.links.items() if ledger.result(link_key(place)) != str(id)}
    if fresh:
        store.append(link_outcomes(fresh, performance.now(), performance.run))


def performed(offer: Offer, performance: Performance) -> Flow[tuple[Outcome, ...]]:
    """What became of each action of an offer."""
    if offer.kind == "product-link":
        return tuple(performance.outcome(action, Status.DONE, result=action.payload["productId"]) for action in offer.actions)
    if offer.kind == "poll":
        return (yield from _polled(offer, performance))
    if offer.kind not in BRIGHTPEARL_PATHS:
        return (yield from _in_shop(offer, performance))
    settled: dict[str, Outcome] = {}
    waiting = list(zip(offer.actions, offer.payloads, strict=True))
    doubtful = set(offer.in_doubt)
    for attempt in range(1, TRIES + 1):
        if doubtful:
            yield from _look_up(waiting, doubtful, settled, performance)
        unsettled = [(action, payload) for action, payload in waiting if action.key not in settled]
        if not unsettled:
            break
        unsure = yield from _send(unsettled, settled, performance, last=attempt == TRIES)
        if not unsure:
            break
        doubtful = unsure
        yield Pause(performance.settling)
    return tuple(settled[action.key] for action in offer.actions)


def _polled(offer: Offer, performance: Performance) -> Flow[tuple[Outcome, ...]]:
    """A poll, with outcomes of its own for what it writes. One that ends early keeps nothing of its progress."""
    if performance.poll is None:
        detail = "this run makes no polls; make one: bpwoo poll --apply"
        return tuple(performance.outcome(action, Status.FAILED, detail=detail) for action in offer.actions)
    try:
        yield from performance.poll()
    except SIGN_IN_ERRORS:
        raise
    except VendorError as error:
        return tuple(performance.outcome(action, Status.FAILED, detail=f"the poll ended early: {error}") for action in offer.actions)
    return tuple(performance.outcome(action, Status.DONE) for action in offer.actions)


def _look_up(
    waiting: Sequence[tuple[Action, Document]], doubtful: set[str], settled: dict[str, Outcome], performance: Performance
) -> Flow[None]:
    for action, payload in waiting:
        if action.key in doubtful and action.key not in settled:
            try:
                found = yield from LOOKUPS[action.kind](action, payload)
            except VendorError as error:
                detail = f"it may have been done, and could not be looked up: {error}"
                settled[action.key] = performance.outcome(action, Status.UNKNOWN, detail=detail)
                continue
            if found is not None:
                settled[action.key] = performance.outcome(action, Status.DONE, result=found, detail="found: it had been done before")


def _send(
    unsettled: Sequence[tuple[Action, Document]], settled: dict[str, Outcome], performance: Performance, *, last: bool
) -> Flow[set[str]]:
    """Send what is not settled; return the keys whose outcome is not known."""
    if unsettled[0][0].kind in COMPLETED:
        unsettled = yield from _completed(unsettled, settled, performance)
        if not unsettled:
            return set()
    writes = [_write(action, payload) for action, payload in unsettled]
    try:
        if len(writes) == 1:
            results: tuple[bp.Done[str] | bp.Refused, ...] = (bp.Done((yield from ask_brightpearl(writes[0]))),)
        else:
            results = yield from ask_brightpearl(bp.multi_message(writes))
    except SIGN_IN_ERRORS:
        raise
    except VendorError as error:
        results = tuple(bp.Refused(_as_brightpearl(error)) for _ in writes)
    unsure: set[str] = set()
    for (action, payload), result in zip(unsettled, results, strict=True):
        if isinstance(result, bp.Done):
            settled[action.key] = performance.outcome(action, Status.DONE, result=result.value)
        elif is_unknown(result.error):
            unsure.add(action.key)
            if last:
                settled[action.key] = performance.outcome(action, Status.UNKNOWN, detail=str(result.error))
        elif is_duplicate(result.error) and action.kind in ("sales-order", "sales-credit", "payment", "payment-reversal"):
            yield from _found_duplicate(action, payload, result.error, settled, performance)
        else:
            why = str(result.error) if _was_read(result.error) else f"{NOT_SENT}{result.error}"
            settled[action.key] = performance.outcome(action, Status.FAILED, detail=why)
    return unsure


def _completed(
    unsettled: Sequence[tuple[Action, Document]], settled: dict[str, Outcome], performance: Performance
) -> Flow[list[tuple[Action, Document]]]:
    """What is left to be sent, with what was read for it. Where there is nothing to do any more, it is done."""
    try:
        found = yield from COMPLETED[unsettled[0][0].kind](unsettled)
    except SIGN_IN_ERRORS:
        raise
    except VendorError as error:
        settled |= {action.key: performance.outcome(action, Status.FAILED, detail=f"{NOT_SENT}{error}") for action, _ in unsettled}
        return []
    for action, payload in unsettled:
        told = found[action.key]
        if isinstance(told, Unable):
            settled[action.key] = performance.outcome(action, Status.FAILED, detail=told.reason)
        elif told is None:
            settled[action.key] = performance.outcome(action, Status.DONE, result=payload["orderId"], detail="there is nothing to be done")
    return [(action, {**payload, BODY: found[action.key]}) for action, payload in unsettled if action.key not in settled]


def _found_duplicate(
    action: Action, payload: Document, error: bp.BrightpearlError, settled: dict[str, Outcome], performance: Performance
) -> Flow[None]:
    try:
        found = yield from LOOKUPS[action.kind](action, payload)
    except VendorError:
        found = None
    if found is None:
        settled[action.key] = performance.outcome(action, Status.FAILED, detail=str(error))
    else:
        settled[action.key] = performance.outcome(action, Status.DONE, result=found, detail="found: it existed already")


def is_unknown(error: Exception) -> bool:
    """Whether a write that raised this may have been carried out all the same."""
    if isinstance(error, bp.ConnectionFailedError):
        return error.reach is bp.Reach.UNKNOWN
    if isinstance(error, bp.StatusError):
        return isinstance(error, bp.ServerError) or error.status == 408
    # An answer came that cannot be read, or lacks this write: it was most likely carried out.
    return not isinstance(error, bp.NotProcessedError | bp.SignInError | bp.QueryError)


def _was_read(error: Exception) -> bool:
    """Whether Brightpearl looked at a write before it failed."""
    return isinstance(error, bp.StatusError) and not isinstance(error, bp.ThrottledError)


def is_duplicate(error: Exception) -> bool:
    """Whether a refusal says that the thing exists already."""
    return isinstance(error, (bp.ConflictError, bp.InvalidError)) and any(
        word in str(error).lower() for word in ("already", "duplicate", "unique", "another")
    )


def _as_brightpearl(error: Exception) -> bp.BrightpearlError:
    return error if isinstance(error, bp.BrightpearlError) else bp.BrightpearlError(str(error))


def _write(action: Action, payload: Document) -> bp.Operation[str]:
    if action.kind == "order-change":
        return _changing(action, payload)
    targets = tuple(str(payload[place]) for place in PLACES.get(action.kind, ())) or (action.target,)
    path = BRIGHTPEARL_PATHS[action.kind].format(*targets)
    body = _body(action, payload)
    if action.kind in REPLACING:
        return bp.writing(REPLACING[action.kind], path, body, parse=lambda response: targets[-1])
    operation = bp.writing("POST", path, body, parse=bp.new_id)
    return bp.Operation(request=operation.request, parse=lambda response: str(operation.parse(response)), repeatable=False)


def _changing(action: Action, payload: Document) -> bp.Operation[str]:
    """The whole order in the place of the one that was read: refused where it has another version by now."""
    body = {name: value for name, value in payload.items() if name != "version"}
    path = BRIGHTPEARL_PATHS[action.kind].format(action.target)
    return bp.if_match(bp.writing("PUT", path, body, parse=lambda response: action.target), int(payload["version"]))


def _body(action: Action, payload: Document) -> Document:
    if BODY in payload:
        return payload[BODY]
    if action.kind == "order-note":
        return payload["note"]
    if action.kind == "contact-addresses":
        return payload["addresses"]
    if action.kind == "contact-change":
        return [_patch(name, value, payload["added"]).document for name, value in payload["values"].items()]
    if action.kind == "account-price":
        lists = [
            {**each, "quantityPrice": {pieces: Decimal(price) for pieces, price in each["quantityPrice"].items()}}
            for each in payload["priceLists"]
        ]
        return {"priceLists": lists}
    numbers, places = NUMBERS.get(action.kind, ()), PLACES.get(action.kind, ())
    return {name: Decimal(value) if name in numbers else value for name, value in payload.items() if name not in places}


def _patch(name: str, value: str, added: Collection[str]) -> bp.Patch:
    path = f"/communication/telephones/{name}" if name == "PRI" else f"/{name}"
    return bp.Patch.add(path, value) if name in added else bp.Patch.replace(path, value)


def _find_order(action: Action, payload: Document) -> Flow[int | None]:
    row = bp.SalesOrderSearchRow
    rows = yield from every_row(bp.SalesOrders.search(row.where(row.external_ref.is_(payload["externalRef"]))))
    ids = sorted(each.sales_order_id for each in rows if each.external_ref == payload["externalRef"] and each.sales_order_id is not None)
    return ids[0] if ids else None


def _find_credit(action: Action, payload: Document) -> Flow[int | None]:
    row = bp.OrderSearchRow
    rows = yield from every_row(bp.Orders.search(row.where(row.external_ref.is_(payload["externalRef"]))))
    ids = sorted(each.order_id for each in rows if each.external_ref == payload["externalRef"] and each.order_id is not None)
    return ids[0] if ids else None


def _find_change(action: Action, payload: Document) -> Flow[int | None]:
    """The order, if it is as it was to become: what a change sets is all that is compared."""
    orders = yield from ask_brightpearl(bp.SalesOrders.get_set([int(action.target)]))
    return next((order.id for order in orders if account_digest(order) == payload_digest(payload)), None)


def _find_status(action: Action, payload: Document) -> Flow[int | None]:
    orders = yield from ask_brightpearl(bp.SalesOrders.get_set([int(action.target)]))
    return int(action.target) if any(order.status_id == payload["orderStatusId"] for order in orders) else None


def _find_contact(action: Action, payload: Document) -> Flow[int | None]:
    email = payload.get("communication", {}).get("emails", {}).get("PRI", {}).get("email", "").strip().lower()
    if not email:
        return None
    row = bp.ContactRow
    rows = yield from every_row(bp.Contacts.search(row.where(row.primary_email.contains(email))))
    ids = sorted(each.contact_id for each in rows if (each.primary_email or "").strip().lower() == email and each.contact_id is not None)
    return ids[0] if ids else None


def _find_payment(action: Action, payload: Document) -> Flow[int | None]:
    row = bp.CustomerPaymentRow
    rows = yield from every_row(bp.CustomerPayments.search(row.where(row.order_id.is_(int(payload["orderId"])))))
    wanted = (payload.get("transactionRef"), payload.get("paymentMethodCode"))
    ids = sorted(
        each.payment_id for each in rows if (each.transaction_ref, each.payment_method_code) == wanted and each.payment_id is not None
    )
    return ids[0] if ids else None


def _find_reversal(action: Action, payload: Document) -> Flow[int | None]:
    return (yield from _find_payment(action, {**payload["payment"], "orderId": payload["orderId"]}))


def _find_note(action: Action, payload: Document) -> Flow[int | None]:
    try:
        notes = yield from ask_brightpearl(bp.OrderNotes.of_orders([int(payload["orderId"])]))
    except bp.NotFoundError:
        return None
    ids = sorted(note.note_id or 0 for note in notes if (note.text or "").strip() == payload["note"]["text"].strip())
    return ids[0] if ids else None


def _find_goods_in(action: Action, payload: Document) -> Flow[int | None]:
    notes = yield from notes_of([(action, payload)])
    return next((id for id, note in sorted(notes.items()) if note.user_batch_reference == payload["reference"]), None)


def _find_nothing(action: Action, payload: Document) -> Flow[int | None]:
    """An address cannot be found again, and one that nothing points at does no harm; what replaces is sent again."""
    return None
    yield


def _find_option(action: Action, payload: Document) -> Flow[int | None]:
    row = bp.OptionRow
    rows = yield from every_row(bp.Options.search(row.where(row.name.is_(payload["name"]))))
    ids = sorted(each.id for each in rows if (each.name or "").lower() == payload["name"].lower() and each.id is not None)
    return ids[0] if ids else None


def _find_option_value(action: Action, payload: Document) -> Flow[int | None]:
    row = bp.OptionValueRow
    rows = yield from every_row(bp.OptionValues.search(row.where(row.option_id.is_(int(payload["optionId"])))))
    wanted = payload["optionValueName"].lower()
    ids = sorted(
        each.option_value_id for each in rows if (each.option_value_name or "").lower() == wanted and each.option_value_id is not None
    )
    return ids[0] if ids else None


def _find_product(action: Action, payload: Document) -> Flow[int | None]:
    row, sku = bp.ProductRow, payload["identity"]["sku"]
    rows = yield from every_row(bp.Products.search(row.where(row.sku.is_(sku))))
    ids = sorted(each.product_id for each in rows if (each.sku or "").strip() == sku and each.product_id is not None)
    return ids[0] if ids else None


LOOKUPS: Mapping[str, Callable[[Action, Document], Flow[int | None]]] = {
    "address": _find_nothing,
    "contact": _find_contact,
    "contact-addresses": _find_nothing,
    "contact-change": _find_nothing,
    "sales-order": _find_order,
    "order-change": _find_change,
    "sales-credit": _find_credit,
    "order-status": _find_status,
    "payment": _find_payment,
    "payment-reversal": _find_reversal,
    "order-note": _find_note,
    "order-fields": _find_nothing,
    "reservation": _find_nothing,
    "goods-in": _find_goods_in,
    "duplicate-order": _find_nothing,
    "option": _find_option,
    "option-value": _find_option_value,
    "option-link": _find_nothing,
    "account-product": _find_product,
    "account-price": _find_nothing,
}


def _in_shop(offer: Offer, performance: Performance) -> Flow[tuple[Outcome, ...]]:
    """Absolute writes to the shop, a hundred to a request: safe to send again whatever became of them before."""
    if offer.kind in MAKING:
        return (yield from _made_one_by_one(offer, performance))
    changes = {int(action.target): payload for action, payload in zip(offer.actions, offer.payloads, strict=True)}
    try:
        result = yield from within_shop(_shop_batch(offer, changes))
    except SIGN_IN_ERRORS:
        raise
    except VendorError as error:
        status = Status.UNKNOWN if getattr(error, "reach", None) is woo.Reach.UNKNOWN else Status.FAILED
        return tuple(performance.outcome(action, status, detail=str(error)) for action in offer.actions)
    by_id = {int(each.id): each for each in result if each.id is not None}
    return tuple(_shop_outcome(action, by_id.get(int(action.target)), performance) for action in offer.actions)


def _made_one_by_one(offer: Offer, performance: Performance) -> Flow[tuple[Outcome, ...]]:
    """What makes something, each a request of its own. What may have been made is looked for first."""
    outcomes = []
    for action, payload in zip(offer.actions, offer.payloads, strict=True):
        outcomes.append((yield from _one_made(action, payload, action.key in offer.in_doubt, performance)))
    return tuple(outcomes)


def _one_made(action: Action, payload: Document, in_doubt: bool, performance: Performance) -> Flow[Outcome]:
    for attempt in range(1, TRIES + 1):
        try:
            found = (yield from found_in_shop(action, payload)) if in_doubt else None
            if found is not None:
                return performance.outcome(action, Status.DONE, result=found, detail="found: it had been done before")
            made = yield from made_in_shop(action, payload)
            return performance.outcome(action, Status.DONE, result=made)
        except SIGN_IN_ERRORS:
            raise
        except VendorError as error:
            unknown = getattr(error, "reach", woo.Reach.UNKNOWN) is woo.Reach.UNKNOWN and not _refused(error)
            if not unknown or attempt == TRIES:
                return performance.outcome(action, Status.UNKNOWN if unknown else Status.FAILED, detail=str(error))
            in_doubt = True
            yield Pause(performance.settling)
    raise AssertionError("the last attempt has an outcome")


def _refused(error: Exception) -> bool:
    return isinstance(error, woo.StatusError) and not isinstance(error, woo.ServerError) and error.status != 408


def _shop_batch(offer: Offer, changes: Mapping[int, Any]) -> Any:
    if offer.kind == "shop-webhook":
        return woo.Webhooks.batch(update={id: woo.WebhookDraft(status=woo.WebhookStatus(each["status"])) for id, each in changes.items()})
    if offer.kind in ("shop-mark", "shop-order"):
        return woo.Orders.batch(update={id: _order_change(payload) for id, payload in changes.items()})
    if offer.actions[0].group:
        variations = {id: woo.VariationDraft(**_product_change(payload)) for id, payload in changes.items()}
        return woo.Variations.batch(int(offer.actions[0].group), update=variations)
    return woo.Products.batch(update={id: woo.ProductDraft(**_product_change(payload)) for id, payload in changes.items()})


def _order_change(payload: Document) -> woo.OrderDraft:
    entries: Iterable[Mapping[str, Any]] = payload["meta_data"]
    meta = tuple(woo.MetaDataDraft(key=entry["key"], value=str(entry["value"])) for entry in entries)
    status = woo.OrderStatus(payload["status"]) if "status" in payload else woo.UNSET
    return woo.OrderDraft(meta_data=meta, status=status)


def _product_change(payload: Document) -> dict[str, Any]:
    """What of a product is written: its stock, its prices, or what else differs."""
    if "regular_price" not in payload and "stock_quantity" not in payload:
        return product_fields(payload)
    if "stock_quantity" in payload:
        return {"manage_stock": payload["manage_stock"], "stock_quantity": payload["stock_quantity"]}
    return {name: Decimal(payload[name]) if payload[name] else woo.BLANK for name in ("regular_price", "sale_price")}


def _shop_outcome(action: Action, result: object, performance: Performance) -> Outcome:
    if isinstance(result, woo.Done):
        return performance.outcome(action, Status.DONE, result=result.id)
    if isinstance(result, woo.Refused):
        return performance.outcome(action, Status.FAILED, detail=f"{result.code}: {result.message}")
    detail = str(result.error) if isinstance(result, woo.Unknown) else "the shop's answer does not mention it"
    return performance.outcome(action, Status.UNKNOWN, detail=detail)
