"""What was: who reported in some days, what a figure first was, how often it changed, what was known by a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest

from tests.chat.conftest import Chats
from tests.chat.test_overseeing import record
from zc_bot.chat.turn import Rules
from zc_bot.parsing.as_of import find_days, find_month, known_by
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.storage import figures, review
from zc_bot.storage.observations import Entry

REPORTER, VIEWER, REVIEWER = 11, 12, 13
WANG = Principal(REPORTER, "王芳", "reporter", ("chongchuan",))
LIU = Principal(REVIEWER, "刘洋", "reviewer")
TODAY = date(2026, 11, 28)
OPERATIONS = count()


def hands_in(chats: Chats, programme: Programme, value: int, reason: str = "", approve: bool = True) -> None:
    """王芳 reports 通创's employees of 2018, and 刘洋 approves them a day later."""
    key = ("tongchuang", "employees", 2018)

    def unit(session: figures.Session) -> None:
        before = figures.versions(session, LIU, programme, *key)
        entry = Entry(*key, Decimal(value), reason=reason, seen=before[-1].id if before else None)
        figures.record(session, WANG, programme, [entry], operation=f"history:{next(OPERATIONS)}", way="dialogue",
                       now=chats.now)

    chats.store.write(unit)
    chats.now += timedelta(days=1)
    if approve:
        chats.store.write(lambda session: review.approve(
            session, LIU, [figures.versions(session, LIU, programme, *key)[-1].id], chats.now))


@pytest.fixture
def corrected(chats: Chats, programme: Programme) -> Chats:
    """通创's employees were 500 on 4 January, 520 on 8 January; it is the 14th, a Tuesday."""
    now = chats.now
    chats.now = now - timedelta(days=10)
    hands_in(chats, programme, 500)
    chats.now = now - timedelta(days=6)
    hands_in(chats, programme, 520, "统计局核定")
    chats.now = now
    return chats


def test_who_reported_last_week_is_told_by_person(corrected: Chats) -> None:
    said = corrected.of(REVIEWER).says("上周谁报了")
    assert said.splitlines()[0].startswith("1人报了1项　2020-01-06至2020-01-12")
    assert "王芳：通创社区2018年1项（最近2020-01-08" in said
    assert "没有您能看到的新填报" in corrected.of(REVIEWER).says("昨天谁报了")


@pytest.mark.parametrize("question", ["1月8日谁报了", "2020年1月8日谁交了", "1月6日到1月9日哪些社区报了"])
def test_a_day_or_two_can_be_named(corrected: Chats, question: str) -> None:
    assert corrected.of(REVIEWER).says(question).startswith("1人报了1项")


def test_a_viewer_is_told_of_what_was_approved_only(corrected: Chats, programme: Programme) -> None:
    hands_in(corrected, programme, 530, "再核", approve=False)
    assert corrected.of(REVIEWER).says("最近谁报了").startswith("1人报了2项")
    assert corrected.of(VIEWER).says("最近谁报了").startswith("1人报了1项")


def test_what_was_only_approved_in_those_days_was_reported_before(corrected: Chats) -> None:
    said = corrected.of(REVIEWER).says("1月9日谁报了")
    assert "没有您能看到的新填报" in said, "approved on the 9th, reported on the 8th"


def test_what_was_first_reported_is_told_beside_what_it_became(corrected: Chats) -> None:
    chat = corrected.of(REVIEWER)
    said = chat.says("通创2018年从业人员原来报的是多少")
    assert said.startswith("500人　通创社区2018年从业人员最初报的数（王芳 2020-01-04")
    assert "后改为 520人（王芳 2020-01-08" in said
    assert "：统计局核定）" in said


def test_it_can_be_asked_after_the_figure(corrected: Chats) -> None:
    chat = corrected.of(VIEWER)
    chat.says("通创2018年从业人员")
    assert chat.says("原来报的是多少").startswith("500人　通创社区2018年从业人员")
    said = chat.says("改过几次")
    assert said.startswith("改过1次　通创社区2018年从业人员，最后报的是 520人")
    assert "500人 → 520人" in said
    assert "只算您能看到的已审核的数" in said


def test_what_never_changed_is_said_to_be_so(corrected: Chats, programme: Programme) -> None:
    assert "没有改过" not in corrected.of(REVIEWER).says("通创2018年从业人员改过几次")
    entry = Entry("tongchuang", "incubators", 2018, Decimal(3))
    corrected.store.write(lambda session: figures.record(
        session, WANG, programme, [entry], operation="history:once", way="line", now=corrected.now))
    assert corrected.of(REVIEWER).says("通创2018年孵化器改过没有").startswith("没有改过　通创社区2018年")


