from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from brightpearl_sdk._kernel.jsontext import loads
from brightpearl_sdk._kernel.operation import Request
from brightpearl_sdk.testing import DEMO_APP, App, BrightpearlDouble
from tests.brightpearl_sdk.testing.asking import SIGNED, Asking, Clock, account

SHOP = App(app_ref="acme_shop", dev_ref="acme", client_secret="s/e+c=ret", redirect_uris=("https://app.example/callback",))
PUBLIC = App(app_ref="acme_public", dev_ref="acme", redirect_uris=("https://app.example/callback",))


def signing_in(**options: Any) -> tuple[BrightpearlDouble, Clock]:
    clock = Clock()
    return BrightpearlDouble(apps=(DEMO_APP, SHOP, PUBLIC), clock=clock, **options), clock


def code(double: BrightpearlDouble, app: App = SHOP, **asked: str) -> str:
    given = {"response_type": "code", "client_id": app.app_ref, "redirect_uri": app.redirect_uris[0], "state": "s1", **asked}
    response = double.handle(Request(method="GET", path="/authorize/acme", query=tuple(given.items())))
    assert response.status == 302
    return parse_qs(urlsplit(response.header("location") or "").query)["code"][0]


def granted(double: BrightpearlDouble, **form: str) -> tuple[int, Any]:
    given = {"client_id": SHOP.app_ref, "client_secret": SHOP.client_secret, **form}
    response = double.handle(Request(method="POST", path="/token/acme", content=urlencode(given).encode()))
    return response.status, loads(response.content)


def by_code(double: BrightpearlDouble, **form: str) -> tuple[int, Any]:
    given = {"grant_type": "authorization_code", "redirect_uri": SHOP.redirect_uris[0], **form}
    return granted(double, **({"code": code(double)} | given))


def bearer(double: BrightpearlDouble, token: str, app: App = SHOP) -> Asking:
    signed = (("Authorization", f"Bearer {token}"), ("brightpearl-app-ref", app.app_ref), ("brightpearl-dev-ref", app.dev_ref))
    return Asking(double, signed)


# Tokens of private apps.


def test_a_private_app_comes_in_with_its_account_token() -> None:
    assert 200 == account()("GET", "order-service/order-type").status


@pytest.mark.parametrize(
    ("signed", "told"),
    [
        ((), "Not authenticated. You must provide a valid authentication token."),
        (SIGNED[:1], "Not authenticated. You must provide a valid authentication token."),
        ((SIGNED[0], ("brightpearl-account-token", "wrong")), "Invalid account token: wrong"),
        ((("brightpearl-app-ref", "another"), SIGNED[1]), "Invalid account token: demo-account-token"),
        ((("Authorization", "Bearer wrong"), SIGNED[0]), "Invalid instance token: wrong"),
    ],
)
def test_who_may_not_come_in_is_told_in_a_text(signed: tuple[tuple[str, str], ...], told: str) -> None:
    answered = Asking(BrightpearlDouble(), signed)("GET", "order-service/order-type")
    assert (401, {"response": told}) == (answered.status, answered.document)


def test_a_401_counts_and_tells_no_instance() -> None:
    double = BrightpearlDouble(clock=Clock())
    answered = Asking(double, ())("GET", "order-service/order-type")
    shown = (answered.header("Brightpearl-Requests-Remaining"), answered.header("Message-Type"))
    assert ("199", "api-proxy", None) == (*shown, answered.header("Brightpearl-Installed-Integration-Instance-Id"))


# OAuth.


def test_a_code_is_exchanged_for_both_tokens() -> None:
    double, _ = signing_in()
    status, document = by_code(double)
    assert (200, "Bearer", 604800, "11", "euw1.brightpearlconnect.com") == (
        status,
        document["token_type"],
        document["expires_in"],
        document["installation_instance_id"],
        document["api_domain"],
    )
    assert (44, 44) == (len(document["access_token"]), len(document["refresh_token"]))


def test_the_consent_page_returns_the_state() -> None:
    double, _ = signing_in()
    query = (("response_type", "code"), ("client_id", SHOP.app_ref), ("redirect_uri", SHOP.redirect_uris[0]), ("state", "a b&c"))
    response = double.handle(Request(method="GET", path="/authorize/acme", query=query))
    assert ["a b&c"] == parse_qs(urlsplit(response.header("location") or "").query)["state"]


def test_an_address_that_was_not_registered_gets_no_code() -> None:
    double, _ = signing_in()
    query = (("response_type", "code"), ("client_id", SHOP.app_ref), ("redirect_uri", "https://thief.example/"))
    assert 400 == double.handle(Request(method="GET", path="/authorize/acme", query=query)).status


