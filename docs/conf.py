"""How the documentation is built: ``sphinx-build -nW docs docs/_build/html``, and the same with ``-b doctest``."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

# Documents are trees of hundreds of thousands of nodes, nearly all of which stay: walking them again and again took a sixth of the time.
gc.set_threshold(100_000, 50, 50)

import references  # noqa: E402
import written  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402

project = "bpwoo"
author = "The bpwoo authors"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.doctest"]
html_theme = "furo"
html_title = "bpwoo"
# What other pages include is no page of its own.
exclude_patterns = ["_build", "reference/coverage/fields/*", "reference/coverage/tables/*"]
source_suffix = {".rst": "restructuredtext", ".md": "myst-nb"}

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Pages that are notebooks run in each build, with the packages of this tree; an error in a cell is one of the build.
os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "undoc-members": True, "show-inheritance": True}
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100
# The contents of every page stand beside every page: names in them would be copied as often as there are pages. Pages of
# the reference begin with the names that they have.
toc_object_entries = False

# Names of the standard library and of other projects are not looked up, so that the build needs no network.
# A name of ours that leads nowhere is an error.
nitpick_ignore_regex = [
    (r"py:.*", r"(?!brightpearl_sdk|woocommerce_sdk|bpwoo_sync).*"),
    *references.INTERNAL,
]

# A field called ``type`` is not the ``type`` of an annotation; the builtin is looked up nowhere.
suppress_warnings = ["ref.python"]

doctest_test_doctest_blocks = ""
doctest_global_setup = """
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
"""


def setup(app: Sphinx) -> None:
    """Write the reference's pages, and lead references from where a name lives to where it is public."""
    references.write_all(HERE)
    app.connect("autodoc-process-docstring", written.as_written)
    app.connect("doctree-read", references.name_exactly)
    app.connect("missing-reference", references.public_reference)
    app.connect("env-check-consistency", references.tell_what_is_lacking)
    app.connect("html-page-context", own_branch, priority=400)  # before the theme's own


def own_branch(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Beside a page stand the parts of the site and the pages of its own part: all pages beside each of them would be too many."""
    everything = context.get("toctree")
    if everything is not None:
        context["toctree"] = lambda **options: everything(**{**options, "collapse": True})
