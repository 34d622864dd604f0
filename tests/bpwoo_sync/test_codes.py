"""The kinds of issues, of which each file has those of one subject."""

from __future__ import annotations

import ast

from bpwoo_sync.codes import CODES
from tests.architecture.source import modules, tree_of


def test_every_code_is_written_once_and_is_known() -> None:
    tables = (node for room in modules() if room.startswith("bpwoo_sync.codes.") for node in ast.walk(tree_of(room)))
    written = [key.value for node in tables if isinstance(node, ast.Dict) for key in node.keys if isinstance(key, ast.Constant)]
    assert sorted(CODES) == sorted(written, key=str)
