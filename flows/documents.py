"""From the text of a YAML file to a validated, frozen model, with file and line in every error.

Every scalar stays a string (``no``, ``08:30`` and ``112`` are what they look like) and the model says what becomes a
number or a date; only an empty value, ``~`` and ``null`` are ``None``. A key given twice is an error. So is an alias:
each value has one place, and with it one line. Opens nothing: the text is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import TypeAlias, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.reader import ReaderError

from flows.errors import DefinitionError

M = TypeVar("M", bound=BaseModel)

Location: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_NULL = "tag:yaml.org,2002:null"


def parse(text: str, *, path: str, model: type[M]) -> M:
    """Raises DefinitionError: for broken YAML at the first problem, for the model's rules with all of them at once.

    ``path`` is only named in errors.
    """
    root = _compose(text, path)
    try:
        return model.model_validate(_plain(root))
    except ValidationError as error:
        places = _lines(root)
        problems = [
            (_nearest(problem["loc"], places), _describe(problem["loc"], problem["msg"]))
            for problem in error.errors(include_url=False, include_context=False, include_input=False)
        ]
    raise _together(path, problems)


def lines(text: str, path: str) -> Mapping[Location, int]:
    """The line, from 1, of each value by its place in the document; for a key's value, the line of the key."""
    return _lines(_compose(text, path))


def _together(path: str, problems: Iterable[tuple[int, str]]) -> DefinitionError:
    first, *others = sorted(problems)
    return DefinitionError(path, *first, also=tuple(DefinitionError(path, *other) for other in others))


def _compose(text: str, path: str) -> yaml.Node:
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DefinitionError(path, mark.line + 1 if mark else 1, error.problem or "not YAML") from None
    except ReaderError as error:
        raise DefinitionError(path, text[: error.position].count("\n") + 1, "a character YAML does not allow") from None
    if root is None:
        raise DefinitionError(path, 1, "the file is empty")
    faults = list(_faults(root, set()))
    if faults:
        raise _together(path, faults)
    return root


def _faults(node: yaml.Node, seen: set[int]) -> Iterator[tuple[int, str]]:
    """What YAML lets pass and we don't: aliases, keys given twice, keys that are no scalars."""
    if id(node) in seen:
        yield _line(node), "an alias points here: each value has one place"
        return
    seen.add(id(node))
    keys: set[str] = set()
    for key, child in _entries(node):
        if isinstance(key, yaml.Node):
            if not isinstance(key, yaml.ScalarNode):
                yield _line(key), "a key must be a single word"
                continue
            if key.value in keys:
                yield _line(key), f"{key.value} is given twice"
            keys.add(key.value)
        yield from _faults(child, seen)


def _entries(node: yaml.Node) -> Iterator[tuple[yaml.Node | int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from node.value
    elif isinstance(node, yaml.SequenceNode):
        yield from enumerate(node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _plain(node: yaml.Node) -> Plain:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return None if node.tag == _NULL else str(node.value)


def _lines(root: yaml.Node) -> dict[Location, int]:
    found: dict[Location, int] = {(): _line(root)}
    pending: list[tuple[Location, yaml.Node]] = [((), root)]
    while pending:
        place, node = pending.pop()
        for key, child in _entries(node):
            inner = (*place, key.value if isinstance(key, yaml.Node) else key)
            found[inner] = _line(key if isinstance(key, yaml.Node) else child)
            pending.append((inner, child))
    return found


def _nearest(location: Location, places: Mapping[Location, int]) -> int:
    """The line of the longest part of ``location`` that is in the file.

    A validator's location also names what is not: a missing key, the tag of a union's member, ``[key]``.
    """
    for length in range(len(location), 0, -1):
        for kept in sorted(combinations(range(len(location)), length), reverse=True):
            place = tuple(location[index] for index in kept)
            if place in places:
                return places[place]
    return places[()]


def _describe(location: Location, message: str) -> str:
    where = ".".join(map(str, location))
    what = message.removeprefix("Value error, ")
    return f"{where}: {what}" if where else what
