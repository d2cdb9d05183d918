"""Each flow as a picture: Mermaid in Markdown, made from the flow itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.definition import (
    CallStep,
    ChoiceStep,
    Conditional,
    FlowDocument,
    LanguageStep,
    MessageStep,
    Question,
    Step,
)
from flows.flowset import FlowSet, circumstances

LONGEST = 70
"""Characters of a text in a picture."""
SHAPES = {
    "message": ("[", "]"),
    "one": ("{{", "}}"),
    "several": ("{{", "}}"),
    "words": ("[/", "/]"),
    "place": ("[/", "/]"),
    "services": ("[(", ")]"),
    "review": ("[[", "]]"),
    "receipt": ("[[", "]]"),
    "language": ("{{", "}}"),
    "call": ("[[", "]]"),
}
NOTE = "Made by `tillid flows draw`; do not edit. Steps in order; a dotted arrow passes a step whose condition fails."


def drawings(flows: FlowSet) -> Mapping[str, str]:
    """The pictures by file name, with an index of them."""
    made = {f"{name}.md": "\n".join(_page(document)) + "\n" for name, document in flows.flows.items()}
    index = ["# The flows", "", NOTE, "", *(f"- [{name}]({name}.md)" for name in flows.flows)]
    return {**made, "README.md": "\n".join(index) + "\n"}


def _page(document: FlowDocument) -> Iterator[str]:
    yield from (f"# {document.flow}", "", NOTE, "", "```mermaid", "flowchart TD")
    for step in document.steps:
        yield f"  {_node(step)}"
    yield f"  {document.flow}__end(({_quoted(f'to {document.ends}' if document.ends else 'back')}))"
    names = [f"s_{step.step}" for step in document.steps] + [f"{document.flow}__end"]
    for step, name, onward in zip(document.steps, names, names[1:], strict=False):
        if _goes_on(step):
            yield f"  {name} --> {onward}"
        yield from (f"  {line}" for line in _actions(step, name))
    for place, step in enumerate(document.steps[1:], 1):
        if step.when or step.unless:
            yield f"  {names[place - 1]} -. {_quoted('if not')} .-> {names[place + 1]}"
    yield "```"


def _node(step: Step) -> str:
    opening, closing = SHAPES[step.kind]
    lines = [f"<b>{step.step}</b>"]
    if isinstance(step, CallStep):
        lines.append(f"walks {step.call}")
    lines += [_cut(say.text) for say in step.say[:1]]
    if isinstance(step, Question | LanguageStep):
        lines.append(_cut(step.ask))
    if step.when or step.unless:
        lines.append(f"<i>if {_condition(step)}</i>")
    return f"s_{step.step}{opening}{_quoted('<br>'.join(lines))}{closing}"


def _goes_on(step: Step) -> bool:
    """Whether any answer leads to the next step."""
    return not isinstance(step, MessageStep) or not step.answers or step.answers.keys() > step.on.keys()


def _actions(step: Step, name: str) -> Iterator[str]:
    if not isinstance(step, ChoiceStep | MessageStep):
        return
    for code, action in step.on.items():
        if action.to is not None:
            yield f"{name} -- {_quoted(code)} --> s_{action.to}"
        target = action.call or action.go
        if target is not None:
            verb = "walks" if action.call else "leaves for"
            yield f"{name} -- {_quoted(code)} --> {name}_{code.replace('.', '_')}(({_quoted(f'{verb} {target}')}))"
        if action.do is not None:
            yield f"{name} -- {_quoted(code)} --> {name}_{code.replace('.', '_')}(({_quoted(action.do)}))"


def _condition(condition: Conditional) -> str:
    negated = {(key, codes if isinstance(codes, tuple) else (codes,)) for key, codes in condition.unless.items()}
    parts = []
    for key, codes in circumstances(condition):
        sign = "is not" if (key, codes) in negated else "is"
        parts.append(f"{key} {sign} {' or '.join(codes)}")
    return " and ".join(parts)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "#quot;").replace("{", "#123;").replace("}", "#125;") + '"'
