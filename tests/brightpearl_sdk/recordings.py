"""The recorded exchanges of real Brightpearl accounts, and how each resource reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from attrs import frozen

import brightpearl_sdk as bp
from brightpearl_sdk._kernel import jsontext

DATA = Path(__file__).parents[1] / "data" / "brightpearl"
FILES = ("exchanges.json", "ruby-brightpearl/more_exchanges.json", "spree_brightpearl/exchanges.json")


@frozen
class Exchange:
    """One recorded request and its response."""

    name: str
    method: str
    url: str
    sent: Any
    status: int
    headers: tuple[tuple[str, str], ...]
    document: Any
    text: str

    @property
    def path(self) -> str:
        """The path below the account."""
        return re.sub(r"^/(public-api|2\.0\.0)/[^/]+", "", urlsplit(self.url).path).rstrip("/")

    @property
    def query(self) -> dict[str, str]:
        """The query's pairs."""
        return dict(parse_qsl(urlsplit(self.url).query))

    @property
    def response(self) -> bp.Response:
        """The response as the client sees it."""
        return bp.Response(status=self.status, headers=self.headers, content=self.text.encode())


def exchanges() -> Iterator[Exchange]:
    """Every recorded exchange of the API, in the order of the files."""
    for file in FILES:
        for entry in json.loads((DATA / file).read_text("utf-8"), parse_float=Decimal)["exchanges"]:
            response = entry["response"]
            document = response.get("json")
            text = response.get("text") or (jsontext.dumps(document).decode() if document is not None else "")
            headers = tuple((name, value) for name, values in response["headers"].items() for value in _listed(values))
            yield Exchange(
                name=f"{Path(file).parent.name or 'account'}:{entry['name']}",
                method=entry["request"]["method"],
                url=entry["request"]["url"],
                sent=entry["request"].get("json") or entry["request"].get("body") or None,
                status=response["status"],
                headers=headers or (("Content-Type", "application/json"),),
                document=document,
                text=text,
            )


def _listed(values: Any) -> list[str]:
    return [values] if isinstance(values, str) else [str(value) for value in values]


#: What the answer to a GET of a path holds: a list of records, or a map of them by id.
LISTS: tuple[tuple[str, type[Any]], ...] = (
    (r"/order-service/order/[\d,-]+", bp.Order),
    (r"/order-service/order-status(/[\d,-]+)?", bp.OrderStatus),
    (r"/contact-service/contact/[\d,-]+", bp.Contact),
    (r"/product-service/product/[\d,-]+", bp.Product),
    (r"/product-service/product-price/[\d,-]+", bp.ProductPrice),
    (r"/product-service/price-list/[\d,-]+", bp.PriceList),
    (r"/accounting-service/tax-code(/[\d,-]+)?", bp.TaxCode),
)
MAPS: tuple[tuple[str, type[Any]], ...] = ((r"/warehouse-service/product-availability/[\d,-]+", bp.ProductAvailability),)
SEARCHES: tuple[tuple[str, type[bp.SearchRow]], ...] = (
    (r"/order-service/order-search", bp.OrderSearchRow),
    (r"/contact-service/contact-search", bp.ContactRow),
    (r"/product-service/product-search", bp.ProductRow),
    (r"/accounting-service/customer-payment-search", bp.CustomerPaymentRow),
    (r"/accounting-service/currency-search", bp.CurrencyRow),
)


def matching(table: tuple[tuple[str, Any], ...], exchange: Exchange) -> Any:
    """What a table says of an exchange's path, None where it says nothing."""
    return next((kind for pattern, kind in table if exchange.method == "GET" and re.fullmatch(pattern, exchange.path)), None)
