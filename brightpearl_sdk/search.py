"""Resource searches: columns declared once serve as filter, as projection and as typed reading.

https://help.brightpearl.com/hc/en-us/articles/212644983-Resource-search
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar, Generic, TypeVar, overload

from attrs import evolve, frozen

from ._kernel.amounts import amount, finite, whole
from ._kernel.described import described
from ._kernel.operation import Operation, Page, Request, Response
from ._kernel.values import Json
from .errors import QueryError, ShapeError
from .ids import IdSet
from .values import instant, instant_text
from .wire import envelope

T = TypeVar("T")
R = TypeVar("R", bound="SearchRow")

#: The most rows a page can hold, and how many it holds unless told otherwise.
PAGE_SIZE = 500


@frozen
class Filter:
    """One condition of a search, in the vendor's text."""

    column: str
    text: str


@frozen
class Sort:
    """One column to sort by."""

    column: str
    direction: str

    def __str__(self) -> str:
        return f"{self.column}.{self.direction}"


class Column(Generic[T]):
    """A column of a search. Read from a row it is the cell's value, None where the cell is empty."""

    #: The kind of cell that is a value as it came; most are, and are handed on without a further look.
    _ready: ClassVar[type[object] | None] = None

    def __init__(self, name: str, *, sortable: bool = True) -> None:
        self.name = name
        self.sortable = sortable

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    @overload
    def __get__(self: C, instance: None, owner: type[object]) -> C: ...
    @overload
    def __get__(self, instance: SearchRow, owner: type[object]) -> T | None: ...
    def __get__(self: C, instance: SearchRow | None, owner: type[object]) -> C | T | None:
        if instance is None:
            return self
        cell: T | None = instance.cells.get(self.name)
        if cell is None or cell.__class__ is self._ready:
            return cell
        return self.read(cell)

    def read(self, cell: Json) -> T | None:
        """A cell as this column's kind of value. Raises :class:`ShapeError` where it is of another kind."""
        if cell is None:
            return None
        try:
            value: T = self._value(cell)
        except (ArithmeticError, TypeError, ValueError):
            raise ShapeError(f"$.{self.name}", f"{str(cell)[:60]!r} does not suit {self!r}", what="A cell") from None
        return value

    def _value(self, cell: Json) -> Any:
        return cell

    def ascending(self) -> Sort:
        """Sort by this column, smallest first."""
        return self._sorted("ASC")

    def descending(self) -> Sort:
        """Sort by this column, largest first."""
        return self._sorted("DESC")

    def _sorted(self, direction: str) -> Sort:
        if not self.sortable:
            raise QueryError(f"Brightpearl does not sort by {self.name}")
        return Sort(self.name, direction)


C = TypeVar("C", bound=Column[Any])


def _require(column: Column[Any], value: object, kinds: type | tuple[type, ...], due: str) -> None:
    if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
        raise QueryError(f"{column.name} is compared with {due}, not with {value!r}")


class IntegerColumn(Column[int]):
    """A whole number; it can be asked for one value only."""

    _ready = int

    def is_(self, value: int) -> Filter:
        """Equal to one number."""
        _require(self, value, int, "one integer")
        return Filter(self.name, str(value))

    def _value(self, cell: Json) -> int:
        return int(finite(cell) if isinstance(cell, Decimal) else cell)


class IdColumn(Column[int]):
    """An id; it can be asked for a set of them."""

    _ready = int

    def is_(self, value: int) -> Filter:
        """Equal to one id."""
        _require(self, value, int, "an id")
        return Filter(self.name, str(value))

    def within(self, ids: Iterable[int]) -> Filter:
        """One of these ids. Refuses an empty set, for which there is no text."""
        wanted = ids if isinstance(ids, IdSet) else IdSet.of(ids)
        if not len(wanted):
            raise QueryError(f"{self.name} is asked for no ids at all: there is nothing to search for")
        return Filter(self.name, str(wanted))

    def _value(self, cell: Json) -> Any:
        found = whole(cell) if isinstance(cell, str) else None
        return cell if found is None else found


class StringColumn(Column[str]):
    """A text that is compared whole."""

    _ready = str

    def is_(self, value: str) -> Filter:
        """Equal to a text; whether case matters is not documented."""
        _require(self, value, str, "a text")
        return Filter(self.name, value)

    def _value(self, cell: Json) -> str:
        return str(cell)


class TextColumn(Column[str]):
    """A text that is searched for a part, whatever its case. Compare the rows again where it must be equal."""

    _ready = str

    def contains(self, value: str) -> Filter:
        """Holds this part."""
        _require(self, value, str, "a text")
        return Filter(self.name, value)

    def _value(self, cell: Json) -> str:
        return str(cell)


