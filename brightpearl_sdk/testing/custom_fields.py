"""Custom fields: what an account defines for sales, purchases, customers, suppliers and products, and their values.

The definitions are the records of kind ``custom_fields``; ``of`` says for what. Values stand in a record under
``customFields``, by code.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .account import Account, Record
from .call import Answer, Call, Operation, Route, moment
from .errors import missing, refused

Owner = Callable[[Call], tuple[str, Record]]


def definitions(account: Account, of: str) -> dict[str, Record]:
    """The definitions for a kind of record, by code."""
    return {each["code"]: each for each in account.table("custom_fields").values() if each["of"] == of}


def nulls(account: Account, of: str, record: Record) -> list[str]:
    """Codes of the fields that a record has no value for."""
    return sorted(set(definitions(account, of)) - set(record["customFields"]))


def value_routes(path: str, owner: Owner, changed: Callable[[Account, Record], None]) -> tuple[Route, ...]:
    """Read and patch the values of a record that ``owner`` finds; it tells also for what the fields are defined."""

    def read(call: Call) -> Answer:
        return Answer(response=_shown(call.account, owner(call)[1]))

    def patch(call: Call) -> Answer:
        of, record = owner(call)
        defined = definitions(call.account, of)
        values = dict(record["customFields"])
        for operation in call.operations():
            _apply(call.account, defined, values, operation)
        record["customFields"] = values
        changed(call.account, record)
        return Answer(response=_shown(call.account, record))

    return Route("GET", path, read, "get-custom-fields"), Route("PATCH", path, patch, "patch-custom-fields")


def metadata_routes(path: str, of: str) -> tuple[Route, ...]:
    """Read the definitions for a kind of record."""

    def respond(call: Call) -> Answer:
        ids = call.set()
        found = [each for each in definitions(call.account, of).values() if ids is None or each["id"] in ids]
        if not found:
            raise missing("No custom field metadata found")
        return Answer(response=[{name: value for name, value in each.items() if name != "of"} for each in found])

    return tuple(Route("GET", each, respond, "get-custom-fields-metadata") for each in (path, f"{path}/{{id}}"))


def _shown(account: Account, record: Record) -> Record:
    dates = {each["code"] for each in account.table("custom_fields").values() if each["customFieldType"] == "DATE"}
    return {code: account.shown(value) if code in dates else value for code, value in record["customFields"].items()}


def _apply(account: Account, defined: dict[str, Record], values: Record, operation: Operation) -> None:
    code, _, below = operation.path.strip("/").partition("/")
    field = defined.get(code)
    if field is None or below not in ("", "id"):
        raise refused(500, ("CMNC-043", f"The path {operation.path} is not supported"))
    if operation.op not in ("add", "replace", "remove"):
        raise refused(500, ("CMNC-044", f"Invalid patch operation ({operation.op}) for given path ({operation.path})"))
    if operation.op != "add" and code not in values:
        raise refused(400, ("CMNC-038", f"There is no value at the path {operation.path}"))
    if operation.op == "remove":
        del values[code]
    else:
        values[code] = _kept(field, {"id": operation.value} if below else operation.value)


def _kept(field: Record, value: Any) -> Any:
    kind = field["customFieldType"].replace("_", "")
    if kind in ("TEXT", "TEXTAREA") and isinstance(value, str):
        # A text of nothing but digits is read back as a number.
        return int(value) if value.isascii() and value.isdigit() else value
    if kind == "YESNO" and isinstance(value, bool):
        return value
    if kind in ("INTEGER", "NUMERIC") and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return value
    if kind in ("INTEGER", "NUMERIC") and isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    if kind == "DATE" and isinstance(value, str):
        return moment(value, field["code"])
    if kind == "SELECT" and isinstance(value, dict):
        option = field["options"].get(str(value.get("id")))
        if option is not None:
            return dict(option)
    # The API answers a value of the wrong type with 500.
    raise refused(500, ("SIMC-038", f"{value} is no value of the {field['customFieldType']} field {field['code']}"))
