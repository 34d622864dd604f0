"""Canaries stand in every credential and in every field of a customer; whatever is written is searched for them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve

from bpwoo_sync.cli.demo import ENVIRONMENT
from bpwoo_sync.testing.doubles import Doubles, demo_doubles, demo_tables, serving_doubles
from tests.bpwoo_sync.cli.test_commands import Ended, Pair

#: Every secret of the doubles' sign-ins. The app's reference is none.
CREDENTIALS = {name: value for name, value in ENVIRONMENT.items() if not name.endswith("APP_REF")}

PERSON = {
    "first_name": "Canarygiven",
    "last_name": "Canaryfamily",
    "company": "Canarycompany",
    "address_1": "77 Canarystreet",
    "address_2": "Canaryfloor",
    "city": "Canarytown",
    "postcode": "90042",
    "email": "canarymail@example.com",
    "phone": "+1 555 0142042",
}
ORDER = {"customer_note": "Canarynote", "customer_ip_address": "203.0.113.142", "customer_user_agent": "Canaryagent"}

#: What people would not want to find in a file. A postcode is left out: its digits stand in numbers too.
CUSTOMER = {name: value for name, value in {**PERSON, **ORDER}.items() if name != "postcode"}


def told_of_canaries() -> Doubles:
    """The demo's systems, where every order is the canary's; one has no address, so that it is held, and one is refunded."""
    doubles = demo_doubles()
    for place, order in enumerate(doubles.shop.shop.tables["orders"].values()):
        order["billing"] = {**order["billing"], **PERSON}
        order["shipping"] = {**order["shipping"], **{name: PERSON[name] for name in order["shipping"] if name in PERSON}}
        order |= ORDER
        if place == 3:
            order["billing"] |= {"country": "", "email": "", "address_1": PERSON["address_1"]}
    return doubles


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """Everything that the commands wrote, by where."""
    folder, doubles, logged = tmp_path_factory.mktemp("canaries"), told_of_canaries(), _Kept()
    logging.getLogger().addHandler(logged)
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    refusing = doubles.brightpearl.handle

    def handle(request: Any) -> Any:
        """The account, which refuses the first contact and repeats what was sent."""
        reply = refusing(request)
        if request.path.endswith("/contact-service/contact") and request.method == "POST" and not said:
            said.append(request)
            message = f"Canarygiven Canaryfamily <{PERSON['email']}> of Canarycompany, {PERSON['phone']}, cannot be made".encode()
            return evolve(reply, status=400, content=b'{"errors":[{"code":"CONC-001","message":"%b"}]}' % message)
        return reply

    said: list[Any] = []
    with serving_doubles(doubles, brightpearl=handle) as served:
        text = f'[brightpearl]\naccount = "acme"\nbase_url = "{served.brightpearl_url}"\n[woocommerce]\nurl = "{served.shop_url}"\n'
        pair = Pair(doubles, folder / "bpwoo.toml", f"{text}\n{demo_tables()}")
        files = [f"--{kind}={folder / f'found.{kind}'}" for kind in ("html", "csv", "junit")]
        wrong = {**ENVIRONMENT, "BRIGHTPEARL_ACCOUNT_TOKEN": "canary-wrong-token", "WOOCOMMERCE_SECRET": "cs_canary_wrong"}
        ended: dict[str, Ended] = {
            "check": pair.run("check", "--json"),
            "refused": pair.run("check", environment=wrong),
            "plan": pair.run("plan", f"--save={folder / 'plan.json'}", "--json"),
            "sync": pair.run("sync", "--apply", "--json"),
            "again": pair.run("sync", "--apply"),
            "reconcile": pair.run("reconcile", *files, "--json"),
            "reconcile for people": pair.run("reconcile"),
            "snapshot": pair.run("snapshot", str(folder / "kept")),
        }
    logging.getLogger().removeHandler(logged)
    logging.getLogger().setLevel(level)
    assert said
    found = {f"{name} ({kind})": text.encode() for name, each in ended.items() for kind, text in (("out", each.out), ("err", each.err))}
    found |= {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    yield {**found, "log": "\n".join(logged.lines).encode()}


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # What httpx itself logs, where somebody lets it, are whole addresses: SECURITY.md says so.
        if record.name.partition(".")[0] in ("httpx", "httpcore"):
            return
        self.lines.append(f"{record.getMessage()} {record.__dict__}")


def places(written: dict[str, bytes], canaries: dict[str, str], *, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Where which canary was found."""
    looked = {place: content for place, content in written.items() if not place.startswith(without or ("\0",))}
    return [(place, name) for place, content in looked.items() for name, value in canaries.items() if value.encode() in content]


def test_no_credential_is_in_anything_that_was_written(written: dict[str, bytes]) -> None:
    wrong = {"wrong token": "canary-wrong-token", "wrong secret": "cs_canary_wrong"}
    assert [] == places(written, {**CREDENTIALS, **wrong})


def test_nothing_of_a_customer_is_in_the_ledger_a_report_a_snapshot_or_a_log(written: dict[str, bytes]) -> None:
    # A plan is the one thing that tells what is to be written of whom; a sync shows its plan where JSON is asked for.
    assert [] == places(written, CUSTOMER, without=("plan", "sync (out)"))


def test_the_search_would_find_what_is_there(written: dict[str, bytes]) -> None:
    assert {"plan.json", "plan (out)"} <= {place for place, _ in places(written, CUSTOMER)}
    assert {"bpwoo.sqlite", "found.html", "found.csv", "found.junit", "log", "sync (out)"} <= set(written)
    assert b"cannot be made" in written["bpwoo.sqlite"] + written.get("bpwoo.sqlite-wal", b"")
    assert any(place.startswith("kept/") for place in written)
