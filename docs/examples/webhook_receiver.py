"""A receiver of the shop's webhooks in FastAPI: what is not signed is refused, an order that changed is put in a queue.

Serve it with ``uvicorn webhook_receiver:app``, behind something that does TLS.
"""

import os
from queue import SimpleQueue

from fastapi import FastAPI, HTTPException, Request

import woocommerce_sdk as woo

app = FastAPI()
changed: SimpleQueue[int] = SimpleQueue()  # yours: a table, or a queue that outlives the process


@app.post("/woocommerce")
async def received(request: Request) -> dict[str, str]:
    """Check one delivery, keep what it is about, and answer at once; the work is done elsewhere."""
    body = await request.body()  # the bytes as they came: it is them that the shop signed
    try:
        event = woo.read_webhook(request.headers, body, os.environ["WOOCOMMERCE_WEBHOOK_SECRET"])
    except woo.SignatureError as refused:
        raise HTTPException(401, str(refused)) from None
    if isinstance(event, woo.WebhookPing) or event.resource != "order" or event.id is None:
        return {"kept": "nothing"}
    changed.put(event.id)  # an order may be told of twice, late or never: it is a hint to look
    return {"kept": f"order {event.id}"}
