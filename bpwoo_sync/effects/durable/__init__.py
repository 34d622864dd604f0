"""The engine in a database: DBOS, on an SQLite file or PostgreSQL (extra ``durable``).

:class:`Durable` queues jobs and tells of them, from any process. :func:`executing` runs them, in one process at a time for
each executor id. Both keep to the public names of ``dbos``, and import it when they are first used.
"""

from __future__ import annotations

from bpwoo_sync.effects.durable.database import APPLICATION, FROZEN, QUEUE, JsonText, queue_engine
from bpwoo_sync.effects.durable.execution import PAUSES, Executing, Left, executing
from bpwoo_sync.effects.durable.queueing import APPLICATION_VERSION, Durable

__all__ = [
    "APPLICATION",
    "APPLICATION_VERSION",
    "FROZEN",
    "PAUSES",
    "QUEUE",
    "Durable",
    "Executing",
    "JsonText",
    "Left",
    "executing",
    "queue_engine",
]
