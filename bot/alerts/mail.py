"""An alert by e-mail, when nobody took it in the chat: the same few words, to the addresses of the settings."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final

from bot.alerts import texts
from bot.alerts.smtp import SmtpServer
from bot.errors import MailRefused
from locales.rendering import Renderer

_WAIT_SECONDS: Final = 20
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Mailer:
    """Sends in every language of the staff's catalogs, as nobody knows who reads the mailbox."""

    server: SmtpServer
    renderer: Renderer
    languages: tuple[str, ...]

    async def send(self, number: int) -> None:
        """Returns once the server has taken it. Raises MailRefused."""
        try:
            await asyncio.to_thread(self._deliver, self._message(number))
        except (OSError, smtplib.SMTPException) as error:
            raise MailRefused(type(error).__name__) from None

    def _message(self, number: int) -> EmailMessage:
        write = self.renderer.render
        message = EmailMessage()
        message["From"] = self.server.sender
        message["To"] = ", ".join(self.server.receivers)
        message["Subject"] = " / ".join(write(texts.MAIL_SUBJECT, tag, words={}) for tag in self.languages)
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self.server.sender.rpartition("@")[2])
        lines = [write(texts.mail(number), tag, words={}) for tag in self.languages]
        message.set_content("\n".join(lines) + "\n", charset="utf-8", cte="quoted-printable")
        return message

    def _deliver(self, message: EmailMessage) -> None:
        server = self.server
        trusted = ssl.create_default_context()
        connection = (
            smtplib.SMTP_SSL(server.host, server.port, timeout=_WAIT_SECONDS, context=trusted)
            if server.tls
            else smtplib.SMTP(server.host, server.port, timeout=_WAIT_SECONDS)
        )
        with connection:
            connection.ehlo()
            safe = server.tls or server.host in _LOOPBACK
            if not server.tls and connection.has_extn("starttls"):
                connection.starttls(context=trusted)
                connection.ehlo()
                safe = True
            if server.user is not None:
                if not safe:
                    raise smtplib.SMTPNotSupportedError("no password over a connection anybody can read")
                connection.login(server.user, server.password)
            connection.send_message(message)
