"""The double answers as real accounts were recorded to: status, message type, envelope, and the shape of what it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import reduce
from types import NoneType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from brightpearl_sdk._kernel.jsontext import loads
from tests.brightpearl_sdk.recordings import DATA, FILES
from tests.brightpearl_sdk.testing.asking import Asking, account, product, row


def recorded() -> dict[str, Any]:
    """Every exchange that bears the marks of a real answer, by name."""
    found = {}
    for file in FILES:
        for entry in loads((DATA / file).read_bytes())["exchanges"]:
            if entry.get("recorded", True):
                found[f"{file.partition('/')[0]}:{entry['name']}"] = entry
    return found


RECORDED = recorded()

#: Exchanges that there is nothing to compare with: the sign-in of another account, or a template that is not JSON.
APART = {name for name in RECORDED if ":product_webhooks#" in name or ":client" in name}

#: How far an answer is compared, by the name of what is not: the page on the doubles lists each.
TOLERATED: Mapping[str, str] = {
    "values of records": "the kind of each value is compared (text, number, true or false, null), for the account's records are not ours",
    "rows of searches": "columns, their order, the sorting and the names of the metadata are compared, rows and totals are not",
    "ids as keys": "a map by id is compared by what its values have together, whatever the ids and however many",
    "lengths of lists": "a list is compared by what its items have together; an empty one agrees with an empty one alone",
    "kinds of numbers": "a number with a point and one without are both a number",
    "headers": "of headers the message type of an answer with status 200 is compared, where one was recorded",
    "what an account of 2014 lacks": "answers of that account must be within the double's, which may tell more (the group spree)",
}

#: Keys that a record has only once something happened to it, or that its maker filled in.
OCCASIONAL = {
    "barcode",
    "closedOn",
    "collectionId",
    "companyName",
    "country",
    "countryIsoCode",
    "countryIsoCode3",
    "deliveryDate",
    "description",
    "dueDate",
    "isDropship",
    "journalId",
    "originalInvoiceDate",
    "productGroupId",
    "productOptions",
    "productSku",
    "shortDescription",
    "sku",
    "state",
    "taxDate",
    "taxNumber",
    "updatedOn",
    "variations",
}


TEXTS = ("PCF_ETAORIG", "PCF_MENSAJER", "PCF_FECHADE", "PCF_TEAM")
SET_UP = "2014-06-17T08:33:36.000+00:00"


def sold(id: int) -> dict[str, Any]:
    """A product with codes of every kind, in a category, with prices and stock."""
    # The account that was recorded had one product with every code.
    codes = {name: f"{name} {id}" for name in (("sku",) if id != 1532 else ("sku", "ean", "upc", "isbn", "mpn"))}
    loaded = product(id, f"Product {id}", prices=dict.fromkeys(range(1, 6), "10.0000"), stock_on_hand={2: 50})
    loaded["salesChannels"][0]["categories"] = [{"categoryCode": "296"}]
    return {**loaded, "identity": codes}


def path_of(entry: Any) -> str:
    """The path below the account."""
    return unquote(re.sub(r"^/(public-api|2\.0\.0)/[^/]+/", "", urlsplit(entry["request"]["url"]).path))


def merged(one: Any, other: Any) -> Any:
    """Two shapes as one: what either has."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            key: merged(one[key], other[key]) if key in one and key in other else one.get(key, other.get(key)) for key in {**one, **other}
        }
    return one


def shape(value: Any, dropped: Set[str] = frozenset(OCCASIONAL)) -> Any:
    """A document less its values: names, and kinds of values. A list has the shape that its items have together; so has a map by id."""
    if isinstance(value, dict):
        if value and all(key.isdigit() for key in value):
            return {"<id>": reduce(merged, (shape(each, dropped) for each in value.values()))}
        return {key: shape(each, dropped) for key, each in value.items() if key not in dropped}
    if isinstance(value, list):
        return [reduce(merged, (shape(each, dropped) for each in value))] if value else []
    return type(value).__name__ if isinstance(value, (bool, str, NoneType)) else "number"


