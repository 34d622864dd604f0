"""Editors show units and pages, as pyright's language server tells: ``python -m tests.typing.hover``, of the extra ``types``."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

#: What a user points at, after the last point of a line, and what has to be shown of it.
POINTED_AT: Mapping[str, tuple[str, ...]] = {
    "account.sales_orders": ("SalesOrders", "https://api-docs.brightpearl.com/order/sales-order/"),
    "account.sales_orders.get": ("SalesOrder",),
    "account.sales_orders.get_many": ("Found[SalesOrder]", "records of these ids"),
    "bought.total.gross": ("Decimal | None", "order's currency"),
    "bought.placed_on": ("datetime | None", "aware UTC"),
    "shop.orders": ("Orders", "https://woocommerce.github.io/woocommerce-rest-api-docs/#orders"),
    "sold.total": ("Decimal", "order's currency"),
    "sold.date_created": ("ShopTime", "shop's own clock"),
    "fact.gross": ("Decimal", "With tax, in ``currency``"),
}

BEGINNING = """
import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.facts import OrderFact

def use(account: bp.Brightpearl, shop: woo.WooCommerce, bought: bp.SalesOrder, sold: woo.Order, fact: OrderFact) -> None:
"""


class LanguageServer:
    """A language server on its pipes: one question at a time."""

    def __init__(self, folder: Path) -> None:
        command = ["pyright-langserver", "--stdio"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self._asked = 0

    def send(self, **message: object) -> None:
        """Send a message that has no answer."""
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def ask(self, method: str, params: Mapping[str, object]) -> Any:
        """The answer to a question. What the server asks meanwhile is answered with the interpreter that runs."""
        self._asked += 1
        self.send(id=self._asked, method=method, params=params)
        for message in self._messages():
            if message.get("method") == "workspace/configuration":
                asked = message["params"]["items"]
                self.send(id=message["id"], result=[{"pythonPath": sys.executable} for _ in asked])
            elif "method" in message and "id" in message:
                self.send(id=message["id"], result=None)
            elif message.get("id") == self._asked:
                return message.get("result")
        raise EOFError("The language server ended")

    def end(self) -> None:
        """Stop the server."""
        self._process.kill()
        self._process.wait()

    def _messages(self) -> Iterator[dict[str, Any]]:
        pipe = self._process.stdout
        assert pipe is not None
        while heads := [line.decode().strip() for line in iter(pipe.readline, b"\r\n") if line]:
            sizes = [int(head.partition(":")[2]) for head in heads if head.lower().startswith("content-length")]
            yield json.loads(pipe.read(sizes[0]))


def shown(folder: Path, text: str, places: list[tuple[int, int]]) -> list[str]:
    """What an editor shows of each place (line and character, from 0) of a file."""
    server = LanguageServer(folder)
    here, name = folder.as_uri(), (folder / "used.py").as_uri()
    try:
        capabilities = {"workspace": {"configuration": True}, "textDocument": {"hover": {"contentFormat": ["plaintext"]}}}
        workspace = [{"uri": here, "name": "used"}]
        server.ask("initialize", {"processId": None, "rootUri": here, "capabilities": capabilities, "workspaceFolders": workspace})
        server.send(method="initialized", params={})
        document = {"uri": name, "languageId": "python", "version": 1, "text": text}
        server.send(method="textDocument/didOpen", params={"textDocument": document})
        asked = [{"textDocument": {"uri": name}, "position": {"line": line, "character": character}} for line, character in places]
        answers = [server.ask("textDocument/hover", each) for each in asked]
    finally:
        server.end()
    return [answer["contents"]["value"] if answer else "" for answer in answers]


def lacking(told: Mapping[str, str]) -> list[str]:
    """What is not shown that ought to be, a line each."""
    return [f"{name}: {due!r} is not in {told[name]!r}" for name, dues in POINTED_AT.items() for due in dues if due not in told[name]]


def main() -> int:
    """Ask, and say what is lacking."""
    lines = [*BEGINNING.splitlines(), *(f"    {name}" for name in POINTED_AT)]
    places = [(number, len(line) - 1) for number, line in enumerate(lines) if line.strip() in POINTED_AT]
    with tempfile.TemporaryDirectory() as folder:
        told = dict(zip(POINTED_AT, shown(Path(folder), "\n".join(lines), places), strict=True))
    missing = lacking(told)
    print("\n".join(missing) or f"an editor shows types, units and pages of {len(told)} names")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
