"""What can't be taken yet is answered kindly and stays, the person's to keep; places are taken where they are asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.bot.telegram.talking import STORY, Talk
from tests.botapi import Person, media

KIND = "Pictures, files, voice and stickers can not be taken yet. It stays in the chat, and nobody has seen it."
FORWARDED = {"forward_origin": {"type": "hidden_user", "sender_user_name": "A", "date": 1}}

Sends = Callable[[Person], Awaitable[object]]
THINGS: dict[str, Sends] = {
    "sticker": lambda person: person.sends_sticker(),
    "voice": lambda person: person.sends_voice(),
    "photo without a caption": lambda person: person.sends_photo(),
    "photo with a caption": lambda person: person.sends_photo("This is the house"),
    "photo with an empty caption": lambda person: person.sends(media.photo() | {"caption": ""}),
    "document": lambda person: person.sends_document(),
    "round video": lambda person: person.sends_video_note(),
    "contact": lambda person: person.sends_contact(),
    "forwarded photo": lambda person: person.sends(media.photo() | FORWARDED),
    "something of tomorrow": lambda person: person.sends({"hologram": {"file_id": "h"}}),
}
BY_KIND = pytest.mark.parametrize("sends", THINGS.values(), ids=THINGS.keys())


@BY_KIND
async def test_a_thing_is_answered_kindly_and_stays_until_it_is_erased(mia: Talk, sends: Sends) -> None:
    """The question stands as before, the words told before are kept, and Erase removes the thing too."""
    await mia.at_story()
    await mia.types("They sleep in the shop.")
    await sends(mia.person)
    await mia.done()
    assert KIND in mia.text
    assert "In your own words" in mia.text
    assert len(mia.own) == 1
    assert await mia.notes() == ["They sleep in the shop."]
    await mia.taps("Erase and leave")
    assert mia.own == []
    assert "Removed:" in mia.text


async def test_an_album_with_a_late_part_stays_whole(mia: Talk) -> None:
    """Each part is answered in the one message; all parts stay, and all go at Erase."""
    await mia.at_story()
    album = await mia.person.sends_album(3, "This is the house")
    await mia.done()
    assert KIND in mia.text
    await mia.types("They sleep in the shop.")
    assert KIND not in mia.text
    await mia.person.sends_photo(album=album)
    await mia.done()
    assert KIND in mia.text
    assert len(mia.own) == 4
    assert await mia.notes() == ["They sleep in the shop."]
    await mia.types("/erase")
    assert mia.own == []


async def test_a_thing_before_anything_else_is_answered_with_the_languages(mia: Talk) -> None:
    """Somebody whose first message is a photo."""
    await mia.person.sends_photo()
    await mia.done()
    assert KIND in mia.text
    assert "English" in mia.labels


async def test_a_location_is_taken_where_a_place_is_asked(mia: Talk) -> None:
    """It leaves the chat like words do."""
    await mia.at_story()
    await mia.taps("Rather not say")
    await mia.person.sends_location(57.0488, 9.9217)
    await mia.done()
    assert "1 location: not sent yet" in mia.text
    assert "When are people there?" in mia.text
    assert mia.person.screen().from_people == ()
    assert (await mia.draft()).session.answers["report.place"].pin == (57.0488, 9.9217)


async def test_a_location_elsewhere_is_not_kept_and_leaves_the_chat(mia: Talk) -> None:
    """The person is told so; a place nobody asked for must not lie about."""
    await mia.starts()
    await mia.taps(STORY[0])
    await mia.person.sends_location()
    await mia.done()
    assert "The location was not kept." in mia.text
    assert "Is someone in danger right now?" in mia.text
    assert mia.person.screen().from_people == ()
    assert all(answer.pin is None for answer in (await mia.draft()).session.answers.values())


async def test_a_place_with_a_name_is_a_location(mia: Talk) -> None:
    """Telegram sends a venue as a location with a title."""
    await mia.at_story()
    await mia.taps("Rather not say")
    place = media.location(55.4, 10.4)
    await mia.person.sends(place | {"venue": {**place, "title": "Nail bar", "address": "Vestergade 1"}})
    await mia.done()
    assert (await mia.draft()).session.answers["report.place"].pin == (55.4, 10.4)
