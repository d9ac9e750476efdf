"""Notices of days off, read whole or refused by name; the holiday library knows what they mean."""

from __future__ import annotations

from datetime import date

import pytest

from zc_bot.reminders.announced import Announced, AnnouncedFault, amended, is_notice, read_notice
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.country import left_out

OF_2026 = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
国务院办公厅
2025年11月4日"""
OF_2020 = """2020年放假安排
一、元旦：2020年1月1日放假，共1天。
二、春节：1月24日至30日放假调休，共7天。1月19日（星期日）、2月1日（星期六）上班。
三、清明节：4月4日至6日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。
五、端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。
六、国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。"""


def test_the_notice_of_2026_means_what_the_calendar_knows(days: WorkingDays) -> None:
    found = read_notice(OF_2026)
    assert isinstance(found, Announced)
    assert is_notice(OF_2026)
    assert (found.year, len(found.off), len(found.worked), found.amends) == (2026, 33, 6, False)
    assert all(days.is_working(day) == worked for day, worked in found.days)


def test_an_older_notice_is_read_as_it_was_written() -> None:
    found = read_notice(OF_2020)
    assert isinstance(found, Announced)
    assert (found.year, len(found.off), found.worked[0], found.amends) == (2020, 27, date(2020, 1, 19), False)


@pytest.mark.parametrize(
    ("said", "off", "worked"),
    [
        ("2027年春节 2月5日至11日放假，1月30日、2月20日上班", 7, 2),
        ("2027年 2.5-2.11 放假", 7, 0),
        ("2027-02-05至2027-02-11休息；2027-01-30补班", 7, 1),
        ("2027年6月9日放假1天", 1, 0),
        ("2027年2月4日上班", 0, 1),
        ("2027年2月4日、5日照常上班。", 0, 2),
        ("2027年放假安排：元旦1月1日至3日；春节2月5日至11日，1月31日、2月20日上班；清明4月5日。", 11, 2),
        ("2027年放假安排 春节：2月5日—11日（1月31日、2月20日上班）", 7, 2),
        ("2027年放假安排：国庆、中秋9月30日至10月7日", 8, 0),
    ],
)
def test_dates_alone_are_enough(said: str, off: int, worked: int) -> None:
    assert is_notice(said) or "-" in said or "." in said
    found = read_notice(said)
    assert isinstance(found, Announced)
    assert (found.year, len(found.off), len(found.worked)) == (2027, off, worked)


LONGER = """国务院办公厅关于延长2020年春节假期的通知
国办发明电〔2020〕1号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，为加强疫情防控工作，有效减少人员聚集，现就延长2020年春节假期的具体安排通知如下：
一、延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。
二、各地大专院校、中小学、幼儿园推迟开学，具体时间由教育部门另行通知。
三、因疫情防控不能休假的职工，应根据法律规定安排补休，未休假期的工资报酬应按照有关政策保障落实。
国务院办公厅
2020年1月26日"""


@pytest.mark.parametrize("said", [
    LONGER, LONGER.replace("\n", ""), "2020年春节假期延长至2月2日",
    "将2020年春节假期由1月30日延长到2月2日，2月3日起上班",
    "2020年1月24日至30日的春节假期延长至2月2日", "2020年春节放假时间延长至2月2日",
])
def test_a_holiday_made_longer_changes_a_year_and_does_not_replace_it(said: str) -> None:
    found = read_notice(said)
    assert isinstance(found, Announced)
    assert is_notice(said)
    assert (found.amends, found.off[0], found.off[-1]) == (True, date(2020, 1, 25), date(2020, 2, 2))
    assert set(found.worked) <= {date(2020, 2, 3)}


@pytest.mark.parametrize(
    ("said", "off", "worked"),
    [
        ("2027年2月5日至11日不上班，1月30日补班", 7, ["01-30"]),
        ("2027年春节2月5日至11日放假。补班：1月30日、2月20日。", 7, ["01-30", "02-20"]),
        ("2027年放假：2月5日至11日，补班日期为1月30日", 7, ["01-30"]),
        ("2027年春节放假时间：2月5日至11日，共7天；上班：1月30日", 7, ["01-30"]),
        ("2027年1月30日调休上班，2月5日至11日放假", 7, ["01-30"]),
        ("2027年春节2月5日起放假7天，2月12日起正常上班", 7, []),
        ("2027年2月5日至11日共7天放假", 7, []),
        ("2027年2月5日至8日放假，2月9日不放假", 4, ["02-09"]),
    ],
)
def test_the_word_is_behind_its_dates_or_before_them(said: str, off: int, worked: list[str]) -> None:
    found = read_notice(said)
    assert isinstance(found, Announced)
    assert is_notice(said)
    assert (len(found.off), [f"{day:%m-%d}" for day in found.worked]) == (off, worked)


def test_a_festival_is_given_by_its_day_and_not_by_its_name() -> None:
    days = ("1月1日至3日", "2月15日至23日", "4月4日至6日", "5月1日至5日", "6月19日至21日", "9月25日至27日",
            "10月1日至7日")
    plain = read_notice("2026年：" + "，".join(f"{one}放假" for one in days))
    named = read_notice("2026年放假安排：元旦1月1日放假。春节、清明、劳动节、端午、中秋、国庆另行通知")
    assert isinstance(plain, Announced)
    assert isinstance(named, Announced)
    assert left_out(plain.year, dict(plain.days)) == {}
    assert tuple(left_out(named.year, dict(named.days))) == ("春节", "清明", "劳动", "端午", "中秋", "国庆")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("2027年2月5日至11日放假，1月30日（周六）调休", "unsaid"),
        ("2027年2月10日前不上班", "unsaid"),
        ("2027年2月5日至11日，1月31日上班", "unsaid"),
        ("2027年放假安排：春节1月31日", "unsaid"),
        ("2027年放假安排：元旦1月1日前后；", "unsaid"),
        ("2027年放假安排：元旦1月1日至3日；春节2月5日至11日，2月12日", "unsaid"),
        ("2027年2月5日起放假", "unsaid"),
        ("2027年2月5日至11日放假6天", "count"),
        ("2027年的假期延长至2月15日", "which"),
        (OF_2026.replace("1月4日（周日）", "1月4日（周六）"), "weekday"),
        (OF_2026.replace("共9天", "共8天"), "count"),
        (OF_2026.replace("5月9日（周六）上班", "5月9日（周六）值守"), "unsaid"),
        (OF_2026.replace("5月9日（周六）上班", "5月5日（周二）上班"), "both"),
        (OF_2026.replace("4月4日（周六）至6日", "4月4日（周六）至31日"), "impossible"),
        ("2027年 6月9日至8日放假", "impossible"),
        ("春节放假7天，具体另行通知", "no_year"),
        ("2027年春节放假7天，具体另行通知", "no_days"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(said: str, code: str) -> None:
    found = read_notice(said)
    assert isinstance(found, AnnouncedFault)
    assert found.code == code


def test_a_word_before_its_dates_is_not_said_of_those_behind_it() -> None:
    assert read_notice("2027年2月5日至11日，补班1月30日") == AnnouncedFault("unsaid", "2月5日")


@pytest.mark.parametrize("said", [
    "国庆放假安排是什么", "延长填报期至2月10日", "2026年12月1日上班前提醒我开会", "春节假期延长至2月2日了吗",
    "1月5日到1月31日填报", "春节放假期间也要报吗，2月3日前？",
])
def test_other_texts_are_no_notice(said: str) -> None:
    assert not is_notice(said)


def test_a_holiday_announced_anew_takes_the_place_of_the_old_one_and_a_single_day_does_not() -> None:
    before = {date(2020, 1, day): False for day in range(24, 31)} | {date(2020, 1, 19): True, date(2020, 2, 1): True}
    assert amended(before, {date(2020, 1, 24): False}) == before
    shorter = {date(2020, 1, day): False for day in range(24, 28)}
    worked = {day: is_worked for day, is_worked in before.items() if is_worked}
    assert amended(before, shorter) == shorter | worked
    anew = shorter | {date(2020, 2, 8): True}
    assert amended(before, anew) == anew, "workdays made up for it go with it, where others are given"


def test_a_wish_to_be_reminded_of_days_off_is_no_notice() -> None:
    assert is_notice("2027年春节2月5日至11日放假")
    assert not is_notice("2027年春节2月5日至11日放假，提醒我")
