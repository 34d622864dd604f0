"""Whole products that were read before: a night asks only for those that changed since, and finds what they became."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.effects.engine import FlowName
from bpwoo_sync.effects.inprocess import InProcess
from bpwoo_sync.effects.stepping import working_on
from bpwoo_sync.known_details import KnownDetails, details_after, unchanged, usable_details
from bpwoo_sync.known_products import OVERLAP
from bpwoo_sync.planning import EVERYTHING
from bpwoo_sync.snapshot import Account
from bpwoo_sync.tables import Schedule
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.test_stepping import a_job, pair_of
from tests.bpwoo_sync.effects.world import START, World

LONG_AGO, SCHEDULE = START - timedelta(days=30), Schedule(whole_days=7)


def row(id: int, changed: datetime | None) -> bp.ProductRow:
    return bp.ProductRow({"productId": id, "SKU": str(id), **({} if changed is None else {"updatedOn": changed.isoformat()})})


def product(id: int) -> bp.Product:
    return bp.decode(bp.Product, {"id": id, "brandId": 1})


def account(*rows: bp.ProductRow, incomplete: Mapping[str, str] = {}) -> Account:
    details = {each.product_id: product(each.product_id) for each in rows if each.product_id is not None}
    return Account(taken_at=START, products=rows, details=details, incomplete=incomplete)


KNOWN = KnownDetails(products={1: product(1)}, changed={1: LONG_AGO}, asked_at=START, whole_at=START)


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        (LONG_AGO, True),
        (LONG_AGO + timedelta(days=1), False),
        (None, False),  # nothing says that it did not change
    ],
)
def test_a_product_is_kept_while_its_row_tells_of_no_change_since(changed: datetime | None, kept: bool) -> None:
    assert ({1: product(1)} if kept else {}) == unchanged(KNOWN, [row(1, changed), row(2, LONG_AGO)])


def test_what_was_changed_shortly_before_it_was_read_is_read_again() -> None:
    shortly = START - OVERLAP
    found = [unchanged(evolve(KNOWN, changed={1: stamp}), [row(1, stamp)]) for stamp in (shortly, shortly - timedelta(seconds=1))]
    assert [{}, {1: product(1)}] == found


def test_nothing_is_kept_where_nothing_is_known() -> None:
    assert {} == unchanged(None, [row(1, LONG_AGO)])


@pytest.mark.parametrize(
    ("age", "used"),
    [(timedelta(0), True), (timedelta(days=7, seconds=-1), True), (timedelta(days=7), False), (timedelta(seconds=-1), False)],
)
def test_products_that_were_all_read_too_long_ago_or_after_now_are_all_read_again(age: timedelta, used: bool) -> None:
    assert (KNOWN if used else None) == usable_details(KNOWN, SCHEDULE, START + age)


def test_where_all_is_read_every_night_no_product_is_kept() -> None:
    assert usable_details(KNOWN, Schedule(whole_days=0), START) is None


def test_what_is_known_after_a_reading_goes_by_the_rows_of_before_it() -> None:
    found = details_after(account(row(1, LONG_AGO), row(2, None)), evolve(KNOWN, whole_at=LONG_AGO))
    assert found is not None
    assert ({1: LONG_AGO}, {1, 2}, START, LONG_AGO) == (found.changed, set(found.products), found.asked_at, found.whole_at)


@pytest.mark.parametrize("part", ["products", "product details"])
def test_products_that_could_not_be_read_whole_are_not_known(part: str) -> None:
    assert details_after(account(row(1, LONG_AGO), incomplete={part: "too short"}), None) is None


def test_a_night_asks_for_the_products_that_changed_and_brings_their_change_over() -> None:
    world = World(0, 5)
    world.clock.pass_(hours=1)
    with clients(world.doubles) as both:
        pair = pair_of(world, both)
        engine = InProcess(lambda job, running: working_on(pair, job, running), world.clock)

        def night(name: str) -> list[str]:
            """The sets of products that a night asks for; then a day goes by."""
            before = len(world.doubles.brightpearl.requests)
            engine.start(a_job(FlowName.SYNC, name, scope=EVERYTHING))
            engine.run_all()
            asked = [each.path.rpartition("/")[2] for each in world.doubles.brightpearl.requests[before:] if "/product/" in each.path]
            world.clock.pass_(days=1)
            return asked

        first = night("1")
        quiet = night("2")
        heavier = bp.ProductStockDraft(weight=bp.WeightDraft(magnitude=Decimal("1.25")))
        both.account.products.replace(1001, bp.ProductDraft(stock=heavier))
        changed = night("3")
        weights = {each.sku: each.weight for each in both.shop.products.list()}
        whole = [night(str(number)) for number in range(4, 9)][-1]
    assert ([], ["1001"], first) == (quiet, changed, whole)
    assert Decimal("1.25") in weights.values()
