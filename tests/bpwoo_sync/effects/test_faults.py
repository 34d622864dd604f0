"""Whatever goes wrong between us and both systems, each order is brought in once, and what is not done is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import pytest
from attrs import define, frozen

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.effects.flow import VendorError, run
from bpwoo_sync.effects.performing import Performance
from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.effects.working import synced
from bpwoo_sync.planning import Scope
from bpwoo_sync.testing.demo_account import ACCOUNT
from bpwoo_sync.testing.doubles import Doubles
from tests.bpwoo_sync.effects.road import tables, ten_orders
from tests.bpwoo_sync.effects.test_killed import RIGHT, state

#: Kinds of trouble by name, with the status that those of a server have.
TROUBLES: dict[str, dict[str, object]] = {
    "refused": {"wrong": "REFUSED"},
    "reset before": {"wrong": "RESET_BEFORE"},
    "reset after": {"wrong": "RESET_AFTER"},
    "timeout before": {"wrong": "TIMEOUT_BEFORE"},
    "timeout after": {"wrong": "TIMEOUT_AFTER"},
    "408 before": {"wrong": "STATUS_BEFORE", "status": 408},
    "429": {"wrong": "STATUS_BEFORE", "status": 429},
    "500 before": {"wrong": "STATUS_BEFORE", "status": 500},
    "500 after": {"wrong": "STATUS_AFTER", "status": 500},
    "502 after": {"wrong": "STATUS_AFTER", "status": 502},
    "503": {"wrong": "STATUS_BEFORE", "status": 503},
    "504 after": {"wrong": "STATUS_AFTER", "status": 504},
    "html": {"wrong": "HTML"},
    "truncated": {"wrong": "TRUNCATED"},
    "cut": {"wrong": "CUT"},
    "not UTF-8": {"wrong": "CHARSET"},
    "redirect": {"wrong": "REDIRECT"},
}


@frozen
class Clients:
    """A client for each side, in process."""

    account: bp.Brightpearl
    shop: woo.WooCommerce


@define
class Clock:
    """A clock that only sleeping moves."""

    seconds: float = 0.0

    def time(self) -> float:
        """Seconds since it was made."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds


@contextmanager
def clients(
    doubles: Doubles,
    brightpearl_faults: Sequence[brightpearl_testing.Fault] = (),
    shop_faults: Sequence[shop_testing.Fault] = (),
    *,
    before_account: Callable[[brightpearl_testing.Handler], brightpearl_testing.Handler] = lambda handle: handle,
    before_shop: Callable[[shop_testing.Handler], shop_testing.Handler] = lambda handle: handle,
) -> Iterator[Clients]:
    """Clients that sleep by a clock of their own, with faults, and what else stands before them, between them and the doubles."""
    clock = Clock()
    app = brightpearl_testing.DEMO_APP
    account = brightpearl_testing.mock_transport(
        brightpearl_testing.with_faults(before_account(doubles.brightpearl.handle), brightpearl_faults)
    )
    shop = shop_testing.mock_transport(shop_testing.with_faults(before_shop(doubles.shop.handle), shop_faults))
    with (
        bp.Brightpearl(
            ACCOUNT,
            bp.AccountToken(app.app_ref, app.account_token),
            base_url="https://account.example",
            transport=account,
            quota=bp.Quota(clock=clock.time),
            sleep=clock.sleep,
        ) as account_client,
        woo.WooCommerce(
            "https://shop.example",
            shop_testing.DEMO_KEY.consumer_key,
            shop_testing.DEMO_KEY.consumer_secret,
            transport=shop,
            sleep=clock.sleep,
        ) as shop_client,
    ):
        yield Clients(account_client, shop_client)


def one_run(clients_: Clients, store: MemoryStore) -> None:
    """One run over orders; what a client raises ends it, as it would end a command."""
    performance = Performance(now=lambda: datetime.now(UTC), run="test", settling=0.0)
    with suppress(*VendorError):
        run(
            synced(tables(), store, performance, Scope(shipments=False, stock=False, prices=False)),
            clients_.account,
            clients_.shop,
            sleep=lambda seconds: None,
        )


@pytest.mark.parametrize("nth", range(1, 7))
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_write_to_brightpearl_that_meets_trouble_is_done_once(trouble: str, nth: int) -> None:
    doubles, store = ten_orders(), MemoryStore()
    details = dict(TROUBLES[trouble])
    wrong = brightpearl_testing.Wrong[str(details.pop("wrong"))]
    status = details.pop("status", 500)
    assert isinstance(status, int)
    fault = brightpearl_testing.Fault(wrong=wrong, nth=nth, method="POST", status=status)
    with clients(doubles, brightpearl_faults=[fault]) as disturbed:
        one_run(disturbed, store)
    with clients(doubles) as calm:
        one_run(calm, store)
    assert RIGHT == state(doubles)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_write_to_the_shop_that_meets_trouble_is_done_once(trouble: str) -> None:
    doubles, store = ten_orders(), MemoryStore()
    details = dict(TROUBLES[trouble])
    wrong = shop_testing.Wrong[str(details.pop("wrong"))]
    status = details.pop("status", 500)
    assert isinstance(status, int)
    fault = shop_testing.Fault(wrong=wrong, nth=1, method="POST", status=status)
    with clients(doubles, shop_faults=[fault]) as disturbed:
        one_run(disturbed, store)
    with clients(doubles) as calm:
        one_run(calm, store)
    assert RIGHT == state(doubles)


def test_a_wrong_key_ends_a_run_before_anything_is_written() -> None:
    doubles, store = ten_orders(), MemoryStore()
    with clients(doubles) as both:
        stranger = bp.Brightpearl(
            ACCOUNT,
            bp.AccountToken("acme_demo", "wrong"),
            base_url="https://account.example",
            transport=brightpearl_testing.mock_transport(doubles.brightpearl.handle),
        )
        with stranger, pytest.raises(bp.AuthenticationError) as raised:
            performance = Performance(now=lambda: datetime.now(UTC), run="test", settling=0.0)
            run(synced(tables(), store, performance, Scope(shipments=False, stock=False, prices=False)), stranger, both.shop)
    assert "wrong" not in str(raised.value).split()
    assert [] == doubles.brightpearl.records("orders")
