"""What writes the documentation's generated pages, which lies beside the pages and belongs to no package."""

from __future__ import annotations

import importlib.util
from typing import Any

from tests.architecture.source import ROOT


def loaded(name: str) -> Any:
    """A module of the folder ``docs``."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", ROOT / "docs" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


explained: Any = loaded("explained")
