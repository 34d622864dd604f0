"""Many writes in few requests, reads side by side, tokens in a keyring, and custom fields checked before they are sent."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

import brightpearl_sdk as bp
from brightpearl_sdk.testing import DEMO_APP, BrightpearlDouble, Fault, Wrong, mock_transport, with_faults


def notes(*order_ids: int) -> list[bp.Operation[int]]:
    """A note for each order."""
    return [bp.OrderNotes.create(id, bp.OrderNoteDraft(text=f"note {id}")) for id in order_ids]


def double() -> BrightpearlDouble:
    """An account with a contact and twenty-five orders of his."""
    account = BrightpearlDouble()
    with client(account) as ready:
        address = ready.postal_addresses.create(bp.PostalAddressDraft(address_line1="1 Test Street", country_iso_code="GBR"))
        places = bp.PostAddressIdsDraft(default=address)
        contact = ready.contacts.create(bp.ContactDraft(first_name="Ada", last_name="Byron", post_address_ids=places))
        drafts = [bp.SalesOrderDraft(customer=bp.SalesOrderCustomerDraft(id=contact)) for _ in range(25)]
        results = ready.batch(bp.SalesOrders.create(draft) for draft in drafts)
    assert 25 == len([result for result in results if isinstance(result, bp.Done)])
    return account


def client(account: BrightpearlDouble, *faults: Fault) -> bp.Brightpearl:
    """A blocking client of the account."""
    auth = bp.AccountToken(DEMO_APP.app_ref, DEMO_APP.account_token)
    transport = mock_transport(with_faults(account.handle, faults))
    return bp.Brightpearl("acme", auth, base_url="https://account.example", transport=transport, sleep=lambda seconds: None)


def order_ids(account: BrightpearlDouble) -> list[int]:
    """The orders of the account."""
    return [order["id"] for order in account.records("orders")]


def test_any_number_of_writes_goes_ten_to_a_request_with_a_result_for_each() -> None:
    account = double()
    before = len(account.requests)
    with client(account) as ready:
        results = ready.batch(notes(*order_ids(account)[:12], 999, *order_ids(account)[12:]))
    assert 3 == len(account.requests) - before
    assert [12] == [place for place, result in enumerate(results) if isinstance(result, bp.Refused)]
    assert 25 == len(account.records("order_notes"))


def test_an_awaiting_client_does_the_same() -> None:
    account = double()

    async def batch() -> tuple[Any, ...]:
        auth = bp.AccountToken(DEMO_APP.app_ref, DEMO_APP.account_token)
        async with bp.AsyncBrightpearl("acme", auth, base_url="https://account.example", transport=mock_transport(account.handle)) as ready:
            return await ready.batch(notes(*order_ids(account)))

    assert 25 == len([result for result in asyncio.run(batch()) if isinstance(result, bp.Done)])


def test_a_write_that_cannot_be_packed_is_told_before_any_is_sent() -> None:
    account = double()
    before = len(account.requests)
    mixed: list[bp.Operation[Any]] = [*notes(*order_ids(account)), bp.Orders.get(1)]
    with client(account) as ready, pytest.raises(ValueError, match="writes only"):
        ready.batch(mixed)
    assert before == len(account.requests)


def test_with_stop_nothing_is_sent_after_a_failed_write() -> None:
    account = double()
    first, *others = order_ids(account)
    before = len(account.requests)
    with client(account) as ready:
        results = ready.batch(notes(first, 999, *others), on_fail=bp.OnFail.STOP)
    assert 1 == len(account.requests) - before
    assert [bp.Done, *[bp.Refused] * 25] == [type(result) for result in results]
    assert isinstance(results[-1], bp.Refused) and isinstance(results[-1].error, bp.NotProcessedError)


def test_a_message_that_draws_no_answer_leaves_each_of_its_writes_in_doubt_and_the_others_done() -> None:
    account = double()
    with client(account, Fault(wrong=Wrong.TIMEOUT_AFTER, nth=1, method="POST")) as ready:
        results = ready.batch(notes(*order_ids(account)))
    assert [*[bp.Refused] * 10, *[bp.Done] * 15] == [type(result) for result in results]
    lost = results[0]
    assert isinstance(lost, bp.Refused) and isinstance(lost.error, bp.TimedOutError)
    assert bp.Reach.UNKNOWN is lost.error.reach


class Drawer(KeyringBackend):
    """A keyring in memory; ``locked`` refuses."""

    priority = 1.0
    kept: dict[tuple[str, str], str]
    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept."""
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        del self.kept[service, username]


