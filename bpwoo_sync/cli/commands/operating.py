"""``bpwoo status``, ``failures``, ``retry``, ``pause`` and ``resume``: for who looks after workers. None needs a secret."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from attrs import frozen

from bpwoo_sync.cli.application import DONE, WRONG, AsJson, app, examples, now, told_plainly
from bpwoo_sync.cli.commands.worker import DatabaseUrl, Pairs
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.engine import Engine, FlowName, Recovery, Workflow, WorkflowId
from bpwoo_sync.effects.migrations import bring_forward
from bpwoo_sync.effects.operations import PairStatus, dead_letters, known_pairs, recovery_of_outcome, statuses, unsettled
from bpwoo_sync.effects.operations import pause as paused
from bpwoo_sync.effects.pauses import Pause, Pauses
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.ledger import Outcome

FOLDER = Path("pairs")


def pair_names(context: typer.Context, incomplete: str) -> list[str]:
    """The pairs of the folder that begin so: what a shell completes. A folder that is not there has none."""
    folder = context.params.get("config") or os.environ.get("BPWOO_PAIRS") or FOLDER
    return sorted(path.stem for path in Path(folder).glob("*.toml") if path.stem.startswith(incomplete))


OnePair = Annotated[str, typer.Argument(help="A pair, by its name; all of them without one.", autocompletion=pair_names)]
Named = Annotated[str, typer.Argument(help="The pair, by its name.", autocompletion=pair_names)]


@app.command(epilog=examples("bpwoo status", "bpwoo status acme --json"))
@told_plainly
def status(pair: OnePair = "", config: Pairs = FOLDER, database_url: DatabaseUrl = "", as_json: AsJson = False) -> int:
    """Show how each pair is doing: when it was polled, synced and reconciled last, what waits, what failed, and pauses."""
    moment = now()
    with operating(config, database_url) as there:
        found = statuses(there.named(pair), there.engine, there.database)
    text = "\n".join(_status_text(each, moment) for each in found) or "No pair is known yet."
    Terminal(as_json).result(text, {"at": moment.isoformat(), "pairs": [_status_document(each, moment) for each in found]})
    return WRONG if any(each.failed for each in found) else DONE


@app.command(epilog=examples("bpwoo failures", "bpwoo failures acme --json"))
@told_plainly
def failures(
    pair: OnePair = "",
    most: Annotated[int, typer.Option("--most", min=1, help="How many of each kind to show, the newest first.")] = 100,
    config: Pairs = FOLDER,
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> int:
    """Show the runs that failed and the writes that are not done, each with its cause, and whether a person is needed."""
    with operating(config, database_url) as there:
        runs = dead_letters(there.engine, pair or None)
        there.named(pair)
        writes = unsettled(there.database, pair or None)
    shown = [*map(_run_text, runs[:most]), *(_write_text(name, each) for name, each in writes[:most])]
    more = [
        f"These are the newest {most} of {len(every):,} {what}; --most shows more."
        for what, every in (("runs that failed", runs), ("writes that are not done", writes))
        if len(every) > most
    ]
    document = {
        "runs": [_run_document(each) for each in runs[:most]],
        "writes": [_write_document(name, each) for name, each in writes[:most]],
        "totals": {"runs": len(runs), "writes": len(writes)},
    }
    text = "\n".join([*shown, *more]) or "Nothing failed."
    Terminal(as_json).result(text, document)
    return WRONG if runs or writes else DONE


@app.command(epilog=examples("bpwoo retry acme/sync/nightly-2026-11-25T01:20:11Z", "bpwoo retry --all"))
@told_plainly
def retry(
    run: Annotated[str, typer.Argument(help="A failed run, by its id as bpwoo failures shows it.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Every failed run of which bpwoo failures tells, however many.")] = False,
    config: Pairs = FOLDER,
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> int:
    """Queue failed runs again, under their ids. What they wrote before is in the ledger, and is not written twice."""
    if bool(run) == every:
        raise ConfigurationError("retry: name one run, or give --all")
    with operating(config, database_url) as there:
        ids = [each.job.id for each in dead_letters(there.engine)] if every else [_run_id(run)]
        again = [str(id) for id in ids if there.engine.resume(id)]
    left = [str(id) for id in ids if str(id) not in again]
    lines = [*(f"{id}: queued again" for id in again), *(f"{id}: is not there, or has not failed" for id in left)]
    Terminal(as_json).result("\n".join(lines) or "Nothing failed.", {"queued": again, "left": left})
    return WRONG if left else DONE


@app.command(epilog=examples("bpwoo pause acme --reason stocktaking"))
@told_plainly
def pause(
    pair: Named,
    reason: Annotated[str, typer.Option("--reason", help="Why, for whoever asks for the status.")] = "",
    config: Pairs = FOLDER,
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> int:
    """Let nothing of a pair run until it is resumed. Runs under way end behind the action they are at; nothing is lost."""
    with operating(config, database_url) as there:
        there.known(pair)
        ended = paused(pair, Pause(since=now(), reason=reason), Pauses(there.database), there.engine, there.store(pair))
    text = f"{pair} is paused already." if ended is None else f"{pair} is paused; runs that ended by it: {ended}."
    Terminal(as_json).result(text, {"pair": pair, "paused": True, "before": ended is None, "ended": ended or 0})
    return DONE


@app.command(epilog=examples("bpwoo resume acme"))
@told_plainly
def resume(pair: Named, config: Pairs = FOLDER, database_url: DatabaseUrl = "", as_json: AsJson = False) -> int:
    """Let a paused pair go on. The next poll deals with everything since."""
    with operating(config, database_url) as there:
        was = Pauses(there.database).end(pair)
    Terminal(as_json).result(f"{pair} goes on." if was else f"{pair} is not paused.", {"pair": pair, "paused": False, "before": was})
    return DONE


@frozen
class Operating:
    """The queue, the ledgers beside it, and the pairs that are configured."""

    engine: Engine
    database: Any
    pairs: frozenset[str]

    def named(self, pair: str) -> list[str]:
        """One pair that is known, or all of them."""
        if pair:
            self.known(pair)
        return [pair] if pair else sorted(self.pairs)

    def known(self, pair: str) -> None:
        """Do nothing for a pair that is known. Raises :class:`ConfigurationError`."""
        if pair not in self.pairs:
            raise ConfigurationError(f"{pair}: there is no such pair; known are {', '.join(sorted(self.pairs)) or 'none'}")

    def store(self, pair: str) -> SqlStore:
        """A pair's ledger."""
        return SqlStore("", pair=pair, engine=self.database)


