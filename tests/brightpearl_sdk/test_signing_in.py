"""Signing in, value by value: what each request carries, when a token has run out, and what a refusal may tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.auth import code_from, code_request, refresh_request, token_from

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
APP = bp.OAuthApp(account="acme", client_id="my-app", client_secret="s&cret", redirect_uri="https://me.example/back")
KEPT = bp.Token(access_token="one", refresh_token="one-again", expires_at=NOW + timedelta(days=1))


def given(**document: Any) -> httpx.Response:
    """An answer of the token endpoint."""
    return httpx.Response(200, json=document)


def signing_in(store: bp.MemoryTokenStore, moment: list[datetime] | None = None) -> bp.OAuth2:
    return bp.OAuth2(APP, store, now=lambda: moment[0] if moment else NOW)


def test_a_private_app_sends_these_headers_and_no_others() -> None:
    assert {
        "brightpearl-app-ref": "app",
        "brightpearl-dev-ref": "dev",
        "brightpearl-account-token": "token",
        "brightpearl-staff-token": "staff",
    } == dict(bp.AccountToken("app", "token", staff_token="staff", dev_ref="dev").headers)


def test_a_code_without_a_verifier_is_exchanged_without_one() -> None:
    request = code_request(APP, "the-code")
    assert {
        "grant_type": "authorization_code",
        "code": "the-code",
        "redirect_uri": "https://me.example/back",
        "client_id": "my-app",
        "client_secret": "s&cret",
    } == dict(request.form)


def test_a_token_is_renewed_where_the_accounts_tokens_are_given() -> None:
    request = refresh_request(APP, KEPT)
    assert ("https://oauth.brightpearlapp.com/token/acme", "one-again") == (request.url, request.form["refresh_token"])


def test_an_approval_without_a_code_says_so_word_for_word() -> None:
    with pytest.raises(bp.SignInError) as caught:
        code_from("https://me.example/back?state=mine", state="mine")
    told = "The sign-in was not approved (no code came back). Start again and approve the app."
    assert told == str(caught.value).splitlines()[0]


def test_a_bare_token_has_nothing_that_was_not_given() -> None:
    assert bp.Token(access_token="two", expires_at=NOW + timedelta(days=7)) == token_from(given(access_token="two"), now=NOW)


def test_a_token_that_cannot_be_read_is_told_word_for_word() -> None:
    with pytest.raises(bp.SignInError) as caught:
        token_from(given(access_token="two", expires_in="soon"), now=NOW)
    told = "Brightpearl's token answer cannot be read. The token was not used; sign in again."
    assert told == str(caught.value).splitlines()[0]


def test_what_a_refusal_echoes_of_secrets_is_struck_out_and_the_rest_stays() -> None:
    answer = httpx.Response(400, json={"error_description": "no s&cret, no s%26cret, but 13"})
    with pytest.raises(bp.SignInError) as caught:
        token_from(answer, now=NOW, hidden=("s&cret", ""))
    told = "Brightpearl gave no token: no …, no …, but 13. Check the app's reference and secret, or sign in again."
    assert told == str(caught.value).splitlines()[0]


def test_of_a_recovery_every_text_is_struck_out_and_numbers_stay() -> None:
    echoed = httpx.MockTransport(lambda request: httpx.Response(400, json={"error": "form: last-known-token, 4711"}))
    with httpx.Client(transport=echoed) as http, pytest.raises(bp.SignInError) as caught:
        signing_in(bp.MemoryTokenStore()).recover({"token": "last-known-token", "instance": "4711"}, http=http)
    assert "gave no token: form: …, 4711." in str(caught.value)


def test_an_endpoint_that_does_not_answer_is_told_with_what_happened() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("slow")

    with httpx.Client(transport=httpx.MockTransport(silent)) as http, pytest.raises(bp.SignInError) as caught:
        signing_in(bp.MemoryTokenStore()).exchange("the-code", http=http)
    told = "The token endpoint https://oauth.brightpearlapp.com/token/acme did not answer (ConnectTimeout). Try again."
    assert told == str(caught.value).splitlines()[0]


def renewed(auth: bp.OAuth2, answer: httpx.Response, *, meanwhile: bp.Token | None = None) -> str:
    """The refresh token that is asked with, after the account refused the token that it had."""
    flow = auth.sync_auth_flow(httpx.Request("GET", "https://bp.example/"))
    next(flow)
    if meanwhile is not None:
        auth.store.save(meanwhile)
    asked = flow.send(httpx.Response(401))
    flow.send(answer)
    return asked.content.decode()


def test_what_a_renewal_leaves_out_is_of_the_token_that_was_kept_last() -> None:
    auth = signing_in(bp.MemoryTokenStore(KEPT))
    last = bp.Token(access_token="two", refresh_token="two-again", expires_at=NOW)
    asked = renewed(auth, given(access_token="three"), meanwhile=last)
    assert (True, "three", "two-again") == ("refresh_token=two-again" in asked, auth.token().access_token, auth.token().refresh_token)


def asks_anew(auth: bp.OAuth2) -> bool:
    """Whether the next request is that for a token."""
    return next(auth.sync_auth_flow(httpx.Request("GET", "https://bp.example/"))).url.host == "oauth.brightpearlapp.com"


def test_a_token_that_was_renewed_is_renewed_again_before_it_ends() -> None:
    moment = [NOW]
    auth = signing_in(bp.MemoryTokenStore(KEPT), moment)
    renewed(auth, given(access_token="two", expires_in=604_800))
    told = []
    for moment[0] in (NOW + timedelta(days=6), NOW + timedelta(days=7, minutes=-4)):
        told.append(asks_anew(auth))
    assert [False, True] == told


def test_a_token_that_was_given_for_minutes_is_used_up_to_its_end() -> None:
    moment = [NOW]
    auth = signing_in(bp.MemoryTokenStore(KEPT), moment)
    renewed(auth, given(access_token="two", expires_in=120))
    told = []
    for moment[0] in (NOW + timedelta(seconds=119), NOW + timedelta(seconds=121)):
        told.append(asks_anew(auth))
    assert [False, True] == told


@pytest.mark.parametrize(("left", "runs_out"), [(timedelta(minutes=5), False), (timedelta(minutes=5, microseconds=-1), True)])
def test_a_token_is_renewed_where_less_than_five_minutes_are_left(left: timedelta, runs_out: bool) -> None:
    token = bp.Token(access_token="one", refresh_token="one-again", expires_at=NOW + left)
    assert runs_out is asks_anew(signing_in(bp.MemoryTokenStore(token)))


@pytest.mark.parametrize("number", ["1E+9999999", "-1e400", "1e999999999999"])
@pytest.mark.parametrize("name", ["expires_in", "installation_instance_id"])
def test_a_token_whose_number_would_fill_the_memory_is_not_used(name: str, number: str) -> None:
    answer = httpx.Response(200, content=f'{{"access_token":"two","{name}":{number}}}'.encode())
    with pytest.raises(bp.SignInError, match="cannot be read"):
        token_from(answer, now=NOW)


@pytest.mark.parametrize("address", ["https://[me/back?code=1&state=mine", "https://a]b?code=1&state=mine"])
def test_an_address_that_cannot_be_read_brings_no_code(address: str) -> None:
    with pytest.raises(bp.SignInError) as caught:
        code_from(address, state="mine")
    told = "The address that the browser came back to cannot be read. Copy all of it, or start again."
    assert told == str(caught.value).splitlines()[0]


@pytest.mark.parametrize(("given", "state"), [("\udcff", "mine"), ("mine", "\udcff"), ("\udcff", "?")])
def test_half_of_a_letter_is_another_state(given: str, state: str) -> None:
    with pytest.raises(bp.SignInError, match="another state"):
        code_from(f"https://me.example/back?code=1&state={given}", state=state)


@pytest.mark.parametrize("token", ["s3cret\n", " s3cret", "s3\ncret", "s3cret\u2026", "s3cret\udcff"])
def test_a_token_that_no_header_may_carry_is_told_at_once_and_not_repeated(token: str) -> None:
    with pytest.raises(bp.SignInError) as caught:
        bp.AccountToken("app", token)
    told = (
        "What was given for brightpearl-account-token cannot be sent: it has a line's end, a blank at an end or a foreign letter. "
        "Copy it again."
    )
    assert told == str(caught.value).splitlines()[0]
