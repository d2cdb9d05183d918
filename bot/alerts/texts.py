"""Every text of the alert bot. None has a place for a word, a code, a place, a language or an id of a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Final

from bot.alerts.digest import written
from bot.alerts.oncall import Move
from flows.phrases import Phrase, Value, Verbatim
from storage.alerting import Waiting

# Translators: all a stranger is ever told.
STRANGER: Final = Phrase("alerts.stranger", "Hello. This bot is private.")
WELCOME: Final = Phrase(
    "alerts.welcome", "You are enrolled. When something waits you are told here that it does, and never what it is."
)
COMMANDS: Final = {
    "queue": Phrase("alerts.command.queue", "How many wait"),
    "oncall": Phrase("alerts.command.oncall", "Who is told first"),
    "digest": Phrase("alerts.command.digest", "At which hours you are told how many wait"),
    "language": Phrase("alerts.command.language", "Another language"),
    "stop": Phrase("alerts.command.stop", "No more alerts"),
}
NOT_NOW: Final = Phrase("alerts.not_now", "That did not work just now. Please try again.")
STOPPED: Final = Phrase("alerts.stopped", "Done. You are told nothing any more, and this chat is forgotten.")
ASK_LANGUAGE: Final = Phrase("alerts.language", "Which language?")
# Translators: name your own language here, not English.
LANGUAGE_SET: Final = Phrase("alerts.language", "From now on in English.")

# Translators: a button under an alert.
TAKE: Final = Phrase("alerts.button", "I take it")
# Translators: a button under an alert; the console is where staff read reports.
OPEN: Final = Phrase("alerts.button", "Open in the console")
MOVES: Final = {
    Move.FIRST: Phrase("alerts.oncall.button", "Put me first"),
    Move.HAND_OVER: Phrase("alerts.oncall.button", "Hand over to the next"),
    Move.JOIN: Phrase("alerts.oncall.button", "Put me last"),
    Move.LEAVE: Phrase("alerts.oncall.button", "Take me off"),
}

ON_CALL: Final = Phrase("alerts.oncall", "Something urgent is told first to:")
NOBODY_ON_CALL: Final = Phrase("alerts.oncall", "Nobody is on call. Something urgent is told to everybody at once.")
YOU: Final = Phrase("alerts.oncall", "You")
COLLEAGUE: Final = Phrase("alerts.oncall", "A colleague")

NO_DIGEST: Final = Phrase("alerts.digest", "You are told of urgent things only.")
CHOOSE_HOURS: Final = Phrase("alerts.digest", "Tap an hour to add it or to take it off. Danish time.")

NOTHING_WAITS: Final = Phrase("alerts.queue", "Nothing waits.")
MAIL_SUBJECT: Final = Phrase("alerts.mail", "Something urgent waits")


def urgent(number: int) -> Phrase:
    """An alert."""
    return Phrase("alerts.urgent", "Something urgent waits. Number {number}.", _number(number))


def mail(number: int) -> Phrase:
    """An alert nobody took, by e-mail."""
    return Phrase("alerts.mail", "Something urgent waits, and nobody has taken it. Number {number}.", _number(number))


def you_took(number: int) -> Phrase:
    """In place of the alert, for who took it."""
    return Phrase("alerts.taken", "You took {number}.", _number(number))


def colleague_took(number: int) -> Phrase:
    """In place of the alert, for the others."""
    return Phrase("alerts.taken", "A colleague took {number}.", _number(number))


# Translators: where it is not known who took it; "it" is an alert.
ALREADY_TAKEN: Final = Phrase("alerts.taken", "It is taken.")


def waiting(found: Waiting) -> Phrase:
    """How many wait."""
    return Phrase("alerts.queue", "Waiting: {number}.", _number(found.count))


def oldest(found: Waiting, today: date) -> Phrase:
    """How long the oldest has waited, in whole days."""
    days = max(0, (today - found.oldest).days)
    if days == 0:
        return Phrase("alerts.queue", "The oldest came today.")
    return Phrase(
        "alerts.queue",
        "The oldest has waited for {count} day.",
        plural="The oldest has waited for {count} days.",
        count=days,
    )


def digest_at(hours: Iterable[time]) -> Phrase:
    """The hours of a member's digest."""
    return Phrase("alerts.digest", "At {hours} you are told how many wait, if any do.", _hours(hours))


def as_the_team(hours: Iterable[time]) -> Phrase:
    """A button: the hours of who chose none, also when they change."""
    return Phrase("alerts.digest.button", "As the team: {hours}", _hours(hours))


def _hours(hours: Iterable[time]) -> dict[str, Value]:
    return {"hours": Verbatim(", ".join(map(written, hours)))}


def _number(number: int) -> dict[str, Value]:
    return {"number": Verbatim(str(number))}
