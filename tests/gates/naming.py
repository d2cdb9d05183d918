"""Names that say nothing: a module or class is called by its noun (style.md, smell 4)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePath

MODULES = frozenset({"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"})
CLASSES = re.compile(r"(Manager|Helper|Utils?|Base)$")


def nameless(path: PurePath, source: str) -> Iterator[str]:
    """One sentence each, for the path's own parts and the classes inside."""
    yield from (f"`{part}` says nothing" for part in (*path.parts[:-1], path.stem) if part.lower() in MODULES)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and CLASSES.search(node.name):
            yield f"line {node.lineno}: class {node.name} says nothing"
