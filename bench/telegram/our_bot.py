"""Tillid under measure: the product's own parts and webhook, with the flows of `form/` laid over the product's.

Every turn is stored, sealed, in SQLite before it is shown, as in service. The contract is that of the package.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from bot.telegram import service
from tillid.composition import FLOWS, Parts, opened
from tillid.logs import configure
from tillid.process import settle
from tillid.serving import stopping
from tillid.settings import Settings

FORM = Path(__file__).parent / "form"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it


def settings_in(folder: Path, memory: Path) -> Settings:
    """What the bench says in TILLID_*; everything that is written goes into the two folders."""
    return Settings(
        config_dir=folder / "config", data_dir=folder / "data", runtime_dir=memory / "runtime", _env_file=None
    )


def flows_in(folder: Path) -> Path:
    """The product's flows, and where a file of the form has the same name, that one."""
    shutil.copytree(FLOWS / "conversation", folder)
    shutil.copytree(FORM, folder, dirs_exist_ok=True)
    return folder


def telegram(settings: Settings) -> service.TelegramSettings:
    """The same, as the Telegram service takes it."""
    if settings.telegram_token is None or settings.telegram_webhook_secret is None:
        raise RuntimeError("the bench has to say the token and the webhook's secret")
    host, _, port = settings.telegram_webhook_listen.rpartition(":")
    return service.TelegramSettings(
        token=settings.telegram_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        webhook_url=settings.telegram_webhook_url,
        webhook_secret=settings.telegram_webhook_secret.get_secret_value(),
        listen_host=host,
        listen_port=int(port),
    )


async def serve(parts: Parts) -> None:
    """Serve the webhook until SIGTERM."""
    await service.serve(
        telegram(parts.settings), parts.runner, parts.renderer, stopping(), lambda: print("READY", flush=True)
    )


async def run() -> None:
    """Serve from folders that are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory(dir=MEMORY) as memory:
        settings = settings_in(Path(folder), Path(memory))
        configure(settings.log_level)
        async with opened(settings, flows_folder=flows_in(Path(folder) / "flows")) as parts:
            settle()
            await serve(parts)


if __name__ == "__main__":
    asyncio.run(run())
