"""What was put right since both sides were last compared: the writes that the ledger tells of."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from bpwoo_sync.ledger import Ledger, Status
from bpwoo_sync.plan import KINDS


def written_titles(ledger: Ledger, since: datetime) -> dict[str, int]:
    """How many writes were done after this moment, by what people call their kind, in the order in which kinds are carried out."""
    counts = Counter(each.kind for each in ledger if each.status is Status.DONE and each.at > since)
    return {known.title: counts[kind] for kind, known in KINDS.items() if counts[kind]}
