"""Without atheris, of which there are wheels for some Pythons on Linux alone, what runs it is no test; CI names it where it is one."""

from __future__ import annotations

import os
from importlib.util import find_spec

_REQUIRED = "atheris" in os.environ.get("BPWOO_TESTS_REQUIRE", "")

collect_ignore = [] if find_spec("atheris") or _REQUIRED else ["test_fuzzing.py"]
