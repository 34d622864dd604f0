"""How a declaration is bound to either client, described, and listed; and how records become a table."""

from __future__ import annotations

import asyncio
import email
import email.charset
import inspect
from typing import Any, Final

import pytest

from brightpearl_sdk._kernel.binding import AsyncListing, C, Listing, Resource, call, stream, vendor_page
from brightpearl_sdk._kernel.deferred import deferred
from brightpearl_sdk._kernel.operation import Operation, Page, Request, Response
from brightpearl_sdk._kernel.runner import AsyncRunner, Runner
from brightpearl_sdk._kernel.tabling import html_table


def a_page(number: int) -> Operation[Page[int]]:
    following = a_page(number + 1) if number < 3 else None
    return Operation(
        request=Request(method="GET", path=f"/{number}"), parse=lambda response: Page(items=(number, number * 10), next=following)
    )


class Policy:
    """Waits for nothing and repeats nothing."""

    def pause(self, operation: Any) -> float:
        return 0

    def observe(self, operation: Any, reply: Any) -> None:
        """Nothing."""

    def delay(self, operation: Any, reply: Any, attempt: int) -> None:
        return None

    def error(self, operation: Any, reply: Any, attempts: int) -> Exception:
        return RuntimeError("refused")


class Blocking(Runner):
    policy: Any = Policy()

    def __init__(self) -> None:
        self.asked: list[str] = []

    def perform(self, step: Any) -> Any:
        self.asked.append(step.path)
        return Response(status=200, headers=(), content=b"")


class Awaiting(AsyncRunner):
    policy: Any = Policy()

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def perform(self, step: Any) -> Any:
        self.asked.append(step.path)
        return Response(status=200, headers=(), content=b"")


def resource() -> Any:
    """A resource, declared now."""

    def numbers(start: int = 1) -> Operation[Page[int]]:
        return a_page(start)

    def number(start: int = 1) -> Operation[Page[int]]:
        return a_page(start)

    class Numbers(Resource[C]):
        """Of the vendor's page https://vendor.example/numbers, and of https://vendor.example/another."""

        all: Final = stream(numbers, method="GET", path="/{}", model=int, doc="Every number.")
        one: Final = call(number, method="GET", path="/{}", model=int, page="https://vendor.example/one")
        told: Final = call(lambda: a_page(1), method="GET", path="/{}", model=int, doc="See https://vendor.example/numbers!")

    return Numbers


def test_the_first_address_of_a_text_is_its_page_without_what_ends_a_sentence() -> None:
    assert "https://a.example/x" == vendor_page("See https://a.example/x., or https://b.example")
    assert "https://a.example/X" == vendor_page("https://a.example/X,")
    assert ("", "") == (vendor_page(""), vendor_page("none http://plain.example"))


def test_a_declaration_names_itself_and_the_page_of_its_resource() -> None:
    numbers = resource()
    declared = vars(numbers)["all"]
    assert ("all", f"{numbers.__qualname__}.all", __name__) == (declared.__name__, declared.__qualname__, declared.__module__)
    assert ("https://vendor.example/numbers", "https://vendor.example/one") == (declared.page, vars(numbers)["one"].page)
    assert "Every number.\n\nVendor's page: https://vendor.example/numbers" == declared.__doc__
    assert "Vendor's page: https://vendor.example/one" == vars(numbers)["one"].__doc__
    assert "See https://vendor.example/numbers!" == vars(numbers)["told"].__doc__


def test_what_is_read_from_the_class_is_the_builder_with_its_name_and_document() -> None:
    numbers = resource()
    built = numbers.all
    assert ("all", f"{numbers.__qualname__}.all", __name__) == (built.__name__, built.__qualname__, built.__module__)
    assert "Every number.\n\nVendor's page: https://vendor.example/numbers" == built.__doc__
    assert "/7" == built(7).request.path


def test_what_is_read_from_a_client_is_described_as_well() -> None:
    bound = resource()(Blocking()).one
    assert ("one", "Vendor's page: https://vendor.example/one") == (bound.__name__, bound.__doc__)
    assert bound.__qualname__.endswith("Numbers.one")
    assert "(start: 'int' = 1)" == str(inspect.signature(bound)).partition(" -> ")[0]


def test_a_blocking_client_lists_page_by_page() -> None:
    client = Blocking()
    listing = resource()(client).all(2)
    assert isinstance(listing, Listing)
    assert ([2, 20, 3, 30], [2, 20, 3, 30], (2, 20)) == (list(listing), listing.all(), listing.first().items)
    assert [(2, 20), (3, 30)] == [page.items for page in listing.pages()]
    assert ["/2", "/3"] * 2 + ["/2"] + ["/2", "/3"] == client.asked


def test_an_awaiting_client_lists_page_by_page() -> None:
    client = Awaiting()

    async def listed() -> tuple[Any, ...]:
        listing = resource()(client).all(2)
        assert isinstance(listing, AsyncListing)
        every = [each async for each in listing]
        return every, await listing.all(), (await listing.first()).items, [page.items async for page in listing.pages()]

    assert ([2, 20, 3, 30], [2, 20, 3, 30], (2, 20), [(2, 20), (3, 30)]) == asyncio.run(listed())
    assert ["/2", "/3"] * 2 + ["/2"] + ["/2", "/3"] == client.asked


def test_a_call_is_sent_by_either_client() -> None:
    assert (3, 30) == resource()(Blocking()).one(start=3).items
    assert (3, 30) == asyncio.run(_awaited(resource()(Awaiting()).one(3))).items


async def _awaited(value: Any) -> Any:
    return await value


class Shown:
    """A record that tells its cells."""

    def __init__(self, **cells: object) -> None:
        self.cells = cells

    def _shown_cells(self) -> dict[str, object]:
        return self.cells


def test_records_are_a_table_with_every_cell_that_one_of_them_has() -> None:
    records = [Shown(a=1, b="<x>"), Shown(b=None, c="&")]
    head = "<table><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead>"
    rows = "<tr><td>1</td><td>&lt;x&gt;</td><td></td></tr><tr><td></td><td></td><td>&amp;</td></tr>"
    assert f"{head}<tbody>{rows}</tbody></table>" == html_table(records)


def test_what_tells_no_cells_is_shown_by_its_kind() -> None:
    assert "<table><thead><tr><th>str</th></tr></thead><tbody><tr><td>&#x27;&lt;a&gt;&#x27;</td></tr></tbody></table>" == html_table(
        ["<a>"]
    )
    assert "<th>&lt;i&gt;</th>" in html_table([Shown(**{"<i>": 1})])


def test_a_page_shows_itself_as_such_a_table() -> None:
    assert html_table([1, 2]) == Page(items=(1, 2))._repr_html_()


def test_a_deferred_package_knows_its_names_loads_one_when_it_is_asked_for_and_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(email, "Charset", raising=False)
    get, known = deferred("email", {"charset": ("Charset",), "errors": ("MessageError",)})
    assert {"Charset", "MessageError", "message_from_string"} <= set(known())
    assert email.charset.Charset is get("Charset")
    assert vars(email).pop("Charset") is email.charset.Charset
    with pytest.raises(AttributeError, match=r"^module 'email' has no attribute 'nothing'$"):
        get("nothing")
