"""What real accounts answered, replayed by vcrpy through both clients."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from decimal import Decimal
from inspect import isawaitable
from typing import Any
from urllib.parse import urlsplit

import pytest
from attrs import frozen

import brightpearl_sdk as bp
from tests.brightpearl_sdk.answers import plain
from tests.brightpearl_sdk.make_cassettes import FOLDER, RECORDED, cassettes
from tests.cassettes import NOT_ON_CASSETTE, replaying, sources_of

NAMES = sorted([*RECORDED, "order_note", "sales_order"])
AUTH = bp.AccountToken("my-app", "the-token")
PAYMENT = bp.CustomerPaymentDraft(
    transaction_ref="RUBY-BP-RECEIPT-REF-0001",
    transaction_code="RUBY-BP-RECEIPT-CODE-0001",
    payment_method_code="PUNTOS",
    payment_type=bp.PaymentType.RECEIPT,
    order_id=1081505,
    currency_iso_code="CRC",
    exchange_rate=Decimal("1.0"),
    amount_paid=Decimal("100.0"),
    payment_date=datetime(2026, 4, 17, 16, tzinfo=UTC),
    journal_ref="ruby-brightpearl customer payment receipt test",
)
ORDER = bp.OrderDraft(
    reference="#0001", order_type_code=bp.OrderType.SALES_ORDER, parties=bp.OrderPartiesDraft(customer=bp.OrderPartyDraft(contact_id=200))
)
STATUS = bp.OrderStatusDraft(name="TEST Status", order_type_code=bp.OrderType.SALES_ORDER, color="#60a0ff")
NAMES_CHANGED = (bp.Patch.replace("/firstName", "Jane"), bp.Patch.replace("/lastName", "Smith"))


@frozen
class Call:
    """What is asked of either client, which values of its answer are looked at, and what they are."""

    ask: Callable[[Any], Any]
    seen: Callable[[Any], Any]
    expected: Any


CALLS: dict[str, list[Call]] = {
    "channel": [
        Call(
            lambda client: client.channels.all(),
            lambda found: [(each.id, each.name) for each in found],
            [(1, "Default Channel"), (2, "Web Channel")],
        ),
    ],
    "contact": [
        Call(
            lambda client: client.contacts.get(151499),
            lambda contact: (contact.contact_id, contact.first_name, contact.communication.emails.primary.email, contact.created_on),
            (151499, "Ada", "ada@example.com", datetime(2025, 2, 21, 16, 30, 8, tzinfo=UTC)),
        ),
        Call(
            lambda client: client.contacts.search(bp.ContactRow.where(bp.ContactRow.primary_email.contains("ada@example.com"))),
            lambda rows: [(row.contact_id, row.last_name, row.created_on) for row in rows],
            [
                (72433, "Example", datetime(2022, 5, 17, 22, 34, 7, tzinfo=UTC)),
                (72435, "Example", datetime(2022, 5, 17, 22, 42, 9, tzinfo=UTC)),
            ],
        ),
        Call(lambda client: client.contacts.patch(151499, NAMES_CHANGED), lambda contact: contact.contact_id, 151499),
    ],
    "currency": [
        Call(
            lambda client: client.currencies.search(bp.CurrencyRow.where()),
            lambda rows: [(row.code, row.exchange_rate, row.is_default) for row in rows],
            [("USD", Decimal("1.000000"), True), ("EUR", Decimal("1.234567"), False)],
        ),
    ],
    "customer_payment": [
        Call(lambda client: client.customer_payments.create(PAYMENT), lambda id: id, 935253),
        Call(
            lambda client: client.customer_payments.search(bp.CustomerPaymentRow.where(bp.CustomerPaymentRow.order_id.is_(1081505))),
            lambda rows: [(row.payment_id, row.payment_type, row.currency_code, row.amount_paid) for row in rows],
            [(935253, "RECEIPT", "CRC", Decimal("100.00"))],
        ),
    ],
    "order": [
        Call(lambda client: client.orders.create(ORDER), lambda id: id, 322),
        Call(
            lambda client: client.orders.get_set([1, 320, 321]),
            lambda orders: [(order.id, order.order_type_code, order.total_value.total, order.placed_on) for order in orders],
            [
                (320, bp.OrderType.SALES_ORDER, Decimal("0.00"), datetime(2022, 1, 26, 15, 37, 37, tzinfo=UTC)),
                (1, bp.OrderType.SALES_ORDER, Decimal("10.00"), datetime(2020, 3, 31, 21, 2, 44, tzinfo=UTC)),
                (321, bp.OrderType.SALES_ORDER, Decimal("90.40"), datetime(2022, 1, 26, 15, 37, 37, tzinfo=UTC)),
            ],
        ),
    ],
    "order_note": [
        Call(lambda client: client.order_notes.create(7, bp.OrderNoteDraft(text="Imported", is_public=False)), lambda id: id, 31),
        Call(
            lambda client: client.order_notes.of_orders([7]),
            lambda notes: [(note.note_id, note.text, note.is_public, note.added_on) for note in notes],
            [(31, "Imported", False, datetime(2026, 3, 2, 9, 15, tzinfo=UTC))],
        ),
    ],
    "order_status": [
        Call(
            lambda client: client.order_statuses.get_set([1]),
            lambda found: [(each.status_id, each.name, each.order_type_code) for each in found],
            [(1, "Draft / Quote", bp.OrderType.SALES_ORDER)],
        ),
        Call(lambda client: client.order_statuses.create(STATUS), lambda id: id, 25),
    ],
    "price_list": [
        Call(
            lambda client: client.price_lists.get_set([1]),
            lambda found: [(each.id, each.code, each.currency_code, each.gross) for each in found],
            [(1, "COST CRC", "CRC", False)],
        ),
    ],
    "product": [
        Call(
            lambda client: client.products.get(1007),
            lambda product: (product.id, product.identity.sku, product.stock.stock_tracked, product.updated_on),
            (1007, "TEST001", True, datetime(2020, 7, 6, 7, 48, 36, tzinfo=UTC)),
        ),
        Call(
            lambda client: client.products.get_set([1007, 1532, 1569]),
            lambda found: [each.identity.sku for each in found],
            ["TEST001", "GUANTO-1", "GUANTO-0"],
        ),
    ],
    "product_availability": [
        Call(
            lambda client: client.product_availability.get_set([1007, 1532]),
            lambda found: {id: (each.total.on_hand, each.warehouses["2"].allocated) for id, each in found.items()},
            {1007: (4, 0), 1532: (48, 12)},
        ),
    ],
    "sales_order": [
        Call(
            lambda client: client.sales_orders.get(7),
            lambda order: (order.id, order.ref, order.tax_date, [(row.product_id, row.quantity, row.net, row.tax) for row in order.rows]),
            (
                7,
                "ABC123XYZ890",
                datetime(2023, 9, 1, tzinfo=UTC),
                [(123456, Decimal(123), Decimal(100), Decimal(14)), (456789, Decimal(456), Decimal(101), Decimal(15))],
            ),
        ),
    ],
    "tax_code": [
        Call(
            lambda client: client.tax_codes.all(),
            lambda found: [(each.code, each.rate) for each in found][:3],
            [("Z", None), ("T", Decimal("10.0")), ("N", None)],
        ),
        Call(lambda client: client.tax_codes.get(1), lambda each: (each.id, each.code, each.rate), (1, "Z", None)),
    ],
    "warehouse": [
        Call(
            lambda client: client.warehouses.all(),
            lambda found: [(each.id, each.name) for each in found],
            [(1, "Default Warehouse"), (2, "Secondary Warehouse")],
        ),
    ],
}


def address_in(name: str) -> str:
    """The data centre that a cassette was recorded from."""
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("uri: "))
    return f"https://{urlsplit(line.partition('uri: ')[2]).netloc}"


def place(path: str) -> object:
    """A path whose sets of ids are sets: ``1,320,321`` and ``1,320-321`` are one."""
    parts = path.rstrip("/").split("/")
    return [bp.IdSet.parse(part) if re.fullmatch(r"[\d,-]+", part) else part for part in parts]


def on_cassette(name: str) -> AbstractContextManager[Any]:
    return replaying(FOLDER / f"{name}.yaml", place=place, document=plain)


def client_of(name: str) -> bp.Brightpearl:
    return bp.Brightpearl("acme", AUTH, base_url=address_in(name))


def by_blocking(name: str) -> list[Any]:
    """What the blocking client reads from a cassette, call by call; everything in it is asked for."""
    with on_cassette(name) as cassette, client_of(name) as client:
        found = [asked.all() if isinstance(asked, bp.Listing) else asked for asked in (call.ask(client) for call in CALLS[name])]
        assert cassette.all_played
    return found


def by_awaiting(name: str) -> list[Any]:
    """The same from the awaiting client."""

    async def replayed() -> list[Any]:
        async with bp.AsyncBrightpearl("acme", AUTH, base_url=address_in(name)) as client:
            asked = (call.ask(client) for call in CALLS[name])
            return [await each if isawaitable(each) else await each.all() for each in asked]

    with on_cassette(name) as cassette:
        found = asyncio.run(replayed())
        assert cassette.all_played
    return found


@pytest.mark.parametrize("name", NAMES)
def test_both_clients_read_the_same_values_from_a_cassette(name: str) -> None:
    blocked, awaited = by_blocking(name), by_awaiting(name)
    assert [call.expected for call in CALLS[name]] == [call.seen(each) for call, each in zip(CALLS[name], blocked, strict=True)]
    assert blocked == awaited


@pytest.mark.parametrize("name", NAMES)
def test_a_cassette_is_as_the_recordings_make_it(name: str) -> None:
    assert dict(cassettes())[name] == (FOLDER / f"{name}.yaml").read_text("utf-8")


def test_every_cassette_is_replayed() -> None:
    assert (NAMES, NAMES) == (sorted(CALLS), sorted(each.stem for each in FOLDER.glob("*.yaml")))


def test_a_cassette_names_its_recordings() -> None:
    assert ["account:order_post_so", "account:order_get_multiple"] == sources_of(FOLDER / "order.yaml")


def test_a_request_that_is_on_no_cassette_is_not_sent() -> None:
    with on_cassette("channel"), client_of("channel") as client, pytest.raises(NOT_ON_CASSETTE):
        client.warehouses.all()


def test_a_body_other_than_the_recorded_one_is_not_taken_for_it() -> None:
    with on_cassette("order_note"), client_of("order_note") as client, pytest.raises(NOT_ON_CASSETTE):
        client.order_notes.create(7, bp.OrderNoteDraft(text="Another", is_public=False))
