"""Flows are driven by the clients they need, and say so where one is missing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bpwoo_sync.effects import arun, read_shop, run
from bpwoo_sync.errors import NoClientError


def test_a_flow_that_asks_a_side_without_a_client_says_which() -> None:
    with pytest.raises(NoClientError, match="asks the shop"):
        run(read_shop(lambda: datetime(2026, 3, 1, tzinfo=UTC)), None, None)


def test_an_awaited_flow_says_the_same() -> None:
    with pytest.raises(NoClientError, match="asks the shop"):
        asyncio.run(arun(read_shop(lambda: datetime(2026, 3, 1, tzinfo=UTC)), None, None))
