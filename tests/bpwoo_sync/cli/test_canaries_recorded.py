"""Canaries in credentials and customers' fields are in no cassette that is recorded, and in nothing that OpenTelemetry is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.cli.configuration import Configuration, read_configuration
from bpwoo_sync.cli.connections import connected
from bpwoo_sync.cli.demo import ENVIRONMENT
from bpwoo_sync.effects.engine import FlowName, Job, WorkflowId
from bpwoo_sync.effects.stepping import Pair, working_on
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.effects.telemetry import Telemetry
from bpwoo_sync.testing.doubles import demo_tables, serving_doubles, utc_now
from tests.bpwoo_sync.cli.test_canaries import CREDENTIALS, CUSTOMER, PERSON, places, told_of_canaries
from tests.live.recording import recording
from tests.live.shop import Settings
from woocommerce_sdk.testing import DEMO_KEY, serving

KEYS = {"key": DEMO_KEY.consumer_key, "secret": DEMO_KEY.consumer_secret}


def test_no_canary_is_in_a_cassette(tmp_path: Path) -> None:
    cassette = tmp_path / "recorded.yaml"
    with (
        serving(told_of_canaries().shop.handle) as url,
        recording(cassette, Settings(url=url, key=KEYS["key"], secret=KEYS["secret"])),
        woo.WooCommerce(url, *KEYS.values(), auth="oauth1") as shop,
    ):
        list(shop.orders.list())
        list(shop.orders.list(woo.OrderQuery(search=PERSON["email"])))
        made = woo.CustomerDraft(username="Canaryuser", email=PERSON["email"], first_name="Canarygiven", last_name="Canaryfamily")
        shop.customers.create(made)
        list(shop.customers.list(woo.CustomerQuery(email=PERSON["email"])))
        # As keys travel over https, and in an address.
        httpx.get(f"{url}/wp-json/wc/v3/orders", auth=(KEYS["key"], KEYS["secret"]))
        httpx.get(f"{url}/wp-json/wc/v3/orders", params={"consumer_key": KEYS["key"], "consumer_secret": KEYS["secret"]})
    text = cassette.read_bytes()
    assert b"/wp-json/wc/v3/orders" in text and b"scrubbed" in text
    host = url.removeprefix("http://")
    assert [] == places({"cassette": text}, {**KEYS, **CUSTOMER, "user": "Canaryuser", "host": host, "mail in a query": "canarymail"})


def pair_of(configuration: Configuration, folder: Path, telemetry: Telemetry) -> Pair:
    """The canary's pair, as a worker works on it."""
    return Pair(
        name="acme",
        account="acme",
        tables=configuration.tables,
        opened=lambda: connected(configuration),
        store=SqlStore(sqlite_url(folder / "ledger.sqlite")),
        now=utc_now,
        settling=0.0,
        seen=telemetry.outcomes,
        watch=telemetry.flow,
    )


class Ran:
    """What a job is given by an engine that keeps nothing."""

    def step(self, name: str, work: Callable[[], Any]) -> Any:
        return work()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All spans and figures of a sync, a comparison, and runs that the account and the shop refuse, each repeating what it was sent."""
    folder, spans, reader = tmp_path_factory.mktemp("told"), InMemorySpanExporter(), InMemoryMetricReader()
    tracers, meters = TracerProvider(), MeterProvider([reader])
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    telemetry, doubles = Telemetry(tracers, meters), told_of_canaries()
    refuse, real = {"contact"}, doubles.brightpearl.handle

    def handle(request: Any) -> Any:
        reply = real(request)
        if any(request.path.endswith(f"/{each}") for each in refuse):
            said = f"{list(request.headers)} Canarygiven Canaryfamily <{PERSON['email']}> of Canarycompany is refused"
            return evolve(reply, status=400, content=json.dumps({"errors": [{"code": "CONC-001", "message": said}]}).encode())
        return reply

    ended = []
    with serving_doubles(doubles, brightpearl=handle) as served:
        path = folder / "acme.toml"
        text = f'[brightpearl]\naccount = "acme"\nbase_url = "{served.brightpearl_url}"\n[woocommerce]\nurl = "{served.shop_url}"\n'
        path.write_text(f"{text}\n{demo_tables()}", "utf-8")
        for flow, environment in (
            (FlowName.SYNC, ENVIRONMENT),
            (FlowName.RECONCILE, ENVIRONMENT),
            (FlowName.POLL, {**ENVIRONMENT, "WOOCOMMERCE_SECRET": "cs_canary_wrong"}),
            (FlowName.POLL, {**ENVIRONMENT, "BRIGHTPEARL_ACCOUNT_TOKEN": "canary-wrong-token"}),
        ):
            pair = pair_of(read_configuration(path, environment), folder, telemetry)
            job = Job(id=WorkflowId("acme", flow, "1"), account="acme")
            with suppress(bp.BrightpearlError, woo.WooCommerceError), telemetry.run(job):
                result = working_on(pair, job, Ran())
                telemetry.ended(job, result, 1.0)
                ended.append(flow)
    assert [FlowName.SYNC, FlowName.RECONCILE] == ended
    figures = reader.get_metrics_data()
    assert figures is not None
    return {"spans": "\n".join(each.to_json() for each in spans.get_finished_spans()).encode(), "figures": figures.to_json().encode()}


def test_no_canary_is_in_a_trace_or_a_figure(told: dict[str, bytes]) -> None:
    wrong = {"wrong token": "canary-wrong-token", "wrong secret": "cs_canary_wrong"}
    assert [] == places(told, {**CREDENTIALS, **CUSTOMER, **wrong, "any": "anary"})


def test_the_traces_and_figures_that_are_searched_tell_of_requests_failures_and_findings(told: dict[str, bytes]) -> None:
    for text in (
        b"/contact-service/contact",
        b'"error.type": "InvalidError"',
        b'"error.type": "AuthenticationError"',
        b'"url.path": "/orders"',
    ):
        assert text in told["spans"], text
    assert b"bpwoo.actions" in told["figures"] and b"bpwoo.differences" in told["figures"]
