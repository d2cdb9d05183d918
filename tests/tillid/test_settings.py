"""The settings refuse with a sentence, and never repeat a value."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tillid.errors import SettingsError
from tillid.settings import PREFIX, Settings, known_variables, read

CANARY = "canary-5f1c"
EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_nothing_need_be_set() -> None:
    """A new user starts on defaults: SQLite under data/."""
    settings = read()
    assert settings.database.get_secret_value() == "sqlite+aiosqlite:///data/tillid.sqlite"
    assert settings.draft_ttl_seconds == 7200


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("TILLID_DRAFT_TTL", "TILLID_DRAFT_TTL_SECONDS"), ("TILLID_TELEGRAM_TOKN", "TILLID_TELEGRAM_TOKEN")],
)
def test_an_unknown_variable_is_refused_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, name: str, nearest: str
) -> None:
    """A mistyped name would otherwise be a silent default."""
    monkeypatch.setenv(name, CANARY)
    with pytest.raises(SettingsError, match=f"^{name} is not .* {nearest}\\.") as refusal:
        read()
    assert CANARY not in str(refusal.value)


def test_an_unknown_variable_in_the_file_is_refused_too(tmp_path: Path) -> None:
    """The `.env` file is held to the same names."""
    (tmp_path / ".env").write_text("TILLID_COLOUR=blue\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="TILLID_COLOUR"):
        read()


def test_the_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """So that one run can differ from the file."""
    (tmp_path / ".env").write_text("TILLID_OPERATOR_NAME=file\nTILLID_CONTACT_DAYS=9\n", encoding="utf-8")
    monkeypatch.setenv("TILLID_OPERATOR_NAME", "environment")
    settings = read()
    assert (settings.operator_name, settings.contact_days) == ("environment", 9)


def test_variables_of_the_tests_are_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """TILLID_TEST_* belong to the tests."""
    monkeypatch.setenv("TILLID_TEST_DATABASE_URL", CANARY)
    assert read() == Settings()


@pytest.mark.parametrize(
    "name",
    [
        "TILLID_DRAFT_TTL_SECONDS",
        "TILLID_DESK_RECIPIENT",
        "TILLID_READING_HOURS",
        "TILLID_HEALTH_LISTEN",
        "TILLID_TELEGRAM_API_URL",
        "TILLID_LOG_LEVEL",
    ],
)
def test_an_ill_formed_value_is_named_and_not_repeated(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Somebody may have pasted a secret into the wrong line."""
    monkeypatch.setenv(name, CANARY)
    with pytest.raises(SettingsError, match=f"^{name}: ") as refusal:
        read()
    assert CANARY not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_a_webhook_without_a_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody could post updates to it."""
    monkeypatch.setenv("TILLID_TELEGRAM_WEBHOOK_URL", "https://bot.example")
    with pytest.raises(SettingsError, match="TILLID_TELEGRAM_WEBHOOK_SECRET"):
        read()


def test_secrets_do_not_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither token, webhook secret nor the database's password."""
    for name in ("TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "DATABASE_URL"):
        monkeypatch.setenv(PREFIX + name, CANARY)
    settings = read()
    assert CANARY not in f"{settings!r} {settings} {settings.database!r} {settings.database}"


def test_the_settings_are_frozen() -> None:
    """They are read once."""
    with pytest.raises(ValueError, match="frozen"):
        setattr(read(), "contact_days", 1)  # noqa: B010 - mypy would refuse the assignment


def test_the_example_explains_every_setting_and_no_other() -> None:
    """The example file is the reference for operators, defaults included."""
    example = EXAMPLE.read_text(encoding="utf-8")
    shown = dict(re.findall(r"^#?(TILLID_[A-Z_]+)=(.*)$", example, flags=re.MULTILINE))
    assert sorted(shown) == sorted(known_variables())
    for name, field in Settings.model_fields.items():
        assert shown[PREFIX + name.upper()] == ("" if field.default is None else str(field.default))
