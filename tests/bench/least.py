"""The least that any reader of typed orders does: JSON is read and the models are made, and no value is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import woocommerce_sdk as woo
from woocommerce_sdk._kernel import jsontext
from woocommerce_sdk._kernel.collector import collector_paused
from woocommerce_sdk._kernel.shape import Read, is_model, reader
from woocommerce_sdk._kernel.values import once
from woocommerce_sdk.wire import key_of


def least_reader() -> Callable[[bytes], tuple[woo.Order, ...]]:
    """What makes the orders of a page as a client does, but leaves every amount, date and status the text that it came as."""
    read = _untouched(woo.Order)
    assert read is not None

    def read_page(content: bytes) -> tuple[woo.Order, ...]:
        with collector_paused():
            return tuple(map(read, jsontext.entries(content)))

    return read_page


@once
def _untouched(annotation: Any) -> Read | None:
    return reader(annotation, _untouched, key_of) if is_model(annotation) else None
