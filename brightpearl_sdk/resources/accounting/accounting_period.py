"""Accounting periods, most often financial years, and the lock on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, Model, draft, model
from ...endpoints import create, read, read_all, read_plain, read_set


@model
class AccountingPeriod(Model):
    """A span in which journals may be posted until it is closed."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "start_date", "end_date")

    id: int
    start_date: datetime | None = None
    """The first day: aware UTC, whose date is the day."""
    end_date: datetime | None = None
    """The last day: aware UTC, whose date is the day."""
    closed_date: datetime | None = None
    """When it was closed: aware UTC."""
    closed_by_user_id: int | None = None


@model
class AccountingPeriodLock(Model):
    """Until when the books are locked, and which member of staff locked them."""

    locked_by: int | None = None
    locked_until: date | None = None
    """The last day that is locked, in the account's time zone."""


@draft
class AccountingPeriodDraft(Draft):
    """A period to be made, from its first day to its last."""

    start_date: date
    """The first day, in the account's time zone."""
    end_date: date
    """The last day, in the account's time zone."""


class AccountingPeriods(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/accounting-period/index.html"""

    all: Final = read_all(
        "/accounting-service/accounting-period",
        AccountingPeriod,
        page="https://api-docs.brightpearl.com/accounting/accounting-period/get.html",
    )
    get: Final = read(
        "/accounting-service/accounting-period/{}",
        AccountingPeriod,
        page="https://api-docs.brightpearl.com/accounting/accounting-period/get.html",
    )
    get_set: Final = read_set(
        "/accounting-service/accounting-period/{}",
        AccountingPeriod,
        page="https://api-docs.brightpearl.com/accounting/accounting-period/get.html",
    )
    create: Final = create(
        "/accounting-service/accounting-period",
        AccountingPeriodDraft,
        page="https://api-docs.brightpearl.com/accounting/accounting-period/post.html",
    )
    lock: Final = read_plain(
        "/accounting-service/accounting-period-lock",
        AccountingPeriodLock,
        doc="The lock on the books. Raises NotFoundError where nothing is locked.",
        page="https://api-docs.brightpearl.com/accounting/accounting-period-lock/get.html",
    )
