"""The numbered edge cases of the specification that are about what became of a write."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import brightpearl_sdk.testing as brightpearl_testing
from bpwoo_sync.apply import Offer
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.performing import Performance, performed
from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.ledger import Status
from bpwoo_sync.plan import Action
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_faults import clients, one_run


def test_edge_case_02_a_sales_order_that_was_made_though_nothing_answered_is_found_and_not_made_again() -> None:
    doubles, store = ten_orders(), MemoryStore()
    wrong = brightpearl_testing.Wrong.TIMEOUT_AFTER
    lost = brightpearl_testing.Fault(wrong=wrong, nth=1, method="POST", matches=lambda sent: b"sales-order" in (sent.content or b""))
    with clients(doubles, brightpearl_faults=[lost]) as disturbed:
        one_run(disturbed, store)
    made = Counter(each["externalRef"] for each in doubles.brightpearl.records("orders"))
    assert (10, {1}) == (len(made), set(made.values()))
    assert any(outcome.detail == "found: it had been done before" for outcome in store.load() if outcome.kind == "sales-order")


def test_edge_case_38_a_payment_that_exists_already_is_a_success() -> None:
    doubles, store = ten_orders(), MemoryStore()
    with clients(doubles) as both:
        one_run(both, store)
        paid = doubles.brightpearl.records("payments")[0]
        names = ("transactionRef", "paymentMethodCode", "paymentType", "orderId", "amountPaid", "paymentDate")
        payload = {**{name: paid[name] for name in names}, "currencyIsoCode": paid["currencyCode"]}
        again = Action(key="payment:again", kind="payment", payload=payload, entity="order 263", summary="Pay order 263")
        offer, performance = (
            Offer(actions=(again,), payloads=(payload,)),
            Performance(now=lambda: datetime.now(UTC), run="again", settling=0.0),
        )
        before = len(doubles.brightpearl.records("payments"))
        (outcome,) = run(performed(offer, performance), both.account, both.shop)
    assert (Status.DONE, str(paid["paymentId"]), "found: it existed already") == (outcome.status, outcome.result, outcome.detail)
    assert before == len(doubles.brightpearl.records("payments"))
