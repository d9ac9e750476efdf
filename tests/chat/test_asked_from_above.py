"""What a chief asks of the whole in words: who is at which stage, how far the goal is, who gave, who fell back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.chat.conftest import Chats
from tests.chat.test_overseeing import city, record  # noqa: F401  # a fixture
from tests.chat.test_record import notes
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import milestones

VIEWER, REVIEWER = 12, 13


@pytest.fixture
def staged(chats: Chats, programme: Programme) -> Chats:
    """One is built, two are being built, of ten nothing was recorded."""
    stages = {"tongchuang": "built", "nengda": "building", "langu": "building"}
    chats.store.write(lambda session: [
        milestones.record(session, OPERATOR, programme, code, kind, date(2019, 5, 1), chats.now)  # type: ignore[arg-type]
        for code, kind in stages.items()
    ])
    return chats


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("在建的有哪些", "2个社区在建"), ("哪些在建", "2个社区在建"), ("建设中的社区有几个", "2个社区在建"),
        ("which communities are under construction", "2个社区在建"), ("how many are being built", "2个社区在建"),
        ("哪些已经建成", "1个社区已建成"), ("which communities are built", "1个社区已建成"),
        ("还没建成的有哪些", "2个社区还没建成"), ("which are not built yet", "2个社区还没建成"),
        ("哪些还没启动", "没有登记为未启动的社区"),
    ],
)
def test_a_stage_brings_those_at_it_and_nobody_else(staged: Chats, question: str, count: str) -> None:
    said = staged.of(VIEWER).says(question)
    assert said.startswith(count), said
    listed = {name for name in ("通创", "能达", "蓝谷") if f"· {name}" in said}
    wanted = {"2": {"能达", "蓝谷"}, "1": {"通创"}}.get(count[0], set())
    assert listed == wanted
    assert "启动（据通知，未登记）10个" in said, "of whom nothing was recorded is told apart"


@pytest.mark.parametrize(
    "question", ["在建项目有哪些", "哪些载体在建", "2018年建成的有哪些", "目标建成多少个众创社区"]
)
def test_what_else_is_built_is_no_community(staged: Chats, question: str) -> None:
    assert "个社区在建" not in (said := staged.of(VIEWER).says(question)), said
    assert "个社区已建成" not in said


@pytest.mark.parametrize("question", ["离10个还差几个", "还差几个建成"])
def test_how_far_the_goal_is_is_a_number(staged: Chats, question: str) -> None:
    assert "还差9个" in staged.of(VIEWER).says(question)


@pytest.mark.parametrize(
    "question", ["目标差多少", "距离目标还有多远", "离目标还差多少", "how far are we from the goal"]
)
def test_how_far_it_is_to_the_target_tells_those_on_record_and_the_notices_goals_apart(
    staged: Chats, programme: Programme, question: str
) -> None:
    record(staged, programme, 2018, ["tongchuang"], hitech_output=50, total_output=100)
    notes(staged.of(REVIEWER), "目标 通创 2018年 高新占比 65%")
    said = staged.of(VIEWER).says(question)
    assert "目标65%，还差15个百分点" in said
    assert said.index("文件的目标（不是登记的）") < said.index("还差9个")


def test_a_target_of_another_figure_answers_for_none(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2018, ["tongchuang"], hitech_output=50, total_output=100)
    notes(chats.of(REVIEWER), "目标 通创 2018年 高新占比 65%")
    assert chats.of(VIEWER).says("通创战新占比目标差多少").startswith("没有登记过战新投资占比的目标")
    assert "目标65%" in chats.of(VIEWER).says("通创高新占比目标差多少")


@pytest.mark.parametrize(
    "question",
    ["高新占比目标没完成的有哪些", "哪些社区高新占比没达到目标", "高新占比的目标谁没实现"],
)
def test_who_missed_the_target_of_a_figure_is_not_who_fails_what_is_required(
    chats: Chats, programme: Programme, question: str
) -> None:
    """从业人员目标没完成的有哪些 was told of R6, and 哪些社区从业人员没达到目标 a ranking of all."""
    record(chats, programme, 2018, ["tongchuang", "jianghai"], hitech_output=50, total_output=100)
    viewer = chats.of(VIEWER)
    said = viewer.says(question)
    assert said.startswith("没有登记过高新产值占比的目标")
    assert "超过60%" in said, "what the policy requires is told as that"
    notes(chats.of(REVIEWER), "目标 通创 2018年 高新占比 65%")
    said = viewer.says(question)
    assert said.startswith("1/1 个登记的目标没完成")
    assert "江海" not in said


def test_an_amount_beside_the_target_is_what_is_required_of_all(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2018, ["tongchuang"], sei_investment=50, total_investment=100)
    assert "登记的目标" not in chats.of(VIEWER).says("哪些社区没达到70%的目标")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("市科技局批了多少", "200万元"), ("科技局给了多少钱", "200万元"), ("科技局拨了多少", "200万元"),
        ("how much did the science and technology bureau grant", "200万元"),
        ("support granted by the science and technology bureau", "200万元"),
        ("市人才办批了多少", "还没有登记过市人才办的支持"),
        ("what did the talent office give", "还没有登记过市人才办的支持"),
        ("如东县教育局给了多少补助", "如东"),
    ],
)
def test_what_a_department_gave_is_its_own_and_nobody_elses(chats: Chats, question: str, says: str) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, "补助 通创 200万元 市科技局 2019-05-20 孵化器运行补助")
    notes(reviewer, "补助 能达 90万元 市教育局 2019-05-20 导师服务补贴")
    said = chats.of(VIEWER).says(question)
    assert says in said
    assert ("90万元" in said) == ("90万元" in says), "a department that is named is never passed over"


def test_departments_have_english_names(chats: Chats) -> None:
    notes(chats.of(REVIEWER), "补助 通创 200万元 市科技局 2019-05-20 孵化器运行补助")
    chat = chats.of(VIEWER)
    chat.says("/language en")
    said = chat.says("support granted to Tongchuang")
    assert "Science and Technology Bureau" in said
    assert "市科技局" not in said


@pytest.mark.parametrize("question", ["退步榜", "哪个社区退步了", "who slipped most"])
def test_who_fell_back_comes_first_and_by_how_much(
    city: Chats, programme: Programme, question: str  # noqa: F811
) -> None:
    record(city, programme, 2019, [code for code in programme.community if code != "tongchuang"])
    record(city, programme, 2019, ["tongchuang"], carrier_floor_area=150_000, core_floor_area=1)
    said = city.of(VIEWER).says(question).split("\n")
    assert said[0].startswith("通创　2019年退步最大，少达标1项")
    assert said[1] == "· 通创：三创集中区面积不再达标", "what is no longer met is named"
    assert "通创　7项（上年8项，-1）" in said[3], "the most lost first"


@pytest.mark.parametrize("question", ["2019年从业人员退步最大", "2019年从业人员退步最大的是谁"])
def test_who_fell_back_in_one_figure(chats: Chats, programme: Programme, question: str) -> None:
    record(chats, programme, 2018, ["tongchuang", "nengda"], employees=1000)
    record(chats, programme, 2019, ["tongchuang"], employees=900)
    record(chats, programme, 2019, ["nengda"], employees=1300)
    said = chats.of(VIEWER).says(question)
    assert said.startswith("通创")
    assert "-100人" in said.split("\n")[0]


def test_nobody_who_fell_is_said_so(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2018, programme.community, incubators=0)
    record(chats, programme, 2019, programme.community, incubators=0, new_startups=1000, employees=9000)
    assert chats.of(VIEWER).says("退步榜").startswith("2019年没有社区比上年少达标。")


def test_nobody_who_fell_in_one_figure_is_said_so(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2018, ["tongchuang", "nengda"], employees=1000)
    record(chats, programme, 2019, ["tongchuang", "nengda"], employees=1300)
    assert chats.of(VIEWER).says("2019年从业人员退步榜").startswith("2019年没有社区的从业人员比上年低。")


@pytest.mark.parametrize("question", ["运行情况怎么样", "全市运行情况", "整体运转如何"])
def test_how_it_runs_is_the_whole_city(city: Chats, question: str) -> None:  # noqa: F811
    assert "\n3/13 个社区要求全部达标" in city.of(VIEWER).says(question)


@pytest.mark.parametrize("question", ["拟一份通报", "写一份通报", "起草一份通报"])
def test_a_notice_is_drafted(city: Chats, question: str) -> None:  # noqa: F811
    assert "的通报（草稿）" in city.of(VIEWER).says(question)


@pytest.mark.parametrize("question", ["去年这个时候全市怎么样", "how was the city doing this time last year"])
def test_this_time_last_year_is_what_was_known_then(chats: Chats, programme: Programme, question: str) -> None:
    """It named last year's figures, whenever they were reported, and said nothing of this time."""
    now = chats.now
    chats.now = datetime(2019, 1, 5, 2, 0, tzinfo=UTC)
    record(chats, programme, 2017, [code for code, one in programme.community.items() if one.start == 2017])
    chats.now = datetime(2019, 6, 5, 2, 0, tzinfo=UTC)
    record(chats, programme, 2018, programme.community)
    chats.now = now
    chat = chats.of(VIEWER)
    assert "2018年" in chat.says("全市情况").split("\n")[1]
    said = chat.says(question)
    assert said.split("\n")[1].endswith("2017年")
    assert said.endswith("按2019-01-14当天24时前已录入的数。")


