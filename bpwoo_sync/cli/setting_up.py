"""Connecting an account and a shop, question by question: each connection is verified before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import get_args
from urllib.parse import urlsplit

from attrs import evolve, field, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.cli.asking import Asker, Question
from bpwoo_sync.cli.configuration import BrightpearlConnection, ShopConnection
from bpwoo_sync.cli.connections import oauth_app
from bpwoo_sync.errors import ConfigurationError, SyncError
from brightpearl_sdk import setup as bp_setup
from woocommerce_sdk import setup as shop_setup

#: What each way to sign in is for.
KINDS: Mapping[str, str] = {
    "staff": "a private app that acts for a member of staff, made in the account in a minute (App store > Private apps)",
    "instance": "an app registered with Brightpearl as an integration; a user of the account approves it in the browser",
    "system": "a private app with a token of the account's",
}

#: Where what a question asks for is given without asking; secrets are no options, since everybody may see those of a process.
OPTIONS: Mapping[str, str] = {
    "account": "--account",
    "data_centre": "--data-centre",
    "app_ref": "BRIGHTPEARL_APP_REF",
    "dev_ref": "BRIGHTPEARL_DEV_REF",
    "client_secret": "BRIGHTPEARL_CLIENT_SECRET",
    "staff_token": "BRIGHTPEARL_STAFF_TOKEN",
    "account_token": "BRIGHTPEARL_ACCOUNT_TOKEN",
    "url": "--shop-url",
    "key": "WOOCOMMERCE_KEY",
    "secret": "WOOCOMMERCE_SECRET",
    "store_key": "--store-key",
    "go_live": "--go-live",
}

SignIn = Callable[[bp.OAuthApp, bp.TokenStore, tuple[str, ...]], bp.Token]


class NotConnectedError(SyncError):
    """A connection does not work, and nobody is there to be asked, or who was asked gave up. Nothing was written."""


@frozen(kw_only=True)
class Given:
    """What is known before anybody is asked, by the names of the questions. ``api_url`` leads to a double."""

    kind: str = ""
    api_url: str = ""
    token_file: str = ""
    brightpearl: Mapping[str, str] = field(factory=dict, repr=False)
    shop: Mapping[str, str] = field(factory=dict, repr=False)


@frozen(kw_only=True)
class Account:
    """A Brightpearl account that was found to work. ``token`` is one that a browser brought, and is yet to be kept."""

    connection: BrightpearlConnection
    auth: bp.AccountToken | bp.OAuth2
    token: bp.Token | None = field(default=None, repr=False)


def connected_account(given: Given, asker: Asker | None, sign_in: SignIn) -> Account:
    """Ask for what is not given until the account answers. Raises :class:`ConfigurationError` where nobody can be asked."""
    kind = _kind(given, asker)
    questions = _account_questions(kind, given.api_url)
    typed = dict(given.brightpearl) | ({"data_centre": given.api_url} if given.api_url else {})
    again: Collection[str] = ()
    while True:
        typed = _answered(questions, typed, again, asker)
        connection = _account_connection(kind, typed, given)
        try:
            auth, token = _auth(connection, given, asker, sign_in)
            with bp.Brightpearl(connection.account, auth, base_url=connection.base_url, retries=bp.NO_RETRIES) as client:
                found = bp_setup.verify(client)
        except bp.BrightpearlError as error:
            # Nothing could be asked of the account: there is no token, or no address.
            found = bp_setup.Diagnosis(steps=(bp_setup.CheckStep(name="sign-in", passed=False, found=str(error), concerns=_SIGN_IN),))
        if found.passed:
            _told(asker, f"Brightpearl account {connection.account}", str(found))
            return Account(connection=connection, auth=auth, token=token)
        again = _to_ask_again("Brightpearl", str(found), (name for step in found.steps for name in step.concerns), questions, asker)


def connected_shop(given: Given, asker: Asker | None) -> ShopConnection:
    """Ask for what is not given until the shop answers, and lets the key write. Raises :class:`ConfigurationError`."""
    typed = dict(given.shop)
    again: Collection[str] = ()
    while True:
        typed = _answered(shop_setup.QUESTIONS, typed, again, asker)
        connection = ShopConnection(url=typed["url"], key=typed["key"], secret=typed["secret"])
        signed = shop_setup.authentication(connection.url) == "oauth1"
        how = (
            "plain http, so requests are signed (OAuth 1.0a), and can be read on their way"
            if signed
            else "https, so the key goes in a header"
        )
        with woo.WooCommerce(connection.url, connection.key, connection.secret, retries=woo.NO_RETRIES) as client:
            found = shop_setup.verify(client)
        if found.passed:
            _told(asker, f"Shop {connection.url}: {how}", str(found))
            return connection
        concerned = (name for step in found.diagnosis.steps for name in step.concerns)
        again = _to_ask_again("The shop", str(found), concerned, shop_setup.QUESTIONS, asker)


def store_settings(given: Mapping[str, str], now: datetime, asker: Asker | None) -> tuple[str, datetime]:
    """The store's key, and the moment from which on orders are brought in: this one unless another is given."""
    settled = {name: value for name, value in given.items() if value}
    typed = {"store_key": "W1", "go_live": f"{now:%Y-%m-%dT%H:%M:%SZ}", **settled}
    answers = _answered(STORE_QUESTIONS, typed, {"store_key", "go_live"} - settled.keys(), asker)
    return answers["store_key"], datetime.fromisoformat(answers["go_live"])


