"""``bpwoo demo`` and ``bpwoo sandbox``: both systems in memory, for those who have no account yet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bpwoo_sync.cli.application import (
    AsJson,
    app,
    examples,
    told_plainly,
)
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.errors import ConfigurationError


@app.command(epilog=examples("bpwoo demo", "bpwoo demo --folder /tmp/demo --json"))
@told_plainly
def demo(
    folder: Annotated[Path, typer.Option("--folder", "-o", help="Where the ledger and the reports go.")] = Path("bpwoo-demo"),
    as_json: AsJson = False,
) -> int:
    """Take the whole road with a recorded shop and a Brightpearl account in memory. Needs no account."""
    from bpwoo_sync.cli.demo import demonstrate

    return demonstrate(folder, Terminal(as_json))


@app.command(epilog=examples("bpwoo sandbox", "bpwoo sandbox --certificate server.pem --private-key server.key"))
@told_plainly
def sandbox(
    folder: Annotated[Path, typer.Option("--folder", "-o", help="Where the configuration goes.")] = Path("bpwoo-sandbox"),
    brightpearl_port: Annotated[int, typer.Option(help="The port of the Brightpearl account; 0 takes any.")] = 8901,
    shop_port: Annotated[int, typer.Option(help="The port of the shop; 0 takes any.")] = 8902,
    certificate: Annotated[Path | None, typer.Option("--certificate", help="Serve over https, with the certificate of this file.")] = None,
    private_key: Annotated[Path | None, typer.Option("--private-key", help="The file of the certificate's key.")] = None,
    as_json: AsJson = False,
) -> int:
    """Serve the recorded shop and a Brightpearl account in memory until interrupted, to try things on."""
    from bpwoo_sync.cli.demo import serve

    if (certificate is None) != (private_key is None):
        raise ConfigurationError("--certificate and --private-key: give both, or neither")
    missing = [str(path) for path in (certificate, private_key) if path is not None and not path.is_file()]
    if missing:
        raise ConfigurationError([f"{path}: there is no such file" for path in missing])
    pair = None if certificate is None or private_key is None else (str(certificate), str(private_key))
    return serve(folder, brightpearl_port, shop_port, Terminal(as_json), pair)
