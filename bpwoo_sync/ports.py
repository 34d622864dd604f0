"""What another connector supplies: protocols, not base classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from bpwoo_sync.increments import Advance, Hint, Seen
from bpwoo_sync.issues import Mapped
from bpwoo_sync.ledger import Ledger, Outcome
from bpwoo_sync.trends import Finished, Runs

Native = TypeVar("Native", contravariant=True)
Fact = TypeVar("Fact")


class Mapper(Protocol[Native, Fact]):
    """Turns a platform's own record into facts that both sides share."""

    def facts(self, record: Native) -> Mapped[Fact]:
        """The facts a record states, or why it states none."""


class Store(Protocol):
    """Keeps outcomes where the next run finds them. ``append`` returns only once they are safe."""

    def load(self) -> Ledger:
        """The ledger of everything kept so far."""

    def append(self, outcomes: Iterable[Outcome]) -> None:
        """Keep more outcomes, all or none of them."""


class Progress(Protocol):
    """Keeps how far polls came, where the next one finds it."""

    def cursors(self) -> Mapping[str, datetime]:
        """Where the next poll goes on, by the cursor's name; aware UTC."""

    def seen(self, order_ids: Iterable[int]) -> Mapping[int, Seen]:
        """Those of these orders that were dealt with before, as they were then."""

    def waiting(self) -> frozenset[Hint]:
        """What is to be looked at in the next poll."""

    def advance(self, advance: Advance) -> None:
        """Keep how far a poll came, all of it or nothing."""


class History(Protocol):
    """Keeps what every reconciliation came to."""

    def remember(self, run: Finished) -> None:
        """Keep one more."""

    def remembered(self, most: int = 100) -> Runs:
        """The latest, oldest first."""


class Keeper(Store, Progress, History, Protocol):
    """Keeps all of it: outcomes, how far polls came, and what reconciliations came to."""
