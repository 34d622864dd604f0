"""A token in the operating system's keyring, which a stand-in plays here."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import brightpearl_sdk as bp

TOKEN = bp.Token(
    access_token="access",
    refresh_token="refresh",
    api_domain="ws-use.brightpearl.com",
    expires_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
    installation_instance_id=7,
)


class LockedError(Exception):
    """The keyring is locked."""


class Ring(ModuleType):
    """What of the package is used."""

    errors = SimpleNamespace(KeyringError=LockedError)

    def __init__(self) -> None:
        super().__init__("keyring")
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, account: str) -> str | None:
        if self.locked:
            raise LockedError(f"{service} {account}")
        return self.entries.get((service, account))

    def set_password(self, service: str, account: str, text: str) -> None:
        if self.locked:
            raise LockedError(text)
        self.entries[service, account] = text


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    ring = Ring()
    monkeypatch.setitem(sys.modules, "keyring", ring)
    return ring


def told(what: Any) -> str:
    with pytest.raises(bp.SignInError) as caught:
        what()
    return str(caught.value).splitlines()[0]


def test_a_token_comes_back_as_it_was_kept_under_its_service_and_account(ring: Ring) -> None:
    bp.KeyringTokenStore("acme").save(TOKEN)
    assert [("bpwoo-brightpearl", "acme")] == list(ring.entries)
    assert {"access_token": "access", "refresh_token": "refresh", "api_domain": "ws-use.brightpearl.com"}.items() <= json.loads(
        ring.entries["bpwoo-brightpearl", "acme"]
    ).items()
    assert TOKEN == bp.KeyringTokenStore("acme").load()
    assert (None, None) == (bp.KeyringTokenStore("other").load(), bp.KeyringTokenStore("acme", service="mine").load())


def test_a_keyring_that_is_locked_says_so_without_the_token(ring: Ring) -> None:
    store, ring.locked = bp.KeyringTokenStore("acme"), True
    assert "The keyring cannot be read (LockedError). Unlock it, or use a token file." == told(store.load)
    assert "The keyring cannot be written (LockedError). Unlock it, or use a token file." == told(lambda: store.save(TOKEN))


@pytest.mark.parametrize("text", ["no json", "[" * 100_000])
def test_an_entry_that_is_damaged_says_so(ring: Ring, text: str) -> None:
    ring.entries["mine", "acme"] = text
    said = told(bp.KeyringTokenStore("acme", service="mine").load)
    assert "The keyring's entry 'mine' is damaged. Sign in again to write a new one." == said


def test_an_entry_that_holds_no_token_says_so(ring: Ring) -> None:
    ring.entries["bpwoo-brightpearl", "acme"] = "{}"
    assert "The token file bpwoo-brightpearl does not hold a token. Sign in again to write a new one." == told(
        bp.KeyringTokenStore("acme").load
    )


def test_without_the_package_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    said = "A token in the keyring needs the package keyring. Install it with: pip install 'bpwoo[keyring]'"
    assert said == told(bp.KeyringTokenStore("acme").load)


def test_one_thread_at_a_time_renews_a_token() -> None:
    store = bp.KeyringTokenStore("acme")
    with store.exclusive():
        assert not store.exclusive().acquire(blocking=False)
    assert "KeyringTokenStore('acme', service='bpwoo-brightpearl')" == repr(store)
