from __future__ import annotations

import json
import os
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

import brightpearl_sdk as bp

TOKEN = bp.Token(
    access_token="the-access",
    refresh_token="the-refresh",
    api_domain="ws-use.brightpearl.com",
    expires_at=datetime(2026, 3, 9, 12, tzinfo=UTC),
    installation_instance_id=13,
)
NEXT = bp.Token(access_token="next-access")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tokens" / "acme.json"


def files_beside(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if not each.name.endswith(".lock"))


def test_memory_starts_without_a_token() -> None:
    assert bp.MemoryTokenStore().load() is None


def test_memory_keeps_the_last_token() -> None:
    store = bp.MemoryTokenStore(TOKEN)
    store.save(NEXT)
    assert NEXT == store.load()


@pytest.mark.parametrize("token", [TOKEN, NEXT], ids=["whole", "bare"])
def test_a_file_gives_back_what_it_was_given(path: Path, token: bp.Token) -> None:
    bp.FileTokenStore(path).save(token)
    assert token == bp.FileTokenStore(str(path)).load()


def test_a_file_that_is_not_there_holds_no_token(path: Path) -> None:
    assert bp.FileTokenStore(path).load() is None


def test_only_its_owner_can_read_the_file(path: Path) -> None:
    before = os.umask(0)
    try:
        bp.FileTokenStore(path).save(TOKEN)
    finally:
        os.umask(before)
    assert "0o600" == oct(stat.S_IMODE(path.stat().st_mode))


def test_a_file_that_others_could_read_is_private_once_it_is_replaced(path: Path) -> None:
    store = bp.FileTokenStore(path)
    store.save(TOKEN)
    path.chmod(0o644)
    store.save(NEXT)
    assert "0o600" == oct(stat.S_IMODE(path.stat().st_mode))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_can_read_is_read_with_a_warning(path: Path, mode: int) -> None:
    store = bp.FileTokenStore(path)
    store.save(TOKEN)
    path.chmod(mode)
    with pytest.warns(UserWarning, match=f"can be read by others \\(mode {mode:o}\\); run: chmod 600"):
        assert TOKEN == store.load()


def test_the_last_token_is_replaced_and_nothing_is_left_beside_it(path: Path) -> None:
    store = bp.FileTokenStore(path)
    store.save(TOKEN)
    store.save(NEXT)
    assert (NEXT, ["acme.json"]) == (store.load(), files_beside(path))


def test_a_token_that_cannot_be_written_leaves_the_last_one_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = bp.FileTokenStore(path)
    store.save(TOKEN)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(bp.SignInError, match=r"cannot be written \(OSError\)"):
        store.save(NEXT)
    assert (TOKEN, ["acme.json"]) == (store.load(), files_beside(path))


def test_a_token_is_on_disk_before_it_takes_the_place_of_the_last(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def flush(handle: int) -> None:
        steps.append("flushed")
        fsync(handle)

    def put(name: str, place: Path) -> None:
        steps.append("replaced")
        replace(name, place)

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "replace", put)
    bp.FileTokenStore(path).save(TOKEN)
    assert ["flushed", "replaced"] == steps


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"the-access"',
        "{}",
        '{"access_token": "the-access", "expires_at": "soon"}',
        '{"access_token": "the-access", "expires_at": 7}',
    ],
)
def test_a_file_that_holds_no_token_says_what_to_do(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.touch(0o600)
    path.write_text(text)
    with pytest.raises(bp.SignInError, match="Sign in again") as caught:
        bp.FileTokenStore(path).load()
    assert "the-access" not in str(caught.value)


def test_a_file_that_is_no_text_says_what_to_do(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o600)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(bp.SignInError, match="cannot be read"):
        bp.FileTokenStore(path).load()


def test_a_place_that_is_no_folder_is_a_sign_in_error_whatever_is_asked(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = bp.FileTokenStore(tmp_path / "file" / "acme.json")
    with pytest.raises(bp.SignInError):
        store.load()
    with pytest.raises(bp.SignInError):
        store.save(TOKEN)
    with pytest.raises(bp.SignInError), store.exclusive():
        pass


def test_what_the_file_holds_is_plain_json(path: Path) -> None:
    bp.FileTokenStore(path).save(TOKEN)
    assert {
        "access_token": "the-access",
        "refresh_token": "the-refresh",
        "api_domain": "ws-use.brightpearl.com",
        "expires_at": "2026-03-09T12:00:00+00:00",
        "installation_instance_id": 13,
    } == json.loads(path.read_text())


def test_an_end_that_was_written_in_another_zone_is_read_as_utc(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o600)
    path.write_text('{"access_token": "a", "expires_at": "2026-03-09T13:00:00+01:00"}')
    token = bp.FileTokenStore(path).load()
    assert token is not None
    assert ("2026-03-09T12:00:00+00:00", UTC) == (str(token.expires_at).replace(" ", "T"), token.expires_at and token.expires_at.tzinfo)


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_one_caller_at_a_time_holds_a_store(path: Path, kind: str) -> None:
    one, other = (bp.MemoryTokenStore(),) * 2 if kind == "memory" else (bp.FileTokenStore(path), bp.FileTokenStore(path))
    order: list[str] = []

    def wait() -> None:
        with other.exclusive():
            order.append("second")

    thread = threading.Thread(target=wait)
    with one.exclusive():
        thread.start()
        thread.join(0.05)
        order.append("first")
    thread.join(10)
    assert ["first", "second"] == order


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_a_store_may_be_entered_in_one_thread_and_left_in_another(path: Path, kind: str) -> None:
    store: bp.MemoryTokenStore | bp.FileTokenStore = bp.MemoryTokenStore() if kind == "memory" else bp.FileTokenStore(path)
    held = store.exclusive()
    thread = threading.Thread(target=held.__enter__)
    thread.start()
    thread.join(10)
    held.__exit__(None, None, None)
    with store.exclusive():
        assert not thread.is_alive()


def test_a_failed_step_gives_the_store_back(path: Path) -> None:
    store = bp.FileTokenStore(path)
    with pytest.raises(ZeroDivisionError), store.exclusive():
        raise ZeroDivisionError
    with store.exclusive():
        store.save(TOKEN)
    assert TOKEN == store.load()
