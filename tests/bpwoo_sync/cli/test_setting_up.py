"""``bpwoo init``: from both vendors' back offices to a configuration that works, against both doubles on sockets."""

from __future__ import annotations

import os
import stat
import threading
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from attrs import define, field, frozen

import brightpearl_sdk as bp
from bpwoo_sync.cli.asking import Question
from bpwoo_sync.cli.demo import ENVIRONMENT
from bpwoo_sync.cli.setting_up import Given, NotConnectedError, connected_account, connected_shop
from bpwoo_sync.cli.signing_in import signed_in
from bpwoo_sync.testing.doubles import Doubles, Served, demo_doubles, serving_doubles
from brightpearl_sdk.testing import App
from tests.bpwoo_sync.cli.person import Typing
from tests.bpwoo_sync.cli.test_commands import DONE, UNUSABLE, Ended, invoked

STOPPED = 130
STAFF = App(app_ref="acme_sync", staff_token="st4ff-s3cret")
#: Where the browser comes back to: each test that signs in has a port of its own, for tests run beside each other.
CALLBACKS = ("http://localhost:18767/callback", "http://localhost:18768/callback")
INSTANCE = App(app_ref="acme_app", dev_ref="acme", client_secret="cl1ent-s3cret", redirect_uris=CALLBACKS)
NOTHING = dict.fromkeys([*ENVIRONMENT, "BRIGHTPEARL_TOKEN_FILE"], "")
SHOP = {"key": ENVIRONMENT["WOOCOMMERCE_KEY"], "secret": ENVIRONMENT["WOOCOMMERCE_SECRET"]}


@frozen
class Both:
    """Both doubles on sockets, and where a configuration for them is to be."""

    served: Served
    path: Path

    @property
    def doubles(self) -> Doubles:
        """The doubles themselves."""
        return self.served.doubles

    def init(self, *arguments: str, environment: Mapping[str, str] = ENVIRONMENT, account: str = "acme") -> Ended:
        """Set the pair up without a person."""
        environment = {"BRIGHTPEARL_TOKEN_FILE": "", **environment}
        addresses = ("--brightpearl-url", self.served.brightpearl_url, "--shop-url", self.served.shop_url, "--account", account)
        return invoked(
            "init", "--config", str(self.path), *addresses, *arguments, environment={"BRIGHTPEARL_TOKEN_FILE": "", **environment}
        )


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    doubles = demo_doubles()
    doubles.brightpearl.gate.apps += (STAFF, INSTANCE)
    with serving_doubles(doubles) as served:
        yield Both(served, tmp_path / "acme.toml")


@define
class Scripted:
    """A person who answers from a script: of each question the next answer in turn."""

    answers: Mapping[str, list[str]]
    asked: list[tuple[str, str]] = field(factory=list)
    said: list[str] = field(factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, question: Question, before: str) -> str:
        self.asked.append((question.name, before))
        return self.answers[question.name].pop(0) or before

    def choose(self, label: str, choices: Mapping[str, str], default: str) -> str:
        return self.answers["kind"].pop(0)

    def confirm(self, text: str, *, default: bool) -> bool:
        return self.answers["confirm"].pop(0) == "yes"


def nobody(app: bp.OAuthApp, store: bp.TokenStore, trusted: tuple[str, ...]) -> bp.Token:
    raise AssertionError("nobody signs in by a browser here")


def test_without_a_person_both_are_connected_and_the_configuration_works_from_its_own_secrets(both: Both) -> None:
    made = both.init("--json")
    assert (DONE, [True, True]) == (made.status, [each["works"] for each in made.document["check"]["connections"]])
    text = both.path.read_text("utf-8")
    assert [] == [value for value in ENVIRONMENT.values() if value in text]
    assert 0o600 == stat.S_IMODE(both.path.with_suffix(".env").stat().st_mode)
    assert {"acme.toml", "acme.env"} == {path.name for path in both.path.parent.iterdir()}
    assert DONE == invoked("check", "--config", str(both.path), environment=NOTHING).status


def test_the_accounts_own_identifiers_are_kept_and_older_orders_left_alone(both: Both) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    both.init("--store-key", "SHOP1")
    store = tomllib.loads(both.path.read_text("utf-8"))["store"]
    assert ("SHOP1", 11, "USD") == (store["key"], store["integration_instance_id"], store["base_currency"])
    assert before <= store["go_live"] <= datetime.now(UTC)


def test_orders_from_a_date_on_are_brought_in_where_one_is_given(both: Both) -> None:
    both.init("--go-live", "2020-01-01")
    assert datetime(2020, 1, 1, tzinfo=UTC) == tomllib.loads(both.path.read_text("utf-8"))["store"]["go_live"]


