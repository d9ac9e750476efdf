"""Questions that put several things together, asked and followed in the chat."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chats, filled
from tests.chat.test_whole_city import REVIEWER, VIEWER, record
from zc_bot.policy.programme import Programme

REPORTER = 11


@pytest.fixture
def city(chats: Chats, programme: Programme) -> Chats:
    """All reported 2017 and 2018; their output is 100, 200, … in the programme's order, a tenth more in 2018."""

    def fill() -> None:
        for at, place in enumerate(programme.community, start=1):
            for year, tenths in ((2017, 10), (2018, 11)):
                record(
                    chats, programme, year, [place], total_output=at * tenths * 10,
                    hitech_output=at * tenths * (5 + at % 3), employees=100 * (14 - at),
                )

    return filled(chats, "composed", fill)


def test_the_number_is_first_and_what_was_understood_is_said(city: Chats) -> None:
    said = city.of(VIEWER).says("除了通创，总产值合计").split("\n")
    assert "9,900" in said[0]
    assert "除了通创社区以外，2018年总产值合计" in said[0]
    assert not any("理解" in line for line in said), "once is enough"
    assert any(line.startswith("来源：") and "均已审核" in line for line in said)


def test_the_one_at_the_top_comes_first_by_name(city: Chats, programme: Programme) -> None:
    last = tuple(programme.community.values())[-1].name.zh
    said = city.of(VIEWER).says("2018年比2017年总产值增加最多的社区").split("\n")
    assert said[0].startswith(f"{last}　+130万元")
    assert "13个社区里" in said[0]
    assert any("增加额最高的社区”理解" in line for line in said)


def test_who_reported_is_said_where_only_verdicts_decide(city: Chats) -> None:
    said = city.of(VIEWER).says("2017年高新占比达标2018年没达标的")
    assert "0个社区（共13个）" in said
    assert "来源：管理员（命令行）报" in said


def test_a_newer_year_is_told_of_a_total_too(city: Chats, programme: Programme) -> None:
    record(city, programme, 2019, tuple(programme.community)[:2], total_output=1)
    chat = city.of(VIEWER)
    assert "2019年已审核1/12个社区" in chat.says("除了通创，总产值合计")
    assert "除了通创社区以外，2019年总产值合计" in chat.taps("2019年")


def test_growths_say_from_when_to_when_each_goes(city: Chats, programme: Programme) -> None:
    record(city, programme, 2016, ["tongchuang"], total_output=50)
    said = city.of(VIEWER).says("各社区总产值年均增长")
    assert said.count("（2017—2018年）") == 12
    assert "（2016—2018年）" in said


def test_another_year_is_asked_of_the_whole_question(city: Chats) -> None:
    chat = city.of(VIEWER)
    assert "9,900" in chat.says("除了通创，总产值合计")
    then = chat.says("那2017年呢")
    assert "9,000" in then
    assert "除了通创社区以外" in then


def test_another_community_is_asked_the_same(city: Chats, programme: Programme) -> None:
    first, second = tuple(programme.community)[:2]
    chat = city.of(VIEWER)
    assert "1.10%" in chat.says(f"{programme.community[first].name.zh}总产值占全市多少")
    assert "2.20%" in chat.says(f"{programme.community[second].name.zh}呢")


def test_what_is_no_part_of_it_is_not_answered_as_if_it_were(city: Chats) -> None:
    """Of the conditions of two years, another year can't be asked; nor is it a question about the output alone."""
    chat = city.of(VIEWER)
    chat.says("2017年总产值超过500万元而且2018年总产值低于900万元的社区有几个")
    said = chat.says("2019年呢")
    assert "总产值" not in said
    assert "哪一个" in said


def test_the_offered_reading_is_answered_when_tapped(city: Chats) -> None:
    chat = city.of(VIEWER)
    said = chat.says("2017年和2018年高新占比没达标的社区有几个")
    assert "没达标" in said
    every = chat.taps("都没达标")
    assert "都没达标的社区有几个”理解" in every
    chat.says("2017年和2018年高新占比没达标的社区有几个")
    assert "有一年没达标的社区有几个”理解" in chat.taps("有一年没达标")


