"""What becomes of text: slugs, prices, and HTML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from .._kernel.values import Json

_BLOCK = r"(?:p|div|ul|ol|table|blockquote|h[1-6])"


def slug_of(name: str) -> str:
    """A name as part of an address.

    >>> slug_of("Café & Té")
    'cafe-te'
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"&\w+;|<[^>]*>", "", name)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[\s-]+", "-", re.sub(r"[^a-z0-9_\s.-]", "", plain).replace(".", "-")).strip("-")


def free_slug(wanted: str, taken: Container[str]) -> str:
    """The slug, or the first numbered one that is free."""
    return wanted if wanted not in taken else next(f"{wanted}-{number}" for number in range(2, 10**6) if f"{wanted}-{number}" not in taken)


def price(value: Json) -> str:
    """Price text stripped, not parsed: ``12,50`` becomes ``1250`` and ``abc`` nothing."""
    if value is None or isinstance(value, bool):
        return ""
    text = re.sub(r"[^0-9.\-]", "", str(value).strip())
    whole, point, rest = text.partition(".")
    return whole + point + rest.replace(".", "") if point else whole


def html(value: str) -> str:
    """Text as the shop keeps it: a lone ampersand is escaped; scripts' tags, handlers and backslashes go."""
    cleaned = re.sub(r"</?(script|style)\b[^>]*>|<[^\w/!][^>]*>", "", value, flags=re.IGNORECASE)
    cleaned = re.sub(r"(<\w[^>]*?)\s+on\w+=(\"[^\"]*\"|'[^']*')", r"\1", cleaned, flags=re.IGNORECASE)
    return re.sub(r"&(?!#?\w+;)", "&amp;", cleaned).replace("\\", "").strip()


def paragraphs(value: str) -> str:
    """Text as the shop shows it: what stands between blank lines, or after a block, is a paragraph.

    >>> paragraphs("<p>one</p>two")
    '<p>one</p>\\n<p>two</p>\\n'
    """
    parts = [part.strip() for part in re.split(r"\n\s*\n", re.sub(rf"(</{_BLOCK}>)", r"\1\n\n", value)) if part.strip()]
    return "".join(f"{part}\n" if re.match(rf"</?{_BLOCK}\b", part) else f"<p>{part}</p>\n" for part in parts)


def words(value: str) -> str:
    """Text of one line without any tag."""
    return re.sub(r"<[^>]*>?", "", html(value)).strip()
