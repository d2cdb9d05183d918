"""The TILLID_* variables, read once into one frozen value that is passed down.

Refuses what it does not know, what is ill-formed and what does not fit together, before anything starts.
TILLID_TEST_* belong to the tests and are not looked at. A `.env` file in the working folder is read under the
environment, which wins.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from opening_hours import OpeningHours
from pydantic import AfterValidator, AnyHttpUrl, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.alerts.digest import read_hours
from bot.alerts.smtp import read_smtp_url
from tillid.errors import SettingsError

PREFIX = "TILLID_"
TEST_PREFIX = "TILLID_TEST_"
HIGHEST_PORT = 65535


def _listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 <= int(port) <= HIGHEST_PORT:
        raise ValueError("expected host:port, for example 127.0.0.1:8082")
    return value


def _hours(value: str) -> str:
    try:
        OpeningHours(value)
    except Exception:  # noqa: BLE001 - the library's own error type is not part of its typed interface
        raise ValueError("expected opening hours as OpenStreetMap writes them, for example Mo-Fr 08:30-16:00") from None
    return value


def _http(value: str) -> str:
    try:
        AnyHttpUrl(value)
    except ValueError:
        raise ValueError("expected an address that begins with http:// or https://") from None
    return value.rstrip("/")


def _digest_hours(value: str) -> str:
    read_hours(value)
    return value


def _smtp(value: SecretStr) -> SecretStr:
    read_smtp_url(value.get_secret_value())
    return value


SmtpUrl = Annotated[SecretStr, AfterValidator(_smtp)]
Listen = Annotated[str, AfterValidator(_listen)]
HttpUrl = Annotated[str, AfterValidator(_http)]


class Settings(BaseSettings):
    """What `.env.example` explains, a field a variable. None: not set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    config_dir: Path = Path("config")
    data_dir: Path = Path("data")
    runtime_dir: Path | None = None
    database_url: SecretStr | None = None
    draft_ttl_seconds: int = Field(default=7200, ge=60, le=86_400)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    desk_recipient: Annotated[str, Field(pattern="^age1[0-9a-z]+$")] | None = None
    telegram_token: SecretStr | None = None
    telegram_api_url: HttpUrl = "https://api.telegram.org"
    telegram_webhook_url: HttpUrl | None = None
    telegram_webhook_listen: Listen = "127.0.0.1:8082"
    telegram_webhook_secret: SecretStr | None = None
    alerts_token: SecretStr | None = None
    alerts_api_url: HttpUrl = "https://api.telegram.org"
    smtp_url: SmtpUrl | None = None
    staff_url: HttpUrl | None = None
    alert_window_seconds: int = Field(default=300, ge=0, le=3600)
    alert_escalation_minutes: int = Field(default=15, ge=1, le=1440)
    alert_digest_hours: Annotated[str, AfterValidator(_digest_hours)] = "08:30,13:00"
    health_listen: Listen = "127.0.0.1:9090"
    operator_name: str = Field(default="Tillid", min_length=1, max_length=64)
    reading_hours: Annotated[str, AfterValidator(_hours)] = "Mo-Fr 08:30-16:00; Sa-Su,PH 09:00-15:00"
    contact_days: int = Field(default=180, ge=1)
    mailbox_months: int = Field(default=12, ge=1)

    @model_validator(mode="after")
    def _webhook_needs_its_secret(self) -> Settings:
        if self.telegram_webhook_url and not self.telegram_webhook_secret:
            raise ValueError("TILLID_TELEGRAM_WEBHOOK_URL is set without TILLID_TELEGRAM_WEBHOOK_SECRET: set both")
        return self

    @model_validator(mode="after")
    def _two_bots(self) -> Settings:
        if self.alerts_token is not None and self.alerts_token == self.telegram_token:
            raise ValueError("TILLID_ALERTS_TOKEN is that of TILLID_TELEGRAM_TOKEN: staff need a bot of their own")
        return self

    @property
    def database(self) -> SecretStr:
        """SQLAlchemy's URL; may hold a password. Unset: SQLite under the data folder."""
        return self.database_url or SecretStr(f"sqlite+aiosqlite:///{self.data_dir / 'tillid.sqlite'}")


def known_variables() -> tuple[str, ...]:
    """Every variable there is, in the order of the fields."""
    return tuple(PREFIX + name.upper() for name in Settings.model_fields)


def read(*, env_file: Path = Path(".env")) -> Settings:
    """SettingsError names every unknown variable, else every ill-formed one. An empty value counts as unset."""
    names = {name for name in (*os.environ, *dotenv_values(env_file)) if name.startswith(PREFIX)}
    unknown = sorted(name for name in names - set(known_variables()) if not name.startswith(TEST_PREFIX))
    if unknown:
        raise SettingsError("\n".join(map(_unknown, unknown)))
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsError("\n".join(_problems(error))) from None


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, known_variables(), n=1, cutoff=0)
    return f"{name} is not a setting of Tillid; the nearest is {near[0]}. Correct or remove it."


def _problems(error: ValidationError) -> Iterable[str]:
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        message = problem["msg"].removeprefix("Value error, ")
        where = problem["loc"]
        yield f"{PREFIX}{str(where[0]).upper()}: {message}. See .env.example." if where else f"{message}."
