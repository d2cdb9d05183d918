"""The test vectors that Python and TypeScript share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "vectors"


def read_vectors(name: str) -> Any:  # noqa: ANN401  # each file has a shape of its own
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
