"""``bpwoo worker --listen`` and ``bpwoo webhooks serve``, as processes of their own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

import woocommerce_sdk as woo
from bpwoo_sync.cli.demo import ENVIRONMENT
from bpwoo_sync.cli.receiving import listening_at
from bpwoo_sync.effects.durable import Durable
from bpwoo_sync.effects.engine import State
from bpwoo_sync.effects.stores import sqlite_url
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.testing.doubles import serving_doubles
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_killed import RIGHT, state
from tests.bpwoo_sync.effects.workers import PATIENCE, configured, until, worker

SECRET = "whsec-test"


def told_of_an_order(url: str, secret: str = SECRET) -> int:
    body = b'{"id": 7}'
    headers = {
        "Content-Type": "application/json",
        "X-WC-Webhook-Topic": "order.updated",
        "X-WC-Webhook-Resource": "order",
        "X-WC-Webhook-Event": "updated",
        "X-WC-Webhook-Signature": woo.webhook_signature(body, secret),
    }
    return httpx.post(f"{url}/webhooks/acme/woocommerce", content=body, headers=headers).status_code


def test_a_delivery_makes_a_worker_look_at_once(tmp_path: Path, database_url: str) -> None:
    doubles, secret = ten_orders(), {"ACME__WOOCOMMERCE_WEBHOOK_SECRET": SECRET}
    with (
        serving_doubles(doubles) as served,
        worker(configured(tmp_path, served, "acme"), database_url, "--listen", "127.0.0.1:0", environment=secret) as running,
    ):
        url = running.told("started")[0]["receiving"]
        ready = httpx.get(f"{url}/ready")
        assert ({"database and tables": "ok", "lease": "ok"}, 200) == (ready.json()["checks"], ready.status_code)
        assert [401, 200, 200] == [told_of_an_order(url, secret) for secret in ("another", SECRET, SECRET)]
        until(lambda: running.told("done"), "the run ended")
        assert [401, 200, 200] == [each["status"] for each in running.events if "status" in each]
        assert ["acme"] == [each["workflow"].split("/")[0] for each in running.told("done")]
        assert (0, "") == (running.kill(signal.SIGTERM), running.errors)
    assert RIGHT == state(doubles)


def test_what_a_receiver_alone_is_told_is_queued_for_workers(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": str(Path(__file__).parents[3]), "WOOCOMMERCE_WEBHOOK_SECRET": SECRET}
    command = [sys.executable, "-c", "from bpwoo_sync.cli import main; main()", "webhooks", "serve", "--json"]
    with serving_doubles(ten_orders()) as served:
        folder = configured(tmp_path, served, "acme")
        arguments = ["--config", str(folder), "--listen", f"127.0.0.1:{port}"]
        process = subprocess.Popen([*command, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        until(lambda: reached(port), "it listens")
        assert 200 == told_of_an_order(f"http://127.0.0.1:{port}")
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert ("", ["receiving", "delivery taken"]) == (err, [json.loads(line)["event"] for line in out.splitlines()])
    engine = Durable(sqlite_url(folder / "bpwoo.sqlite"))
    assert ["order-7"] == [each.job.id.record.split("/")[0] for each in engine.workflows(pair="acme", states=(State.QUEUED,))]
    engine.close()


def reached(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200
    except httpx.HTTPError:
        return False


@pytest.mark.parametrize(
    ("text", "expected"), [("127.0.0.1:8080", ("127.0.0.1", 8080)), ("[::1]:80", ("::1", 80)), ("localhost:0", ("localhost", 0))]
)
def test_where_to_listen_is_a_host_and_a_port(text: str, expected: tuple[str, int]) -> None:
    assert expected == listening_at(text)


@pytest.mark.parametrize("text", ["8080", ":8080", "host", "host:", "host:99999", "host:-1", ""])
def test_where_nothing_can_listen_is_a_fault(text: str) -> None:
    with pytest.raises(ConfigurationError, match="is no HOST:PORT"):
        listening_at(text)
