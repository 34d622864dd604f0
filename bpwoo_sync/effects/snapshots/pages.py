"""The pages of a reading that is not finished, in files: what is kept is not asked for again after an interruption.

A stage is a file. A page is its records, each a line, and a line that closes it with their checksum, how far the stage
came, and what to ask next. Lines behind the last closed page are what an interruption left, and are dropped.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from bpwoo_sync.described import described
from bpwoo_sync.errors import SnapshotError

_CLOSED = "#\t"


@described
@frozen(kw_only=True)
class Reached:
    """How far a stage came: records kept, what to ask next, and how many records the vendor said there are."""

    records: int = 0
    """How many records are kept."""
    cursor: tuple[int, int] = (0, 0)
    total: int | None = None
    """How many records the vendor said there are."""
    finished: bool = False
    whole: bool = True


class PageFiles:
    """Pages in a folder. Raises :class:`~bpwoo_sync.errors.SnapshotError` where a kept page was altered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._reached: dict[str, Reached] = {}

    def begin(self, start: dict[str, Any]) -> dict[str, Any]:
        """What the reading was begun with: ``start`` unless there was one, which has to be of the same."""
        path = self.folder / "start.json"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, json.dumps(start).encode())
            return start
        try:
            known: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as fault:
            raise SnapshotError(f"{path}: cannot be read ({fault}). Remove {self.folder} and begin again.") from None
        other = [name for name, value in start.items() if name != "taken_at" and known.get(name) != value]
        if other:
            raise SnapshotError(
                f"{self.folder}: the reading that was interrupted was begun with another {', '.join(other)}. "
                "Go on with the same settings, or remove the folder and begin again."
            )
        return known

    def reached(self, stage: str) -> Reached:
        """How far a stage came."""
        if stage not in self._reached:
            path = self._path(stage)
            self._reached[stage], length = _checked(path) if path.exists() else (Reached(), 0)
            if path.exists() and path.stat().st_size > length:
                os.truncate(path, length)
        return self._reached[stage]

    def keep(self, stage: str, lines: Sequence[tuple[str, str]], reached: Reached) -> None:
        """Keep a page, each line with its subject; returns once it is on disk."""
        self.reached(stage)
        body = "".join(f"{subject}\t{line}\n" for subject, line in lines).encode()
        closing = {
            "sha256": hashlib.sha256(body).hexdigest(),
            "records": reached.records,
            "cursor": reached.cursor,
            "total": reached.total,
            "finished": reached.finished,
            "whole": reached.whole,
        }
        with self._path(stage).open("ab") as file:
            file.write(body + f"{_CLOSED}{json.dumps(closing)}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        self._reached[stage] = reached

    def restart(self, stage: str) -> None:
        """Forget a stage's pages."""
        self._path(stage).unlink(missing_ok=True)
        self._reached.pop(stage, None)

    def stages(self) -> tuple[str, ...]:
        """The stages of which something is kept."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.pages")))

    def lines(self, subject: str) -> Iterator[str]:
        """Every line of a subject, stage after stage, each with its line feed."""
        wanted = f"{subject}\t"
        for stage in self.stages():
            with self._path(stage).open(encoding="utf-8", newline="\n") as file:
                yield from (line[len(wanted) :] for line in file if line.startswith(wanted))

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, stage: str) -> Path:
        return self.folder / f"{stage}.pages"


def _checked(path: Path) -> tuple[Reached, int]:
    """How far a stage's file goes, and where its last closed page ends."""
    reached, length, digest, size = Reached(), 0, hashlib.sha256(), 0
    with path.open("rb") as file:
        for line in file:
            size += len(line)
            if not line.startswith(_CLOSED.encode()):
                digest.update(line)
                continue
            closing = _closing(line)
            if closing is None:
                break
            if closing["sha256"] != digest.hexdigest():
                raise SnapshotError(f"{path}: a page of it was altered after it was kept. Remove {path.parent} and begin again.")
            reached, length, digest = _reached(closing), size, hashlib.sha256()
    return reached, length


def _closing(line: bytes) -> dict[str, Any] | None:
    """The line that closes a page; None where it was cut off."""
    try:
        found: dict[str, Any] = json.loads(line[len(_CLOSED) :]) if line.endswith(b"\n") else {}
    except ValueError:
        return None
    return found or None


def _reached(closing: dict[str, Any]) -> Reached:
    index, at = closing["cursor"]
    return Reached(
        records=closing["records"], cursor=(index, at), total=closing["total"], finished=closing["finished"], whole=closing["whole"]
    )


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, whatever happens meanwhile."""
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def tagged(subject: str, lines: Iterable[str]) -> list[tuple[str, str]]:
    """Lines of one subject, as a page keeps them."""
    return [(subject, line) for line in lines]
