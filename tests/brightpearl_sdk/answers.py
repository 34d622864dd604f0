"""Answers as Brightpearl gives them, and what an operation sends, as plain values."""

from __future__ import annotations

import json
import re
from datetime import datetime
from decimal import Decimal
from typing import Any

import brightpearl_sdk as bp

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def answer(document: Any, status: int = 200) -> bp.Response:
    """A response that holds a JSON document."""
    text = json.dumps(document, default=str)
    return bp.Response(status=status, headers=(("Content-Type", "application/json;charset=UTF-8"),), content=text.encode())


def answered(value: Any, status: int = 200) -> bp.Response:
    """A response whose envelope holds a value."""
    return answer({"response": value}, status)


def found(columns: dict[str, str], *rows: list[Any]) -> bp.Response:
    """A search's answer, with columns by name and kind."""
    listed = [{"name": name, "sortable": True, "filterable": True, "reportDataType": kind} for name, kind in columns.items()]
    meta = {"resultsAvailable": len(rows), "resultsReturned": len(rows), "morePagesAvailable": False, "columns": listed}
    return answered({"metaData": meta, "results": list(rows)})


def sent(operation: bp.Operation[Any]) -> tuple[str, str]:
    """The method and the target of an operation's request."""
    return operation.request.method, operation.request.target


def body(operation: bp.Operation[Any]) -> Any:
    """The JSON document that an operation sends, its numbers exact."""
    return json.loads(operation.request.content, parse_float=Decimal)


def plain(value: Any) -> Any:
    """A document with numbers as ``Decimal`` and instants as such, so that only what they say is compared."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, str) and _INSTANT.match(value):
        return datetime.fromisoformat(value).timestamp()
    if isinstance(value, float):
        return Decimal(str(value))
    return value
