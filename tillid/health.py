"""``/healthz``: the process lives; ``/readyz``: it can store. Says nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web


@asynccontextmanager
async def health(host: str, port: int, can_store: Callable[[], Awaitable[bool]]) -> AsyncIterator[None]:
    """Answer on ``host:port`` while the context lasts. Raises OSError when the port is taken."""

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
        yield
    finally:
        await server.cleanup()
