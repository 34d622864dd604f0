"""integration-service: settings of the account, the instance that asks, and webhooks."""

from __future__ import annotations

from ..account import Record, chosen, without
from ..call import EMPTY, Answer, Call, Route
from ..errors import invalid, missing, refused
from ..idset import ids_of
from ..webhooks import simulate, subscribable


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


# Webhooks.

_METHODS = ("GET", "POST", "PUT", "DELETE")
_VARIABLES = ("${lifecycle-event}", "${account-code}", "${resource-type}", "${resource-id}")
_MOST_SIMULATED = 10


def _post_webhook(call: Call) -> Answer:
    given = call.document()
    method, uri, event = given.get("httpMethod"), given.get("uriTemplate"), given.get("subscribeTo")
    faults = []
    if method not in _METHODS:
        faults.append(("SIMC-620", f"You have supplied an invalid HTTP method: {method}"))
    if not isinstance(uri, str) or not uri.startswith(("http://", "https://")):
        faults.append(("SIMC-621", "You have not supplied an absolute address"))
    speaks = method in ("POST", "PUT")
    if speaks and not (isinstance(given.get("bodyTemplate"), str) and given.get("contentType")):
        faults.append(("SIMC-622", "A body and its content type are required with POST and PUT"))
    templates = f"{uri} {given.get('bodyTemplate', '') if speaks else ''}"
    # The vendor's own spelling.
    told = "templateUri OR templateBody (for POST/PUT) must contatin the template variable"
    faults += [("INTC-057", f"{told} {name}") for name in _VARIABLES if name not in templates]
    if not isinstance(event, str) or not subscribable(event):
        faults.append(("INTC-064", f"{event} either does not exist or cannot be subscribed too"))
    if given.get("qualityOfService", 0) not in (0, 1):
        faults.append(("SIMC-623", f"You have supplied an invalid quality of service: {given['qualityOfService']}"))
    if faults:
        raise refused(400, *faults)
    names = ("subscribeTo", "httpMethod", "uriTemplate", "bodyTemplate", "contentType", "idSetAccepted", "qualityOfService")
    return Answer(response=call.account.put("webhooks", {name: given[name] for name in names if name in given}))


def _get_webhooks(call: Call) -> Answer:
    table, ids = call.account.table("webhooks"), call.set()
    found = chosen(table, table if ids is None else ids)
    if not found:
        raise missing(f"No webhooks available in ID Set {call.ids['id']}" if ids is not None else "No webhooks available")
    return Answer(response=[without(each) for each in found])


def _webhook(call: Call) -> Record:
    record = call.account.find("webhooks", call.id())
    if record is None:
        raise missing(f"Cannot find webhook: {call.ids['id']}")
    return record


def _delete_webhook(call: Call) -> Answer:
    record = _webhook(call)
    del call.account.table("webhooks")[record["id"]]
    calls = call.account.table("deliveries")
    for id in [id for id, each in calls.items() if each["webhookId"] == record["id"]]:
        del calls[id]
    return EMPTY


def _simulate(call: Call) -> Answer:
    record, given = _webhook(call), call.document().get("testData")
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()) or "${resource-id}" not in given:
        raise invalid("SIMC-624", "Test data is text by the names of variables, and names resources")
    ids_of(given["${resource-id}"], limit=_MOST_SIMULATED)
    simulate(call.account, record, given)
    return EMPTY


ROUTES: tuple[Route, ...] = (
    Route("POST", "integration-service/webhook", _post_webhook),
    Route("GET", "integration-service/webhook", _get_webhooks),
    Route("GET", "integration-service/webhook/{id}", _get_webhooks),
    Route("DELETE", "integration-service/webhook/{id}", _delete_webhook, "webhook-delete"),
    Route("POST", "integration-service/webhook/{id}/simulate", _simulate),
    Route("GET", "integration-service/account-configuration", _configuration),
    Route("GET", "integration-service/integration/instance", _instance),
    Route("PUT", "integration-service/integration/instance", _rename),
)
