"""Every kind of error and of issue has a page that says what it means, why it comes and what to do, and names its address."""

from __future__ import annotations

import csv
import importlib
import tomllib
import traceback
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from attrs import asdict
from typer.testing import CliRunner

import brightpearl_sdk as bp
from bpwoo_sync import documentation
from bpwoo_sync.cli.commands import app
from bpwoo_sync.codes import CODES
from bpwoo_sync.errors import ConfigurationError, PlanError
from bpwoo_sync.findings import Findings
from bpwoo_sync.findings_files import issues_csv, reconciliation_junit
from bpwoo_sync.html_report import reconciliation_html
from bpwoo_sync.issues import issue
from bpwoo_sync.notebook import plan_html
from bpwoo_sync.plan import Plan, plan_from
from bpwoo_sync.reconcile import Reconciliation
from bpwoo_sync.report import plan_document, reconciliation_document, reconciliation_text
from brightpearl_sdk._kernel import explained as kernel
from tests.architecture.source import ROOT
from tests.bpwoo_sync.findings import ISSUES, found
from tests.docs.pages import explained

pages: dict[str, str] = dict(explained.pages())
ERRORS: dict[str, Any] = dict(explained.errors())


def page_of(address: str) -> str:
    """The source of the page at an address, by what ``sphinx-build`` makes of it."""
    name = address.removeprefix(f"{documentation.DOCUMENTATION}/").removesuffix(".html")
    (text,) = [text for path, text in pages.items() if path.rpartition(".")[0] == name]
    return text


@pytest.mark.parametrize("code", CODES)
def test_a_code_says_what_it_means_why_it_comes_and_what_to_do(code: str) -> None:
    told = asdict(CODES[code])
    assert [] == [name for name, text in told.items() if not text or (name != "severity" and not text.endswith((".", "?")))]


@pytest.mark.parametrize("code", CODES)
def test_an_issue_names_the_page_of_its_code(code: str) -> None:
    page = page_of(issue(code, "order", "1").documentation)
    assert (True, True) == (f"# {code}\n" in page, CODES[code].meaning in page)


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_told_by_some_module(code: str) -> None:
    assert "It is told by {py:mod}" in pages[f"issues/{code}.md"]


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_says_what_it_means_why_it_comes_and_what_to_do(name: str) -> None:
    assert {"meaning", "cause", "repair"} == explained.parts(ERRORS[name]).keys()


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_names_its_page(name: str) -> None:
    kind = ERRORS[name]
    made = kind.__new__(kind)
    assert f"\n{kind.__name__}\n===" in page_of(made.documentation)
    assert f"``{name.partition('.')[0]}``" in page_of(made.documentation)


@pytest.mark.parametrize("made", [bp.QueryError("No."), PlanError("No."), bp.NotSentError("No.")], ids=lambda made: type(made).__name__)
def test_a_traceback_names_the_page_and_the_message_does_not(made: Any) -> None:
    assert "No." == str(made)
    assert f"See {made.documentation}" == "".join(traceback.format_exception(made)).splitlines()[-1]


@pytest.mark.parametrize("told", [reconciliation_text, reconciliation_document, reconciliation_html, reconciliation_junit])
def test_a_report_names_the_page_of_every_code_in_it(told: Callable[[Reconciliation], object]) -> None:
    report = str(told(found()))
    assert [] == [each.code for each in ISSUES if each.documentation not in report]


def test_a_table_of_findings_names_the_page_of_each() -> None:
    rows = csv.DictReader(StringIO(issues_csv(ISSUES), newline=""))
    assert [each.documentation for each in ISSUES] == [row["documentation"] for row in rows]


def test_a_plan_in_a_notebook_leads_to_the_page_of_every_code_in_it() -> None:
    shown = plan_html("0" * 64, {}, Findings(ISSUES), ())
    assert [] == [each.code for each in ISSUES if f'<a href="{each.documentation}">{each.code}</a>' not in shown]


def test_a_kept_plan_is_read_with_its_findings() -> None:
    kept = Plan(issues=ISSUES)
    assert ISSUES == plan_from(plan_document(kept)).issues


def test_the_command_names_the_page_of_what_went_wrong(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["plan", "--config", str(tmp_path / "none.toml")])
    assert f"See {ConfigurationError('').documentation}" == ended.stderr.splitlines()[-1]


def test_an_error_that_others_derive_names_the_page_of_ours() -> None:
    class Theirs(bp.ThrottledError):
        """Of another package."""

    made = Theirs.__new__(Theirs)
    assert made.documentation.endswith("/errors/brightpearl_sdk.ThrottledError.html")


def test_no_error_of_a_tree_is_left_out() -> None:
    trees = (importlib.import_module(package) for package in explained.ROOTS)
    public = {f"{tree.__name__}.{name}" for tree in trees for name in tree.__all__ if name.endswith("Error")}
    assert set() == public - ERRORS.keys()


def test_the_packages_agree_about_where_the_documentation_is() -> None:
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]
    assert {f"{documentation.DOCUMENTATION}/"} == {urls["Documentation"], f"{kernel.DOCUMENTATION}/"}
