"""The mark on every field that a person reads: such a field is English source text, and the extractor looks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias


@dataclass(frozen=True, slots=True)
class Translatable:
    """Stands in the metadata of a model's field; carries nothing."""


Text: TypeAlias = Annotated[str, Translatable()]
