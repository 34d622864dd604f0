"""A line of the log says when, what, of which run, and what about."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bpwoo_sync.effects.logs import log_to, of_run

LOG = logging.getLogger("bpwoo.test")


@pytest.fixture(autouse=True)
def left_as_found() -> Iterator[None]:
    ours = logging.getLogger("bpwoo")
    before = (ours.handlers, ours.propagate, ours.level)
    yield
    ours.handlers, ours.propagate = before[:2]
    ours.setLevel(before[2])


def written(as_json: bool = True) -> io.StringIO:
    stream = io.StringIO()
    log_to(stream, as_json=as_json)
    return stream


def test_a_line_is_a_document_with_what_it_is_about() -> None:
    stream = written()
    LOG.warning("delivery refused", extra={"about": {"pair": "acme", "status": 401}})
    document = json.loads(stream.getvalue())
    assert document.pop("at").endswith("+00:00")
    assert {"event": "delivery refused", "level": "warning", "logger": "bpwoo.test", "pair": "acme", "status": 401} == document


def test_lines_of_a_run_name_it() -> None:
    stream = written()
    with of_run("acme/poll/1"):
        LOG.info("inside")
    LOG.info("outside")
    assert ["acme/poll/1", None] == [json.loads(line).get("run") for line in stream.getvalue().splitlines()]


def test_an_error_is_named_and_what_it_carries_is_not_told() -> None:
    stream = written()
    try:
        raise ValueError("ann@example.com")
    except ValueError:
        LOG.exception("failed")
    assert "ValueError" == json.loads(stream.getvalue())["error"]
    assert "ann@example.com" not in stream.getvalue()


def test_for_people_a_line_is_text_and_stays_one_line() -> None:
    stream = written(as_json=False)
    LOG.info("done", extra={"about": {"cause": "one\ntwo"}})
    assert ["done  cause=one two"] == [line.partition("  ")[2] for line in stream.getvalue().splitlines()]


def test_what_is_below_the_level_is_not_written() -> None:
    stream = written()
    LOG.debug("detail")
    assert "" == stream.getvalue()


@pytest.mark.parametrize("as_json", [True, False])
def test_no_name_in_a_line_begins_another_or_is_obeyed_by_a_terminal(as_json: bool) -> None:
    stream = written(as_json)
    LOG.warning("delivery refused", extra={"about": {"pair": "x\r\n\x1b[2J\x9b1m\u2028\ud800y"}})
    told = stream.getvalue()
    assert ([], 1) == ([sign for sign in "\r\x1b\x9b\u2028\ud800" if sign in told], told.count("\n"))
