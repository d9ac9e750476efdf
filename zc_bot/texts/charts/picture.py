"""Pictures of figures: a description, laid out on a phone-sized canvas, drawn as SVG and turned into PNG."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import resvg_py
from jinja2 import Environment, FileSystemLoader

from zc_bot.texts.catalog import FOLDER
from zc_bot.texts.charts.bars import lay_out_bars
from zc_bot.texts.charts.board import BoardSpec, board_from, lay_out_board
from zc_bot.texts.charts.lines import lay_out_lines
from zc_bot.texts.charts.spec import ChartSpec, spec_from

FONT = FOLDER.parent / "assets" / "NotoSansSC-Regular.otf"


Picture = ChartSpec | BoardSpec


def picture_from(stored: Mapping[str, Any]) -> Picture:
    """Read back what a picture's `as_dict` wrote."""
    return board_from(stored) if stored["kind"] == "board" else spec_from(stored)


def draw(spec: Picture) -> str:
    """Draw a picture as SVG; every text in it is escaped."""
    layout = _lay_out(spec)
    return _templates().get_template(f"chart_{spec.kind}.svg").render(chart=layout, spec=spec)


def _lay_out(spec: Picture) -> object:
    if isinstance(spec, BoardSpec):
        return lay_out_board(spec)
    return lay_out_lines(spec) if spec.kind == "line" else lay_out_bars(spec)


def render_png(svg: str) -> bytes:
    """Turn an SVG into a PNG with the font of the package, so that no font need be installed."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, skip_system_fonts=True, font_files=[str(FONT)], font_family="Noto Sans SC"
        )
    )


@cache
def _templates() -> Environment:
    templates = FileSystemLoader(FOLDER / "charts")
    return Environment(loader=templates, autoescape=True, trim_blocks=True, lstrip_blocks=True)
