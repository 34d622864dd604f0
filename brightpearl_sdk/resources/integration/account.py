"""The account's configuration, and the app's instance on it."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource, call
from ..._kernel.operation import Operation, Response
from ..._kernel.values import Draft, Model, draft, model
from ...endpoints import read_plain
from ...messages import new_state, writing

_INSTANCE = "/integration-service/integration/instance"


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


@draft
class IntegrationInstanceDraft(Draft):
    """The name under which the account shows the calling app's instance: all of it that can be changed."""

    instance_name: str


def _renamed(draft: IntegrationInstanceDraft) -> Operation[IntegrationInstance]:
    def parse(response: Response) -> IntegrationInstance:
        return new_state(IntegrationInstance, response)

    operation: Operation[IntegrationInstance] = writing("PUT", _INSTANCE, draft, parse=parse, repeatable=True)
    return operation


class Account(Resource[C]):
    """https://api-docs.brightpearl.com/integration/account-configuration/get.html"""

    configuration: Final = read_plain("/integration-service/account-configuration", AccountConfiguration)
    instance: Final = read_plain(_INSTANCE, IntegrationInstance)
    rename: Final = call(
        _renamed,
        method="PUT",
        path=_INSTANCE,
        model=IntegrationInstanceDraft,
        doc="Rename the calling app's instance; returns it.",
        page="https://api-docs.brightpearl.com/integration/integration-instance/put.html",
    )
