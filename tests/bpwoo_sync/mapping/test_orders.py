"""Which orders go over, when, and under which name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bpwoo_sync.mapping.orders import is_admitted, is_too_young, order_key
from brightpearl_sdk import instant
from tests.bpwoo_sync.mapping.orders import order, tables

PLACED = instant("2026-03-02T10:15:00Z")


@pytest.mark.parametrize(("seconds", "expected"), [(-1, True), (0, True), (1, False)])
def test_an_order_is_admitted_from_the_moment_on_at_which_the_shop_goes_live(seconds: int, expected: bool) -> None:
    settings = tables(store={"go_live": PLACED + timedelta(seconds=seconds)})
    assert expected is is_admitted(order("0.00", "0.00", []), settings)


def test_an_order_of_another_status_is_not_admitted() -> None:
    assert (True, False) == tuple(is_admitted(order("0.00", "0.00", [], status=status), tables()) for status in ("completed", "pending"))


@pytest.mark.parametrize(("least", "age", "expected"), [(60, 59.9, True), (60, 60, False), (1, 0.5, True), (0, -5, False), (60, -5, True)])
def test_an_order_waits_until_it_is_old_enough(least: int, age: float, expected: bool) -> None:
    settings = tables(orders={"min_age_seconds": least})
    assert expected is is_too_young(order("0.00", "0.00", []), settings, PLACED + timedelta(seconds=age))


@pytest.mark.parametrize(("number", "expected"), [(" A-7 ", "A-7"), (" ", "1001"), ("", "1001")])
def test_an_order_is_named_by_its_number_else_by_its_id(number: str, expected: str) -> None:
    assert expected == order_key(order("0.00", "0.00", [], number=number))
