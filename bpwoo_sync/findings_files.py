"""Findings for other programs: CSV for spreadsheets, JUnit XML for schedulers that know tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bpwoo_sync.findings import COLUMNS
from bpwoo_sync.issues import Issue, Severity
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.reconcile import Reconciliation
from bpwoo_sync.report import issue_document
from bpwoo_sync.totals_report import MEASURES, figure_document, total_document

#: A spreadsheet takes a cell that begins like this for a formula; the last four are the wide forms of the first.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
#: What XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def issues_csv(issues: Iterable[Issue]) -> str:
    """Findings as CSV (RFC 4180) with a heading. A cell that a spreadsheet would run begins with an apostrophe."""
    documents = (issue_document(each) for each in issues)
    return _lines([COLUMNS, *([str(document[column]) for column in COLUMNS] for document in documents)])


def findings_csv(found: Reconciliation) -> str:
    """The findings of a reconciliation as CSV: also by how much each differs, its age in hours, and ids on both sides."""
    listing = found.listing()
    return _lines([tuple(listing.columns), *(tuple(_cell(each) for each in row) for row in listing.rows)])


#: What a line of the control totals' CSV tells.
_TOTALS = ("section", "currency", "day", "measure", "part", "shop", "held", "pending", "brightpearl", "difference")
_COUNTS = ("admitted", "imported", "held", "pending", "missing", "extra")


def totals_csv(found: Reconciliation) -> str:
    """The control totals as CSV: of each currency, of each day, by tax code and payment method; receivables, figures and counts.

    ``section`` says which of them a line is of. Of ``orders`` a line counts, and its ``part`` is the order's status.
    """
    rows: list[Sequence[str]] = [(*_TOTALS, *_COUNTS[:2], *_COUNTS[4:])]
    for section in ("totals", "daily", "taxes", "methods", "receivables"):
        documents = (total_document(each) for each in getattr(found, section))
        rows += [(section, *(str(each.get(name, "")) for name in _TOTALS[1:]), *[""] * 4) for each in documents]
    for figure in map(figure_document, found.figures):
        shop, account = (figure[name] or "" for name in ("shop", "brightpearl"))
        rows.append(("figures", figure["currency"], "", figure["name"], "", shop, "", "", account, "", *[""] * 4))
    for each in found.by_status:
        counts = (str(getattr(each, name)) for name in ("held", "pending"))
        others = (str(getattr(each, name)) for name in (*_COUNTS[:2], *_COUNTS[4:]))
        rows.append(("orders", "", each.day, "", each.status, "", *counts, "", "", *others))
    return _lines(rows)


def reconciliation_junit(found: Reconciliation) -> str:
    """A reconciliation as JUnit XML.

    One test case for the agreement as a whole, one for the thresholds, one for each control total and for the tax, payments
    and days of each currency; in each kind of thing one for each finding. What is an error or held back has failed; what is
    only worth a look has passed, and says so in its output.
    """
    root = Element("testsuites", name=f"reconciliation of {_clean(found.store)}")
    _suite(root, "control totals", [*_total_cases(found), *_part_cases(found), _threshold_case(found)])
    for entity in sorted({each.entity for each in found.issues}):
        _suite(root, entity, [_finding_case(each) for each in found.issues if each.entity == entity])
    for count in ("tests", "failures"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _total_cases(found: Reconciliation) -> list[Element]:
    whole = _case("control totals", "both sides agree")
    if not found.agrees:
        _failed(whole, "DISAGREEMENT", "Both sides do not agree.", "")
    cases = [whole]
    for total in found.totals:
        case = _case("control totals", f"{total.currency} {MEASURES.get(total.measure, total.measure)}")
        if total.difference:
            told = f"shop {plain(total.shop)}, held back {plain(total.held)}, Brightpearl {plain(total.account)}"
            _failed(case, "DIFFERENCE", f"{plain(total.difference)} {total.currency} is unexplained", told)
        cases.append(case)
    return cases


def _part_cases(found: Reconciliation) -> list[Element]:
    cases = []
    for name, parts in (("tax by code", found.taxes), ("payments by method", found.methods), ("orders by day", found.days)):
        for currency in sorted({each.currency for each in parts}):
            case = _case("control totals", f"{currency} {name}")
            wrong = [
                f"{each.part or 'not mapped'}: {plain(each.difference)}" for each in parts if each.currency == currency and each.difference
            ]
            if wrong:
                _failed(case, "DIFFERENCE", f"{len(wrong)} differ", "\n".join(wrong))
            cases.append(case)
    return cases


def _threshold_case(found: Reconciliation) -> Element:
    case = _case("control totals", "nothing is more than is allowed")
    if found.reasons:
        _failed(case, "THRESHOLD", f"{len(found.reasons)} thresholds are exceeded", "\n".join(str(each) for each in found.reasons))
    return case


def _finding_case(issue: Issue) -> Element:
    case = _case(issue.entity, f"{issue.code} {issue.key}{f' {issue.field}' if issue.field else ''}")
    told = f"{issue.severity.value}: {issue.message}\n{issue.repair}\nSee {issue.documentation}"
    if issue.severity in (Severity.BLOCK, Severity.ERROR):
        _failed(case, issue.code, issue.message, told)
    else:
        SubElement(case, "system-out").text = _clean(told)
    return case


def _suite(root: Element, name: str, cases: Sequence[Element]) -> None:
    failures = sum(1 for case in cases if case.find("failure") is not None)
    suite = SubElement(root, "testsuite", name=_clean(name), tests=str(len(cases)), failures=str(failures), errors="0", skipped="0")
    suite.extend(cases)


def _case(suite: str, name: str) -> Element:
    return Element("testcase", classname=f"bpwoo.{_clean(suite)}", name=_clean(name), time="0")


def _failed(case: Element, kind: str, message: str, told: str) -> None:
    SubElement(case, "failure", type=_clean(kind), message=_clean(message)).text = _clean(told)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"{','.join(_quoted(_harmless(cell)) for cell in row)}\r\n" for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def _quoted(cell: str) -> str:
    return '"{}"'.format(cell.replace('"', '""')) if any(mark in cell for mark in ',"\r\n') else cell
