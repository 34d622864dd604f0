"""The page about the doubles tells the differences that the tests over the recordings leave out, and no others."""

from __future__ import annotations

from tests.docs.doubles import PAGE, page_part, with_part


def test_the_page_tells_what_is_left_out() -> None:
    page = PAGE.read_text("utf-8")
    assert page == with_part(page, page_part())
