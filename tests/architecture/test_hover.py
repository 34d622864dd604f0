"""What an editor or ``help`` shows of a name leads to the page of the vendor, and tells the unit of a value.

``tests.typing.hover`` asks pyright's language server, which editors use, whether it shows that.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import frozen

from tests.architecture.source import PACKAGES, SDKS, modules, tree_of

VENDORS = {
    "brightpearl_sdk": ("https://api-docs.brightpearl.com/", "https://help.brightpearl.com/"),
    "woocommerce_sdk": ("https://woocommerce.github.io/", "https://developer.woocommerce.com/", "https://github.com/woocommerce/"),
}

#: Types that say nothing without a unit, and the columns of a search that are read as one of them.
MEASURES = frozenset({"Decimal", "Number", "datetime", "date", "timedelta", "ShopTime", "InstantColumn", "MoneyColumn"})

#: Where a field of these types is named so, its number has a unit.
COUNTS = frozenset({"int", "float", "str", "IntegerColumn"})
MEASURED = re.compile(
    r"(.*_)?(quantity|quantities|magnitude|weight|length|width|height|volume|percent|percentage|units|counts?|limits?)"
    r"|(.*_)?(days|hours|minutes|seconds|gmt|bytes|decimals)|(opening|closing)_hours|access_expires|expiration_date|download_expiry"
    r"|dp|exponent|tolerance|rating|po_row_qty|boxes|on_hand|in_stock|in_flight|in_transit|allocated|fulfilled|shipped|usages"
    r"|reorder_level|lead_time|buffers?|category_buffers|caps?|levels|prices|minimum|wanted|batch|rows|records|skus|drifted"
    r"|totals?|total_(sales|orders|items|customers)|limit_usage_to_x_items|pages|per_page|page_size|most|longest_response"
    r"|wp_memory_limit|php_post_max_size|php_max_execution_time|max_upload_size|log_directory_size"
    r"|timeout|deadline|base|attempts|throttled|settling|beats|since|good_until|looked|forgot|left|waiting|queued|running"
    r"|compared|equal|different|over|under|units_over|units_under|left_only|right_only"
)

#: What a unit looks like.
UNIT = re.compile(
    r"currency|per cent|UTC|time zone|clocks?\b|\bday\b|pieces|[Pp]art of|[Bb]ytes|[Cc]haracters|[Dd]ecimals|[Uu]nits?\b|span of time"
    r"|[Ss]econds?\b|[Mm]inutes|[Dd]ays|[Hh]ow many|[Tt]imes\b|[Ss]tars|[Pp]ieces|[Aa]ware|``value``|``time_units``"
)


def declared(sdk: str) -> dict[str, Any]:
    """Every method of a client that is one request, one listing, or a conversation of several."""
    return {
        f"{service}.{name}": found
        for service, kind in importlib.import_module(f"{sdk}.services").resources().items()
        for name, found in vars(kind).items()
        if hasattr(found, "build") or hasattr(found, "flow")
    }


@frozen
class Field:
    """A field of a class as its source has it: its place, its types, and the docstring below it."""

    place: str
    name: str
    types: frozenset[str]
    told: str

    @property
    def has_a_unit(self) -> bool:
        """Whether what the field carries says nothing without a unit."""
        return bool(self.types & MEASURES or (self.types & COUNTS and MEASURED.fullmatch(self.name)))


def fields_in(tree: ast.Module, module: str) -> Iterator[Field]:
    """The public fields of a module's public classes."""
    for kind in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and not node.name.startswith("_")):
        for node, below in zip(kind.body, [*kind.body[1:], None], strict=True):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and not node.target.id.startswith("_"):
                types = frozenset(types_in(node.annotation))
                made = ast.unparse(node.value.func) if isinstance(node.value, ast.Call) else ""
                if "ClassVar" not in types and "Callable" not in types:
                    yield Field(f"{module}.{kind.name}", node.target.id, types | {made} if "Final" in types else types, docstring(below))


def types_in(annotation: ast.expr) -> Iterator[str]:
    """The names in an annotation, without the texts of a ``Literal``."""
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Literal":
        return
    for node in ast.iter_child_nodes(annotation):
        if isinstance(node, ast.expr):
            yield from types_in(node)
    if isinstance(annotation, ast.Name):
        yield annotation.id
    elif isinstance(annotation, ast.Attribute):
        yield annotation.attr


