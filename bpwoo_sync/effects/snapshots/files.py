"""A snapshot on disk: parts of sorted records, and a manifest with their checksums that is written last.

A folder without a manifest is no snapshot. One whose parts are not those of the manifest is never read.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal, cast

from attrs import asdict, field, frozen

import brightpearl_sdk as bp
from bpwoo_sync.comparing import Kept
from bpwoo_sync.described import described
from bpwoo_sync.effects.snapshots.pages import replace_file
from bpwoo_sync.effects.snapshots.parquet import parquet_lines, write_parquet
from bpwoo_sync.errors import SnapshotError
from bpwoo_sync.kept import KINDS, SUBJECTS, Side, Subject, moment, moment_text, record_of

Form = Literal["jsonl", "jsonl.gz", "parquet"]

FORMAT = 4

#: Formats of older versions that are read as well: what they lack is not compared.
READABLE = (1, 2, 3, 4)

MANIFEST = "manifest.json"

#: How many records a part holds at most.
PART = 250_000


@described
@frozen(kw_only=True)
class Part:
    """A file of a snapshot. ``sha256`` is of its bytes."""

    name: str
    subject: Subject
    records: int
    """How many records."""
    sha256: str


@described
@frozen(kw_only=True)
class Manifest:
    """What a snapshot is of. Both moments are aware UTC: before its first request, and after its last.

    ``incomplete`` names the subjects that could not be read whole. ``currency`` is the shop's; it, ``decimals`` and
    ``prices_include_tax`` tell how its prices are meant. ``price_lists`` are the account's that the shop's prices are taken from,
    as Brightpearl tells of them; snapshots up to the third format have none.
    """

    side: Side
    store: str
    taken_at: datetime
    """When it was read: aware UTC."""
    finished_at: datetime
    """When the last answer had come: aware UTC."""
    form: Form = "jsonl.gz"
    parts: tuple[Part, ...] = ()
    incomplete: tuple[Subject, ...] = ()
    currency: str = ""
    decimals: int = 2
    """The decimals of the shop's amounts."""
    prices_include_tax: bool = False
    price_lists: tuple[Mapping[str, Any], ...] = ()
    format: int = FORMAT

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """What was taken, in a fixed order."""
        return tuple(subject for subject in SUBJECTS if any(part.subject == subject for part in self.parts))

    @property
    def counts(self) -> dict[str, int]:
        """Records by subject."""
        return {subject: sum(part.records for part in self.parts if part.subject == subject) for subject in self.subjects}


@frozen
class Snapshot:
    """A snapshot whose every part was found as it was written."""

    folder: Path
    manifest: Manifest = field(repr=False)

    def lines(self, subject: Subject) -> Iterator[str]:
        """The records of a subject as lines of JSON that ascend by key, each with its line feed."""
        for part in self.manifest.parts:
            if part.subject == subject:
                yield from _read(self.folder / part.name, self.manifest.form, KINDS[self.manifest.side, subject])

    def records(self, subject: Subject) -> Iterator[Any]:
        """The records of a subject, in ascending order of their keys."""
        kind = KINDS[self.manifest.side, subject]
        return (record_of(kind, line) for line in self.lines(subject))

    def kept(self, subjects: Iterable[str] = SUBJECTS) -> Kept:
        """The snapshot as it is compared. Can be compared once: its records are read as they are asked for."""
        wanted = frozenset(subjects)
        about = self.manifest
        return Kept(
            taken_at=about.taken_at,
            **{subject: self.records(subject) for subject in about.subjects if subject in wanted},
            incomplete=frozenset(about.incomplete),
            currency=about.currency,
            decimals=about.decimals,
            prices_include_tax=about.prices_include_tax,
            price_lists=tuple(bp.decode(bp.PriceList, dict(each)) for each in about.price_lists),
        )