def test_which_figures_were_changed_is_told_with_the_reason(corrected: Chats) -> None:
    said = corrected.of(REVIEWER).says("哪些数改过")
    assert said.startswith("1项改过，共1次　2020-01-01至2020-01-14")
    assert "通创社区2018年从业人员 500人 → 520人" in said
    assert "统计局核定" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_first_report_with_a_reason_and_one_handed_in_again_are_no_changes(
    chats: Chats, programme: Programme, lang: str
) -> None:
    """Whatever had a reason was counted, and no old value was told."""
    hands_in(chats, programme, 500, "新载体投用", approve=False)
    key = ("tongchuang", "employees", 2018)
    chats.store.write(lambda session: review.send_back(
        session, LIU, figures.versions(session, LIU, programme, *key)[-1].id, "请核对", chats.now))
    hands_in(chats, programme, 500, "核对后更正")
    chat = chats.of(REVIEWER)
    chat.says(f"/language {lang}")
    many, one, never = (
        ("2018年改过几次", "通创2018年从业人员改过几次", "没有改过") if lang == "zh" else
        ("which figures were changed in 2018", "how often was Tongchuang employees 2018 changed", "Never changed")
    )
    assert chat.says(many).startswith(never)
    assert chat.says(one).startswith(never)
    hands_in(chats, programme, 520, "统计局核定")
    asked = chats.of(REVIEWER)
    assert ("500人 → 520人" if lang == "zh" else "500 people → 520 people") in asked.says("2018年改过几次")
    assert asked.says("2017年改过几次").startswith(never)


def test_the_years_of_the_figures_and_the_days_of_the_changes_are_told_apart(corrected: Chats) -> None:
    chat = corrected.of(REVIEWER)
    assert chat.says("2018年改过几次").startswith("1项改过，共1次　2018年的数")
    assert chat.says("上周改过哪些数").startswith("1项改过，共1次　2020-01-06")
    assert chat.says("昨天改过哪些数").startswith("没有改过")


def test_what_was_known_by_a_day_is_answered_and_said(corrected: Chats) -> None:
    chat = corrected.of(VIEWER)
    for question in ("截至1月6日通创2018年从业人员", "通创2018年从业人员1月6日那天是多少"):
        said = chat.says(question)
        assert said.startswith("500人"), question
        assert said.endswith("按2020-01-06当天24时前已录入的数。")
    assert chat.says("截至1月3日通创2018年从业人员").startswith("未报或未审")
    assert chat.says("通创2018年从业人员").startswith("520人")
    english = corrected.of(VIEWER)
    english.says("/language en")
    assert english.says("Tongchuang employees 2018 as of 6 January 2020").startswith("500")


@pytest.mark.parametrize("question", ["截至12月31日通创从业人员", "2018年12月31日时通创从业人员"])
def test_the_end_of_a_year_is_the_moment_a_figure_is_of(corrected: Chats, question: str) -> None:
    assert "当天24时前" not in corrected.of(VIEWER).says(question)


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("截至2026年3月1日全市情况", date(2026, 3, 1), "全市情况"),
        ("3月1日那天全市情况", date(2026, 3, 1), "全市情况"),
        ("12月1日那天全市情况", date(2025, 12, 1), "全市情况"),
        ("截至三月底通创达标吗", date(2026, 3, 31), "通创达标吗"),
        ("截至昨天全市情况", date(2026, 11, 27), "全市情况"),
        ("上月底那时候高新占比", date(2026, 10, 31), "高新占比"),
        ("whole city as of March 1, 2026", date(2026, 3, 1), "whole city"),
        ("whole city on 2026-03-01", date(2026, 3, 1), "whole city"),
        ("截至2027年3月1日全市情况", None, ""),
        ("3月1日全市情况", None, ""),
        ("截至2月30日全市情况", None, ""),
        ("截至2025年12月底从业人员", None, ""),
    ],
)
def test_a_day_by_which_is_taken_out_of_a_text(text: str, day: date | None, rest: str) -> None:
    found = known_by(text, TODAY)
    assert (found and found.day) == day
    if found is not None:
        assert found.rest == rest


def test_a_month_ends_today_at_the_latest() -> None:
    found = find_month("11月谁报了", TODAY)
    assert found is not None
    assert (found[0].day, found[1].day) == (date(2026, 11, 1), TODAY)
    assert find_month("12月谁报了", TODAY)[0].day == date(2025, 12, 1)  # type: ignore[index]
    assert find_month("13月谁报了", TODAY) is None
    assert find_days("大前天谁报了", TODAY) == ()


def test_the_whole_of_a_day_is_seen_as_it_was_then(corrected: Chats, programme: Programme, rules: Rules) -> None:
    said = corrected.of(VIEWER).says("1月3日那天全市情况")
    assert "还没有审核过的数据" in said
    assert "2020-01-03当天24时前" in said


def test_who_reported_a_year_is_told_with_every_figure(chats: Chats, programme: Programme) -> None:
    """It named six of 22 and left no way to the rest."""
    record(chats, programme, 2018, ["tongchuang"])
    for lang in ("zh", "en"):
        chat = chats.of(12)
        chat.says(f"/language {lang}")
        said = chat.says("/history 通创 2018")
        assert all(metric.short(lang) in said for metric in programme.metrics), said  # type: ignore[arg-type]
