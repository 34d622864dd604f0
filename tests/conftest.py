"""What every test shares: repeatable properties, the cores of the machine, and no test left out where all are required."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import Phase, settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
# For thousands of runs, each of which has to find one fault: nox -s mutation.
settings.register_profile(
    "mutation", settings.get_profile("repeatable"), max_examples=3, phases=(Phase.explicit, Phase.generate), database=None
)
settings.load_profile("repeatable")

#: What has to be installed, as CI says. Where it is said, only the suite for real shops may leave tests out.
REQUIRED = os.environ.get("BPWOO_TESTS_REQUIRE", "")
LIVE = Path(__file__).parent / "live"

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


#: Fewer files of tests than these are through before a second worker has started.
MANY = 20


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """No workers but for folders of many tests. A real shop that is named has one client."""
    folders = [path for path in map(Path, config.args) if path.is_dir()]
    files = sum(1 for folder in folders for _ in folder.rglob("test_*.py"))
    narrow = len(folders) < len(config.args) or files < MANY or config.option.keyword or config.option.collectonly
    if narrow or os.environ.get("WOOCOMMERCE_URL"):
        return 0
    return None  # as many as the machine has cores


#: Files whose tests mostly wait, or take half a minute and more; the longest first.
LONG = (
    "test_killed.py",
    "test_every_flow.py",
    "test_worker.py",
    "test_takeover.py",
    "test_soak.py",
    "test_live_suite.py",
    "test_upgrade.py",
    "test_fuzzing.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long tests first, all others in their order: at the end one worker would be alone with them."""
    items[:] = shared_out(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def shared_out(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """All tests, so that each worker begins with some of the long files. A worker first gets as many tests as any other, in their order."""
    files = {name: [item for item in items if item.path.name == name] for name in LONG}
    others = [item for item in items if item.path.name not in files]
    shares = [[item for name in LONG[worker::workers] for item in files[name]] for worker in range(workers)]
    found: list[pytest.Item] = []
    for worker, share in enumerate(shares):
        left = len(items) - len(found)
        room = max(0, left // (workers - worker) - len(share))
        found += share + others[:room]
        del others[:room]
    return found + others


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests and all modules stay to the end: the garbage collector never walks them, which took it a quarter of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return required(report, item.path)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return required(report, getattr(collector, "path", LIVE))


def required(report: Report, path: Path) -> Report:
    """The report; that of a test that was left out is a failure where every test is required."""
    if REQUIRED and report.skipped and not hasattr(report, "wasxfail") and LIVE not in path.parents:
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome, report.longrepr = "failed", f"left out, where BPWOO_TESTS_REQUIRE requires every test: {why}"
    return report
