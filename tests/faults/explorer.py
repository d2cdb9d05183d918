"""A person full of canaries who tries everything there is, in Telegram."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import ClientSession

from storage.receipt import Receipt, find_receipt
from tests.botapi import Account, BotApi, Person
from tests.botapi.delivery import SECRET_HEADER
from tests.faults.reporter import PATIENCE_SECONDS, SEND, Reporter

NAME, SURNAME, USERNAME = "Zdravkamira", "Canarieva", "canarieva_zd_77"
USER_ID, OTHER_USER_ID = 5_817_264_093, 6_120_934_775
PHONE, FILE_NAME, CAPTION = "+4561827394", "kontrakt-Zdravkamira.pdf", "the contract of Canarieva"
SENTENCE, EDITED = "He sleeps behind the kitchen, æøå ßü", "She sleeps above the kitchen, æøå ßü"
ADDRESS, LOOSE, UNSENT = "Rosenvænget 17B, Tønder", "are you really a machine, 沉默", "never sent: the grey van"
LATITUDE, LONGITUDE = 55.412378, 10.387651
SAID = {
    "name": NAME,
    "surname": SURNAME,
    "username": USERNAME,
    "user id": str(USER_ID),
    "other user id": str(OTHER_USER_ID),
    "phone": PHONE,
    "file name": FILE_NAME,
    "caption": CAPTION,
    "sentence": SENTENCE,
    "edited sentence": EDITED,
    "address": ADDRESS,
    "loose words": LOOSE,
    "unsent words": UNSENT,
    "latitude": str(LATITUDE),
    "longitude": str(LONGITUDE),
}
"""All that must be nowhere afterwards, but for what is only known then."""

NAVIGATION = frozenset({"!help", "!back", "!erase", "!skip", "!show"})
PREFERRED = ("citizen", "write", "receipt", "ask", "send", "now", "days", "wages", "seen", "debt", "no", "unknown")
MOST_STEPS = 80


@dataclass(slots=True)
class Explorer:
    """One account of theirs."""

    api: BotApi
    reporter: Reporter

    async def begins(self) -> None:
        """In English."""
        await self.person.starts()
        await self.settled()
        await self.reporter.presses("en")

    @property
    def person(self) -> Person:
        """With their client."""
        return self.reporter.person

    async def settled(self) -> None:
        """Until the bot is done."""
        await self.api.settled(PATIENCE_SECONDS)

    async def types(self, text: str) -> None:
        """And waits."""
        await self.person.types(text)
        await self.settled()

    async def goes(self, way: str, *words: str, wanted: Sequence[str] = PREFERRED) -> None:
        """From the menu to a review, saying these words where some are asked for, the last ones again and again."""
        await self.types("/start")
        if self.reporter.may_press("en"):
            await self.reporter.presses("en")
        await self.reporter.presses(way)
        left = list(words)
        for _ in range(MOST_STEPS):
            if self.reporter.may_press(SEND):
                return
            await self._answers(wanted, left)
        raise AssertionError(f"no review came, but this:\n{self.person.screen()}")

    async def _answers(self, wanted: Sequence[str], words: list[str]) -> None:
        codes = [button.data.partition(":")[2] for button in self.reporter.screen().buttons]
        answers = [code for code in codes if code not in NAVIGATION]
        pressed = next((code for code in ("!done", *wanted) if code in answers), None)
        if pressed is None and not answers:
            await self.types(words.pop(0) if len(words) > 1 else words[0])
        else:
            await self.reporter.presses(pressed or answers[0])

    async def writes_and_edits(self, text: str, edited: str) -> None:
        """Edits what was typed before the bot has had it."""
        self.api.deliverer.hold()
        message = await self.person.types(text)
        await self.person.edits(message, edited)
        self.api.deliverer.release()
        await self.settled()

    async def sends_things(self) -> None:
        """Nothing of which can be taken yet."""
        await self.person.sends_document(FILE_NAME, CAPTION)
        await self.person.sends_contact(PHONE)
        await self.person.sends_photo(CAPTION)
        await self.person.sends_location(LATITUDE, LONGITUDE)
        await self.person.forwards(SENTENCE, from_name=NAME)
        await self.settled()

    async def sends(self) -> Receipt:
        """From the review to the end; the number is written whole, which some do."""
        await self.reporter.presses(SEND)
        receipt = find_receipt(self.reporter.screen().text)
        assert receipt is not None, self.person.screen()
        await self.types(receipt)
        await self.types(receipt[-4:])
        return receipt

    async def asks_for_services(self) -> None:
        """With a pin."""
        await self.types("/start")
        await self.reporter.presses("services")
        await self.reporter.presses("doctor")
        await self.person.sends_location(LATITUDE, LONGITUDE)
        await self.settled()


def explorer(api: BotApi, user_id: int = USER_ID) -> Explorer:
    """With the names that must be nowhere."""
    account = Account(user_id, NAME, SURNAME, USERNAME, "en")
    person = Person(api, account, api.world.private_chat(account))
    return Explorer(api, Reporter(api, person, words=SENTENCE))


async def post_nonsense(url: str, secret: str) -> list[int]:
    """Updates that are none, in ways Telegram never sends, each with a canary in it; the answers' statuses."""
    person = {"id": USER_ID, "is_bot": False, "first_name": NAME}
    chat = {"id": USER_ID, "type": "private", "first_name": NAME}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": SENTENCE}
    bodies = [
        f'{{"update_id": 1, "message": {{"text": "{SENTENCE}"',
        json.dumps({"update_id": NAME, "message": message}),
        json.dumps({"update_id": 2, "message": {**message, "date": SENTENCE}}),
        json.dumps({"update_id": 3, "message": {**message, "chat": {**chat, "id": USERNAME}}}),
        json.dumps({"update_id": 4, "message": {**message, "text": f"\0{SENTENCE}\ud800"}}),
        json.dumps({"update_id": 5, "callback_query": {"id": "1", "from": person, "data": SENTENCE}}),
        json.dumps([SENTENCE]),
        json.dumps({"update_id": 2**70, "message": message}),
    ]
    statuses = []
    async with ClientSession() as http:
        for body in bodies:
            for given in (secret, secrets.token_hex(4)):
                async with http.post(url, data=body.encode(), headers={SECRET_HEADER: given}) as response:
                    statuses.append(response.status)
    return statuses
