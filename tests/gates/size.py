"""How long functions and modules may be (style.md): the tail is what separates code one can read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

FUNCTION_LINES = 40
MODULE_LINES = 300


def oversized(source: str) -> Iterator[str]:
    """One sentence each; lines are counted from `def`, decorators aside, to the last statement."""
    lines = len(source.splitlines())
    if lines > MODULE_LINES:
        yield f"{lines} lines, at most {MODULE_LINES}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"line {node.lineno}: {node.name} has {length} lines, at most {FUNCTION_LINES}"
