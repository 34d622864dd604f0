"""Every endpoint that Brightpearl documents has a declaration: the lists are in ``tests/data/brightpearl/coverage``."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from brightpearl_sdk.services import resources

LISTS = Path(__file__).parents[1] / "data" / "brightpearl" / "coverage"


@frozen
class Endpoint:
    """A documented endpoint, and the method of a client that asks for it."""

    service: str
    method: str
    path: str
    client_method: str
    page: str


def endpoints() -> list[Endpoint]:
    """Every endpoint of every list but the utilities', which are functions rather than declarations."""
    listed = []
    for file in sorted(set(LISTS.glob("*.tsv")) - {LISTS / "utilities.tsv"}):
        with file.open(encoding="utf-8", newline="") as lines:
            listed += [Endpoint(*row) for row in list(csv.reader(lines, delimiter="\t"))[1:]]
    return listed


ENDPOINTS = endpoints()


def by_name(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path} {endpoint.client_method}"


def declaration_of(client_method: str) -> Any:
    """The declaration behind a client's method, None where there is none."""
    resource, _, name = client_method.partition(".")
    kind = resources().get(resource)
    return None if kind is None else vars(kind).get(name)


def places_only(path: str) -> str:
    """A path whose places have no names."""
    return re.sub(r"\{[^}]*\}", "{}", path).rstrip("/")


def test_the_lists_are_there() -> None:
    assert {"accounting", "contact", "integration", "order", "product", "warehouse"} <= {file.stem for file in LISTS.glob("*.tsv")}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=by_name)
def test_a_documented_endpoint_has_a_declaration(endpoint: Endpoint) -> None:
    declared = declaration_of(endpoint.client_method)
    assert (endpoint.method, places_only(endpoint.path)) == (
        getattr(declared, "method", None),
        places_only(str(getattr(declared, "path", ""))),
    )


def test_a_client_method_is_listed_once() -> None:
    names = [endpoint.client_method for endpoint in ENDPOINTS]
    assert [] == sorted({name for name in names if names.count(name) > 1})


def test_an_endpoint_names_the_page_that_documents_it() -> None:
    assert [] == [endpoint for endpoint in ENDPOINTS if not re.fullmatch(r"https://(api-docs|help)\.brightpearl\.com/\S+", endpoint.page)]


def test_a_list_names_the_service_of_each_path() -> None:
    assert [] == [endpoint for endpoint in ENDPOINTS if endpoint.service not in endpoint.path]
