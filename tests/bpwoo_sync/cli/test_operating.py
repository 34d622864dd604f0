"""``bpwoo status``, ``failures``, ``retry``, ``pause`` and ``resume``, on the database that workers share; without a secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bpwoo_sync.cli.configuration import read_configuration
from bpwoo_sync.cli.demo import ENVIRONMENT
from bpwoo_sync.effects.durable import Durable, executing
from bpwoo_sync.effects.engine import Document, Job, Running, State
from bpwoo_sync.effects.leases import Leases
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.ledger import Outcome, Status
from bpwoo_sync.testing.doubles import serving_doubles
from tests.bpwoo_sync.cli.test_commands import DONE, UNUSABLE, WRONG, Ended, invoked
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_killed import RIGHT, state
from tests.bpwoo_sync.effects.test_operations import AT
from tests.bpwoo_sync.effects.workers import a_sync, configured, ended, until, worker


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a pair, of which a run failed and a write was refused."""
    (tmp_path / "acme.toml").touch()
    url = sqlite_url(tmp_path / "bpwoo.sqlite")
    engine = Durable(url)
    Leases(engine.engine)
    engine.start(a_sync())

    def refused(job: Job, running: Running) -> Document:
        raise ConfigurationError("the token was revoked")

    with executing(engine, refused, "test"):
        until(lambda: ended(engine), "the run failed")
    engine.close()
    with SqlStore(url, pair="acme") as store:
        store.append([Outcome(key="order:W1-8", kind="sales-order", status=Status.FAILED, at=AT, detail="ORDC-040")])
    return tmp_path


def asked(folder: Path, *arguments: str) -> Ended:
    return invoked(*arguments, "--config", str(folder), environment={})


def test_failures_are_told_with_their_cause_and_who_has_to_act(folder: Path) -> None:
    found = asked(folder, "failures", "--json")
    (run,), (write,) = found.document["runs"], found.document["writes"]
    assert ("acme/sync/1", "the token was revoked", "needs a person") == (run["run"], run["cause"], run["who"])
    assert ("order:W1-8", "failed", "ORDC-040", "needs a person") == (write["key"], write["status"], write["cause"], write["who"])
    text = asked(folder, "failures", "acme")
    assert (WRONG, True) == (text.status, "the token was revoked" in text.out and "order:W1-8" in text.out)


def test_of_many_failures_the_newest_are_shown_and_their_number_is_told(folder: Path) -> None:
    with SqlStore(sqlite_url(folder / "bpwoo.sqlite"), pair="acme") as store:
        store.append(Outcome(key=f"order:W1-{number}", kind="sales-order", status=Status.FAILED, at=AT) for number in range(100, 1300))
    found = asked(folder, "failures", "--most", "2", "--json").document
    assert {"runs": 1, "writes": 1201} == found["totals"]
    assert ["order:W1-1299", "order:W1-1298"] == [each["key"] for each in found["writes"]]
    assert "These are the newest 100 of 1,201 writes that are not done; --most shows more." in asked(folder, "failures").out


def test_the_other_commands_see_what_a_worker_wrote_and_the_status_what_is_left_of_the_quota(tmp_path: Path, url: str) -> None:
    doubles, engine = ten_orders(), Durable(url)
    with serving_doubles(doubles) as served:
        folder = configured(tmp_path, served, "acme")
        engine.start(a_sync())
        with worker(folder, url) as running:
            until(lambda: ended(engine), "the run ended")
            assert "elsewhere" not in running.told("started")[0]
        (pair,) = asked(folder, "status", "--json").document["pairs"]
        others = read_configuration(folder / "acme.toml", ENVIRONMENT)
        with SqlStore(others.ledger_url, pair=others.pair) as store:
            runs = {each.run for each in store.outcomes()}
    engine.close()
    assert ("acme", True) == (pair["quota"]["account"], 0 < pair["quota"]["left"] < 200)
    assert {"acme/sync/1"} == runs


