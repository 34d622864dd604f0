"""Every kind of issue: what it means, why it comes, what to do about it. Each has a page of its own in the documentation.

A file to a subject; a code is written in one of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from bpwoo_sync.codes.amounts import AMOUNTS
from bpwoo_sync.codes.customers import CUSTOMERS
from bpwoo_sync.codes.goods import GOODS
from bpwoo_sync.codes.kinds import Code, Severity
from bpwoo_sync.codes.orders import ORDERS
from bpwoo_sync.codes.payments import PAYMENTS
from bpwoo_sync.codes.running import RUNNING

__all__ = ["CODES", "Code", "Severity"]

#: Every kind of issue that mapping and reconciling can raise.
CODES: Mapping[str, Code] = {
    **ORDERS,
    **CUSTOMERS,
    **AMOUNTS,
    **PAYMENTS,
    **GOODS,
    **RUNNING,
}
