"""Sort any number of lines by their key in bounded memory: sorted chunks in files, merged as they are read."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

#: How many lines are sorted in memory at once. A line of stock takes about a hundred bytes.
CHUNK = 100_000


def sorted_lines(lines: Iterable[str], key: Callable[[str], str], folder: Path | None = None, *, chunk: int = CHUNK) -> Iterator[str]:
    """The lines in the order of their keys; those of one key stay in the order in which they came.

    Lines end with a line feed. What does not fit into one chunk goes through files in ``folder`` (the system's own
    for temporary files unless told), which are removed when the last line was read or the reading is given up.
    """
    source = iter(lines)
    first = sorted(islice(source, chunk), key=key)
    following = list(islice(source, chunk)) if len(first) == chunk else []
    if not following:
        yield from first
        return
    with tempfile.TemporaryDirectory(prefix="bpwoo-sort-", dir=folder) as place, ExitStack() as opened:
        files = [_written(Path(place) / "0", first)]
        del first
        while following:
            following.sort(key=key)
            files.append(_written(Path(place) / str(len(files)), following))
            following = list(islice(source, chunk))
        streams = [opened.enter_context(path.open(encoding="utf-8", newline="\n")) for path in files]
        yield from heapq.merge(*streams, key=key)


def _written(path: Path, lines: Iterable[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    return path
