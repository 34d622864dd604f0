from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as some

import brightpearl_sdk as bp
from brightpearl_sdk.auth import is_trusted
from brightpearl_sdk.testing import App, BrightpearlDouble, mock_transport
from tests.brightpearl_sdk.recordings import Exchange, exchanges

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
APP = bp.OAuthApp(account="acme", client_id="my-app", client_secret="the-client-secret", redirect_uri="https://me.example/back")
OLD = bp.Token(
    access_token="old-access", refresh_token="old-refresh", api_domain="ws-use.brightpearl.com", expires_at=NOW + timedelta(days=1)
)
RUN_OUT = bp.Token(access_token="old-access", refresh_token="old-refresh", api_domain=OLD.api_domain, expires_at=NOW + timedelta(minutes=4))
#: How many ask at once.
CALLERS = 8
SECRETS = ("the-client-secret", "old-access", "old-refresh", "new-access", "new-refresh", "the-code")


class Vendor:
    """A token endpoint that rotates tokens, and an account that takes only the newest: what it was asked is kept."""

    def __init__(self, *, takes: tuple[str, ...] = ("new-access-1",), lasts: int = 604800, meanwhile: Callable[[], object] = int) -> None:
        self.takes = takes
        self.lasts = lasts
        self.meanwhile = meanwhile
        self.forms: list[dict[str, str]] = []
        self.bearers: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/token/"):
            self.forms.append(dict(parse_qsl(request.content.decode())))
            number = len(self.forms)
            token = {"access_token": f"new-access-{number}", "refresh_token": f"new-refresh-{number}", "expires_in": self.lasts}
            return httpx.Response(200, json={**token, "token_type": "Bearer", "api_domain": "ws-use.brightpearl.com"})
        bearer = request.headers["authorization"].removeprefix("Bearer ")
        self.bearers.append(bearer)
        self.meanwhile()
        taken = bearer in self.takes
        return (
            httpx.Response(200, json={"response": []}) if taken else httpx.Response(401, json={"response": "Authorization token expired"})
        )

    async def slowly(self, request: httpx.Request) -> httpx.Response:
        """The same for tasks: each answer lets the others go on first."""
        await asyncio.sleep(0)
        return self(request)


def signing_in(store: bp.MemoryTokenStore | bp.FileTokenStore | None = None, *, token: bp.Token = OLD, app: bp.OAuthApp = APP) -> bp.OAuth2:
    return bp.OAuth2(app, store if store is not None else bp.MemoryTokenStore(token), now=lambda: NOW)


def blocking(vendor: Any, auth: bp.AccountToken | bp.OAuth2) -> bp.Brightpearl:
    return bp.Brightpearl("acme", auth, base_url="https://bp.example", transport=httpx.MockTransport(vendor), retries=bp.NO_RETRIES)


def awaiting(vendor: Any, auth: bp.AccountToken | bp.OAuth2) -> bp.AsyncBrightpearl:
    return bp.AsyncBrightpearl("acme", auth, base_url="https://bp.example", transport=httpx.MockTransport(vendor), retries=bp.NO_RETRIES)


def sent_by(auth: httpx.Auth) -> httpx.Headers:
    """The headers with which a request leaves."""
    request = httpx.Request("GET", "https://bp.example/")
    return next(auth.sync_auth_flow(request)).headers


def recorded(name: str) -> Exchange:
    return next(each for each in exchanges() if each.name == f"account:{name}")


def as_httpx(exchange: Exchange) -> httpx.Response:
    return httpx.Response(exchange.status, content=exchange.text.encode())


def test_a_private_app_sends_its_reference_and_its_token() -> None:
    headers = sent_by(bp.AccountToken("my-app", "token"))
    assert ("my-app", "token") == (headers["brightpearl-app-ref"], headers["brightpearl-account-token"])


def test_what_a_private_app_does_not_have_is_not_sent() -> None:
    headers = sent_by(bp.AccountToken("my-app", "", staff_token="staff"))
    assert ["brightpearl-app-ref", "brightpearl-staff-token"] == [name for name in headers if name.startswith("brightpearl")]


def test_a_token_is_signed_as_the_vendor_shows() -> None:
    token, secret = "MlcTe8zimMPgYf/batW+ckJEAj467bbapA0cQBx6WwM=", "irhkVURWuLDYZwziDKhCsSGYrczWtfL7Pz5oX2GRDXo="
    assert "llWnSJurpSUUTLNOtVd8Ik/ox6+4OVY/TdLSvE1+VWg=" == bp.signed(token, secret)