class BooleanColumn(Column[bool]):
    """True or false."""

    _ready = bool

    def is_(self, value: bool) -> Filter:
        """Equal to true or false."""
        _require(self, value, bool, "true or false")
        return Filter(self.name, "true" if value else "false")

    def _value(self, cell: Json) -> bool:
        return cell in (True, 1, "true", "1")


class InstantColumn(Column[datetime]):
    """A moment, read as aware UTC; it is compared with a period whose ends count in."""

    def between(self, start: datetime, end: datetime) -> Filter:
        """From one moment to another."""
        return Filter(self.name, f"{self._text(start)}/{self._text(end)}")

    def since(self, start: datetime) -> Filter:
        """At a moment or later."""
        return Filter(self.name, f"{self._text(start)}/")

    def until(self, end: datetime) -> Filter:
        """At a moment or before."""
        return Filter(self.name, f"/{self._text(end)}")

    def _text(self, moment: datetime) -> str:
        _require(self, moment, datetime, "a datetime")
        if moment.tzinfo is None:
            raise QueryError(f"{self.name} is compared with an instant; {moment.isoformat()} has no time zone")
        return instant_text(moment)

    def _value(self, cell: Json) -> datetime:
        return instant(str(cell))


class MoneyColumn(Column[Decimal]):
    """An amount, exact."""

    def is_(self, value: Decimal) -> Filter:
        """Equal to an amount."""
        _require(self, value, (Decimal, int), "a Decimal")
        return Filter(self.name, format(Decimal(value), "f"))

    def _value(self, cell: Json) -> Decimal:
        return amount(cell)


class SearchRow:
    """A row of a search's result. Cells are found by the names in the answer's metadata, never by position.

    ``cells`` holds every cell as it came, also of columns that this version does not know.
    """

    __slots__ = ("_reference", "_reference_names", "cells")
    #: Whether the page as a whole is identified by this column: the key that tells a repeated page.
    __key__: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        described(cls)

    def __init__(
        self,
        cells: Mapping[str, Json],
        reference: Mapping[str, Mapping[str, Json]] = MappingProxyType({}),
        reference_names: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        self.cells: Mapping[str, Json] = cells
        self._reference = reference
        self._reference_names = reference_names

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._shown_cells().items())})"

    def _shown_cells(self) -> dict[str, Json]:
        return {name: value for name, value in self.cells.items() if value is not None}

    def __eq__(self, other: object) -> bool:
        return self.__class__ is other.__class__ and isinstance(other, SearchRow) and self.cells == other.cells

    def __hash__(self) -> int:
        return hash((type(self), repr(self.cells)))

    def __getitem__(self, column: Column[T]) -> T | None:
        return column.read(self.cells.get(column.name))

    def label(self, column: Column[Any]) -> Json:
        """What the reference data says about a cell, such as the name of a status; None where it says nothing."""
        key = str(self.cells.get(column.name))
        for name in self._reference_names.get(column.name, ()):
            if key in self._reference.get(name, {}):
                return self._reference[name][key]
        return None

    @classmethod
    def columns(cls) -> tuple[Column[Any], ...]:
        """Every column declared on this row, in order."""
        return tuple(each for kind in reversed(cls.__mro__) for each in vars(kind).values() if isinstance(each, Column))

    @classmethod
    def where(cls: type[R], *filters: Filter) -> Query[R]:
        """A query for the rows that meet every condition; without any, for all rows."""
        named = [each.column for each in filters]
        twice = next((name for name in named if named.count(name) > 1), None)
        if twice:
            raise QueryError(f"{twice} is asked for twice; Brightpearl takes each filter once, a period as between(start, end)")
        return Query(row=cls, filters=filters)


@described
@frozen(kw_only=True)
class Query(Generic[R]):
    """What to search for, in which order, and which columns to bring."""

    row: type[R]
    filters: tuple[Filter, ...] = ()
    sorting: tuple[Sort, ...] = ()
    only: tuple[str, ...] = ()
    page_size: int = PAGE_SIZE
    """How many rows a page holds, 500 at most."""
    first_result: int = 1

    def sort(self, *sorting: Sort) -> Query[R]:
        """Sorted by these columns."""
        return evolve(self, sorting=sorting)

    def select(self, *columns: Column[Any]) -> Query[R]:
        """With these columns only."""
        return evolve(self, only=tuple(column.name for column in columns))

    def paged(self, size: int) -> Query[R]:
        """With pages of this many rows, 500 at most."""
        if not 1 <= size <= PAGE_SIZE:
            raise QueryError(f"A page holds 1 to {PAGE_SIZE} rows, not {size}")
        return evolve(self, page_size=size)

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The query string's pairs."""
        pairs = [(each.column, each.text) for each in self.filters]
        if self.only:
            pairs.append(("columns", ",".join(self.only)))
        if self.sorting:
            pairs.append(("sort", ",".join(map(str, self.sorting))))
        if self.page_size != PAGE_SIZE:
            pairs.append(("pageSize", str(self.page_size)))
        if self.first_result != 1:
            pairs.append(("firstResult", str(self.first_result)))
        return tuple(pairs)


