"""What is public of the sync is typed for its users."""

from __future__ import annotations

from typing import Any, assert_type

from bpwoo_sync import Tables, tables_from
from bpwoo_sync.errors import PlanError

assert_type(PlanError("No.").documentation, str)


def read(document: dict[str, Any]) -> None:
    assert_type(tables_from(document), Tables)
