"""What repairs a finding: actions of a plan that is made now, never others, so that it can be approved and applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bpwoo_sync.issues import Issue, Severity
from bpwoo_sync.plan import Action, Plan, plan_of
from bpwoo_sync.planning.overpaid import PAID_BACK
from bpwoo_sync.planning.plumbing import POLL

_NEW_ORDER = ("address", "contact", "sales-order", "sales-credit", "payment", "order-note", "shop-mark")
_NEW_IN_ACCOUNT = ("option", "option-value", "option-link", "account-product", "account-price")

#: The kinds of actions that repair each code. A code that is not here is repaired by hand.
REPAIRED_BY: Mapping[str, tuple[str, ...]] = {
    "MISSING_IN_BP": _NEW_ORDER,
    "DUPLICATE_ORDER": ("duplicate-order",),
    "EDITED_AFTER_IMPORT": ("order-change",),
    # What the shop changed after the import is brought in whole, amounts with it.
    "TOTAL_MISMATCH": ("order-change",),
    "TAX_MISMATCH": ("order-change",),
    "UNPAID_IN_BP": ("payment",),
    # What is recorded twice is taken back; any other surplus is for people.
    "OVERPAID_IN_BP": ("payment-reversal",),
    "REFUND_AMOUNT": ("payment-reversal",),
    "PAID_IN_BP_ONLY": ("shop-order",),
    "REFUND_MISSING": ("sales-credit", "payment", "order-note", "order-status"),
    "REFUND_UNPAID": ("payment",),
    "CANCEL_DRIFT": ("order-status", "payment", "shop-order"),
    "STATUS_DRIFT": ("shop-note", "shop-order"),
    "LINK_BROKEN": ("shop-mark", "product-link"),
    "STOCK_DRIFT": ("shop-stock",),
    # Where the tables let counting be switched on.
    "STOCK_AT_PARENT": ("shop-stock",),
    "UNMANAGED": ("shop-stock",),
    "PRICE_DRIFT": ("shop-price",),
    "SKU_ONLY_IN_BP": ("shop-product", "shop-variation", "shop-change"),
    "SKU_ONLY_IN_WOO": _NEW_IN_ACCOUNT,
    "WEBHOOK_DISABLED": ("shop-webhook", "poll"),
    "CURSOR_STALE": ("poll",),
}

#: What findings are about, by how the plan calls the same things.
_ENTITIES: Mapping[str, str] = {
    **dict.fromkeys(("order", "refund"), "order"),
    **dict.fromkeys(("stock", "price", "product"), "SKU"),
    **{each: each for each in ("webhook", "poll")},
}


#: The status that a repair gives the shop's order; a write of another status, or of none, is of another matter.
_STATUSES: Mapping[str, str] = {"CANCEL_DRIFT": "cancelled", "PAID_IN_BP_ONLY": "processing"}


def repair_actions(found: Issue, fresh: Plan) -> tuple[Action, ...]:
    """The actions of a plan that repair a finding, without those that they wait for; none for what is pending."""
    return _repairing(found, fresh.by_entity)


def _repairing(found: Issue, by_entity: Mapping[str, tuple[Action, ...]]) -> tuple[Action, ...]:
    kinds = REPAIRED_BY.get(found.code, ())
    # An order that the shop holds to be done is not made so by telling it of a part.
    if found.severity is Severity.PENDING or not kinds or (found.code == "STATUS_DRIFT" and found.expected != "completed"):
        return ()
    key = found.key.partition("/")[0] if found.entity == "refund" else found.key
    about = [f"{_ENTITIES.get(found.entity, '')} {key}"]
    if found.code == "WEBHOOK_DISABLED":
        # What it missed is found by a poll.
        about.append(POLL)
    actions = (action for entity in about for action in by_entity.get(entity, ()))
    return tuple(action for action in actions if action.kind in kinds and not _is_beside(action, found))


def _is_beside(action: Action, found: Issue) -> bool:
    """Whether a write to an order is of another matter: one that tells of a shipment does not cancel, and each credit has its own."""
    if action.kind == "payment-reversal":
        of_refund, ref = action.payload["payment"]["paymentType"] == "RECEIPT", str(action.payload["externalRef"])
        if found.code == "OVERPAID_IN_BP":
            return bool(of_refund)
        return not (of_refund and found.field == PAID_BACK and ref.endswith(f"-{found.key.rpartition('/')[2]}"))
    wanted = _STATUSES.get(found.code)
    return wanted is not None and action.kind == "shop-order" and action.payload.get("status") != wanted


def repairs(issues: Sequence[Issue], fresh: Plan) -> Plan:
    """A plan of everything that repairs these findings, with what its actions wait for.

    ``fresh`` is the plan of the same two sides, as :func:`~bpwoo_sync.planning.approvable_plan` makes it. The plan's own
    issues are the findings that nothing in it repairs; what is only worth knowing, or pending, is left out.
    """
    chosen: dict[str, Action] = {}
    by_hand: list[Issue] = []
    by_entity = fresh.by_entity
    for each in issues:
        actions = _repairing(each, by_entity)
        chosen |= {action.key: action for action in actions}
        if not actions and each.severity not in (Severity.INFO, Severity.PENDING):
            by_hand.append(each)
    wanted = _with_needs(chosen.values(), fresh)
    return plan_of(
        (action for action in fresh.actions if action.key in wanted),
        by_hand,
        taken_at=fresh.taken_at,
        counts={"findings": len(issues), "findings left to people": len(by_hand)},
    )


def _with_needs(chosen: Iterable[Action], fresh: Plan) -> frozenset[str]:
    known = {action.key: action for action in fresh.actions}
    waiting, found = [action.key for action in chosen], set()
    while waiting:
        key = waiting.pop()
        if key in known and key not in found:
            found.add(key)
            waiting += known[key].needs
    return frozenset(found)
