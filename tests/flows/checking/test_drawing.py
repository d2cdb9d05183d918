"""The pictures of the flows."""

from __future__ import annotations

import re
from pathlib import Path

from flows.checking.drawing import drawings
from tests.flows.checking.flowsets import flow_set
from tillid.flows_checking import PICTURES, product_drawings


def test_each_flow_has_a_picture_with_all_its_steps() -> None:
    """And every arrow has both its ends."""
    made = drawings(flow_set())
    assert made.keys() == {f"{name}.md" for name in flow_set().flows} | {"README.md"}
    page = made["for_me.md"]
    assert "s_need -->" in page
    assert "for_me.need" not in page
    for arrow in re.findall(r"(?m)^  (\S+) (?:--|-\.).*?> (\w+)", page):
        assert all(re.search(rf"(?m)\b{name}[\[{{(]", page) for name in arrow)


def test_the_pictures_in_docs_are_those_of_the_flows() -> None:
    """Whoever changes a flow runs `tillid flows draw`."""
    there = {path.name: path.read_text(encoding="utf-8") for path in Path(PICTURES).glob("*.md")}
    assert there == product_drawings(), "out of date: run `tillid flows draw`"
