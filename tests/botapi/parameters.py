"""Parameters of one call, read from JSON, query string, urlencoded and multipart bodies alike.

Forms carry nested values as JSON text (aiogram sends all calls so); they are decoded when they are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, web

from tests.botapi.errors import Refused, bad_request

if TYPE_CHECKING:
    from aiohttp import ClientResponse

Json = dict[str, object]


class Parameters(Mapping[str, object]):
    """The raw values by name, with typed readers that refuse as Telegram does."""

    def __init__(self, raw: Mapping[str, object]) -> None:
        self._raw = {name: value for name, value in raw.items() if value is not None}

    def __getitem__(self, name: str) -> object:
        """The value as it was sent: text in forms, any JSON value in JSON bodies."""
        return self._raw[name]

    def __iter__(self) -> Iterator[str]:
        """Names, in the order they were sent."""
        return iter(self._raw)

    def __len__(self) -> int:
        """How many were sent."""
        return len(self._raw)

    def __repr__(self) -> str:
        """As a mapping."""
        return repr(self._raw)

    def text(self, name: str, default: str = "") -> str:
        """A text; numbers are taken as their digits."""
        value = self._raw.get(name, default)
        return value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number; refused when absent without a default, or unreadable."""
        value = self._raw.get(name, default)
        if isinstance(value, bool) or value is None:
            raise bad_request(f"{name} is empty")
        try:
            return int(cast("int | str", value))
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """True for JSON true and the texts Telegram takes for it."""
        return str(self._raw.get(name, "")).lower() in {"true", "1", "yes", "t", "y"}

    def decoded(self, name: str) -> object:
        """A nested value, whether it came as JSON or as JSON text in a form; None when absent."""
        value = self._raw.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return cast("object", json.loads(value))
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def structure(self, name: str) -> Json | None:
        """A nested JSON object; None when absent."""
        value = self.decoded(name)
        if value is None or isinstance(value, dict):
            return cast("Json | None", value)
        raise bad_request(f"object expected as {name}")

    def array(self, name: str) -> list[object] | None:
        """A nested JSON array; None when absent."""
        value = self.decoded(name)
        if value is None or isinstance(value, list):
            return cast("list[object] | None", value)
        raise bad_request(f"can't parse {name} JSON array")


async def of_request(request: web.Request) -> Parameters:
    """Query and body of a call; the body wins."""
    raw: Json = dict(request.query)
    if request.content_type == "application/json":
        raw |= _object(await request.text())
    elif request.can_read_body:
        form = await request.post()
        raw |= {name: value if isinstance(value, str) else "<file>" for name, value in form.items()}
    return Parameters(raw)


async def of_answer(response: ClientResponse) -> Parameters:
    """What the bot wrote into its answer to a delivered update; empty when it calls no method there."""
    if response.content_type.startswith("multipart/"):
        return Parameters(await _parts(MultipartReader.from_response(response)))
    body = await response.text()
    if response.content_type == "application/x-www-form-urlencoded":
        return Parameters(dict(parse_qsl(body)))
    try:
        return Parameters(_object(body))
    except Refused:
        return Parameters({})


async def _parts(reader: object) -> Json:
    raw: Json = {}
    multipart = cast("MultipartReader", reader)
    while (part := await multipart.next()) is not None:
        if isinstance(part, BodyPartReader) and part.name:
            raw[part.name] = await part.text()
    return raw


def _object(body: str) -> Json:
    try:
        value: object = json.loads(body) if body.strip() else {}
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("object expected")
    return cast("Json", value)
