"""The suite for a disposable real shop: nothing of it runs unless the shop is named.

``WOOCOMMERCE_URL``, ``WOOCOMMERCE_KEY`` and ``WOOCOMMERCE_SECRET`` name the shop and a key that may read and write;
``WOOCOMMERCE_VERIFY=0`` takes a certificate that nobody vouches for. ``WOOCOMMERCE_RECORD`` names a folder to record
cassettes in, scrubbed of the shop's address and its keys.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import woocommerce_sdk as woo
from tests.live.recording import recording
from tests.live.shop import Bin, Settings, settings_from

SETTINGS = settings_from(os.environ)
collect_ignore_glob = [] if SETTINGS else ["test_*.py"]

#: Method and path of every request that the suite sent, for the test that asks for completeness.
ASKED: list[tuple[str, str]] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why nothing ran, to who asked for this suite."""
    if SETTINGS is None and any("live" in argument for argument in config.args):
        terminalreporter.write_line("no shop is named: set WOOCOMMERCE_URL, WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the test for completeness behind all the others."""
    items.sort(key=lambda item: "test_completeness" in item.nodeid)


@pytest.fixture(scope="session")
def settings() -> Settings:
    assert SETTINGS is not None
    return SETTINGS


@pytest.fixture(scope="module", autouse=True)
def cassette(request: pytest.FixtureRequest, settings: Settings) -> Iterator[None]:
    """Record what a file of tests sends, where recording is asked for."""
    if settings.record is None:
        yield
    else:
        with recording(Path(settings.record) / f"{request.path.stem.removeprefix('test_')}.yaml", settings):
            yield


@pytest.fixture(scope="session")
def shop(settings: Settings) -> Iterator[woo.WooCommerce]:
    """The shop, through the blocking client."""

    def note(request: woo.Request) -> None:
        ASKED.append((request.method, request.path))

    with httpx.Client(verify=settings.verify) as http:
        yield woo.WooCommerce(settings.url, settings.key, settings.secret, http=http, on_request=note)


@pytest.fixture
def bin(shop: woo.WooCommerce) -> Iterator[Bin]:
    """What a test made, and what removes it when the test is over, the last first."""
    things = Bin()
    yield things
    things.empty()


@pytest.fixture(scope="session")
def asked() -> list[tuple[str, str]]:
    return ASKED