@contextmanager
def operating(config: Path, database_url: str) -> Iterator[Operating]:
    """Open the database that workers share. Raises :class:`ConfigurationError` where there is none yet."""
    from bpwoo_sync.effects.durable import Durable

    file = config / "bpwoo.sqlite"
    if not database_url and not file.is_file():
        raise ConfigurationError(f"{file}: there is no database yet; start bpwoo worker, or name another by --database-url")
    engine = Durable(database_url or sqlite_url(file))
    try:
        bring_forward(engine.engine)
        configured = {path.stem for path in config.glob("*.toml")}
        yield Operating(engine, engine.engine, known_pairs(engine.engine) | configured)
    finally:
        engine.close()


def _run_id(text: str) -> WorkflowId:
    try:
        return WorkflowId.of(text)
    except ValueError:
        raise ConfigurationError(f"{text}: is no run's id, such as acme/poll/2026-11-25T10:00:00Z") from None


def _status_text(found: PairStatus, moment: datetime) -> str:
    ago = found.polled_ago(moment)
    parts = {
        "polled": "never" if ago is None else f"{int(ago.total_seconds())} s ago",
        "synced": _at(found.ended.get(FlowName.SYNC)),
        "reconciled": _at(found.ended.get(FlowName.RECONCILE)),
        "waiting": found.waiting,
        "queued": found.queued,
        "running": found.running,
        "failed": found.failed,
        "quota left": "unknown" if found.quota is None else f"{found.quota.left} at {found.quota.at:%H:%M:%SZ}",
    }
    told = ", ".join(f"{name} {value}" for name, value in parts.items())
    why = f" ({found.paused.reason})" if found.paused is not None and found.paused.reason else ""
    return f"{found.pair}: {told}" + (f", PAUSED since {_at(found.paused.since)}{why}" if found.paused is not None else "")


def _status_document(found: PairStatus, moment: datetime) -> Mapping[str, object]:
    ago = found.polled_ago(moment)
    return {
        "pair": found.pair,
        "polled_seconds_ago": None if ago is None else int(ago.total_seconds()),
        "cursors": {name: at.isoformat() for name, at in found.cursors.items()},
        "cursor_age_seconds": {name: int((moment - at).total_seconds()) for name, at in found.cursors.items()},
        "last": {flow.value: at.isoformat() for flow, at in found.ended.items()},
        "waiting": found.waiting,
        "queued": found.queued,
        "running": found.running,
        "failed": found.failed,
        "quota": None
        if found.quota is None
        else {"account": found.quota.account, "left": found.quota.left, "at": found.quota.at.isoformat()},
        "paused": None if found.paused is None else {"since": found.paused.since.isoformat(), "reason": found.paused.reason},
    }


def _at(moment: datetime | None) -> str:
    return "never" if moment is None else f"{moment:%Y-%m-%d %H:%M:%SZ}"


def _run_text(run: Workflow) -> str:
    document = _run_document(run)
    return f"{document['run']}  {document['at']}  {document['who']}\n  {document['cause']}"


def _run_document(run: Workflow) -> Mapping[str, str]:
    failure = run.failure
    return {
        "run": str(run.job.id),
        "pair": run.job.id.pair,
        "at": (run.ended_at or run.queued_at).isoformat(timespec="seconds"),
        "kind": "" if failure is None else failure.kind,
        "cause": "its cause was not kept" if failure is None else failure.message,
        "who": (Recovery.NEEDS_A_PERSON if failure is None else failure.recovery).value,
    }


def _write_text(pair: str, outcome: Outcome) -> str:
    told = _write_document(pair, outcome)
    return f"{pair} {outcome.key}  {told['at']}  {told['status']}, {told['who']}\n  {told['cause']}"


def _write_document(pair: str, outcome: Outcome) -> Mapping[str, str]:
    return {
        "pair": pair,
        "key": outcome.key,
        "kind": outcome.kind,
        "status": outcome.status.value,
        "at": outcome.at.isoformat(timespec="seconds"),
        "cause": outcome.detail or "no answer came; the next run looks whether it was done",
        "who": recovery_of_outcome(outcome).value,
        "run": outcome.run,
    }