def drawer_of() -> Drawer:
    """An empty keyring."""
    made = Drawer.__new__(Drawer)
    made.kept = {}
    return made


@pytest.fixture
def drawer() -> Any:
    before = keyring.get_keyring()
    made = drawer_of()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_token_is_kept_in_the_keyring(drawer: Drawer) -> None:
    store = bp.KeyringTokenStore("acme")
    assert None is store.load()
    token = bp.Token(access_token="access-1", refresh_token="refresh-1", api_domain="euw1.brightpearlconnect.com")
    store.save(token)
    assert token == bp.KeyringTokenStore("acme").load()
    assert "access-1" not in repr(store)


def test_a_keyring_that_is_locked_or_damaged_says_what_to_do(drawer: Drawer) -> None:
    drawer.kept["bpwoo-brightpearl", "acme"] = "{"
    with pytest.raises(bp.SignInError, match="Sign in again"):
        bp.KeyringTokenStore("acme").load()
    drawer.locked = True
    with pytest.raises(bp.SignInError, match="Unlock it"):
        bp.KeyringTokenStore("acme").load()


def declared(code: str, kind: str, **more: Any) -> bp.CustomField:
    """A custom field of the account."""
    document = {"id": 1, "code": code, "name": code, "customFieldType": kind, "required": False, **more}
    return bp.decode(bp.CustomField, document)


FIELDS = (
    declared("PCF_NOTE", "TEXT"),
    declared("PCF_GIFT", "YES_NO", required=True),
    declared("PCF_COUNT", "INTEGER"),
    declared("PCF_SIZE", "SELECT", options={"36": {"id": 36, "value": "L"}}),
)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"PCF_NOTE": "fragile", "PCF_GIFT": True, "PCF_COUNT": 3, "PCF_SIZE": {"id": 36}}, ""),
        ({"PCF_NOTTE": "x"}, "PCF_NOTTE is no custom field of this account"),
        ({"PCF_NOTE": 7}, "PCF_NOTE takes a text, not 7"),
        ({"PCF_GIFT": "yes"}, "PCF_GIFT takes true or false"),
        ({"PCF_COUNT": True}, "PCF_COUNT takes a number, not True"),
        ({"PCF_SIZE": {"id": 37}}, "PCF_SIZE takes"),
        ({"PCF_GIFT": None}, "PCF_GIFT is required"),
    ],
)
def test_values_of_custom_fields_are_checked_before_they_are_sent(values: dict[str, Any], fault: str) -> None:
    if fault:
        with pytest.raises(bp.QueryError, match=fault):
            bp.custom_field_changes({}, values, FIELDS)
    else:
        assert 4 == len(bp.custom_field_changes({}, values, FIELDS))


class ColouredProduct(bp.ProductRow):
    """A row with a custom field of the account as a column."""

    colour = bp.StringColumn("PCF_COLOUR")


def test_a_custom_field_is_a_column_like_any_other() -> None:
    row = ColouredProduct({"productId": 7, "PCF_COLOUR": "red"})
    assert (7, "red") == (row.product_id, row.colour)
    asked = dict(ColouredProduct.where(ColouredProduct.colour.is_("red")).parameters())
    assert "red" == asked["PCF_COLOUR"]


def test_sets_that_go_together_are_read_side_by_side() -> None:
    waiting = 0
    most = 0

    async def handle(request: Any) -> Any:
        nonlocal waiting, most
        waiting += 1
        most = max(most, waiting)
        await asyncio.sleep(0.01)
        waiting -= 1
        return httpx.Response(200, json={"response": []}, headers={"content-type": "application/json"})

    async def read() -> bp.Found[bp.Order]:
        auth = bp.AccountToken("app", "token")
        async with bp.AsyncBrightpearl("acme", auth, base_url="https://a.example", transport=httpx.MockTransport(handle)) as ready:
            return await ready.orders.get_many(range(1, 2001))

    assert 2000 == len(asyncio.run(read()).missing)
    assert 1 < most <= 8


def test_a_token_document_is_plain_json(drawer: Drawer) -> None:
    bp.KeyringTokenStore("acme").save(bp.Token(access_token="a", refresh_token="r"))
    assert {"access_token": "a", "refresh_token": "r"}.items() <= json.loads(drawer.kept["bpwoo-brightpearl", "acme"]).items()
