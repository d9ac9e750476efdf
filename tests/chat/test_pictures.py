"""A trend and a comparison bring a picture that follows the text; it is drawn for real, with its words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.chat.conftest import Chats
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import figures
from zc_bot.storage.observations import Entry
from zc_bot.texts.charts.picture import draw, picture_from, render_png

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
        ("通创和观音山2019年高新占比", ["通创", "观音山", "高新产值占比", "要求", "65.00%"]),
    ],
)
def test_the_picture_says_what_the_text_says(reported: Chats, question: str, words: list[str]) -> None:
    chat = reported.of(12)
    text = chat.says(question)
    chart = chat.last[0].chart
    assert chart is not None
    svg = draw(picture_from(chart))
    for word in words:
        assert word in svg
    assert "65.00%" in text
    assert render_png(svg).startswith(PNG)


def test_the_picture_of_the_first_of_two_questions_comes_with_both_answers(reported: Chats) -> None:
    chat = reported.of(12)
    assert "超过60%　高新产值占比" in chat.says("通创高新占比走势 R4是哪条")
    chart = chat.last[0].chart
    assert chart is not None
    assert "65.00%" in draw(picture_from(chart))


@pytest.mark.parametrize(
    ("question", "kind", "drawn"),
    [
        ("2019年高新占比排名", "bars", ["通创", "观音山"]),
        ("通创和观音山2019年高新产值", "bars", ["通创", "观音山"]),
        ("通创和观音山历年高新产值", "line", ["通创", "观音山"]),
    ],
)
def test_a_ranking_and_a_comparison_are_bars_and_several_years_are_lines(
    reported: Chats, question: str, kind: str, drawn: list[str]
) -> None:
    chat = reported.of(12)
    chat.says(question)
    chart = chat.last[0].chart
    assert chart is not None
    assert chart["kind"] == kind
    found = [point["label"] for point in chart["series"][0]["points"]]
    assert (found if kind == "bars" else [series["name"] for series in chart["series"]]) == drawn


def test_a_ranking_tells_met_from_not_met_and_names_who_has_no_figure(reported: Chats) -> None:
    chat = reported.of(12)
    chat.says("2018年高新占比排名")
    chart = chat.last[0].chart
    assert chart is not None
    assert [point["mark"] for point in chart["series"][0]["points"]] == ["not_met", "not_met"]
    assert "江海数字" in " ".join(chart["foot"])
    svg = draw(picture_from(chart))
    assert 'class="failed"' in svg
    assert "要求 超过60%" in svg


def test_two_metrics_are_two_panels(reported: Chats) -> None:
    chat = reported.of(12)
    chat.says("通创历年高新产值和总产值")
    chart = chat.last[0].chart
    assert chart is not None
    assert chart["kind"] == "panels"
    assert ["高新产值" in one["title"] or "总产值" in one["title"] for one in chart["panels"]] == [True, True]
    assert render_png(draw(picture_from(chart))).startswith(PNG)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("2019年13个社区高新占比对比图", "bars"),
        ("各社区高新占比的图", "bars"),
        ("2019年高新占比柱状图", "bars"),
        ("各社区高新占比历年走势图", "line"),
        ("把高新占比的图发我", "line"),
        ("看板", "board"),
        ("把看板发我", "board"),
    ],
)
def test_a_picture_asked_for_in_words_is_of_what_the_words_say(reported: Chats, question: str, kind: str) -> None:
    chat = reported.of(12)
    chat.says("通创高新占比")
    chat.says(question)
    chart = chat.last[0].chart
    assert chart is not None
    assert chart["kind"] == kind
    assert chat.last[0].picture == "", "it is shown, not filed"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("看板导出成PNG", "南通市2019年达标一览 2020-01-14.png"),
        ("导出2019年各社区高新占比的图", "2019年 高新产值占比 2020-01-14.png"),
        ("通创高新占比走势图原图发我", "通创社区 高新产值占比 2020-01-14.png"),
    ],
)
def test_a_picture_is_given_as_a_file_by_words(reported: Chats, question: str, name: str) -> None:
    chat = reported.of(12)
    chat.says(question)
    assert chat.last[0].chart is not None
    assert chat.last[0].picture == name


def test_what_is_no_picture_is_exported_as_a_sheet(reported: Chats) -> None:
    chat = reported.of(12)
    chat.says("导出2019年数据")
    assert chat.last[0].document is not None


def test_authorities_are_drawn_as_bars(reported: Chats, programme: Programme) -> None:
    entries = [Entry("xincailiao", metric, 2019, Decimal(value))
               for metric, value in (("hitech_output", 50), ("total_output", 100))]
    reported.store.write(
        lambda session: figures.record(
            session, OPERATOR, programme, entries, operation="haian", way="import", now=reported.now, approve=True
        )
    )
    chat = reported.of(12)
    chat.says("2019年各区高新占比")
    chart = chat.last[0].chart
    assert chart is not None
    assert [point["label"] for point in chart["series"][0]["points"]] == ["崇川区", "海安市"]


def test_how_far_two_are_apart_is_no_bar_of_the_citys(chats: Chats, programme: Programme) -> None:
    places = (("tongchuang", 500), ("guanyinshan", 400), ("langu", 300))
    entries = [Entry(community, "employees", 2019, Decimal(value)) for community, value in places]
    chats.store.write(
        lambda session: figures.record(
            session, OPERATOR, programme, entries, operation="given", way="import", now=chats.now, approve=True
        )
    )
    chat = chats.of(12)
    assert chat.says("2019年从业人员第一比第二多多少").startswith("100人　2019年从业人员第一比第二多多少")
    chart = chat.last[0].chart
    assert chart is not None
    assert [point["label"] for point in chart["series"][0]["points"]] == ["通创", "观音山"]
    assert chat.says("2019年从业人员最低的两家差多少").startswith("100人　2019年从业人员最低的2个社区相差多少")
