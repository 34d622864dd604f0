"""``bpwoo check``."""

from __future__ import annotations

import os

from bpwoo_sync.cli.application import (
    DEFAULT_PATH,
    DONE,
    WRONG,
    AsJson,
    ConfigurationPath,
    app,
    examples,
    told_plainly,
)
from bpwoo_sync.cli.configuration import read_configuration
from bpwoo_sync.cli.connections import connected
from bpwoo_sync.cli.steps import check_document, check_text
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.checking import checked
from bpwoo_sync.effects.flow import run
from bpwoo_sync.issues import Severity


@app.command(epilog=examples("bpwoo check", "bpwoo check --config acme.toml --json"))
@told_plainly
def check(config: ConfigurationPath = DEFAULT_PATH, as_json: AsJson = False) -> int:
    """Ask both systems whether they answer, and check that everything the tables name exists."""
    configuration = read_configuration(config, os.environ)
    with connected(configuration) as both:
        found = run(checked(configuration.tables), both.brightpearl, both.shop)
    Terminal(as_json).result(check_text(found), check_document(found))
    return WRONG if not found.works or any(each.severity is Severity.ERROR for each in found.issues) else DONE
