"""An account with a little in it, and a way to ask it that leaves out what every request has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import define, field, frozen

from brightpearl_sdk._kernel.jsontext import dumps, loads
from brightpearl_sdk._kernel.operation import Request
from brightpearl_sdk.testing import DEMO_APP, BrightpearlDouble

START = datetime(2026, 3, 2, 10, 15, tzinfo=UTC)

#: Products of every kind: two that are counted, one that is not, and a bundle of the first two.
MUG, PLATE, SERVICE, SET = 1001, 1002, 1003, 1004
#: The product of no id.
NOWHERE = 9999


@define
class Clock:
    """A clock that moves when it is told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        """Let time pass: ``pass_(seconds=5)``."""
        self.now += timedelta(**time)


@frozen
class Answered:
    """An answer, read."""

    status: int
    document: Any
    headers: tuple[tuple[str, str], ...] = field(repr=False)

    @property
    def response(self) -> Any:
        """What the envelope holds."""
        return self.document["response"]

    @property
    def codes(self) -> list[str]:
        """The codes of a refusal."""
        return [fault["code"] for fault in self.document["errors"]]

    @property
    def refusal(self) -> tuple[int, list[str]]:
        """Status and codes of a refusal."""
        return self.status, self.codes

    def header(self, name: str) -> str | None:
        """A header, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of a search, each by the names of its columns."""
        names = [column["name"] for column in self.response["metaData"]["columns"]]
        return [dict(zip(names, cells, strict=True)) for cells in self.response["results"]]

    def column(self, name: str) -> list[Any]:
        """What a search found in a column."""
        return [row[name] for row in self.rows]


SIGNED = (("brightpearl-app-ref", DEMO_APP.app_ref), ("brightpearl-account-token", DEMO_APP.account_token))

Ask = Callable[..., Answered]


@define
class Asking:
    """Requests to a double: ``ask("GET", "order-service/order/1")``, with a body and query parameters as needed."""

    double: BrightpearlDouble
    signed: tuple[tuple[str, str], ...] = SIGNED

    def __call__(self, method: str, path: str, body: Any = None, *, headers: Any = None, **query: Any) -> Answered:
        root = f"/public-api/{self.double.account}/"
        response = self.double.handle(
            Request(
                method=method,
                path=root + path,
                query=tuple((key, str(value)) for key, value in query.items()),
                headers=(*self.signed, *(headers or {}).items()),
                content=b"" if body is None else dumps(body),
            )
        )
        return Answered(response.status, loads(response.content), response.headers)

    def id(self, method: str, path: str, body: Any = None) -> Any:
        """What a request answers that has to succeed."""
        answered = self(method, path, body)
        assert answered.status == 200, answered
        return answered.document.get("response")


def product(id: int, name: str, **more: Any) -> dict[str, Any]:
    """A product to load."""
    return {
        "id": id,
        "identity": {"sku": name.upper()},
        "salesChannels": [{"salesChannelName": "Brightpearl", "productName": name, "productCondition": "new", "categories": []}],
        **more,
    }


def account(**options: Any) -> Asking:
    """An account with four products, 10 mugs and 6 plates in warehouse 2, and 4 mugs in warehouse 3."""
    double = BrightpearlDouble(**{"clock": Clock(), **options})
    parts = [{"productId": MUG, "productQuantity": 2}, {"productId": PLATE, "productQuantity": 1}]
    double.load(
        "products",
        [
            product(MUG, "Mug", stock_on_hand={2: 10, 3: 4}, prices={1: "10.0000"}),
            product(PLATE, "Plate", stock_on_hand={2: 6}),
            product(SERVICE, "Engraving", stock={"stockTracked": False}),
            product(SET, "Breakfast set", composition={"bundle": True, "bundleComponents": parts}),
        ],
    )
    return Asking(double)


def customer(ask: Asking, **more: Any) -> int:
    """The id of a new customer."""
    address = ask.id(
        "POST", "contact-service/postal-address", {"addressLine1": "1 Test Street", "addressLine3": "Bristol", "countryIsoCode": "GBR"}
    )
    given = {"firstName": "Ada", "lastName": "Byron", "postAddressIds": {"DEF": address}, **more}
    return int(ask.id("POST", "contact-service/contact", given))


def supplier(ask: Asking) -> int:
    """The id of a new supplier."""
    return customer(ask, firstName="Sam", relationshipToAccount={"isSupplier": True})


