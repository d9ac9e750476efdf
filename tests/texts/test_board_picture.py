"""The board as a picture: the verdicts of the text, told apart without colour, nothing on anything else."""

from __future__ import annotations

import random
import time
from itertools import combinations

import pytest

from zc_bot.texts.charts.board import SIZE, BoardLayout, BoardRow, BoardSpec, board_from, lay_out_board
from zc_bot.texts.charts.layout import WIDTH, width_of
from zc_bot.texts.charts.picture import draw, render_png
from zc_bot.texts.charts.spec import ChartSpec, Point, Series

OUTCOMES = ("met", "not_met", "undetermined", "advisory", "not_applicable")
SHAPES = ("circle", "rect", "path", "line")
NAMES = {
    "zh": ("蓝谷生命健康", "通创", "生物医药产业", "跨江合作"),
    "en": ("Cross-river Cooperation", "Nengda", "Blue Valley Life Health", "Modern Home Textiles"),
}
HEADS = {
    "zh": ("规划面积", "网络和数字化全覆盖", "管理科学", "服务平台和孵化链条"),
    "en": ("Planned area", "Full network and digital coverage", "Management", "Service platforms and incubation"),
}


def a_board(lang: str, rows: int = 13, heads: int = 10, seed: int = 1) -> BoardSpec:
    chance = random.Random(seed)
    return BoardSpec(
        title="南通市2024年达标一览", subtitle="4/13个社区全部达标；已审核286/286项",
        heads=tuple(HEADS[lang][at % 4] for at in range(heads)),
        rows=tuple(BoardRow(NAMES[lang][at % 4], tuple(chance.choice(OUTCOMES) for _ in range(heads)), 22, 22, 20)
                   for at in range(rows)),
        legend=tuple((kind, kind) for kind in OUTCOMES), progress="审核",
    )  # type: ignore[arg-type]


def boxes(layout: BoardLayout) -> list[tuple[float, float, float, float]]:
    """Return what takes room on the picture: (left, top, right, bottom)."""
    shapes = [*layout.marks, *(mark for mark, _ in layout.legend)]
    found = [(one.x - 21, one.y - 21, one.x + 21, one.y + 21) for one in shapes]
    lines = [*layout.names, *layout.progress, layout.progress_head, *(line for _, line in layout.legend)]
    found += [(one.x, one.y - SIZE * 0.8, one.x + width_of(one.text, SIZE), one.y + 4) for one in lines]
    for head in layout.heads:
        found += [(one.x - SIZE / 2, one.y - SIZE * 0.8, one.x + SIZE / 2, one.y + 4) for one in head.characters]
        if head.text:
            found.append((head.x - SIZE * 0.8, head.y - width_of(head.text, SIZE), head.x + 4, head.y))
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rows", [1, 2, 13])
def test_nothing_on_a_board_lies_on_anything_else_or_off_the_picture(lang: str, rows: int) -> None:
    layout = lay_out_board(a_board(lang, rows))
    found = boxes(layout)
    for left, top, right, bottom in found:
        assert left >= 0
        assert top >= 0
        assert right <= WIDTH
        assert bottom <= layout.height
    for one, other in combinations(found, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_every_verdict_has_a_shape_of_its_own() -> None:
    """Colours are left out: what is drawn still differs, for a grey print and for whoever sees no colours."""
    drawn = set()
    for outcome in OUTCOMES:
        spec = BoardSpec("t", "s", ("h",), (BoardRow("n", (outcome,), 1, 1, 1),), (), "p")  # type: ignore[arg-type]
        shapes = [part.split()[0] for part in draw(spec).split("<") if part.startswith(SHAPES)]
        drawn.add((*shapes, "dasharray" in draw(spec)))
    assert len(drawn) == len(OUTCOMES)


def test_the_text_of_a_board_is_eleven_pixels_high_where_a_chat_shows_it_320_wide() -> None:
    sizes = [float(part.split('"')[0]) for part in draw(a_board("zh")).split('font-size="')[1:]]
    marks = 33.0  # the question mark inside a shape is no text to read
    assert min(size for size in sizes if size != marks) * 320 / WIDTH >= 11


def test_a_board_is_kept_as_json_and_drawn_later() -> None:
    spec = a_board("zh")
    assert board_from(spec.as_dict()) == spec
    assert render_png(draw(spec)).startswith(b"\x89PNG")


def test_a_board_is_drawn_about_as_fast_as_thirteen_lines() -> None:
    """A ratio within one run, by processor time: machines differ, and a board must not be the slow one."""
    points = tuple(Point(str(2011 + at), str(at), str(at)) for at in range(15))
    lines = ChartSpec("line", "总产值", "", tuple(Series(f"社区{at}", points) for at in range(13)))
    assert cost_of(a_board("zh")) < 3 * cost_of(lines)


def cost_of(spec: ChartSpec | BoardSpec) -> float:
    """Return the least processor time of three drawings, the first of which only warms up."""
    return min(_timed(spec) for _ in range(4))


def _timed(spec: ChartSpec | BoardSpec) -> float:
    begun = time.process_time()
    render_png(draw(spec))
    return time.process_time() - begun
