"""The mail server as one URL: `smtp[s]://[user:password@]host[:port]?from=…&to=a,b`. Parsed at start; never printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

_PORTS: Final = {"smtp": 25, "smtps": 465}
_ADDRESS: Final = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
WANTED: Final = "expected smtp://user:password@host:port?from=bot@example.org&to=desk@example.org (or smtps://)"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """`tls` from the first byte on; else STARTTLS where it is offered. `user` None: no login."""

    host: str
    port: int
    tls: bool
    sender: str
    receivers: tuple[str, ...]
    user: str | None = field(default=None, repr=False)
    password: str = field(default="", repr=False)


def read_smtp_url(url: str) -> SmtpServer:
    """ValueError with a sentence, without the URL, where it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
        given = parse_qs(parts.query, strict_parsing=True)
    except (ValueError, KeyError):
        raise ValueError(WANTED) from None
    senders = given.pop("from", [])
    receivers = tuple(one.strip() for part in given.pop("to", []) for one in part.split(","))
    addresses = (*senders, *receivers)
    if not parts.hostname or parts.path not in {"", "/"} or given or len(senders) != 1 or not receivers:
        raise ValueError(WANTED)
    if not all(_ADDRESS.fullmatch(address) for address in addresses):
        raise ValueError(WANTED)
    user = None if parts.username is None else unquote(parts.username)
    return SmtpServer(
        parts.hostname, port, parts.scheme == "smtps", senders[0], receivers, user, unquote(parts.password or "")
    )