def test_with_a_developers_secret_every_token_is_signed() -> None:
    headers = sent_by(bp.AccountToken("my-app", "a", staff_token="b", dev_ref="dev", developer_secret="s"))
    sent = [headers[f"brightpearl-{name}"] for name in ("dev-ref", "account-token", "staff-token")]
    assert ["dev", bp.signed("a", "s"), bp.signed("b", "s")] == sent


def test_the_address_for_approval_carries_everything_the_vendor_asks_for() -> None:
    address = urlsplit(bp.authorize_url(APP, state="st&te"))
    asked = {"response_type": ["code"], "client_id": ["my-app"], "redirect_uri": ["https://me.example/back"], "state": ["st&te"]}
    assert ("https", "oauth.brightpearlapp.com", "/authorize/acme", asked) == (*address[:3], parse_qs(address.query))


def test_the_address_for_approval_carries_a_challenge_where_there_is_one() -> None:
    query = parse_qs(urlsplit(bp.authorize_url(APP, state="s", code_challenge="hash")).query)
    assert (["hash"], ["S256"]) == (query["code_challenge"], query["code_challenge_method"])


def test_the_address_for_approval_holds_no_secret() -> None:
    assert "the-client-secret" not in bp.authorize_url(APP, state="s")


def test_the_code_is_read_where_the_state_is_the_one_that_was_sent() -> None:
    assert "a/b+c=" == bp.code_from("https://me.example/back?code=a%2Fb%2Bc%3D&state=s%201&account=acme", state="s 1")


@pytest.mark.parametrize("query", ["code=the-code&state=other", "code=the-code", "code=the-code&state=", "code=the-code&state=ß"])
def test_a_code_with_another_state_is_refused(query: str) -> None:
    with pytest.raises(bp.SignInError, match="another state") as caught:
        bp.code_from(f"https://me.example/back?{query}", state="mine")
    assert "the-code" not in str(caught.value)


def test_a_state_that_was_never_made_matches_no_answer() -> None:
    with pytest.raises(bp.SignInError, match="another state"):
        bp.code_from("https://me.example/back?code=the-code", state="")


@pytest.mark.parametrize(("query", "told"), [("error=access_denied", "access_denied"), ("", "no code came back")])
def test_a_refused_approval_tells_why(query: str, told: str) -> None:
    with pytest.raises(bp.SignInError, match=told):
        bp.code_from(f"https://me.example/back?state=mine&{query}", state="mine")


def test_a_code_is_exchanged_by_a_form() -> None:
    request = bp.code_request(APP, "a/b+c=", code_verifier="v").http()
    assert ("POST", "https://oauth.brightpearlapp.com/token/acme") == (request.method, str(request.url))
    assert {
        "grant_type": "authorization_code",
        "code": "a/b+c=",
        "redirect_uri": "https://me.example/back",
        "code_verifier": "v",
        "client_id": "my-app",
        "client_secret": "the-client-secret",
    } == dict(parse_qsl(request.content.decode()))


def test_a_public_app_sends_no_secret() -> None:
    request = bp.refresh_request(bp.OAuthApp(account="acme", client_id="my-app"), OLD)
    assert {"grant_type": "refresh_token", "refresh_token": "old-refresh", "client_id": "my-app"} == dict(request.form)


def test_a_recorded_token_is_read_whole() -> None:
    exchange = recorded("auth_request_token")
    given = exchange.document
    assert bp.Token(
        access_token=given["access_token"],
        refresh_token=given["refresh_token"],
        api_domain=given["api_domain"],
        expires_at=NOW + timedelta(days=7),
        installation_instance_id=int(given["installation_instance_id"]),
    ) == bp.token_from(as_httpx(exchange), now=NOW)


def test_what_a_recorded_refresh_leaves_out_stays_as_it_was() -> None:
    exchange = recorded("auth_use_refresh_token")
    before = bp.Token(access_token="a", installation_instance_id=13, api_domain="euw1.brightpearlconnect.com")
    token = bp.token_from(as_httpx(exchange), now=NOW, before=before)
    assert (13, exchange.document["refresh_token"]) == (token.installation_instance_id, token.refresh_token)
    assert NOW + timedelta(seconds=int(exchange.document["expires_in"])) == token.expires_at


