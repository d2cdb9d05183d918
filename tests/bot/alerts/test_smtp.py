"""The mail server's URL: read whole, refused without being repeated, and never printed."""

from __future__ import annotations

import pytest

from bot.alerts.smtp import SmtpServer, read_smtp_url


def test_a_whole_url_is_read() -> None:
    """Escapes undone, several receivers, the port of the scheme."""
    url = "smtps://us%40er:pa%3Ass@mail.example.org?from=bot@example.org&to=a@example.org,b@example.org"
    assert read_smtp_url(url) == SmtpServer(
        "mail.example.org",
        465,
        tls=True,
        sender="bot@example.org",
        receivers=("a@example.org", "b@example.org"),
        user="us@er",
        password="pa:ss",
    )
    plain = read_smtp_url("smtp://localhost:2525?from=bot@example.org&to=a@example.org")
    assert (plain.port, plain.tls, plain.user) == (2525, False, None)


def test_the_password_does_not_print() -> None:
    """Nor the user."""
    server = read_smtp_url("smtp://canary:canary@h?from=a@b&to=c@d")
    assert "canary" not in f"{server} {server!r}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "canary",
        "http://canary?from=a@b&to=c@d",
        "smtp://?from=a@b&to=canary@d",
        "smtp://canary",
        "smtp://canary?from=a@b",
        "smtp://canary?to=a@b",
        "smtp://canary?from=a@b&to=c",
        "smtp://canary?from=a@b&to=c@d%0aBcc:e@f",
        "smtp://canary?from=a@b&to=c@d&cc=e@f",
        "smtp://canary:port?from=a@b&to=c@d",
        "smtp://canary/x?from=a@b&to=c@d",
    ],
)
def test_anything_else_is_refused(url: str) -> None:
    """With what is expected, and without what was given."""
    with pytest.raises(ValueError, match=r"expected smtp://") as refusal:
        read_smtp_url(url)
    assert "canary" not in str(refusal.value)
