"""How a person walks a bot's form: which button to press, when to type, when it is over."""

from __future__ import annotations

from dataclasses import dataclass

from tests.botapi import Impossible, Person, Seen


@dataclass(frozen=True, slots=True)
class Form:
    """One bot's form, walked by position.

    The first answer button is pressed; the last `navigation_rows` rows hold no answers. Words are typed where a
    message has no answer buttons, and at the message with number `text_at` (counted from 1 at the reply to
    `/start`; None: only where there are no buttons). A message that holds `end` is the last.
    """

    end: str
    navigation_rows: int = 0
    text_at: int | None = None
    start: str = "/start"
    words: str = "Four people sleep behind the laundry and are driven away before five."
    most_turns: int = 40

    async def begin(self, person: Person) -> None:
        """The first act."""
        await person.types(self.start)

    def is_over(self, message: Seen) -> bool:
        """Whether it is the last message."""
        return self.end in message.text

    async def answer(self, person: Person, message: Seen, number: int) -> None:
        """The act that answers the message with that number."""
        if number > self.most_turns:
            raise Impossible(f"no end after {self.most_turns} messages; the last one is: {message.text}")
        answers = message.rows[: len(message.rows) - self.navigation_rows]
        if number == self.text_at or not answers:
            await person.types(self.words)
        else:
            await person.taps_old(message, message.buttons.index(answers[0][0]))
