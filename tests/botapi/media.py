"""The bodies of messages that are not plain text, as a person's client sends them."""

from __future__ import annotations

import itertools

from tests.botapi.parameters import Json

_numbers = itertools.count(1)


def _file(size: int, **more: object) -> Json:
    number = next(_numbers)
    return {"file_id": f"BQACfile{number:06}", "file_unique_id": f"AgAD{number:06}", "file_size": size, **more}


def sticker(emoji: str = "👍") -> Json:
    """A static sticker."""
    body = _file(20_000, type="regular", width=512, height=512, is_animated=False, is_video=False, emoji=emoji)
    return {"sticker": body}


def photo(caption: str = "") -> Json:
    """A photo in two sizes."""
    sizes = [_file(9_000, width=320, height=240), _file(90_000, width=1280, height=960)]
    return _captioned({"photo": sizes}, caption)


def document(name: str = "contract.pdf", caption: str = "", size: int = 200_000) -> Json:
    """A file with the name it had on the phone."""
    return _captioned({"document": _file(size, file_name=name, mime_type="application/pdf")}, caption)


def voice(seconds: int = 12) -> Json:
    """A voice note."""
    return {"voice": _file(seconds * 4_000, duration=seconds, mime_type="audio/ogg")}


def video_note(seconds: int = 8) -> Json:
    """A round video."""
    return {"video_note": _file(seconds * 90_000, length=240, duration=seconds)}


def video(seconds: int = 30, caption: str = "") -> Json:
    """A video."""
    body = _file(seconds * 200_000, width=1280, height=720, duration=seconds, mime_type="video/mp4")
    return _captioned({"video": body}, caption)


def location(latitude: float = 55.6761, longitude: float = 12.5683) -> Json:
    """A point on the map."""
    return {"location": {"latitude": latitude, "longitude": longitude}}


def contact(phone: str = "+4500000000", first_name: str = "Somebody") -> Json:
    """A contact card."""
    return {"contact": {"phone_number": phone, "first_name": first_name}}


def _captioned(body: Json, caption: str) -> Json:
    return body | {"caption": caption} if caption else body
