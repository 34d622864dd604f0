"""What a stranger wrote into a shop reaches a terminal as letters: nothing of it is obeyed."""

from __future__ import annotations

import json

import pytest

from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.text_tables import visible

HOSTILE = "a\x1b[2J\x9b31m\r\x07\u202eb\ud800\nnext\tcell"
SHOWN = "a\\u001b[2J\\u009b31m\\r\\u0007\\u202eb\\ud800\nnext\tcell"


def test_what_a_terminal_would_obey_is_written_out() -> None:
    assert SHOWN == visible(HOSTILE)


def test_letters_of_every_language_stay() -> None:
    assert "Größe 尺寸 مقاس 👟" == visible("Größe 尺寸 مقاس 👟")


def test_every_way_to_tell_something_writes_it_out(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal()
    terminal.say(HOSTILE)
    terminal.result(HOSTILE, {})
    terminal.fail(HOSTILE)
    terminal.event("now", "sold", {"sku": HOSTILE})
    told = capsys.readouterr()
    assert (4, False) == ((told.out + told.err).count(SHOWN.partition("\n")[0]), "\x1b" in told.out + told.err)


def test_a_document_stays_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(as_json=True).result("", {"sku": HOSTILE})
    Terminal(as_json=True).event("now", "sold", {"sku": HOSTILE})
    told = capsys.readouterr().out
    document, _, event = told.strip().rpartition("\n")
    assert ([HOSTILE] * 2, False) == ([json.loads(each)["sku"] for each in (document, event)], "\x9b" in told or "\u202e" in told)
