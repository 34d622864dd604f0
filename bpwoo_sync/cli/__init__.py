"""The ``bpwoo`` command. Needs the extra ``cli``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    try:
        from bpwoo_sync.cli.commands import app
    except ImportError as missing:
        sys.exit(f"The bpwoo command needs {missing.name or 'more packages'}. Install it with: pip install 'bpwoo[all]'")
    app()
