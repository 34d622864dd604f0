"""The ledger in PostgreSQL, as it is in SQLite."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.errors import StoreError
from tests.bpwoo_sync.effects.test_stores import OUTCOMES
from tests.postgresql import program


@pytest.fixture
def url(new_postgresql_url: Callable[[], str]) -> str:
    return new_postgresql_url()


def test_a_ledger_in_postgresql_gives_back_what_it_was_given_and_outlives_the_store(url: str) -> None:
    with SqlStore(url, pair="W1") as first:
        first.append(OUTCOMES)
    with SqlStore(url, pair="W1") as second:
        assert tuple(OUTCOMES) == second.outcomes()
        assert [OUTCOMES[1], OUTCOMES[2]] == list(second.load())


def test_two_pairs_in_one_database_do_not_see_each_other(url: str) -> None:
    with SqlStore(url, pair="P1") as one, SqlStore(url, pair="P2") as other:
        one.append(OUTCOMES)
        assert (2, 0) == (len(one.load()), len(other.load()))


def test_a_server_that_is_not_there_is_a_store_error() -> None:
    program("initdb")
    with pytest.raises(StoreError) as caught:
        SqlStore("postgresql+psycopg://bpwoo:s3cret@/postgres?host=/nowhere")
    assert "s3cret" not in str(caught.value)
