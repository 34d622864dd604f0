"""The account's configuration, and the app's instance on it."""

from __future__ import annotations

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read_plain


@model
class AccountConfiguration(Model):
    """The account's settings by key: every value is text, flags are ``0`` and ``1``."""

    configuration: dict[str, str]

    @property
    def base_currency(self) -> str:
        """The ISO code of the currency in which the account keeps its books."""
        return self.configuration.get("baseCurrencyCode", "")

    @property
    def time_zone(self) -> str:
        """The IANA name of the zone in which the account shows times."""
        return self.configuration.get("timeZone", "")


@model
class IntegrationInstance(Model):
    """The instance of the calling app on this account: what external references are unique within."""

    installed_integration_instance_id: int | None = None
    installed_integration_id: int | None = None
    instance_name: str | None = None


class Account(Resource[C]):
    """https://api-docs.brightpearl.com/integration/account-configuration/get.html"""

    configuration = read_plain("/integration-service/account-configuration", AccountConfiguration)
    instance = read_plain("/integration-service/integration/instance", IntegrationInstance)
