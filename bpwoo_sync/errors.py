"""The errors of the sync.

.. code-block:: text

    SyncError
    ├── ConfigurationError   the configuration cannot be used; each fault names its key
    ├── StoreError           the ledger cannot be read or written
    ├── LeaseLostError       this worker may no longer write: another has its work
    ├── FlowFailedError      a workflow ended without its result, and why
    ├── DeliveryRefusedError a webhook's delivery is not taken; its status is what the sender is told
    ├── PlanError            a plan cannot be applied as it stands
    ├── SnapshotError        what was kept of a side cannot be used as it stands
    │   └── UnsortedError    a stream does not ascend by its key
    └── NoClientError        a flow asks a side for which no client was given
"""

from __future__ import annotations

from collections.abc import Sequence


class SyncError(Exception):
    """Root of everything this package raises by itself."""


class ConfigurationError(SyncError):
    """The configuration cannot be used. ``faults`` lists every fault found, each beginning with its key."""

    def __init__(self, faults: Sequence[str] | str) -> None:
        self.faults: tuple[str, ...] = (faults,) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(self.faults))


class StoreError(SyncError):
    """The ledger cannot be read or written."""


class LeaseLostError(SyncError):
    """A worker may no longer write: its lease ran out, and another worker has its work. Nothing was sent."""


class FlowFailedError(SyncError):
    """A workflow ended without its result. ``kind`` is the error that ended it; ``retries_itself`` tells that no person is needed."""

    def __init__(self, kind: str, message: str, *, retries_itself: bool) -> None:
        self.kind = kind
        self.retries_itself = retries_itself
        super().__init__(message)


class DeliveryRefusedError(SyncError):
    """A webhook's delivery is not taken. ``status`` is the HTTP status that its sender is told."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


class PlanError(SyncError):
    """A plan cannot be applied as it stands."""


class SnapshotError(SyncError):
    """What was kept of a side cannot be used: it is half-written, altered, or of another kind than was asked for."""


class UnsortedError(SnapshotError):
    """A stream does not ascend by its key, so that a merge would tell differences that are none."""

    def __init__(self, side: str, before: str, after: str) -> None:
        self.side: str = side
        self.before: str = before
        self.after: str = after
        super().__init__(f"The {side} side is not sorted: {after!r} comes after {before!r}. Sort it by key, or compare it unsorted.")


class NoClientError(SyncError):
    """A flow asks a side for which no client was given."""
