"""Every flow, every request that it makes, every trouble: what became of it."""

from __future__ import annotations

import random
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from typing import Any

from attrs import frozen

from bpwoo_sync.effects.flow import SIGN_IN_ERRORS, VendorError
from bpwoo_sync.ledger import Status
from tests.bpwoo_sync.effects.world import World
from tests.faults.flows import EVERY, Flow, Said, begun, connected, seen, signed_in
from tests.faults.troubles import TROUBLES, Trouble, troubled

SYSTEMS = ("brightpearl", "shop")


class Verdict(Enum):
    """What a trouble led to. ``HELD``: what it kept from being done was told with its reason, and the next run did it."""

    RECOVERED = "recovered"
    HELD = "held"
    LOST = "lost"
    DUPLICATED = "duplicated"
    UNSAID = "unsaid"


@frozen
class Case:
    """A trouble that meets one request of a flow, or with ``lasting`` every request of that address from there on."""

    flow: str
    trouble: str
    system: str
    nth: int
    lasting: bool = False


@frozen
class Tried:
    """What became of a case, and how that shows."""

    case: Case
    verdict: Verdict
    why: str = ""


@frozen
class Calm:
    """A run without trouble: what is to be seen after it, what it said, and how many requests each system got."""

    seen: dict[str, Any]
    said: Said
    requests: dict[str, int]


def flow_of(name: str) -> Flow:
    """The flow of this name."""
    return next(flow for flow in EVERY if flow.name == name)


def trouble_of(name: str) -> Trouble:
    """The trouble of this name."""
    return next(trouble for trouble in TROUBLES if trouble.name == name)


@cache
def calm(flow: Flow) -> Calm:
    """The flow without trouble. It has something to do, and a second run has nothing."""
    world = begun(flow).copy()
    before = {system: len(getattr(world.doubles, system).requests) for system in SYSTEMS}
    with connected(world) as both:
        said = flow.run(world, both)
        requests = {system: len(getattr(world.doubles, system).requests) - before[system] for system in SYSTEMS}
        found = seen(world, said)
        world.clock.pass_(minutes=5)
        again = flow.run(world, both)
    if again.writes or not (said.writes or said.seen):
        raise AssertionError(f"{flow.name}: the first run writes {said.writes}, the second {again.writes}")
    return Calm(found, said, requests)


def cases(flows: Iterable[Flow] = EVERY) -> Iterator[Case]:
    """Every case there is."""
    for flow in flows:
        for system, count in calm(flow).requests.items():
            for nth in range(1, count + 1):
                for trouble in TROUBLES:
                    if system in trouble.systems:
                        for lasting in (False, True) if trouble.lasts else (False,):
                            yield Case(flow.name, trouble.name, system, nth, lasting)


def sample(every: Iterable[Case], most: int, seed: int) -> list[Case]:
    """So many of them, the same for the same seed, each flow and each trouble among them."""
    drawn = random.Random(seed)
    shuffled = sorted(every, key=lambda case: (drawn.random(), str(case)))
    first: dict[tuple[str, str], Case] = {}
    for case in shuffled:
        first.setdefault(("flow", case.flow), case)
        first.setdefault(("trouble", case.trouble), case)
    chosen = dict.fromkeys([*first.values(), *shuffled])
    return list(chosen)[:most]


def tried(case: Case) -> Tried:
    """Meet the trouble; then run in calm, signing in again where that is what was said; compare; find nothing left to do."""
    flow, trouble = flow_of(case.flow), trouble_of(case.trouble)
    world, expected = begun(flow).copy(), calm(flow)
    known = len(world.store.outcomes)
    handler = troubled(trouble, world, case.system, case.nth, lasting=case.lasting)
    said, error = _run(flow, world, **{case.system: handler})
    after = seen(world, said)
    told = error is not None or _told(world, known, said, expected.said)
    world.skew = dict.fromkeys(world.skew, world.skew["shop"] * 0)
    if isinstance(error, SIGN_IN_ERRORS) or world.revoked:
        signed_in(world)
    world.clock.pass_(minutes=20)
    second, unexpected = _run(flow, world)
    if isinstance(unexpected, SIGN_IN_ERRORS):
        # Brightpearl renewed the token and its answer was lost: only a person can sign in anew, as the error says.
        told, error = True, unexpected
        signed_in(world)
        second, unexpected = _run(flow, world)
    # Where nothing was written, a third run would find what the second found.
    left = _run(flow, world)[0] if second is not None and second.writes else second
    if unexpected is not None:
        return Tried(case, Verdict.LOST, f"the next run fails: {type(unexpected).__name__}: {unexpected}")
    verdict, why = _compared(expected.seen, seen(world, second))
    if verdict is None and left is not None and left.writes:
        verdict, why = Verdict.DUPLICATED, f"a third run would write {left.writes} more"
    if verdict is None and after != expected.seen and not told:
        verdict, why = Verdict.UNSAID, "the run left something undone and said nothing"
    well = Verdict.RECOVERED if after == expected.seen else Verdict.HELD
    return Tried(case, verdict or well, why or _reason(world, known, error, said, expected.said))


def _run(flow: Flow, world: World, **handlers: Any) -> tuple[Said | None, Exception | None]:
    with connected(world, **handlers) as both, warnings.catch_warnings():
        try:
            return flow.run(world, both), None
        except VendorError as error:
            return None, error


def _told(world: World, known: int, said: Said | None, expected: Said) -> bool:
    """Whether a run that ended by itself tells that not all was done: an outcome that is not, or an issue more."""
    last = {each.key: each for each in world.store.outcomes[known:]}
    undone = any(each.status is not Status.DONE and each.detail for each in last.values())
    return undone or (said is not None and bool(said.issues - expected.issues))


def _reason(world: World, known: int, error: Exception | None, said: Said | None, expected: Said) -> str:
    """What a run told of what it left undone."""
    if error is not None or said is None:
        return f"{type(error).__name__}: {error}"
    told = [each.detail for each in world.store.outcomes[known:] if each.status is not Status.DONE and each.detail]
    return "; ".join([*told, *sorted(said.issues - expected.issues)])


def _compared(expected: dict[str, Any], found: dict[str, Any]) -> tuple[Verdict | None, str]:
    """Whether something that should be there is not, or is there twice."""
    for verdict, more, less in ((Verdict.LOST, expected, found), (Verdict.DUPLICATED, found, expected)):
        for kind, entries in more.items():
            beyond = Counter(map(str, entries)) - Counter(map(str, less.get(kind, ())))
            if beyond:
                return verdict, f"{kind}: {', '.join(beyond)}"
    return None, ""