def test_a_refresh_without_a_new_refresh_token_keeps_the_one_before() -> None:
    token = bp.token_from(httpx.Response(200, json={"access_token": "a"}), now=NOW, before=OLD)
    assert ("a", "old-refresh", OLD.api_domain) == (token.access_token, token.refresh_token, token.api_domain)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("auth_request_token_error_invalid_client", "invalid_client"),
        ("auth_request_token_error_invalid_code", "The auth token has either expired or does not exist"),
        ("auth_request_token_error_redirect_uri_mismatch", "Redirect uri does not match"),
    ],
)
def test_a_recorded_refusal_of_a_token_tells_why(name: str, told: str) -> None:
    with pytest.raises(bp.SignInError, match=told):
        bp.token_from(as_httpx(recorded(name)), now=NOW)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(503, text="<html>down</html>"),
        httpx.Response(200, text="<html>sign in</html>"),
        httpx.Response(200, content=b'{"access_token": "new-access'),
        httpx.Response(200, content=b""),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(200, json=["new-access"]),
        httpx.Response(200, json={"access_token": None}),
        httpx.Response(200, json={"access_token": ["new-access"]}),
        httpx.Response(200, json={"access_token": ""}),
        httpx.Response(200, json={"access_token": "new-access", "expires_in": "soon"}),
        httpx.Response(200, json={"access_token": "new-access", "expires_in": None}),
        httpx.Response(200, json={"access_token": "new-access", "expires_in": 10**30}),
        httpx.Response(200, json={"access_token": "new-access", "installation_instance_id": "first"}),
        httpx.Response(200, json={"access_token": "new-access", "refresh_token": {"a": 1}}),
        httpx.Response(302, headers={"location": "https://elsewhere.example"}),
    ],
)
def test_an_answer_that_is_no_token_is_a_sign_in_error_without_secrets(answer: httpx.Response) -> None:
    with pytest.raises(bp.SignInError) as caught:
        bp.token_from(answer, now=NOW)
    assert "new-access" not in str(caught.value)


@pytest.mark.parametrize(
    "domain", ["ws-use.brightpearl.com", "EUW1.brightpearlconnect.com", "euw1.brightpearlapp.com:443", "brightpearl.com"]
)
def test_a_host_of_brightpearl_is_trusted(domain: str) -> None:
    assert is_trusted(domain)


@pytest.mark.parametrize(
    "domain",
    [
        "brightpearl.com.evil.example",
        "evilbrightpearl.com",
        "evil.example/x.brightpearl.com",
        "evil.example#.brightpearl.com",
        "evil.example?.brightpearl.com",
        "evil.example\\.brightpearl.com",
        "ws.brightpearl.com:443@evil.example",
        "ws.brightpearl.com@evil.example",
        "evil.example\n.brightpearl.com",
        "ws.brightpearl.com/..//evil.example",
        "",
        ".brightpearl.com",
    ],
)
def test_a_host_of_anyone_else_is_not_trusted(domain: str) -> None:
    assert not is_trusted(domain)


@given(some.text(alphabet="ab.:@/\\#?% -\n0", max_size=12), some.sampled_from(["", ".brightpearl.com", "brightpearlapp.com"]))
def test_whatever_is_trusted_is_where_the_request_goes(start: str, end: str) -> None:
    if is_trusted(start + end):
        assert httpx.URL(f"https://{start}{end}/").host.endswith(bp_domains())


def bp_domains() -> tuple[str, ...]:
    return ("brightpearl.com", "brightpearlconnect.com", "brightpearlapp.com")


def test_a_token_that_names_a_strange_host_is_refused() -> None:
    answer = httpx.Response(200, json={"access_token": "new-access", "api_domain": "evil.example"})
    with pytest.raises(bp.SignInError, match=r"evil\.example.*not Brightpearl's"):
        bp.token_from(answer, now=NOW)


def test_a_token_that_names_a_strange_host_is_not_kept() -> None:
    store = bp.MemoryTokenStore(OLD)
    answers = httpx.MockTransport(lambda _: httpx.Response(200, json={"access_token": "new-access", "api_domain": "evil.example"}))
    with httpx.Client(transport=answers) as http, pytest.raises(bp.SignInError):
        signing_in(store).exchange("the-code", http=http)
    assert OLD == store.load()


def test_a_strange_host_may_be_allowed() -> None:
    answer = httpx.Response(200, json={"access_token": "a", "api_domain": "double.example:8443"})
    assert "double.example:8443" == bp.token_from(answer, now=NOW, trusted=("double.example",)).api_domain


