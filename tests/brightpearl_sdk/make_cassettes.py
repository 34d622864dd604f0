"""Write the cassettes from the recordings: ``python -m tests.brightpearl_sdk.make_cassettes``.

Two resources were never recorded. The cassette of sales orders holds a sampled body, that of order notes a body made of
the documented fields; their sources say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brightpearl_sdk._kernel import jsontext
from tests.brightpearl_sdk.recordings import DATA, Exchange, exchanges
from tests.cassettes import Interaction, cassette_text

FOLDER = Path(__file__).parent / "cassettes"

#: The recordings of each cassette, in the order in which they are asked for.
RECORDED = {
    "channel": ("channel_get",),
    "contact": ("customer.get.simple_get", "customer.search.simple_search", "customer.patch.simple_patch"),
    "currency": ("currency_search",),
    "customer_payment": ("customer_payment.post.receipt", "customer_payment.search.simple_search"),
    "order": ("order_post_so", "order_get_multiple"),
    "order_status": ("order_status_get", "order_status_post"),
    "price_list": ("price_list_get",),
    "product": ("product_get_one", "product_get_multiple"),
    "product_availability": ("product_availability_get",),
    "tax_code": ("tax_code_get", "tax_code_get_by_id"),
    "warehouse": ("warehouse_get",),
}
_NOTE = {
    "noteId": 31,
    "contactId": 200,
    "text": "Imported",
    "isPublic": False,
    "addedOn": "2026-03-02T03:15:00.000-06:00",
    "addedBy": 4,
    "orderStatusId": 1,
}
_SERVICE = "https://ws-use.brightpearl.com/public-api/acme/order-service"


def cassettes() -> Iterator[tuple[str, str]]:
    """The name and the text of each cassette."""
    recorded = {each.name.removeprefix("account:"): each for each in exchanges()}
    for name, sources in RECORDED.items():
        yield name, cassette_text(_interaction(recorded[source]) for source in sources)
    sample = jsontext.loads((DATA / "get_sales_order.json").read_bytes())
    yield "sales_order", cassette_text([_described("sample: get_sales_order.json", "GET", "sales-order/7", None, [{**sample, "id": 7}])])
    yield (
        "order_note",
        cassette_text(
            [
                _described("documented: order-note/post", "POST", "order/7/note", {"text": "Imported", "isPublic": False}, 31),
                _described("documented: order-note/get", "GET", "order/7/note", None, [_NOTE]),
            ]
        ),
    )


def _interaction(exchange: Exchange) -> Interaction:
    return Interaction(
        source=exchange.name,
        method=exchange.method,
        uri=exchange.url.replace("<ACCOUNT>", "acme").replace("/globex/", "/acme/"),
        sent=b"" if exchange.sent is None else jsontext.dumps(exchange.sent),
        status=exchange.status,
        headers=exchange.headers,
        content=exchange.text.encode(),
    )


def _described(source: str, method: str, path: str, sent: Any, given: Any) -> Interaction:
    return Interaction(
        source=source,
        method=method,
        uri=f"{_SERVICE}/{path}",
        sent=b"" if sent is None else jsontext.dumps(sent),
        status=200,
        headers=(("Content-Type", "application/json;charset=UTF-8"),),
        content=jsontext.dumps({"response": given}),
    )


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in cassettes():
        (FOLDER / f"{name}.yaml").write_text(text, "utf-8")
