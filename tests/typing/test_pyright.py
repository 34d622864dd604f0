"""How pyright's word is compared with what the files announce, and what it shows with what is due: `nox -s types` runs pyright."""

from __future__ import annotations

from typing import Any

from tests.typing.hover import POINTED_AT, lacking
from tests.typing.pyright import disagreements, refused


def told(line: int, severity: str = "error") -> dict[str, Any]:
    """An entry of pyright's JSON; it counts lines from 0."""
    return {"file": "/somewhere/orders.py", "severity": severity, "range": {"start": {"line": line, "character": 4}}}


def test_errors_are_read_with_their_lines_and_warnings_are_not() -> None:
    assert {("orders.py", 8)} == refused({"generalDiagnostics": [told(7), told(7), told(11, "warning")]})


def test_what_pyright_lets_pass_and_what_nothing_announces_differ() -> None:
    found = disagreements({("orders.py", 8), ("orders.py", 9)}, {("orders.py", 9), ("orders.py", 12)})
    assert ["orders.py:8: pyright does not refuse it", "orders.py:12: pyright refuses it, and nothing announces that"] == found


def test_agreement_is_no_difference() -> None:
    assert [] == disagreements({("orders.py", 8)}, {("orders.py", 8)})


def test_what_an_editor_does_not_show_is_told_with_what_it_shows() -> None:
    everything = {name: " ".join(dues) for name, dues in POINTED_AT.items()}
    assert [] == lacking(everything)
    assert ["fact.gross: 'With tax, in ``currency``' is not in 'Decimal'"] == lacking({**everything, "fact.gross": "Decimal"})