def test_unreviewed_figures_are_for_those_who_may_see_them(city: Chats, programme: Programme) -> None:
    place = next(iter(programme.community))
    record(city, programme, 2019, [place], approve=False, total_output=88888)
    question = "2019年总产值最高的社区谁负责"
    assert "8.8888亿" in city.of(REVIEWER).says(question)
    assert "8.8888亿" not in city.of(VIEWER).says(question)


def test_english_is_answered_in_english(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("/language en")
    said = chat.says("median employees")
    assert "700" in said
    assert "median" in said


def test_a_composed_question_in_a_report_is_answered_and_leaves_it_alone(city: Chats) -> None:
    chat = city.of(REPORTER)
    chat.says("/report")
    chat.says("通创")
    chat.says("2019")
    assert "谁负责”理解" in chat.says("总产值前三名谁负责")
    assert "是一个范围" in chat.says("总产值30亿到40亿")


def test_districts_that_reported_all_say_nothing_of_how_many(city: Chats) -> None:
    said = city.of(VIEWER).says("2018年各区县总产值排名")
    assert "1. " in said
    assert "社区有数" not in said


def test_a_verdict_on_a_single_figure_says_who_reported_it(city: Chats, programme: Programme) -> None:
    record(city, programme, 2018, ["tongchuang"], carrier_floor_area=150_000)
    said = city.of(VIEWER).says("通创2018年载体面积达标吗")
    assert "未达标" in said
    assert any(line.startswith("来源：") and "均已审核" in line for line in said.split("\n"))


def test_another_figure_of_the_topmost_year_comes_first(city: Chats) -> None:
    said = city.of(VIEWER).says("通创哪年总产值最多，当年就业多少人").split("\n")
    assert said[0].startswith("1,300人　通创社区2018年从业人员")
    assert said[1] == "· 这一年总产值最高：110万元"


def test_of_each_authority_it_is_told_how_many_of_how_many(city: Chats) -> None:
    said = city.of(VIEWER).says("2018年各区有几家从业人员超过1250人").split("\n")
    assert said[0] == "2018年"
    assert "· 崇川区　1/2个" in said
    assert "· 港闸区　0/1个" in said


def test_two_questions_in_a_line_are_both_answered(city: Chats) -> None:
    chat = city.of(VIEWER)
    first, second = chat.says("通创高新占比全市第几 比平均高还是低").split("\n\n")
    assert first.startswith("第")
    assert "比全市平均" in second
    repeated = [line for line in first.split("\n") if line.startswith("口径") and line in second]
    assert repeated == [], "what holds of both is said once"
    assert "观音山众创社区" in chat.says("那观音山呢"), "what follows goes on from the second"


def test_what_two_answers_have_alike_stands_in_both_but_for_their_notes(city: Chats) -> None:
    chat = city.of(VIEWER)
    first, second = chat.says("总产值增加最多的是谁 高新产值增加最多的是谁").split("\n\n")
    ranked, again = ([line for line in said.split("\n") if line.startswith("· ")] for said in (first, second))
    assert len(ranked) == 13
    assert ranked == again
    assert ("来源：" in first, "来源：" in second) == (False, True)
    assert chat.last[0].text.count("<blockquote") == chat.last[0].text.count("</blockquote>") == 2


def test_where_both_answers_do_not_fit_in_a_message_it_is_asked_which_is_meant(
    city: Chats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zc_bot.chat.asking.consult.LIMIT", 20)
    asks, *choices = city.of(VIEWER).says("通创高新占比全市第几 比平均高还是低").split("\n")
    assert asks == "这里有两个问题，一个一个来："
    assert choices == ["· 通创社区高新产值占比排第几", "· 通创社区高新产值占比比全市平均高多少"]


def test_the_second_question_of_a_line_is_of_the_year_that_answered_the_first(
    city: Chats, programme: Programme
) -> None:
    others = [code for code in programme.community if code != "tongchuang"]
    record(city, programme, 2019, others, total_output=7, employees=7)
    said = city.of(VIEWER).says("通创比观音山总产值大多少 是几倍").split("\n\n")
    assert ["2018年" in part for part in said] == [True, True], "of 2019 one of both is lacking"
    said = city.of(REVIEWER).says("港闸那家加崇川两家总共多少人 占全市百分之几").split("\n\n")
    years = [{year for year in ("2018年", "2019年") if year in part.split("\n")[0]} for part in said]
    assert years == [{"2018年"}, {"2018年"}], "the share alone would be of 2019, which the city has reported"