def test_a_district_named_alone_says_what_it_adds_up_to(city: Chats) -> None:  # noqa: F811
    said = city.of(VIEWER).says("崇川区")
    assert "· 观音山众创社区" in said
    sums = said[said.index("崇川区2018年合计（只算审核过的数）："):]
    assert "从业人员：4,000人（+100.00%）" in sums
    assert "第" in sums
    assert "合计" not in city.of(VIEWER).says("崇川区哪些没达标"), "whoever asks for something else gets that"


@pytest.mark.parametrize(
    "question",
    ["以图片形式给我2018年看板", "把2018年看板发成图片", "2018年看板截图", "the board of 2018 as a picture"],
)
def test_a_picture_is_asked_for_in_many_ways(city: Chats, question: str) -> None:  # noqa: F811
    chat = city.of(VIEWER)
    chat.says(question)
    assert chat.last[0].chart is not None
    assert chat.last[0].chart["kind"] == "board"


def test_whoever_reported_all_is_offered_what_it_does_not_meet(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2019, ["langu"], carrier_floor_area=1)
    chat = chats.of(VIEWER)
    assert "1/1个社区已报齐2019年数据" in chat.says("蓝谷还差什么")
    assert "载体建筑面积" in chat.taps("2019年达标吗")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("2019年各区退回次数", "崇川区：2次（应报44项）"), ("2019年退回最多的填报人", "2次：未审核的数不显示填报人"),
        ("2019年各指标退回次数", "总产值：1次（应报13项）"), ("2019年退回最多的社区", "通创社区：2次（应报22项）"),
        ("2019年退回情况", "通创社区：2次（应报22项）"), ("2019年谁的数老被退回", "通创社区：2次（应报22项）"),
    ],
)
def test_returns_are_counted_by_whatever_is_asked(chats: Chats, programme: Programme, asked: str, first: str) -> None:
    """Whoever asked for them was told who was in time."""
    _sends_back(chats)
    said = chats.of(VIEWER).says(asked).split("\n")
    assert said[0] == "2次退回　2019年度数据"
    assert said[1] == f"· {first}"
    assert "· 王芳：2次" in chats.of(REVIEWER).says("2019年退回最多的填报人")


