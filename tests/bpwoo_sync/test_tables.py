"""The tables of a configuration, read from Python as the command reads them."""

from __future__ import annotations

import tomllib

import pytest

from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.tables import CONNECTIONS, tables_from
from bpwoo_sync.testing.doubles import demo_tables

#: What ``bpwoo init`` and ``bpwoo sandbox`` write above the tables.
CONNECTED = """
[brightpearl]
account = "acme"
[woocommerce]
url = "https://shop.example"
[ledger]
url = "sqlite:///acme.sqlite"
"""


def test_a_configuration_that_the_command_wrote_has_its_tables_and_no_fault() -> None:
    document = tomllib.loads(CONNECTED)
    assert CONNECTIONS == tuple(document)
    assert tables_from(tomllib.loads(demo_tables())) == tables_from({**document, **tomllib.loads(demo_tables())})


def test_a_section_that_nobody_knows_is_a_fault() -> None:
    with pytest.raises(ConfigurationError, match=r"^shop: is not known"):
        tables_from({**tomllib.loads(demo_tables()), "shop": {}})
