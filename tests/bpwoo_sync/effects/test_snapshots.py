"""Snapshots on disk: taken page by page, resumed, checked, and compared later."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.comparing import compared
from bpwoo_sync.effects.flow import AskBrightpearl, AskWooCommerce, Flow, arun, run
from bpwoo_sync.effects.snapshots.files import Form, Snapshot, open_pair, open_snapshot
from bpwoo_sync.effects.snapshots.pages import PageFiles, Reached
from bpwoo_sync.effects.snapshots.sorting import sorted_lines
from bpwoo_sync.effects.snapshots.taking import snapshots_taken
from bpwoo_sync.effects.working import reconciled
from bpwoo_sync.errors import SnapshotError
from bpwoo_sync.kept import Side, line_key
from bpwoo_sync.mapping.money import ZERO
from bpwoo_sync.planning import Scope
from bpwoo_sync.testing.demo_account import ACCOUNT
from tests.bpwoo_sync.effects.test_faults import Clients, clients
from tests.bpwoo_sync.effects.world import ORDERS, START, World

SIDES: tuple[Side, ...] = ("shop", "account")
FORMS: tuple[Form, ...] = ("jsonl", "jsonl.gz", "parquet")


@pytest.fixture(scope="module")
def world() -> World:
    """Orders of which most are in Brightpearl, and a catalogue of several pages whose stock was never pushed."""
    made = World(130, 120)
    with clients(made.doubles) as both:
        made.sync(both, ORDERS)
    return made


def folders(place: Path) -> dict[Side, Path]:
    return {side: place / side for side in SIDES}


def now() -> datetime:
    return START


class InterruptedError_(Exception):
    """What ends a reading in the middle."""


def asked(flow: Flow[Any], both: Clients, most: int | None = None) -> int:
    """Drive a flow until it ended or asked so many requests, the answer of the last being lost; how many it asked."""
    count, reply, fault = 0, None, None
    try:
        while True:
            step = flow.send(reply) if fault is None else flow.throw(fault)
            reply, fault = None, None
            assert isinstance(step, AskBrightpearl | AskWooCommerce)
            count += 1
            if count == most:
                if isinstance(step, AskBrightpearl):
                    with suppress(bp.NotFoundError):
                        both.account.send(step.operation)
                flow.close()
                return count
            try:
                reply = both.account.send(step.operation) if isinstance(step, AskBrightpearl) else both.shop.send(step.operation)
            except bp.NotFoundError as refused:
                fault = refused
    except StopIteration:
        return count


def content(place: Path) -> dict[str, list[str]]:
    """Every record of both snapshots."""
    return {
        f"{side} {subject}": list(found.lines(subject))
        for side, found in zip(SIDES, open_pair(place / "shop", place / "account"), strict=True)
        for subject in found.manifest.subjects
    }


def taken(world: World, place: Path, form: Form = "jsonl") -> dict[Side, Snapshot]:
    with clients(world.doubles) as both:
        return run(snapshots_taken(world.tables, folders(place), now, form=form), both.account, both.shop)


def test_interrupted_at_any_request_it_goes_on_and_repeats_no_more_than_that_one(world: World, tmp_path: Path) -> None:
    with clients(world.doubles) as both:
        undisturbed = asked(snapshots_taken(world.tables, folders(tmp_path / "whole"), now, form="jsonl"), both)
        assert undisturbed > 10
        wanted = content(tmp_path / "whole")
        # Each request is the last of some reading here or in the test below; every third keeps this one short.
        for nth in (*range(1, undisturbed, 3), undisturbed):
            place = tmp_path / str(nth)
            first = asked(snapshots_taken(world.tables, folders(place), now, form="jsonl"), both, nth)
            rest = asked(snapshots_taken(world.tables, folders(place), now, form="jsonl"), both)
            assert undisturbed + 1 == first + rest
            assert wanted == content(place)


def test_interrupted_at_every_request_in_turn_each_is_asked_twice_at_most(world: World, tmp_path: Path) -> None:
    with clients(world.doubles) as both:
        undisturbed = asked(snapshots_taken(world.tables, folders(tmp_path / "whole"), now, form="jsonl"), both)
        asked_in_all = 0
        while not (tmp_path / "broken" / "shop" / "manifest.json").exists():
            asked_in_all += asked(snapshots_taken(world.tables, folders(tmp_path / "broken"), now, form="jsonl"), both, 2)
        assert 2 * undisturbed >= asked_in_all
        assert content(tmp_path / "whole") == content(tmp_path / "broken")


def test_awaiting_clients_take_the_same_snapshot(world: World, tmp_path: Path) -> None:
    taken(world, tmp_path / "blocking")

    async def awaited() -> None:
        import brightpearl_sdk.testing as brightpearl_testing
        import woocommerce_sdk.testing as shop_testing

        app, key = brightpearl_testing.DEMO_APP, shop_testing.DEMO_KEY
        async with (
            bp.AsyncBrightpearl(
                ACCOUNT,
                bp.AccountToken(app.app_ref, app.account_token),
                base_url="https://account.example",
                transport=brightpearl_testing.mock_transport(world.doubles.brightpearl.handle),
            ) as account,
            woo.AsyncWooCommerce(
                "https://shop.example",
                key.consumer_key,
                key.consumer_secret,
                transport=shop_testing.mock_transport(world.doubles.shop.handle),
            ) as shop,
        ):
            await arun(snapshots_taken(world.tables, folders(tmp_path / "awaiting"), now, form="jsonl"), account, shop)

    asyncio.run(awaited())
    assert content(tmp_path / "blocking") == content(tmp_path / "awaiting")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_back_the_same_records_exactly(world: World, tmp_path: Path, form: Form) -> None:
    taken(world, tmp_path / "text")
    taken(world, tmp_path / form, form)
    assert content(tmp_path / "text") == content(tmp_path / form)


def test_two_snapshots_agree_and_differ_as_both_systems_do(world: World, tmp_path: Path) -> None:
    found = taken(world, tmp_path)
    scope = Scope(orders=True, shipments=False, stock=True, prices=True, products=False)
    with clients(world.doubles) as both:
        live = run(reconciled(world.tables, now, scope), both.account, both.shop)
    later = compared(found["shop"].kept(), found["account"].kept(), world.tables)
    # Snapshots do not tell when a product changed, so what is pending live has its severity there.
    wanted = Counter((each.code, each.key) for each in live.issues if each.code != "STOCK_MASS_ZERO")
    assert [evolve(total, pending=ZERO) for total in live.totals if total.measure != "refunds"] == list(later.totals)
    assert {"MISSING_IN_BP", "STOCK_DRIFT"} & {each.code for each in later.issues}
    assert wanted - Counter((each.code, each.key) for each in later.issues) == Counter()


def test_records_ascend_by_their_keys_and_the_manifest_counts_them(world: World, tmp_path: Path) -> None:
    for side, snapshot in taken(world, tmp_path).items():
        for subject, lines in ((name, list(snapshot.lines(name))) for name in snapshot.manifest.subjects):
            keys = [line_key(line) for line in lines]
            assert (sorted(keys), snapshot.manifest.counts[subject]) == (keys, len(lines)), side


def test_no_customer_is_in_a_snapshot(world: World, tmp_path: Path) -> None:
    taken(world, tmp_path)
    emails = {order["billing"]["email"] for order in world.doubles.shop.records("orders")} - {""}
    text = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.jsonl"))
    assert [] == [email for email in emails if email in text]


def altered(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def edited(path: Path, **values: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


DAMAGES: Mapping[str, Callable[[Path], None]] = {
    "altered": lambda folder: altered(folder / "orders-0001.jsonl.gz"),
    "cut short": lambda folder: cut(folder / "stock-0001.jsonl.gz"),
    "is missing": lambda folder: (folder / "stock-0001.jsonl.gz").unlink(),
    "holds no whole snapshot": lambda folder: (folder / "manifest.json").unlink(),
    "cannot be read": lambda folder: cut(folder / "manifest.json"),
    "was altered after it was written": lambda folder: edited(folder / "manifest.json", store="X"),
    "has format 9": lambda folder: edited(folder / "manifest.json", format=9),
}


@pytest.mark.parametrize("told", DAMAGES)
def test_a_damaged_snapshot_is_refused_with_the_file_and_what_to_do(world: World, tmp_path: Path, told: str) -> None:
    taken(world, tmp_path, "jsonl.gz")
    DAMAGES[told](tmp_path / "shop")
    with pytest.raises(SnapshotError, match=told) as caught:
        open_snapshot(tmp_path / "shop")
    assert str(tmp_path / "shop") in str(caught.value)


def test_an_unfinished_reading_is_no_snapshot_and_says_how_to_go_on(world: World, tmp_path: Path) -> None:
    with clients(world.doubles) as both:
        asked(snapshots_taken(world.tables, folders(tmp_path), now), both, 4)
    with pytest.raises(SnapshotError, match="Run bpwoo snapshot again"):
        open_snapshot(tmp_path / "account")


def test_a_snapshot_is_not_written_over(world: World, tmp_path: Path) -> None:
    taken(world, tmp_path)
    with pytest.raises(SnapshotError, match="holds a snapshot already"):
        taken(world, tmp_path)


def test_sides_given_the_wrong_way_round_are_refused(world: World, tmp_path: Path) -> None:
    taken(world, tmp_path)
    with pytest.raises(SnapshotError, match="is a snapshot of the account, where one of the shop was due"):
        open_pair(tmp_path / "account", tmp_path / "shop")


def test_a_reading_is_not_gone_on_with_under_other_settings(world: World, tmp_path: Path) -> None:
    with clients(world.doubles) as both:
        asked(snapshots_taken(world.tables, folders(tmp_path), now), both, 4)
        with pytest.raises(SnapshotError, match="begun with another subjects"):
            asked(snapshots_taken(world.tables, folders(tmp_path), now, subjects=("stock",)), both)


def test_what_an_interruption_left_behind_the_last_page_is_dropped(tmp_path: Path) -> None:
    pages = PageFiles(tmp_path)
    pages.keep("orders", [("orders", '{"key":"a"}')], Reached(records=1, cursor=(0, 2)))
    with (tmp_path / "orders.pages").open("a") as file:
        file.write('orders\t{"key":"b"}\norders\t{"ke')
    again = PageFiles(tmp_path)
    assert Reached(records=1, cursor=(0, 2)) == again.reached("orders")
    assert ['{"key":"a"}\n'] == list(again.lines("orders"))


def test_a_kept_page_that_was_altered_is_refused(tmp_path: Path) -> None:
    pages = PageFiles(tmp_path)
    pages.keep("orders", [("orders", '{"key":"a"}')], Reached(records=1))
    path = tmp_path / "orders.pages"
    path.write_text(path.read_text().replace('"a"', '"b"'))
    with pytest.raises(SnapshotError, match="was altered after it was kept"):
        PageFiles(tmp_path).reached("orders")


def test_an_order_that_leaves_the_listing_meanwhile_takes_no_other_with_it(tmp_path: Path) -> None:
    world = World(30, 0)
    known = world.doubles.shop.records("orders")
    world.doubles.shop.load("orders", [{**known[0], "id": 90_000 + number, "number": str(number)} for number in range(100)])
    with clients(world.doubles) as both:
        flow = snapshots_taken(world.tables, {"shop": tmp_path / "shop"}, now, subjects=("orders",), form="jsonl")
        reply, trashed = None, False
        try:
            while True:
                step = flow.send(reply)
                if isinstance(step, AskBrightpearl):
                    reply = both.account.send(step.operation)
                elif isinstance(step, AskWooCommerce):
                    request = step.operation.request
                    if request.parameter("page") == "2" and request.path.endswith("orders") and not trashed:
                        trashed = True
                        both.shop.orders.delete(both.shop.orders.list(woo.OrderQuery(orderby="id", order="asc")).first().items[0].id)
                    reply = both.shop.send(step.operation)
        except StopIteration:
            pass
    snapshot = open_snapshot(tmp_path / "shop")
    there = {order["id"] for order in world.doubles.shop.records("orders")}
    assert trashed
    assert (there, ()) == ({each.order_id for each in snapshot.records("orders")}, snapshot.manifest.incomplete)


@pytest.mark.parametrize("chunk", [1, 2, 3, 100])
def test_lines_of_any_number_are_sorted_by_key_and_stay_in_order_otherwise(tmp_path: Path, chunk: int) -> None:
    lines = ["b\t1\n", "a\t2\n", "c\t3\n", "a\t1\n", "b\t0\n"]
    wanted = ["a\t2\n", "a\t1\n", "b\t1\n", "b\t0\n", "c\t3\n"]
    assert wanted == list(sorted_lines(lines, lambda line: line[0], tmp_path, chunk=chunk))
    assert [] == list(tmp_path.iterdir())


def test_moments_of_a_snapshot_are_utc(world: World, tmp_path: Path) -> None:
    about = taken(world, tmp_path)["shop"].manifest
    assert (START, UTC) == (about.taken_at, about.taken_at.tzinfo)
