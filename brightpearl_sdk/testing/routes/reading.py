"""Routes that only read a table: every service has some."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from ..account import Account, Record, Table, chosen, without
from ..call import Answer, Call, Route
from ..errors import missing
from ..idset import folded

Shown = Callable[[Account, Record], Record]


def as_kept(account: Account, record: Record) -> Record:
    """A record as it is kept, less what is unset."""
    return without(deepcopy(record))


def listed(path: str, kind: str, noun: str, *, shown: Shown = as_kept, required: bool = False, empty: bool = False) -> tuple[Route, ...]:
    """GET with and without an id set. None found is 404 unless ``empty``; without ids, an empty list is 404 as well."""

    def respond(call: Call) -> Answer:
        table = call.account.table(kind)
        ids = call.set()
        records = chosen(table, table if ids is None else ids)
        if not records and not empty:
            raise missing(f"No {noun} Found")
        return Answer(response=[shown(call.account, record) for record in records])

    with_ids = Route("GET", f"{path}/{{id}}", respond)
    return (with_ids,) if required else (with_ids, Route("GET", path, respond))


def planned(path: str, records: str | Callable[[Account], Table], *, beyond: str = "", message_type: str = "") -> tuple[Route, ...]:
    """OPTIONS: the URIs that read a big set, holding only ids that exist.

    ``records`` names the table, or picks from the account; ``beyond`` is a path after the id set, such as ``/price-list/{list}``.
    """
    below = path.partition("/")[2]

    def respond(call: Call) -> Answer:
        table = call.account.table(records) if isinstance(records, str) else records(call.account)
        ids = call.set()
        existing = [id for id in (table if ids is None else ids) if id in table]
        after = beyond.format_map(dict(call.ids))
        return Answer(response={"getUris": [f"/{below}/{part}{after}" for part in folded(existing)]})

    with_ids = Route("OPTIONS", f"{path}/{{id}}{beyond}", respond, message_type)
    return (with_ids,) if beyond else (with_ids, Route("OPTIONS", path, respond, message_type))
