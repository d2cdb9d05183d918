"""The bare bot to compare with: aiogram's own FSM in memory, ten questions, nothing stored, nothing sealed.

It is what a user of the library would write: a tap is answered and the message edited, a text gets a new message.
A dialogue is 12 updates and 22 Bot API calls.
"""

from __future__ import annotations

import asyncio
import os
import signal
from urllib.parse import urlsplit

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

END = "Thank you"
QUESTIONS = (
    ("Is someone in danger right now?", ("Yes", "No", "Not sure")),
    ("Who are you in this?", ("Citizen", "Colleague", "Relative", "Professional")),
    ("Where is it?", ("Copenhagen", "Aarhus", "Odense", "Elsewhere", "I don't know")),
    ("When are people there?", ("Now", "Certain days", "Moving on soon", "I don't know")),
    ("What do you think happens?", ("Made to work", "Sold for sex", "Made to steal", "Not sure")),
    ("How many people?", ("One", "2-5", "More", "Not sure")),
    ("Is anyone under 18?", ("Yes", "No", "I don't know")),
    ("May staff write back?", ("Yes", "No")),
    ("May staff tell the police?", ("Yes", "Ask me first", "No")),
)

router = Router()


class Form(StatesGroup):
    """Where a dialogue stands; which question is in the data."""

    choosing = State()
    writing = State()
    confirming = State()


def keyboard(labels: tuple[str, ...]) -> InlineKeyboardMarkup:
    """One button a row."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=f"answer:{position}")]
            for position, label in enumerate(labels)
        ]
    )


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """The first question, whatever was before."""
    await state.set_state(Form.choosing)
    await state.set_data({"answers": []})
    text, labels = QUESTIONS[0]
    await message.answer(f"1 of 10. {text}", reply_markup=keyboard(labels))


@router.callback_query(Form.choosing, F.data.startswith("answer:"))
async def choose(query: CallbackQuery, state: FSMContext) -> None:
    """Keep the answer, ask the next question."""
    await query.answer()
    answers = [*(await state.get_data())["answers"], query.data]
    await state.update_data(answers=answers)
    if not isinstance(query.message, Message):
        return
    if len(answers) < len(QUESTIONS):
        text, labels = QUESTIONS[len(answers)]
        await query.message.edit_text(f"{len(answers) + 1} of 10. {text}", reply_markup=keyboard(labels))
        return
    await state.set_state(Form.writing)
    await query.message.edit_text("10 of 10. In your own words: what did you see?")


@router.message(Form.writing, F.text)
async def write(message: Message, state: FSMContext) -> None:
    """Keep the words, ask to confirm."""
    await state.update_data(words=message.text)
    await state.set_state(Form.confirming)
    await message.answer("Is that right?", reply_markup=keyboard(("Yes, done",)))


@router.callback_query(Form.confirming)
async def confirm(query: CallbackQuery, state: FSMContext) -> None:
    """The end."""
    await query.answer()
    await state.clear()
    if isinstance(query.message, Message):
        await query.message.edit_text(END)


async def serve() -> None:
    """Serve the webhook until SIGTERM."""
    environment = os.environ
    url, secret = environment["TILLID_TELEGRAM_WEBHOOK_URL"], environment["TILLID_TELEGRAM_WEBHOOK_SECRET"]
    host, port = environment["TILLID_TELEGRAM_WEBHOOK_LISTEN"].rsplit(":", 1)
    session = AiohttpSession(api=TelegramAPIServer.from_base(environment["TILLID_TELEGRAM_API_URL"]))
    bot = Bot(environment["TILLID_TELEGRAM_TOKEN"], session=session)
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    application = web.Application()
    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=secret)
    handler.register(application, path=urlsplit(url).path)
    setup_application(application, dispatcher, bot=bot)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, int(port)).start()
    await bot.set_webhook(url, secret_token=secret)
    print("READY", flush=True)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve())
