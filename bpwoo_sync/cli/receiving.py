"""Receiving webhooks for the pairs of a folder: with which secrets, and where what comes in is handed to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from bpwoo_sync.cli.configuration import Configuration
from bpwoo_sync.effects.migrations import check_current
from bpwoo_sync.effects.receiving.application import Check, receiver
from bpwoo_sync.effects.receiving.deliveries import Subscriber
from bpwoo_sync.effects.receiving.serving import Asgi
from bpwoo_sync.effects.receiving.sinks import UrgentRuns, WaitingHints
from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.errors import ConfigurationError

if TYPE_CHECKING:
    from bpwoo_sync.effects.durable import Durable


def receiving(configurations: Mapping[str, Configuration], engine: Durable, checks: Mapping[str, Check]) -> Asgi:
    """The application that receives for these pairs: orders become urgent runs, products wait for the next poll."""
    _ = engine.client  # here, and not in the first two of many threads at once
    stores = {name: SqlStore("", pair=name, engine=engine.engine) for name in configurations}
    sink = UrgentRuns(engine, WaitingHints(stores.__getitem__))
    return receiver(subscribers(configurations), sink, checks={"database and tables": partial(check_current, engine.engine), **checks})


def subscribers(configurations: Mapping[str, Configuration]) -> tuple[Subscriber, ...]:
    """Each pair with the secrets of its webhooks; without one it takes no delivery of that side."""
    return tuple(
        Subscriber(
            pair=name,
            account=configuration.brightpearl.account,
            shop_secrets=configuration.shop_webhook_secrets,
            account_secrets=configuration.account_webhook_secrets,
        )
        for name, configuration in configurations.items()
    )


def listening_at(text: str) -> tuple[str, int]:
    """The host and port that ``HOST:PORT`` names. Raises :class:`ConfigurationError`."""
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > 65535:
        raise ConfigurationError(f"--listen {text}: is no HOST:PORT, such as 127.0.0.1:8080")
    return host.strip("[]"), int(port)
