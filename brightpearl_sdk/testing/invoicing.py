"""How a closed order is invoiced: at once, or after a while in which its invoice is pending."""

from __future__ import annotations

from datetime import datetime

from .account import Account, Record
from .books import invoice_journal
from .orders import open_order, touched

#: The invoice reference of an order that is closed and not yet invoiced.
PENDING = "pending"
_PREFIXES = {"SO": "SI", "SC": "SC"}


def close(
    account: Account, record: Record, *, tax_date: str | None = None, due_date: str | None = None, reference: str | None = None
) -> None:
    """Ask for an order's invoice. One that is pending may be asked for again; one that is invoiced is refused."""
    open_order(record)
    if tax_date:
        record["taxDate"] = tax_date
    record["dueDate"] = due_date or record["dueDate"]
    record["taxDated"] = True
    record["invoiceReference"] = PENDING
    due = account.clock() + account.invoice_after
    account.table("pending_invoices").setdefault(record["id"], {"due": due.isoformat(), "reference": reference})
    settle(account)


def settle(account: Account) -> None:
    """Invoice what is due by now."""
    pending = account.table("pending_invoices")
    now = account.clock() if pending else None
    for id in [id for id, each in pending.items() if now is not None and datetime.fromisoformat(each["due"]) <= now]:
        _invoiced(account, account.table("orders")[id], pending.pop(id)["reference"])


def _invoiced(account: Account, record: Record, reference: str | None) -> None:
    prefix = _PREFIXES.get(record["type"])
    record["invoiceReference"] = f"{prefix}-{1000 + account.new_id(f'invoices {prefix}')}" if prefix else reference
    record["closedOn"] = account.now()
    status = account.settings.get("invoicedOrderStatusId")
    if status and record["type"] == "SO":
        record["statusId"] = int(status)
    invoice_journal(account, record)
    touched(account, record)
