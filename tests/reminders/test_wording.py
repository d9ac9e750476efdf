"""Nudges in words: short, the number first, counted from the moment they are worded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html import unescape

import pytest

from zc_bot.policy.programme import Programme
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.facts import DraftHeld, Facts, Nudge, Recipient, Waiting
from zc_bot.reminders.gaps import missing_of
from zc_bot.reminders.plan import plan
from zc_bot.texts.catalog import messages
from zc_bot.texts.reminders import plan_json, word_nudge

At = Callable[[str], datetime]
PEOPLE = (
    Recipient(1, "reporter", ("chongchuan",)),
    Recipient(2, "lead", ("chongchuan",)),
    Recipient(3, "reviewer"),
    Recipient(4, "admin"),
)
MISSING = {
    "tongchuang": ("total_output", "employees"),
    "guanyinshan": ("hitech_output", "total_output", "new_startups", "employees", "incubators"),
    "nengda": ("employees",),
}


@pytest.fixture
def nudges(programme: Programme, days: WorkingDays) -> Callable[[datetime], dict[str, Nudge]]:
    facts = Facts(programme, days, PEOPLE, {2019: MISSING})
    return lambda now: {nudge.audience: nudge for nudge in plan(now, facts)}


def lines(nudge: Nudge, programme: Programme, now: datetime, lang: str = "zh") -> list[str]:
    return str(word_nudge(nudge, programme, now, lang).text).split("\n")  # type: ignore[arg-type]


def test_reporter_reads_what_is_missing_and_how_long_is_left(
    programme: Programme, nudges: Callable[[datetime], dict[str, Nudge]], at: At
) -> None:
    now = at("2020-01-23 10:00")
    assert lines(nudges(now)["reporter"], programme, now) == [
        "<b>2019年数据还差 7 项，还有 11 天</b>",
        "截止：2月3日（周一）18:00",
        "· 通创社区缺 2 项：总产值、从业人员",
        "· 观音山众创社区缺 5 项：高新产值、总产值、新增初创企业等",
    ]
    assert lines(nudges(now)["reporter"], programme, now, "en")[:2] == [
        "<b>Missing for 2019: 7, days left: 11</b>",
        "Deadline: Mon 3 Feb, 18:00",
    ]


@pytest.mark.parametrize(
    ("now", "head"),
    [
        ("2020-01-06 09:00", "<b>2019年数据开始填报，共 7 项，还有 28 天</b>"),
        ("2020-02-03 09:00", "<b>2019年数据还差 7 项，今天 18:00 截止</b>"),
        ("2020-02-04 09:00", "<b>2019年数据还差 7 项，已逾期 1 天</b>"),
        ("2020-02-11 09:00", "<b>2019年数据还差 7 项，已逾期 8 天</b>"),
    ],
)
def test_head_says_how_late_it_is_whatever_the_stage(
    programme: Programme, nudges: Callable[[datetime], dict[str, Nudge]], at: At, now: str, head: str
) -> None:
    assert lines(nudges(at(now))["reporter"], programme, at(now))[0] == head


def test_a_message_that_waited_is_worded_anew(
    programme: Programme, nudges: Callable[[datetime], dict[str, Nudge]], at: At
) -> None:
    nudge = nudges(at("2020-01-23 10:00"))["reporter"]
    assert lines(nudge, programme, at("2020-02-02 10:00"))[0].endswith("明天截止</b>")
    assert lines(nudge, programme, at("2020-02-03 18:30"))[:2] == [
        "<b>2019年数据还差 7 项，今天 18:00 已截止</b>",
        "截止：2月3日（周一）18:00",
    ]


def test_digest_counts_the_communities_and_names_whom_nobody_can_be_asked_for(
    programme: Programme, nudges: Callable[[datetime], dict[str, Nudge]], at: At
) -> None:
    now = at("2020-02-10 09:00")
    digest = lines(nudges(now)["reviewer"], programme, now)
    assert digest[0] == "<b>10/13 个社区已报齐2019年数据，已逾期 7 天</b>"
    assert digest[2] == "· 通创社区（崇川区）缺 2 项：总产值、从业人员"
    assert digest[-1] == "没有能收到提醒的填报人：南通经济技术开发区。"
    assert lines(nudges(now)["admin"], programme, now) == digest
    assert lines(nudges(now)["lead"], programme, now)[0] == "<b>贵单位2019年数据还差 7 项，已逾期 7 天</b>"


def test_a_community_without_any_figure_is_said_in_a_word(programme: Programme, days: WorkingDays, at: At) -> None:
    now = at("2020-01-23 10:00")
    facts = Facts(programme, days, PEOPLE[:1], {2019: missing_of(programme, 2019, ())})
    assert lines(plan(now, facts)[0], programme, now)[2:] == [
        "· 22 项都还没报：通创社区、观音山众创社区"
    ]


def test_a_digest_counts_the_communities_where_none_has_reported_anything(
    programme: Programme, days: WorkingDays, at: At
) -> None:
    now = at("2020-01-06 09:00")
    facts = Facts(programme, days, PEOPLE, {2019: missing_of(programme, 2019, ())})
    (digest,) = (one for one in plan(now, facts) if one.audience == "reviewer" and one.year == 2019)
    assert "· 13 个社区都还没报，各 22 项" in lines(digest, programme, now)
    assert not any("通创社区" in line for line in lines(digest, programme, now))


def test_button_opens_the_first_gap_or_the_draft(
    programme: Programme, nudges: Callable[[datetime], dict[str, Nudge]], at: At
) -> None:
    now = at("2020-01-23 10:00")
    nudge = nudges(now)["reporter"]
    wording = word_nudge(nudge, programme, now, "zh")
    assert (wording.button, wording.community, wording.metric) == (
        "从“总产值”填起",
        "tongchuang",
        "total_output",
    )
    resumed = word_nudge(replace(nudge, continues_draft=True), programme, now, "zh")
    assert resumed.button == "接着填草稿"
    assert "草稿" in resumed.text.split("\n")[-1]
    assert word_nudge(nudges(now)["reviewer"], programme, now, "en").button == "See what is missing"


def test_it_says_what_the_draft_holds_what_older_years_miss_and_what_waits_for_review(
    programme: Programme, days: WorkingDays, at: At
) -> None:
    now = at("2020-02-10 09:00")
    people = (
        replace(PEOPLE[0], draft=DraftHeld("tongchuang", 2019, ("employees",)), draft_touched=at("2020-02-07 09:00")),
        PEOPLE[2],
        Recipient(5, "reporter", ("haian",), heard=False, name="张伟"),
    )
    waiting = (Waiting("nengda", 2019, 20, at("2020-02-07 17:00")), Waiting("langu", 2019, 1, now))
    missing = {2018: {"xincailiao": ("employees",)}, 2019: {**MISSING, "xincailiao": ("employees",)}}
    reporter, reviewer, _ = plan(now, Facts(programme, days, people, missing, waiting=waiting))
    assert lines(reporter, programme, now)[-1] == "草稿里有通创社区2019年 1 项还没提交：从业人员。"
    assert word_nudge(reporter, programme, now, "zh").button == "接着填草稿"
    assert lines(reviewer, programme, now)[-5:] == [
        "没有能收到提醒的填报人：南通经济技术开发区、海安市。",
        "张伟（海安市）没打开过机器人，收不到提醒。",
        "以前年度没报齐：2018年 1 个社区。",
        "· 待审3天：能达科创众创社区2019年 20 项",
        "· 今天报来待审：蓝谷生命健康众创社区2019年 1 项",
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_longest_message_fits_telegram(programme: Programme, days: WorkingDays, at: At, lang: str) -> None:
    now = at("2020-02-10 10:00")
    most = {code: tuple(programme.metric)[1:] for code in programme.community}
    for nudge in plan(now, Facts(programme, days, PEOPLE[2:], {2019: most})):
        assert len("\n".join(lines(nudge, programme, now, lang))) < 4096


def test_json_is_what_the_interface_promises(
    programme: Programme, nudges: Callable[[datetime], dict[str, Nudge]], at: At
) -> None:
    now = at("2020-01-23 10:00")
    reporter, reviewer = plan_json(nudges(now).values(), programme, now)
    assert list(reporter) == ["person", "audience", "stage", "year", "deadline", "missing", "text"]
    assert reporter["deadline"] == "2020-02-03T18:00:00+08:00"
    assert reporter["missing"][0] == {"community": "tongchuang", "metrics": ["total_output", "employees"]}
    assert (reporter["person"], reviewer["audience"], reviewer["stage"]) == (1, "reviewer", "D-1")
    assert "<b>" not in reporter["text"]
    assert unescape(reporter["text"]) == reporter["text"]


def test_both_languages_have_the_same_keys_and_fields() -> None:
    chinese, english = (
        {key: text for key, text in messages(lang).items() if key.startswith("remind.")} for lang in ("zh", "en")
    )
    assert chinese.keys() == english.keys()
