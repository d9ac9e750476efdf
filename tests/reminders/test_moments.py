"""Moments typed in words: what each phrase means, and what must not be read as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import for_each
from zc_bot.reminders.moments import Moment, MomentFault, following, read_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2020, 1, 15, 10, 20, 30, tzinfo=SHANGHAI)
CORPUS = Path(__file__).with_name("moments.tsv")
PHRASES = Path(__file__).parents[1] / "corpus" / "moments.txt"
WORDS = PHRASES.with_name("moment_words.txt")
At = Callable[[str], datetime]


def corpus() -> Iterator[tuple[str, str, str | None, str]]:
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            phrase, when, repeat, rest = line.split("\t")
            yield phrase, when, repeat or None, rest


@for_each("phrase, when, repeat, rest", corpus())
def test_a_phrase_means(at: At, phrase: str, when: str, repeat: str | None, rest: str) -> None:
    moment = read_moment(phrase, NOW, SHANGHAI)
    assert isinstance(moment, Moment), moment
    assert (f"{moment.at:%Y-%m-%d %H:%M}", moment.repeat, moment.rest) == (when, repeat, rest)
    assert moment.at.second == 0


@for_each(
    "phrase, code",
    [
        ("", "empty"),
        ("   ", "empty"),
        ("明" * 501, "too_long"),
        ("联席会议材料", "no_time"),
        ("三点建议", "no_time"),
        ("3号楼的材料", "no_time"),
        ("下午茶的安排", "no_time"),
        ("腊月初五", "lunar"),
        ("通创社区周报", "no_time"),
        ("the format of the reporting template", "no_time"),
        ("今天上午九点", "past"),
        ("今天早上", "past"),
        ("上周五", "past"),
        ("本周一", "past"),
        ("2019年1月5日", "past"),
        ("1月15日", "past"),
        ("2月30日", "impossible"),
        ("13月5日", "impossible"),
        ("32号", "impossible"),
        ("每月40号", "impossible"),
        ("明天25点", "impossible"),
        ("晚上15点", "impossible"),
        ("夜里13点", "impossible"),
        ("上午13点", "impossible"),
        ("正月三十", "lunar"),
        ("暑假前三天", "relative"),
        ("明天8:75", "impossible"),
        ("2月3日周五", "impossible"),
        ("2020-02-30", "impossible"),
        ("0分钟后", "impossible"),
        ("交5月1日前的材料 明天上午", "unused"),
        ("第一个周五 例会", "vague"),
        ("最后一个周五 例会", "vague"),
        ("a week on Tuesday call", "relative"),
        ("Tuesday week call", "relative"),
        ("周一周二", "several"),
        ("下周二、四、五 打卡", "several"),
        ("下周二和四打卡", "several"),
        ("下周二 四 打卡", "unclear"),
        ("后天这个时候 开会", "same"),
        ("明天此时的会", "same"),
        ("明天同一时间 开会", "same"),
        ("明天老时间开会", "same"),
        ("下周这个时间 开会", "same"),
        ("tomorrow at the same time meeting", "same"),
        ("明天下班前一小时 交表", "relative"),
        ("3月7日前一小时 开会", "relative"),
        ("明天10点前 半小时会议", "relative"),
        ("2027-03-07T14:00Z 交材料", "unclear"),
        ("明天或者后天", "ambiguous"),
        ("周一到周五早上8点", "several"),
        ("每月10日和20日", "several"),
        ("两小时后下午三点", "ambiguous"),
        ("每个工作日 早上9点", "workday"),
        ("每两周周一", "repeat"),
        ("每周 汇报", "repeat"),
        ("工作日早上九点", "workday"),
        ("三个工作日后", "workday"),
        ("every other monday", "repeat"),
        ("999年后", "far"),
        ("2090年1月1日", "far"),
    ],
)
def test_a_phrase_is_refused(phrase: str, code: str) -> None:
    fault = read_moment(phrase, NOW, SHANGHAI)
    assert isinstance(fault, MomentFault), fault
    assert fault.code == code
    assert fault.said in phrase


def spoken() -> Iterator[tuple[str, str, str]]:
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, what, rest = line.split(" | ")
            yield phrase, what, rest.strip()


@for_each("phrase, what, rest", list(spoken()))
def test_a_spoken_moment_is_set_for_its_day_or_refused_by_name(phrase: str, what: str, rest: str) -> None:
    moment = read_moment(phrase, NOW, SHANGHAI)
    if isinstance(moment, MomentFault):
        assert (f"refused {moment.code}", moment.said) == (what, rest)
    else:
        assert (f"{moment.at:%Y-%m-%d %H:%M} {moment.repeat or ''}".strip(), moment.rest) == (what, rest)


TIMES = [line for line in WORDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
SENTENCES = (
    "{} 9点 交材料",
    "{}上午9点交材料",
    "明天9点 {} 交材料",
    "明天9点 交材料 {}",
    "交材料 {} 明天9点",
    "明天交材料，{}",
    "{} 交材料",
)
ENGLISH_SENTENCES = (
    "{} at 9am submit",
    "submit {}",
    "tomorrow at 9am submit {}",
    "tomorrow at 9am {} submit",
    "submit {} at 9am",
)


@for_each("word", TIMES)
def test_no_word_of_time_is_left_in_the_text(word: str) -> None:
    is_english = word.isascii() and any(char.isalpha() for char in word)
    for sentence in ENGLISH_SENTENCES if is_english else SENTENCES:
        moment = read_moment(sentence.format(word), NOW, SHANGHAI)
        if isinstance(moment, MomentFault):
            assert moment.said, f"{sentence}: it is named"
        else:
            assert moment.rest == ("submit" if is_english else "交材料"), sentence


DAY_LIKE = (
    "情人节", "校庆日", "发薪日", "填报截止日", "惊蛰前", "大寒", "学期末", "寒假", "今年内", "头天", "双十一",
    "生日那天", "十五", "D-3", "T+3", "Q1末", "明后天", "今明两天", "后几天", "周八", "星期九",
    "第12周周三", "开学", "2020年春分",
)
ENGLISH_DAY_LIKE = (
    "Mother's Day", "payday", "deadline day", "the equinox", "twice a week", "three times a month", "spring",
    "founders' day",
)


def test_what_looks_like_a_day_beside_an_hour_is_refused_by_name() -> None:
    phrases = [f"{word} 9点 交材料" for word in DAY_LIKE] + [f"{word} 9am submit" for word in ENGLISH_DAY_LIKE]
    phrases += ["9点 感恩节 发贺卡", "发贺卡 9点 感恩节", "学期末9点交", "submit at 9am on payday", "每周两次 9点 交"]
    for phrase in phrases:
        fault = read_moment(phrase, NOW, SHANGHAI)
        assert isinstance(fault, MomentFault), phrase
        assert fault.said in phrase, phrase
        assert fault.said, phrase


def test_ordinary_texts_beside_an_hour_are_texts() -> None:
    for said in (
        "交日报", "开周会", "做节能表", "买生日蛋糕", "过生日", "写工作日志", "报档期", "查工期", "值班", "通知各区",
        "联席会议", "发到群里", "请年假", "buy a birthday cake", "submit figures", "call the head",
    ):
        hour = "9am" if said.isascii() else "9点"
        for phrase in (f"{hour} {said}", f"{said} {hour}"):
            moment = read_moment(phrase, NOW, SHANGHAI)
            assert isinstance(moment, Moment), phrase
            assert moment.rest == said, phrase


def test_a_moment_said_as_the_last_one_for_something_says_so() -> None:
    limits = {"周三前 交": "周三前", "9点前交": "9点前", "年底以前 交": "年底以前", "截至周五 9点 交": "截至周五 9点",
              "by Friday submit": "by Friday", "周五 交": "", "明天9点前往启东": ""}
    for phrase, limit in limits.items():
        moment = read_moment(phrase, NOW, SHANGHAI)
        assert isinstance(moment, Moment), phrase
        assert moment.limit == limit, phrase


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2015, "02-18 02-19 03-05 06-20 09-27"),
        (2020, "01-24 01-25 02-08 06-25 10-01"),
        (2023, "01-21 01-22 02-05 06-22 09-29"),
        (2024, "02-09 02-10 02-24 06-10 09-17"),
        (2025, "01-28 01-29 02-12 05-31 10-06"),
        (2026, "02-16 02-17 03-03 06-19 09-25"),
        (2028, "01-25 01-26 02-09 05-28 10-03"),
        (2033, "01-30 01-31 02-14 06-01 09-08"),
    ],
)
def test_festivals_fall_on_their_days(year: int, days: str) -> None:
    first = datetime(year, 1, 1, tzinfo=SHANGHAI)
    moments = [read_moment(name, first, SHANGHAI) for name in ("除夕", "春节", "元宵节", "端午节", "中秋节")]
    assert " ".join(f"{one.at:%m-%d}" for one in moments if isinstance(one, Moment)) == days


@pytest.mark.parametrize(
    ("phrase", "rest"),
    [
        ("明天9点 交“5月1日前”的材料", "交“5月1日前”的材料"),
        ("明天9点 看《三月底工作方案》", "看《三月底工作方案》"),
        ("明天9点 春节慰问", "春节慰问"),
        ("明天9点 周一例会材料", "周一例会材料"),
        ("5月报表 明天9点交", "5月报表 交"),
        ("双周报 明天9点", "双周报"),
        ("商务会 明天9点", "商务会"),
        ("discuss the May 1 event tomorrow at 9", "discuss the May 1 event"),
        ("call every reporter tomorrow at 9", "call every reporter"),
    ],
)
def test_what_is_quoted_or_describes_a_thing_is_text(at: At, phrase: str, rest: str) -> None:
    moment = read_moment(phrase, NOW, SHANGHAI)
    assert isinstance(moment, Moment), moment
    assert (moment.at, moment.rest) == (at("2020-01-16 09:00"), rest)


@given(st.sampled_from(TIMES), st.sampled_from(["1", "一", "每", "前", "的", "半", " "]), st.integers(1, 499))
@settings(deadline=1000)
def test_a_long_text_is_read_at_once(word: str, between: str, times: int) -> None:
    read_moment((word + between) * times, NOW, SHANGHAI)


def test_now_may_be_in_any_zone() -> None:
    elsewhere = NOW.astimezone(ZoneInfo("America/New_York"))
    assert read_moment("明天", elsewhere, SHANGHAI) == read_moment("明天", NOW, SHANGHAI)


@pytest.mark.parametrize(
    ("phrase", "moments"),
    [
        ("每天17点", "2020-01-15 2020-01-16 2020-01-17"),
        ("每周五", "2020-01-17 2020-01-24 2020-01-31"),
        ("每月31号", "2020-01-31 2020-02-29 2020-03-31"),
        ("每年2月29日", "2020-02-29 2021-02-28 2022-02-28"),
        ("明天", "2020-01-16"),
    ],
)
def test_repeated_moments_follow_each_other(phrase: str, moments: str) -> None:
    moment, found = read_moment(phrase, NOW, SHANGHAI), []
    while isinstance(moment, Moment) and len(found) < 3:
        found.append(f"{moment.at:%Y-%m-%d}")
        moment = following(moment, moment.at)
    assert " ".join(found) == moments


def test_after_an_outage_a_repeated_moment_is_the_next_to_come(at: At) -> None:
    moment = read_moment("每月31号", NOW, SHANGHAI)
    assert isinstance(moment, Moment)
    later = following(moment, at("2020-04-05 00:00"))
    assert later is not None
    assert later.at == at("2020-04-30 09:00")


WORDS = st.sampled_from(
    [*"今明后天周月日号点半每下上午晚一二三十0123456789:-/ 年前", "小时", "分钟", "星期", "next", "every"]
)


@given(st.lists(WORDS, max_size=14).map("".join))
def test_whatever_is_typed_a_moment_lies_ahead_or_a_fault_is_named(text: str) -> None:
    moment = read_moment(text, NOW, SHANGHAI)
    if isinstance(moment, Moment):
        assert NOW < moment.at <= NOW + timedelta(days=3660)
        assert moment.at.utcoffset() == timedelta(hours=8)


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_moment(text, NOW, SHANGHAI)


@pytest.mark.parametrize("phrase", ["9999年12月31日的后一天", "0001-01-01前一天", "9999-12-30后三天"])
def test_a_day_behind_the_last_is_refused(phrase: str) -> None:
    assert isinstance(read_moment(f"{phrase}提醒我交材料", NOW, SHANGHAI), MomentFault)
