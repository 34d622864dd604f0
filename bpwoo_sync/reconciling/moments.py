"""When both sides were looked at, and so which differences may only be waiting for the next look."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen

from bpwoo_sync.described import described
from bpwoo_sync.issues import Severity

#: How long Brightpearl may take to show a payment of the shop's.
PAYMENT_DELAY = timedelta(hours=2)

#: After how long a missing order, and a shipped order that waits in the shop, is worse.
A_DAY = timedelta(hours=24)


@described
@frozen(kw_only=True)
class Moments:
    """When each side was read (aware UTC), and how shortly before that a change need not show on the other side."""

    shop: datetime
    """When it was read: aware UTC."""
    account: datetime
    """When it was read: aware UTC."""
    grace: timedelta
    """A span of time: how long ago a change may be that does not show yet."""

    @property
    def now(self) -> datetime:
        """When the later of both was read."""
        return max(self.shop, self.account)

    def touched(self, *stamps: datetime | None) -> bool:
        """Whether one of these changes is so recent that one of the snapshots may lack it."""
        since = min(self.shop, self.account) - self.grace
        return any(stamp is not None and stamp >= since for stamp in stamps)

    def severity(self, *stamps: datetime | None) -> Severity | None:
        """``pending`` where something was touched; else None, which leaves the severity to the finding."""
        return Severity.PENDING if self.touched(*stamps) else None

    def older(self, stamp: datetime | None, age: timedelta) -> bool:
        """Whether something is longer ago than this; unknown counts as long ago."""
        return stamp is None or self.now - stamp > age