def hosts_asked(auth: bp.OAuth2) -> list[str]:
    hosts: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        hosts.append(f"{request.url.scheme}://{request.url.netloc.decode()}")
        return httpx.Response(200, json={"response": []})

    with bp.Brightpearl("acme", auth, transport=httpx.MockTransport(answer)) as client:
        client.request("GET", "/order-service/order-type")
    return hosts


def test_requests_go_to_the_host_that_the_token_names() -> None:
    assert ["https://ws-use.brightpearl.com"] == hosts_asked(signing_in())


def test_requests_go_to_an_allowed_host_that_the_token_names() -> None:
    token = bp.Token(access_token="a", api_domain="double.example:8443", expires_at=NOW + timedelta(days=1))
    auth = bp.OAuth2(APP, bp.MemoryTokenStore(token), trusted=("double.example",), now=lambda: NOW)
    assert ["https://double.example:8443"] == hosts_asked(auth)


def test_a_kept_token_that_names_a_strange_host_is_sent_nowhere() -> None:
    token = bp.Token(access_token="a", api_domain="evil.example", expires_at=NOW + timedelta(days=1))
    with pytest.raises(bp.BrightpearlError, match="base_url"):
        hosts_asked(bp.OAuth2(APP, bp.MemoryTokenStore(token), now=lambda: NOW))


def test_without_a_token_the_address_has_to_be_given() -> None:
    with pytest.raises(bp.BrightpearlError, match="base_url"):
        bp.Brightpearl("acme", bp.AccountToken("my-app", "token"))


def test_an_exchanged_code_leaves_its_token_in_the_store() -> None:
    vendor, store = Vendor(), bp.MemoryTokenStore()
    with httpx.Client(transport=httpx.MockTransport(vendor)) as http:
        token = signing_in(store).exchange("the-code", http=http)
    assert ("new-access-1", token, "the-code") == (token.access_token, store.load(), vendor.forms[0]["code"])


def test_a_lost_instance_is_recovered_by_the_form_the_vendor_asks_for() -> None:
    app = App(app_ref=APP.client_id, client_secret=APP.client_secret)
    double = BrightpearlDouble(account="acme", apps=(app,), clock=lambda: NOW)
    lost = double.token(APP.client_id)["access_token"]
    store = bp.MemoryTokenStore()
    form = {"grant_type": "instance_recovery", "instance": str(double.gate.instance_id), "last_known": lost}
    with httpx.Client(transport=mock_transport(double.handle)) as http:
        token = signing_in(store).recover(form, http=http)
        with pytest.raises(bp.SignInError, match="unsupported_grant_type") as caught:
            signing_in(store).recover({**form, "last_known": "never-given-out"}, http=http)
    assert (token, True) == (store.load(), token.access_token in double.gate.tokens)
    assert "never-given-out" not in str(caught.value)


def test_a_token_endpoint_that_does_not_answer_is_a_sign_in_error() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("slow", request=request)

    with httpx.Client(transport=httpx.MockTransport(fail)) as http, pytest.raises(bp.SignInError, match="did not answer") as caught:
        signing_in().exchange("the-code", http=http)
    assert [] == [secret for secret in SECRETS if secret in str(caught.value)]


def test_an_account_that_was_never_signed_in_says_so() -> None:
    with blocking(Vendor(), signing_in(bp.MemoryTokenStore())) as client, pytest.raises(bp.SignInError, match="Sign in first"):
        client.request("GET", "/x")


def test_a_live_token_is_sent_as_it_is() -> None:
    vendor = Vendor(takes=("old-access",))
    with blocking(vendor, signing_in()) as client:
        client.request("GET", "/x")
    assert ([], ["old-access"]) == (vendor.forms, vendor.bearers)


def test_the_apps_references_go_with_the_token() -> None:
    headers = sent_by(signing_in(app=bp.OAuthApp(account="acme", client_id="my-app", dev_ref="dev")))
    assert ("Bearer old-access", "my-app", "dev") == tuple(
        headers[name] for name in ("authorization", "brightpearl-app-ref", "brightpearl-dev-ref")
    )


def test_a_token_that_runs_out_is_renewed_before_it_is_used() -> None:
    vendor, store = Vendor(), bp.MemoryTokenStore(RUN_OUT)
    with blocking(vendor, signing_in(store)) as client:
        client.request("GET", "/x")
    assert (["old-refresh"], ["new-access-1"]) == ([form["refresh_token"] for form in vendor.forms], vendor.bearers)


