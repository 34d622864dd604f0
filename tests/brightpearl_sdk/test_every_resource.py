"""Every resource leads to the vendor's page, and every declaration is documented and bound to both clients."""

from __future__ import annotations

from typing import Any

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.services import resources
from brightpearl_sdk.testing.transport import mock_transport

KINDS = resources()
DECLARED = [
    (name, attribute, declared) for name, kind in KINDS.items() for attribute, declared in vars(kind).items() if hasattr(declared, "build")
]
IDS = [f"{name}.{attribute}" for name, attribute, _ in DECLARED]


def nothing(request: bp.Request) -> bp.Response:
    return bp.Response(status=200)


def blocking() -> bp.Brightpearl:
    return bp.Brightpearl("acme", bp.AccountToken("app", "token"), base_url="https://x.example", transport=mock_transport(nothing))


def awaiting() -> bp.AsyncBrightpearl:
    return bp.AsyncBrightpearl("acme", bp.AccountToken("app", "token"), base_url="https://x.example", transport=mock_transport(nothing))


@pytest.mark.parametrize("name", KINDS)
def test_a_resource_leads_to_the_vendors_page(name: str) -> None:
    assert "https://api-docs.brightpearl.com/" in (KINDS[name].__doc__ or "")


@pytest.mark.parametrize("name", KINDS)
def test_a_resource_is_public(name: str) -> None:
    assert KINDS[name] is getattr(bp, KINDS[name].__name__)


@pytest.mark.parametrize(("name", "attribute", "declared"), DECLARED, ids=IDS)
def test_a_declaration_names_its_request(name: str, attribute: str, declared: Any) -> None:
    assert declared.method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    assert declared.path.startswith("/")
    assert (declared.__doc__ or "").strip()


@pytest.mark.parametrize(("name", "attribute", "declared"), DECLARED, ids=IDS)
def test_a_declaration_is_a_method_of_both_clients(name: str, attribute: str, declared: Any) -> None:
    methods = [getattr(getattr(client, name), attribute) for client in (blocking(), awaiting())]
    assert [(attribute, declared.__doc__)] * 2 == [(method.__name__, method.__doc__) for method in methods]


@pytest.mark.parametrize(("name", "attribute", "declared"), DECLARED, ids=IDS)
def test_what_a_declaration_reads_or_sends_is_public(name: str, attribute: str, declared: Any) -> None:
    model = declared.model
    own = isinstance(model, type) and model.__module__.startswith("brightpearl_sdk.")
    assert not own or model is getattr(bp, model.__name__, None)
