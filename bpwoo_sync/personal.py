"""What of a customer stands in what is kept: how it is struck out of messages, and out of everything when it is to be erased.

A ledger holds no payloads. A contact is known to it by the digest of its e-mail address; only a message that a system
answered with may repeat what was sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from bpwoo_sync.ledger import Outcome
from bpwoo_sync.mapping.customers import contact_key

#: The fields of what is written to Brightpearl that tell of a person, wherever they stand.
PERSONAL = frozenset(
    {
        "firstName",
        "lastName",
        "addressFullName",
        "companyName",
        "addressLine1",
        "addressLine2",
        "addressLine3",
        "addressLine4",
        "postalCode",
        "email",
        "telephone",
        "mobileTelephone",
        "PRI",
        "SEC",
        "MOB",
    }
)

STRUCK = "…"

#: Shorter texts than this stand in too many words to be struck wherever they occur.
_SHORTEST = 3

_EMAIL = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+\.[^\s@<>\"'(),;:.]+")


def personal_values(document: Any) -> frozenset[str]:
    """The texts in a payload that tell of a person."""
    found: set[str] = set()
    if isinstance(document, Mapping):
        for name, value in document.items():
            if name in PERSONAL and isinstance(value, str):
                found.add(value.strip())
            elif name == "organisation" and isinstance(value, Mapping):
                found.add(str(value.get("name", "")).strip())
            else:
                found |= personal_values(value)
    elif isinstance(document, (list, tuple)):
        for each in document:
            found |= personal_values(each)
    return frozenset(each for each in found if len(each) >= _SHORTEST)


def struck(text: str, values: Iterable[str]) -> str:
    """The text without these, whatever their case; the longest go first.

    >>> struck("Ann Lee of Reno is known", {"Ann", "Lee"})
    '… … of Reno is known'
    """
    for value in sorted(values, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", STRUCK, text, flags=re.IGNORECASE)
    return text


def message_of(text: str, payload: Any) -> str:
    """A system's message about a write as it may be kept: without what was sent of a person, and without any e-mail address.

    >>> message_of("ann@example.com is taken by Ann", {"firstName": "Ann"})
    '… is taken by …'
    """
    return struck(_EMAIL.sub(STRUCK, text), personal_values(payload))


def erased(outcome: Outcome, email: str, number: int) -> Outcome:
    """An outcome as it may stay once a customer is to be erased: not by the digest of the address, and not naming it.

    Orders and payments stay by their numbers, as books have to. ``number`` tells the erased ones apart.
    """
    key = contact_key(email)
    if key in outcome.key:
        return evolve(outcome, key=outcome.key.replace(key, f"contact:erased-{number}"), result=None, detail="")
    return evolve(outcome, detail=struck(outcome.detail, {email.strip()}))


def erased_text(text: str, email: str) -> str:
    """A kept file as it may stay: where it is a plan, without everything that its writes to this customer tell of a person.

    A plan has another digest then, so that nobody can carry it out any more.
    """
    return struck(text, {email.strip(), contact_key(email), *_of_plan(text, email)})


def _of_plan(text: str, email: str) -> frozenset[str]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return frozenset()
    wanted = email.strip().casefold()
    actions = document.get("actions") if isinstance(document, dict) else None
    values = [personal_values(action) for action in actions or () if isinstance(action, dict)]
    # A contact's address is a write of its own, which its key names.
    key = contact_key(email)
    named = [personal_values(each) for each in actions or () if isinstance(each, dict) and key in str(each.get("key"))]
    mentioned = [found for found in values if any(each.casefold() == wanted for each in found)]
    return frozenset().union(*mentioned, *named)