def test_a_refused_token_is_renewed_once_and_the_request_repeated_once() -> None:
    vendor = Vendor()
    with blocking(vendor, signing_in()) as client:
        response = client.request("POST", "/order-service/order", body={"a": 1})
    assert (200, 1, ["old-access", "new-access-1"]) == (response.status, len(vendor.forms), vendor.bearers)


def test_the_awaiting_client_renews_a_refused_token_alike() -> None:
    async def asked() -> int:
        async with awaiting(vendor, signing_in()) as client:
            return (await client.request("POST", "/order-service/order", body={"a": 1})).status

    vendor = Vendor()
    assert (200, 1, ["old-access", "new-access-1"]) == (asyncio.run(asked()), len(vendor.forms), vendor.bearers)


def test_a_repeated_request_carries_its_body_again() -> None:
    bodies: list[bytes] = []
    vendor = Vendor()

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content)
        return vendor(request)

    with blocking(answer, signing_in()) as client:
        client.request("POST", "/order-service/order", body={"ref": "X"})
    assert [b'{"ref":"X"}', b'{"ref":"X"}'] == [body for body in bodies if not body.startswith(b"grant_type")]


def test_a_token_that_is_refused_even_when_new_is_an_error() -> None:
    vendor = Vendor(takes=())
    with blocking(vendor, signing_in()) as client, pytest.raises(bp.AuthenticationError, match="Authorization token expired"):
        client.request("GET", "/x")
    assert (1, ["old-access", "new-access-1"]) == (len(vendor.forms), vendor.bearers)


def test_without_a_refresh_token_the_account_has_to_be_signed_in_again() -> None:
    token = bp.Token(access_token="old-access", expires_at=NOW - timedelta(days=1))
    with blocking(Vendor(), signing_in(token=token)) as client, pytest.raises(bp.SignInError, match="Sign in again"):
        client.request("GET", "/x")


def test_the_rotated_refresh_token_is_stored_before_the_new_token_is_used(tmp_path: Path) -> None:
    path = tmp_path / "token.json"
    store = bp.FileTokenStore(path)
    store.save(RUN_OUT)
    stored: list[str] = []
    vendor = Vendor(meanwhile=lambda: stored.append(json.loads(path.read_text())["refresh_token"]))
    with blocking(vendor, signing_in(store)) as client:
        client.request("GET", "/x")
    assert (["new-access-1"], ["new-refresh-1"]) == (vendor.bearers, stored)


def test_a_token_that_could_not_be_stored_is_not_used() -> None:
    class Full(bp.MemoryTokenStore):
        def save(self, token: bp.Token) -> None:
            raise bp.SignInError("The disk is full.")

    vendor = Vendor()
    with blocking(vendor, signing_in(Full(RUN_OUT))) as client, pytest.raises(bp.SignInError, match="full"):
        client.request("GET", "/x")
    assert [] == vendor.bearers


def test_a_renewal_that_does_not_lengthen_the_life_is_not_made_again_with_each_request() -> None:
    vendor = Vendor(lasts=120, takes=("new-access-1",))
    with blocking(vendor, signing_in(token=RUN_OUT)) as client:
        for _ in range(3):
            client.request("GET", "/x")
    assert (1, ["new-access-1"] * 3) == (len(vendor.forms), vendor.bearers)


def test_a_refused_renewal_is_a_sign_in_error_without_secrets() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"error": "invalid_grant", "error_description": f"unknown: {request.content.decode()}"})

    with blocking(refuse, signing_in(token=RUN_OUT)) as client, pytest.raises(bp.SignInError, match="unknown") as caught:
        client.request("GET", "/x")
    assert [] == [secret for secret in SECRETS if secret in str(caught.value)]


def test_a_refused_code_is_a_sign_in_error_without_secrets() -> None:
    answers = httpx.MockTransport(lambda request: httpx.Response(400, json={"error": f"bad {request.content.decode()}"}))
    with httpx.Client(transport=answers) as http, pytest.raises(bp.SignInError, match="bad") as caught:
        signing_in().exchange("the-code", http=http)
    assert [] == [secret for secret in SECRETS if secret in str(caught.value)]


