"""Days and parts of a year beside what looks on from above, and the places that it leaves out; it is 28 Nov 2026."""

from __future__ import annotations

from datetime import date

from tests.cases import for_each
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import BY_DEPARTMENT, Meaning
from zc_bot.parsing.question import understand
from zc_bot.parsing.spans import find_span

TODAY = date(2026, 11, 28)
OF_CHONGCHUAN = {"tongchuang", "guanyinshan"}


def meant(lexicon: Lexicon, text: str) -> Meaning:
    return understand(text, lexicon, today=TODAY, lang="en" if text.isascii() else "zh")


@for_each(
    "text, intent",
    [
        ("海安哪天启动的", "directory"), ("启东哪天建成的", "programme"), ("海安哪天揭牌", "milestone"),
        ("崇川实施方案哪天出的", "milestone"), ("崇川实施方案最迟哪天出", "deadline"),
        ("海安哪天开始填报", "deadline"), ("海安填报哪天启动", "deadline"), ("通创哪天要报数", "deadline"),
    ],
)
def test_a_day_alone_asks_for_no_deadline_where_something_else_came_about(
    text: str, intent: str, lexicon: Lexicon
) -> None:
    assert meant(lexicon, text).intent == intent


@for_each("text", ["有几家已经省级备案", "省级备案的有几家", "省级备案的有多少家"])
def test_how_many_are_on_record_is_asked_of_the_communities(text: str, lexicon: Lexicon) -> None:
    """The clause on funds for them came."""
    assert meant(lexicon, text).on_record


@for_each(
    "text",
    ["从业人员降幅最大的社区", "从业人员减少最多的社区", "biggest drop in employees",
     "which community fell most in employees", "biggest decrease in new start-ups 2025"],
)
def test_what_fell_most_is_never_told_by_the_highest_growth(text: str, lexicon: Lexicon) -> None:
    top = meant(lexicon, text).query
    assert top is not None
    assert top.places.top is not None
    assert top.places.top.ascending


@for_each(
    "text, first, last, rest",
    [
        ("3月全市情况", date(2026, 3, 1), date(2026, 3, 31), "全市情况"),
        ("12月份全市情况", date(2025, 12, 1), date(2025, 12, 31), "全市情况"),
        ("11月全市情况", date(2026, 11, 1), TODAY, "全市情况"),
        ("上周全市情况", date(2026, 11, 16), date(2026, 11, 22), "全市情况"),
        ("上个月各区情况", date(2026, 10, 1), date(2026, 10, 31), "各区情况"),
        ("上个季度全市情况", date(2026, 7, 1), date(2026, 9, 30), "全市情况"),
        ("第三季度全市情况", date(2026, 7, 1), date(2026, 9, 30), "全市情况"),
        ("2025年4季度全市情况", date(2025, 10, 1), date(2025, 12, 31), "全市情况"),
        ("去年上半年全市情况", date(2025, 1, 1), date(2025, 6, 30), "全市情况"),
        ("下半年全市情况", date(2026, 7, 1), TODAY, "全市情况"),
        ("3月1日到3月5日批了多少补助", date(2026, 3, 1), date(2026, 3, 5), "批了多少补助"),
        ("whole city in the third quarter of 2025", date(2025, 7, 1), date(2025, 9, 30), "whole city"),
        ("grants in March 2026", date(2026, 3, 1), date(2026, 3, 31), "grants"),
        ("whole city last month", date(2026, 10, 1), date(2026, 10, 31), "whole city"),
    ],
)
def test_a_span_is_taken_out_of_a_text(text: str, first: date, last: date, rest: str) -> None:
    found = find_span(text, TODAY)
    assert found is not None
    assert (found.first, found.last, found.rest) == (first, last, rest)


@for_each("text", ["2025年全市情况", "年底全市情况", "2025年12月31日全市情况", "上上周全市情况", "3月和5月全市情况"])
def test_a_year_or_several_spans_are_none(text: str) -> None:
    assert find_span(text, TODAY) is None


