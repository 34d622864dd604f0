"""A newcomer connects to both doubles over https, with nothing but ``docs/howto/connect.md``: by options, and asked in person."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bpwoo_sync.cli.person import Typing
from tests.newcomer.guide import commands

SECRETS = ("BRIGHTPEARL_APP_REF", "BRIGHTPEARL_ACCOUNT_TOKEN", "BRIGHTPEARL_STAFF_TOKEN", "WOOCOMMERCE_KEY", "WOOCOMMERCE_SECRET")
SERVING, CONNECTING = commands("howto/connect.md", "Try it first, over https")

#: The guide's ports may be taken on a machine that runs other tests.
ANY_PORT = " --brightpearl-port 0 --shop-port 0"

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes certificates with openssl")


def clean() -> dict[str, str]:
    """The environment of somebody who has set up nothing, but can call ``bpwoo``."""
    own = {name: value for name, value in os.environ.items() if name not in SECRETS and not name.startswith("BPWOO_")}
    return {**own, "PATH": f"{Path(sys.executable).parent}:{own['PATH']}", "PYTHONUNBUFFERED": "1", "TERM": "xterm", "COLUMNS": "200"}


@contextmanager
def first_terminal(folder: Path) -> Iterator[tuple[str, str]]:
    """The guide's first terminal: an authority, a certificate, and both doubles; yields their addresses."""
    script = SERVING.rstrip() + ANY_PORT
    with subprocess.Popen(
        ["bash", "-ec", script],
        cwd=folder,
        env=clean(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as served:
        try:
            assert served.stdout is not None
            said = ""
            while "Ctrl-C" not in said:
                line = served.stdout.readline()
                assert line, said
                said += line
            brightpearl, shop = re.findall(r"https://\S+", said)
            yield brightpearl, shop
        finally:
            os.killpg(served.pid, signal.SIGTERM)


def second_terminal(folder: Path, script: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """What a script comes to, where nobody can be asked."""
    call = ["bash", "-ec", script]
    return subprocess.run(
        call, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_guide_alone_leads_to_a_connection_over_https(tmp_path: Path) -> None:
    with first_terminal(tmp_path) as (brightpearl, shop):
        script = CONNECTING.replace("https://127.0.0.1:8901", brightpearl).replace("https://127.0.0.1:8902", shop)
        assert script != CONNECTING
        typed = subprocess.run(
            ["bash", "-ec", script],
            cwd=tmp_path,
            env=clean(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert 0 == typed.returncode, typed.stdout + typed.stderr
        assert "WooCommerce: ok" in typed.stdout
        assert 0o600 == stat.S_IMODE((tmp_path / "acme.env").stat().st_mode)
        in_person(tmp_path, brightpearl, shop)
        without_the_authority(tmp_path, brightpearl, shop)


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


def without_the_authority(folder: Path, brightpearl: str, shop: str) -> None:
    """A certificate that nobody vouches for is refused, and nothing is written."""
    call = ["bpwoo", "init", "--config", "none.toml", "--account", "acme", "--brightpearl-url", brightpearl, "--shop-url", shop]
    script = f". trial/environment.sh; {shlex.join(call)}"
    own = {name: value for name, value in clean().items() if name != "SSL_CERT_FILE"}
    refused = second_terminal(folder, script, own)
    assert (2, True) == (refused.returncode, "CERTIFICATE_VERIFY_FAILED" in refused.stderr), refused.stderr
    assert not (folder / "none.toml").exists()
