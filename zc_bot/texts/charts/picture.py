"""Pictures of figures: a description, laid out on a phone-sized canvas, drawn as SVG and turned into PNG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from zc_bot.parsing.pending import compile_later
from zc_bot.texts.catalog import FOLDER
from zc_bot.texts.charts.bars import BarLayout, lay_out_bars
from zc_bot.texts.charts.board import BoardLayout, BoardSpec, board_from, lay_out_board
from zc_bot.texts.charts.layout import WIDTH
from zc_bot.texts.charts.lines import LineLayout, lay_out_lines
from zc_bot.texts.charts.painted import FONT, paint
from zc_bot.texts.charts.spec import ChartSpec, PanelsSpec, panels_from, spec_from

if TYPE_CHECKING:
    from jinja2 import Environment


Picture = ChartSpec | BoardSpec | PanelsSpec
WIDEST, NARROWEST, MOST = 864, 648, 650_000
"""Pixels: so wide a picture is, at least twice what a chat shows, and so many it has: drawing costs by the pixel."""
_SIZE = compile_later(r'<svg [^>]*?width="(\d+)" height="(\d+)"')


def picture_from(stored: Mapping[str, Any]) -> Picture:
    """Read back what a picture's `as_dict` wrote."""
    match stored["kind"]:
        case "board":
            return board_from(stored)
        case "panels":
            return panels_from(stored)
        case _:
            return spec_from(stored)


def draw(spec: Picture) -> str:
    """Draw a picture as SVG; every text in it is escaped."""
    if isinstance(spec, PanelsSpec):
        return _stacked([_lay_out(one) for one in spec.panels], spec)
    layout = _lay_out(spec)
    return _TEMPLATES.render(spec.kind, chart=layout, spec=spec)


def _stacked(layouts: Sequence[BarLayout | LineLayout], spec: PanelsSpec) -> str:
    """Set charts one under the other."""
    parts, y = [], 0
    for layout, one in zip(layouts, spec.panels, strict=True):
        svg = _TEMPLATES.render(one.kind, chart=layout, spec=one)
        # A group: an <svg> inside another is cut to its frame, which costs as much as drawing it again.
        inner = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
        parts.append(f'<g transform="translate(0 {y})">{inner}</g>')
        y += layout.height
    size = f'width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


@overload
def _lay_out(spec: ChartSpec) -> BarLayout | LineLayout: ...
@overload
def _lay_out(spec: BoardSpec) -> BoardLayout: ...
def _lay_out(spec: ChartSpec | BoardSpec) -> BarLayout | LineLayout | BoardLayout:
    if isinstance(spec, BoardSpec):
        return lay_out_board(spec)
    return lay_out_lines(spec) if spec.kind == "line" else lay_out_bars(spec)


def png_of(spec: Picture) -> bytes:
    """Draw a picture as PNG."""
    if not isinstance(spec, BoardSpec):
        return render_png(draw(spec))
    layout = lay_out_board(spec)
    return paint(layout, spec, _wide(layout.width, layout.height))


def render_png(svg: str) -> bytes:
    """Turn an SVG into a PNG with the font of the package, so that no font need be installed."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, skip_system_fonts=True, font_files=[str(FONT)], font_family="Noto Sans SC",
            width=_width_of(svg),
        )
    )


def _width_of(svg: str) -> int:
    """Choose how wide a picture is drawn: a tall one, of which a chat shows less at a time, less wide."""
    found = _SIZE.match(svg)
    return WIDEST if found is None else _wide(int(found[1]), int(found[2]))


def _wide(width: int, height: int) -> int:
    """Choose how many pixels wide a picture of this shape is drawn."""
    return max(NARROWEST, min(WIDEST, round(math.sqrt(MOST * width / height))))


class _Templates:
    """The pictures' templates, read when the first is drawn."""

    @cached_property
    def environment(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader

        loader = FileSystemLoader(FOLDER / "charts")
        return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)

    def render(self, kind: str, **values: object) -> str:
        return self.environment.get_template(f"chart_{kind}.svg").render(**values)


_TEMPLATES = _Templates()
