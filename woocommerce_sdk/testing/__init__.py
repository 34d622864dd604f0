"""A WooCommerce shop to test against: in process, behind httpx, or on a real socket. Needs no pytest."""

from __future__ import annotations

from .authentication import Key
from .double import DEMO_KEY, WooCommerceDouble
from .faults import Fault, Struck, Wrong, with_faults
from .transport import Handler, asgi, calling, mock_transport, serving
from .webhooks import Delivery, Send

__all__ = [
    "DEMO_KEY",
    "Delivery",
    "Fault",
    "Handler",
    "Key",
    "Send",
    "Struck",
    "WooCommerceDouble",
    "Wrong",
    "asgi",
    "calling",
    "mock_transport",
    "serving",
    "with_faults",
]
