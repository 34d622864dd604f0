"""Resource searches: one engine for all of them; each search is a table of columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from attrs import evolve, frozen

from .._kernel.values import Json
from .account import Account, Record
from .call import Answer, Call, Route
from .custom_fields import definitions
from .errors import invalid, refused
from .idset import ids_of

MOST_ROWS = 500

Cell = Callable[[Account, Record], Any]


@frozen(kw_only=True)
class Column:
    """A column: its type by the API's name, and what a record has there.

    ``shown`` is false for a filter, which is no part of the answer. ``heeded`` is false for one that says it filters and
    does not. ``reference`` names the map that explains the values, which ``named`` looks up.
    """

    name: str
    type: str
    cell: Cell
    sortable: bool = True
    filterable: bool = True
    shown: bool = True
    heeded: bool = True
    reference: str = ""
    named: Callable[[Account, Any], Json] | None = None


@frozen(kw_only=True)
class Search:
    """A search: whose records, which columns, and by what they are sorted unless told.

    ``available`` is how many records the search says there are, where it does not count them. The custom fields that the
    account defines for ``custom_fields_of`` are columns too: when they show, and that a choice shows by its text, is assumed.
    """

    path: str
    records: Callable[[Account], Iterable[Record]]
    columns: tuple[Column, ...]
    sort: str = ""
    available: int | None = None
    custom_fields_of: tuple[str, ...] = ()

    @property
    def default_sort(self) -> str:
        """The column that sorts unless told otherwise."""
        return self.sort or self.columns[0].name


def column(name: str, type: str, at: str | Cell, **details: Any) -> Column:
    """A column whose value stands at a dotted path of the record, or is worked out."""
    return Column(name=name, type=type, cell=_at(at) if isinstance(at, str) else at, **details)


def period(name: str, at: str, **details: Any) -> Column:
    """A column of moments."""
    return column(name, "PERIOD", at, **details)


def hidden(name: str, type: str, at: str | Cell) -> Column:
    """A filter that is no column."""
    return column(name, type, at, shown=False, sortable=False)


def search_routes(search: Search) -> tuple[Route, Route]:
    """The search itself, and the description of its columns."""
    return (
        Route("GET", search.path, lambda call: found(call, whole(call, search, shown=False)), "bulk-data-search"),
        Route("GET", f"{search.path}/meta-data", lambda call: described(whole(call, search, shown=True)), "bulk-data-search"),
    )


def whole(call: Call, search: Search, *, shown: bool) -> Search:
    """A search with the columns of the account's custom fields; an answer has them where they were asked for or filtered by."""
    named = {*(call.parameter("columns") or "").split(","), *(name for name, _ in call.query)}
    codes = {code: each for of in search.custom_fields_of for code, each in definitions(call.account, of).items()}
    return evolve(search, columns=(*search.columns, *(_custom(code, each, shown or code in named) for code, each in codes.items())))


def _custom(code: str, definition: Record, shown: bool) -> Column:
    def cell(_: Account, record: Record) -> Any:
        value = record.get("customFields", {}).get(code)
        return value.get("value") if isinstance(value, Mapping) else value

    return column(code, _CUSTOM_TYPES.get(definition["customFieldType"], "STRING"), cell, shown=shown)


def described(search: Search) -> Answer:
    """What a search offers, without running it."""
    return Answer(
        response={
            "columns": [_shown(each) for each in search.columns if each.shown],
            "filters": [_shown(each) for each in search.columns if not each.shown],
            "sorting": [{"filterable": _shown(_named(search, search.default_sort)), "direction": "ASC"}],
        }
    )


def found(call: Call, search: Search) -> Answer:
    """Run a search. Filters that it does not know are ignored, as the API ignores them."""
    by_name = {each.name: each for each in search.columns}
    rows = list(search.records(call.account))
    for name, text in call.query:
        known = by_name.get(name)
        if known is not None and known.filterable and known.heeded:
            accepts = _filter(call.account, known, text)
            rows = [row for row in rows if accepts(known.cell(call.account, row))]
    sorting = _sorting(call, search, by_name)
    for wanted, down in reversed(sorting):
        rows = _sorted(call.account, rows, wanted, down)
    size, first = call.count("pageSize", MOST_ROWS), call.count("firstResult", 1)
    page = rows[first - 1 : first - 1 + min(size, MOST_ROWS)]
    if call.parameter("countOnly") == "true":
        page = []
    columns = _columns(call, search, by_name)
    results: list[Json] = [[_told(call.account, each, each.cell(call.account, row)) for each in columns] for row in page]
    meta: dict[str, Json] = {
        "morePagesAvailable": first - 1 + len(page) < len(rows) if page else False,
        "resultsAvailable": len(rows) if search.available is None else search.available,
        "resultsReturned": len(page),
    }
    if page:
        meta |= {"firstResult": first, "lastResult": first - 1 + len(page)}
    meta["columns"] = [_shown(each) for each in columns]
    meta["sorting"] = [{"filterable": _shown(each), "direction": "DESC" if down else "ASC"} for each, down in sorting]
    return Answer(response={"metaData": meta, "results": results}, extra={"reference": _reference(call.account, columns, page)})


