"""A token's file: where it stands before it takes its place, who is warned, and what a failure says."""

from __future__ import annotations

import os
from datetime import UTC
from pathlib import Path

import pytest

import brightpearl_sdk as bp

TOKEN = bp.Token(access_token="the-access")


def test_a_store_shows_its_file() -> None:
    assert "FileTokenStore('/tmp/x.json')" == repr(bp.FileTokenStore("/tmp/x.json"))


def test_folders_that_are_not_there_are_made(tmp_path: Path) -> None:
    store = bp.FileTokenStore(tmp_path / "a" / "b" / "acme.json")
    store.save(TOKEN)
    assert TOKEN == store.load()
    beside = bp.FileTokenStore(tmp_path / "c" / "d" / "acme.json")
    with beside.exclusive():
        beside.save(TOKEN)
    assert TOKEN == beside.load()


def test_a_token_is_written_beside_its_file_under_a_name_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    replace = os.replace

    def put(name: str, place: Path) -> None:
        seen.append(Path(name))
        replace(name, place)

    monkeypatch.setattr(os, "replace", put)
    bp.FileTokenStore(tmp_path / "acme.json").save(TOKEN)
    assert [(tmp_path, True)] == [(each.parent, each.name.startswith(".acme.json.")) for each in seen]


def test_what_failed_is_told_even_where_the_written_file_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str, place: Path) -> None:
        Path(name).unlink()
        raise PermissionError

    monkeypatch.setattr(os, "replace", gone)
    path = tmp_path / "acme.json"
    with pytest.raises(bp.SignInError) as caught:
        bp.FileTokenStore(path).save(TOKEN)
    told = f"The token file {path} cannot be written (PermissionError). The account has to be signed in again."
    assert told == str(caught.value).splitlines()[0]


def test_a_file_that_is_no_json_is_told_with_what_happened(tmp_path: Path) -> None:
    path = tmp_path / "acme.json"
    path.touch(0o600)
    path.write_text("{")
    with pytest.raises(bp.SignInError) as caught:
        bp.FileTokenStore(path).load()
    told = f"The token file {path} cannot be read (JSONDecodeError). Sign in again to write a new one."
    assert told == str(caught.value).splitlines()[0]


def test_the_warning_of_a_wide_file_names_the_line_that_read_it(tmp_path: Path) -> None:
    store = bp.FileTokenStore(tmp_path / "acme.json")
    store.save(TOKEN)
    store.path.chmod(0o644)
    with pytest.warns(UserWarning, match="can be read by others") as warned:
        store.load()
    assert __file__ == warned[0].filename


def test_an_end_is_kept_in_utc_itself(tmp_path: Path) -> None:
    path = tmp_path / "acme.json"
    path.touch(0o600)
    path.write_text('{"access_token": "a", "expires_at": "2026-03-09T13:00:00+01:00"}')
    token = bp.FileTokenStore(path).load()
    assert token is not None
    assert token.expires_at is not None
    assert token.expires_at.tzinfo is UTC
