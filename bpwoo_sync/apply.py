"""Offer each action that is not yet settled, and fold what became of it. Performs nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from attrs import frozen

from bpwoo_sync.ledger import Ledger, Outcome, Status, fold_into
from bpwoo_sync.plan import KINDS, Action, Plan, filled


@frozen(kw_only=True)
class Offer:
    """Actions that may go out together: one kind, one group, nothing they wait for.

    ``payloads`` are filled with the ids that earlier actions obtained. ``in_doubt`` names those that may already
    have been done: they are looked up before anything is sent.
    """

    actions: tuple[Action, ...]
    payloads: tuple[object, ...]
    in_doubt: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The kind that all of them have."""
        return self.actions[0].kind


Outcomes = Sequence[Outcome]


def apply(plan: Plan, ledger: Ledger) -> Generator[Offer, Outcomes, Ledger]:
    """Offer what is not settled, as many at once as a request holds; an action whose needs failed is not offered."""
    fresh: dict[str, Outcome] = {}

    def result(key: str) -> str | None:
        outcome = fresh.get(key)
        return outcome.result if outcome is not None and outcome.status is Status.DONE else ledger.result(key)

    def settled(key: str) -> bool:
        outcome = fresh.get(key)
        return (outcome is not None and outcome.status is Status.DONE) or ledger.settled(key)

    for together in offers_of(plan, settled):
        ready = tuple(action for action in together if all(settled(key) for key in action.needs))
        if ready:
            outcomes = yield Offer(
                actions=ready,
                payloads=tuple(filled(action.payload, result) for action in ready),
                in_doubt=frozenset(action.key for action in ready if ledger.in_doubt(action.key)),
            )
            fold_into(fresh, outcomes)
    return ledger.record(*fresh.values())


def offers_of(plan: Plan, settled: Callable[[str], bool]) -> Generator[tuple[Action, ...], None, None]:
    """Runs of unsettled actions of one kind and group, no longer than a request of that kind holds."""
    waiting: dict[tuple[int, str, str], list[Action]] = {}
    for action in plan.actions:
        waiting.setdefault((action.wave, action.kind, action.group), []).append(action)
    for (_, kind, _), actions in sorted(waiting.items(), key=lambda item: item[0][0]):
        unsettled = [action for action in actions if not settled(action.key)]
        size = KINDS[kind].batch
        for start in range(0, len(unsettled), size):
            yield tuple(unsettled[start : start + size])


def unreached(plan: Plan, ledger: Ledger) -> tuple[Action, ...]:
    """The actions that were never offered because something they need did not succeed."""
    return tuple(
        action for action in plan.actions if action.key not in ledger.latest and any(not ledger.settled(key) for key in action.needs)
    )
