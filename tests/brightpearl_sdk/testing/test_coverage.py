"""The account answers every endpoint that the vendor documents."""

from __future__ import annotations

import re

import pytest

from brightpearl_sdk.testing.double import routed
from brightpearl_sdk.testing.errors import Refusal
from tests.brightpearl_sdk.test_coverage import ENDPOINTS

#: What stands outside the account, and is answered by the gate.
OUTSIDE = ("/oauth/", "/developer-tools/", "/multi-message")
DOCUMENTED = sorted({(each.method, each.path) for each in ENDPOINTS if not each.path.startswith(OUTSIDE)})


def test_the_vendor_list_is_long() -> None:
    assert len(DOCUMENTED) > 230


@pytest.mark.parametrize(("method", "path"), DOCUMENTED)
def test_a_documented_endpoint_has_a_route(method: str, path: str) -> None:
    plain = re.sub(r"\{[^}]*\}", "1", path).strip("/")
    try:
        route, _ = routed(method, plain)
    except Refusal as refusal:
        pytest.fail(f"{refusal.status}: {refusal.faults}")
    assert method == route.method
