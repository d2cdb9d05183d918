"""Texts as Telegram reads them: UTF-16 lengths, HTML into entities, and the limits of an inline keyboard."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import cast

from tests.botapi.errors import Refused, bad_request
from tests.botapi.parameters import Json

TEXT_UNITS = 4096
CALLBACK_DATA_BYTES = 64
KEYBOARD_BUTTONS = 100
ROW_BUTTONS = 8
COPY_TEXT_UNITS = 256

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s+[A-Za-z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*>")
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
_REFERENCE = re.compile(r"&(?:#\d+|#x[0-9A-Fa-f]+|lt|gt|amp|quot);")
_KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_ACTIONS = ("callback_data", "url", "web_app", "login_url", "copy_text", "switch_inline_query", "pay")


def units(text: str) -> int:
    """Length in UTF-16 units, which is what Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class _Reading:
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    open: list[tuple[str, Json]] = field(default_factory=list)

    def say(self, source: str) -> None:
        self.text += _REFERENCE.sub(lambda found: html.unescape(found[0]), source)

    def start(self, tag: str, attributes: dict[str, str], at: int) -> None:
        if tag not in _KINDS:
            raise _unparsed(f'Unsupported start tag "{tag}" at byte offset {at}')
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsed(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        entity: Json = {"type": _KINDS[tag], "offset": units(self.text), "length": 0}
        if tag == "a":
            entity["url"] = attributes.get("href", "")
        self.open.append((tag, entity))

    def end(self, tag: str, at: int) -> None:
        if not self.open:
            raise _unparsed(f"Unexpected end tag at byte offset {at}")
        expected, entity = self.open.pop()
        if tag != expected:
            raise _unparsed(f'Unmatched end tag at byte offset {at}, expected "</{expected}>", found "</{tag}>"')
        entity["length"] = units(self.text) - cast("int", entity["offset"])
        if entity["length"]:
            self.entities.append(entity)


def read_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities of `parse_mode=HTML`; refused where Telegram can't parse it."""
    reading = _Reading()
    position = 0
    while (start := source.find("<", position)) >= 0:
        reading.say(source[position:start])
        at = len(source[:start].encode())
        tag = _TAG.match(source, start)
        if tag is None:
            raise _unparsed(f"Unclosed start tag at byte offset {at}")
        name = tag[2].lower()
        if tag[1]:
            reading.end(name, at)
        else:
            reading.start(name, {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(tag[3])}, at)
        position = tag.end()
    reading.say(source[position:])
    if reading.open:
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{reading.open[-1][0]}"')
    return reading.text, sorted(reading.entities, key=lambda entity: cast("int", entity["offset"]))


def commands_in(text: str) -> list[Json]:
    """The bot_command entities a client sends with a typed text."""
    found = re.finditer(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@\w+)?", text)
    return [{"type": "bot_command", "offset": units(text[: m.start()]), "length": units(m[0])} for m in found]


def checked_keyboard(markup: Json | None) -> list[list[Json]]:
    """The rows of an inline keyboard; empty when there is none. Row and total limits: description approximated."""
    if not markup or "inline_keyboard" not in markup:
        return []
    rows = [row for row in cast("list[list[Json]]", markup["inline_keyboard"]) if row]
    if sum(map(len, rows)) > KEYBOARD_BUTTONS or any(len(row) > ROW_BUTTONS for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            _check_button(button)
    return rows


def _check_button(button: Json) -> None:
    if not str(button.get("text") or "").strip():
        raise bad_request("can't parse inline keyboard button: Text of the button must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in actions and not 1 <= len(str(button["callback_data"]).encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions and not re.match(r"(https?|tg|ton)://\S+$", str(button["url"])):
        raise bad_request("BUTTON_URL_INVALID")
    if "copy_text" in actions:
        copied = units(str(cast("Json", button["copy_text"]).get("text", "")))
        if not 1 <= copied <= COPY_TEXT_UNITS:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _unparsed(reason: str) -> Refused:
    return bad_request(f"can't parse entities: {reason}")
