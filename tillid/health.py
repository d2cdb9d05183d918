"""``/healthz``: the process lives, and its alerts; ``/readyz``: it can store. Says nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web


@asynccontextmanager
async def health(
    host: str, port: int, can_store: Callable[[], Awaitable[bool]], alerts: Callable[[], str | None] | None = None
) -> AsyncIterator[int]:
    """Answer on ``host:port`` while the context lasts; gives the port, which 0 leaves to the system.

    ``alerts`` tells what the alert bot does, None when it has done nothing for a minute; left out where there is none.
    Raises OSError when the port is taken.
    """

    async def lives(_: web.Request) -> web.Response:
        if alerts is None:
            return web.json_response({"status": "ok"})
        state = alerts()
        if state is None:
            return web.json_response({"status": "alerts stand still"}, status=503)
        return web.json_response({"status": "ok", "alerts": state})

    async def ready(_: web.Request) -> web.Response:
        if await can_store():
            return web.json_response({"status": "ok"})
        return web.json_response({"status": "cannot store"}, status=503)

    application = web.Application()
    application.router.add_get("/healthz", lives)
    application.router.add_get("/readyz", ready)
    server = web.AppRunner(application, access_log=None)
    await server.setup()
    try:
        await web.TCPSite(server, host, port).start()
        bound: int = server.addresses[0][1]
        yield bound
    finally:
        await server.cleanup()
