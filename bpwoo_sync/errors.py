"""The errors of the sync.

.. code-block:: text

    SyncError
    ├── ConfigurationError   the configuration cannot be used; each fault names its key
    ├── StoreError           the ledger cannot be read or written
    ├── LeaseLostError       this worker may no longer write: another has its work
    ├── BusyError            another run has this pair: only one works at a time
    ├── FlowFailedError      a workflow ended without its result, and why
    ├── DeliveryRefusedError a webhook's delivery is not taken; its status is what the sender is told
    ├── PlanError            a plan cannot be applied as it stands
    ├── ShortListError       a vendor lists fewer records than it counts
    ├── SnapshotError        what was kept of a side cannot be used as it stands
    │   └── UnsortedError    a stream does not ascend by its key
    └── NoClientError        a flow asks a side for which no client was given
"""

from __future__ import annotations

from collections.abc import Sequence

from bpwoo_sync.documentation import error_page


class SyncError(Exception):
    """Root of everything this package raises by itself.

    Why: most often a library of an extra is missing.

    What to do: the message names what to install.
    """

    def __init__(self, *told: object) -> None:
        super().__init__(*told)
        self.add_note(f"See {self.documentation}")

    @property
    def documentation(self) -> str:
        """The address of the page about this kind of error."""
        return error_page(type(self))


class ConfigurationError(SyncError):
    """The configuration cannot be used. ``faults`` lists every fault found, each beginning with its key.

    Why: a key is mistyped, missing or of another form; a file cannot be read or written; an environment variable is
    not set; an extra is not installed.

    What to do: correct every line of the message: all faults are told at once. ``bpwoo tables check`` looks again.
    """

    def __init__(self, faults: Sequence[str] | str) -> None:
        self.faults: tuple[str, ...] = (faults,) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(self.faults))


class StoreError(SyncError):
    """The ledger cannot be read or written.

    Why: the database is down, locked, full, of a newer bpwoo, or its address or password is wrong.

    What to do: nothing is sent without a ledger. Repair the database and run again: what was done is known.
    """


class LeaseLostError(SyncError):
    """A worker may no longer write: its lease ran out, and another worker has its work. Nothing was sent.

    Why: the worker was frozen, cut off from the database, or slower than its lease.

    What to do: nothing: the other worker goes on. If it comes often, look at the load of machine and database.
    """


class BusyError(SyncError):
    """Another run has this pair: of two that are started together one works. Nothing was read or written.

    Why: a schedule started the next run before the last one had ended, somebody started one by hand, or a worker is at the pair.

    What to do: nothing, where a schedule comes again; otherwise start it once the other has ended. A run that was killed
    holds nothing.
    """


class FlowFailedError(SyncError):
    """A workflow ended without its result. ``kind`` is the error that ended it; ``retries_itself`` tells that no person is needed.

    Why: ``kind`` and the message name the error that ended it.

    What to do: where ``retries_itself`` is true, nothing; else see that error's page, then ``bpwoo failures`` and
    ``bpwoo retry``.
    """

    def __init__(self, kind: str, message: str, *, retries_itself: bool) -> None:
        self.kind = kind
        self.retries_itself = retries_itself
        super().__init__(message)


class DeliveryRefusedError(SyncError):
    """A webhook's delivery is not taken. ``status`` is the HTTP status that its sender is told.

    Why: the signature or the address's secret is wrong, the body is too large or no JSON, or the topic is not one
    that is received.

    What to do: compare the webhook's secret with the configuration. What was refused is found by the next poll.
    """

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


class PlanError(SyncError):
    """A plan cannot be applied as it stands.

    Why: the plan was changed after it was approved, is of another store, or the systems changed meanwhile.

    What to do: make a new plan (``bpwoo plan``), read it, and apply that one.
    """


class ShortListError(SyncError):
    """A vendor lists fewer records than it says there are, so what is missing from the list proves nothing.

    Why: records left the list while it was read, each time it was read; or something in the shop filters lists and not
    their counts.

    What to do: run again at a quieter time. If it stays so, look for a plug-in that hides records from the interface.
    """


class SnapshotError(SyncError):
    """What was kept of a side cannot be used: it is half-written, altered, or of another kind than was asked for.

    Why: a run was interrupted, or a file was edited, moved or taken from another store.

    What to do: take the snapshot again; an interrupted one goes on with the same command.
    """


class UnsortedError(SnapshotError):
    """A stream does not ascend by its key, so that a merge would tell differences that are none.

    Why: the records come from another source than a snapshot, in the order of that source.

    What to do: sort them by key before they are compared.
    """

    def __init__(self, side: str, before: str, after: str) -> None:
        self.side: str = side
        self.before: str = before
        self.after: str = after
        super().__init__(f"The {side} side is not sorted: {after!r} comes after {before!r}. Sort it by key, or compare it unsorted.")


class NoClientError(SyncError):
    """A flow asks a side for which no client was given.

    Why: the flow was run with one client where it needs both.

    What to do: give ``run`` or ``arun`` a client of that side.
    """
