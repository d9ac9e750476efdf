"""Questions that want something else than a figure: why, what it means, all of a place, what changed, who, a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.chat.conftest import UPDATES, Chats, filled
from tests.chat.test_whole_city import record
from zc_bot.chat.incoming import Incoming
from zc_bot.policy.programme import Programme

REPORTER, VIEWER, REVIEWER, ADMIN = 11, 12, 13, 14


@pytest.fixture
def city(chats: Chats, programme: Programme) -> Chats:
    """Of 2018 all reported four figures; in 2019 the hi-tech output fell and one community waits for review."""
    places = tuple(programme.community)

    def fill() -> None:
        chats.now -= timedelta(days=30)
        record(chats, programme, 2018, places, hitech_output=65, total_output=100, employees=500, new_startups=100)
        chats.now += timedelta(days=30)
        record(chats, programme, 2019, places[:-1], hitech_output=50, total_output=100, employees=520)
        record(chats, programme, 2019, places[-1:], approve=False, hitech_output=50, total_output=100, employees=530)

    return filled(chats, "kinds", fill)


def test_why_a_share_fell_is_told_by_its_parts(city: Chats) -> None:
    said = city.of(VIEWER).says("通创2019年高新占比为什么下降了")
    assert said.startswith("-15.00个百分点　通创社区2019年高新产值占比：2018年 65.00% → 50.00%")
    assert "高新产值 65万元 → 50万元（-23.08%）" in said
    assert "总产值 100万元 → 100万元（+0.00%）" in said
    assert "原因" in said


def test_why_the_city_rose_names_what_changed_most(city: Chats) -> None:
    said = city.of(REVIEWER).says("全市从业人员2019年为什么涨了")
    assert "6,770人" in said.splitlines()[0]
    rows = [line for line in said.splitlines() if line.startswith("· ")]
    assert "500人 → 530人（+6.00%）" in rows[0], "the largest change leads"


def test_a_premise_that_does_not_hold_is_not_taken_on(city: Chats) -> None:
    said = city.of(VIEWER).says("通创2019年从业人员为什么减少了")
    assert said.startswith("+4.00%　通创社区2019年从业人员：2018年 500人 → 520人")
    assert "减少" not in said


def test_a_term_is_explained_with_formula_and_requirement(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("通创2019年达标吗")
    said = chat.says("高新占比怎么算")
    assert said.startswith("高新产值占比：")
    assert "高新产值 ÷ 总产值 × 100%" in said
    assert "超过60%（三（二））" in said
    assert "接着上一问" not in said, "what a word means is of no year and no place"


def test_all_of_a_place_is_no_follow_up_of_a_term(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("载体面积是什么意思")
    said = chat.says("通创2019年所有数据")
    assert said.startswith("通创社区　2019年全部数据（3/22项）")
    assert "责任主体：崇川区" in said
    assert "高新产值占比 50.00%（-15.00个百分点） ✗" in said, "a card says how each figure moved"
    assert "总产值 100万元\n" in said, "what did not move has nothing beside it"
    assert "缺：" in said
    assert chat.says("它所有数据").startswith("通创社区　"), "it is the community spoken of"


@pytest.mark.parametrize("asked", ["通创2019年所有数据", "通创2019年怎么样", "/status 通创 2019"])
def test_one_answer_holds_all_of_a_community(city: Chats, asked: str) -> None:
    """Its figures with change and verdict, stage, authority and reporter, what is missing and what it would take."""
    said = city.of(VIEWER).says(asked)
    for held in (
        "从业人员 520人（+4.00%）", "高新产值占比 50.00%（-15.00个百分点） ✗",
        "责任主体：崇川区；填报人：王芳", "通创社区：启动",
        "✗ 高新产值占比：50.00%", "　→ 总产值不变时，高新产值须再增加",
        "已审核 3/22 项", "规划面积、载体面积", "来源：",
    ):
        assert said.count(held) == 1, held


@pytest.mark.parametrize("asked", ["{}2019年所有数据", "{}2019年怎么样"])
def test_such_an_answer_says_what_reviews_would_change(city: Chats, programme: Programme, asked: str) -> None:
    last = programme.community[tuple(programme.community)[-1]].name.zh
    said = city.of(REVIEWER).says(asked.format(last))
    assert "从业人员 530人（+6.00%）（待审核）" in said
    assert "如待审核的都通过：" in said


def test_what_changed_is_of_the_days_asked_for_and_of_what_one_may_see(city: Chats, programme: Programme) -> None:
    last = programme.community[tuple(programme.community)[-1]].name.zh
    seen = city.of(VIEWER).says("最近有什么变化")
    assert "2019年" in seen
    assert "2018年" not in seen, "it was recorded a month ago"
    assert "提交" not in seen, "who may not see what waits is not told of it"
    assert last not in seen
    assert "提交39项" in city.of(REVIEWER).says("最近有什么变化")


def test_what_changed_this_month_offers_the_month_before_of_the_same_place(city: Chats) -> None:
    """On the first of a month nothing has changed yet."""
    city.now = datetime(2020, 2, 1, 2, tzinfo=UTC)
    chat = city.of(REVIEWER)
    assert chat.says("这个月有什么变化") == "2020-02-01没有您能看到的数据变化。"
    assert chat.taps("上个月").startswith("2020-01-01至2020-01-31　")
    chat.says("通创本周有什么变化")
    assert "2020-01-20至2020-01-26" in chat.taps("上周")


@pytest.mark.parametrize(
    ("question", "name"),
    [("谁负责填报崇川区", "王芳　填报"), ("谁审核我的数", "刘洋　审核"), ("管理员是谁", "赵磊　管理员")],
)
def test_a_person_is_named_with_the_role(city: Chats, question: str, name: str) -> None:
    assert city.of(REPORTER).says(question).startswith(name)


def test_where_nobody_reports_it_is_said(city: Chats) -> None:
    said = city.of(REPORTER).says("谁负责填报启东")
    assert "还没有" in said
    assert "王芳" not in said


def test_a_file_is_handed_over_in_private_only(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("导出excel")
    assert chat.last[0].document is not None


@pytest.mark.parametrize(
    ("question", "command", "who"),
    [
        ("怎么撤回", "/mine", REPORTER), ("填报说明", "/report", REPORTER), ("怎么审核", "/review", REVIEWER),
        ("怎么加人", "/people", ADMIN), ("how do I submit a report", "/report", REPORTER),
    ],
)
def test_how_something_is_done_comes_with_the_button_that_does_it(
    city: Chats, question: str, command: str, who: int
) -> None:
    chat = city.of(who)
    chat.says("管理员是谁")
    assert command in chat.says(question)
    assert command in chat.buttons
    assert "这个命令" not in chat.taps(command)
    watching = city.of(VIEWER)
    watching.says(question)
    assert command not in watching.buttons, "what a role may not do it is not offered"


def test_what_nobody_told_yet_is_said_so(city: Chats) -> None:
    assert "还没有展示的形象进度" in city.of(VIEWER).says("通创有没有现场照片")


def test_a_quarter_offers_its_year(city: Chats) -> None:
    chat = city.of(VIEWER)
    said = chat.says("通创2019年三季度总产值多少")
    assert "没有半年、季度、月份" in said
    assert "100万元　通创社区2019年总产值" in said, "the whole year's figure is told at once"
    assert chat.taps("2019年").startswith("100万元　通创社区2019年总产值")


def test_the_only_figure_that_may_be_meant_is_shown_under_a_question(city: Chats) -> None:
    first, figure, *grounds = city.of(VIEWER).says("启东2018年女性从业人员").splitlines()
    assert first == "没全看懂。如果问的是“跨江融合众创社区2018年从业人员”："
    assert figure.startswith("500人")
    assert any("已审核" in line for line in grounds), "a guess says as much of who stands behind it as an answer"


def test_a_guess_shows_a_viewer_nothing_that_is_not_reviewed(city: Chats) -> None:
    assert "530" not in city.of(VIEWER).says("通州湾2019年女性从业人员")


def test_where_two_questions_may_be_meant_no_figure_is_shown(city: Chats) -> None:
    said = city.of(VIEWER).says("通创和能达谁呢")
    assert "500" not in said


def test_a_correction_in_the_line_is_followed(city: Chats) -> None:
    said = city.of(VIEWER).says("能达2019年从业人员多少，不对，是开源的总产值")
    assert "开源众创社区" in said
    assert "总产值" in said
    assert "能达" not in said


@pytest.mark.parametrize("question", ["谁负责填报崇川区", "管理员是谁", "最近有什么变化", "导出excel"])
def test_people_changes_and_files_are_for_private_chats_only(city: Chats, question: str) -> None:
    admin = city.of(ADMIN)
    assert "启用" in admin.says_in(-100, "帮助")
    admin.taps_in(-100, "启用")
    said = city.of(REPORTER).says_in(-100, question)
    assert "私聊" in said
    assert "王芳" not in said
    assert "赵磊" not in said
    query = Incoming(next(UPDATES), "inline", REPORTER, REPORTER, text=question)
    assert city.store.write(lambda session: city.conversation.respond(session, query, city.now)).inline == ()


def test_who_may_not_see_a_reason_is_not_told_that_there_is_none(city: Chats, programme: Programme) -> None:
    last = tuple(programme.community.values())[-1].name.zh
    assert "没有您能看到的填报原因" in city.of(VIEWER).says("通创2019年高新占比为什么下降了")
    assert "填报时没有写原因" in city.of(REVIEWER).says(f"{last}2019年高新占比为什么下降了")


def test_who_reported_a_year_says_when_and_how_much_of_it_is_reviewed(city: Chats, programme: Programme) -> None:
    places = [programme.community[code].name.zh for code in programme.community]
    said = city.of(REVIEWER).says(f"{places[0]}2019年的数据审了没")
    assert said.startswith("3/22项已审核")
    assert "管理员（命令行）审，最近" in said
    assert "待审3项、未报19项\n待审的：" in city.of(REVIEWER).says(f"{places[-1]}2019年的数据审了没")


def test_who_reviews_is_shown_the_queue_where_others_are_told_how_many(city: Chats) -> None:
    assert city.of(REVIEWER).says("待审核的还有几条").startswith("3项待审核，来自以下")
    assert "来自" not in city.of(VIEWER).says("待审核的还有几条")


def test_a_share_says_what_its_part_lacks(city: Chats) -> None:
    """Of 通州湾 and 家纺 only the latter's figure of 2019 is approved, which is all that a viewer may see."""
    said = city.of(VIEWER).says("家纺和通州湾2019年从业人员占全市多少")
    assert "其中只有1/2个社区有数" in said
    assert "其中只有" not in city.of(VIEWER).says("家纺和通州湾2018年从业人员占全市多少")


def test_who_is_responsible_says_what_was_merged(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("跨江合作2019年从业人员")
    assert "港闸区2020年并入崇川区" in chat.says("它属于哪个区")


def test_the_date_asked_for_is_that_of_what_was_spoken_of(city: Chats) -> None:
    chat = city.of(VIEWER)
    before = chat.says("江海省级备案了吗")
    assert chat.says("哪天").splitlines()[:2] == before.splitlines()[:2]
    assert "截止" in chat.says("哪天截止")


def test_what_lacks_one_year_of_several_is_said_with_that_year(city: Chats) -> None:
    said = city.of(VIEWER).says("通创从业人员每年增加多少")
    assert "+20人（2018—2019年）" in said
    assert "没有可查的数（1）：通创社区2018年" in said, "of 2017, its first year, nothing is recorded"
    assert "没有可查的数" not in city.of(VIEWER).says("观音山从业人员每年增加多少"), "it started in 2018"
