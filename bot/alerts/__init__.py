"""The staff's alert bot, on python-telegram-bot: it says that something waits, and never what."""
