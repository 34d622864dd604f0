from __future__ import annotations

import base64
import csv
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import brightpearl_sdk as bp

LIST = Path(__file__).parents[2] / "data" / "brightpearl" / "coverage" / "utilities.tsv"
SECRET = "AJhTYmqMnjb4b1PNLsL64EF5hCr2fM6a+xSN9ap7wSE="

INTROSPECTION = bp.token_introspection("acme", "t+/=", client_id="an-app", client_secret=SECRET)
LOCATION = bp.account_location("acmewidgets", "acme")
INSTALLED = bp.installed_accounts("acmewidgets", "autoship", signed_dev_token="c2lnbmVk")

#: What each line of the list is asked by.
APP = bp.OAuthApp(account="acme", client_id="an-app", token_url="https://euw1.brightpearlconnect.com/oauth/token")
TOKEN = bp.Token(access_token="a", refresh_token="r", expires_at=datetime(2026, 1, 1, tzinfo=UTC), api_domain="ws-eu1.brightpearl.com")
WRITE = bp.multi_message([bp.Companies.create(bp.CompanyDraft(name="Engines"))])
REQUESTS: dict[str, tuple[str, str]] = {
    "code_request": ("POST", bp.code_request(APP, "code").url),
    "refresh_request": ("POST", bp.refresh_request(APP, TOKEN).url),
    "token_introspection": (INTROSPECTION.method, INTROSPECTION.url),
    "account_location": (LOCATION.method, LOCATION.url),
    "installed_accounts": (INSTALLED.method, INSTALLED.url),
    "multi_message": (WRITE.request.method, f"https://euw1.brightpearlconnect.com{WRITE.request.path}"),
}


def listed() -> list[list[str]]:
    with LIST.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t"))[1:]


def read(utility: bp.Utility[Any], document: Any, status: int = 200) -> Any:
    return utility.read(status, json.dumps(document).encode())


@pytest.mark.parametrize(("method", "path", "function"), [(line[1], line[2], line[3]) for line in listed()])
def test_a_documented_utility_has_its_function(method: str, path: str, function: str) -> None:
    asked, url = REQUESTS[function]
    places = "[^/]+".join(map(re.escape, re.split(r"\{[^}]*\}", path)))
    assert function in bp.__all__
    assert method == asked
    assert re.fullmatch(f"https://euw1.brightpearlconnect.com{places}", url)


def test_a_token_is_asked_about_by_form_and_password() -> None:
    password = base64.b64encode(f"an-app:{SECRET}".encode()).decode()
    expected = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {password}"}
    assert (expected, b"token=t%2B%2F%3D&account_code=acme") == (INTROSPECTION.headers, INTROSPECTION.content)


def test_no_secret_is_shown_by_a_utility() -> None:
    shown = repr(INTROSPECTION) + repr(INSTALLED)
    assert [] == [secret for secret in ("t+/=", "t%2B%2F%3D", SECRET, "c2lnbmVk", "Basic") if secret in shown]


@pytest.mark.parametrize(
    "told", [{"active": "true", "token_type": "Bearer", "exp": "1563284415"}, {"active": True, "token_type": "Bearer", "exp": 1563284415}]
)
def test_a_token_that_is_active_tells_when_it_expires(told: dict[str, Any]) -> None:
    expected = bp.TokenIntrospection(True, "Bearer", datetime(2019, 7, 16, 13, 40, 15, tzinfo=UTC))
    assert expected == read(INTROSPECTION, {"token_type": "Bearer", **told})


def test_a_token_that_is_not_active_tells_no_more() -> None:
    assert bp.TokenIntrospection(False) == read(INTROSPECTION, {"active": "false"})


def test_an_introspection_without_its_answer_is_a_shape_error() -> None:
    with pytest.raises(bp.ShapeError):
        read(INTROSPECTION, {"response": {}})


def test_a_refusal_is_the_same_error_as_of_a_client() -> None:
    with pytest.raises(bp.AuthenticationError, match="invalid_client"):
        read(INTROSPECTION, {"error": "invalid_client"}, 401)


def test_an_account_is_located() -> None:
    document = {
        "datacentreCode": "euw1",
        "apiDomain": "ws-eu1.brightpearl.com",
        "urls": {
            "login": "https://euw1.brightpearlapp.com/acme.login",
            "authorizeServer": "https://euw1.brightpearlapp.com/authorize/server",
            "authorizeInstance": "https://euw1.brightpearlapp.com/4.95.1991/authorize_instance.php",
        },
    }
    assert "https://euw1.brightpearlconnect.com/developer-tools/acmewidgets/account-location/acme" == LOCATION.url
    assert document == bp.encode(read(LOCATION, {"response": document}))


def test_the_accounts_of_an_app_are_listed_without_showing_their_tokens() -> None:
    listed = [
        {"installedOn": "2014-08-21T13:29:41.000Z", "accountCode": "acme", "unsignedAccountToken": "e073e3c8", "enabled": True},
        {"installedOn": "2014-07-23T07:09:44.000Z", "accountCode": "globex", "unsignedAccountToken": "50fc9b6e", "enabled": False},
    ]
    accounts = read(INSTALLED, {"response": listed})
    assert {
        "brightpearl-dev-ref": "acmewidgets",
        "brightpearl-app-ref": "autoship",
        "brightpearl-dev-token": "c2lnbmVk",
    } == INSTALLED.headers
    assert listed == [bp.encode(account) for account in accounts]
    assert "e073e3c8" not in repr(accounts)
