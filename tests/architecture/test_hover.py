"""What an editor or ``help`` shows of a client's method leads to the page of the vendor."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import pytest

from tests.architecture.source import SDKS

VENDORS = {
    "brightpearl_sdk": ("https://api-docs.brightpearl.com/", "https://help.brightpearl.com/"),
    "woocommerce_sdk": ("https://woocommerce.github.io/", "https://developer.woocommerce.com/", "https://github.com/woocommerce/"),
}


def declared(sdk: str) -> dict[str, Any]:
    """Every method of a client that is one request or one listing."""
    binding = importlib.import_module(f"{sdk}._kernel.binding")
    kinds = importlib.import_module(f"{sdk}.services").resources().items()
    return {
        f"{service}.{name}": found
        for service, kind in kinds
        for name, found in vars(kind).items()
        if isinstance(found, (binding.call, binding.stream))
    }


@pytest.mark.parametrize("sdk", SDKS)
def test_every_method_says_what_it_does_and_names_the_vendors_page(sdk: str) -> None:
    found = declared(sdk)
    assert 90 < len(found)
    told = {name: inspect.getdoc(each.build) or "" for name, each in found.items()}
    assert [] == [name for name, doc in told.items() if not any(vendor in doc for vendor in VENDORS[sdk])]
    assert [] == [name for name, doc in told.items() if doc.startswith(("http", "Vendor"))]


@pytest.mark.parametrize("sdk", SDKS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of all orders. https://x.example/#refunds. More.", "https://x.example/#refunds"),
        ("https://x.example/a\n\nhttps://x.example/b", "https://x.example/a"),
        ("Nothing.", ""),
    ],
)
def test_a_page_is_the_first_address_of_a_text(sdk: str, text: str, expected: str) -> None:
    assert expected == importlib.import_module(f"{sdk}._kernel.binding").vendor_page(text)
