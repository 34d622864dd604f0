"""Setting up a connection to an account: what is asked, how it is read, which sign-in follows, whether it works.

A command asks these questions line by line; a platform puts them on a page of its own. Nothing here keeps anything.

>>> from brightpearl_sdk import setup
>>> [question.name for question in setup.questions("staff")]
['account', 'data_centre', 'app_ref', 'staff_token']
>>> access = setup.access_from("staff", {"account": "acme", "data_centre": "euw1", "app_ref": "acme_sync", "staff_token": "s3cret"})
>>> access.base_url
'https://euw1.brightpearlconnect.com'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from attrs import field, frozen

from ._kernel.questions import NotAnAnswerError, Question, answers, pasted, token
from .auth import VENDOR_DOMAINS, AccountToken, OAuth2, OAuthApp, is_trusted
from .checks import CheckStep, Diagnosis, Identity, diagnosis
from .client import AsyncBrightpearl, Brightpearl
from .errors import SetupError
from .flows import arun_flow, run_flow
from .tokens import Token, TokenStore

__all__ = [
    "AppKind",
    "Access",
    "CheckStep",
    "Diagnosis",
    "Identity",
    "NotAnAnswerError",
    "Question",
    "SetupError",
    "access_from",
    "account_code",
    "averify",
    "base_url",
    "host_of",
    "questions",
    "sign_in",
    "verify",
]

#: How an app is registered. ``instance``: with Brightpearl, signed in by a browser (OAuth 2), what the vendor recommends.
#: ``staff`` and ``system``: private apps, made in the account itself, acting for a member of staff or for itself.
AppKind = Literal["instance", "staff", "system"]

_PRIVATE = "https://help.brightpearl.com/hc/en-us/articles/4414311366545-Simple-hits-on-the-API-private-apps-"
_INSTANCE = "https://help.brightpearl.com/hc/en-us/articles/4414329530257"
_ADDRESSES = "https://help.brightpearl.com/hc/en-us/articles/212645003-URI-syntax"

#: What people know a data centre by, and the host that serves its API.
_CENTRES: Mapping[str, str] = {
    "euw1": "euw1.brightpearlconnect.com",
    "eu1": "euw1.brightpearlconnect.com",
    "ws-eu1": "euw1.brightpearlconnect.com",
    "use1": "use1.brightpearlconnect.com",
    "use": "use1.brightpearlconnect.com",
    "ws-use": "use1.brightpearlconnect.com",
}
_CODE = re.compile(r"[a-z0-9]+")


def account_code(typed: str) -> str:
    """The account's code from what was typed, which may be the address of the sign-in page.

    >>> account_code("https://euw1.brightpearlapp.com/acme.login")
    'acme'
    """
    text = pasted(typed)
    if "/" in text:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        named = parse_qs(parts.query).get("clients_id", [""])[0]
        text = named or next((piece[:-6] for piece in parts.path.split("/") if piece.endswith(".login")), text)
    if not _CODE.fullmatch(text.lower()):
        raise NotAnAnswerError(f"{text!r} is no account code: it has letters and digits alone, such as acme, and is typed at sign-in")
    return text.lower()


def base_url(typed: str) -> str:
    """The address of the API from a data centre's name, or from any address of Brightpearl that the browser shows.

    >>> base_url("https://use1.brightpearlapp.com/report.php?id=1")
    'https://use1.brightpearlconnect.com'
    """
    text = pasted(typed).lower()
    if text in _CENTRES:
        return f"https://{_CENTRES[text]}"
    parts = urlsplit(text if "://" in text else f"https://{text}")
    host = parts.netloc
    if parts.scheme not in ("http", "https") or not is_trusted(host, VENDOR_DOMAINS):
        raise NotAnAnswerError(f"{text!r} is no data centre of Brightpearl: give euw1 or use1, as the address in your browser begins")
    return f"https://{_CENTRES.get(host.partition('.')[0], host)}"


_ACCOUNT = Question(
    name="account",
    label="Account code",
    where="It is typed at sign-in, and stands in the address of the sign-in page: acme in …/acme.login.",
    page=_ADDRESSES,
    read=account_code,
)
_CENTRE = Question(
    name="data_centre",
    label="Data centre",
    where="It begins the address that the browser shows once you are signed in: euw1 or use1.",
    page=_ADDRESSES,
    read=base_url,
)
_QUESTIONS: Mapping[AppKind, tuple[Question, ...]] = {
    "instance": (
        _ACCOUNT,
        Question(
            name="app_ref",
            label="App reference",
            where="In the developer account, on the page of the app.",
            page=_INSTANCE,
            read=token("The app reference"),
        ),
        Question(
            name="dev_ref",
            label="Developer reference",
            where="In the developer account: the reference of the developer, which all its apps share.",
            page=_INSTANCE,
            read=token("The developer reference"),
        ),
        Question(
            name="client_secret",
            label="Client secret",
            where="In the developer account, on the page of the app. An app whose client type is public has none.",
            page=_INSTANCE,
            read=token("The client secret"),
            secret=True,
            needed=False,
        ),
    ),
    "staff": (
        _ACCOUNT,
        _CENTRE,
        Question(
            name="app_ref",
            label="App reference",
            where="In the account under App store > Private apps: the identifier, which begins with the account code.",
            page=_PRIVATE,
            read=token("The app reference"),
        ),
        Question(
            name="staff_token",
            label="Staff token",
            where="In the account under App store > Private apps > Manage users: beside the member of staff whom the app acts for.",
            page=_PRIVATE,
            read=token("The staff token"),
            secret=True,
        ),
    ),
    "system": (
        _ACCOUNT,
        _CENTRE,
        Question(
            name="app_ref",
            label="App reference",
            where="In the account under App store > Private apps: the reference, which begins with the account code.",
            page=_PRIVATE,
            read=token("The app reference"),
        ),
        Question(
            name="account_token",
            label="Account token",
            where="In the account under App store > Private apps: beside the reference.",
            page=_PRIVATE,
            read=token("The account token"),
            secret=True,
        ),
    ),
}


def questions(kind: AppKind) -> tuple[Question, ...]:
    """What has to be asked for an app of this kind, in this order."""
    return _QUESTIONS[kind]


@frozen(kw_only=True)
class Access:
    """The answers: what a client of the account is made of. ``base_url`` is empty for an instance app: its token tells."""

    kind: AppKind
    account: str
    app_ref: str
    base_url: str = ""
    dev_ref: str = ""
    client_secret: str = field(default="", repr=False)
    staff_token: str = field(default="", repr=False)
    account_token: str = field(default="", repr=False)


def access_from(kind: AppKind, typed: Mapping[str, str]) -> Access:
    """The access that was typed, by the names of :func:`questions`. Raises :class:`SetupError` with every fault by name."""
    taken, faults = answers(questions(kind), typed)
    if faults:
        raise SetupError(faults)
    return Access(kind=kind, base_url=taken.pop("data_centre", ""), **taken)


def sign_in(access: Access, store: TokenStore | None = None, *, redirect_uri: str = "") -> AccountToken | OAuth2:
    """How a client signs in: with the token of a private app, or with OAuth 2 and a token from ``store``.

    An instance app has no token until a user has approved it: see :func:`~brightpearl_sdk.authorize_url`. The token then
    knows the account's host and the app's instance.
    """
    if access.kind != "instance":
        return AccountToken(access.app_ref, access.account_token, staff_token=access.staff_token)
    app = OAuthApp(
        account=access.account,
        client_id=access.app_ref,
        client_secret=access.client_secret,
        dev_ref=access.dev_ref,
        redirect_uri=redirect_uri,
    )
    return OAuth2(app, store)


def host_of(access: Access, token: Token | None = None) -> str:
    """The address of the account's API: what the token names, where there is one. Empty where neither tells."""
    return f"https://{token.api_domain}" if token is not None and token.api_domain else access.base_url


def verify(client: Brightpearl) -> Diagnosis:
    """Find out step by step whether the account can be used, and if not what to do. Reads only."""
    return run_flow(client, diagnosis(client.account))


async def averify(client: AsyncBrightpearl) -> Diagnosis:
    """Find out step by step whether the account can be used; as :func:`verify`."""
    return await arun_flow(client, diagnosis(client.account))
