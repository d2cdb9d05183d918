"""What our Telegram bot costs beside a bare one: `python -m bench.telegram` (Linux: it reads /proc).

Both bots walk a ten-question form behind the emulator of `tests.botapi`, each in a process of its own, in turn.

A bot under measure is a module run as `python -m bench.telegram.NAME`. It must

- read `TILLID_TELEGRAM_API_URL` (the part before `/bot`), `TILLID_TELEGRAM_TOKEN`, `TILLID_TELEGRAM_WEBHOOK_URL`
  (what to give to setWebhook, path included), `TILLID_TELEGRAM_WEBHOOK_LISTEN` (`host:port`; serve the path of that
  URL there) and `TILLID_TELEGRAM_WEBHOOK_SECRET`;
- do by itself whatever else it needs (folders, keys, database: in a temporary folder it removes at the end);
- print `READY` on a line of its own once it serves and has called setWebhook;
- do all its work in that one process, and end on SIGTERM.

The form it asks, for every `/start` anew: nine questions answered by one tap, one answered in words, one confirming
tap, and a last message that holds the end marker: 12 updates. How its messages are to be walked is said by a
`bench.telegram.walk.Form`; the ones in use are in `bench.telegram.__main__.BOTS`.
"""