def test_a_staff_token_signs_in(both: Both) -> None:
    own = {
        "BRIGHTPEARL_APP_REF": STAFF.app_ref,
        "BRIGHTPEARL_ACCOUNT_TOKEN": "",
        "BRIGHTPEARL_STAFF_TOKEN": STAFF.staff_token,
    }
    assert DONE == both.init(environment={**ENVIRONMENT, **own}).status
    assert f"BRIGHTPEARL_STAFF_TOKEN={STAFF.staff_token}" in both.path.with_suffix(".env").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "told"), [("BRIGHTPEARL_ACCOUNT_TOKEN", "App store > Private apps"), ("WOOCOMMERCE_SECRET", "check the secret")]
)
def test_a_secret_that_is_refused_ends_with_what_to_do_is_not_shown_and_nothing_is_written(both: Both, name: str, told: str) -> None:
    wrong = "cs_n0t-the-secret" if name.startswith("WOO") else "n0t-the-secret"
    ended = both.init(environment={**ENVIRONMENT, name: wrong.replace("-", "_")})
    assert (UNUSABLE, True) == (ended.status, told in ended.err), ended.err
    assert "n0t" not in ended.out + ended.err
    assert [] == list(both.path.parent.iterdir())


def test_what_is_missing_is_named_all_at_once_as_it_is_given(tmp_path: Path) -> None:
    ended = invoked(
        "init",
        "--config",
        str(tmp_path / "a.toml"),
        "--app-kind",
        "staff",
        environment=NOTHING,
    )
    assert UNUSABLE == ended.status
    for name in ("--account", "--data-centre", "BRIGHTPEARL_APP_REF", "BRIGHTPEARL_STAFF_TOKEN"):
        assert f"{name}: " in ended.err


def test_files_that_are_there_are_kept_unless_they_are_to_be_replaced(both: Both) -> None:
    both.path.write_text("mine", "utf-8")
    kept = both.init()
    assert (UNUSABLE, True, "mine") == (kept.status, "is there already" in kept.err, both.path.read_text("utf-8"))
    assert [] == both.doubles.brightpearl.requests
    assert (DONE, True) == (both.init("--overwrite").status, "[brightpearl]" in both.path.read_text("utf-8"))


def test_a_wrong_answer_leads_back_to_its_question_and_enter_keeps_the_others(both: Both) -> None:
    person = Scripted(
        {
            "kind": ["staff"],
            "account": ["Not An Account", "acme", ""],
            "app_ref": [STAFF.app_ref, ""],
            "staff_token": ["wrong", STAFF.staff_token],
        }
    )
    found = connected_account(Given(api_url=both.served.brightpearl_url), person, nobody)
    assert ("acme", STAFF.staff_token) == (found.connection.account, found.connection.staff_token)
    names = [name for name, _ in person.asked]
    assert ["account", "account", "app_ref", "staff_token", "account", "app_ref", "staff_token"] == names
    assert any("letters and digits" in text for text in person.said)


def test_a_shop_that_refuses_the_secret_leads_back_to_key_and_secret_alone(both: Both) -> None:
    person = Scripted({"url": [both.served.shop_url], "key": [SHOP["key"], ""], "secret": ["cs_wrong", SHOP["secret"]]})
    assert SHOP["secret"] == connected_shop(Given(), person).secret
    assert ["url", "key", "secret", "key", "secret"] == [name for name, _ in person.asked]
    assert any("OAuth 1.0a" in text for text in person.said)


def test_a_shop_that_is_not_there_leads_back_to_its_address(both: Both) -> None:
    person = Scripted({"url": ["http://127.0.0.1:9", both.served.shop_url], **{name: [value] for name, value in SHOP.items()}})
    assert both.served.shop_url == connected_shop(Given(), person).url


def test_who_gives_up_where_only_waiting_helps_has_nothing_written(both: Both) -> None:
    both.doubles.brightpearl.gate.quota = 0
    person = Scripted({"account": ["acme"], "app_ref": [STAFF.app_ref], "staff_token": [STAFF.staff_token], "confirm": ["no"]})
    with pytest.raises(NotConnectedError, match="nothing was written"):
        connected_account(Given(kind="staff", api_url=both.served.brightpearl_url), person, nobody)


