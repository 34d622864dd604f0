"""Every link inside the built site leads to a page and a place that are there: ``python -m tests.docs.links docs/_build/html``.

So do the addresses that errors and issues name, and those of the documentation in the packages' own texts.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from attrs import frozen

from bpwoo_sync.codes import CODES
from bpwoo_sync.documentation import DOCUMENTATION, code_page
from tests.architecture.source import modules
from tests.docs.pages import explained

#: A place that can be linked, or an address. Code that a page shows has its quotes escaped.
_ATTRIBUTE = re.compile(r'\s(id|href|src)="([^"]*)"')


@frozen
class Page:
    """What a page has: the places that can be linked, and the addresses that it links."""

    places: frozenset[str]
    linked: tuple[str, ...]


def read(text: str) -> Page:
    """A page from its HTML as Sphinx writes it."""
    found = [(name, unescape(value)) for name, value in _ATTRIBUTE.findall(text)]
    places = frozenset(value for name, value in found if name == "id")
    return Page(places, tuple(dict.fromkeys(value for name, value in found if name != "id")))


def target(page: str, address: str) -> tuple[str, str] | None:
    """The file and the place in it that an address leads to from a page; ``None`` where it leads elsewhere."""
    inside = address.removeprefix(DOCUMENTATION) if f"{address}/".startswith(f"{DOCUMENTATION}/") else None
    parts = urlsplit(address if inside is None else inside)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    base = PurePosixPath(page).parent if inside is None else PurePosixPath()
    found = normpath(str(base / path.lstrip("/"))) if path else page if inside is None else "index.html"
    return (f"{found}/index.html" if path.endswith("/") else found, unquote(parts.fragment))


def faults(site: Mapping[str, Page | None], linked: Iterable[tuple[str, str]]) -> list[str]:
    """What leads nowhere: of each address by where it stands. A file of the site that is no page is ``None``."""
    found = []
    for where, address in linked:
        there = target(where, address)
        if there is None:
            continue
        path, place = there
        path = path if path in site or f"{path}/index.html" not in site else f"{path}/index.html"
        if path not in site:
            found.append(f"{where}: {address}: there is no {path}")
        elif place and place not in getattr(site[path], "places", {place}):
            found.append(f"{where}: {address}: {path} has no #{place}")
    return found


def site_of(folder: Path) -> dict[str, Page | None]:
    """Every file of a built site by its path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): read(path.read_text("utf-8"))
        if path.suffix == ".html" and "_static" not in path.parts
        else None
        for path in files
    }


def told_by_messages() -> Iterator[tuple[str, str]]:
    """Every address that an error or an issue names, and every one in the packages' sources."""
    for name, kind in explained.errors().items():
        # Of an error that was raised; what it was raised with does not matter.
        yield name, str(getattr(kind.__new__(kind), "documentation", ""))
    for code in CODES:
        yield code, code_page(code)
    for name, path in modules().items():
        for address in re.findall(rf"{re.escape(DOCUMENTATION)}[\w/.#-]*", path.read_text("utf-8")):
            yield name, address.rstrip(".")


def main(folder: Path) -> int:
    """Look at every link, and say which leads nowhere."""
    site = site_of(folder)
    inside = [(name, address) for name, page in site.items() if page is not None for address in page.linked]
    named = list(told_by_messages())
    found = faults(site, [*inside, *named])
    pages = sum(page is not None for page in site.values())
    print("\n".join(found) or f"{len(inside)} links of {pages} pages and {len(named)} addresses in messages lead somewhere")
    return 1 if found or not pages else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
