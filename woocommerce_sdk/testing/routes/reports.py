"""``/reports``"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

from ..call import Answer, Call, Routes
from ..cart import amount
from ..errors import invalid_parameters
from ..presenting import methods
from ..shop import Record, shown

_COUNTED = ("completed", "processing", "on-hold", "refunded")
_KINDS_OF_PRODUCT = {
    "external": "External/Affiliate product",
    "grouped": "Grouped product",
    "simple": "Simple product",
    "variable": "Variable product",
}
_KINDS_OF_COUPON = {"percent": "Percentage discount", "fixed_cart": "Fixed cart discount", "fixed_product": "Fixed product discount"}


def _index(call: Call) -> Answer:
    collection = [{"href": f"{call.root}/reports"}]
    links = [(record, {"self": [_place(call, record)], "collection": collection}) for record in call.shop.all("reports")]
    return Answer(body=[{**shown(record), "_links": found} for record, found in links])


def _place(call: Call, record: Record) -> Record:
    path = f"/reports/{record['slug']}"
    allowed = methods(path)
    return {"href": call.root + path, **({"targetHints": {"allow": list(allowed)}} if allowed else {})}


def _total(slug: str, name: str, total: int) -> Record:
    return {"slug": slug, "name": name, "total": total}


def _orders(call: Call) -> Answer:
    found = Counter(order["status"] for order in call.shop.all("orders"))
    return Answer(body=[_total(one["slug"], one["name"], found[one["slug"]]) for one in call.shop.all("order_statuses")])


def _counted(kind: str, field: str, names: dict[str, str]) -> Callable[[Call], Answer]:
    def answer(call: Call) -> Answer:
        found = Counter(record[field] for record in call.shop.all(kind) if record.get("status") != "trash")
        return Answer(body=[_total(slug, name, found[slug]) for slug, name in names.items()])

    return answer


def _customers(call: Call) -> Answer:
    customers = [record for record in call.shop.all("customers") if record["role"] == "customer"]
    paying = sum(bool(record["is_paying_customer"]) for record in customers)
    body = [_total("paying", "Paying customer", paying), _total("non_paying", "Non-paying customer", len(customers) - paying)]
    return Answer(body=body)


def _reviews(call: Call) -> Answer:
    found = Counter(record["rating"] for record in call.shop.all("product_reviews"))
    return Answer(body=[_total(f"rated_{stars}_out_of_5", f"Rated {stars} out of 5", found[stars]) for stars in range(1, 6)])


def _period(call: Call) -> tuple[date, date]:
    today = call.shop.now().astimezone(call.shop.zone).date()
    if call["date_min"] or call["date_max"]:
        return date.fromisoformat(call["date_min"] or today.isoformat()), date.fromisoformat(call["date_max"] or today.isoformat())
    first = today.replace(day=1)
    match call["period"]:
        case "week":
            return today - timedelta(days=6), today
        case "month":
            return first, today
        case "last_month":
            return (first - timedelta(days=1)).replace(day=1), first - timedelta(days=1)
        case "year":
            return today.replace(month=1, day=1), today
    return today, today


def _check_dates(call: Call) -> None:
    message = "The date you provided is invalid."
    wrong = [name for name in ("date_min", "date_max") if call[name] and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", call[name])]
    if wrong:
        raise invalid_parameters(dict.fromkeys(wrong, ("woocommerce_rest_invalid_date", message, None)))


def _sold(call: Call, start: date, end: date) -> list[Record]:
    orders = (order for order in call.shop.all("orders") if order["status"] in _COUNTED)
    return [order for order in orders if start <= date.fromisoformat(order["date_created"][:10]) <= end]


def _sum(orders: Iterable[Record], *names: str) -> Decimal:
    return sum((amount(order[name]) for order in orders for name in names), Decimal(0))


def _sales(call: Call) -> Answer:
    _check_dates(call)
    start, end = _period(call)
    orders = _sold(call, start, end)
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    total, tax, shipping = _sum(orders, "total"), _sum(orders, "total_tax"), _sum(orders, "shipping_total")
    refunds = -sum((amount(refund["total"]) for order in orders for refund in order["refunds"]), Decimal(0))
    body = {
        "total_sales": _money(total),
        "net_sales": _money(total - tax - shipping - refunds),
        "average_sales": _money((total - refunds) / max(len(days), 1)),
        "total_orders": len(orders),
        "total_items": _pieces(orders),
        "total_tax": _money(tax),
        "total_shipping": _money(shipping),
        "total_refunds": refunds if refunds else 0,
        "total_discount": _money(_sum(orders, "discount_total")),
        "totals_grouped_by": "day",
        "totals": {day.isoformat(): _of_day([order for order in orders if order["date_created"][:10] == day.isoformat()]) for day in days},
        "total_customers": len({order["customer_id"] for order in orders if order["customer_id"]}),
        "_links": {"about": [{"href": f"{call.root}/reports"}]},
    }
    return Answer(body=[body])


def _of_day(orders: list[Record]) -> Record:
    return {
        "sales": _money(_sum(orders, "total")),
        "orders": len(orders),
        "items": _pieces(orders),
        "tax": _money(_sum(orders, "total_tax")),
        "shipping": _money(_sum(orders, "shipping_total")),
        "discount": _money(_sum(orders, "discount_total")),
        "customers": 0,
        "refunds": _money(-sum((amount(refund["total"]) for order in orders for refund in order["refunds"]), Decimal(0))),
    }


def _pieces(orders: Iterable[Record]) -> int:
    return sum(line["quantity"] for order in orders for line in order["line_items"])


def _money(value: Decimal) -> str:
    return format(value, ".2f")


def _top_sellers(call: Call) -> Answer:
    _check_dates(call)
    pieces: Counter[tuple[int, str]] = Counter()
    for order in _sold(call, *_period(call)):
        pieces.update({(line["product_id"], line["name"]): line["quantity"] for line in order["line_items"]})
    links = {"about": [{"href": f"{call.root}/reports"}]}
    body = [
        {
            "name": name,
            "product_id": number,
            "quantity": quantity,
            "_links": {**links, "product": [{"href": f"{call.root}/products/{number}"}]},
        }
        for (number, name), quantity in pieces.most_common(12)
    ]
    return Answer(body=body)


ROUTES: Routes = {
    "/reports": {"GET": _index},
    "/reports/sales": {"GET": _sales},
    "/reports/top_sellers": {"GET": _top_sellers},
    "/reports/orders/totals": {"GET": _orders},
    "/reports/products/totals": {"GET": _counted("products", "type", _KINDS_OF_PRODUCT)},
    "/reports/customers/totals": {"GET": _customers},
    "/reports/coupons/totals": {"GET": _counted("coupons", "discount_type", _KINDS_OF_COUPON)},
    "/reports/reviews/totals": {"GET": _reviews},
}
