"""The meeting paper as PDF: two A4 pages, set by typst from data that is never read as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zc_bot.texts.charts.board import board_from
from zc_bot.texts.charts.painted import FONT
from zc_bot.texts.charts.picture import draw

TEMPLATE = Path(__file__).with_name("briefing.typ")


def print_paper(paper: Mapping[str, Any]) -> bytes:
    """Print a paper that `word_paper` described; returns PDF bytes."""
    # Eighty megabytes that only whoever prints needs.
    import typst

    made = typst.compile(
        TEMPLATE, format="pdf", font_paths=[FONT.parent], ignore_system_fonts=True, sys_inputs=inputs_of(paper)
    )
    return bytes(made)


def inputs_of(paper: Mapping[str, Any]) -> dict[str, str]:
    """Give the template its data: what is said as JSON, the board as SVG."""
    said = {name: value for name, value in paper.items() if name != "board"}
    return {"paper": json.dumps(said, ensure_ascii=False), "board": draw(board_from(paper["board"]))}
