"""``/healthz``: the process lives; ``/readyz``: it can store. Says nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web


@asynccontextmanager
async def health(host: str, port: int, can_store: Callable[[], Awaitable[bool]]) -> AsyncIterator[int]:
    """Answer on ``host:port`` while the context lasts; gives the port, which 0 leaves to the system.

    Raises OSError when the port is taken.
    """

    async def lives(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

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