def _at(path: str) -> Cell:
    names = path.split(".")

    def cell(_: Account, record: Record) -> Any:
        value: Any = record
        for name in names:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    return cell


def _named(search: Search, name: str) -> Column:
    return next(each for each in search.columns if each.name == name)


def _shown(each: Column) -> dict[str, Json]:
    return {
        "name": each.name,
        "sortable": each.sortable,
        "filterable": each.filterable,
        "reportDataType": each.type,
        "referenceData": [each.reference] if each.reference else [],
        "isFreeTextSearchable": False,
        "required": False,
    }


def _told(account: Account, each: Column, value: Any) -> Json:
    if value is None:
        return None
    return account.shown(value) if each.type in ("PERIOD", "DATETIME") else value


def _reference(account: Account, columns: list[Column], page: list[Record]) -> Json:
    maps: dict[str, Json] = {}
    for each in columns:
        if each.reference and each.named is not None:
            values = {each.cell(account, row) for row in page} - {None}
            names = {str(value): each.named(account, value) for value in sorted(values, key=_sort_key)}
            known: dict[str, Json] = {value: name for value, name in names.items() if name is not None}
            if known:
                maps[each.reference] = known
    return maps


def _columns(call: Call, search: Search, by_name: Mapping[str, Column]) -> list[Column]:
    asked = call.parameter("columns")
    if not asked:
        return [each for each in search.columns if each.shown]
    return [by_name[name] for name in asked.split(",") if name in by_name and by_name[name].shown]


def _sorting(call: Call, search: Search, by_name: Mapping[str, Column]) -> list[tuple[Column, bool]]:
    chosen = []
    for part in (call.parameter("sort") or search.default_sort).replace("|", ".").split(","):
        name, _, direction = part.partition(".")
        known = by_name.get(name)
        if known is None or not known.sortable:
            raise invalid("SIMC-019", f"The column {name} cannot be sorted by")
        chosen.append((known, direction.upper() == "DESC"))
    return chosen


def _sorted(account: Account, rows: list[Record], by: Column, down: bool) -> list[Record]:
    return sorted(rows, key=lambda row: _sort_key(by.cell(account, row)), reverse=down)


def _sort_key(value: Any) -> tuple[int, Any]:
    return (0, "") if value is None else (1, value) if isinstance(value, (bool, int)) else (2, str(value).lower())


def _filter(account: Account, each: Column, text: str) -> Callable[[Any], bool]:
    try:
        return _period(text, account.zone) if each.type in ("PERIOD", "DATETIME") else _FILTERS[each.type](text)
    except (ValueError, OverflowError):
        # The API answers a filter it cannot read with 500, though the client is at fault.
        raise refused(500, ("CMNC-018", f"The filter {each.name}={text} cannot be parsed as: {each.type}")) from None


def _integer(text: str) -> Callable[[Any], bool]:
    if not re.fullmatch(r"-?\d+", text, re.ASCII):
        raise ValueError(text)
    wanted = int(text)
    return lambda value: bool(value == wanted)


def _id_set(text: str) -> Callable[[Any], bool]:
    try:
        wanted = set(ids_of(text, any_order=True))
    except Exception as fault:
        raise ValueError(text) from fault
    return lambda value: bool(wanted & set(value)) if isinstance(value, list) else value in wanted


def _text(text: str) -> Callable[[Any], bool]:
    wanted = text.lower()
    return lambda value: value is not None and str(value).lower() == wanted


def _texts(text: str) -> Callable[[Any], bool]:
    wanted = {part.lower() for part in text.split(",")}
    return lambda value: value is not None and str(value).lower() in wanted


def _part_of_text(text: str) -> Callable[[Any], bool]:
    wanted = text.lower()
    if wanted.endswith("*"):
        return lambda value: value is not None and str(value).lower().startswith(wanted[:-1])
    return lambda value: value is not None and wanted in str(value).lower()


def _boolean(text: str) -> Callable[[Any], bool]:
    wanted = {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
    if wanted is None:
        raise ValueError(text)
    return lambda value: bool(value) is wanted


def _period(text: str, zone: tzinfo) -> Callable[[Any], bool]:
    """``from/to``, either end may be open; one date alone is that day, one moment alone is that moment. Bare dates are the account's."""
    start, slash, end = text.partition("/")
    if not slash:
        low = _instant(text, zone)
        high = low + timedelta(days=1, microseconds=-1) if len(text) == 10 else low
    else:
        low = _instant(start, zone) if start else datetime.min.replace(tzinfo=UTC)
        high = _instant(end, zone) if end else datetime.max.replace(tzinfo=UTC)
    return lambda value: value is not None and low <= datetime.fromisoformat(value) <= high


def _instant(text: str, zone: tzinfo) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


_CUSTOM_TYPES = {"INTEGER": "INTEGER", "YES_NO": "BOOLEAN", "DATE": "PERIOD"}

_FILTERS: Mapping[str, Callable[[str], Callable[[Any], bool]]] = {
    "BOOLEAN": _boolean,
    "IDSET": _id_set,
    "INTEGER": _integer,
    "SEARCH_STRING": _part_of_text,
    "STRING": _text,
    "STRING_SET": _texts,
}
