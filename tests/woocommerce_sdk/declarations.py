"""Every declaration of every resource, found by walking the services."""

from __future__ import annotations

import re
from typing import Any

from attrs import frozen

import woocommerce_sdk as woo
from woocommerce_sdk.services import resources

SHOP = woo.WooCommerce("https://shop.example", "ck_0000000000", "cs_0000000000")


@frozen(kw_only=True)
class Declared:
    """A resource's attribute in a client, and what it declares."""

    service: str
    name: str
    owner: type[Any]
    what: Any

    def __str__(self) -> str:
        return f"{self.service}.{self.name}"

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", lambda found: r"[^/]+" if found[1] in TEXT else r"\d+", self.what.path) + "/?")


TEXT = ("slug", "group_id", "key", "location", "currency")
SERVICES: dict[str, Any] = {name: getattr(SHOP, name) for name in resources()}
DECLARED = tuple(
    Declared(service=service, name=name, owner=type(resource), what=what)
    for service, resource in SERVICES.items()
    for name, what in vars(type(resource)).items()
    if hasattr(what, "path")
)
#: A PUT stands for the POST and PATCH on the same item, which do the same.
SAME = {"PUT": ("PUT", "POST", "PATCH"), "GET": ("GET",), "POST": ("POST",), "DELETE": ("DELETE",)}


def methods_of(declared: Declared) -> tuple[str, ...]:
    if declared.what.path.endswith("/batch"):
        return ("POST", "PUT", "PATCH")
    return SAME[declared.what.method]


def declaration_of(method: str, path: str, *, force: bool = True) -> Declared | None:
    """The declaration for a request, the most literal first; a sweep only where there is no list."""
    matching = [each for each in DECLARED if method in methods_of(each) and each.pattern.fullmatch(path)]
    last = "changed" if not force else "trash"
    return min(matching, key=lambda each: (each.what.path.count("{"), each.name in ("changed", last), each.name != "trash"), default=None)
