"""What could not be mapped, or does not agree, as values: a line of a report, never a stack trace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from attrs import fields, frozen

from bpwoo_sync.codes import CODES as CODES
from bpwoo_sync.codes import Severity as Severity
from bpwoo_sync.described import described
from bpwoo_sync.documentation import code_page
from bpwoo_sync.listing import Kind, Link, Listing, listing_html

T = TypeVar("T")


@described
@frozen(kw_only=True)
class Issue:
    """One thing that is not as it should be: about which thing, what was expected, what was found, and what to do."""

    code: str
    """Of which kind it is: one of :data:`CODES`, each with a page of its own."""
    severity: Severity
    """How bad it is here; its code says how bad it is otherwise."""
    entity: str
    """What it is about, such as ``order`` or ``product``."""
    key: str
    """Which one: its number, id or SKU."""
    message: str
    """What happened, in a sentence."""
    repair: str
    """What to do about it."""
    field: str = ""
    """What of it is wrong; blank where all of it is."""
    expected: str = ""
    """What was due, as text: amounts in the currency of what it is about, moments in UTC."""
    actual: str = ""
    """What was found, as text like ``expected``."""

    @property
    def documentation(self) -> str:
        """The address of the page about this kind of issue."""
        return code_page(self.code)

    def _repr_html_(self) -> str:
        told = ((each.name, str(getattr(self, each.name))) for each in fields(Issue))
        rows = (*((name, text) for name, text in told if text), ("see", Link(text=self.documentation, address=self.documentation)))
        return listing_html(Listing(columns={"finding": Kind.TEXT, self.code: Kind.TEXT}, rows=rows[1:]))


@frozen(kw_only=True)
class Mapped(Generic[T]):
    """What a mapping made, if it made anything, and what there is to say about it."""

    value: T | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether an issue keeps it from being sent."""
        return self.value is None or any(issue.severity is Severity.BLOCK for issue in self.issues)


def issue(
    code: str,
    entity: str,
    key: str,
    message: str = "",
    *,
    severity: Severity | None = None,
    field: str = "",
    expected: object = "",
    actual: object = "",
) -> Issue:
    """An issue of a known code; message, severity and repair come from :data:`CODES` unless given."""
    known = CODES[code]
    return Issue(
        code=code,
        severity=severity or known.severity,
        entity=entity,
        key=key,
        message=message or known.meaning,
        repair=known.repair,
        field=field,
        expected=str(expected),
        actual=str(actual),
    )


def worst_first(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues by severity, then code, then key."""
    order = list(Severity)
    return tuple(sorted(issues, key=lambda each: (order.index(each.severity), each.code, each.key)))
