"""Every route and method that a shop lists for merchants has a method of the client: ``tests/data/woocommerce/routes.tsv``."""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest
from attrs import frozen

import woocommerce_sdk as woo
from tests.woocommerce_sdk.declarations import DECLARED, SERVICES, Declared, methods_of
from tests.woocommerce_sdk.recordings import FOLDER, document
from woocommerce_sdk.services import resources

#: Refused by the shop for every setting, though it lists the route: ``/settings/{group_id}/batch`` does the same.
REFUSED = "/settings/batch"


@frozen
class Listed:
    """A route and a method of it."""

    route: str
    method: str
    internal: str

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


def listed() -> list[Listed]:
    with (FOLDER / "routes.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [Listed(row["route"].removeprefix("/wc/v3"), row["method"], row["internal"]) for row in rows]


MERCHANTS = [each for each in listed() if each.internal == "no"]
AIDS = [each for each in listed() if each.internal == "editor"]


def shape(path: str) -> str:
    return re.sub(r"\{\w*\}", "{}", path)


def declared_for(pair: Listed) -> list[Declared]:
    return [each for each in DECLARED if shape(each.what.path) == shape(pair.route) and pair.method in methods_of(each)]


def test_the_list_is_whole() -> None:
    assert (92, 223) == (len({each.route for each in MERCHANTS}), len(MERCHANTS))


@pytest.mark.parametrize("pair", [each for each in [*MERCHANTS, *AIDS] if each.route != REFUSED], ids=str)
def test_a_route_that_is_listed_has_a_method_of_the_client(pair: Listed) -> None:
    assert [] != declared_for(pair)


def test_what_the_shop_refuses_for_every_setting_is_not_declared() -> None:
    assert [] == [str(each) for each in DECLARED if each.what.path == REFUSED]


def test_a_method_of_the_client_asks_for_a_route_that_is_listed() -> None:
    known = {shape(each.route) for each in [*MERCHANTS, *AIDS]}
    assert [] == [str(each) for each in DECLARED if shape(each.what.path) not in known]


def test_a_method_of_the_client_uses_a_method_that_its_route_has() -> None:
    pairs = {(shape(each.route), each.method) for each in [*MERCHANTS, *AIDS]}
    assert [] == [str(each) for each in DECLARED if (shape(each.what.path), each.what.method) not in pairs]


def test_a_list_is_paged_where_the_shop_pages_it() -> None:
    """``paged`` says that the route takes ``per_page``; these take it and send everything, or suggest by another count."""
    whole = {"/products/attributes", "/products/suggested-products"}
    with (FOLDER / "routes.tsv").open(encoding="utf-8", newline="") as lines:
        taking = {row["route"].removeprefix("/wc/v3") for row in csv.DictReader(lines, delimiter="\t") if row["paged"] == "yes"}
    paged = {shape(path) for path in taking if path not in whole}
    assert paged == {shape(each.what.path) for each in DECLARED if getattr(each.what, "paged", False)}


def test_both_clients_have_the_same_resources() -> None:
    awaiting = woo.AsyncWooCommerce("https://shop.example", "ck_0000000000", "cs_0000000000")
    other: dict[str, Any] = {name: type(getattr(awaiting, name)) for name in resources()}
    assert {name: type(value) for name, value in SERVICES.items()} == other


def test_a_method_of_the_client_says_what_it_does() -> None:
    assert [] == [str(each) for each in DECLARED if not each.what.__doc__]


def test_what_the_shop_describes_is_what_it_lists() -> None:
    described = {(route, method) for route, told in document("options_wc_v3")["routes"].items() for method in allowed(told)}
    names = {(re.sub(r"\(\?P<(\w+)>[^/]*\)", r"{\1}", route), method) for route, method in described}
    assert set() == {(f"/wc/v3{each.route}", each.method) for each in MERCHANTS} - names


def allowed(told: Any) -> list[str]:
    return [method for endpoint in told["body"]["endpoints"] for method in endpoint["methods"]] if isinstance(told["body"], dict) else []