def test_an_access_token_opens_the_account() -> None:
    double, _ = signing_in()
    token = by_code(double)[1]["access_token"]
    assert 200 == bearer(double, token)("GET", "order-service/order-type").status


def test_an_access_token_of_one_app_does_not_open_the_account_for_another() -> None:
    double, _ = signing_in()
    token = by_code(double)[1]["access_token"]
    assert 401 == bearer(double, token, PUBLIC)("GET", "order-service/order-type").status


def test_an_access_token_expires_after_a_week() -> None:
    double, clock = signing_in()
    ask = bearer(double, by_code(double)[1]["access_token"])
    clock.pass_(days=7, seconds=-1)
    assert 200 == ask("GET", "order-service/order-type").status
    clock.pass_(seconds=1)
    answered = ask("GET", "order-service/order-type")
    assert (401, {"response": "Authorization token expired"}) == (answered.status, answered.document)


def test_a_refresh_gives_new_tokens_and_no_instance() -> None:
    double, _ = signing_in()
    first = by_code(double)[1]
    status, second = granted(double, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (200, False) == (status, "installation_instance_id" in second)
    assert not {first["access_token"], first["refresh_token"]} & {second["access_token"], second["refresh_token"]}
    assert 200 == bearer(double, second["access_token"])("GET", "order-service/order-type").status


def test_a_refresh_token_serves_once() -> None:
    double, _ = signing_in()
    first = by_code(double)[1]
    granted(double, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (400, {"error": "invalid_grant"}) == granted(double, grant_type="refresh_token", refresh_token=first["refresh_token"])


def test_another_app_cannot_use_up_a_refresh_token() -> None:
    double, _ = signing_in()
    first = by_code(double)[1]
    stolen = {"client_id": PUBLIC.app_ref, "client_secret": "", "refresh_token": first["refresh_token"]}
    assert 400 == granted(double, grant_type="refresh_token", **stolen)[0]
    assert 200 == granted(double, grant_type="refresh_token", refresh_token=first["refresh_token"])[0]


def test_a_public_app_has_no_secret() -> None:
    double, _ = signing_in()
    form = {"client_id": PUBLIC.app_ref, "client_secret": "", "code": code(double, PUBLIC)}
    assert 200 == by_code(double, **form)[0]


def test_a_code_serves_once() -> None:
    double, _ = signing_in()
    given = code(double)
    by_code(double, code=given)
    told = "The auth token has either expired or does not exist"
    assert (400, {"error_description": told, "error": "invalid_grant"}) == by_code(double, code=given)


def test_a_code_expires_after_ten_minutes() -> None:
    double, clock = signing_in()
    given = code(double)
    clock.pass_(minutes=10)
    assert "invalid_grant" == by_code(double, code=given)[1]["error"]


@pytest.mark.parametrize(
    ("form", "document"),
    [
        ({"client_secret": "wrong"}, {"error": "invalid_client"}),
        ({"client_id": "nobody"}, {"error": "invalid_client"}),
        ({"grant_type": "password"}, {"error": "unsupported_grant_type"}),
        (
            {"redirect_uri": "https://elsewhere.example/"},
            {"error_description": "Redirect uri does not match that used to request auth token", "error": "invalid_grant"},
        ),
    ],
)
def test_a_bad_grant_is_400_with_an_error(form: dict[str, str], document: Any) -> None:
    double, _ = signing_in()
    assert (400, document) == by_code(double, **form)


def test_a_secret_with_plus_and_equals_is_read_url_encoded() -> None:
    double, _ = signing_in()
    assert 200 == by_code(double, client_secret="s/e+c=ret")[0]


def test_the_token_endpoint_has_none_of_the_api_headers() -> None:
    double, _ = signing_in()
    response = double.handle(Request(method="POST", path="/token/acme", content=b""))
    assert [] == [name for name, _ in response.headers if name.lower().startswith(("brightpearl", "ruid", "message"))]


def test_a_test_can_begin_with_a_token() -> None:
    double, _ = signing_in()
    assert 200 == bearer(double, double.token(SHOP.app_ref)["access_token"])("GET", "order-service/order-type").status


# What developers ask for.


def known(double: BrightpearlDouble, token: str, app: App = SHOP, **form: str) -> tuple[int, Any]:
    password = base64.b64encode(f"{app.app_ref}:{app.client_secret}".encode()).decode()
    content = urlencode({"token": token, **form}).encode()
    headers = (("Authorization", f"Basic {password}"),)
    response = double.handle(Request(method="POST", path="/oauth/token/introspect", headers=headers, content=content))
    return response.status, loads(response.content)


def test_a_token_is_told_to_be_good_until_it_expires() -> None:
    double, clock = signing_in()
    token = by_code(double)[1]["access_token"]
    expires = str(int((clock.now + timedelta(days=7)).timestamp()))
    good = (200, {"active": "true", "client_id": SHOP.app_ref, "token_type": "Bearer", "exp": expires})
    assert good == known(double, token)
    clock.pass_(days=7)
    assert ((200, {"active": "false"}), (200, {"active": "false"})) == (known(double, token), known(double, "other"))


def test_who_asks_about_a_token_has_to_sign_in() -> None:
    double, _ = signing_in()
    assert 401 == known(double, "any", App(app_ref=SHOP.app_ref, client_secret="wrong"))[0]


def tool(path: str, **headers: str) -> tuple[int, Any]:
    response = BrightpearlDouble().handle(Request(method="GET", path=f"/developer-tools/acme/{path}", headers=tuple(headers.items())))
    return response.status, loads(response.content)


def test_an_account_is_located_by_its_code() -> None:
    status, document = tool("account-location/acme")
    assert (200, "euw1", "euw1.brightpearlconnect.com") == (
        status,
        document["response"]["datacentreCode"],
        document["response"]["apiDomain"],
    )
    assert 404 == tool("account-location/globex")[0]


def test_a_developer_is_told_who_installed_an_app() -> None:
    signed = {"brightpearl-dev-token": "signed"}
    (found,) = tool("installed-accounts/acme_demo", **signed)[1]["response"]
    assert ("acme", True, "demo-account-token") == (found["accountCode"], found["enabled"], found["unsignedAccountToken"])
    assert ([], 401) == (tool("installed-accounts/other", **signed)[1]["response"], tool("installed-accounts/acme_demo")[0])


def test_a_grant_for_another_account_is_refused() -> None:
    double, _ = signing_in()
    assert (400, {"error": "invalid_request"}) == by_code(double, account_code="globex")


# The throttle.


def remaining(ask: Asking) -> tuple[int, str | None, str | None]:
    answered = ask("GET", "order-service/order-type")
    return answered.status, answered.header("Brightpearl-Requests-Remaining"), answered.header("Brightpearl-Next-Throttle-Period")


def test_every_answer_tells_what_is_left_and_the_milliseconds_to_the_full_minute() -> None:
    clock = Clock()
    ask = account(clock=clock)
    clock.pass_(seconds=12.5)
    assert [(200, "199", "47500"), (200, "198", "47500")] == [remaining(ask), remaining(ask)]


def test_the_request_after_the_two_hundredth_of_a_minute_is_refused() -> None:
    clock = Clock()
    ask = account(clock=clock)
    assert (200, "0", "60000") == [remaining(ask) for _ in range(200)][-1]
    answered = ask("GET", "order-service/order-type")
    told = "You have sent too many requests. Please wait before sending another request"
    assert (503, {"response": told}, "0") == (answered.status, answered.document, answered.header("Brightpearl-Requests-Remaining"))


def test_the_count_begins_anew_with_the_clock_minute_and_not_after_sixty_seconds() -> None:
    clock = Clock()
    ask = account(clock=clock, quota=1)
    clock.pass_(seconds=59)
    assert [200, 503] == [remaining(ask)[0], remaining(ask)[0]]
    clock.pass_(seconds=1)
    assert (200, "0", "60000") == remaining(ask)


def test_a_refused_request_is_not_counted() -> None:
    clock = Clock()
    ask = account(clock=clock, quota=1)
    assert ["0", "0", "0"] == [remaining(ask)[1] for _ in range(3)]


def test_a_refused_request_does_nothing() -> None:
    ask = account(quota=0)
    ask("POST", "product-service/brand", {"name": "Acme"})
    assert 1 == len(ask.double.records("brands"))


def test_private_apps_and_oauth_apps_have_a_pool_each() -> None:
    double, _ = signing_in(quota=1)
    private, shop = Asking(double), bearer(double, double.token(SHOP.app_ref)["access_token"])
    assert [200, 200, 503, 503] == [remaining(each)[0] for each in (private, shop, private, shop)]


def test_the_quota_of_the_oauth_apps_of_a_developer_is_shared() -> None:
    double, _ = signing_in(quota=1)
    shop, public = (bearer(double, double.token(app.app_ref)["access_token"], app) for app in (SHOP, PUBLIC))
    assert [200, 503] == [remaining(shop)[0], remaining(public)[0]]


def test_a_double_without_a_clock_takes_the_time_of_the_machine() -> None:
    left = timedelta(milliseconds=int(remaining(Asking(BrightpearlDouble()))[2] or 0))
    assert timedelta() < left <= timedelta(minutes=1)
