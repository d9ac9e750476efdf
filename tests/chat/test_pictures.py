"""A trend and a comparison bring a picture that follows the text; it is drawn for real, with its words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.chat.conftest import Chats
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import figures
from zc_bot.storage.figures import Entry
from zc_bot.texts.charts.layout import LABEL, WIDTH, Scale, width_of
from zc_bot.texts.charts.lines import lay_out_lines
from zc_bot.texts.charts.picture import draw, render_png
from zc_bot.texts.charts.spec import ChartSpec, Point, Series, spec_from

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def reported(chats: Chats, programme: Programme) -> Chats:
    entries = [
        Entry(community, metric, year, Decimal(value))
        for community in ("tongchuang", "guanyinshan")
        for year, part in ((2018, 55), (2019, 65))
        for metric, value in (("hitech_output", part), ("total_output", 100))
    ]
    chats.store.write(
        lambda session: figures.record(
            session, OPERATOR, programme, entries, operation="given", way="import", now=chats.now, approve=True
        )
    )
    return chats


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("通创高新占比走势", ["通创社区", "高新产值占比", "要求", "2018", "2019", "55.00%", "65.00%"]),
        ("通创和观音山2019年高新占比", ["通创社区", "观音山", "高新产值占比", "要求", "65.00%"]),
    ],
)
def test_the_picture_says_what_the_text_says(reported: Chats, question: str, words: list[str]) -> None:
    chat = reported.of(12)
    text = chat.says(question)
    chart = chat.last[0].chart
    assert chart is not None
    svg = draw(spec_from(chart))
    for word in words:
        assert word in svg
    assert "65.00%" in text
    assert render_png(svg).startswith(PNG)


def test_an_axis_names_its_own_steps() -> None:
    labels = [label for _, label in Scale(57.5, 72.5, 2.5).ticks()]
    assert labels == ["57.5", "60.0", "62.5", "65.0", "67.5", "70.0", "72.5"]
    assert [label for _, label in Scale(0, 2000, 500).ticks()] == ["0", "500", "1,000", "1,500", "2,000"]


@pytest.mark.parametrize("unit", ["家", " ×10k yuan"])
def test_no_text_in_a_line_lies_on_another_or_leaves_the_canvas(unit: str) -> None:
    points = tuple(Point(str(2017 + at), f"{100 + at}", f"{3_877_065 + at:,}{unit}") for at in range(9))
    last = Point("2026", "40", f"1,313,536{unit}", partial="3/13")
    (course,) = lay_out_lines(ChartSpec("line", "", "", (Series("南通市", (*points, last)),))).courses
    written = [dot for dot in course.dots if dot.text]
    assert written[-1].text.endswith("3/13")
    for dot in written:
        half = width_of(dot.text, LABEL) / 2
        assert half <= dot.label_x <= WIDTH - half
        for other in written:
            apart = abs(dot.label_x - other.label_x) >= half + width_of(other.text, LABEL) / 2
            assert dot is other or apart or abs(dot.label_y - other.label_y) >= LABEL
