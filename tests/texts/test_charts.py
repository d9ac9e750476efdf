"""Charts as geometry: no text lies on another or off the picture, whatever is drawn; axis and labels agree."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Literal

import pytest
from fontTools.ttLib import TTFont

from zc_bot.policy.programme import Programme
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import texts_for
from zc_bot.texts.charts.bars import BarLayout, lay_out_bars
from zc_bot.texts.charts.layout import SIZE, WIDTH, Scale, Text, width_of, wrapped
from zc_bot.texts.charts.lines import LineLayout, lay_out_lines
from zc_bot.texts.charts.painted import FONT
from zc_bot.texts.charts.picture import draw, picture_from, render_png
from zc_bot.texts.charts.spec import ChartSpec, PanelsSpec, Point, Rule, Series
from zc_bot.texts.drawing import Drawing
from zc_bot.texts.names import short_names
from zc_bot.texts.numbers import brief_number, scale_unit, unit_name

SUFFIX = {"%": "%"}


def a_chart(programme: Programme, metric: str, seed: int, lang: str) -> ChartSpec:
    """Make up a chart of a metric: up to 13 series of up to 15 years, with gaps, parts, pending and thresholds."""
    chance = random.Random(f"{metric}{seed}")
    names = list(short_names(programme, "en" if lang == "en" else "zh").values())
    size = 10 ** chance.randint(0, 9)
    bars = chance.random() < 0.4
    count, years = (1, chance.randint(2, 13)) if bars else (chance.randint(1, 13), chance.randint(2, 15))
    found = programme.measure[metric]
    series = []
    for at in range(count):
        value = chance.uniform(0, size)
        points = []
        for index in range(years):
            value = max(0.0, value * chance.uniform(0.7, 1.4))
            shown = Decimal(f"{min(value, 100.0) if found.unit == '%' else value:.2f}")
            if chance.random() < 0.15 and index:
                points.append(Point(str(2017 + index), None, ""))
                continue
            part = f"{chance.randint(1, 12)}/13" if chance.random() < 0.2 and count == 1 and not bars else ""
            label = names[index % 13] if bars else str(2017 + index)
            text = brief_number(shown, 0) + SUFFIX.get(found.unit, "")
            points.append(Point(label, f"{shown:f}", text, chance.random() < 0.2, part,
                                chance.choice(["met", "not_met", None])))
        series.append(Series(names[at], tuple(points)))
    if sum(point.value is not None for one in series for point in one.points) < 2:
        return a_chart(programme, metric, seed + 1000, lang)
    rules = tuple(Rule(f"{bound:f}", f"要求 不低于{bound}") for bound in programme.bounds[metric][:1])
    foot = (f"未报：{'、'.join(names[: chance.randint(1, 13)])}",) if chance.random() < 0.5 else ()
    return ChartSpec(
        "bars" if bars else "line", found.name.en if lang == "en" else found.name.zh, f"单位：{found.unit}",
        tuple(series), rules,
        "空心：待审核", "空心虚线：未报齐", "达到要求", "未达到", "纵轴从{low}起", foot,
    )


def layout_of(spec: ChartSpec) -> BarLayout | LineLayout:
    return lay_out_bars(spec) if spec.kind == "bars" else lay_out_lines(spec)


def assert_legible(spec: ChartSpec) -> None:
    layout = layout_of(spec)
    texts = [text for text in layout.texts if text.text]
    for text in texts:
        box = text.box
        assert box.left >= 0, text
        assert box.right <= WIDTH, text
        assert box.top >= 0, text
        assert box.bottom <= layout.height, text
        assert text.size * 320 / WIDTH >= 11
    for one, other in combinations(texts, 2):
        assert not one.box.meets(other.box), (one, other)
    if isinstance(layout, BarLayout):
        assert_no_threshold_runs_through(layout, texts)
    elif layout.cut:
        assert not [text for text in texts if text.box.meets(layout.sign)]


def assert_no_threshold_runs_through(layout: BarLayout, texts: list[Text]) -> None:
    for text in texts:
        box = text.box
        beside = layout.top < box.top < box.bottom < layout.bottom
        if beside and any(box.left <= rule.at <= box.right for rule in layout.rules):
            assert any(
                gap.x <= box.left and box.right <= gap.x + gap.width
                and gap.y <= box.top + 4 and box.bottom <= gap.y + gap.height + 4
                for gap in layout.gaps
            ), text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_lies_on_another_over_every_metric(programme: Programme, lang: str) -> None:
    for metric in programme.measure:
        for seed in range(3):
            assert_legible(a_chart(programme, metric, seed, lang))


def test_no_text_lies_on_another_in_two_hundred_random_charts(programme: Programme) -> None:
    metrics = list(programme.measure)
    for seed in range(200):
        assert_legible(a_chart(programme, metrics[seed % len(metrics)], seed + 7, "zh" if seed % 2 else "en"))


def test_a_threshold_leaves_room_for_the_value_that_it_would_run_through() -> None:
    points = tuple(Point(name, value, f"{value}%") for name, value in (("通创", "70"), ("能达", "55")))
    layout = lay_out_bars(ChartSpec("bars", "t", "", (Series("", points),), (Rule("60", "要求 超过60%"),)))
    assert len(layout.gaps) == 1


def test_ends_and_extremes_of_a_line_are_written(programme: Programme) -> None:
    values = ["40", "10", "70", "55", "60"]
    points = tuple(Point(str(2017 + at), value, value) for at, value in enumerate(values))
    found = {text.text for text in lay_out_lines(ChartSpec("line", "t", "", (Series("通创", points),))).texts}
    assert {"40", "10", "70", "60"} <= found


def test_a_value_stands_on_the_side_where_its_line_is_not() -> None:
    points = tuple(Point(str(2017 + at), value, value) for at, value in enumerate(("41", "73", "62", "66")))
    rising = Series("通创", (Point("2016", "52", "52"), *points))
    layout = lay_out_lines(ChartSpec("line", "t", "", (rising,)))
    (lowest,) = (text for text in layout.texts if text.text == "41")
    (first,) = (text for text in layout.texts if text.text == "52")
    dots = layout.courses[0].dots
    assert lowest.y > dots[1].y
    assert first.y < dots[0].y


@pytest.mark.parametrize("values", [
    "69.25 72.34 73.69 72.6 74.9 79.8 81.2 82.65 82.62", "60.67 60.16 63.2 63.2 64.7 65.0 68.7 69.2 72.27",
    "76.42 228.6 275.7 290 345 405 484 465 583", "5 9 4 8 3 9 5", "9 1 9 1 9", "1 2", "3 3 3 3", "10 1 1 1 10",
])
def test_a_value_lies_on_no_line_of_its_own(values: str) -> None:
    points = tuple(Point(str(2017 + at), one, one) for at, one in enumerate(values.split()))
    layout = lay_out_lines(ChartSpec("line", "t", "", (Series("通创", points),)))
    (course,) = layout.courses
    lines = list(pairwise((dot.x, dot.y) for dot in course.dots))
    written = [text for text in layout.texts if text.text in values.split() and text.y > layout.top - 40
               and text.anchor == "middle" and text.y < layout.bottom]
    assert written
    assert [text for text in written if any(text.box.is_crossed_by(*line) for line in lines)] == []


def test_notes_are_set_apart_as_their_language_does() -> None:
    points = tuple(Point(str(2017 + at), value, value) for at, value in enumerate(("62", "65")))
    english = ChartSpec("line", "Employees", "Unit: people", (Series("Nengda", points),), cut="axis from {low}")
    assert "Unit: people; axis from 61" in {text.text for text in lay_out_lines(english).texts}


def test_a_part_is_hollow_and_dashed_and_says_of_how_many_at_the_point() -> None:
    points = tuple(Point(str(2022 + at), str(100 + at), str(100 + at)) for at in range(3))
    spec = ChartSpec("line", "t", "", (Series("南通市", (*points, Point("2025", "20", "20", partial="3/13"))),),
                     partial="空心虚线：未报齐")
    svg = draw(spec)
    assert "20 (3/13)" in svg
    assert 'class="dashed"' in svg
    assert 'class="partial"' in svg
    assert "空心虚线：未报齐" in svg


def test_a_part_that_has_no_room_at_its_point_is_said_beneath() -> None:
    points = tuple(Point(str(2010 + at), "5", "5", partial=f"{at}/13") for at in range(15))
    layout = lay_out_lines(ChartSpec("line", "t", "", (Series("南通市", points),), partial="未报齐"))
    said = " ".join(text.text for text in layout.texts)
    for at in range(15):
        assert f"{at}/13" in said


def test_of_many_lines_every_name_stands_beside_its_last_value() -> None:
    series = tuple(
        Series(f"社区{at}", tuple(Point(str(2017 + year), str(50 + at * 0.01), f"{50 + at}") for year in range(9)))
        for at in range(13)
    )
    found = [text.text for text in lay_out_lines(ChartSpec("line", "t", "", series)).texts]
    assert [f"社区{at} {50 + at}" in found for at in range(13)] == [True] * 13


def test_a_long_name_beside_a_line_is_cut_and_its_value_never() -> None:
    points = tuple(Point(str(year), "97547", "97,547") for year in (2024, 2025))
    lines = tuple(Series(name, points) for name in ("Blue Valley Life Health Innovation Community", "Nengda"))
    texts = [text.text for text in lay_out_lines(ChartSpec("line", "t", "", lines)).texts]
    assert [text for text in texts if text.startswith("Blue Valley") and text.endswith("… 97,547")]


def test_a_cut_axis_says_so_and_a_whole_one_does_not() -> None:
    def chart(*values: str) -> ChartSpec:
        points = tuple(Point(str(2017 + at), value, value) for at, value in enumerate(values))
        return ChartSpec("line", "t", "单位：%", (Series("通创", points),), cut="纵轴从{low}起")

    cut = lay_out_lines(chart("62", "65"))
    assert cut.cut
    assert any("纵轴从61" in text.text or "纵轴从6" in text.text for text in cut.texts)
    assert 'class="cut"' in draw(chart("62", "65"))
    assert not lay_out_lines(chart("0", "65")).cut
    assert "纵轴" not in draw(chart("0", "65"))


@pytest.mark.parametrize(
    ("value", "bounds", "written"),
    [("456789.12", (), "45.68"), ("199999", ("200000",), "20"), ("1057000", (), "105.7")],
)
def test_a_label_is_in_the_unit_of_the_axis_and_on_its_own_side_of_a_threshold(
    value: str, bounds: tuple[str, ...], written: str
) -> None:
    assert scale_unit(Decimal(value), "万元", "zh") == (4, "亿元")
    found = brief_number(Decimal(value), 4, [Decimal(bound) for bound in bounds])
    assert (found < written) if bounds else (found == written)
    assert scale_unit(Decimal(9), "万元", "zh") == (0, unit_name("万元", "zh"))


def test_an_axis_names_its_own_steps() -> None:
    assert [label for _, label in Scale(57.5, 65, 2.5).ticks()] == ["57.5", "60.0", "62.5", "65.0"]
    assert [label for _, label in Scale(0, 2000, 500).ticks()] == ["0", "500", "1,000", "1,500", "2,000"]


def test_texts_are_measured_as_wide_as_the_font_draws_them() -> None:
    font = TTFont(FONT)
    advances, glyphs, unit = font["hmtx"], font.getBestCmap(), font["head"].unitsPerEm
    for text in ("Cross-river Cooperation 1,234.56", "蓝谷生命健康 68.18", "72.88%", "达到要求（3/13）：②"):
        drawn = sum(advances[glyphs[ord(char)]][0] for char in text if ord(char) in glyphs) / unit * SIZE
        assert abs(width_of(text, SIZE) - drawn) <= 0.02 * drawn + 2


def test_a_long_title_is_broken_and_never_smaller() -> None:
    lines = wrapped("已建“三创”集中区建筑面积" * 4, SIZE, 900)
    assert len(lines) > 1
    assert all(width_of(line, SIZE) <= 900 for line in lines)
    assert "".join(lines) == "已建“三创”集中区建筑面积" * 4


def test_what_people_type_is_drawn_as_text() -> None:
    points = (Point("a", "1", "<b>&"), Point("b", "2", "2"))
    assert "&lt;b&gt;&amp;" in draw(ChartSpec("bars", "<script>", "", (Series("", points),)))
    assert Text(0, 10, "中").box.right == SIZE


def test_panels_are_kept_as_json_and_drawn_one_under_the_other() -> None:
    points = tuple(Point(str(2017 + at), str(at), str(at)) for at in range(3))
    charts = tuple(ChartSpec("line", name, "", (Series("通创", points),)) for name in ("甲", "乙"))
    panels = PanelsSpec("两项", charts)
    assert picture_from(panels.as_dict()) == panels
    svg = draw(panels)
    assert "甲" in svg
    assert "乙" in svg
    assert render_png(svg).startswith(b"\x89PNG")


async def test_the_same_picture_asked_for_thrice_at_once_is_drawn_once() -> None:
    points = tuple(Point(str(2017 + at), str(at), str(at)) for at in range(3))
    spec = ChartSpec("line", "总产值", "", (Series("通创", points),)).as_dict()
    drawing = Drawing()
    try:
        found = await asyncio.gather(*(drawing.draw(spec) for _ in range(3)))
        other = await drawing.draw({**spec, "title": "高新产值"})
    finally:
        drawing.close()
    assert drawing.drawn == 2
    assert {caption for _, caption in found} == {"总产值"}
    assert len({picture for picture, _ in found}) == 1
    assert other[1] == "高新产值"


async def test_the_process_that_draws_ends_when_no_picture_is_wanted_and_another_one_draws_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zc_bot.texts.drawing.IDLE", 0.01)
    points = tuple(Point(str(2017 + at), str(at), str(at)) for at in range(3))
    spec = ChartSpec("line", "总产值", "", (Series("通创", points),)).as_dict()
    drawing, before = Drawing(), set(multiprocessing.active_children())
    try:
        first, _ = await drawing.draw(spec)
        async with asyncio.timeout(60):
            while set(multiprocessing.active_children()) - before:
                await asyncio.sleep(0.05)
        second, _ = await drawing.draw({**spec, "title": "高新产值"})
    finally:
        drawing.close()
    assert first[:4] == second[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("value", "lang", "said"),
    [
        ("340928", "en", "3.40928 billion yuan"),
        ("1616996", "en", "16.16996 billion yuan"),
        ("456000", "en", "4.56 billion yuan"),
        ("99", "en", "990,000 yuan"),
        ("340928", "zh", "34.0928亿元"),
    ],
)
def test_money_is_said_in_a_unit_that_keeps_it_short_and_exact(
    programme: Programme, value: str, lang: Literal["zh", "en"], said: str
) -> None:
    assert Words(programme, texts_for(lang)).quantity(Decimal(value), "万元") == said
