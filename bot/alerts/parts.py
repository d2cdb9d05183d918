"""What the alert service is made of, as the composition hands it over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.alerts.mail import Mailer
from bot.alerts.pulse import Pulse
from bot.alerts.screens import Screens
from storage.alerting import Alerts
from storage.alerting_lead import Lead
from storage.alerting_members import AlertMembers


@dataclass(frozen=True, slots=True)
class AlertParts:
    """What the service works with. `wall` in Unix seconds, `steady` in seconds that nobody can set."""

    alerts: Alerts
    members: AlertMembers
    lead: Lead
    screens: Screens
    mailer: Mailer | None
    pulse: Pulse
    wall: Callable[[], float]
    steady: Callable[[], float]
