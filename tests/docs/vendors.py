"""The vendors' hosts, answered by doubles, for the examples of the documentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx
import pytest

from brightpearl_sdk.testing import DEMO_APP
from woocommerce_sdk.testing import DEMO_KEY

ENVIRONMENT = {
    "WOOCOMMERCE_KEY": DEMO_KEY.consumer_key,
    "WOOCOMMERCE_SECRET": DEMO_KEY.consumer_secret,
    "BRIGHTPEARL_APP_REF": DEMO_APP.app_ref,
    "BRIGHTPEARL_ACCOUNT_TOKEN": DEMO_APP.account_token,
}


def answer_hosts(monkeypatch: pytest.MonkeyPatch, transport: Callable[[str], httpx.BaseTransport]) -> None:
    """Answer whatever is sent to a host by a transport, and let nothing else onto a network; keys are in the environment."""

    def answer(_: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        return transport(request.url.host).handle_request(request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", answer)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def by_host(transports: Mapping[str, httpx.BaseTransport]) -> Callable[[str], httpx.BaseTransport]:
    """The transport of a host that is known; another is an error of the example."""
    return lambda host: transports[host]
