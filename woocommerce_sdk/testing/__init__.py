"""A WooCommerce shop to test against: in process, behind httpx, or on a real socket. Needs no pytest."""

from __future__ import annotations

from .authentication import Key
from .double import DEMO_KEY, WooCommerceDouble
from .faults import Fault, Struck, Wrong, with_faults
from .transport import Handler, asgi, mock_transport, serving

__all__ = [
    "DEMO_KEY",
    "Fault",
    "Handler",
    "Key",
    "Struck",
    "WooCommerceDouble",
    "Wrong",
    "asgi",
    "mock_transport",
    "serving",
    "with_faults",
]
