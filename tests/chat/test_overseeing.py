"""The whole at a glance in the chat: one screen, the number first, from approved figures; one community closely."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from markupsafe import Markup

from tests.chat.conftest import Chats, filled
from zc_bot.chat.asking.consult import judge_all
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ONLOOKER, OPERATOR
from zc_bot.storage import figures, milestones
from zc_bot.storage.observations import Entry
from zc_bot.texts.answers.message import lines_of
from zc_bot.texts.charts.picture import draw, picture_from
from zc_bot.texts.names import short_names

OPERATIONS = count()
VIEWER, REVIEWER = 12, 13


def record(
    chats: Chats, programme: Programme, year: int, places: Iterable[str], approve: bool = True,
    only: Iterable[str] = (), **values: int,
) -> None:
    """Record figures of places, all or only some; a metric that is not named is 100 if a share, else large."""
    wanted = frozenset(only) or frozenset(metric.code for metric in programme.metrics)
    entries = [
        Entry(place, metric.code, year, Decimal(values.get(metric.code, _good(metric.kind, metric.code, year))))
        for place in places for metric in programme.metrics if metric.code in wanted
    ]
    chats.store.write(
        lambda session: figures.record(
            session, OPERATOR, programme, entries, operation=f"glance:{next(OPERATIONS)}", way="import",
            now=chats.now, approve=approve,
        )
    )


def _good(kind: str, code: str, year: int) -> int:
    if kind == "yesno":
        return 1
    if kind == "percent":
        return 100
    growing = {"new_startups": 100, "employees": 1000}
    return growing.get(code, 400_000) * (1 if year == 2017 else 2 if year == 2018 else 4)


@pytest.fixture
def city(chats: Chats, programme: Programme) -> Chats:
    """2018 is whole and all is well but for two: 通创 lost its carriers, 蓝谷 never had them."""
    places = tuple(programme.community)

    def fill() -> None:
        record(chats, programme, 2017, [code for code in places if programme.community[code].start == 2017 and
                                        code != "langu"])
        record(chats, programme, 2017, ["langu"], carrier_floor_area=1)
        record(chats, programme, 2018, [code for code in places if code not in {"tongchuang", "langu"}])
        record(chats, programme, 2018, ["tongchuang", "langu"], carrier_floor_area=150_000)

    return filled(chats, "overseeing", fill)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_who_need_attention_are_named_in_either_language(city: Chats, lang: str) -> None:
    record(city, city.conversation.rules.programme, 2019, ["nengda"])
    chat = city.of(REVIEWER)
    chat.says(f"/language {lang}")
    said = chat.says("2018 whole city at a glance" if lang == "en" else "2018年全市情况")
    for name in ("Tongchuang", "Blue Valley") if lang == "en" else ("通创", "蓝谷"):
        assert any(line.startswith("⚠") and name in line for line in said.split("\n")), said


def test_the_whole_city_is_one_screen_with_the_number_first(city: Chats) -> None:
    said = city.of(VIEWER).says("全市情况")
    lines = said.split("\n")
    assert lines[0] == "—/10 建成（阶段还没有登记）；县区覆盖 8/8（按文件的启动年份）"
    assert lines[1].startswith("3/13 个社区要求全部达标")
    assert "2018年" in lines[1]
    assert "已审核 286/286 项，待审0，未报0" in said
    assert "⚠ 通创、蓝谷生命健康" in said, "both are named where there is no room for what each lacks"
    chat = city.of(VIEWER)
    chat.says("全市情况")
    assert "通创：载体建筑面积不再达标" in chat.taps("详情")
    assert "0/13 个社区已报齐2019年度数据" in said
    assert lines[-1].startswith("来源：")
    assert len(lines) <= 15


def test_in_english_too(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("/language en")
    said = chat.says("whole city at a glance")
    goals, head, *_ = said.split("\n")
    assert goals == "—/10 built (no stage recorded); counties 8/8 (by the start years of the notice)"
    assert head.startswith("3/13 meet every requirement, 2018")
    assert "⚠ Tongchuang, Blue Valley Life Health" in said
    assert "Tongchuang: no longer meets Carrier floor area" in chat.taps("Details")


@pytest.mark.parametrize("asked", ["/status", "全市整体情况怎么样", "看板", "2018年全市情况", "/status 2018"])
def test_it_is_asked_for_by_words_and_by_command(city: Chats, asked: str) -> None:
    assert city.of(VIEWER).says(asked).split("\n")[1].startswith("3/13")


def test_a_year_asked_for_is_the_year_that_answers(city: Chats) -> None:
    assert "2017年" in city.of(VIEWER).says("/status 2017").split("\n")[0]


def test_a_year_that_is_not_complete_says_so_first_in_words_and_on_the_picture(
    city: Chats, programme: Programme
) -> None:
    record(city, programme, 2019, ["langu"], **dict.fromkeys(programme.metric, 1))
    for lang, head, drawn, left in (
        ("zh", "2019年（数据不全，审齐1个）", "数据不全，已审核22/286项；0/13个社区全部达标",
         "12个尚无已审数"),
        ("en", "2019 (1/13 complete)", "Incomplete: 22/286 reviewed; 0/13 meet all",
         "12 not reviewed yet"),
    ):
        chat = city.of(VIEWER)
        chat.says(f"/language {lang}")
        lines = chat.says("/status 2019").split("\n")
        assert "2019" in lines[0]
        assert head in lines[1]
        assert left in lines[2]
        chart = chat.last[0].chart
        assert chart is not None
        assert chart["subtitle"] == drawn


def test_the_picture_shows_the_very_verdicts_of_a_check(city: Chats, programme: Programme) -> None:
    chat = city.of(VIEWER)
    chat.says("全市情况")
    chart = chat.last[0].chart
    assert chart is not None
    names = short_names(programme, "zh")
    checked = city.store.read(lambda session: judge_all(session, ONLOOKER, programme, (), 2018))
    wanted: dict[str, list[str]] = {}
    for verdict in checked:
        if verdict.community is not None:
            wanted.setdefault(names[verdict.community], []).append(verdict.verdict)
    assert {row["name"]: list(row["cells"]) for row in chart["rows"]} == wanted
    drawn = draw(picture_from(chart))
    assert "蓝谷生命健康" in drawn
    assert "参考：只看相差多少，不判达标" in drawn, "its diamond says nothing by itself"


def test_what_waits_for_review_judges_nobody(city: Chats, programme: Programme) -> None:
    before = city.of(REVIEWER).says("2018年全市情况").split("\n")
    record(city, programme, 2018, ["langu"], approve=False, carrier_floor_area=300_000)
    after = city.of(REVIEWER).says("2018年全市情况").split("\n")
    assert before[:4] == after[:4]


def test_before_anything_came_it_says_so_and_names_who_owes(chats: Chats) -> None:
    chat = chats.of(VIEWER)
    said = chat.says("全市情况")
    assert said.split("\n")[1].startswith("2019年还没有审核过的数据")
    assert chat.says("哪些社区没达标") == chat.says("哪些社区达标") == "还没有可查的数，无法判定。"
    assert "0/13 个社区已报齐2019年度数据" in said
    assert "已审核 0/286 项，待审0，未报286" in said


@pytest.mark.parametrize("asked", ["全市情况", "看板", "/status 2018", "board"])
def test_the_board_comes_before_anything_was_reviewed_and_says_so(chats: Chats, asked: str) -> None:
    chat = chats.of(VIEWER)
    chat.says(asked)
    chart = chat.last[0].chart
    assert chart is not None
    assert "还没有审核过的数据" in str(chart["subtitle"])
    cells = {cell for row in chart["rows"] for cell in row["cells"]}
    assert cells <= {"undetermined", "not_applicable"}, cells


def test_the_stages_that_the_city_recorded_are_counted(city: Chats, programme: Programme) -> None:
    def built(session: object) -> None:
        for code in tuple(programme.community)[:4]:
            day = city.now.date().replace(year=2018)
            milestones.record(session, OPERATOR, programme, code, "built", day, city.now)  # type: ignore[arg-type]

    city.store.write(built)
    assert city.of(VIEWER).says("全市情况").startswith("4/10 建成，9个在建或启动；县区覆盖 8/8\n")


def test_what_is_built_is_told_of_today_or_of_a_year_that_is_named(city: Chats, programme: Programme) -> None:
    """The figures of the last full year stand beside it: a stage of this year was left out."""
    today = city.now.date()
    city.store.write(
        lambda session: milestones.record(session, OPERATOR, programme, "nengda", "built", today, city.now)
    )
    assert city.of(VIEWER).says("全市情况").startswith("1/10 建成")
    before = city.of(VIEWER).says("2018年全市情况")
    assert before.startswith("—/10 建成（阶段还没有登记）"), "none was recorded by then"


def test_a_single_community_shows_what_the_rest_would_take(city: Chats) -> None:
    said = city.of(REVIEWER).says("/status 蓝谷")
    assert said.startswith("8/9 项要求达标")
    assert "责任主体：如东县" in said
    assert "载体面积还需增加5万平方米" in said
    assert "照上一年的进度，2019年可达到" in said


def test_a_later_year_with_some_figures_is_a_tap_away(city: Chats, programme: Programme) -> None:
    reviewer = city.of(REVIEWER)
    reviewer.says("蓝谷怎么样")
    assert "2019年" not in reviewer.buttons, "of which nothing came"
    record(city, programme, 2019, ["langu"], only=("employees", "total_output"))
    assert "2018年" in reviewer.says("蓝谷怎么样").split("\n")[0]
    assert next(iter(reviewer.buttons)) == "2019年"
    assert "2019年" in reviewer.taps("2019年").split("\n")[0]
    assert "2020年" not in reviewer.buttons


def test_what_reviews_would_change_is_marked_as_not_yet_so(city: Chats, programme: Programme) -> None:
    record(city, programme, 2018, ["shengwu"], approve=False, carrier_floor_area=1)
    record(city, programme, 2019, ["shengwu"], approve=False, carrier_floor_area=1)
    said = city.of(REVIEWER).says("/status 2019 海门")
    assert "如待审核的都通过：" in said
    assert "载体建筑面积未达标" in said
    assert "待审22" in said
    assert "如待审核" not in city.of(VIEWER).says("/status 2019 海门")


def test_older_years_that_lack_as_much_are_one_line_on_a_page(chats: Chats) -> None:
    """With nothing reported each of eight years had a line."""
    chats.now += timedelta(days=4 * 365)
    said = chats.of(REVIEWER).says("/status 通创")
    assert "2017—2021年度各还差22项。" in said
    assert said.count("还差22项") <= 2


def test_the_league_says_who_improved_most_and_orders_all(city: Chats) -> None:
    viewer = city.of(VIEWER)
    said = viewer.says("2018年进步最大的社区").split("\n")
    assert said[0] == "江海数字、新材料、开源、蓝谷生命健康　2018年进步最大，多达标2项"
    assert said[2].startswith("1. ")
    assert len(said) == 2 + 13 + 2
    assert said[-2].startswith("来源：")
    assert said[-2].endswith("均已审核")
    assert said[-1] == "截至2020-01-14，只算审核过的数。"
    assert "通创　8项（上年7项，+1）" in "\n".join(said)
    viewer.says("/language en")
    assert "improved most" in viewer.says("most improved communities in 2018")


def test_what_came_within_the_week_is_told_of_the_year_that_is_named(city: Chats, programme: Programme) -> None:
    city.now += timedelta(days=30)
    record(city, programme, 2018, ["tongchuang"], approve=True, employees=5)
    viewer = city.of(VIEWER)
    assert "近7天：" in viewer.says("/status 2018 通创 能达")
    assert "近7天：" not in viewer.says("/status 2017 通创 能达")


def test_the_requirements_are_counted_with_those_that_fail_them(city: Chats) -> None:
    viewer = city.of(VIEWER)
    said = viewer.says("2018年哪条要求不达标的最多").split("\n")
    assert said[0] == "载体建筑面积　2018年未达标最多，2个社区"
    assert said[1] == "2018年各项要求（共13个社区）："
    assert said[2] == "1. 载体建筑面积　未达标2（通创、蓝谷生命健康），达标11，待定0"
    assert said[-1] == "截至2020-01-14，只算审核过的数。"
    assert len([line for line in said if "，待定" in line]) == 9
    easiest = viewer.says("2018年哪条要求达标的最多").split("\n")
    assert "2018年达标最多，13个社区" in easiest[0]
    assert "载体建筑面积" not in easiest[0]
    assert easiest[-3] == "9. 从业人员增长　未达标0，达标5，待定8"
    viewer.says("/language en")
    assert "failed by most in 2018, by 2 communities" in viewer.says("which requirement do most miss in 2018")


def test_the_league_tells_no_loss_of_whom_something_can_not_be_judged(city: Chats, programme: Programme) -> None:
    record(city, programme, 2019, [code for code in programme.community if code != "guanyinshan"])
    viewer = city.of(VIEWER)
    said = viewer.says("2019年达标排名").split("\n")
    assert said[0] == "2019年达标项数（共9项；数据不全，12/13个社区审齐）："
    (line,) = [one for one in said if "观音山" in one]
    assert line == "13. 观音山　0项，9项待定（上年7项）"
    viewer.says("/language en")
    assert "0, 9 open (7 the year before)" in viewer.says("league table 2019")


@pytest.mark.parametrize(
    ("question", "lang"), [("社区排名", "zh"), ("哪个社区最好", "zh"), ("which community is best", "en")]
)
def test_an_order_by_no_figure_offers_the_league_first(city: Chats, question: str, lang: str) -> None:
    viewer = city.of(VIEWER)
    viewer.says(f"/language {lang}")
    viewer.says(question)
    assert next(iter(viewer.buttons)) == {"zh": "达标排名", "en": "overall ranking"}[lang]
    assert {"zh": "2018年达标项数", "en": "Requirements met in 2018"}[lang] in viewer.taps(next(iter(viewer.buttons)))


def test_who_improved_most_in_one_figure_is_told_with_everybody_in_order(chats: Chats, programme: Programme) -> None:
    places = [code for code in programme.community if programme.community[code].start == 2017]
    record(chats, programme, 2017, places, hitech_output=50, total_output=100)
    record(chats, programme, 2018, programme.community, hitech_output=50, total_output=100)
    record(chats, programme, 2018, ["langu"], hitech_output=61, total_output=100)
    record(chats, programme, 2018, ["kaiyuan"], hitech_output=45, total_output=100)
    viewer = chats.of(VIEWER)
    said = viewer.says("高新产值占比进步最大的社区").split("\n")
    assert said[0] == "蓝谷生命健康　2018年高新产值占比进步最大，+11.00个百分点"
    assert said[1] == "50.00% → 61.00%"
    assert said[2] == "2018年高新产值占比比上年（5/5个社区两年都有数）："
    assert said[3] == "1. 蓝谷生命健康　+11.00个百分点"
    assert said[7] == "5. 开源　-5.00个百分点"
    assert said[-2].startswith("来源：")
    equals = viewer.says("谁的从业人员进步最大").split("\n")[0]
    assert equals == "通创、江海数字、新材料、开源、蓝谷生命健康　2018年从业人员进步最大，+1,000人（+100.00%）"
    assert viewer.says("无线覆盖率哪个社区进步最大").startswith("2018年没有社区的无线覆盖率比上年高。")
    viewer.says("/language en")
    assert viewer.says("most improved in high-tech share").startswith("Blue Valley Life Health improved most in 2018")


def test_the_fastest_is_who_gained_most_by_per_cent(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2017, ["langu"], employees=100)
    record(chats, programme, 2017, ["kaiyuan"], employees=1000)
    record(chats, programme, 2018, ["langu"], employees=200)
    record(chats, programme, 2018, ["kaiyuan"], employees=1300)
    viewer = chats.of(VIEWER)
    assert viewer.says("从业人员进步最快的社区").startswith("蓝谷生命健康　")
    assert viewer.says("从业人员进步最大的社区").startswith("开源　")


def test_an_authority_is_its_communities(city: Chats) -> None:
    said = city.of(VIEWER).says("/status 2018 崇川区")
    assert said.startswith("0/2")
    assert "建成数量" not in said


def test_a_group_sees_the_same_from_approved_figures(city: Chats) -> None:
    admin = city.of(14)
    admin.says_in(-5, "全市情况")
    admin.taps_in(-5, "启用")
    assert "3/13" in city.of(VIEWER).says_in(-5, "全市情况")


def test_who_lacks_the_year_before_is_a_tap_away(chats: Chats) -> None:
    chat = chats.of(VIEWER)
    assert "2019年" in chat.says("谁没报")
    assert "2018年" in chat.taps("2018年谁没报")
    assert not any("2017年" in one for one in chat.buttons), "somebody named the year"


def older_line(said: str) -> list[str]:
    return [line for line in said.split("\n") if line.startswith("往年还缺：")]


def test_older_years_are_told_of_at_a_glance_where_nothing_is_approved(chats: Chats) -> None:
    chat = chats.of(VIEWER)
    assert older_line(chat.says("/status")) == ["往年还缺：2018、2017年，共13个社区"]
    assert older_line(chat.taps("详情"))[0].startswith("往年还缺：2018年通创22项")
    assert not older_line(chat.says("/status 2018")), "a year was named"
    assert not any("详情" in one for one in chat.buttons) or not older_line(chat.taps("详情"))


def test_older_years_that_miss_the_same_are_told_in_one_line(chats: Chats, programme: Programme) -> None:
    record(chats, programme, 2018, [one.code for one in programme.communities if one.start == 2018])
    chat = chats.of(VIEWER)
    chat.says("全市情况")
    [older] = older_line(chat.taps("详情"))
    assert older.startswith("往年还缺：2018、2017年通创22项")
    assert "；" not in older


@pytest.mark.parametrize(
    ("years", "line"),
    [(1, "2019年，共2个社区"), (2, "2020、2019年，共13个社区"), (9, "2019—2027年中的9年，共13个社区")],
)
def test_older_years_stay_on_a_full_glance_in_one_line(
    city: Chats, programme: Programme, years: int, line: str
) -> None:
    record(city, programme, 2019, [code for code in programme.community if code not in {"langu", "nengda"}])
    record(city, programme, 2018, ["langu"], approve=False, employees=1)
    city.now += timedelta(days=20 + 366 * years)
    for who in (VIEWER, REVIEWER):
        chat = city.of(who)
        said = chat.says("/status")
        assert sum(lines_of(Markup(one)) for one in said.split("\n")) <= 12, said
        [older] = [one for one in said.split("\n") if one.startswith("往年")]
        assert lines_of(Markup(older)) == 1
        assert older.endswith(line)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("/rank 9999", "9999"), ("/missing 9999", "9999"), ("/status 9999", "9999"), ("/status 2150", "2150"),
        ("/check 通创 9999", "9999"), ("/check 通创 9999年", "9999"), ("/trend 通创 9999", "9999"),
        ("/history 通创 ９９９９", "9999"), ("/rank 从业人员 9999", "9999"), ("/export 9999", "9999"),
        ("/briefing 12345", "12345"), ("/check Tongchuang in 9999", "9999"),
    ],
)
def test_a_command_with_a_year_that_is_none_is_refused_and_no_other_year_is_answered(
    chats: Chats, said: str, year: str
) -> None:
    chat = chats.of(12)
    assert chat.says(said).startswith(f"没有{year}年的数。年份写四位，例如：{said.split()[0]} 2019")
    assert len(chat.last) == 1
    assert chat.last[0].document is None


@pytest.mark.parametrize(
    "said",
    ["/rank 从业人员超过5000人", "/rank 高新产值大于5000", "/check 通创 2018-2019", "/status 19", "/rank 2019"],
)
def test_an_amount_and_a_year_with_a_command_are_no_fault(chats: Chats, said: str) -> None:
    assert "年份写四位" not in chats.of(12).says(said)


@pytest.mark.parametrize("asked", ["截至1月13日2018年全市情况", "1月13日2018年全市情况", "昨天2018年全市情况"])
def test_a_day_is_the_moment_of_what_is_looked_at(city: Chats, asked: str) -> None:
    said = city.of(VIEWER).says(asked)
    assert said.split("\n")[1] == "2018年还没有审核过的数据。", "it was recorded on the 14th"
    assert said.endswith("按2020-01-13当天24时前已录入的数。")


@pytest.mark.parametrize("asked", ["截至1月13日通创怎么样", "1月13日通创怎么样", "昨天通创情况"])
def test_one_community_is_shown_as_of_a_day_too(city: Chats, asked: str) -> None:
    said = city.of(VIEWER).says(asked)
    assert said.startswith("通创社区2019年还没有报数")
    assert said.endswith("按2020-01-13当天24时前已录入的数。")


def test_which_communities_it_is_of_is_said_where_it_is_not_of_all(city: Chats) -> None:
    chat = city.of(VIEWER)
    for asked in ("除崇川外2018年全市情况", "除崇川外2018年及时率", "除崇川外2018年谁没报", "除崇川外未办结事项"):
        assert chat.says(asked).split("\n")[1] == "范围：除通创、观音山外的社区。", asked
    assert chat.says("2018年除崇川外全市情况").startswith("3/11 个社区要求全部达标")
    assert "范围" not in chat.says("2018年全市情况")


@pytest.mark.parametrize("asked", ["苏通2020年怎么样", "/status 苏通 2020", "2020年苏通情况"])
def test_a_year_that_is_not_collected_yet_says_from_when_it_is(city: Chats, asked: str) -> None:
    said = city.of(VIEWER).says(asked)
    assert said.startswith("苏通众创社区2020年还没有报数")
    assert "2020年的数从2021-01-05开始填报。" in said
    assert "未报" not in said
    assert "来源" not in said


def test_of_the_whole_the_last_year_is_offered_in_place_of_one_to_come(city: Chats) -> None:
    chat = city.of(VIEWER)
    said = chat.says("2020年全市情况")
    assert "2020年的数从2021-01-05开始填报。" in said
    assert "未报" not in said
    assert "2019年" in chat.buttons


@pytest.mark.parametrize("asked", ["2020年谁没报", "/missing 2020"])
def test_nobody_is_late_with_a_year_that_is_not_collected_yet(city: Chats, asked: str) -> None:
    assert city.of(VIEWER).says(asked).split("\n")[1] == "2020年的数从2021-01-05开始填报。"


def test_the_glance_is_a_screen_and_the_rest_is_a_tap_away(city: Chats, programme: Programme) -> None:
    """It took up to eighteen lines of a phone."""
    record(city, programme, 2019, ["langu"], **dict.fromkeys(programme.metric, 1))
    for lang, more in (("zh", "详情"), ("en", "Details")):
        chat = city.of(VIEWER)
        chat.says(f"/language {lang}")
        for asked in ("/status", "/status 2019", "/status 2018"):
            said = chat.says(asked)
            assert lines_of(Markup(said)) <= 12, said
            assert len(chat.taps(more).split("\n")) > len(said.split("\n"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("person", [VIEWER, REVIEWER, 14])
def test_what_is_overdue_is_never_cut_from_the_glance(
    city: Chats, programme: Programme, lang: str, person: int
) -> None:
    """In English it went before what happened within a week."""
    record(city, programme, 2019, ["langu", "nengda"], **dict.fromkeys(programme.metric, 1))
    reviewer = city.of(REVIEWER)
    reviewer.says("/record 事项 海安市补齐2018年数据 2019-12-15前")
    reviewer.taps("确认登记")
    chat = city.of(person)
    chat.says(f"/language {lang}")
    said = chat.says("/status 2019")
    assert ("Decisions open: 1, overdue: 1" if lang == "en" else "未办结事项1件，逾期1件") in said
    assert lines_of(Markup(said)) <= 12, said


def test_what_waits_for_review_is_not_called_reviewed_where_it_makes_a_year_no_fuller(
    city: Chats, programme: Programme
) -> None:
    """A community judged by itself counts whatever came; it said that all of that was reviewed."""
    entries = [Entry("tongchuang", metric.code, 2020, Decimal(1)) for metric in programme.metrics[:9]]
    city.store.write(lambda session: figures.record(
        session, OPERATOR, programme, entries, operation="part", way="import", now=city.now))
    said = city.of(REVIEWER).says("通创达标吗")
    assert "2020年已报9/22项（都待审核），以上是2018年的。" in said
    assert "2020年已审核" not in said


def test_the_league_and_a_ranking_by_what_is_met_are_of_the_board_s_year(city: Chats, programme: Programme) -> None:
    """Four fifths of the figures but not of the communities came for 2019: a table told of 2018, the board of 2019.

    Who moved most is told of the year in which nearly all can be told, and it says so.
    """
    late = {"guanyinshan", "nengda", "jiafang"}
    record(city, programme, 2019, [code for code in programme.community if code not in late])
    entries = [Entry(place, metric.code, 2019, Decimal(1)) for place in late for metric in programme.metrics[:9]]
    city.store.write(lambda session: figures.record(
        session, OPERATOR, programme, entries, operation="part", way="import", now=city.now, approve=True))
    viewer = city.of(VIEWER)
    assert "2019年（数据不全，审齐10个）" in viewer.says("全市情况")
    for asked, year in (("达标数排名", 2019), ("达标排名", 2019), ("谁进步最大", 2018), ("谁退步最大", 2018)):
        said = viewer.says(asked)
        assert ("2019年达标项数" in said) == (year == 2019), asked
        assert ("2019年已审核10/13个社区，以上是2018年的。" in said) == (year == 2018), asked
        assert ("看2019年（10/13）" in viewer.buttons) == (year == 2018), asked
        viewer.says("您好")
    assert "2018年达标项数" in viewer.says("2018年达标排名")
    viewer.says("/language en")
    assert viewer.says("league table").startswith("Requirements met in 2019, of 9")
    assert "improved most in 2018" in viewer.says("most improved").split("\n")[0]


@pytest.mark.parametrize("asked", ["通创怎么样", "通创情况"])
def test_how_a_community_is_doing_is_its_page_whatever_was_looked_at_before(city: Chats, asked: str) -> None:
    viewer = city.of(VIEWER)
    viewer.says("2018年谁迟报")
    assert "责任主体：崇川区" in viewer.says(asked)
    viewer.says("谁进步最大")
    assert "责任主体：崇川区" in viewer.says(asked)
    viewer.says("海安怎么样")
    assert "责任主体：崇川区" in viewer.says(asked)
    assert "责任主体：如皋市" in viewer.says("如皋呢")
    viewer.says("海安达标吗")
    assert "责任主体：崇川区" in viewer.says(asked)
    viewer.says("海安达标吗")
    assert "责任主体" not in viewer.says("通创呢")


def test_what_was_reported_at_first_is_asked_without_a_figure(city: Chats, programme: Programme) -> None:
    for value in (120, 135):
        entry = Entry("tongchuang", "employees", 2019, Decimal(value))
        city.store.write(lambda session, entry=entry, value=value: figures.record(
            session, OPERATOR, programme, [entry], operation=f"at {value}", way="import", now=city.now, approve=True))
    viewer = city.of(VIEWER)
    for before in ("通创2019年哪些数改过", "哪些数改过", "您好"):
        viewer.says(before)
        assert "120人 → 135人" in viewer.says("原来报的是多少"), before
