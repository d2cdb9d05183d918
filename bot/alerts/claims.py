"""Who took which alert, while this process remembers: for a message that was on its way when it was taken."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from bot.alerts import texts
from flows.phrases import Phrase
from storage.alerting import AlertId, MemberId

_REMEMBERED: Final = 64


class Claims:
    """The newest few; the store forgets an alert when it is taken."""

    def __init__(self) -> None:
        self._takers: OrderedDict[AlertId, MemberId] = OrderedDict()

    def note(self, alert: AlertId, member: MemberId) -> None:
        """They took it."""
        self._takers[alert] = member
        if len(self._takers) > _REMEMBERED:
            self._takers.popitem(last=False)

    def phrase(self, alert: AlertId, number: int, reader: MemberId) -> Phrase:
        """What stands in place of the alert for `reader`."""
        taker = self._takers.get(alert)
        if taker is None:
            return texts.ALREADY_TAKEN
        return texts.you_took(number) if taker == reader else texts.colleague_took(number)
