"""Texts and buttons as python-telegram-bot sends them, in a member's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup

from bot.alerts import texts
from bot.alerts.digest import AS_THE_TEAM, hours_of, offered, written
from bot.alerts.oncall import Move
from flows.phrases import Phrase
from locales.languages import autonym
from locales.rendering import Renderer
from storage.alerting import AlertId

TAKE: Final = "take"
ONCALL: Final = "oncall"
DIGEST: Final = "digest"
LANGUAGE: Final = "language"
_HOURS_A_ROW: Final = 4


@dataclass(frozen=True, slots=True)
class Screens:
    """`console_url` is where *Open in the console* leads, None: no such button. The same for every alert."""

    renderer: Renderer
    languages: tuple[str, ...]
    console_url: str | None

    def text(self, language: str, *phrases: Phrase) -> str:
        """A line each."""
        return "\n".join(self.renderer.render(phrase, language, words={}) for phrase in phrases)

    def everywhere(self, phrase: Phrase) -> str:
        """One line in all languages, for whom no language is known."""
        return " · ".join(self.text(language, phrase) for language in self.languages)

    def alert_buttons(self, alert: AlertId, language: str, *, console: bool = True) -> InlineKeyboardMarkup:
        """The random id of the alert is all the button carries."""
        take = InlineKeyboardButton(self.text(language, texts.TAKE), callback_data=f"{TAKE}:{alert}")
        rows = [[take]]
        if console and self.console_url is not None:
            rows.append([InlineKeyboardButton(self.text(language, texts.OPEN), url=self.console_url)])
        return InlineKeyboardMarkup(rows)

    def rota(self, names: Sequence[str], language: str) -> str:
        """The rota from first to last; names are shown and kept nowhere."""
        if not names:
            return self.text(language, texts.NOBODY_ON_CALL)
        lines = [f"{place}. {name}" for place, name in enumerate(names, 1)]
        return "\n".join([self.text(language, texts.ON_CALL), *lines])

    def rota_buttons(self, moves: Sequence[Move], language: str) -> InlineKeyboardMarkup:
        """One a row."""
        return InlineKeyboardMarkup.from_column(
            [
                InlineKeyboardButton(self.text(language, texts.MOVES[move]), callback_data=f"{ONCALL}:{move}")
                for move in moves
            ]
        )

    def hours(self, kept: str | None, team: tuple[time, ...], language: str) -> str:
        """When this member has digests; `kept` as their row keeps it."""
        hours = hours_of(kept, team)
        said = texts.digest_at(hours) if hours else texts.NO_DIGEST
        return self.text(language, said, texts.CHOOSE_HOURS)

    def hours_buttons(self, kept: str | None, team: tuple[time, ...], language: str) -> InlineKeyboardMarkup:
        """A button for each hour, marked where chosen, which sets or unsets it; below them the team's hours."""
        hours = hours_of(kept, team)
        buttons = [_hour_button(hour, marked=hour in hours) for hour in offered(kept, team)]
        rows = [buttons[at : at + _HOURS_A_ROW] for at in range(0, len(buttons), _HOURS_A_ROW)]
        label = _marked(self.text(language, texts.as_the_team(team)), marked=kept is None)
        rows.append([InlineKeyboardButton(label, callback_data=f"{DIGEST}:{AS_THE_TEAM}")])
        return InlineKeyboardMarkup(rows)

    def language_buttons(self) -> InlineKeyboardMarkup:
        """Each language in itself."""
        return InlineKeyboardMarkup.from_row(
            [InlineKeyboardButton(autonym(tag), callback_data=f"{LANGUAGE}:{tag}") for tag in self.languages]
        )

    def commands(self, language: str) -> list[BotCommand]:
        """What the menu of a member offers; a stranger's menu is empty."""
        return [BotCommand(name, self.text(language, phrase)) for name, phrase in texts.COMMANDS.items()]

    def help(self, language: str) -> str:
        """The commands as lines."""
        return "\n".join(f"/{name}: {self.text(language, phrase)}" for name, phrase in texts.COMMANDS.items())


def _hour_button(hour: time, *, marked: bool) -> InlineKeyboardButton:
    sets = f"{'-' if marked else '+'}{written(hour)}"
    return InlineKeyboardButton(_marked(written(hour), marked=marked), callback_data=f"{DIGEST}:{sets}")


def _marked(label: str, *, marked: bool) -> str:
    return f"✓ {label}" if marked else label