def test_an_app_that_is_approved_in_the_browser_leaves_its_token_with_the_account(both: Both) -> None:
    def approving(address: str) -> None:
        there = httpx.get(address.rpartition(" ")[2], follow_redirects=False)
        httpx.get(there.headers["location"])

    def sign_in(app: bp.OAuthApp, store: bp.TokenStore, trusted: tuple[str, ...]) -> bp.Token:
        def say(told: str) -> None:
            threading.Thread(target=approving, args=(told,), daemon=True).start()

        return signed_in(app, store, port=18767, say=say, open_browser=False, trusted=trusted, patience=10)

    answers = {"account": ["acme"], "app_ref": ["acme_app"], "dev_ref": ["acme"], "client_secret": ["cl1ent-s3cret"]}
    found = connected_account(Given(kind="instance", api_url=both.served.brightpearl_url), Scripted(answers), sign_in)
    assert found.token is not None
    assert 11 == found.token.installation_instance_id


def test_at_a_terminal_no_secret_is_ever_shown_and_a_wrong_one_is_asked_again(both: Both) -> None:
    secrets = ["wr0ng-staff-token", STAFF.staff_token, SHOP["key"], "cs_wr0ng", SHOP["secret"]]
    environment = {**os.environ, **NOTHING, "TERM": "xterm", "COLUMNS": "200"}
    arguments = ["init", "--config", str(both.path), "--brightpearl-url", both.served.brightpearl_url]
    person = Typing(arguments, environment)
    for question, answer in [
        ("Which", "1"),
        ("Account code", "acme"),
        ("App reference", STAFF.app_ref),
        ("Staff token (not shown):", secrets[0]),
        ("Account code [acme]:", ""),
        (f"App reference [{STAFF.app_ref}]:", ""),
        ("Staff token (not shown) [Enter keeps it]:", secrets[1]),
        ("Shop address:", both.served.shop_url),
        ("Consumer key (not shown):", secrets[2]),
        ("Consumer secret (not shown):", secrets[3]),
        ("Consumer key (not shown) [Enter keeps it]:", ""),
        ("Consumer secret (not shown) [Enter keeps it]:", secrets[4]),
        ("Store key [W1]:", ""),
        ("Orders from", "2020-01-01"),
        ("Write ", "y"),
    ]:
        person.until(question)
        person.type(answer)
    status = person.ended()
    assert DONE == status, person.seen
    assert [] == [secret for secret in secrets if secret in person.seen]
    assert SHOP["secret"] in both.path.with_suffix(".env").read_text("utf-8")
    assert DONE == invoked("check", "--config", str(both.path), environment=NOTHING).status


def test_at_a_terminal_an_app_is_approved_in_the_browser_and_the_configuration_works_with_the_token_it_brought(both: Both) -> None:
    arguments = ["--config", str(both.path), "--brightpearl-url", both.served.brightpearl_url, "--port", "18768", "--no-browser"]
    person = Typing(["init", *arguments], {**os.environ, **NOTHING, "TERM": "xterm", "COLUMNS": "80"})
    for question, answer in [
        ("Which", "2"),
        ("Account code", "acme"),
        ("App reference", INSTANCE.app_ref),
        ("Developer reference", INSTANCE.dev_ref),
        ("(not shown)", INSTANCE.client_secret),
    ]:
        person.until(question)
        person.type(answer)
    address = person.line_with("Approve the app in the browser: ")
    page = httpx.get(address, follow_redirects=True)
    assert (200, True) == (page.status_code, "You are signed in" in page.text), address
    for question, answer in [
        ("Shop address:", both.served.shop_url),
        ("Consumer key (not shown):", SHOP["key"]),
        ("Consumer secret (not shown):", SHOP["secret"]),
        ("Store key [W1]:", ""),
        ("Orders from", "2020-01-01"),
        ("Write ", "y"),
    ]:
        person.until(question)
        person.type(answer)
    assert DONE == person.ended(), person.seen

    kept = {path.name: stat.S_IMODE(path.stat().st_mode) for path in both.path.parent.iterdir()}
    assert {"acme.token.json": 0o600, "acme.env": 0o600} == {name: mode for name, mode in kept.items() if name != "acme.toml"}
    token = bp.FileTokenStore(both.path.with_suffix(".token.json")).load()
    assert token is not None
    secrets = [INSTANCE.client_secret, SHOP["key"], SHOP["secret"], token.access_token, token.refresh_token]
    assert [] == [secret for secret in secrets if secret in person.seen]
    assert [] == [secret for secret in secrets if secret in both.path.read_text("utf-8")]
    assert DONE == invoked("check", "--config", str(both.path), environment=NOTHING).status


def test_ctrl_c_at_a_question_ends_it_and_nothing_is_written(both: Both) -> None:
    person = Typing(["init", "--config", str(both.path)], {**os.environ, "TERM": "xterm"})
    person.until("Which")
    person.type("\x03")
    assert STOPPED == person.ended()
    assert "Nothing was written." in person.seen
    assert [] == list(both.path.parent.iterdir())
