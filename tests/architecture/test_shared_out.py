"""How tests are shared out to workers: none is lost or run twice, and every worker begins with long ones."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import LONG, shared_out

FILES = ("test_a.py", *LONG, "test_b.py")
ITEMS: list[Any] = [SimpleNamespace(path=Path(name), place=place) for name in FILES for place in range(40)]


@pytest.mark.parametrize("workers", [1, 2, 3, 4, len(LONG)])
def test_each_test_is_shared_out_once_and_each_worker_begins_with_a_long_one(workers: int) -> None:
    found: list[Any] = shared_out(ITEMS, workers)
    assert sorted(map(id, ITEMS)) == sorted(map(id, found))
    begins = [found[len(found) * worker // workers].path.name for worker in range(workers)]
    assert list(LONG[:workers]) == begins


def test_more_workers_than_tests_lose_none() -> None:
    assert {id(item) for item in ITEMS[:3]} == {id(item) for item in shared_out(ITEMS[:3], 8)}
