"""Bind a builder of operations to either runner, so that one declaration serves both clients."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Generic, ParamSpec, TypeVar, overload

from .operation import Operation, Page
from .runner import AsyncRunner, Runner

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C", bound=Runner | AsyncRunner, covariant=True)


class Resource(Generic[C]):
    """A vendor's resource, bound to the client that sends its operations."""

    __slots__ = ("client",)

    def __init__(self, client: C) -> None:
        self.client: C = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.client!r}>"


def vendor_page(text: str) -> str:
    """The first address in a text; blank where there is none."""
    return next((word.rstrip(".,") for word in text.split() if word.startswith("https://")), "")


class _Declaration(Generic[P, T]):
    """A builder of operations that a resource class carries, with what tests and documentation ask of it."""

    def __init__(self, build: Callable[P, Operation[T]], *, method: str, path: str, model: object, doc: str = "", page: str = "") -> None:
        self.build = build
        self.method = method
        self.path = path
        self.model = model
        self.page: str = page
        self.__doc__ = doc
        self.__signature__: inspect.Signature = inspect.signature(build)

    def __set_name__(self, owner: type[object], name: str) -> None:
        self.__name__ = name
        self.__qualname__ = f"{owner.__qualname__}.{name}"
        self.__module__ = owner.__module__
        self.page = self.page or vendor_page(owner.__doc__ or "")
        if self.page and self.page not in (self.__doc__ or ""):
            self.__doc__ = f"{self.__doc__}\n\nVendor's page: {self.page}".lstrip()
        self.build.__name__ = name
        self.build.__qualname__ = self.__qualname__
        self.build.__module__ = owner.__module__
        self.build.__doc__ = self.__doc__

    def _described(self, bound: Any) -> Callable[..., Any]:
        bound.__name__ = self.__name__
        bound.__qualname__ = self.__qualname__
        bound.__doc__ = self.__doc__
        bound.__signature__ = self.__signature__
        method: Callable[..., Any] = bound
        return method


class call(_Declaration[P, T]):
    """One operation: read from the class it is the builder, read from a client's resource it sends."""

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Callable[P, Operation[T]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> Callable[P, T]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> Callable[P, Awaitable[T]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Callable[..., Any]:
        if instance is None:
            return self.build

        def send(*args: Any, **kwargs: Any) -> Any:
            return instance.client.send(self.build(*args, **kwargs))

        return self._described(send)


class stream(_Declaration[P, Page[T]]):
    """A listing: read from the class it builds the first page, read from a client's resource it yields items lazily."""

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Callable[P, Operation[Page[T]]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> Callable[P, Listing[T]]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> Callable[P, AsyncListing[T]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Callable[..., Any]:
        if instance is None:
            return self.build
        listing = Listing if isinstance(instance.client, Runner) else AsyncListing

        def open_listing(*args: Any, **kwargs: Any) -> Any:
            return listing(instance.client, self.build(*args, **kwargs))

        return self._described(open_listing)


class Listing(Generic[T]):
    """The items of a listing, fetched page by page as they are asked for. Iterating again asks again."""

    def __init__(self, runner: Runner, operation: Operation[Page[T]]) -> None:
        self._runner = runner
        self.operation = operation

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items

    def pages(self) -> Iterator[Page[T]]:
        """Whole pages, with the totals the vendor tells."""
        return self._runner.pages(self.operation)

    def first(self) -> Page[T]:
        """The first page alone: one request."""
        return self._runner.send(self.operation)

    def all(self) -> list[T]:
        """Every item, kept in a list."""
        return list(self)


class AsyncListing(Generic[T]):
    """The items of a listing, fetched page by page as they are awaited. Iterating again asks again."""

    def __init__(self, runner: AsyncRunner, operation: Operation[Page[T]]) -> None:
        self._runner = runner
        self.operation = operation

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    def pages(self) -> AsyncIterator[Page[T]]:
        """Whole pages, with the totals the vendor tells."""
        return self._runner.pages(self.operation)

    async def first(self) -> Page[T]:
        """The first page alone: one request."""
        return await self._runner.send(self.operation)

    async def all(self) -> list[T]:
        """Every item, kept in a list."""
        return [item async for item in self]