def _store_key(typed: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]{1,10}", typed.strip()):
        raise bp_setup.NotAnAnswerError("A store's key is up to ten letters and digits, such as W1")
    return typed.strip()


def _moment(typed: str) -> str:
    try:
        moment = datetime.fromisoformat(typed.strip())
    except ValueError:
        raise bp_setup.NotAnAnswerError("This is no date: give it like 2026-01-31, or 2026-01-31T08:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


#: What is asked for the pair of both.
STORE_QUESTIONS: tuple[Question, ...] = (
    bp_setup.Question(
        name="store_key",
        label="Store key",
        where="You choose it: the reference of every order in Brightpearl begins with it (W1-1042). Each shop of an account needs its own.",
        page="",
        read=_store_key,
    ),
    bp_setup.Question(
        name="go_live",
        label="Orders from",
        where="Orders made before this moment (UTC) are left alone. Take a date in the past to bring older ones in.",
        page="",
        read=_moment,
    ),
)


def secrets_of(brightpearl: BrightpearlConnection, shop: ShopConnection) -> dict[str, str]:
    """The secrets of two connections, by the names under which a command looks for them."""
    return {
        "BRIGHTPEARL_APP_REF": brightpearl.app_ref,
        "BRIGHTPEARL_DEV_REF": brightpearl.dev_ref,
        "BRIGHTPEARL_CLIENT_SECRET": brightpearl.client_secret,
        "BRIGHTPEARL_STAFF_TOKEN": brightpearl.staff_token,
        "BRIGHTPEARL_ACCOUNT_TOKEN": brightpearl.account_token,
        "BRIGHTPEARL_TOKEN_FILE": brightpearl.token_file,
        "WOOCOMMERCE_KEY": shop.key,
        "WOOCOMMERCE_SECRET": shop.secret,
    }


_SIGN_IN = ("account", "app_ref", "dev_ref", "client_secret")


def _kind(given: Given, asker: Asker | None) -> bp_setup.AppKind:
    named = given.kind or _kind_of(given)
    if not named and asker is None:
        raise ConfigurationError("BRIGHTPEARL_STAFF_TOKEN: is not set, nor another token; or name the kind of app by --app-kind")
    chosen = named or (asker.choose("How does bpwoo sign in to Brightpearl?", KINDS, "staff") if asker is not None else "")
    kinds: tuple[bp_setup.AppKind, ...] = get_args(bp_setup.AppKind)
    return next(kind for kind in kinds if kind == chosen)


def _kind_of(given: Given) -> str:
    if given.token_file:
        return "instance"
    return next((kind for kind, name in (("staff", "staff_token"), ("system", "account_token")) if given.brightpearl.get(name)), "")


def _account_questions(kind: bp_setup.AppKind, api_url: str) -> tuple[Question, ...]:
    """What is asked for an app of this kind; of a double its address, in place of a data centre."""
    questions = bp_setup.questions(kind)
    if not api_url:
        return questions
    centre = next(each for each in bp_setup.questions("staff") if each.name == "data_centre")
    address = evolve(
        centre, label="Address of the API", where="It is where the double, or what stands before the API, is served.", read=_address
    )
    return (questions[0], address, *(each for each in questions[1:] if each.name != "data_centre"))


def _address(typed: str) -> str:
    parts = urlsplit(typed.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise bp_setup.NotAnAnswerError("This is no address: give it like https://brightpearl.example:8901")
    return typed.strip().rstrip("/")


def _answered(questions: Iterable[Question], typed: Mapping[str, str], again: Collection[str], asker: Asker | None) -> dict[str, str]:
    """Every question with its answer: one that is given is not asked, but for those to be asked again."""
    answers, faults = dict(typed), []
    for question in questions:
        before = answers.get(question.name, "")
        asked = asker is not None and (question.name in again or (not before and question.name not in answers))
        while True:
            try:
                answers[question.name] = question.answer(asker.ask(question, before) if asked and asker is not None else before)
                break
            except (bp_setup.NotAnAnswerError, shop_setup.NotAnAnswerError) as fault:
                if asker is None:
                    faults.append(f"{OPTIONS[question.name]}: {fault}")
                    break
                asker.say(str(fault))
                asked = True
    if faults:
        raise ConfigurationError(faults)
    return answers


def _account_connection(kind: bp_setup.AppKind, typed: Mapping[str, str], given: Given) -> BrightpearlConnection:
    named = {each.name for each in bp_setup.questions(kind)} - {"data_centre"}
    return BrightpearlConnection(
        base_url=typed.get("data_centre") or None,
        token_file=given.token_file if kind == "instance" else "",
        **{name: typed[name] for name in named},
    )


def _auth(
    connection: BrightpearlConnection, given: Given, asker: Asker | None, sign_in: SignIn
) -> tuple[bp.AccountToken | bp.OAuth2, bp.Token | None]:
    """How a client signs in, and the token that a browser brought for it."""
    if connection.staff_token or connection.account_token:
        return bp.AccountToken(connection.app_ref, connection.account_token, staff_token=connection.staff_token), None
    app, trusted = oauth_app(connection), (urlsplit(given.api_url).hostname or "",) if given.api_url else ()
    if connection.token_file:
        return bp.OAuth2(app, bp.FileTokenStore(connection.token_file), trusted=trusted), None
    if asker is None:
        raise ConfigurationError("BRIGHTPEARL_TOKEN_FILE: is not set; sign in before, with: bpwoo auth brightpearl")
    store = bp.MemoryTokenStore()
    token = sign_in(app, store, trusted)
    return bp.OAuth2(app, store, trusted=trusted), token


def _to_ask_again(side: str, told: str, concerned: Iterable[str], questions: Iterable[Question], asker: Asker | None) -> Collection[str]:
    """The questions to go back to after a connection did not work. Raises :class:`NotConnectedError` where it ends here."""
    if asker is None:
        raise NotConnectedError(f"{told}\n{side} cannot be used as it stands; nothing was written.")
    asker.say(f"\n{told}")
    names = set(concerned)
    again = [question.name for question in questions if question.name in names]
    if again:
        asker.say("Back to what may be wrong. Enter keeps what you gave before; Ctrl-C ends, and nothing is written.")
    elif not asker.confirm("Try again?", default=True):
        raise NotConnectedError(f"{side} cannot be used as it stands; nothing was written.")
    return again


def _told(asker: Asker | None, title: str, text: str) -> None:
    if asker is not None:
        asker.say(f"\n{title}\n{text}")
