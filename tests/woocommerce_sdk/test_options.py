"""Every property, choice, filter and method that the shop declares of itself is in the client."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any, Literal, get_args, get_origin

import attrs
import pytest

import woocommerce_sdk as woo
from tests.woocommerce_sdk.declarations import DECLARED, Declared, methods_of
from tests.woocommerce_sdk.recordings import FOLDER, document
from woocommerce_sdk._kernel.shape import wire_fields
from woocommerce_sdk.wire import key_of

#: Callbacks of plugins and pages, which no merchant calls.
INTERNAL = ("marketplace", "paypal")
#: Routes that are not declared, each for its reason. ``client.request`` reaches them.
UNDECLARED = {
    "/": "the index of routes: client.check() asks it",
    "/settings/batch": "refused by the shop for every setting: /settings/{group_id}/batch works",
}
#: Filters that are left out on purpose.
LEFT_OUT = {
    "dates_are_gmt": "a moment is sent with a Z, which this would shift",
    "attributes": "a list of objects, which a signed request cannot carry",
}
#: Aids of the product editor take the filters of products, and ignore most of them.
AIDS = ("/products/suggested-products", "/products/custom-fields/names")

#: Answered with a text, though the shop declares a record.
TEXTS = ("/products/shipping_classes/slug-suggestion",)


def plain(route: str) -> str:
    return re.sub(r"\(\?P<(\w+)>[^/]*\)", r"{}", route).removeprefix("/wc/v3") or "/"


def shape(path: str) -> str:
    return re.sub(r"\{\w*\}", "{}", path)


ROUTES: dict[str, Any] = {
    plain(route): told["body"]
    for route, told in document("options_wc_v3")["routes"].items()
    if isinstance(told["body"], dict) and not any(word in route for word in INTERNAL)
}


def declared_at(path: str, method: str) -> list[Declared]:
    return [each for each in DECLARED if shape(each.what.path) == path and method in methods_of(each)]


def arguments(path: str, method: str) -> dict[str, Any]:
    found = [each["args"] for each in ROUTES[path]["endpoints"] if method in each["methods"]]
    return dict(found[0]) if found and found[0] else {}


def places(path: str) -> set[str]:
    names = {name for each in DECLARED if shape(each.what.path) == path for name in re.findall(r"\{(\w+)\}", each.what.path)}
    return names | {
        "id",
        "group",
        "location",
        "continent",
        "slug",
        "currency",
        "product_id",
        "order_id",
        "attribute_id",
        "zone_id",
        "instance_id",
    }


def keys_of(cls: type[Any]) -> dict[str, Any]:
    return {key: annotation for _, key, annotation, _ in wire_fields(cls, key_of)}


def inside(annotation: Any) -> list[Any]:
    """The classes that an annotation names, however deep."""
    if isinstance(annotation, type) and not get_args(annotation):
        return [annotation]
    return [found for each in get_args(annotation) for found in inside(each)]


def classes(annotation: Any, kind: type[Any]) -> list[type[Any]]:
    return [each for each in inside(annotation) if isinstance(each, type) and issubclass(each, kind)]


@pytest.mark.parametrize("path", [path for path in sorted(ROUTES) if path not in UNDECLARED])
def test_every_method_of_a_route_is_declared(path: str) -> None:
    methods = {method for each in ROUTES[path]["endpoints"] for method in each["methods"]}
    assert set() == {method for method in methods if not declared_at(path, method)}


@pytest.mark.parametrize("path", [path for path in sorted(ROUTES) if declared_at(path, "GET") and path not in AIDS])
def test_every_filter_of_a_list_is_in_its_query(path: str) -> None:
    query = getattr(declared_at(path, "GET")[0].what, "query", None)
    named = {key_of(field.name) for field in attrs.fields(query)} if query else set()
    # Reading one record takes no filter but how it is shown.
    shown = {"context", "image_size"} if query is None else set()
    assert set() == set(arguments(path, "GET")) - named - set(LEFT_OUT) - shown - (
        places(path) - {"slug", "product"} if query else places(path)
    )


#: Routes that take the arguments of other routes, or the value alone.
COPYING = frozenset({"/products/{}/duplicate", "/products/{}/variations/generate", "/settings/{}/{}", "/settings/{}/batch"})


@pytest.mark.parametrize("path", [path for path in sorted(ROUTES) if declared_at(path, "POST") and path not in COPYING])
def test_every_argument_of_a_write_is_in_its_draft(path: str) -> None:
    declared = [each for each in declared_at(path, "POST") if getattr(each.what, "draft", None)]
    known = {key for each in declared for cls in classes(each.what.draft, woo.Draft) for key in keys_of(cls)}
    # Of these the shop looks only at what the path already names.
    ignored = {"product_name", "action", "description", "success", "message", "name"} if "tools" in path or "reviews" in path else set()
    assert set() == set(arguments(path, "POST")) - known - (places(path) - {"slug"} if path.count("{}") else set()) - ignored


@pytest.mark.parametrize(
    "path", [path for path in sorted(ROUTES) if ROUTES[path].get("schema") and path not in TEXTS and declared_at(path, "GET")]
)
def test_every_property_of_a_record_is_in_its_model_or_its_draft(path: str) -> None:
    properties = ROUTES[path]["schema"].get("properties", {})
    collections = {path, path.removesuffix("/{}"), "/orders/{}/refunds" if path == "/refunds" else path}
    writes = [each for near in collections for method in ("POST", "PUT") for each in declared_at(near, method)]
    drafts = [cls for each in writes for cls in classes(getattr(each.what, "draft", None), woo.Draft)]
    models = [cls for each in declared_at(path, "GET") for cls in classes(each.what.model, woo.Model) or [each.what.model]]
    assert [] == list(missing(properties, [*models, *drafts], ""))


#: Properties that the shop declares of a refund's lines and takes only when one is made: they are in its draft.
NEVER_SENT = frozenset({".line_items.refund_total", ".line_items.taxes.refund_total"})


def missing(properties: dict[str, Any], classes_there: list[Any], prefix: str) -> list[str]:
    found: list[str] = []
    there = {key: annotation for cls in classes_there if attrs.has(cls) for key, annotation in keys_of(cls).items()}
    for name, told in properties.items():
        if name not in there:
            found += [] if f"{prefix}.{name}" in NEVER_SENT else [f"{prefix}.{name}"]
            continue
        annotations = [keys_of(cls)[name] for cls in classes_there if attrs.has(cls) and name in keys_of(cls)]
        deeper = told.get("properties") or (told.get("items") or {}).get("properties") if isinstance(told.get("items", {}), dict) else None
        models = [cls for each in annotations for cls in (*classes(each, woo.Model), *classes(each, woo.Draft))]
        if deeper and models:
            found += missing(deeper, models, f"{prefix}.{name}")
    return found


@pytest.mark.parametrize("path", [path for path in sorted(ROUTES) if ROUTES[path].get("schema") and declared_at(path, "GET")])
def test_every_choice_of_a_property_is_in_its_enumeration(path: str) -> None:
    properties = ROUTES[path]["schema"].get("properties", {})
    lacking: dict[str, set[str]] = {}
    for cls in (cls for each in declared_at(path, "GET") for cls in classes(each.what.model, woo.Model)):
        for key, annotation in keys_of(cls).items():
            known = {member.value for enumeration in classes(annotation, Enum) for member in enumeration}
            choices = set(properties.get(key, {}).get("enum") or ())
            if known and choices - known:
                lacking[key] = choices - known
    assert {} == lacking


def queries() -> dict[str, type[Any]]:
    """The class of a list's filters, by the list's path."""
    lists = ((path, declared_at(path, "GET")) for path in sorted(ROUTES) if path not in AIDS)
    found = {path: getattr(declared[0].what, "query", None) for path, declared in lists if declared}
    return {path: query for path, query in found.items() if query is not None}


@pytest.mark.parametrize(("path", "query"), queries().items(), ids=lambda each: each if isinstance(each, str) else "")
def test_every_choice_of_a_filter_can_be_given(path: str, query: type[Any]) -> None:
    fields = {key_of(field.name): field.type for field in attrs.fields(attrs.resolve_types(query))}
    lacking = {}
    for name, told in arguments(path, "GET").items():
        choices = set(told.get("enum") or ())
        allowed = set(literals(fields.get(name))) | {m.value for e in classes(fields.get(name), Enum) for m in e}
        if choices and allowed and choices - allowed:
            lacking[name] = choices - allowed
    assert {} == lacking


def literals(annotation: Any) -> set[str]:
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return {found for each in get_args(annotation) for found in literals(each)}


def test_every_route_that_was_listed_was_described() -> None:
    rows = [line.split("\t") for line in (FOLDER / "routes.tsv").read_text().splitlines()[1:]]
    listed = {plain_listed(row[0]) for row in rows if row[3] in ("no", "editor")}
    assert set() == {path for path in listed if path not in UNDECLARED and not any(shape(each.what.path) == path for each in DECLARED)}


def plain_listed(route: str) -> str:
    return shape(route.removeprefix("/wc/v3")) or "/"
