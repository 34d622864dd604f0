"""Setting up a connection: what people type, what follows from it, and what they are told where it does not work."""

from __future__ import annotations

import asyncio
from typing import Any, get_args

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk import setup
from brightpearl_sdk.testing import DEMO_APP, App, BrightpearlDouble, mock_transport

STAFF = App(app_ref="acme_sync", staff_token="st4ff")
TYPED = {"account": "acme", "data_centre": "euw1", "app_ref": "acme_sync", "staff_token": "st4ff"}


@pytest.mark.parametrize(
    "typed",
    ["acme", " ACME ", "https://euw1.brightpearlapp.com/acme.login", "euw1.brightpearlapp.com/admin_login.php?clients_id=acme"],
)
def test_an_account_is_known_by_its_code_or_by_its_sign_in_page(typed: str) -> None:
    assert "acme" == setup.account_code(typed)


@pytest.mark.parametrize("typed", ["ac me", "acme/../other", "a.b", "https://euw1.brightpearlapp.com/", "../x"])
def test_what_is_no_account_code_is_refused(typed: str) -> None:
    with pytest.raises(setup.NotAnAnswerError, match="is typed at sign-in"):
        setup.account_code(typed)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("euw1", "https://euw1.brightpearlconnect.com"),
        ("USE1 ", "https://use1.brightpearlconnect.com"),
        ("https://use1.brightpearlapp.com/p.php?p=1", "https://use1.brightpearlconnect.com"),
        ("ws-eu1.brightpearl.com", "https://euw1.brightpearlconnect.com"),
        ("http://euw1.brightpearlconnect.com/public-api/acme", "https://euw1.brightpearlconnect.com"),
        ("ws-eu2.brightpearl.com", "https://ws-eu2.brightpearl.com"),
    ],
)
def test_a_data_centre_is_known_by_its_name_or_by_any_address_of_it(typed: str, url: str) -> None:
    assert url == setup.base_url(typed)


@pytest.mark.parametrize("typed", ["london", "evil.example", "euw1.brightpearlapp.com.evil.example", "https://a@euw1.brightpearlapp.com"])
def test_a_token_is_sent_to_no_host_that_is_not_the_vendors(typed: str) -> None:
    with pytest.raises(setup.NotAnAnswerError, match="euw1 or use1"):
        setup.base_url(typed)


@pytest.mark.parametrize(("kind", "secret"), [("instance", "client_secret"), ("staff", "staff_token"), ("system", "account_token")])
def test_each_kind_of_app_has_one_secret_and_says_where_everything_is_found(kind: setup.AppKind, secret: str) -> None:
    asked = setup.questions(kind)
    assert [secret] == [question.name for question in asked if question.secret]
    assert [] == [question.name for question in asked if not question.where or not question.page.startswith("https://")]


def test_every_fault_is_told_by_its_name() -> None:
    with pytest.raises(setup.SetupError) as caught:
        setup.access_from("staff", {**TYPED, "data_centre": "moon", "staff_token": ""})
    assert {"data_centre", "staff_token"} == set(caught.value.faults)


def test_no_secret_shows_in_an_access() -> None:
    assert "st4ff" not in repr(setup.access_from("staff", TYPED))


def test_an_instance_app_signs_in_with_oauth_and_learns_its_host_from_the_token() -> None:
    access = setup.access_from("instance", {"account": "acme", "app_ref": "my-app", "dev_ref": "me"})
    token = bp.Token(access_token="a", api_domain="use1.brightpearlconnect.com")
    assert isinstance(setup.sign_in(access), bp.OAuth2)
    assert ("", "https://use1.brightpearlconnect.com") == (setup.host_of(access), setup.host_of(access, token))


def account(**more: Any) -> BrightpearlDouble:
    return BrightpearlDouble(account="acme", apps=(DEMO_APP, STAFF), base_currency="GBP", **more)


def client(double: BrightpearlDouble, **changed: str) -> bp.Brightpearl:
    access = setup.access_from("staff", {**TYPED, **changed})
    return bp.Brightpearl(
        access.account,
        setup.sign_in(access),
        base_url=access.base_url,
        transport=mock_transport(double.handle),
        retries=bp.NO_RETRIES,
    )


def test_a_connection_that_works_tells_what_is_the_accounts_own() -> None:
    with client(account()) as works:
        found = setup.verify(works)
    assert found.passed
    assert setup.Identity(account="acme", instance_id=11, base_currency="GBP", time_zone="UTC") == found.identity


def test_an_awaiting_client_is_verified_the_same_way() -> None:
    double = account()
    access = setup.access_from("staff", TYPED)

    async def verified() -> setup.Diagnosis:
        transport = mock_transport(double.handle)
        async with bp.AsyncBrightpearl("acme", setup.sign_in(access), base_url=access.base_url, transport=transport) as works:
            return await setup.averify(works)

    assert asyncio.run(verified()).passed


def test_a_wrong_token_is_told_with_what_to_do_and_is_not_shown() -> None:
    with client(account(), staff_token="wr0ng") as fails:
        found = setup.verify(fails)
    assert (False, None, "account") == (found.passed, found.identity, found.steps[-1].name)
    assert "Private apps" in str(found)
    assert "wr0ng" not in str(found)


def test_another_account_is_told_as_such() -> None:
    with client(account(), account="other") as fails:
        found = setup.verify(fails)
    assert not found.passed
    assert "account code" in found.steps[0].advice


def test_a_host_that_does_not_answer_is_told_as_such() -> None:
    def silent(request: bp.Request) -> bp.Failure:
        return bp.Failure(kind="connect", reach=bp.Reach.NOT_SENT, message="connection refused")

    access = setup.access_from("staff", TYPED)
    auth = setup.sign_in(access)
    with bp.Brightpearl("acme", auth, base_url=access.base_url, transport=mock_transport(silent), retries=bp.NO_RETRIES) as fails:
        assert "network" in setup.verify(fails).steps[0].advice


@pytest.mark.parametrize(
    ("changed", "concerned"),
    [({"staff_token": "wr0ng"}, "staff_token"), ({"app_ref": "acme_other"}, "app_ref"), ({"account": "other"}, "account")],
)
def test_what_fails_names_the_question_whose_answer_may_be_wrong(changed: dict[str, str], concerned: str) -> None:
    with client(account(), **changed) as fails:
        found = setup.verify(fails)
    assert concerned in found.steps[-1].concerns
    asked = {question.name for kind in get_args(setup.AppKind) for question in setup.questions(kind)}
    assert asked >= set(found.steps[-1].concerns)
