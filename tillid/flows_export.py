"""The conversation as JSON: steps with their codes, and each code's label in every language."""

from __future__ import annotations

import json

from flows.definition import ChoiceStep, PlaceStep
from flows.flowset import FlowSet
from flows.phrases import Verbatim
from locales.catalogs import Catalogs
from tillid.composition import LOCALES, load_flows
from tillid.settings import read


def exported() -> str:
    """``{"revision", "steps": [{"step", "kind", "codes"}], "codes": {list: {code: {language: label}}}}``."""
    catalogs = Catalogs.load(LOCALES)
    flowset = load_flows(read(), catalogs)
    steps = [
        {"step": path, "kind": flowset.step(path).kind, "codes": _list_of(flowset, path)} for path in flowset.index
    ]
    codes = {name: _labels(flowset, catalogs, name) for name in (*flowset.codes, *flowset.names)}
    return json.dumps({"revision": flowset.revision, "steps": steps, "codes": codes}, ensure_ascii=False, indent=2)


def _list_of(flowset: FlowSet, path: str) -> str | None:
    step = flowset.step(path)
    return step.answers if isinstance(step, ChoiceStep | PlaceStep) else None


def _labels(flowset: FlowSet, catalogs: Catalogs, name: str) -> dict[str, dict[str, str]]:
    codes = flowset.codes.get(name) or flowset.names[name]
    return {code: _label(flowset, catalogs, name, code) for code in codes}


def _label(flowset: FlowSet, catalogs: Catalogs, name: str, code: str) -> dict[str, str]:
    label = flowset.label(name, code)
    if isinstance(label, Verbatim):
        return dict.fromkeys(catalogs.tags, label.text)
    return dict(catalogs.all_translations(label))
