"""Which accounts have installed an app."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from urllib.parse import quote

from ..._kernel.operation import Operation, Request
from ..._kernel.values import Model, model
from ...messages import many_of
from .account_location import MASTER
from .utility import Utility


@model
class InstalledAccount(Model):
    """An account that has installed an app. The token is secret, and only of use for apps from before OAuth."""

    __shown__: ClassVar[tuple[str, ...]] = ("account_code", "installed_on", "enabled")

    account_code: str
    installed_on: datetime | None = None
    """When it was installed: aware UTC."""
    unsigned_account_token: str | None = None
    enabled: bool | None = None


def installed_accounts(dev_ref: str, app_ref: str, *, signed_dev_token: str) -> Utility[tuple[InstalledAccount, ...]]:
    """Ask which accounts have installed an app. Deprecated by the vendor.

    ``signed_dev_token`` is the developer token as :func:`signed` makes it.
    https://api-docs.brightpearl.com/utilities/installed-accounts/get.html
    """
    request = Request(
        method="GET",
        path=f"/developer-tools/{quote(dev_ref, safe='')}/installed-accounts/{quote(app_ref, safe='')}",
        headers=(("brightpearl-dev-ref", dev_ref), ("brightpearl-app-ref", app_ref), ("brightpearl-dev-token", signed_dev_token)),
    )
    return Utility(MASTER, Operation(request=request, parse=lambda response: many_of(InstalledAccount, response)))
