"""Which shop the live suite runs against, and what it leaves behind there: nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

from attrs import define, field, frozen

import woocommerce_sdk as woo

T = TypeVar("T")

#: Marks what a run makes, so that what an interrupted run left can be told from the rest.
RUN = f"bpwoo{secrets.token_hex(3)}"


@frozen(kw_only=True)
class Settings:
    """The shop that was named in the environment."""

    url: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    verify: bool = True
    record: str | None = None


def settings_from(environment: Mapping[str, str]) -> Settings | None:
    """The shop that the environment names; ``None`` where it names none, or not all of it."""
    url, key, secret = (environment.get(f"WOOCOMMERCE_{name}", "") for name in ("URL", "KEY", "SECRET"))
    if not (url and key and secret):
        return None
    verify = environment.get("WOOCOMMERCE_VERIFY", "1") != "0"
    return Settings(url=url, key=key, secret=secret, verify=verify, record=environment.get("WOOCOMMERCE_RECORD") or None)


@define
class Bin:
    """What is to be removed when a test is over. What is gone by then is no trouble."""

    removals: list[Callable[[], object]] = field(factory=list)

    def keep(self, made: T, remove: Callable[[T], object]) -> T:
        """Remember how to remove what was made."""
        self.removals.append(lambda: remove(made))
        return made

    def empty(self) -> None:
        """Remove everything, the last first."""
        while self.removals:
            # Some resources say that an id is invalid where they mean that it is not there.
            with suppress(woo.NotFoundError, woo.InvalidError):
                self.removals.pop()()


def named(what: str) -> str:
    """A name that no other run gives."""
    return f"{RUN} {what}"


def slugged(what: str) -> str:
    """The same where only letters, digits and dashes are taken."""
    return f"{RUN}-{what}"