def write_snapshot(folder: Path, about: Manifest, lines: Mapping[Subject, Iterable[str]], *, part: int = PART) -> Snapshot:
    """Write a snapshot of sorted lines, each with its line feed; ``about`` says all but its parts."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [each for subject, told in lines.items() for each in _parts(folder, about, subject, told, part)]
    document = _document(about, parts)
    replace_file(folder / MANIFEST, json.dumps({**document, "checksum": _checksum(document)}, indent=1).encode())
    return open_snapshot(folder)


def open_snapshot(folder: Path) -> Snapshot:
    """A snapshot, once every part of it was checked.

    Raises :class:`~bpwoo_sync.errors.SnapshotError` that names the file which is missing, cut short or altered.
    """
    manifest = _manifest(folder)
    for part in manifest.parts:
        path = folder / part.name
        if not path.is_file():
            raise SnapshotError(f"{path}: is missing, though the manifest names it. Copy the whole folder, or take the snapshot again.")
        if _sha256(path) != part.sha256:
            raise SnapshotError(f"{path}: was cut short or altered: its checksum is not the manifest's. Take the snapshot again.")
    return Snapshot(folder, manifest)


def open_pair(shop: Path, account: Path) -> tuple[Snapshot, Snapshot]:
    """A snapshot of the shop and one of the account, of the same store.

    Raises :class:`~bpwoo_sync.errors.SnapshotError` where they are not.
    """
    ours, theirs = open_snapshot(shop), open_snapshot(account)
    for each, side in ((ours, "shop"), (theirs, "account")):
        if each.manifest.side != side:
            raise SnapshotError(f"{each.folder}: is a snapshot of the {each.manifest.side}, where one of the {side} was due.")
    if ours.manifest.store != theirs.manifest.store:
        raise SnapshotError(
            f"{shop} is of store {ours.manifest.store}, {account} of store {theirs.manifest.store}: they do not belong together."
        )
    return ours, theirs


def _manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.is_file():
        if (folder / "pages").is_dir():
            raise SnapshotError(f"{folder}: its reading was interrupted. Run bpwoo snapshot again: it goes on where it stopped.")
        raise SnapshotError(f"{path}: there is none, so {folder} holds no whole snapshot. Take one: bpwoo snapshot.")
    try:
        document = json.loads(path.read_bytes())
        checksum = document.pop("checksum")
    except (OSError, ValueError, AttributeError, KeyError) as fault:
        raise SnapshotError(f"{path}: cannot be read ({fault}). Take the snapshot again.") from None
    if document.get("format") not in READABLE:
        told = ", ".join(str(each) for each in READABLE)
        raise SnapshotError(f"{path}: has format {document.get('format')}; this version reads {told}. Take the snapshot again.")
    if checksum != _checksum(document):
        raise SnapshotError(f"{path}: was altered after it was written. Take the snapshot again.")
    return Manifest(
        **{
            **document,
            "taken_at": moment(document["taken_at"]),
            "finished_at": moment(document["finished_at"]),
            "parts": tuple(Part(**each) for each in document["parts"]),
            "incomplete": tuple(document["incomplete"]),
            "price_lists": tuple(document.get("price_lists", ())),
        }
    )


def _document(about: Manifest, parts: list[Part]) -> dict[str, Any]:
    told = asdict(about, recurse=False)
    moments = {name: moment_text(told[name]) for name in ("taken_at", "finished_at")}
    lists = {"parts": [asdict(each) for each in parts], "incomplete": list(about.incomplete), "price_lists": list(about.price_lists)}
    return {**told, **moments, **lists}


def _checksum(document: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _parts(folder: Path, about: Manifest, subject: Subject, lines: Iterable[str], most: int) -> Iterator[Part]:
    """Write the parts of a subject. One that nothing is of has a part without records."""
    source, number = iter(lines), 0
    while True:
        first = next(source, None)
        if first is None and number:
            return
        number += 1
        name = f"{subject}-{number:04d}.{about.form}"
        told = islice(source, most - 1) if first is None else chain((first,), islice(source, most - 1))
        records = _write(folder / name, about.form, KINDS[about.side, subject], told)
        yield Part(name=name, subject=subject, records=records, sha256=_sha256(folder / name))
        if first is None:
            return


def _write(path: Path, form: Form, kind: type[Any], lines: Iterable[str]) -> int:
    if form == "parquet":
        return write_parquet(path, kind, lines)
    # The moment of compression is left out, so that the same records are the same bytes.
    opened: Callable[[], Any] = (lambda: gzip.GzipFile(path, "wb", 6, mtime=0)) if form == "jsonl.gz" else (lambda: path.open("wb"))
    records = 0
    with opened() as file:
        for line in lines:
            file.write(line.encode())
            records += 1
    return records


def _read(path: Path, form: Form, kind: type[Any]) -> Iterator[str]:
    if form == "parquet":
        yield from parquet_lines(path, kind)
    elif form == "jsonl.gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            yield from cast(Iterable[str], file)
    else:
        with path.open(encoding="utf-8", newline="\n") as plain:
            yield from plain


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
