"""The suite for real shops passes against the double on a real socket: signed over HTTP, and with Basic over HTTPS."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.woocommerce_sdk.recordings import exchange
from woocommerce_sdk.testing import DEMO_KEY, WooCommerceDouble, serving

SECRETS = (DEMO_KEY.consumer_key, DEMO_KEY.consumer_secret)


def shop() -> WooCommerceDouble:
    """A shop that knows the places and currencies that a real one knew."""
    double = WooCommerceDouble()
    double.load("continents", [exchange("data", "data_continents_EU").body])
    double.load("countries", exchange("data", "data_countries").body)
    return double


def run(url: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the suite in a process of its own."""
    key = {"WOOCOMMERCE_URL": url, "WOOCOMMERCE_KEY": DEMO_KEY.consumer_key, "WOOCOMMERCE_SECRET": DEMO_KEY.consumer_secret}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/live", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **key, **environment}, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate that nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("makes a certificate with openssl: apt-get install openssl")
    folder = tmp_path_factory.mktemp("certificate")
    files = (str(folder / "shop.pem"), str(folder / "shop.key"))
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*made, "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    return files


def test_the_suite_passes_over_http_where_requests_are_signed() -> None:
    double = shop()
    with serving(double.handle) as url:
        ended = run(url)
    assert 0 == ended.returncode, ended.stdout[-4000:]
    assert 380 < passed(ended.stdout)
    signed = [request.parameter("oauth_signature") is not None for request in double.requests]
    assert (True, []) == (signed.count(True) > 0.95 * len(signed), [each for each in double.requests if each.header("authorization")])


def test_the_suite_passes_over_https_where_the_key_is_basic(certificate: tuple[str, str], tmp_path: Path) -> None:
    double = shop()
    with serving(double.handle, certificate=certificate) as url:
        ended = run(url, WOOCOMMERCE_VERIFY="0", WOOCOMMERCE_RECORD=str(tmp_path))
    assert 0 == ended.returncode, ended.stdout[-4000:]
    assert 380 < passed(ended.stdout)
    assert [] == [request for request in double.requests if request.parameter("oauth_signature")]
    # What was recorded meanwhile tells nothing of the shop.
    recorded = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert {"connection.yaml", "errors.yaml", "filters.yaml", "records.yaml", "shop.yaml"} == set(recorded)
    host = url.partition("://")[2]
    told = [(name, secret) for name, text in recorded.items() for secret in (*SECRETS, host, "Basic ") if secret in text]
    assert [] == told
    assert all("https://shop.example/wp-json/wc/v3/" in text for text in recorded.values())


def test_a_certificate_that_nobody_vouches_for_is_refused_unless_told_otherwise(certificate: tuple[str, str]) -> None:
    with serving(shop().handle, certificate=certificate) as url:
        ended = run(url, "-k", "check_finds_nothing_wrong")
    assert (1, 0) == (ended.returncode, passed(ended.stdout))


def test_without_a_shop_nothing_runs_and_that_is_told() -> None:
    ended = run("")
    assert (5, 0) == (ended.returncode, passed(ended.stdout))
    assert "no shop is named: set WOOCOMMERCE_URL, WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET" in ended.stdout


def passed(output: str) -> int:
    """How many tests passed, by pytest's last line."""
    found = re.search(r"(\d+) passed", output)
    return int(found[1]) if found else 0
