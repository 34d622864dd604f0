from __future__ import annotations

from typing import Any

import pytest

import brightpearl_sdk as bp
from tests.brightpearl_sdk.answers import answered, body, sent
from tests.brightpearl_sdk.recordings import Exchange, exchanges

BASE = "/integration-service"
ADDRESS = "https://example.com/endpoint/to/receive/webhooks"
RECORDED = {each.name: each for each in exchanges()}
LISTED = [
    {
        "id": 121,
        "subscribeTo": "goods-in-note.created",
        "httpMethod": "POST",
        "uriTemplate": ADDRESS,
        "bodyTemplate": "{}",
        "contentType": "application/json",
        "idSetAccepted": True,
        "qualityOfService": 1,
    },
    {"id": 122, "subscribeTo": "order", "httpMethod": "TRACE", "uriTemplate": ADDRESS, "idSetAccepted": False},
]

READS: tuple[tuple[bp.Operation[Any], str, Any, Any], ...] = (
    (bp.Webhooks.all(), "/webhook", LISTED, LISTED),
    (bp.Webhooks.get(121), "/webhook/121", LISTED[:1], LISTED[0]),
    (bp.Webhooks.get_set([121, 122]), "/webhook/121-122", LISTED, LISTED),
    (
        bp.Account.instance(),
        "/integration/instance",
        {"installedIntegrationInstanceId": 13, "installedIntegrationId": 7, "instanceName": "Shop"},
        {"installedIntegrationInstanceId": 13, "installedIntegrationId": 7, "instanceName": "Shop"},
    ),
    (
        bp.Account.configuration(),
        "/account-configuration",
        {"configuration": {"baseCurrencyCode": "GBP", "timeZone": "Europe/London", "costOfSalesEnabled": "1"}},
        {"configuration": {"baseCurrencyCode": "GBP", "timeZone": "Europe/London", "costOfSalesEnabled": "1"}},
    ),
)


def name_of(operation: Any) -> str:
    return " ".join(sent(operation)).replace(BASE, "") if isinstance(operation, bp.Operation) else ""


@pytest.mark.parametrize(("operation", "path", "given", "expected"), READS, ids=name_of)
def test_a_documented_answer_is_read_and_written_back(operation: bp.Operation[Any], path: str, given: Any, expected: Any) -> None:
    read = operation.parse(answered(given))
    written = [bp.encode(each) for each in read] if isinstance(read, tuple) else bp.encode(read)
    assert (("GET", f"{BASE}{path}"), expected) == (sent(operation), written)


def test_recorded_webhooks_come_back_as_they_were() -> None:
    exchange = RECORDED["spree_brightpearl:product_webhooks#4"]
    webhooks = bp.Webhooks.all().parse(exchange.response)
    assert exchange.document["response"] == [bp.encode(webhook) for webhook in webhooks]


def test_a_subscription_is_sent_as_it_was_recorded() -> None:
    draft = bp.WebhookDraft(
        subscribe_to="goods-in-note.created",
        http_method=bp.WebhookMethod.POST,
        uri_template=ADDRESS,
        content_type="application/json",
        id_set_accepted=True,
        quality_of_service=bp.QualityOfService.AT_LEAST_ONCE,
        body_template="{}",
    )
    operation = bp.Webhooks.create(draft)
    assert ("POST", f"{BASE}/webhook") == sent(operation)
    assert {name: value for name, value in LISTED[0].items() if name != "id"} == body(operation)


@pytest.mark.parametrize(("name", "expected"), [("ruby-brightpearl:webhook.post.create", 121), ("account:webhook.delete.success", 123)])
def test_a_recorded_subscription_answers_its_id(name: str, expected: int) -> None:
    draft = bp.webhook_draft(bp.ResourceEvent.GOODS_IN_NOTE_CREATED, ADDRESS)
    assert expected == bp.Webhooks.create(draft).parse(RECORDED[name].response)


def test_a_webhook_is_removed_with_an_answer_that_says_nothing() -> None:
    exchange: Exchange = RECORDED["account:webhook.delete.success#1"]
    operation = bp.Webhooks.remove(123)
    operation.parse(exchange.response)
    assert ("DELETE", exchange.path) == sent(operation)


def test_a_simulation_names_the_variables() -> None:
    draft = bp.WebhookSimulationDraft(test_data={bp.WebhookVariable.RESOURCE_ID: "1-5,99", "${lifecycle-event}": "modified"})
    operation = bp.Webhooks.simulate(121, draft)
    assert ("POST", f"{BASE}/webhook/121/simulate") == sent(operation)
    assert {"testData": {"${resource-id}": "1-5,99", "${lifecycle-event}": "modified"}} == body(operation)


def test_an_instance_is_renamed_and_returned() -> None:
    operation = bp.Account.rename(bp.IntegrationInstanceDraft(instance_name="My shop"))
    given = {"installedIntegrationInstanceId": 3, "installedIntegrationId": 13, "instanceName": "My shop"}
    assert (("PUT", f"{BASE}/integration/instance"), {"instanceName": "My shop"}) == (sent(operation), body(operation))
    assert 3 == operation.parse(answered(given)).installed_integration_instance_id


def test_the_settings_tell_currency_and_time_zone() -> None:
    settings = bp.Account.configuration().parse(answered({"configuration": {"baseCurrencyCode": "GBP", "timeZone": "Europe/London"}}))
    assert ("GBP", "Europe/London") == (settings.base_currency, settings.time_zone)
