"""README.md's examples run as they are written, answered by the doubles instead of the vendors."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import httpx
import pytest

from bpwoo_sync.testing.shop import load_shop
from tests.architecture.source import ROOT
from woocommerce_sdk.testing.double import WooCommerceDouble
from woocommerce_sdk.testing.transport import mock_transport

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^## ([^\n]+)\n+```python\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL))

ENVIRONMENT = {
    "WOOCOMMERCE_KEY": "ck_demo",
    "WOOCOMMERCE_SECRET": "cs_demo",
    "BRIGHTPEARL_APP_REF": "demo-app",
    "BRIGHTPEARL_ACCOUNT_TOKEN": "demo-token",
}


def shop() -> httpx.MockTransport:
    """The demo shop, answering."""
    double = WooCommerceDouble()
    for kind, records in load_shop().items():
        double.load(kind, records)
    return mock_transport(double.handle)


HOSTS: Mapping[str, Callable[[], httpx.MockTransport]] = {"shop.example": shop}


@pytest.fixture(autouse=True)
def doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vendors' hosts are answered by doubles, and there is no other network."""
    opened: dict[str, httpx.MockTransport] = {}

    def answer(_: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        if host not in opened:
            opened[host] = HOSTS[host]()
        return opened[host].handle_request(request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", answer)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_is_short(title: str) -> None:
    assert len(EXAMPLES[title].splitlines()) <= 15


def test_the_example_for_woocommerce_lists_orders_and_notes_them(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(EXAMPLES["WooCommerce"], "README.md", "exec"), {})
    *listed, last = capsys.readouterr().out.splitlines()
    assert f"{len(listed)} noted, 0 refused, 0 in doubt" == last
    assert [] == [line for line in listed if len(line.split()) != 5]