def within(part: Any, whole: Any) -> bool:
    """Whether a shape has nothing that another lacks: an account of years ago told less."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and within(each, whole[key]) for key, each in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        return all(within(one, other) for one, other in zip(part, whole, strict=False))
    return bool(part == whole)


def comparable(document: Any, dropped: Set[str] = frozenset(OCCASIONAL)) -> Any:
    """What of an answer can be compared: of a search its columns and its order, of others the shape."""
    if "errors" in document:
        return document
    response = document.get("response")
    if isinstance(response, dict) and "metaData" in response:
        meta = response["metaData"]
        return {"columns": meta["columns"], "sorting": meta["sorting"], "meta": sorted(meta), "keys": sorted(document)}
    return shape(document, dropped)


@pytest.fixture(scope="module")
def ask() -> Asking:
    """An account that has what the recorded requests name."""
    return opened()


def opened() -> Asking:
    """A new account of that kind."""
    asking = account(base_currency="USD", quota=10_000)
    double = asking.double
    double.load(
        "tax_codes", [{"id": 9, "code": "13", "description": "IVA 13%", "rate": 13}, {"id": 20, "code": "T", "description": "Taxable"}]
    )
    double.load("currencies", [{"id": 9, "code": "CRC", "title": "Colón", "symbol": "₡", "exchangeRate": "500.000000"}])
    double.load("brands", [{"id": id, "name": f"Brand {id}", "description": ""} for id in (74, 75)])
    category = {
        "name": "Shirts",
        "parentId": 0,
        "active": True,
        "createdById": 3,
        "updatedById": 0,
        "createdOn": SET_UP,
        "updatedOn": SET_UP,
    }
    shown = {"description": {"languageCode": "en", "format": "PLAINTEXT"}}
    double.load("categories", [{"id": id, **category, **shown} for id in (295, 296)])
    double.load("nominal_codes", [{"id": 100, "code": "1000", "name": "Bank", "type": {"id": 3}, "bank": True, "active": True}])
    double.load("products", [sold(id) for id in (1007, 1010, 1532, 1569)])
    double.load(
        "custom_fields",
        [
            {"id": 1, "of": "customer", "code": "PCF_CODAE", "name": "Code", "customFieldType": "TEXT", "required": False},
            {
                "id": 131,
                "of": "sale",
                "code": "PCF_REICUOTA",
                "name": "Quota",
                "customFieldType": "SELECT",
                "required": False,
                "options": {"137": {"id": 137, "value": "Form"}, "138": {"id": 138, "value": "Letter"}},
            },
            {
                "id": 134,
                "of": "sale",
                "code": "PCF_ZONA",
                "name": "Zone",
                "customFieldType": "SELECT",
                "required": False,
                "options": {"64": {"id": 64, "value": "SJ.1"}},
            },
            *(
                {"id": 140 + place, "of": "sale", "code": code, "name": code, "customFieldType": "TEXT", "required": False}
                for place, code in enumerate(TEXTS)
            ),
            {"id": 133, "of": "sale", "code": "PCF_P_NUMBER", "name": "Number", "customFieldType": "TEXT", "required": False},
            {"id": 132, "of": "product", "code": "PCF_SERIALIS", "name": "Serial", "customFieldType": "YES_NO", "required": False},
        ],
    )
    _contacts(asking)
    _orders(asking)
    asking("PATCH", "product-service/product/1007/custom-field", [{"op": "add", "path": "/PCF_SERIALIS", "value": True}])
    return asking


def _contacts(ask: Asking) -> None:
    lines = {"addressLine1": "1 Sample Street", "postalCode": "EX1 2MP"}
    for id in (110, 112, 154):
        ask.double.state.counters["postal_addresses"] = id - 1
        ask.id("POST", "contact-service/postal-address", lines)
    for id, supplies in ((200, False), (418, True), (151499, False)):
        ask.double.state.counters["contacts"] = id - 1
        given = {
            "firstName": "Ada",
            "lastName": "Example",
            "postAddressIds": {"DEF": 110},
            "communication": {"emails": {"PRI": {"email": "ada@example.com"}}, "telephones": {"PRI": "0123"}},
            "relationshipToAccount": {"isSupplier": supplies},
        }
        ask.id("POST", "contact-service/contact", given)
    ask("PATCH", "contact-service/contact/151499/custom-field", [{"op": "add", "path": "/PCF_CODAE", "value": "1234567890"}])


def _orders(ask: Asking) -> None:
    state = ask.double.state

    def made(id: int, *rows: Any) -> None:
        state.counters["orders"] = id - 1
        currency = {"code": "CRC" if id == 1081505 else "USD"}
        ask.id("POST", "order-service/sales-order", {"customer": {"id": 200}, "rows": list(rows), "ref": "#0001", "currency": currency})

    state.counters["goods_notes"] = 12447604
    for id in (1, 320, 321, 988116, 1081505):
        made(id, row(1007, 1, taxCode="13"))
    for id in (86, 329, 330, 332, 336, 339, 516491):
        state.counters["orders"] = id - 1
        ask.id("POST", "order-service/order", {"orderTypeCode": "SO", "parties": {"customer": {"contactId": 200}}})
    state.counters["orders"] = 311
    ask.id("POST", "order-service/order", {"orderTypeCode": "PO", "parties": {"supplier": {"contactId": 418}}})
    line = {
        "productId": 1569,
        "quantity": {"magnitude": 4},
        "rowValue": {"taxCode": "13", "rowNet": {"value": 400}, "rowTax": {"value": 52}},
    }
    ask.id("POST", "order-service/order/312/row", line)
    state.counters["order_rows"] = 401
    ask.id("POST", "order-service/order/336/row", line)
    paid = {"paymentMethodCode": "X", "paymentType": "RECEIPT", "orderId": 1081505, "currencyIsoCode": "CRC", "amountPaid": 1}
    ask.id("POST", "accounting-service/customer-payment", {**paid, "paymentDate": "2026-01-01"})
    ask("PATCH", "order-service/order/1/custom-field", [{"op": "add", "path": "/PCF_P_NUMBER", "value": "a"}])
    values = [{"op": "add", "path": f"/{code}", "value": "custom text"} for code in TEXTS]
    ask("PATCH", "order-service/order/516491/custom-field", [*values, {"op": "add", "path": "/PCF_ZONA", "value": {"id": 64}}])
    note = {"productId": 1007, "salesOrderRowId": 4, "quantity": 1}
    ask.id("POST", "warehouse-service/order/988116/goods-note/goods-out", {"warehouses": [{"warehouseId": 2, "products": [note]}]})
    steps = [{"eventCode": "SHW", "occured": "2025-11-04T16:41:38Z", "eventOwnerId": 4}]
    ask.id("POST", "warehouse-service/goods-note/goods-out/12447605/event", {"events": steps})
    for id in (121, 123):
        state.counters["webhooks"] = id - 1
        ask.id("POST", "integration-service/webhook", RECORDED["exchanges.json:webhook.delete.success"]["request"]["json"])
    # So that nothing is made over what is there.
    state.counters["orders"] = 2_000_000


def asked(ask: Asking, entry: Any) -> Any:
    """The double's answer to a recorded request."""
    request = entry["request"]
    body = request.get("json") or request.get("body") or None
    query = dict(parse_qsl(urlsplit(request["url"]).query))
    return ask(request["method"], path_of(entry), loads(body.encode()) if isinstance(body, str) else body, **query)


