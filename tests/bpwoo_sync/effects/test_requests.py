"""How many requests each job takes: counted, and no more than is said."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from math import ceil
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.effects.flow import Flow, run
from bpwoo_sync.effects.performing import Performance
from bpwoo_sync.effects.polling import polled
from bpwoo_sync.effects.reading import ORDER_REFERENCES, REFERENCES, read_account, read_references
from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.effects.working import reconciled, synced
from bpwoo_sync.snapshot import References
from bpwoo_sync.tables import OrderField
from bpwoo_sync.testing.doubles import Doubles
from tests.bench.worlds import ORDERS, START, STOCK, clients_of, doubles_of, tables_without_notes
from tests.bpwoo_sync.effects.road import tables
from tests.bpwoo_sync.effects.test_completing import FIELDS


def at(minutes: int) -> Performance:
    """A run so many minutes after the world began."""
    return Performance(now=lambda: START + timedelta(minutes=minutes), run="test", settling=0.0)


def asked(both: Doubles, flow: Flow[object]) -> tuple[Counter[str], Counter[str]]:
    """What a flow asks of Brightpearl and of the shop, by the last word of the path that is no number."""
    before = len(both.brightpearl.requests), len(both.shop.requests)
    with clients_of(both) as clients:
        run(flow, clients.account, clients.shop)
    account = both.brightpearl.requests[before[0] :]
    return Counter(map(_subject, (each.path for each in account))), Counter(
        map(_subject, (each.path for each in both.shop.requests[before[1] :]))
    )


def with_address(contact: dict[str, Any], place: int) -> dict[str, Any]:
    """A contact like another, with an id and an e-mail address of its own."""
    emails = {"PRI": {"email": f"known{place}@example.com"}}
    return {**contact, "contactId": 10_000 + place, "communication": {**contact["communication"], "emails": emails}}


def _subject(path: str) -> str:
    return next(word for word in reversed(path.split("/")) if not word[:1].isdigit())


def test_stock_is_compared_with_a_search_of_500_and_sets_of_200_and_one_look_at_orders() -> None:
    account, _ = asked(doubles_of(products=1_000), synced(tables(), MemoryStore(), at(5), STOCK))
    assert {"product-search": 2, "product-availability": 5, "sales-order-search": 1} == account


def test_orders_are_imported_ten_writes_to_a_request_after_eight_that_read() -> None:
    both = doubles_of(products=50, orders=100, customers=60)
    account, shop = asked(both, synced(tables_without_notes(), MemoryStore(), at(5), ORDERS))
    assert 6 + 6 + 10 + 10 == account["multi-message"]
    assert 8 == account.total() - account["multi-message"]
    assert 1 == shop["batch"]


def test_the_note_on_an_imported_order_costs_a_write_for_each() -> None:
    both = doubles_of(products=50, orders=100, customers=60)
    account, _ = asked(both, synced(tables(), MemoryStore(), at(5), ORDERS))
    assert 6 + 6 + 10 + 10 + 10 == account["multi-message"]


def test_custom_fields_and_reservations_cost_two_requests_for_ten_orders_and_a_list() -> None:
    plain = tables_without_notes()
    filling = evolve(plain, orders=evolve(plain.orders, custom_fields=(OrderField(meta="_po", code="PCF_PO"),)))
    reserving = evolve(plain, orders=evolve(plain.orders, allocate=True))
    counted = []
    for settings in (plain, filling, reserving):
        both = doubles_of(products=20, orders=20, customers=5)
        both.brightpearl.load("custom_fields", FIELDS)
        told = [{"id": 1, "key": "_po", "value": "PO-7a"}]
        both.shop.load("orders", [{**each, "meta_data": told} for each in both.shop.records("orders")])
        counted.append(asked(both, synced(settings, MemoryStore(), at(5), ORDERS))[0].total())
    assert [counted[0], counted[0] + 1 + 2 * 2, counted[0] + 2 * 2] == counted


def test_a_reconciliation_reads_each_order_once_and_its_lists_only_where_they_are_not_kept() -> None:
    both, store = doubles_of(products=50, orders=600, customers=30), MemoryStore()
    asked(both, synced(tables_without_notes(), store, at(5), ORDERS))
    read, _ = asked(both, reconciled(tables_without_notes(), at(6).now, ORDERS))
    kept, _ = asked(both, reconciled(tables_without_notes(), at(6).now, ORDERS, references=References()))
    assert (ceil(600 / 200), ceil(600 / 500), ceil(600 / 499)) == (
        read["sales-order"],
        read["sales-order-search"],
        read["customer-payment-search"],
    )
    assert len(ORDER_REFERENCES) == read.total() - kept.total()


def test_a_poll_that_finds_nothing_new_asks_each_source_once() -> None:
    both, store = doubles_of(products=50, orders=10, customers=10), MemoryStore()
    asked(both, synced(tables_without_notes(), store, at(5), ORDERS, progress=store))
    asked(both, polled(tables_without_notes(), store, store, at(600)))
    account, shop = asked(both, polled(tables_without_notes(), store, store, at(1200)))
    assert ({"goods-out-search": 1}, {"orders": 2, "refunds": 1}) == (account, shop)


@pytest.mark.parametrize(
    ("contacts", "emails", "requests"),
    [
        (400, 3, 3),  # few are always asked for one by one
        (400, 4, 1),  # one page holds all contacts
        (1_200, 4, 1 + 2),  # the other pages are fewer than the addresses
        (1_200, 2_000, 1 + 2),
        (4_000, 5, 1 + 5),  # the addresses are fewer than the other pages
    ],
)
def test_contacts_are_paged_or_searched_whichever_takes_fewer(contacts: int, emails: int, requests: int) -> None:
    both = doubles_of(products=50, orders=1)
    asked(both, synced(tables_without_notes(), MemoryStore(), at(5), ORDERS))
    (known,) = both.brightpearl.records("contacts")
    both.brightpearl.load("contacts", [with_address(known, place) for place in range(1, contacts)])
    wanted = {f"stranger{n}@example.com" for n in range(emails)}
    flow = read_account(
        lambda: START, channel_id=None, store_key="W1", references=References(), emails=wanted, stock=False, money=False, shipments=False
    )
    account, _ = asked(both, flow)
    assert requests == account["contact-search"]


def test_references_are_read_as_far_as_they_are_wanted() -> None:
    both = doubles_of()
    both.brightpearl.load("custom_fields", FIELDS)
    with clients_of(both) as clients:
        found = run(read_references(("tax_codes", "price_lists")), clients.account, None)
        every = run(read_references(), clients.account, None)
    assert (found.tax_codes, found.price_lists) == (every.tax_codes, every.price_lists)
    assert ((), {}) == (found.warehouses, found.configuration)
    assert set(REFERENCES) == {name for name in REFERENCES if getattr(every, name)}


def test_a_page_that_says_of_itself_that_it_is_the_last_is_not_followed_by_another_look() -> None:
    both = doubles_of(products=1_000)
    with clients_of(both) as clients:
        rows = list(clients.account.products.search(bp.ProductRow.where()))
    assert (1_000, 2) == (len(rows), len(both.brightpearl.requests))
