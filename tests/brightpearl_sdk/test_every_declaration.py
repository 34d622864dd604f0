"""Every declaration is asked for by both clients over a socket, and the double knows each of them."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.services import resources
from brightpearl_sdk.testing import DEMO_APP, BrightpearlDouble, serving
from tests.brightpearl_sdk.testing.asking import account

DECLARED = [
    (service, name)
    for service, kind in sorted(resources().items())
    for name, declared in vars(kind).items()
    if isinstance(getattr(declared, "path", None), str) and isinstance(getattr(declared, "method", None), str)
]


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    double: BrightpearlDouble = account().double
    double.gate.quota = 1_000_000
    with serving(double.handle) as url:
        yield url


#: Calls that need more than something.
SPECIAL = {
    ("sales_orders", "replace_rows"): (
        1001,
        [bp.SalesOrderRowDraft(id=1, name="Cup", quantity=Decimal(1), tax_code="T20", net=Decimal(1), tax=Decimal(0))],
    )
}


def arguments(service: str, name: str) -> tuple[Any, ...]:
    """Something for each parameter: an id, a set of one, a query of all, a body that says nothing."""
    if (service, name) in SPECIAL:
        return SPECIAL[service, name]
    kind = resources()[service]
    declared = vars(kind)[name]
    given: list[Any] = []
    for parameter in inspect.signature(declared.build).parameters.values():
        if parameter.default is not inspect.Parameter.empty or parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            continue
        told = str(parameter.annotation)
        match told:
            case "int":
                given.append(1001)
            case "str":
                given.append("GBP")
            case _ if told.startswith("Query"):
                given.append(declared.model.where())
            case _ if told.startswith("Iterable[int]"):
                given.append([1001])
            case _ if told.startswith("Iterable"):
                given.append([])
            case _:
                given.append({})
    return tuple(given)


def is_known(error: bp.BrightpearlError) -> bool:
    """Whether a refusal is one of a route: not of a path or a verb that the account does not know, nor its own fault."""
    if not isinstance(error, bp.StatusError):
        return False
    told = " ".join(str(fault) for fault in error.faults)
    return "Cannot find the resource" not in told and error.status not in (401, 405) and "CMNU-003" not in told


def outcome(ask: Any) -> str:
    """What became of a call: an answer that could be read, or a refusal with the vendor's own words."""
    try:
        ask()
    except bp.BrightpearlError as error:
        return "refused" if is_known(error) else f"{type(error).__name__}: {error}"
    return "answered"


@pytest.mark.parametrize(("service", "name"), DECLARED)
def test_a_declaration_is_asked_for_by_both_clients(served: str, service: str, name: str) -> None:
    auth = bp.AccountToken(DEMO_APP.app_ref, DEMO_APP.account_token)
    given = arguments(service, name)
    with bp.Brightpearl("acme", auth, base_url=served) as blocking:

        def ask() -> None:
            found = getattr(getattr(blocking, service), name)(*given)
            if isinstance(found, bp.Listing):
                found.all()

        first = outcome(ask)

    async def ask_later() -> None:
        async with bp.AsyncBrightpearl("acme", auth, base_url=served) as awaiting:
            found = getattr(getattr(awaiting, service), name)(*given)
            await (found.all() if isinstance(found, bp.AsyncListing) else found)

    second = outcome(lambda: asyncio.run(ask_later()))
    assert {first, second} <= {"answered", "refused"}