@for_each(
    "text, intent, day",
    [
        ("上月底全市情况", "status", date(2026, 10, 31)),
        ("上月底看板", "status", date(2026, 10, 31)),
        ("6月底各区情况", "status", date(2026, 6, 30)),
        ("昨天全市情况", "status", date(2026, 11, 27)),
        ("10月31日全市怎么样", "check", date(2026, 10, 31)),
        ("上月底通创怎么样", "check", date(2026, 10, 31)),
        ("上月底及时率", "timeliness", date(2026, 10, 31)),
        ("上月底未办结事项", "decision", date(2026, 10, 31)),
        ("whole city at the end of last month", "status", date(2026, 10, 31)),
        ("open decisions at the end of October", "decision", date(2026, 10, 31)),
        ("截至10月31日简报", "briefing", date(2026, 10, 31)),
        ("上个月简报", "briefing", date(2026, 10, 31)),
    ],
)
def test_a_day_beside_a_state_is_its_moment(lexicon: Lexicon, text: str, intent: str, day: date) -> None:
    found = meant(lexicon, text)
    assert (found.intent, found.as_of) == (intent, day)


@for_each(
    "text",
    ["3月全市情况", "上周全市情况", "上半年全市情况", "第三季度全市情况", "上个季度各区情况", "上个月及时率",
     "上个月未办结事项", "上月底目标完成了吗", "whole city in March 2026", "districts in the third quarter"],
)
def test_a_span_that_no_answer_shows_is_asked_about_and_what_is_offered_is_understood(
    lexicon: Lexicon, text: str
) -> None:
    found = meant(lexicon, text)
    assert found.intent == "clarify"
    assert len(found.choices) > 1
    for choice in found.choices:
        assert meant(lexicon, choice.question).intent not in {"clarify", "unknown"}, choice.question
    assert any(meant(lexicon, one.question).as_of for one in found.choices)


@for_each("text", ["本周全市情况", "这个月全市情况", "今天全市情况", "2月3日截止的及时率", "whole city this month"])
def test_what_ends_now_or_is_a_limit_is_answered_as_it_stands(lexicon: Lexicon, text: str) -> None:
    found = meant(lexicon, text)
    assert found.intent in {"status", "timeliness"}
    assert found.as_of is None


@for_each(
    "text, intent, days",
    [
        ("3月批了多少补助", "support", (date(2026, 3, 1), date(2026, 3, 31))),
        ("上个月补助", "support", (date(2026, 10, 1), date(2026, 10, 31))),
        ("grants in March 2026", "support", (date(2026, 3, 1), date(2026, 3, 31))),
        ("10月1日会上定了什么", "decision", (date(2026, 10, 1), date(2026, 10, 1))),
        ("what was decided on 1 October", "decision", (date(2026, 10, 1), date(2026, 10, 1))),
    ],
)
def test_grants_and_decisions_have_days_of_their_own(
    lexicon: Lexicon, text: str, intent: str, days: tuple[date, date]
) -> None:
    found = meant(lexicon, text)
    assert (found.intent, found.days, found.as_of) == (intent, days, None)


