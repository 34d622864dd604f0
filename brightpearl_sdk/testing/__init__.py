"""A Brightpearl account to test against: in process, behind httpx, or on a real socket. Needs no pytest."""

from __future__ import annotations

from .double import DEMO_APP, BrightpearlDouble
from .faults import Fault, Struck, Wrong, with_faults
from .gate import App
from .transport import Handler, asgi, calling, mock_transport, serving
from .webhooks import Delivery, Send

__all__ = [
    "DEMO_APP",
    "App",
    "BrightpearlDouble",
    "Delivery",
    "Fault",
    "Handler",
    "Send",
    "Struck",
    "Wrong",
    "asgi",
    "calling",
    "mock_transport",
    "serving",
    "with_faults",
]
