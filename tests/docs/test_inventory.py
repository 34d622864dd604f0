"""What the documentation's build compares its reference with: nothing public is left out of it."""

from __future__ import annotations

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from tests.docs.pages import loaded

inventory = loaded("inventory")
WANTED: frozenset[str] = inventory.wanted()


@pytest.mark.parametrize(
    "name",
    [
        "brightpearl_sdk.Orders",
        "brightpearl_sdk.Orders.get",
        "brightpearl_sdk.ThrottledError",
        "brightpearl_sdk.UNSET",
        "woocommerce_sdk.Orders.create",
        "bpwoo_sync.errors.PlanError",
        "bpwoo_sync.mapping.orders.order_import",
        "bpwoo_sync.effects.flow",
    ],
)
def test_the_reference_has_to_have_what_is_public(name: str) -> None:
    assert name in WANTED


def test_every_public_name_of_the_clients_is_wanted() -> None:
    public = {f"{package.__name__}.{name}" for package in (bp, woo) for name in package.__all__}
    assert set() == public - WANTED


def test_what_a_reference_lacks_is_told() -> None:
    assert [] == inventory.lacking(WANTED)
    assert ["brightpearl_sdk.Orders.get"] == inventory.lacking(WANTED - {"brightpearl_sdk.Orders.get"})


def test_what_is_private_is_not_wanted() -> None:
    assert [] == [name for name in WANTED if "._" in name]
