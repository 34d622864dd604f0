"""integration-service: settings of the account, and the instance that asks."""

from __future__ import annotations

from ..call import EMPTY, Answer, Call, Route
from ..errors import invalid


def _configuration(call: Call) -> Answer:
    return Answer(response={"configuration": dict(call.account.settings)})


def _instance(call: Call) -> Answer:
    return Answer(response=dict(call.account.instance))


def _rename(call: Call) -> Answer:
    name = call.document().get("instanceName")
    if not name:
        raise invalid("SIMC-610", "You have not supplied an instance name")
    call.account.instance["instanceName"] = name
    return EMPTY


ROUTES: tuple[Route, ...] = (
    Route("GET", "integration-service/account-configuration", _configuration),
    Route("GET", "integration-service/integration/instance", _instance),
    Route("PUT", "integration-service/integration/instance", _rename),
)
