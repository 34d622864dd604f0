"""Imports follow one way: the kernel at the bottom, a client or the command at the top, and nothing back."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from fnmatch import fnmatchcase

import pytest

from tests.architecture.source import PACKAGES, SDKS, Import, imports, modules

#: From the bottom up. A module imports modules of lower layers, and others of its own layer where the layer is a folder.
#: A module of no layer fails: placing it is a decision.
SDK_LAYERS: tuple[tuple[str, ...], ...] = (
    ("_kernel", "_kernel.*"),
    ("errors", "names", "values"),
    ("addresses", "ids", "tokens"),
    ("wire",),
    ("limits",),
    ("flows",),
    ("messages",),
    ("ahead",),
    ("search", "paging"),
    ("endpoints",),
    ("batch",),
    ("resources", "resources.*"),
    ("checks", "frames", "grants", "services", "webhooks"),
    ("auth", "public_hosts"),
    ("client",),
    ("setup",),
    ("",),
)
SYNC_LAYERS: tuple[tuple[str, ...], ...] = (
    ("described",),
    ("codes", "codes.*"),
    ("documentation",),
    ("errors", "listing", "text_tables"),
    ("frames", "issues"),
    ("plots",),
    ("findings",),
    ("facts", "snapshot"),
    ("tables", "tables.*"),
    ("catalogue", "known_products", "suggest", "unmapped"),
    ("known_details", "streams"),
    ("mapping", "mapping.*"),
    ("detail", "preflight"),
    ("kept",),
    ("ledger",),
    ("links",),
    ("personal", "situation"),
    ("breakdowns", "completeness", "match"),
    ("diff",),
    ("explain",),
    ("notebook",),
    ("plan",),
    ("apply", "increments", "planning", "planning.*"),
    ("reconcile", "reconciling", "reconciling.*"),
    ("comparing", "repairs", "totals_report", "trends"),
    ("report", "ports"),
    ("charts",),
    ("findings_files", "history", "html_report"),
    ("effects", "effects.*"),
    ("testing", "testing.*"),
    ("cli", "cli.*"),
    ("",),
)

#: Where a library of others may be imported. What is not listed here may not be imported at all.
LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "attrs": ("*",),
    "typing_extensions": ("*",),
    "httpx": ("woocommerce_sdk.addresses", "*_sdk.client", "*_sdk.auth", "*_sdk.public_hosts", "*_sdk.testing.transport"),
    "authlib": ("*_sdk.auth",),
    "cattrs": ("*_sdk.wire", "bpwoo_sync.kept", "bpwoo_sync.tables.reading"),
    "polars": ("bpwoo_sync.effects.snapshots.parquet",),
    "sqlalchemy": ("bpwoo_sync.effects.*",),
    "alembic": ("bpwoo_sync.effects.migrations", "bpwoo_sync.effects.migrations.*"),
    "dbos": ("bpwoo_sync.effects.durable.*",),
    "typer": ("bpwoo_sync.cli", "bpwoo_sync.cli.*"),
    "jinja2": ("bpwoo_sync.html_report",),
    "vl_convert": ("bpwoo_sync.charts",),
    "rich": ("bpwoo_sync.cli", "bpwoo_sync.cli.*"),
    "opentelemetry": ("bpwoo_sync.effects.telemetry",),
    "starlette": ("bpwoo_sync.effects.receiving.application", "bpwoo_sync.effects.receiving.serving"),
    "uvicorn": ("*_sdk.testing.transport", "bpwoo_sync.effects.receiving.serving"),
}

#: Scripts that nothing imports: Alembic runs them.
SCRIPTS = "bpwoo_sync.effects.migrations."

#: Libraries that an extra brings: imported only when they are used, so that ``import`` of a package needs none of them.
EXTRAS = frozenset({"sqlalchemy", "alembic", "dbos", "jinja2", "opentelemetry", "polars", "starlette", "uvicorn", "vl_convert"})


def layer_of(module: str, layers: tuple[tuple[str, ...], ...]) -> int:
    """The layer's number, 0 at the bottom."""
    name = module.partition(".")[2]
    return next((number for number, names in enumerate(layers) if any(fnmatchcase(name, pattern) for pattern in names)), -1)


def follows(found: Import, layers: tuple[tuple[str, ...], ...]) -> bool:
    """Whether an import inside a package goes down, or stays in its folder."""
    above, below = layer_of(found.module, layers), layer_of(found.target, layers)
    return below < above or (below == above and any("*" in name for name in layers[above]))


def of_testing(module: str) -> bool:
    """Whether a module belongs to a test double."""
    return ".testing" in module


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_has_its_layer(package: str) -> None:
    layers = SYNC_LAYERS if package == "bpwoo_sync" else SDK_LAYERS
    homeless = [
        module
        for module in modules()
        if module.split(".")[0] == package and layer_of(module, layers) < 0 and not (package in SDKS and of_testing(module))
    ]
    assert [] == homeless


@pytest.mark.parametrize("sdk", SDKS)
def test_an_sdk_imports_downwards_only(sdk: str) -> None:
    inside = [found for found in imports() if found.module.split(".")[0] == found.top == sdk and not of_testing(found.module)]
    assert [] == [str(found) for found in inside if not follows(found, SDK_LAYERS)]


def test_the_sync_imports_downwards_only() -> None:
    inside = [found for found in imports() if found.module.split(".")[0] == found.top == "bpwoo_sync"]
    assert [] == [str(found) for found in inside if not follows(found, SYNC_LAYERS)]


@pytest.mark.parametrize("sdk", SDKS)
def test_an_sdk_imports_no_other_package_of_this_repository(sdk: str) -> None:
    others = frozenset(PACKAGES) - {sdk}
    assert [] == [str(found) for found in imports() if found.module.split(".")[0] == sdk and found.top in others]


@pytest.mark.parametrize("sdk", SDKS)
def test_a_double_knows_only_the_kernel_of_its_sdk(sdk: str) -> None:
    allowed = (f"{sdk}._kernel", f"{sdk}.testing")
    strays = [
        found
        for found in imports()
        if found.module.startswith(f"{sdk}.testing") and found.top == sdk and not found.target.startswith(allowed)
    ]
    assert [] == [str(found) for found in strays]


@pytest.mark.parametrize("sdk", SDKS)
def test_nothing_in_an_sdk_imports_its_double(sdk: str) -> None:
    strays = [found for found in imports() if of_testing(found.target) and found.top == sdk and not of_testing(found.module)]
    assert [] == [str(found) for found in strays if found.module.startswith(sdk)]


def test_the_sync_sees_only_the_public_names_of_an_sdk() -> None:
    allowed = {*SDKS, *(f"{sdk}.{part}" for sdk in SDKS for part in ("setup", "testing"))}
    reaching = [found for found in imports() if found.module.startswith("bpwoo_sync") and found.top in SDKS]
    assert [] == [str(found) for found in reaching if found.target not in allowed]


def test_a_library_is_imported_only_where_it_belongs() -> None:
    foreign = [found for found in imports() if found.top not in sys.stdlib_module_names and found.top not in PACKAGES]
    strays = [found for found in foreign if not any(fnmatchcase(found.module, place) for place in LIBRARIES.get(found.top, ()))]
    assert [] == [str(found) for found in strays]


def test_a_library_of_an_extra_is_imported_only_when_it_is_used() -> None:
    assert [] == [str(found) for found in imports() if found.top in EXTRAS and not found.deferred and not found.module.startswith(SCRIPTS)]
