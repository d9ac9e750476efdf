"""The board as a picture: the verdicts of the text, told apart without colour, nothing on anything else."""

from __future__ import annotations

import io
import random
import re
import time
from collections.abc import Callable
from itertools import combinations
from typing import Literal

import pytest
from PIL import Image, ImageColor, ImageFont

from zc_bot.evaluation.verdicts import Outcome
from zc_bot.policy.programme import Programme
from zc_bot.texts.charts.board import MARKS, SIZE, BoardLayout, BoardRow, BoardSpec, board_from, lay_out_board
from zc_bot.texts.charts.layout import FAILED, WIDTH, width_of
from zc_bot.texts.charts.painted import FONT, texts_of
from zc_bot.texts.charts.picture import Picture, draw, png_of, render_png
from zc_bot.texts.charts.spec import ChartSpec, PanelsSpec, Point, Series
from zc_bot.texts.names import short_names

OUTCOMES: tuple[Outcome, ...] = ("met", "not_met", "undetermined", "advisory", "not_applicable")
NAMES = {
    "zh": ("蓝谷生命健康", "通创", "生物医药产业", "跨江合作"),
    "en": ("Cross-river Cooperation", "Nengda", "Blue Valley Life Health", "Modern Home Textiles"),
}
HEADS = {
    "zh": ("规划面积", "网络和数字化全覆盖", "管理科学", "服务平台和孵化链条"),
    "en": ("Planned area", "Network and digital coverage", "Management", "Services and incubation"),
}


def a_board(lang: str, rows: int = 13, heads: int = 10, seed: int = 1) -> BoardSpec:
    chance = random.Random(seed)
    return BoardSpec(
        title="南通市2024年达标一览", subtitle="4/13个社区全部达标；已审核286/286项",
        heads=tuple(HEADS[lang][at % 4] for at in range(heads)),
        rows=tuple(BoardRow(NAMES[lang][at % 4], tuple(chance.choice(OUTCOMES) for _ in range(heads)), 22, 22, 20)
                   for at in range(rows)),
        legend=tuple((kind, kind) for kind in OUTCOMES),
        reported="已报" if lang == "zh" else "Reported", approved="已审" if lang == "zh" else "Reviewed",
        notes=("待定：未报、未审核或首年，暂无法判定", "已报、已审：每个社区每年共22项"),
    )


def boxes(layout: BoardLayout) -> list[tuple[float, float, float, float]]:
    """Return what takes room on the picture: (left, top, right, bottom)."""
    shapes = [*layout.marks, *(mark for mark, _ in layout.legend)]
    found = [(one.x - 21, one.y - 21, one.x + 21, one.y + 21) for one in shapes]
    lines = [*layout.names, *layout.notes, *(line for _, line in layout.legend)]
    middles = [(one, width_of(one.text, SIZE) / 2) for one in layout.progress]
    found += [(one.x - half, one.y - SIZE * 0.8, one.x + half, one.y + 4) for one, half in middles]
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
    printed, painted = set(), set()
    for outcome in OUTCOMES:
        spec = BoardSpec("t", "s", ("h",), (BoardRow("n", (outcome,), 1, 1, 1),), ())
        printed.add(re.sub("#[0-9a-f]{6}", "", draw(spec)))
        painted.add(opened(png_of(spec)).convert("L").point(lambda light: 255 * (light > 230)).tobytes())
    assert len(printed) == len(painted) == len(OUTCOMES)


def test_every_cell_is_painted_as_its_verdict() -> None:
    spec = a_board("zh")
    layout, board = lay_out_board(spec), opened(png_of(spec))
    scale = board.width / layout.width
    colours = {outcome: ImageColor.getrgb(shapes[0][0]) for outcome, shapes in MARKS.items()}
    for one in (*layout.marks, *(mark for mark, _ in layout.legend)):
        room = tuple(round(side * scale) for side in (one.x - 22, one.y - 22, one.x + 22, one.y + 22))
        seen = {colour for _, colour in board.crop(room).getcolors(10_000) or ()}  # type: ignore[arg-type]
        assert {outcome for outcome, colour in colours.items() if colour in seen} == {one.outcome} & colours.keys()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_painted_is_no_wider_than_the_room_that_it_was_given(lang: str) -> None:
    spec = a_board(lang)
    layout = lay_out_board(spec)
    scale = opened(png_of(spec)).width / layout.width
    for text in texts_of(layout, spec):
        font = ImageFont.truetype(str(FONT), text.size * scale, layout_engine=ImageFont.Layout.BASIC)
        assert font.getlength(text.text) <= width_of(text.text, text.size) * scale * 1.02 + 2, text.text


