"""The drawing of the architecture shows modules that there are, and loads nothing."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.architecture.source import ROOT, modules

SVG = "{http://www.w3.org/2000/svg}"
DRAWING = ROOT / "docs" / "explanation" / "architecture.svg"


def test_every_module_of_the_drawing_is_there() -> None:
    texts = ElementTree.parse(DRAWING).iter(f"{SVG}text")
    drawn = [each.text or "" for each in texts if "module" in each.get("class", "").split()]
    assert 10 == len(drawn)
    assert [] == [name for name in drawn if name not in modules() and f"bpwoo_sync.{name}" not in modules()]


def test_the_drawing_is_on_its_page_and_says_in_words_what_it_shows() -> None:
    page = (ROOT / "docs" / "explanation" / "architecture.rst").read_text("utf-8")
    assert ".. figure:: architecture.svg\n   :alt: " in page


def test_the_drawing_loads_nothing() -> None:
    elements = list(ElementTree.parse(DRAWING).iter())
    assert [] == [each.tag for each in elements if each.tag in {f"{SVG}image", f"{SVG}script", f"{SVG}use"}]
