"""A newcomer connects to both doubles over https, with nothing but ``docs/howto/connect.md``: by options, and asked in person."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import stat
import sys
from pathlib import Path

import pytest

from tests.bpwoo_sync.cli.person import Typing
from tests.newcomer.machine import ANY_PORT, ROOT, Machine, commands, nothing_set_up

SECRETS = ("BRIGHTPEARL_APP_REF", "BRIGHTPEARL_ACCOUNT_TOKEN", "BRIGHTPEARL_STAFF_TOKEN", "WOOCOMMERCE_KEY", "WOOCOMMERCE_SECRET")
SERVING, CONNECTING = commands("docs/howto/connect.md", "Try it first, over https")

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes certificates with openssl")


def clean() -> dict[str, str]:
    """The environment of somebody who has set up nothing, but can call ``bpwoo``."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {**nothing_set_up(), "PATH": path, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "200"}


def test_the_guide_alone_leads_to_a_connection_over_https(tmp_path: Path) -> None:
    machine = Machine(folder=tmp_path, environment=clean())
    with machine.terminal(SERVING.rstrip() + ANY_PORT, until="Ctrl-C") as said:
        brightpearl, shop = re.findall(r"https://\S+", said)
        script = CONNECTING.replace("https://127.0.0.1:8901", brightpearl).replace("https://127.0.0.1:8902", shop)
        assert script != CONNECTING
        assert "WooCommerce: ok" in machine.types(script)
        assert 0o600 == stat.S_IMODE((tmp_path / "acme.env").stat().st_mode)
        in_person(tmp_path, brightpearl, shop)
        without_the_authority(machine, brightpearl, shop)


def in_person(folder: Path, brightpearl: str, shop: str) -> None:
    """Asked one thing after another, and what is secret is not shown."""
    lines = (folder / "trial" / "environment.sh").read_text("utf-8").splitlines()
    known = dict(line.removeprefix("export ").split("=", 1) for line in lines)
    environment = {**clean(), "SSL_CERT_FILE": str(folder / "authority.pem"), "BRIGHTPEARL_TOKEN_FILE": ""}
    config = folder / "asked.toml"
    person = Typing(["init", "--config", str(config), "--brightpearl-url", brightpearl], environment)
    for question, answer in [
        ("Which [1]:", "system"),
        ("Account code:", "acme"),
        ("App reference:", known["BRIGHTPEARL_APP_REF"]),
        ("Account token (not shown):", known["BRIGHTPEARL_ACCOUNT_TOKEN"]),
        ("Shop address:", shop),
        ("Consumer key (not shown):", known["WOOCOMMERCE_KEY"]),
        ("Consumer secret (not shown):", known["WOOCOMMERCE_SECRET"]),
        ("Store key [W1]:", ""),
        ("Orders from", ""),
        (f"Write {config}", "y"),
    ]:
        person.until(question)
        person.type(answer)
    assert 0 == person.ended(), person.seen
    assert [] == [name for name in SECRETS[1:] if name in known and known[name] in person.seen]
    assert "https, so the key goes in a header" in person.seen


def without_the_authority(machine: Machine, brightpearl: str, shop: str) -> None:
    """A certificate that nobody vouches for is refused, and nothing is written."""
    call = ["bpwoo", "init", "--config", "none.toml", "--account", "acme", "--brightpearl-url", brightpearl, "--shop-url", shop]
    status, said = machine.tries(f". trial/environment.sh; {shlex.join(call)}")
    assert (2, True) == (status, "CERTIFICATE_VERIFY_FAILED" in said), said
    assert not (machine.folder / "none.toml").exists()
