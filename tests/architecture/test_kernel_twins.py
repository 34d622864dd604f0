"""Both SDKs carry the same kernel, and the sync a file of it, so that each stands alone. Drift is a decision, and shows here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.source import ROOT

BRIGHTPEARL = ROOT / "brightpearl_sdk"
WOOCOMMERCE = ROOT / "woocommerce_sdk"


def kernel_files(sdk: Path) -> list[str]:
    """The kernel's files, relative to the SDK."""
    return sorted(str(path.relative_to(sdk)) for path in (sdk / "_kernel").rglob("*.py"))


def test_the_kernels_have_the_same_files() -> None:
    assert kernel_files(BRIGHTPEARL) == kernel_files(WOOCOMMERCE)


@pytest.mark.parametrize("name", [*kernel_files(BRIGHTPEARL), "testing/faults.py", "testing/transport.py"])
def test_a_twin_is_byte_identical(name: str) -> None:
    assert (BRIGHTPEARL / name).read_bytes() == (WOOCOMMERCE / name).read_bytes()


def test_the_sync_describes_its_classes_as_the_clients_do() -> None:
    assert (BRIGHTPEARL / "_kernel" / "described.py").read_bytes() == (ROOT / "bpwoo_sync" / "described.py").read_bytes()
