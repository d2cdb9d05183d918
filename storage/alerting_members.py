"""Who is told: members of the alert bot, enrolled by one-time codes, and their order on the rota.

Keeps the Telegram chat of each, because nothing can be sent without it; no name, no number, nothing they did.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from storage.alert_tables import AlertCode, AlertDelivery, AlertMember
from storage.alerting import MemberId
from storage.database import Database
from storage.insertion import insert_where_absent

CODE_SECONDS: Final = 3600
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another
_GROUPS: Final = 4
_GROUP: Final = 4

Rota: TypeAlias = tuple[MemberId, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """`digest` is the newest digest this member has had or was spared, as `bot.alerts.digest` names one.

    `hours` are those they chose for digests, `08:30,13:00`: empty for none, None for the team's.
    """

    id: MemberId
    chat: int = field(repr=False)
    language: str
    digest: str
    hours: str | None


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody who is told, and who of them first; in one reading."""

    members: tuple[Member, ...]
    rota: Rota

    def of_chat(self, chat: int) -> Member | None:
        """None: a stranger."""
        return next((member for member in self.members if member.chat == chat), None)

    def member(self, member: MemberId) -> Member | None:
        """None where they have left meanwhile."""
        return next((one for one in self.members if one.id == member), None)


class AlertMembers:
    """The members of one desk. Each call is one transaction; StoreUnavailable where it can't be had."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def new_code(self, *, now: int) -> str:
        """A code that enrols one account within the hour; only its hash is kept. 80 random bits."""
        groups = ["".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)]
        code = "-".join(groups)
        async with self._database.transaction() as connection:
            await connection.execute(delete(AlertCode).where(col(AlertCode.expires_at) <= now))
            await insert_where_absent(connection, AlertCode, hash=_hash(code), expires_at=now + CODE_SECONDS)
        return code

    async def enrol(self, code: str, *, chat: int, language: str, digest: str, now: int) -> Member | None:
        """The new member, whose code is used up by it; None where the code is none, or its hour is over."""
        spent = (col(AlertCode.hash) == _hash(code), col(AlertCode.expires_at) > now)
        member = Member(MemberId(secrets.token_hex(8)), chat, language, digest, None)
        async with self._database.transaction() as connection:
            if (await connection.execute(delete(AlertCode).where(*spent))).rowcount != 1:
                return None
            is_new = await insert_where_absent(
                connection,
                AlertMember,
                id=member.id,
                chat=chat,
                language=language,
                rota=None,
                digest=digest,
                hours=None,
            )
            return member if is_new else await _of_chat(connection, chat)

    async def team(self) -> Team:
        """Everybody, in no order that tells anything, and the rota."""
        async with self._database.transaction() as connection:
            return await _team(connection)

    async def speak(self, member: MemberId, language: str) -> None:
        """From now on in that language."""
        async with self._database.transaction() as connection:
            await connection.execute(update(AlertMember).where(col(AlertMember.id) == member).values(language=language))

    async def choose_hours(self, member: MemberId, hours: str | None, digest: str) -> None:
        """From now on at these; `digest` counts as had."""
        chosen = {"hours": hours, "digest": digest}
        async with self._database.transaction() as connection:
            await connection.execute(update(AlertMember).where(col(AlertMember.id) == member).values(chosen))

    async def note_digest(self, member: MemberId, digest: str) -> None:
        """This one they have had, or were spared."""
        async with self._database.transaction() as connection:
            await connection.execute(update(AlertMember).where(col(AlertMember.id) == member).values(digest=digest))

    async def arrange(self, arrange: Callable[[Rota], Rota]) -> Team:
        """Put the rota in another order, in one transaction with reading it; the team as it then is."""
        async with self._database.transaction() as connection:
            before = (await _team(connection)).rota
            await connection.execute(update(AlertMember).values(rota=None))
            for place, member in enumerate(arrange(before)):
                await connection.execute(update(AlertMember).where(col(AlertMember.id) == member).values(rota=place))
            return await _team(connection)

    async def forget(self, member: MemberId) -> None:
        """As if they had never enrolled."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(AlertDelivery).where(col(AlertDelivery.member) == member))
            await connection.execute(delete(AlertMember).where(col(AlertMember.id) == member))

    async def forget_all(self) -> int:
        """As if nobody had ever enrolled, unused codes too; how many there were."""
        async with self._database.transaction() as connection:
            members = (await _team(connection)).members
            await connection.execute(
                delete(AlertDelivery).where(col(AlertDelivery.member).in_([member.id for member in members]))
            )
            await connection.execute(delete(AlertMember))
            await connection.execute(delete(AlertCode))
        return len(members)


def _hash(code: str) -> bytes:
    """However it was typed: small letters, without hyphens, with spaces."""
    return hashlib.sha256("".join(code.upper().replace("-", " ").split()).encode()).digest()


async def _team(connection: AsyncConnection) -> Team:
    rows = (await connection.execute(select(AlertMember).order_by(col(AlertMember.id)))).all()
    on_call = sorted((row.rota, row.id) for row in rows if row.rota is not None)
    return Team(tuple(map(_member, rows)), tuple(MemberId(member) for _, member in on_call))


async def _of_chat(connection: AsyncConnection, chat: int) -> Member:
    return _member((await connection.execute(select(AlertMember).where(col(AlertMember.chat) == chat))).one())


def _member(row: Row[AlertMember]) -> Member:
    return Member(MemberId(row.id), row.chat, row.language, row.digest, row.hours)
