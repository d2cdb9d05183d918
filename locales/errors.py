"""What goes wrong with words, and only that.

::

    LocaleError
    ├── CatalogError            a compiled catalog is missing, unreadable or older than its source
    ├── UntranslatedError       a strict catalog was asked for a text it does not have
    └── ExtractionError         a source of texts could not be read; carries the file and the line

No message ever carries a translated text with its values filled in, so nothing a person wrote can get into one.
"""

from __future__ import annotations


class LocaleError(Exception):
    """Anything this package raises on purpose."""


class CatalogError(LocaleError):
    """A compiled catalog cannot be used; the message says which command makes it."""


class UntranslatedError(LocaleError):
    """Raised by strict catalogs only (tests): a phrase without a translation, or a placeholder without a value."""


class ExtractionError(LocaleError):
    """A file whose texts cannot be extracted."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        """Say where, so that an editor can jump there."""
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line
