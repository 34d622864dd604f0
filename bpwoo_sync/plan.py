"""What is to be done: keyed actions in an order that can be carried out, as a value that can be read, kept and compared.

An action's payload is the document that will be sent. Where it needs an id that another action obtains, the payload
holds ``{"$result": key}``, and the action waits for that key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from attrs import evolve, field, frozen

from bpwoo_sync.described import described
from bpwoo_sync.errors import PlanError
from bpwoo_sync.findings import Findings, issue_listing
from bpwoo_sync.frames import pandas_frame, polars_frame
from bpwoo_sync.issues import Issue, Severity
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.listing import Kind as Cells
from bpwoo_sync.listing import Listing
from bpwoo_sync.notebook import action_html, plan_html, value_listing
from bpwoo_sync.plots import Bars, bar_chart

#: A JSON document: text, integers, booleans, null, lists and objects. Amounts are text.
Document = Any

#: What of a plan is laid out in rows.
Part = Literal["writes", "values", "findings"]

_RESULT = "$result"


@described
@frozen(kw_only=True)
class Kind:
    """A kind of action: where it writes, how many share a request, and what a person calls it.

    ``system`` is ``brightpearl``, ``woocommerce``, ``ledger`` for an entry of our own, or ``both`` for a run of its own.
    """

    system: str
    batch: int
    """How many actions share a request at most."""
    title: str
    wave: int


#: Every kind of action, in the order in which they are carried out. Brightpearl packs ten writes into one
#: multi-message, which counts as one request of its quota; WooCommerce packs a hundred records into one batch.
KINDS: Mapping[str, Kind] = {
    "address": Kind(system="brightpearl", batch=10, title="postal addresses", wave=1),
    "contact": Kind(system="brightpearl", batch=10, title="contacts", wave=2),
    "contact-addresses": Kind(system="brightpearl", batch=10, title="addresses of contacts", wave=2),
    "contact-change": Kind(system="brightpearl", batch=10, title="changed contacts", wave=2),
    "sales-order": Kind(system="brightpearl", batch=10, title="sales orders", wave=3),
    "order-change": Kind(system="brightpearl", batch=1, title="changed sales orders", wave=3),
    "sales-credit": Kind(system="brightpearl", batch=10, title="sales credits", wave=4),
    "payment": Kind(system="brightpearl", batch=10, title="customer payments", wave=5),
    "payment-reversal": Kind(system="brightpearl", batch=10, title="payments taken back that were there twice", wave=5),
    "order-note": Kind(system="brightpearl", batch=10, title="order notes", wave=6),
    "order-fields": Kind(system="brightpearl", batch=10, title="custom fields of orders", wave=6),
    "reservation": Kind(system="brightpearl", batch=10, title="reservations of stock", wave=6),
    "goods-in": Kind(system="brightpearl", batch=10, title="goods that came back", wave=6),
    "order-status": Kind(system="brightpearl", batch=10, title="order statuses", wave=7),
    "duplicate-order": Kind(system="brightpearl", batch=10, title="cancelled duplicates of sales orders", wave=7),
    "option": Kind(system="brightpearl", batch=10, title="options of products", wave=14),
    "option-value": Kind(system="brightpearl", batch=10, title="values of options", wave=15),
    "option-link": Kind(system="brightpearl", batch=10, title="options for types of products", wave=16),
    "account-product": Kind(system="brightpearl", batch=10, title="products in Brightpearl", wave=17),
    "account-price": Kind(system="brightpearl", batch=10, title="prices in Brightpearl", wave=18),
    "shop-tracking": Kind(system="woocommerce", batch=1, title="tracking numbers in the shop", wave=8),
    "shop-note": Kind(system="woocommerce", batch=1, title="notes to customers", wave=9),
    "shop-order": Kind(system="woocommerce", batch=100, title="statuses of orders in the shop", wave=10),
    "shop-mark": Kind(system="woocommerce", batch=100, title="order marks in the shop", wave=11),
    "shop-stock": Kind(system="woocommerce", batch=100, title="stock quantities in the shop", wave=12),
    "shop-flags": Kind(system="woocommerce", batch=100, title="visibility and backorders in the shop", wave=12),
    "shop-price": Kind(system="woocommerce", batch=100, title="prices in the shop", wave=13),
    "shop-breaks": Kind(system="woocommerce", batch=100, title="prices of larger quantities in the shop", wave=13),
    "shop-product": Kind(system="woocommerce", batch=1, title="products in the shop", wave=19),
    "shop-variation": Kind(system="woocommerce", batch=1, title="variations in the shop", wave=20),
    "shop-change": Kind(system="woocommerce", batch=100, title="changes of products in the shop", wave=21),
    "product-link": Kind(system="ledger", batch=100, title="products linked anew", wave=22),
    "shop-webhook": Kind(system="woocommerce", batch=100, title="webhooks made active again", wave=23),
    "poll": Kind(system="both", batch=1, title="polls", wave=24),
}


@frozen(kw_only=True)
class Action:
    """One write to one system.

    ``key`` derives from content and names the same write on every run and every machine. Actions of one kind and
    one ``group`` may share a request. ``entity`` names the thing as a person knows it.
    """

    key: str
    kind: str
    payload: Document
    entity: str
    summary: str
    group: str = ""
    target: str = ""
    after: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return action_html(self)

    @property
    def needs(self) -> tuple[str, ...]:
        """The keys that have to be settled first."""
        return (*self.after, *_references(self.payload))

    @property
    def subject(self) -> str:
        """What it writes to, whenever it was planned: two actions of one subject say what the same thing shall be."""
        return f"{self.kind}:{self.group}:{self.target}" if self.target else self.key

    @property
    def wave(self) -> int:
        """Its place in the order of kinds."""
        return KINDS[self.kind].wave


def result_of(key: str) -> Document:
    """A place in a payload that is filled with the id another action obtains."""
    return {_RESULT: key}


def filled(document: Document, result: Callable[[str], str | None]) -> Document:
    """A payload with every :func:`result_of` replaced by the id that was obtained."""
    if isinstance(document, Mapping):
        if set(document) == {_RESULT}:
            found = result(document[_RESULT])
            if found is None:
                raise KeyError(document[_RESULT])
            return int(found) if found.isdigit() else found
        return {key: filled(value, result) for key, value in document.items()}
    if isinstance(document, (list, tuple)):
        return [filled(value, result) for value in document]
    return document


@described
@frozen(kw_only=True)
class Plan:
    """Actions in the order in which they are carried out, and what cannot be done and why.

    ``taken_at`` tells when the facts behind it were read (aware UTC). ``links`` are the shop's (product id, variation id)
    that were matched to a Brightpearl product: nothing is written for them, and the ledger keeps them.
    """

    actions: tuple[Action, ...] = ()
    issues: Findings = field(default=Findings(), converter=Findings)
    taken_at: datetime | None = None
    """When it was read: aware UTC."""
    counts: Mapping[str, int] = field(factory=dict)
    """How many of each kind."""
    links: Mapping[tuple[int, int], int] = field(factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.actions)

    def __iter__(self) -> Iterator[Action]:
        return iter(self.actions)

    def _repr_html_(self) -> str:
        return plan_html(self.digest, self.titles(), self.issues, self.actions)

    def listing(self, part: Part = "writes") -> Listing:
        """A row for each write, for each value of each write with where it comes from, or for each finding."""
        if part == "findings":
            return issue_listing(self.issues)
        return value_listing(self.actions) if part == "values" else _write_listing(self.actions)

    def to_pandas(self, part: Part = "writes") -> Any:
        """A ``pandas.DataFrame`` of that :meth:`listing`. Needs the extra ``pandas``."""
        return pandas_frame(self.listing(part))

    def to_polars(self, part: Part = "writes") -> Any:
        """A ``polars.DataFrame`` of that :meth:`listing`. Needs the extra ``polars``."""
        return polars_frame(self.listing(part))

    def plot(self) -> Any:
        """An ``altair.Chart``: how many writes of each kind, coloured by where they go. Needs the extra ``charts``."""
        rows = tuple((KINDS[kind].title, KINDS[kind].system, count) for kind, count in self.by_kind().items())
        columns = {"kind": Cells.TEXT, "system": Cells.TEXT, "writes": Cells.WHOLE}
        return bar_chart(Listing(columns=columns, rows=rows), Bars(title="Plan", name="kind", size="writes", colour="system"))

    @property
    def held(self) -> tuple[Issue, ...]:
        """The issues that keep something from being sent."""
        return tuple(issue for issue in self.issues if issue.severity is Severity.BLOCK)

    @property
    def digest(self) -> str:
        """SHA-256 over the actions: what a person approves."""
        return hashlib.sha256(canonical([document_of(action) for action in self.actions])).hexdigest()

    @property
    def by_entity(self) -> Mapping[str, tuple[Action, ...]]:
        """The actions of each thing, in their order."""
        found: dict[str, list[Action]] = {}
        for action in self.actions:
            found.setdefault(action.entity, []).append(action)
        return {entity: tuple(actions) for entity, actions in found.items()}

    def by_kind(self) -> dict[str, int]:
        """How many actions of each kind, in the order of kinds."""
        counted = {kind: sum(1 for action in self.actions if action.kind == kind) for kind in KINDS}
        return {kind: count for kind, count in counted.items() if count}

    def titles(self) -> dict[str, int]:
        """How many actions of each kind, as a person calls them."""
        return {KINDS[kind].title: count for kind, count in self.by_kind().items()}

    def only(self, *, kinds: Collection[str] = (), entities: Collection[str] = (), below: Severity | None = None) -> Plan:
        """The plan cut down: to some kinds, to some things with all that these wait for, to what no finding is as bad about.

        ``below`` leaves out what a finding of that severity, or a worse one, is about, and what only that waited for. Raises
        :class:`PlanError` where a write of the kinds waits for one of another kind.
        """
        chosen = tuple(action for action in self.actions if not entities or action.entity in entities)
        chosen = _with_needs(chosen, self.actions) if entities else chosen
        chosen = chosen if below is None else _unspoken(chosen, _spoken_of(self.issues, below))
        kept = tuple(action for action in chosen if not kinds or action.kind in kinds)
        keys = {action.key for action in self.actions} - {action.key for action in kept}
        torn = sorted({need for action in kept for need in action.needs} & keys)
        if torn:
            raise PlanError(f"The plan cannot be cut there: what is kept waits for {', '.join(torn[:5])}")
        return evolve(self, actions=kept)

    def without_settled(self, ledger: Ledger) -> Plan:
        """The plan less what a ledger says is done."""
        return evolve(self, actions=tuple(action for action in self.actions if not ledger.settled(action.key)))


def _with_needs(chosen: Iterable[Action], actions: Iterable[Action]) -> tuple[Action, ...]:
    """Some actions with all that they wait for, in their order."""
    every = {action.key: action for action in actions}
    waiting, kept = [action.key for action in chosen], set[str]()
    while waiting:
        key = waiting.pop()
        if key in every and key not in kept:
            kept.add(key)
            waiting += every[key].needs
    return tuple(action for key, action in every.items() if key in kept)


def _spoken_of(issues: Iterable[Issue], least: Severity) -> frozenset[str]:
    """The things that findings of a severity, or a worse one, are about, as actions name them."""
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    found = (each for each in issues if ranks[each.severity] <= ranks[least])
    return frozenset(_thing(each.entity, each.key) for each in found)


def _thing(entity: str, key: str) -> str:
    match entity:
        case "order":
            return f"order {key}"
        case "refund":
            return f"order {key.rpartition('/')[0]}"
        case "webhook" | "poll":
            return f"{entity} {key}"
        case _:
            return f"SKU {key}"


def _unspoken(actions: Sequence[Action], told: Collection[str]) -> tuple[Action, ...]:
    """The actions of other things than these, less what was wanted by theirs alone."""
    kept = [action for action in actions if action.entity not in told]
    left = [action for action in actions if action.entity in told]
    while left:
        wanted = {need for action in left for need in action.needs} - {need for action in kept for need in action.needs}
        left = [action for action in kept if action.key in wanted]
        kept = [action for action in kept if action.key not in wanted]
    return tuple(kept)


def _write_listing(actions: Iterable[Action]) -> Listing:
    columns = dict.fromkeys(("key", "kind", "system", "entity", "summary", "target"), Cells.TEXT)
    rows = ((each.key, each.kind, KINDS[each.kind].system, each.entity, each.summary, each.target) for each in actions)
    return Listing(columns=columns, rows=tuple(rows))


def plan_of(
    actions: Iterable[Action],
    issues: Iterable[Issue] = (),
    *,
    taken_at: datetime | None = None,
    counts: Mapping[str, int] | None = None,
    links: Mapping[tuple[int, int], int] | None = None,
) -> Plan:
    """Order actions by wave, keep the first of each key, and bring issues and actions into one plan."""
    first: dict[str, Action] = {}
    for action in actions:
        first.setdefault(action.key, action)
    ordered = sorted(first.values(), key=lambda action: action.wave)
    return Plan(actions=tuple(ordered), issues=tuple(issues), taken_at=taken_at, counts=dict(counts or {}), links=dict(links or {}))


@frozen(kw_only=True)
class PlanDifference:
    """How a plan differs from an earlier one, by subject."""

    added: tuple[Action, ...] = ()
    removed: tuple[Action, ...] = ()
    changed: tuple[tuple[Action, Action], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def plan_difference(before: Plan, after: Plan) -> PlanDifference:
    """What a plan has that an earlier one had not, lacks, or wants otherwise."""
    old = {action.subject: action for action in before.actions}
    new = {action.subject: action for action in after.actions}
    both = [(old[subject], action) for subject, action in new.items() if subject in old]
    return PlanDifference(
        added=tuple(action for subject, action in new.items() if subject not in old),
        removed=tuple(action for subject, action in old.items() if subject not in new),
        changed=tuple(pair for pair in both if pair[0].payload != pair[1].payload),
    )


def approved(saved: Plan, digest: str, fresh: Plan, ledger: Ledger) -> Plan:
    """The part of a saved plan that is still to be carried out.

    ``digest`` is what a person approved; eight characters of it are enough. ``fresh`` is the plan as both sides stand
    now: a write that it no longer wants, or wants otherwise, means that the facts have moved, unless the ledger knows
    it as done. Raises :class:`PlanError`.
    """
    if len(digest) < 8 or not saved.digest.startswith(digest):
        raise PlanError(f"The plan's digest is {saved.digest[:12]}, not {digest}: it is not the plan that was approved.")
    waiting = saved.without_settled(ledger)
    wanted = {action.subject: action.payload for action in fresh.actions}
    moved = [action for action in waiting.actions if wanted.get(action.subject) != action.payload]
    if moved:
        told = "; ".join(action.summary for action in moved[:5])
        more = f" and {len(moved) - 5} more" if len(moved) > 5 else ""
        raise PlanError(f"Since the plan was made, the facts have moved for {len(moved)} of its writes: {told}{more}. Make a new plan.")
    return waiting


def document_of(action: Action) -> dict[str, Document]:
    """An action as a JSON document."""
    return {
        "key": action.key,
        "kind": action.kind,
        "entity": action.entity,
        "summary": action.summary,
        "group": action.group,
        "target": action.target,
        "after": list(action.after),
        "payload": action.payload,
    }


def action_from(document: Mapping[str, Document]) -> Action:
    """An action from the document that :func:`document_of` made."""
    fields = {name: value for name, value in document.items() if name != "explained"}
    return Action(**{**fields, "after": tuple(document["after"])})


def plan_from(document: Mapping[str, Document]) -> Plan:
    """A plan from the document that a report made of it. Raises :class:`PlanError` where it is none."""
    try:
        taken_at = document["taken_at"]
        return Plan(
            actions=tuple(action_from(each) for each in document["actions"]),
            issues=tuple(_issue_from(each) for each in document["issues"]),
            taken_at=datetime.fromisoformat(taken_at) if taken_at else None,
            counts=dict(document["counts"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise PlanError(f"This is no saved plan ({type(fault).__name__}: {fault}). Make one with: bpwoo plan --save FILE") from None


def _issue_from(document: Mapping[str, Document]) -> Issue:
    fields = {name: value for name, value in document.items() if name != "documentation"}
    return Issue(**{**fields, "severity": Severity(document["severity"])})


def canonical(document: Document) -> bytes:
    """JSON with sorted keys and no blanks: the same bytes for the same content."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _references(document: Document) -> tuple[str, ...]:
    if isinstance(document, Mapping):
        if set(document) == {_RESULT}:
            return (document[_RESULT],)
        return tuple(key for value in document.values() for key in _references(value))
    if isinstance(document, (list, tuple)):
        return tuple(key for value in document for key in _references(value))
    return ()