def docstring(node: ast.stmt | None) -> str:
    """The text of a statement that is nothing else."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return node.value.value
    return ""


def public_fields(package: str) -> list[Field]:
    """The public fields of a package: not of its double, of its command, or of what migrates a database."""
    left_out = {"testing", "cli", "migrations"}
    names = [name for name in modules() if name.partition(".")[0] == package and not left_out & set(name.split("."))]
    return [field for name in names for field in fields_in(tree_of(name), name)]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_field_that_has_a_unit_tells_it_in_a_docstring_below_it(package: str) -> None:
    found = [field for field in public_fields(package) if field.has_a_unit]
    assert 90 < len(found)
    assert [] == [f"{field.place}.{field.name}: {field.told!r}" for field in found if not UNIT.search(field.told)]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_field_is_described_below_it_where_editors_look(package: str) -> None:
    places = [
        f"{name}:{node.lineno}"
        for name, path in modules().items()
        if name.partition(".")[0] == package
        for lines in [path.read_text(encoding="utf-8").splitlines()]
        for kind in ast.walk(tree_of(name))
        if isinstance(kind, ast.ClassDef)
        for node in kind.body
        if isinstance(node, ast.AnnAssign)
        and not ast.unparse(node.target).startswith("_")
        and lines[node.lineno - 2].strip().startswith("#:")
    ]
    assert [] == places


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("net: Decimal | None = None", True),
        ("price: woo.Number | Unset = UNSET", True),
        ("placed_on: dict[str, datetime]", True),
        ("created_on: Final = InstantColumn('createdOn')", True),
        ("quantity: int", True),
        ("retention_period_days: int", True),
        ("quantity: Quantity | None = None", False),
        ("id: int", False),
        ("orderby: Literal['date'] | None = None", False),
        ("clock: Callable[[], datetime]", False),
        ("status: Final = StringColumn('status')", False),
    ],
)
def test_a_unit_is_due_by_the_type_of_a_field_and_by_its_name_where_it_is_a_number(line: str, expected: bool) -> None:
    assert expected == any(field.has_a_unit for field in fields_in(ast.parse(f"class Order:\n    {line}\n"), "shop"))


def test_the_docstring_of_a_field_is_the_text_right_below_it() -> None:
    (first, second) = fields_in(ast.parse('class Order:\n    net: Decimal\n    tax: Decimal\n    """In pounds."""\n'), "shop")
    assert ("", "In pounds.") == (first.told, second.told)


@pytest.mark.parametrize("sdk", SDKS)
def test_every_method_says_what_it_does_and_names_the_vendors_page(sdk: str) -> None:
    found = declared(sdk)
    assert 90 < len(found)
    told = {name: inspect.getdoc(each) or "" for name, each in found.items()}
    assert [] == [name for name, doc in told.items() if not any(vendor in doc for vendor in VENDORS[sdk])]
    assert [] == [name for name, doc in told.items() if doc.startswith(("http", "Vendor"))]


@pytest.mark.parametrize("sdk", SDKS)
def test_what_is_read_from_the_class_tells_the_same_as_what_is_read_from_a_client(sdk: str) -> None:
    kinds = importlib.import_module(f"{sdk}.services").resources()
    differing = [
        name
        for name, each in declared(sdk).items()
        for kind, _, method in [name.rpartition(".")]
        if {inspect.getdoc(each)} != {getattr(kinds[kind], method).__doc__, getattr(kinds[kind](object()), method).__doc__}
    ]
    assert [] == differing


@pytest.mark.parametrize("sdk", SDKS)
def test_a_method_tells_what_it_takes_whichever_way_it_is_read(sdk: str) -> None:
    kinds = importlib.import_module(f"{sdk}.services").resources()
    methods = {
        name: [inspect.signature(getattr(kind, method)), inspect.signature(getattr(kind(object()), method))]
        for name in declared(sdk)
        for kind, _, method in [(kinds[name.partition(".")[0]], ".", name.partition(".")[2])]
    }
    assert [] == [name for name, (unbound, bound) in methods.items() if unbound != bound]
    catching = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
    assert [] == [name for name, (_, bound) in methods.items() if catching & {each.kind for each in bound.parameters.values()}]


@pytest.mark.parametrize("sdk", SDKS)
def test_a_resource_of_a_client_names_the_vendors_page_below_it(sdk: str) -> None:
    page_in = importlib.import_module(f"{sdk}._kernel.binding").vendor_page
    due = {name: page_in(kind.__doc__ or "") for name, kind in importlib.import_module(f"{sdk}.services").resources().items()}
    fields = {field.name: page_in(field.told) for field in fields_in(tree_of(f"{sdk}.services"), sdk) if field.name in due}
    assert due == fields
    assert "" not in due.values()


@pytest.mark.parametrize("sdk", SDKS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of all orders. https://x.example/#refunds. More.", "https://x.example/#refunds"),
        ("https://x.example/a\n\nhttps://x.example/b", "https://x.example/a"),
        ("Nothing.", ""),
    ],
)
def test_a_page_is_the_first_address_of_a_text(sdk: str, text: str, expected: str) -> None:
    assert expected == importlib.import_module(f"{sdk}._kernel.binding").vendor_page(text)