def _sends_back(chats: Chats) -> None:
    """王芳 reports two figures of 通创, and 刘洋 sends both back."""
    reporter, reviewer = chats.of(11), chats.of(REVIEWER)
    reporter.says("通创 2019 从业人员 3200人 总产值 71.2亿")
    reporter.taps("确认提交")
    for metric in ("从业人员", "总产值"):
        reviewer.says(f"退回{metric}：口径不对")
        reviewer.taps("退回")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "asked",
    ["18年迟报的里头谁上一年也迟了", "2018年谁又迟了，上一年也迟的", "2018年连着两年都迟报的有哪些",
     "who was late in 2018 and also in the year before"],
)
def test_late_in_two_years_running_is_late_in_both(chats: Chats, asked: str) -> None:
    """It was answered of one year, and the other was dropped unsaid."""
    said = chats.of(VIEWER).says(asked).split("\n")
    assert said[0] in {"5个社区　2017、2018年都迟报", "5个社区　2018年迟报，2017年迟报"}
    assert "2018年迟报13个" in said[-1]
    assert "2017年迟报5个" in said[-1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_two_years_that_are_only_named_are_asked_one_by_one(chats: Chats) -> None:
    chat = chats.of(VIEWER)
    chat.says("2018年和2017年谁迟报")
    assert [name for name in chat.buttons if name.startswith("2018年")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "asked", ["2020年谁家达标最多", "今年从业人员排名", "2020年达标排名", "2020年全市从业人员合计"]
)
def test_a_year_not_collected_yet_is_said_and_the_last_full_one_answers(city: Chats, asked: str) -> None:  # noqa: F811
    """It named 13 communities of which nothing can be told."""
    said = city.of(VIEWER).says(asked).split("\n")
    assert said[0] == "2020年的数从2021-01-05开始填报，现在还没有。下面是最近能答的一年："
    assert "2018年" in "".join(said[1:])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("asked", ["已经拿到省级备案的点一下名", "已列入省级备案的有哪些"])
def test_those_on_the_provincial_record_are_named(chats: Chats, programme: Programme, asked: str) -> None:
    chats.store.write(
        lambda s: milestones.record(
            s, OPERATOR, programme, "jianghai", "provincial", date(2019, 5, 1), chats.now)
    )
    said = chats.of(VIEWER).says(asked)
    assert said.startswith("1个登记了省级备案（共13个）")
    assert "江海" in said


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("asked", ["各社区从业人员历年走势", "employees of each community over the years"])
def test_the_course_of_each_is_no_sum(city: Chats, asked: str) -> None:  # noqa: F811
    chat = city.of(VIEWER)
    said = chat.says(asked).split("\n")
    assert "· 通创社区：2017年1,000人 → 2018年2,000人" in said
    assert len(said) == 1 + 13 + 1
    assert chat.last[0].chart is not None
    assert "合计" in chat.says("全市从业人员历年走势")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_year_that_is_carried_into_a_look_from_above_is_said(city: Chats) -> None:  # noqa: F811
    chat = city.of(VIEWER)
    chat.says("2018年科技局批了多少")
    assert chat.says("各部门批了多少").endswith("接着上一问：2018")


@pytest.mark.parametrize("asked", ["district share of total output", "total output share by district"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_share_of_a_district_is_of_the_city(city: Chats, asked: str) -> None:  # noqa: F811
    chat = city.of(VIEWER)
    chat.says("/language en")
    assert "Total output, share of the city" in chat.says(asked)
