"""A bot in a process of its own, to kill: it sends back each text, then takes the update in. Prints READY."""

from __future__ import annotations

import sys

from aiohttp import ClientSession, web


async def echo(request: web.Request) -> web.Response:
    """One update, one message, then 200."""
    message = (await request.json())["message"]
    body = {"chat_id": message["chat"]["id"], "text": f"You said {message['text']}"}
    async with ClientSession() as http, http.post(f"{sys.argv[1]}/sendMessage", json=body) as response:
        return web.Response(status=response.status)


async def announce(_: web.Application) -> None:
    """Tell that it is about to listen."""
    print("READY", flush=True)  # noqa: T201 - the parent waits for it


if __name__ == "__main__":
    application = web.Application()
    application.router.add_post("/", echo)
    application.on_startup.append(announce)
    web.run_app(application, host="127.0.0.1", port=int(sys.argv[2]), print=None)
