"""Methods about the bot itself: its name, descriptions and commands, each by language."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from tests.botapi.errors import bad_request
from tests.botapi.markup import units
from tests.botapi.parameters import Json, Parameters
from tests.botapi.world import World

NAME_UNITS = 64
DESCRIPTION_UNITS = 512
SHORT_DESCRIPTION_UNITS = 120
COMMANDS = 100
COMMAND_DESCRIPTION_UNITS = 256


@dataclass(slots=True)
class Profile:
    """What the bot shows about itself: texts by (field, language), commands by (scope, language)."""

    world: World
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    async def get_me(self, _: Parameters) -> object:
        """getMe."""
        abilities = {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False}
        return self.world.bot.as_json() | abilities

    async def set_name(self, parameters: Parameters) -> object:
        """setMyName."""
        return self._set("name", NAME_UNITS, parameters)

    async def set_description(self, parameters: Parameters) -> object:
        """setMyDescription."""
        return self._set("description", DESCRIPTION_UNITS, parameters)

    async def set_short_description(self, parameters: Parameters) -> object:
        """setMyShortDescription."""
        return self._set("short_description", SHORT_DESCRIPTION_UNITS, parameters)

    async def get_name(self, parameters: Parameters) -> object:
        """getMyName."""
        return {"name": self._get("name", parameters) or self.world.bot.first_name}

    async def get_description(self, parameters: Parameters) -> object:
        """getMyDescription."""
        return {"description": self._get("description", parameters)}

    async def get_short_description(self, parameters: Parameters) -> object:
        """getMyShortDescription."""
        return {"short_description": self._get("short_description", parameters)}

    async def set_commands(self, parameters: Parameters) -> object:
        """setMyCommands."""
        commands = [command for command in parameters.array("commands") or [] if isinstance(command, dict)]
        if len(commands) > COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", "")).removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= units(str(command.get("description", ""))) <= COMMAND_DESCRIPTION_UNITS:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_scope(parameters)] = commands
        return True

    async def get_commands(self, parameters: Parameters) -> object:
        """getMyCommands: exactly those of that scope and language."""
        return self.commands.get(_scope(parameters), [])

    async def delete_commands(self, parameters: Parameters) -> object:
        """deleteMyCommands."""
        self.commands.pop(_scope(parameters), None)
        return True

    def _set(self, what: str, limit: int, parameters: Parameters) -> bool:
        value = parameters.text(what)
        if units(value) > limit:
            raise bad_request(f"BOT_{what.upper()}_TOO_LONG")
        self.texts[what, parameters.text("language_code")] = value
        return True

    def _get(self, what: str, parameters: Parameters) -> str:
        return self.texts.get((what, parameters.text("language_code"))) or self.texts.get((what, ""), "")


def _scope(parameters: Parameters) -> tuple[str, str]:
    scope = parameters.structure("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), parameters.text("language_code")
