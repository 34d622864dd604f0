"""Record a shop's answers as cassettes that tell nothing of the shop, no address, no key, no signature, and of no customer."""

from __future__ import annotations

import json
import re
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tests.live.shop import Settings

HOST = "shop.example"
_HIDDEN_QUERY = ("consumer_key", "consumer_secret", "oauth_consumer_key", "oauth_signature", "oauth_nonce", "oauth_timestamp")
_HIDDEN_HEADERS = ("authorization", "cookie", "set-cookie", "user-agent", "server", "x-powered-by", "date")

#: The fields of the shop's records, and the parameters of requests, that tell of a person.
PERSONAL = frozenset(
    {
        "first_name",
        "last_name",
        "company",
        "address_1",
        "address_2",
        "city",
        "postcode",
        "email",
        "phone",
        "username",
        "display_name",
        "author",
        "reviewer",
        "reviewer_email",
        "avatar_url",
        "billing_email",
        "search",
        "note",
        "customer_note",
        "customer_ip_address",
        "customer_user_agent",
    }
)
_INSTEAD = {"email": "scrubbed@shop.example", "reviewer_email": "scrubbed@shop.example", "customer_ip_address": "192.0.2.1"}
#: Such a parameter in the address of another page, with what is told by it.
_IN_ADDRESS = re.compile(rf"([?&;](?:{'|'.join(sorted(PERSONAL))})=)[^&>\"'\s]+")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


def recording(cassette: Path, settings: Settings) -> AbstractContextManager[Any]:
    """Write what is asked meanwhile, and what is answered, to a cassette."""
    cassette.parent.mkdir(parents=True, exist_ok=True)
    cassette.unlink(missing_ok=True)
    use: Any = import_module("vcr").use_cassette
    kept: AbstractContextManager[Any] = use(
        str(cassette),
        record_mode="all",
        filter_query_parameters=list(_HIDDEN_QUERY),
        filter_headers=list(_HIDDEN_HEADERS),
        before_record_request=lambda request: _scrubbed_request(request, settings),
        before_record_response=lambda response: _scrubbed_response(response, settings),
    )
    return kept


def scrubbed(text: str, settings: Settings) -> str:
    """A text without the shop's address and keys."""
    parts = urlsplit(settings.url)
    for told, instead in (
        (settings.key, "ck_scrubbed"),
        (settings.secret, "cs_scrubbed"),
        (settings.url.rstrip("/"), f"https://{HOST}"),
        (settings.url.rstrip("/").replace("/", r"\/"), rf"https:\/\/{HOST}"),
        (parts.netloc, HOST),
    ):
        text = text.replace(told, instead) if told else text
    return text


def _scrubbed_request(request: Any, settings: Settings) -> Any:
    request.uri = scrubbed(_without_people_in_query(request.uri), settings)
    if request.body:
        request.body = scrubbed(_without_people(request.body.decode("utf-8", "replace")), settings).encode()
    for name in list(request.headers):
        if name.lower() == "host":
            del request.headers[name]
    return request


def _scrubbed_response(response: Any, settings: Settings) -> Any:
    headers = {
        name: [scrubbed(_EMAIL.sub(_INSTEAD["email"], _IN_ADDRESS.sub(r"\1scrubbed", value)), settings) for value in values]
        for name, values in response["headers"].items()
        if name.lower() not in _HIDDEN_HEADERS
    }
    body = response.get("body", {}).get("string", b"")
    text = scrubbed(_without_people(body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)), settings)
    return {**response, "headers": headers, "body": {**response.get("body", {}), "string": text.encode()}}


def _without_people(text: str) -> str:
    """A JSON text without what its fields tell of a person; of any other text without the addresses of e-mail."""
    try:
        document = json.loads(text)
    except ValueError:
        return _EMAIL.sub(_INSTEAD["email"], text)
    return _EMAIL.sub(_INSTEAD["email"], json.dumps(_impersonal(document), ensure_ascii=False))


def _impersonal(document: Any) -> Any:
    if isinstance(document, dict):
        return {name: _said(name, value) if name in PERSONAL else _impersonal(value) for name, value in document.items()}
    return [_impersonal(each) for each in document] if isinstance(document, list) else document


def _said(name: str, value: Any) -> Any:
    """What is kept in the place of a personal field: nothing stays nothing."""
    if isinstance(value, str):
        return _INSTEAD.get(name, "scrubbed") if value else value
    return _impersonal(value)


def _without_people_in_query(uri: str) -> str:
    parts = urlsplit(uri)
    pairs = [(name, _said(name, value) if name in PERSONAL else value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    return urlunsplit(parts._replace(query=urlencode(pairs)))
