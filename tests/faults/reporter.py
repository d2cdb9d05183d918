"""A person who reports, and goes on until the report is sent and its receipt confirmed, whatever breaks meanwhile."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from storage.receipt import Receipt, find_receipt
from tests.botapi import BotApi, Person, Seen

BEFORE_THE_WORDS = ("en", "report", "no", "citizen")
AFTER_THE_WORDS = ("!done", "!skip", "now", "days", "send", "receipt", "ask")
"""Codes of what is pressed: texts change more often than these."""
SEND = "!send"
PATIENCE_SECONDS = 30.0


def fresh_words() -> str:
    """A sentence nobody else has."""
    return f"The woman at the counter never speaks, {secrets.token_hex(6)}."


@dataclass(frozen=True, slots=True)
class Reporter:
    """One person and what they say."""

    api: BotApi
    person: Person
    words: str = field(default_factory=fresh_words)

    async def writes(self) -> None:
        """From nothing to the review."""
        await self.person.starts()
        await self.api.settled(PATIENCE_SECONDS)
        for code in BEFORE_THE_WORDS:
            await self.presses(code)
        await self.types(self.words)
        for code in AFTER_THE_WORDS:
            await self.presses(code)
        assert self.may_press(SEND), self.person.screen()

    async def sends(self) -> None:
        """From the review to the receipt confirmed; whoever still sees the review presses Send again."""
        confirmed = False
        while True:
            receipt = find_receipt(self.screen().text)
            if receipt is not None:
                await self.types(receipt[-4:])
                confirmed = True
            elif self.may_press(SEND):
                await self.presses(SEND)
            else:
                assert confirmed, f"the person has no receipt and can't send:\n{self.person.screen()}"
                return

    async def types(self, text: str) -> None:
        """Until the bot is done with it."""
        await self.person.types(text)
        await self.api.settled(PATIENCE_SECONDS)

    async def presses(self, code: str) -> None:
        """A button of the present screen, until the bot is done with it."""
        buttons = self._pressing(code)
        assert buttons, f"no button {code!r} on this screen:\n{self.screen()}"
        await self.person.taps(buttons[0])
        await self.api.settled(PATIENCE_SECONDS)

    def may_press(self, code: str) -> bool:
        """Whether the present screen has that button."""
        return bool(self._pressing(code))

    def screen(self) -> Seen:
        """What they look at: the bot's newest message."""
        return self.person.screen().latest

    def receipts(self) -> list[Receipt]:
        """Every different number that the bot ever told Telegram to show them, in order."""
        calls = [*self.api.calls.of("sendMessage", self.person.chat_id)]
        calls += self.api.calls.of("editMessageText", self.person.chat_id)
        shown = [find_receipt(call.parameters.text("text")) for call in sorted(calls, key=lambda call: call.number)]
        return list(dict.fromkeys(receipt for receipt in shown if receipt is not None))

    def _pressing(self, code: str) -> list[str]:
        data = [button.data for button in self.screen().buttons]
        return [one for one in data if one.partition(":")[2] == code]