@for_each(
    "text, intent, apart",
    [
        ("除崇川外补助", "support", OF_CHONGCHUAN),
        ("崇川以外的补助", "support", OF_CHONGCHUAN),
        ("补助不含能达", "support", {"nengda"}),
        ("除了崇川和能达，补助一共多少", "support", {*OF_CHONGCHUAN, "nengda"}),
        ("除崇川外谁迟报", "timeliness", OF_CHONGCHUAN),
        ("除崇川外全市情况", "status", OF_CHONGCHUAN),
        ("除崇川外全市怎么样", "status", OF_CHONGCHUAN),
        ("除崇川外未办结事项", "decision", OF_CHONGCHUAN),
        ("除崇川外实施方案出台了吗", "milestone", OF_CHONGCHUAN),
        ("导出除能达外的数据", "export", {"nengda"}),
        ("除崇川外简报", "briefing", OF_CHONGCHUAN),
        ("除崇川外谁没报", "missing", OF_CHONGCHUAN),
        ("除了通创，最近有哪些变化", "changes", {"tongchuang"}),
        ("上月底除崇川外全市情况", "status", OF_CHONGCHUAN),
        ("all grants without Nengda", "support", {"nengda"}),
        ("who was late except Chongchuan", "timeliness", OF_CHONGCHUAN),
        ("grants except Nengda and Tongchuang", "support", {"nengda", "tongchuang"}),
    ],
)
def test_places_are_set_apart_where_the_whole_is_looked_at(
    lexicon: Lexicon, text: str, intent: str, apart: set[str]
) -> None:
    found = meant(lexicon, text)
    assert found.intent == intent
    assert set(lexicon.programme.community) - set(found.communities) == apart


def test_of_an_authority_one_of_its_own_is_set_apart(lexicon: Lexicon) -> None:
    assert meant(lexicon, "崇川区除通创外补助").communities == ("guanyinshan",)


@for_each("text", ["除通州外补助", "除国家补助外全市情况", "除了补助还有什么支持", "除通创和那个外补助"])
def test_what_is_no_single_place_is_not_set_apart(lexicon: Lexicon, text: str) -> None:
    assert meant(lexicon, text).intent in {"clarify", "unknown", "programme"}


@for_each(
    "text, topic",
    [
        ("各部门批了多少", BY_DEPARTMENT), ("哪个部门给的补助最多", BY_DEPARTMENT), ("各部门补助", BY_DEPARTMENT),
        ("support by department", BY_DEPARTMENT), ("which department granted most", BY_DEPARTMENT),
        ("市科技局批了多少", "市科技局"), ("市科技局和市财政局批了多少", "市科技局、市财政局"),
        ("补助一共多少", ""), ("通创补助", ""), ("2025年补助", ""),
    ],
)
def test_support_is_asked_by_who_granted_it(lexicon: Lexicon, text: str, topic: str) -> None:
    found = meant(lexicon, text)
    assert (found.intent, found.topic) == ("support", topic)


@for_each("text", ["补助", "补助有哪些", "有哪些支持政策", "通创能拿什么补助"])
def test_what_the_notice_provides_for_is_another_question(lexicon: Lexicon, text: str) -> None:
    assert meant(lexicon, text).intent == "programme"


@for_each("text", ["上月底全市情况", "截至上月底全市情况", "the whole city at the end of last month"])
def test_in_january_the_end_of_last_month_is_a_day_as_any(lexicon: Lexicon, text: str) -> None:
    found = understand(text, lexicon, today=date(2026, 1, 3))
    assert (found.intent, found.as_of) == ("status", date(2025, 12, 31))


@for_each("text", ["2025年12月31日全市情况", "12月底全市情况"])
def test_the_end_of_december_is_the_moment_a_year_is_about(lexicon: Lexicon, text: str) -> None:
    assert understand(text, lexicon, today=date(2026, 1, 3)).as_of is None


def test_how_the_city_stands_is_asked_anew_after_what_was_granted(lexicon: Lexicon) -> None:
    before = meant(lexicon, "各部门批了多少")
    found = understand("全市情况", lexicon, today=date(2026, 11, 28), context=before)
    assert (found.intent, found.rule) == ("status", "kind: glance")
    assert understand("全市的呢", lexicon, today=date(2026, 11, 28), context=before).intent == "support"


@for_each("text", ["what changed last month", "上个月有什么变化", "changes last month"])
def test_what_changed_last_month_ends_with_it(text: str, lexicon: Lexicon) -> None:
    assert meant(lexicon, text).days == (date(2026, 10, 1), date(2026, 10, 31))
