"""An operation is a value: it is made whole, and not changed."""

from __future__ import annotations

from brightpearl_sdk._kernel.operation import Operation, Page, Request, Response


def status(response: Response) -> int:
    return response.status


ping: Operation[int] = Operation(request=Request(method="GET", path="/"), parse=status)
ping.repeatable = False  # E: Property "repeatable" defined in "Operation" is read-only
Operation(Request(method="GET", path="/"), status)  # E: Too many positional arguments for "Operation"
text: Operation[str] = Operation(request=ping.request, parse=status)  # E: Argument "parse" to "Operation" has incompatible type "Callable[[Response], int]"; expected "Callable[[Response], str]"
Page(items=[1, 2])  # E: Argument "items" to "Page" has incompatible type "list[int]"; expected "tuple[Never, ...]"
