"""README.md's examples run as they are written, answered by the doubles instead of the vendors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpwoo_sync.testing.doubles import demo_doubles, demo_tables
from brightpearl_sdk.testing import mock_transport as mock_account
from tests.architecture.source import ROOT
from tests.docs.vendors import answer_hosts, by_host
from woocommerce_sdk.testing import mock_transport as mock_shop

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^## ([^\n]+)\n+```python\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL))


@pytest.fixture(autouse=True)
def vendors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The vendors' hosts are answered by doubles, and there is no other network."""
    doubles = demo_doubles()
    hosts = {
        "shop.example": mock_shop(doubles.shop.handle),
        "euw1.brightpearlconnect.com": mock_account(doubles.brightpearl.handle),
    }

    answer_hosts(monkeypatch, by_host(hosts))
    (tmp_path / "bpwoo.toml").write_text(demo_tables(), "utf-8")
    monkeypatch.chdir(tmp_path)


def test_each_part_has_an_example() -> None:
    assert ["Brightpearl", "The sync", "WooCommerce"] == sorted(EXAMPLES)


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_is_short(title: str) -> None:
    assert len(EXAMPLES[title].splitlines()) <= 15


def test_the_example_for_woocommerce_lists_orders_and_notes_them(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(EXAMPLES["WooCommerce"], "README.md", "exec"), {})
    *listed, last = capsys.readouterr().out.splitlines()
    assert f"{len(listed)} noted, 0 refused, 0 in doubt" == last
    assert [] == [line for line in listed if len(line.split()) != 5]


def test_the_example_for_brightpearl_lists_orders_and_says_what_became_of_each_note(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(EXAMPLES["Brightpearl"], "README.md", "exec"), {})
    assert 2 == capsys.readouterr().out.count("Refused(")  # there are no orders 1 and 2 in this account


def test_the_example_for_the_sync_shows_what_would_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(EXAMPLES["The sync"], "README.md", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert 82 == sum(line.startswith("Import order ") for line in lines)
    assert 38 == sum(line.startswith("Set stock of ") for line in lines)