def test_the_database_of_the_environment_counts_for_every_command(tmp_path: Path) -> None:
    with serving_doubles(ten_orders()) as served:
        folder = configured(tmp_path, served, "acme")
    found = read_configuration(folder / "acme.toml", {**ENVIRONMENT, "BPWOO_DATABASE_URL": "postgresql://db.example/bpwoo"})
    assert ("acme", "postgresql://db.example/bpwoo") == (found.pair, found.ledger_url)


def test_the_status_tells_each_pair(folder: Path) -> None:
    found = asked(folder, "status", "--json")
    (pair,) = found.document["pairs"]
    assert (WRONG, "acme", None, 1, None) == (found.status, pair["pair"], pair["polled_seconds_ago"], pair["failed"], pair["paused"])
    assert "acme: polled never, synced never" in asked(folder, "status").out


@pytest.mark.parametrize("which", ["acme/sync/1", "--all"])
def test_a_failed_run_is_queued_again(folder: Path, which: str) -> None:
    found = asked(folder, "retry", which, "--json")
    assert (DONE, {"queued": ["acme/sync/1"], "left": []}) == (found.status, found.document)
    assert 1 == asked(folder, "status", "--json").document["pairs"][0]["queued"]
    assert WRONG == asked(folder, "retry", "acme/sync/1").status


def test_a_pair_is_paused_and_resumed(folder: Path) -> None:
    asked(folder, "retry", "--all")
    paused = asked(folder, "pause", "acme", "--reason", "stocktaking", "--json")
    again = asked(folder, "pause", "acme")
    told = asked(folder, "status")
    assert {"pair": "acme", "paused": True, "before": False, "ended": 1} == paused.document
    assert (DONE, "acme is paused already.\n") == (again.status, again.out)
    assert "PAUSED since" in told.out and "(stocktaking)" in told.out
    assert ["acme goes on.\n", "acme is not paused.\n"] == [asked(folder, "resume", "acme").out for _ in range(2)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("status", "other"), "other: there is no such pair; known are acme"),
        (("pause", "other"), "other: there is no such pair; known are acme"),
        (("retry",), "name one run, or give --all"),
        (("retry", "acme/poll/1", "--all"), "name one run, or give --all"),
        (("retry", "nonsense"), "nonsense: is no run's id"),
    ],
)
def test_what_is_not_there_is_told_in_a_line(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    found = asked(folder, *arguments)
    assert (UNUSABLE, True) == (found.status, told in found.err)


def test_without_a_database_none_is_made(tmp_path: Path) -> None:
    found = asked(tmp_path, "status")
    assert (UNUSABLE, []) == (found.status, list(tmp_path.iterdir()))
    assert "there is no database yet" in found.err


def test_a_database_that_is_away_is_told_in_a_line(tmp_path: Path) -> None:
    found = asked(tmp_path, "status", "--database-url", f"sqlite:///{tmp_path}/missing/bpwoo.sqlite")
    told, page = found.err.splitlines()
    assert (WRONG, True, True) == (found.status, " failed: " in told, page.startswith("See https:"))


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield sqlite_url(tmp_path / "bpwoo.sqlite")


def test_a_worker_leaves_a_paused_pair_alone_and_deals_with_it_later(tmp_path: Path, url: str) -> None:
    doubles = ten_orders()
    before, engine = state(doubles), Durable(url)
    Leases(engine.engine)
    with serving_doubles(doubles) as served:
        folder = configured(tmp_path, served, "acme")
        asked(folder, "pause", "acme")
        engine.start(a_sync(record="1"))
        with worker(folder, url) as running:
            until(lambda: ended(engine), "the run ended")
            assert ({"paused": True}, 1) == (engine.workflows(states=(State.DONE,))[0].result, len(running.told("paused")))
            assert before == state(doubles)
            asked(folder, "resume", "acme")
            engine.start(a_sync(record="2"))
            until(lambda: running.told("done"), "the other run ended")
    engine.close()
    assert RIGHT == state(doubles)
