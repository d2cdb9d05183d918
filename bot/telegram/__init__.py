"""The public Telegram bot, on aiogram's Bot and types; the session runner is the router (ADR 0004)."""
