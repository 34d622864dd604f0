"""Products that were read before: only what changed since is asked for, and what it says counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.effects.engine import FlowName
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.inprocess import InProcess
from bpwoo_sync.effects.scheduling import GOODS
from bpwoo_sync.effects.stepping import working_on
from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.effects.working import read_sides, synced
from bpwoo_sync.known_products import OVERLAP, WHOLE_EVERY, KnownProducts, known_after, usable, with_changes
from bpwoo_sync.planning import EVERYTHING
from bpwoo_sync.testing.doubles import Doubles
from tests.bench.worlds import START, STOCK, clients_of, doubles_of
from tests.bpwoo_sync.effects.road import tables
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.test_requests import asked, at
from tests.bpwoo_sync.effects.test_stepping import a_job, pair_of
from tests.bpwoo_sync.effects.world import World


def row(id: int, sku: str) -> bp.ProductRow:
    return bp.ProductRow({"productId": id, "SKU": sku})


KNOWN = KnownProducts(rows=(row(1, "A"), row(2, "B")), asked_at=START, whole_at=START)


def known_of(both: Doubles, minutes: int) -> KnownProducts | None:
    """What is known of the products after a reading."""
    with clients_of(both) as clients:
        return known_after(run(read_sides(tables(), at(minutes).now, STOCK), clients.account, clients.shop).account, None)


def test_a_changed_row_takes_the_place_of_what_it_was_and_a_new_one_comes_behind() -> None:
    found = with_changes(KNOWN, [row(3, "C"), row(1, "A2")])
    assert [(1, "A2"), (2, "B"), (3, "C")] == [(each.product_id, each.sku) for each in found]


def test_what_changed_is_asked_for_from_a_while_before_the_last_look() -> None:
    assert START - OVERLAP == KNOWN.changed_since()


@pytest.mark.parametrize(
    ("age", "used"),
    [(timedelta(0), True), (WHOLE_EVERY - timedelta(seconds=1), True), (WHOLE_EVERY, False), (timedelta(seconds=-1), False)],
)
def test_products_that_were_read_whole_too_long_ago_or_after_now_are_read_whole_again(age: timedelta, used: bool) -> None:
    assert (KNOWN if used else None) == usable(KNOWN, START + age)


def test_products_that_could_not_be_read_whole_are_not_kept() -> None:
    both = doubles_of(products=3)
    with clients_of(both) as clients:
        account = run(read_sides(tables(), at(5).now, STOCK), clients.account, clients.shop).account
    assert known_after(evolve(account, incomplete={"products": "too short"}), None) is None
    later = known_after(evolve(account, taken_at=START + timedelta(hours=1)), KNOWN)
    assert later is not None
    assert (START, START + timedelta(hours=1)) == (later.whole_at, later.asked_at)


def test_the_stock_of_known_products_takes_one_search_and_the_sets() -> None:
    both = doubles_of(products=1_000)
    known = known_of(both, 60)
    account, _ = asked(both, synced(tables(), MemoryStore(), at(90), STOCK, known_products=known))
    assert {"product-search": 1, "product-availability": 5, "sales-order-search": 1} == account


def test_a_product_that_has_another_sku_since_is_found_under_the_new_one() -> None:
    both = doubles_of(products=3)
    known = known_of(both, 5)
    product = next(iter(both.brightpearl.records("products")))
    with clients_of(both) as clients:
        clients.account.products.replace(product["id"], bp.ProductDraft(identity=bp.ProductIdentityDraft(sku="ANOTHER")))
        account = run(read_sides(tables(), at(60).now, STOCK, known_products=known), clients.account, clients.shop).account
    assert "ANOTHER" in {each.sku for each in account.products}
    assert len(account.products) == 3


def test_runs_between_two_nights_ask_what_changed_and_the_nights_run_asks_for_all() -> None:
    world = World(2, 5)
    with clients(world.doubles) as both:
        pair = pair_of(world, both)
        engine = InProcess(lambda job, running: working_on(pair, job, running), world.clock)
        for record, scope in (("1", GOODS), ("2", GOODS), ("3", EVERYTHING), ("4", GOODS)):
            engine.start(a_job(FlowName.SYNC, record, scope=scope))
            engine.run_all()
    searches = [each for each in world.doubles.brightpearl.requests if each.path.endswith("product-search")]
    assert [False, True, False, True] == ["updatedOn" in dict(each.query) for each in searches]