def search_operation(path: str, query: Query[R], *, before: Json = None) -> Operation[Page[R]]:
    """The operation that fetches one page of a search; ``before`` is the page before it, to notice a repetition."""

    def parse(response: Response) -> Page[R]:
        rows, more, total, results = _rows(query, response)
        if results and results == before:
            raise ShapeError("$.response.results", f"rows from {query.first_result} on repeat the page before them")
        following = evolve(query, first_result=query.first_result + len(rows))
        return Page(items=rows, next=search_operation(path, following, before=results) if more else None, total=total)

    return Operation(request=Request(method="GET", path=path, query=query.parameters()), parse=parse)


def count_operation(path: str, query: Query[Any]) -> Operation[int]:
    """The operation that counts the rows of a search without fetching them."""

    def parse(response: Response) -> int:
        available = _meta(envelope(response)).get("resultsAvailable")
        if not isinstance(available, int):
            raise ShapeError("$.response.metaData.resultsAvailable", "a number was due")
        return available

    return Operation(request=Request(method="GET", path=path, query=(*query.parameters(), ("countOnly", "true"))), parse=parse)


def _meta(document: Mapping[str, Json]) -> Mapping[str, Json]:
    response = document.get("response")
    meta = response.get("metaData") if isinstance(response, dict) else None
    if not isinstance(meta, dict):
        raise ShapeError("$.response.metaData", "a search's metadata was due")
    return meta


def _rows(query: Query[R], response: Response) -> tuple[tuple[R, ...], bool, int | None, Json]:
    document = envelope(response)
    meta = _meta(document)
    names, reference_names = _columns(meta)
    results = document["response"].get("results") or []
    reference = document.get("reference") or {}
    if not isinstance(reference, dict):
        raise ShapeError("$.reference", "an object was due")
    _check_filters(query, names)
    make: Callable[..., R] = query.row
    rows = tuple(make(dict(zip(names, cells, strict=True)), reference, reference_names) for cells in _fitting(results, len(names)))
    return rows, _more(meta, len(rows), query), meta.get("resultsAvailable"), results


def _columns(meta: Mapping[str, Json]) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    try:
        names = [column["name"] for column in meta["columns"]]
        if not all(isinstance(name, str) for name in names):
            raise TypeError("a name is a text")
        return names, {column["name"]: tuple(column.get("referenceData") or ()) for column in meta["columns"]}
    except (KeyError, TypeError, AttributeError):
        raise ShapeError("$.response.metaData.columns", "a list of named columns was due") from None


def _check_filters(query: Query[Any], names: list[str]) -> None:
    # Brightpearl ignores a filter it does not know, and then answers with everything. What a row declares may be a filter
    # that is no column of the answer, but a custom field always is one.
    if not query.only and names:
        declared = {column.name for column in query.row.columns() if not column.name.startswith("PCF_")}
        unknown = next((each.column for each in query.filters if each.column not in names and each.column not in declared), None)
        if unknown:
            raise QueryError(f"This search has no column {unknown!r}: the filter would be ignored, and every row returned")


def _fitting(results: Json, width: int) -> list[list[Json]]:
    if not isinstance(results, list):
        raise ShapeError("$.response.results", "a list was due")
    for at, cells in enumerate(results):
        if not isinstance(cells, list) or len(cells) != width:
            raise ShapeError(f"$.response.results[{at}]", f"a row of {width} cells was due")
    return results


def _more(meta: Mapping[str, Json], received: int, query: Query[Any]) -> bool:
    # The total lies in some searches (it stays at 500), so a full page is followed by a look at the next, unless it is a
    # later page and everything it says of itself agrees that it is the last.
    if not received:
        return False
    last, total = meta.get("lastResult"), meta.get("resultsAvailable")
    if meta.get("morePagesAvailable"):
        return True
    if received >= query.page_size:
        return query.first_result == 1 or "morePagesAvailable" not in meta or last != total
    return "morePagesAvailable" not in meta and isinstance(last, int) and isinstance(total, int) and last < total