COMPARED = sorted(set(RECORDED) - APART)


def test_most_recordings_are_compared() -> None:
    assert (94, 7) == (len(RECORDED), len(APART))


@pytest.mark.parametrize("name", [name for name in COMPARED if not name.startswith("spree")])
def test_the_double_answers_in_the_recorded_shape(ask: Asking, name: str) -> None:
    entry = RECORDED[name]
    answered = asked(ask, entry)
    expected = entry["response"]
    assert (expected["status"], comparable(expected["json"])) == (answered.status, comparable(answered.document))


@pytest.mark.parametrize("name", [name for name in COMPARED if RECORDED[name]["response"]["status"] == 200])
def test_the_double_names_the_message_type_that_was_recorded(ask: Asking, name: str) -> None:
    entry = RECORDED[name]
    told = entry["response"]["headers"].get("Message-Type", entry["response"]["headers"].get("message-type", [None]))[0]
    assert told in (None, asked(ask, entry).header("Message-Type"))


@pytest.mark.parametrize("name", [name for name in COMPARED if name.startswith("spree")])
def test_the_double_tells_all_that_an_account_of_2014_told(ask: Asking, name: str) -> None:
    entry = RECORDED[name]
    answered = asked(ask, entry)
    assert entry["response"]["status"] == answered.status
    assert within(comparable(entry["response"]["json"]), comparable(answered.document))


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, Any, Any]]:
    """Of each recording its name, what was recorded and what the double answers: at first, and once all was asked for already.

    The account is its own, so that it does not matter which tests ran before.
    """
    ask = opened()
    return [(name, RECORDED[name]["response"]["json"], asked(ask, RECORDED[name]).document) for name in COMPARED * 3]


@pytest.mark.parametrize("key", sorted(OCCASIONAL))
def test_a_field_that_may_be_missing_is_missing_somewhere(pairs: list[tuple[str, Any, Any]], key: str) -> None:
    others = frozenset(OCCASIONAL - {key})
    assert any(not agree(name, comparable(was, others), comparable(now, others)) for name, was, now in pairs)


def agree(name: str, was: Any, now: Any) -> bool:
    """Whether two comparable answers agree, as the tests above ask it of this recording's group."""
    return within(was, now) if name.startswith("spree") else bool(was == now)


def test_the_account_of_2014_lacks_something(pairs: list[tuple[str, Any, Any]]) -> None:
    assert any(comparable(was) != comparable(now) for name, was, now in pairs if name.startswith("spree"))