def test_the_text_of_a_board_is_eleven_pixels_high_where_a_chat_shows_it_320_wide() -> None:
    sizes = [float(part.split('"')[0]) for part in draw(a_board("zh")).split('font-size="')[1:]]
    assert min(sizes) * 320 / WIDTH >= 11


def test_a_board_is_kept_as_json_and_drawn_later() -> None:
    spec = a_board("zh")
    assert board_from(spec.as_dict()) == spec
    assert png_of(spec).startswith(b"\x89PNG")


def test_a_board_that_an_earlier_version_described_is_drawn() -> None:
    stored = {**a_board("zh").as_dict(), "progress": "审核"}
    for later in ("reported", "approved", "notes"):
        del stored[later]
    assert "蓝谷生命健康" in draw(board_from(stored))


def test_a_board_tells_what_was_reported_from_what_was_reviewed() -> None:
    rows = (BoardRow("通创", ("undetermined",), 22, 17, 5), BoardRow("能达", ("not_applicable",), 0, 0, 0))
    layout = lay_out_board(BoardSpec("t", "s", ("h",), rows, (), "已报", "已审"))
    assert [line.text for line in layout.progress] == ["17", "5"]
    assert layout.progress[0].x < layout.progress[1].x


def test_a_count_is_framed_where_not_everything_was_reviewed() -> None:
    rows = (BoardRow("通创", ("met",), 22, 22, 22), BoardRow("能达", ("met",), 22, 22, 21))
    layout = lay_out_board(BoardSpec("t", "s", ("h",), rows, (), "已报", "已审"))
    assert [line.text for line in layout.short] == ["21"]
    board = BoardSpec("t", "s", ("h",), rows, (), "已报", "已审")
    assert draw(board).count('class="short"') == 1
    painted = opened(png_of(board))
    assert FAILED in {f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in painted.getcolors(10_000) or ()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_name_of_a_requirement_or_a_community_is_cut(programme: Programme, lang: Literal["zh", "en"]) -> None:
    heads = tuple(one.name(lang) for one in programme.requirements if one.scope == "community")
    rows = tuple(BoardRow(name, (), 22, 22, 22) for name in short_names(programme, lang).values())
    drawn = draw(BoardSpec("t", "s", heads, rows, ()))
    assert "…" not in drawn


LONG = tuple(Point(str(2011 + at), str(at), str(at), mark="met" if at % 2 else "not_met") for at in range(15))
LINES = ChartSpec("line", "总产值", "", tuple(Series(f"社区{at}", LONG) for at in range(13)))
FEW = ChartSpec("line", "总产值", "", LINES.series[:3])
PANELS = PanelsSpec("两项", (FEW, FEW))
BARS = ChartSpec("bars", "总产值", "", (Series("", LONG[:13]),), met="达到要求", failed="未达到")


@pytest.mark.parametrize(
    "picture", [a_board("zh"), a_board("en"), LINES, BARS, PANELS],
    ids=["board", "English board", "lines", "bars", "panels"],
)
def test_no_picture_takes_many_times_what_a_blank_one_takes(picture: Picture) -> None:
    """A ratio within one run, by processor time: machines differ. A blank board takes 20 ms, a picture 30 to 100."""
    size = lay_out_board(a_board("zh"))
    frame = f'width="{size.width}" height="{size.height}"'
    blank = f'<svg xmlns="http://www.w3.org/2000/svg" {frame}><rect width="100%" height="100%" fill="#fff"/></svg>'
    times = 4 if isinstance(picture, BoardSpec) else 10
    assert cost_of(lambda: png_of(picture)) < times * cost_of(lambda: render_png(blank))


def test_a_tall_picture_is_drawn_less_wide_and_still_twice_as_wide_as_a_chat_shows_it() -> None:
    for picture in (a_board("zh"), a_board("en"), LINES, BARS, PANELS):
        width, height = opened(png_of(picture)).size
        assert 2 * 320 < width <= 864
        assert width * height < 750_000 or width == 648


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def cost_of(drawing: Callable[[], bytes]) -> float:
    """Return the least processor time of several drawings, the first of which only warms up."""
    return min(_timed(drawing) for _ in range(5))


def _timed(drawing: Callable[[], bytes]) -> float:
    begun = time.process_time()
    drawing()
    return time.process_time() - begun
