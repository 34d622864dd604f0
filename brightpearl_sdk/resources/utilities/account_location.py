"""Where an account is hosted."""

from __future__ import annotations

from urllib.parse import quote

from ..._kernel.operation import Operation, Request, Response
from ..._kernel.values import Model, model
from ...wire import answer, decode
from .utility import Utility

#: Only the European data centre answers developers' requests.
MASTER = "https://euw1.brightpearlconnect.com"


@model
class AccountUrls(Model):
    """Addresses of an account."""

    login: str | None = None
    authorize_server: str | None = None
    authorize_instance: str | None = None


@model
class AccountLocation(Model):
    """The data centre of an account, and the host of its API."""

    datacentre_code: str | None = None
    api_domain: str | None = None
    urls: AccountUrls | None = None


def account_location(dev_ref: str, account: str) -> Utility[AccountLocation]:
    """Ask where an account is. Deprecated by the vendor: a token's ``api_domain`` tells.

    https://api-docs.brightpearl.com/utilities/account-location/get.html
    """
    path = f"/developer-tools/{quote(dev_ref, safe='')}/account-location/{quote(account, safe='')}"
    return Utility(MASTER, Operation(request=Request(method="GET", path=path), parse=_location))


def _location(response: Response) -> AccountLocation:
    return decode(AccountLocation, answer(response), path="$.response")