def row(product_id: int | None = MUG, quantity: Any = 2, net: str = "20.00", tax: str = "4.00", **more: Any) -> dict[str, Any]:
    """A row of a sales order."""
    named = {} if product_id is None else {"productId": product_id}
    return {**named, "quantity": str(quantity), "taxCode": "T20", "net": net, "tax": tax, **more}


def order(ask: Asking, *rows: dict[str, Any], of: str = "sales-order", **more: Any) -> int:
    """The id of a new sales order (or credit); two mugs unless rows are given."""
    given = {"customer": {"id": more.pop("contact", None) or customer(ask)}, "rows": list(rows or (row(),)), **more}
    return int(ask.id("POST", f"order-service/{of}", given))


def purchase(ask: Asking, product_id: int = MUG, quantity: int = 5, type_code: str = "PO") -> tuple[int, int]:
    """The ids of a new purchase order and of its row."""
    id = ask.id("POST", "order-service/order", {"orderTypeCode": type_code, "parties": {"supplier": {"contactId": supplier(ask)}}})
    given = {
        "productId": product_id,
        "quantity": {"magnitude": quantity},
        "rowValue": {"taxCode": "T20", "rowNet": {"value": 25}, "rowTax": {"value": 5}},
    }
    return id, ask.id("POST", f"order-service/order/{id}/row", given)


def sales_order(ask: Asking, id: int) -> Any:
    """A sales order as it is shown."""
    return ask("GET", f"order-service/sales-order/{id}").response[0]


def low_order(ask: Asking, id: int) -> Any:
    """An order as the low-level resource shows it."""
    return ask("GET", f"order-service/order/{id}").response[0]


def row_ids(ask: Asking, id: int) -> list[int]:
    """The ids of an order's rows, by their place."""
    return [each["id"] for each in sales_order(ask, id)["rows"]]


def payment(order_id: int, **more: Any) -> dict[str, Any]:
    """A customer payment of 24.00."""
    given = {
        "transactionRef": f"ref-{order_id}",
        "paymentMethodCode": "CARD",
        "paymentType": "RECEIPT",
        "orderId": order_id,
        "currencyIsoCode": "GBP",
        "amountPaid": 24,
        "paymentDate": "2026-03-02T10:00:00Z",
    }
    return {**given, **more}


def amounts(ask: Asking, product_id: int = MUG, warehouse_id: int = 2) -> tuple[int, int, int]:
    """In stock, on hand and allocated, of a product in a warehouse."""
    found = ask("GET", f"warehouse-service/product-availability/{product_id}").response[str(product_id)]["warehouses"][str(warehouse_id)]
    return found["inStock"], found["onHand"], found["allocated"]


def codes(ask: Asking, id: int) -> tuple[str, str, str]:
    """Fulfilment, allocation and shipping codes of an order."""
    shown = low_order(ask, id)
    return shown["stockStatusCode"], shown["allocationStatusCode"], shown["shippingStatusCode"]


def line(product_id: int, row_id: int, quantity: Any) -> dict[str, Any]:
    """What is reserved or put on a note for a row."""
    return {"productId": product_id, "salesOrderRowId": row_id, "quantity": quantity}


def reserve(ask: Asking, order_id: int, *lines: dict[str, Any], warehouse_id: int = 2, method: str = "POST") -> Answered:
    """The answer to a reservation."""
    path = f"warehouse-service/order/{order_id}/reservation"
    return ask(method, path if method == "PUT" else f"{path}/warehouse/{warehouse_id}", {"products": list(lines)})


def ship(ask: Asking, order_id: int, *lines: dict[str, Any], warehouse_id: int = 2, **more: Any) -> Answered:
    """The answer to a goods-out note."""
    given = {"warehouses": [{"warehouseId": warehouse_id, "products": list(lines)}], **more}
    return ask("POST", f"warehouse-service/order/{order_id}/goods-note/goods-out", given)


def event(code: str, **more: Any) -> dict[str, Any]:
    """A step of a note."""
    return {"eventCode": code, "occured": "2026-03-02T11:00:00Z", "eventOwnerId": 4, **more}


def step(ask: Asking, note_id: int, *steps: str, **headers: str) -> Answered:
    """The answer to steps of a goods-out note."""
    return ask(
        "POST", f"warehouse-service/goods-note/goods-out/{note_id}/event", {"events": [event(code) for code in steps]}, headers=headers
    )


def events(ask: Asking) -> list[str]:
    """The events that were raised, less those of orders' every change."""
    return [each["event"] for each in ask.double.state.events if each["event"] != "order.modified"]
