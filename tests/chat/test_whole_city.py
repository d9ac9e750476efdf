"""The whole city in the chat: a part is never shown as the whole, and a new year does not empty every answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest

from tests.chat.conftest import Chats, filled
from zc_bot.chat.asking.consult import consult
from zc_bot.chat.turn import Rules
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import figures
from zc_bot.storage.observations import Entry
from zc_bot.texts.charts.picture import draw, picture_from, render_png

OPERATIONS = count()
VIEWER, REVIEWER = 12, 13


def record(
    chats: Chats, programme: Programme, year: int, places: Iterable[str], approve: bool = True, **values: int
) -> None:
    entries = [
        Entry(place, metric, year, Decimal(value)) for place in places for metric, value in values.items()
    ]
    chats.store.write(
        lambda session: figures.record(
            session, OPERATOR, programme, entries, operation=f"given:{next(OPERATIONS)}", way="import",
            now=chats.now, approve=approve,
        )
    )


@pytest.fixture
def city(chats: Chats, programme: Programme) -> Chats:
    """2018 is whole; of 2019 three communities came, two of them approved."""
    whole = {"wifi_coverage": 100, "digital_coverage": 100}
    whole |= {"hitech_output": 65, "total_output": 100, "employees": 500, "new_startups": 100}
    places = tuple(programme.community)

    def fill() -> None:
        record(chats, programme, 2017, places[:1], **{**whole, "new_startups": 50})
        record(chats, programme, 2018, places, **whole)
        record(chats, programme, 2019, places[:2], **{**whole, "hitech_output": 80, "new_startups": 60})
        record(chats, programme, 2019, places[2:3], approve=False, **{**whole, "new_startups": 61})

    return filled(chats, "whole city", fill)


@pytest.mark.parametrize(
    ("question", "came", "year", "then"),
    [
        ("各社区从业人员排名", "2/13", "2018年 从业人员排名", "2019年 从业人员排名"),
        ("全市新增初创企业合计", "2/13", "南通市2018年新增初创企业", "2019年新增初创企业，仅2/13个社区有数"),
        ("哪些社区从业人员超过400人", "2/13", "13个社区2018年从业人员超过400人", "2个社区2019年从业人员超过400人"),
        ("哪些社区高新占比达标", "2/13", "2018年高新产值占比达标", "2019年高新产值占比达标"),
        ("高新占比哪些没达标", "2/13", "2018年高新产值占比未达标", "2019年高新产值占比未达标"),
        ("通创和跨江合作的从业人员", "1/2", "2018年 从业人员", "2019年 从业人员"),
        ("崇川区和港闸区从业人员合计", "2/3", "崇川区、港闸区2018年从业人员合计", "2019年从业人员，仅2/3个社区有数"),
        ("崇川区和港闸区从业人员", "2/3", "2018年 从业人员", "2019年 从业人员"),
        ("通创从业人员排第几", "2/13", "通创社区2018年从业人员500人", "通创社区2019年从业人员500人"),
        ("各社区高新占比达标情况", "2/13", "2018年高新产值占比达标情况", "2019年高新产值占比达标情况"),
        ("哪些社区网络全覆盖达标", "2/13", "2018年网络和数字化全覆盖达标", "2019年网络和数字化全覆盖达标"),
        ("从业人员前三名", "2/13", "2018年 从业人员排名", "2019年 从业人员排名"),
        ("从业人员最少的三个社区", "2/13", "2018年 从业人员从低到高", "2019年 从业人员从低到高"),
    ],
)
def test_without_a_year_the_last_full_one_answers_and_the_newer_is_one_tap_away(
    city: Chats, question: str, came: str, year: str, then: str
) -> None:
    chat = city.of(VIEWER)
    said = chat.says(question)
    assert f"2019年已审核{came}个社区" in said
    assert year in said
    assert "五分之四" in said
    tapped = chat.taps("2019年")
    assert "没看明白" not in tapped
    assert then in tapped
    assert "已报" not in tapped.split("\n")[-1]


@pytest.mark.parametrize(
    ("question", "year", "then"),
    [
        ("ranking by employees", "Employees 2018", "Employees 2019"),
        ("citywide employees", "Employees, Nantong, 2018", "Employees, 2019: only 2/13"),
        ("which communities fail hi-tech share", "2018", "2019"),
        ("which communities have employees above 400", "above 400 people, 2018", "above 400 people, 2019"),
        ("compare employees of Tongchuang and Jianghai", "Employees 2018", "Employees 2019"),
        ("what place is Tongchuang by employees", "Tongchuang Community, 2018", "Tongchuang Community, 2019"),
    ],
)
def test_in_english_the_newer_year_is_one_tap_away_too(city: Chats, question: str, year: str, then: str) -> None:
    chat = city.of(VIEWER)
    chat.says("/language en")
    said = chat.says(question)
    assert year in said
    assert "Reviewed for 2019 so far" in said
    assert "four fifths" in said
    assert then in chat.taps("2019")


def test_a_reviewer_is_told_what_waits_of_the_newer_year(city: Chats) -> None:
    said = city.of(REVIEWER).says("各社区从业人员排名")
    assert "2019年已报3/13个社区（已审核2）" in said


def test_the_year_that_was_taken_is_no_year_that_was_named(city: Chats) -> None:
    chat = city.of(VIEWER)
    assert "2018年 从业人员排名" in chat.says("各社区从业人员排名")
    assert "2018年 总产值排名" in chat.says("那总产值呢")


def test_the_board_and_a_card_are_of_the_last_full_year(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2018, programme.community, **dict.fromkeys(programme.metric, 1))
    record(chats, programme, 2019, tuple(programme.community)[:1], **dict.fromkeys(tuple(programme.metric)[:9], 1))
    chat = chats.of(VIEWER)
    board = chat.says("/check")
    assert "13个社区　2018年达标情况" in board
    assert "2019年已审核9/286项" in board
    assert "五分之四" in board
    assert "2019年达标情况" in chat.taps("2019年")
    card = chat.says("通创达标了吗")
    assert "通创社区2018年" in card
    assert "2019年已审核9/22项" in card
    assert "还没有可查的数" not in card
    assert "通创社区2019年" in chat.taps("2019年")


def test_where_no_year_is_full_the_fullest_answers_and_says_so(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2018, tuple(programme.community)[:9], employees=5)
    record(chats, programme, 2019, tuple(programme.community)[:4], employees=5)
    said = chats.of(VIEWER).says("各社区从业人员排名")
    assert "2018年 从业人员排名" in said
    assert "没有一年" in said
    assert "2018年（已审核9/13个社区）" in said
    assert "2019年已审核4/13个社区" in said


def test_a_full_year_alone_says_nothing_of_years(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2018, programme.community, employees=5)
    said = chats.of(VIEWER).says("各社区从业人员排名")
    assert "已报" not in said.splitlines()[-1]
    assert "五分之四" not in said


def test_a_partial_total_is_not_headlined_as_the_citys(city: Chats) -> None:
    said = city.of(REVIEWER).says("2019年全市新增初创企业合计")
    head = said.splitlines()[0]
    assert head == "181家　2019年新增初创企业，仅3/13个社区有数，不代表南通市（其中1个社区待审核）"
    assert "两年都有数的3/13个社区：2018年 300家 → 2019年 181家，变化 -39.67%" in said
    share = city.of(VIEWER).says("2019年全市高新产值占比")
    assert "80.00%　2019年高新产值占比，仅2/13个社区有数，不代表南通市" in share
    assert "✓" not in share


def test_a_whole_total_says_so_and_is_marked(city: Chats) -> None:
    said = city.of(VIEWER).says("2018年全市高新产值占比")
    assert said.startswith("65.00%　南通市2018年高新产值占比（13/13个社区有数） ✓")
    assert "两年都有数的1/13个社区：2017年 65.00% → 2018年 65.00%，变化 +0.00个百分点" in said


def test_in_english_a_partial_total_is_no_total_either(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("/language en")
    said = chat.says("total new start-ups of the whole city in 2019")
    assert "only 2/13 communities have a figure" in said
    assert "not Nantong as a whole" in said


def test_sums_over_several_bear_all_their_names(city: Chats) -> None:
    chat = city.of(VIEWER)
    assert "200家　海门市、启东市2018年新增初创企业合计（2/2个社区有数）" in chat.says("海门、启东2018年新增企业总数")
    assert "崇川区、海门市2018年新增初创企业合计（3/3个社区有数）" in chat.says("崇川区、海门2018年新增企业总数")
    assert "通创社区、江海数字众创社区2018年新增初创企业合计" in chat.says("通创和江海2018年新增企业合计")


def test_an_authoritys_place_is_among_all_communities(city: Chats, programme: Programme) -> None:
    for at, place in enumerate(programme.community):
        record(city, programme, 2018, [place], employees=500 + at)
    chat = city.of(VIEWER)
    said = chat.says("海门2018年从业人员排第几")
    assert said.startswith("第4名（全市13/13个社区有数）　生物医药产业众创社区2018年从业人员509人")
    both = chat.says("崇川区2018年从业人员排第几")
    assert "2018年 从业人员在全市的位次（13/13个社区有数）" in both
    assert "第12名　观音山众创社区" in both
    assert "第13名　通创社区" in both
    assert "崇川区有2个社区" in both


def test_a_place_is_not_given_to_who_has_no_figure(city: Chats) -> None:
    said = city.of(VIEWER).says("江海2019年从业人员排第几")
    assert "江海数字众创社区2019年从业人员还没有可查的数" in said
    assert "还没有一个社区" not in said


def test_a_ranking_counts_those_that_had_started(city: Chats) -> None:
    said = city.of(VIEWER).says("2017年各社区从业人员排名")
    assert said.startswith("2017年 从业人员排名（1/5个社区有数）")
    assert "尚未启动（8）" in said


def test_the_year_is_chosen_by_what_was_recorded_until_a_moment(
    chats: Chats, programme: Programme, rules: Rules
) -> None:
    record(chats, programme, 2018, programme.community, employees=5)
    record(chats, programme, 2019, tuple(programme.community)[:3], employees=5)
    until, chats.now = chats.now, chats.now + timedelta(days=1)
    record(chats, programme, 2019, programme.community, employees=6)
    found = [
        chats.store.read(lambda s, until=until: consult(s, rules, OPERATOR, "从业人员排名", None, chats.now, until))
        for until in (until, None)
    ]
    assert [one.answer.years for one in found] == [(2018,), (2019,)]
    later = [one.answer.period.later for one in found if one.answer.period]
    assert [one and (one.year, one.seen) for one in later] == [(2019, 3), None]


def test_coverage_has_no_total_in_any_wording(city: Chats, programme: Programme) -> None:
    record(city, programme, 2018, programme.community, wifi_coverage=90)
    record(city, programme, 2019, tuple(programme.community)[:1], wifi_coverage=90)
    chat = city.of(VIEWER)
    for question in ("全市公共无线网络覆盖率合计", "全市公共无线网络覆盖率走势", "2018年全市无线覆盖率合计"):
        said = chat.says(question)
        assert "不能合计" in said
        assert "已报" not in said


def test_a_list_of_changes_says_of_how_many(city: Chats) -> None:
    said = city.of(VIEWER).says("2019年各社区新增初创企业增长")
    assert said.startswith("2019年 新增初创企业增长（2/13个社区两年都有数）")


def test_a_selection_says_out_of_how_many(city: Chats) -> None:
    said = city.of(VIEWER).says("2019年从业人员超过400人的社区有哪些")
    assert said.startswith("2个社区2019年从业人员超过400人（2/13个社区有数）")
    judged = city.of(VIEWER).says("2019年高新占比达标的社区有哪些")
    assert "（2/13个社区可判定）" in judged.splitlines()[0]


def test_the_picture_draws_a_year_that_is_not_whole_hollow_and_dashed(city: Chats) -> None:
    chat = city.of(REVIEWER)
    said = chat.says("近三年全市新增初创企业")
    assert "仅3/13个社区有数" in said
    chart = chat.last[0].chart
    assert chart is not None
    points = picture_from(chart).series[0].points
    assert [(point.label, point.partial) for point in points] == [("2017", "1/5"), ("2018", ""), ("2019", "3/13")]
    svg = draw(picture_from(chart))
    assert svg.count('class="partial"') == 2
    assert svg.count('class="dashed"') == 1
    assert ">181 (3/13)<" in svg
    assert "空心虚线：未报齐" in svg
    assert render_png(svg).startswith(b"\x89PNG")


def test_a_picture_of_a_sum_is_named_after_those_summed(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("海门、启东2018年和2019年新增企业合计")
    chat.says("崇川区2018年和2019年新增企业合计")
    chart = chat.last[0].chart
    assert chart is not None
    assert chart["title"].startswith("崇川区")


def test_old_pictures_that_know_no_part_are_still_drawn() -> None:
    stored = {
        "kind": "line", "title": "t", "unit": "", "rules": (), "pending": "", "missing": "",
        "series": [{"name": "a", "points": [{"label": "2018", "value": "1", "text": "1", "pending": False}] * 2}],
    }
    assert 'class="partial"' not in draw(picture_from(stored))
