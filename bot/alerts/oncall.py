"""What one can do with the rota, as pure changes of its order."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from storage.alerting import MemberId
from storage.alerting_members import Rota


class Move(StrEnum):
    """A button under the rota."""

    FIRST = "first"
    HAND_OVER = "hand"
    JOIN = "join"
    LEAVE = "leave"


def possible(rota: Rota, member: MemberId) -> tuple[Move, ...]:
    """What would change something, in the order of the buttons."""
    if member not in rota:
        return (Move.FIRST, Move.JOIN) if rota else (Move.FIRST,)
    if rota[0] != member:
        return (Move.FIRST, Move.LEAVE)
    return (Move.HAND_OVER, Move.LEAVE) if len(rota) > 1 else (Move.LEAVE,)


def moved(rota: Rota, member: MemberId, move: Move) -> Rota:
    """The rota after it; a move that is not possible any more changes nothing."""
    if move not in possible(rota, member):
        return rota
    others = tuple(one for one in rota if one != member)
    match move:
        case Move.FIRST:
            return (member, *others)
        case Move.HAND_OVER | Move.JOIN:
            return (*others, member)
        case Move.LEAVE:
            return others
        case _:
            assert_never(move)
