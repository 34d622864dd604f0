"""order-service: closing, which invoices an order. The books may take their time over it: see :mod:`..invoicing`."""

from __future__ import annotations

from ..call import EMPTY, Answer, Call, Route, moment, text
from ..errors import invalid
from ..invoicing import close
from ..orders import order_of


def _close(call: Call) -> Answer:
    given = call.body if isinstance(call.body, dict) else {}
    tax_date = moment(given["taxDate"], "taxDate") if given.get("taxDate") else None
    close(call.account, order_of(call, types=("SO",) if "sales-order" in call.path else ("SC",)), tax_date=tax_date)
    return EMPTY


def _close_purchases(call: Call) -> Answer:
    account, given = call.account, call.document()
    kind, most = ("PO", 200) if "purchase-order" in call.path else ("PC", 1)
    ids = given.get("orderIds")
    if not isinstance(ids, list) or not 1 <= len(ids) <= most:
        raise invalid("SIMC-186", "Exactly one order must be named" if most == 1 else f"1 to {most} orders must be named")
    reference = text(given.get("invoiceReference"), 64, "SIMC-187", "You have not supplied an invoice reference")
    dates = {name: moment(given[name], name) if given.get(name) else None for name in ("taxDate", "dueDate")}
    orders = [account.find("orders", id) for id in ids]
    closing = [record for record in orders if record is not None and record["type"] == kind and not record["closedOn"]]
    if len(closing) < len(ids):
        raise invalid("ORDC-003", f"You have supplied an invalid order id: {', '.join(str(id) for id in ids)}")
    for record in closing:
        close(account, record, tax_date=dates["taxDate"], due_date=dates["dueDate"], reference=reference)
    return EMPTY


ROUTES: tuple[Route, ...] = (
    Route("POST", "order-service/sales-order/{id}/close", _close, "post-sales-order-close"),
    Route("POST", "order-service/sales-credit/{id}/close", _close, "post-sales-credit-close"),
    Route("POST", "order-service/purchase-order/close", _close_purchases, "post-purchase-order-close"),
    Route("POST", "order-service/purchase-credit/close", _close_purchases, "post-purchase-credit-close"),
)
