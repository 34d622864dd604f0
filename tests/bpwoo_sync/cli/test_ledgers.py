"""``bpwoo ledger`` brings a ledger's tables forward and tells their version, without a secret being set."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bpwoo_sync.effects.migrations import known_versions
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.links import known_links
from tests.bpwoo_sync.cli.test_commands import DONE, UNUSABLE, WRONG, invoked
from tests.bpwoo_sync.mapping.sides import shop

NEWEST = known_versions()[-1]


def test_a_new_ledger_is_made_and_told_as_current(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "ledger.sqlite")
    made = invoked("ledger", "upgrade", "--database-url", url, "--json", environment={})
    again = invoked("ledger", "upgrade", "--database-url", url, "--json", environment={})
    told = invoked("ledger", "version", "--database-url", url, "--json", environment={})
    assert [DONE, DONE, DONE] == [made.status, again.status, told.status]
    assert [{"before": None, "now": NEWEST}, {"before": NEWEST, "now": NEWEST}] == [made.document, again.document]
    assert {"tables": NEWEST, "known": NEWEST, "current": True} == told.document


def test_the_version_of_a_ledger_is_told_without_making_one(tmp_path: Path) -> None:
    configuration = tmp_path / "bpwoo.toml"
    configuration.write_text('[ledger]\nurl = "sqlite:///old.sqlite"\n')
    ended = invoked("ledger", "version", "--config", str(configuration), environment={})
    assert WRONG == ended.status
    assert f"are of no version yet. This bpwoo knows versions up to {NEWEST}." in ended.out
    with closing(sqlite3.connect(tmp_path / "old.sqlite")) as connection:
        assert [] == connection.execute("SELECT name FROM sqlite_master").fetchall()


def test_a_ledger_of_a_newer_bpwoo_is_refused_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    invoked("ledger", "upgrade", "--database-url", sqlite_url(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE bpwoo_version SET version_num = '9999'")
    ended = invoked("ledger", "upgrade", "--database-url", sqlite_url(path))
    told, page = ended.err.splitlines()
    assert (WRONG, True) == (ended.status, page.startswith("See https:"))
    assert "a newer bpwoo has used it" in told


def test_a_ledger_url_that_is_no_text_is_a_fault_of_the_configuration(tmp_path: Path) -> None:
    configuration = tmp_path / "bpwoo.toml"
    configuration.write_text("[ledger]\nurl = 7\n")
    ended = invoked("ledger", "version", "--config", str(configuration))
    assert UNUSABLE == ended.status
    assert "ledger.url: is no text" in ended.err


def test_a_product_is_linked_anew_by_hand(tmp_path: Path) -> None:
    (tmp_path / "bpwoo.toml").write_text('[ledger]\nurl = "sqlite:///ledger.sqlite"\n[store]\nkey = "W1"\n')
    to = ("--config", str(tmp_path / "bpwoo.toml"))
    first = invoked("ledger", "link", "40:51", "1001", *to, environment={})
    again = invoked("ledger", "link", "40:51", "1002", *to, "--json", environment={})
    assert "40:51 is linked to product 1001 now.\n" == first.out
    assert {"place": [40, 51], "before": "1001", "now": 1002} == again.document
    with SqlStore(sqlite_url(tmp_path / "ledger.sqlite"), pair="bpwoo") as store:
        assert {(40, 51): 1002} == known_links(store.load(), shop())


def test_what_cannot_be_linked_is_told(tmp_path: Path) -> None:
    (tmp_path / "bpwoo.toml").write_text('[ledger]\nurl = "sqlite:///ledger.sqlite"\n')
    to = ("--config", str(tmp_path / "bpwoo.toml"))
    told = invoked("ledger", "link", "shirt", "1001", *to, environment={})
    assert (UNUSABLE, True) == (told.status, "is no product of the shop" in told.err)
