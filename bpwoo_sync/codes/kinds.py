"""How bad an issue is, and what is said of each kind of issue."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen


class Severity(StrEnum):
    """How much an issue matters, worst first."""

    BLOCK = "block"
    """Nothing was sent."""
    ERROR = "error"
    """Sent or live, and money or stock is wrong."""
    WARN = "warn"
    """Worth a look this week."""
    INFO = "info"
    PENDING = "pending"
    """Not yet an error: something changed so shortly before a look that the other side need not show it."""


@frozen
class Code:
    """A kind of issue: how bad it is unless told otherwise, what it means, why it comes, and what to do about it."""

    severity: Severity
    meaning: str
    cause: str = field(kw_only=True)
    repair: str = field(kw_only=True)
