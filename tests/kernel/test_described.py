"""``help`` tells the docstring of a class, and below it each field with the text that stands below it in the source."""

from __future__ import annotations

import inspect
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Final

import pytest

from brightpearl_sdk import InstantColumn, SearchRow
from brightpearl_sdk._kernel.described import Described, described, fields_of
from tests.architecture.source import SDKS
from tests.architecture.test_public_names import in_fresh_python


@described
class Parcel:
    """What is sent.

    It has one label.
    """

    id: int
    weight: Decimal | None = None
    """In kilograms, or
    nothing.
    """
    sent_at: datetime
    """When it left: aware UTC."""
    carriers: ClassVar[tuple[str, ...]] = ()
    """Whom it is given to."""
    _label: str = ""

    @described
    class Insured:
        """A parcel that is insured."""

        worth: Decimal
        """In pounds."""


@described
class Letter(Parcel):
    """What is flat."""

    weight: Decimal
    """In grams."""
    stamps: int = 0


class Postcard(Letter):
    stamps: int = 1


class ParcelRow(SearchRow):
    """A row of ``parcel-search``."""

    sent_on: Final = InstantColumn("sentOn")
    """When it left: aware UTC."""


PARCEL = """What is sent.

It has one label.

Fields:

id: int
weight: Decimal | None
    In kilograms, or
    nothing.
sent_at: datetime
    When it left: aware UTC."""


def test_the_docstring_of_a_class_goes_on_with_its_fields() -> None:
    assert PARCEL == Parcel.__doc__


def test_a_record_tells_what_its_class_tells() -> None:
    assert PARCEL == inspect.getdoc(Parcel())


def test_what_is_written_stays() -> None:
    assert "What is flat." == vars(Letter)["__doc__"].written


def test_fields_of_a_base_come_first_and_one_that_is_written_anew_is_told_anew() -> None:
    expected = ["id: int", "weight: Decimal", "    In grams.", "sent_at: datetime", "    When it left: aware UTC.", "stamps: int"]
    assert expected == str(Letter.__doc__).splitlines()[4:]


def test_a_class_without_a_docstring_of_its_own_has_none_and_help_tells_that_of_its_base() -> None:
    assert (None, Letter.__doc__) == (Postcard.__doc__, inspect.getdoc(Postcard))


def test_a_class_inside_another_is_told_too() -> None:
    assert "worth: Decimal\n    In pounds." == str(Parcel.Insured.__doc__).partition("Fields:\n\n")[2]


def test_a_row_of_a_search_tells_its_columns_by_their_kind() -> None:
    assert {"sent_on": ("InstantColumn", "When it left: aware UTC.")} == fields_of(ParcelRow)


@pytest.mark.parametrize("module", ["typed_in_a_notebook", "builtins"])
def test_where_the_source_cannot_be_read_the_docstring_stays_as_it_is_written(module: str) -> None:
    space: dict[str, Any] = {"__name__": module}
    exec('class Parcel:\n    """What is sent."""\n    id: int\n', space)
    parcel: type[object] = described(space["Parcel"])
    assert ("What is sent.", True) == (parcel.__doc__, isinstance(vars(parcel)["__doc__"], Described))


def test_a_source_that_does_not_fit_any_more_is_no_error() -> None:
    stranger: type[object] = described(type("Stranger", (), {"__doc__": "Nobody.", "__module__": __name__}))
    assert "Nobody." == stranger.__doc__


@pytest.mark.parametrize("sdk", SDKS)
def test_no_source_is_read_before_somebody_asks(sdk: str) -> None:
    code = f"from {sdk}._kernel.described import _fields_in; import {sdk}; {sdk}.Product; print(_fields_in.cache_info().misses)"
    assert "0" == in_fresh_python(code)
    assert "1" == in_fresh_python(code.replace(".Product;", ".Product.__doc__;"))
