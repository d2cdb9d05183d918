"""What the flows raise; nothing a person wrote is ever in a message.

FlowError
├── DefinitionError     a file of flows/ is not what it should be: file, line, problem
└── SessionFormatError  a serialised session is of another version, or no session at all
"""

from __future__ import annotations


class FlowError(Exception):
    """Root of everything this package raises on purpose."""


class DefinitionError(FlowError):
    """Raised while loading. ``also`` are the further problems of the file; ``str`` gives each a line of its own."""

    def __init__(self, path: str, line: int, problem: str, *, also: tuple[DefinitionError, ...] = ()) -> None:
        """``line`` counts from 1."""
        super().__init__(path, line, problem)
        self.path = path
        self.line = line
        self.problem = problem
        self.also = also

    def __str__(self) -> str:
        """``report.yaml:12: steps.3.kind: Field required``."""
        return "\n".join([f"{self.path}:{self.line}: {self.problem}", *map(str, self.also)])


class SessionFormatError(FlowError):
    """Raised by ``flows.session.unpack``; the person starts at the menu."""
