"""How a body is read that is too large, or too slow."""

from __future__ import annotations

import pytest

from brightpearl_sdk._kernel.reading import Reading, UnreadableError


def test_the_pieces_of_a_body_become_one() -> None:
    body = Reading(most=6, seconds=1)
    body.take(b"abc")
    body.take(b"def")
    assert b"abcdef" == body.content()


def test_a_body_that_is_too_large_is_not_read_on() -> None:
    body = Reading(most=5, seconds=1)
    body.take(b"abc")
    with pytest.raises(UnreadableError, match="larger than 5 bytes") as caught:
        body.take(b"def")
    assert "too-large" == caught.value.failure.kind


def test_a_body_that_takes_too_long_is_a_timeout() -> None:
    moments = iter([100.0, 101.0, 102.5])
    body = Reading(most=100, seconds=2, now=lambda: next(moments))
    body.take(b"a")
    with pytest.raises(UnreadableError, match="not complete after 2 seconds") as caught:
        body.take(b"b")
    assert "timeout" == caught.value.failure.kind


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "GZIP,deflate", "compress"])
def test_a_body_that_is_packed_otherwise_than_was_asked_for_is_not_read(encoding: str) -> None:
    with pytest.raises(UnreadableError, match="which was not asked for") as caught:
        Reading(most=100, seconds=1, encoding=encoding)
    assert "too-large" == caught.value.failure.kind


@pytest.mark.parametrize("encoding", ["", "identity", "gzip", " GZIP", "deflate"])
def test_a_body_that_is_packed_as_was_asked_for_is_read(encoding: str) -> None:
    assert b"" == Reading(most=100, seconds=1, encoding=encoding).content()


def test_a_body_that_is_there_at_the_last_moment_is_read() -> None:
    moments = iter([100.0, 102.0])
    body = Reading(most=1, seconds=2, now=lambda: next(moments))
    body.take(b"a")
    assert b"a" == body.content()
