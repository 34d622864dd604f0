"""Recordings for the tests of the double."""

from __future__ import annotations

import pytest

from tests.woocommerce_sdk.testing.replay import Replayed, replayed


@pytest.fixture
def each(request: pytest.FixtureRequest) -> Replayed:
    """The recording at a place in the timeline, replayed: none is before a test asks for it."""
    at: int = request.param
    return replayed()[at]
