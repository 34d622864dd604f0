"""Record a shop's answers as cassettes that tell nothing of the shop: no address, no key, no signature."""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.live.shop import Settings

HOST = "shop.example"
_HIDDEN_QUERY = ("consumer_key", "consumer_secret", "oauth_consumer_key", "oauth_signature", "oauth_nonce", "oauth_timestamp")
_HIDDEN_HEADERS = ("authorization", "cookie", "set-cookie", "user-agent", "server", "x-powered-by", "date")


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
    request.uri = scrubbed(request.uri, settings)
    if request.body:
        request.body = scrubbed(request.body.decode("utf-8", "replace"), settings).encode()
    for name in list(request.headers):
        if name.lower() == "host":
            del request.headers[name]
    return request


def _scrubbed_response(response: Any, settings: Settings) -> Any:
    headers = {
        name: [scrubbed(value, settings) for value in values]
        for name, values in response["headers"].items()
        if name.lower() not in _HIDDEN_HEADERS
    }
    body = response.get("body", {}).get("string", b"")
    text = scrubbed(body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body), settings)
    return {**response, "headers": headers, "body": {**response.get("body", {}), "string": text.encode()}}
