"""Every table has a guide whose example works, and every kind of write stands on the page of a flow."""

from __future__ import annotations

import re
import tomllib
from typing import get_args, get_type_hints

import attrs
import pytest

from bpwoo_sync.plan import KINDS
from bpwoo_sync.tables import Tables, tables_from
from bpwoo_sync.testing.doubles import demo_tables
from tests.architecture.source import ROOT
from tests.docs.pages import loaded

GUIDES = ROOT / "docs" / "howto" / "tables"
FLOWS = ROOT / "docs" / "explanation" / "flows"
TABLES = [field.name for field in attrs.fields(Tables)]


def test_every_table_has_a_guide_and_every_guide_a_table() -> None:
    assert set(TABLES) == {page.stem for page in GUIDES.glob("*.md")} - {"index"}
    index = (GUIDES / "index.md").read_text("utf-8")
    assert [] == [name for name in TABLES if not re.search(rf"^{name}$", index, re.MULTILINE)]


@pytest.mark.parametrize("name", TABLES)
def test_the_example_of_a_guide_is_a_configuration(name: str) -> None:
    page = (GUIDES / f"{name}.md").read_text("utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    given = tomllib.loads(example)
    assert [name] == list(given)
    assert tables_from({**tomllib.loads(demo_tables()), **given})
    assert f"coverage/tables/{name}.md" in page


def keys_of(kind: object) -> set[str]:
    """The names of all settings of a table and of the tables inside it."""
    inside = [each for each in get_args(kind) if each is not ...]
    if not (isinstance(kind, type) and attrs.has(kind)):
        return set().union(*map(keys_of, inside))
    types = get_type_hints(kind)
    return set(types).union(*(keys_of(each) for each in types.values()))


@pytest.mark.parametrize("name", TABLES)
def test_every_key_of_a_table_is_in_its_guide(name: str) -> None:
    told = loaded("tabulated").tables()[f"coverage/tables/{name}.md"]
    page = (GUIDES / f"{name}.md").read_text("utf-8") + told
    assert set() == {key for key in keys_of(get_type_hints(Tables)[name]) if not re.search(rf"\b{key}\b", page)}


def test_every_kind_of_write_is_on_the_page_of_a_flow() -> None:
    told = "\n".join(page.read_text("utf-8") for page in FLOWS.glob("*.md"))
    assert set(KINDS) == set(re.findall(r"coverage/fields/([a-z-]+)\.md", told))