def test_a_token_endpoint_that_hangs_up_within_a_request_is_a_typed_error() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    with blocking(fail, signing_in(token=RUN_OUT)) as client, pytest.raises(bp.BrightpearlError):
        client.request("GET", "/x")


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body without end, in pieces, which counts those that were taken."""

    def __init__(self, piece: bytes) -> None:
        self.piece = piece
        self.taken = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.taken += 1
            assert self.taken < 1000, "nothing stops the reading"
            yield self.piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


#: A thousandth of what it is unpacked to: a gzip header, and zeros.
BOMB = gzip.compress(b"0" * 10_000_000)
#: Bodies without end, how they are packed, and how often a piece is taken until it is too much.
ENDLESS = {"oversized": (b" " * 10_000, "", 7), "gzip bomb": (BOMB, "gzip", 7), "packed twice": (BOMB, "gzip, gzip", 0)}


def endless(kind: str) -> tuple[Pieces, Callable[[httpx.Request], httpx.Response], int]:
    piece, encoding, times = ENDLESS[kind]
    body = Pieces(piece)

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-encoding": encoding} if encoding else {}, stream=body)

    return body, answer, times


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_code_is_not_exchanged_for_an_answer_without_end(kind: str) -> None:
    body, answer, times = endless(kind)
    with httpx.Client(transport=httpx.MockTransport(answer)) as http, pytest.raises(bp.SignInError, match="token answer was not read"):
        signing_in().exchange("the-code", http=http)
    assert times == body.taken


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_renewal_without_end_is_not_read_on_and_the_token_stays(kind: str) -> None:
    body, answer, times = endless(kind)
    store = bp.MemoryTokenStore(RUN_OUT)
    with blocking(answer, signing_in(store)) as client, pytest.raises(bp.SignInError, match="token answer was not read"):
        client.orders.get(7)
    assert (times, RUN_OUT) == (body.taken, store.load())


@pytest.mark.parametrize("kind", ENDLESS)
def test_the_awaiting_client_does_not_read_a_renewal_without_end_either(kind: str) -> None:
    body, answer, times = endless(kind)

    async def ask() -> None:
        async with awaiting(answer, signing_in(token=RUN_OUT)) as client:
            await client.orders.get(7)

    with pytest.raises(bp.SignInError, match="token answer was not read"):
        asyncio.run(ask())
    assert times == body.taken


def refusing_without_end(vendor: Vendor, body: Pieces) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        reply = vendor(request)
        return httpx.Response(401, headers={"content-encoding": "gzip"}, stream=body) if reply.status_code == 401 else reply

    return answer


def test_of_a_refusal_that_a_renewal_answers_nothing_is_read() -> None:
    vendor, body = Vendor(), Pieces(BOMB)
    with blocking(refusing_without_end(vendor, body), signing_in()) as client:
        client.request("GET", "/order-service/order/7")
    assert (0, ["old-access", "new-access-1"]) == (body.taken, vendor.bearers)


def test_the_awaiting_client_reads_nothing_of_it_either() -> None:
    vendor, body = Vendor(), Pieces(BOMB)

    async def ask() -> None:
        async with awaiting(refusing_without_end(vendor, body), signing_in()) as client:
            await client.request("GET", "/order-service/order/7")

    asyncio.run(ask())
    assert (0, ["old-access", "new-access-1"]) == (body.taken, vendor.bearers)


def test_an_exchange_is_not_redirected_by_a_client_that_follows() -> None:
    hosts: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return httpx.Response(307, headers={"location": "https://thief.example/"})

    with httpx.Client(transport=httpx.MockTransport(answer), follow_redirects=True) as http, pytest.raises(bp.SignInError):
        signing_in().exchange("the-code", http=http)
    assert ["oauth.brightpearlapp.com"] == hosts


def test_after_a_failed_renewal_the_next_one_may_go() -> None:
    failing = [True]
    vendor = Vendor()

    def answer(request: httpx.Request) -> httpx.Response:
        if failing.pop() if failing else False:
            raise httpx.ReadTimeout("slow", request=request)
        return vendor(request)

    with blocking(answer, signing_in(token=RUN_OUT)) as client:
        with pytest.raises(bp.BrightpearlError):
            client.request("GET", "/x")
        assert 200 == client.request("GET", "/x").status


def test_threads_whose_token_runs_out_renew_it_once() -> None:
    vendor, together = Vendor(), threading.Barrier(CALLERS)

    def ask(_: int) -> int:
        together.wait(10)
        return client.request("GET", "/x").status

    with blocking(vendor, signing_in(token=RUN_OUT)) as client, ThreadPoolExecutor(CALLERS) as threads:
        statuses = list(threads.map(ask, range(CALLERS)))
    assert ([200] * CALLERS, 1) == (statuses, len(vendor.forms))


def test_threads_that_are_refused_together_renew_the_token_once() -> None:
    together = threading.Barrier(CALLERS)
    vendor = Vendor()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("authorization") == "Bearer old-access":
            together.wait(10)
        return vendor(request)

    with blocking(answer, signing_in()) as client, ThreadPoolExecutor(CALLERS) as threads:
        statuses = list(threads.map(lambda _: client.request("GET", "/x").status, range(CALLERS)))
    assert ([200] * CALLERS, 1) == (statuses, len(vendor.forms))


@pytest.mark.parametrize("token", [OLD, RUN_OUT], ids=["refused", "running out"])
def test_a_hundred_tasks_renew_a_token_once(token: bp.Token) -> None:
    vendor = Vendor()

    async def asked() -> list[int]:
        async with awaiting(vendor.slowly, signing_in(token=token)) as client:
            return [each.status for each in await asyncio.gather(*(client.request("GET", "/x") for _ in range(100)))]

    assert ([200] * 100, 1) == (asyncio.run(asked()), len(vendor.forms))


def test_tasks_and_threads_that_share_a_token_renew_it_once() -> None:
    vendor, auth, together = Vendor(), signing_in(token=RUN_OUT), threading.Barrier(CALLERS)

    async def awaited() -> list[int]:
        async with awaiting(vendor.slowly, auth) as client:
            return [each.status for each in await asyncio.gather(*(client.request("GET", "/x") for _ in range(3)))]

    def ask(number: int) -> list[int]:
        together.wait(10)
        if number % 2:
            return asyncio.run(awaited())
        with blocking(vendor, auth) as client:
            return [client.request("GET", "/x").status]

    with ThreadPoolExecutor(CALLERS) as threads:
        statuses = [status for listed in threads.map(ask, range(CALLERS)) for status in listed]
    assert ([200] * 4 * (CALLERS // 2), 1) == (statuses, len(vendor.forms))


def test_two_processes_that_share_a_file_renew_its_token_once(tmp_path: Path) -> None:
    """Two stores on one file stand for two processes: a lock on the file is all they share."""
    path = tmp_path / "token.json"
    bp.FileTokenStore(path).save(RUN_OUT)
    vendor, together = Vendor(), threading.Barrier(2)

    async def awaited() -> int:
        async with awaiting(vendor.slowly, signing_in(bp.FileTokenStore(path))) as client:
            return (await client.request("GET", "/x")).status

    def ask(_: int) -> int:
        together.wait(10)
        return asyncio.run(awaited())

    with ThreadPoolExecutor(2) as threads:
        statuses = list(threads.map(ask, range(2)))
    assert ([200, 200], 1) == (statuses, len(vendor.forms))


def test_one_sign_in_serves_one_loop_after_another() -> None:
    vendor, auth = Vendor(takes=()), signing_in()

    async def asked() -> None:
        async with awaiting(vendor.slowly, auth) as client:
            answers = await asyncio.gather(*(client.request("GET", "/x") for _ in range(3)), return_exceptions=True)
        assert [bp.AuthenticationError] * 3 == [type(each) for each in answers]

    for _ in range(2):
        asyncio.run(asked())
    assert 2 <= len(vendor.forms)


def test_a_task_waits_for_a_renewal_in_another_thread_and_takes_its_token() -> None:
    vendor, store = Vendor(takes=("theirs",)), bp.MemoryTokenStore(RUN_OUT)

    async def asked() -> int:
        async with awaiting(vendor.slowly, signing_in(store)) as client:
            with store.exclusive():
                waiting = asyncio.ensure_future(client.request("GET", "/x"))
                for _ in range(20):
                    await asyncio.sleep(0)
                store.save(bp.Token(access_token="theirs", expires_at=NOW + timedelta(days=7)))
            return (await asyncio.wait_for(waiting, 10)).status

    assert (200, [], ["theirs"]) == (asyncio.run(asked()), vendor.forms, vendor.bearers)


def test_a_task_that_is_cancelled_while_it_waits_for_a_renewal_holds_no_one_up() -> None:
    vendor, store = Vendor(), bp.MemoryTokenStore(RUN_OUT)

    async def asked() -> int:
        async with awaiting(vendor.slowly, signing_in(store)) as client:
            with store.exclusive():
                waiting = asyncio.ensure_future(client.request("GET", "/x"))
                for _ in range(20):
                    await asyncio.sleep(0)
                waiting.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await waiting
            return (await asyncio.wait_for(client.request("GET", "/x"), 10)).status

    assert (200, 1) == (asyncio.run(asked()), len(vendor.forms))


@pytest.mark.parametrize(
    "value",
    [
        APP,
        OLD,
        signing_in(),
        bp.AccountToken("my-app", "old-access", developer_secret="the-client-secret"),
        bp.code_request(APP, "the-code"),
        bp.refresh_request(APP, OLD),
        bp.refresh_request(APP, OLD).http(),
        bp.MemoryTokenStore(OLD),
        bp.FileTokenStore("token.json"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_no_secret_shows_in_a_repr(value: object) -> None:
    assert [] == [secret for secret in SECRETS if secret in repr(value) + str(value)]


def test_no_secret_shows_in_the_error_of_a_refused_request() -> None:
    vendor = Vendor(takes=())
    with blocking(vendor, signing_in()) as client, pytest.raises(bp.AuthenticationError) as caught:
        client.request("GET", "/x")
    shown = "".join(map(repr, (caught.value, caught.value.request, caught.value.response, caught.value.faults)))
    assert [] == [secret for secret in SECRETS if secret in shown + str(caught.value)]


def test_the_challenge_of_a_verifier_is_that_of_the_standard() -> None:
    # RFC 7636, appendix B
    assert "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" == bp.code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")


def test_a_request_for_a_token_is_posted_and_asks_for_json() -> None:
    request = bp.TokenRequest("https://oauth.example/token", {"a": "b c"}).http()
    assert ("POST", "application/json", b"a=b+c") == (request.method, request.headers["accept"], request.content)


def test_a_verifier_goes_with_the_code_where_there_is_one() -> None:
    vendor = Vendor()
    with httpx.Client(transport=httpx.MockTransport(vendor)) as http:
        signing_in().exchange("the-code", code_verifier="the-verifier", http=http)
        signing_in().exchange("the-code", http=http)
    assert ["the-verifier", None] == [form.get("code_verifier") for form in vendor.forms]


def test_an_approval_that_failed_is_none_though_a_code_came() -> None:
    with pytest.raises(bp.SignInError, match=r"^The sign-in was not approved \(access_denied\)\. Start again and approve the app\."):
        bp.code_from("https://me.example/back?code=c&state=s&error=access_denied", state="s")
    with pytest.raises(bp.SignInError, match=r"^The answer to the sign-in carries another state than was sent: it may be forged\. Start"):
        bp.code_from("https://me.example/back?code=c", state="XXXX")


def test_a_recovery_keeps_what_its_answer_leaves_out_and_hides_what_was_sent() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"access_token": "new"})

    store = bp.MemoryTokenStore(OLD)
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        token = signing_in(store).recover({"grant_type": "x", "instance": "7"}, http=http)
    assert ("old-refresh", OLD.api_domain, NOW + timedelta(seconds=604800)) == (token.refresh_token, token.api_domain, token.expires_at)


def test_an_account_token_without_a_staff_token_or_an_own_one_sends_neither() -> None:
    assert {"brightpearl-app-ref"} == {name for name in sent_by(bp.AccountToken("app", "")) if name.startswith("brightpearl")}
    only = sent_by(bp.AccountToken("app", "", developer_secret="s"))
    assert {"brightpearl-app-ref"} == {name for name in only if name.startswith("brightpearl")}
    assert "AccountToken(…)" == repr(bp.AccountToken("app", "secret"))


def test_a_trusted_host_of_a_double_may_be_named_by_a_renewal_and_by_an_exchange() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/token/"):
            return httpx.Response(200, json={"access_token": "new", "refresh_token": "r", "api_domain": "double.example"})
        return httpx.Response(200, json={"response": []})

    auth = bp.OAuth2(APP, bp.MemoryTokenStore(RUN_OUT), trusted=("double.example",), now=lambda: NOW)
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        assert "double.example" == auth.exchange("the-code", http=http).api_domain
    auth = bp.OAuth2(APP, bp.MemoryTokenStore(RUN_OUT), trusted=("double.example",), now=lambda: NOW)
    with blocking(answer, auth) as client:
        client.request("GET", "/order-service/order/7")
    assert "double.example" == auth.token().api_domain
