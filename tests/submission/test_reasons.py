"""What is typed where a reason was asked for: a reason, or one of the things that never is one."""

from __future__ import annotations

import pytest

from tests.cases import for_each
from tests.submission.world import facts
from zc_bot.submission import events as ev
from zc_bot.submission.flow import start, step
from zc_bot.submission.reasons import read_reason, withdraws
from zc_bot.submission.replies import Typed
from zc_bot.submission.understanding import named

FACTS = facts()


@for_each(
    "text, kind",
    [
        ("新建园区投用", "reason"), ("两家企业迁出", "reason"), ("去年漏报了两家", "reason"), ("扩产", "reason"),
        ("园", "empty"), ("5300", "figure"), ("5300人", "figure"), ("保密", "figure"), ("不适用", "figure"),
        ("撤回刚才那个", "withdrawal"), ("我报错了，撤回", "withdrawal"), ("以后再说", "withdrawal"),
        ("later", "withdrawal"), ("先空着吧", "withdrawal"), ("手误", "retype"), ("小数点错了", "retype"),
        ("为什么", "question"),
        ("去年是多少？", "question"), ("/help", "command"), ("上一步", "command"), ("。。。", "empty"), ("", "empty"),
        ("下周三", "empty"), ("去年和今年", "empty"),
    ],
)
def test_each_is_told_for_what_it_is(text: str, kind: str) -> None:
    assert read_reason(text, FACTS).kind == kind


@pytest.mark.parametrize(
    ("text", "figure"), [("多打了个0，是5280", "5280"), ("手误，5280人", "5280人"), ("5300人", "5300人")]
)
def test_the_figure_that_it_gives_instead_is_told(text: str, figure: str) -> None:
    assert (read_reason(text, FACTS).kind, read_reason(text, FACTS).figure) == ("figure", figure)


@pytest.mark.parametrize(("length", "kind"), [(2, "reason"), (51, "reason"), (500, "reason"), (501, "too_long")])
def test_a_reason_has_two_to_five_hundred_characters(length: int, kind: str) -> None:
    assert read_reason("迁" * length, FACTS).kind == kind


@pytest.mark.parametrize(
    ("text", "whole"),
    [("撤回", True), ("报错了，撤回", True), ("撤回，因为企业迁出了", False), ("报错了", False), ("", False)],
)
def test_only_what_says_nothing_else_takes_it_back(text: str, whole: bool) -> None:
    assert withdraws(text) is whole


@pytest.mark.parametrize("text", ["加速器同上", "加速器也一样", "accelerators ditto", "加速器保持原样"])
def test_that_another_figure_is_as_before_is_no_reason(text: str) -> None:
    draft, _ = start(FACTS, line="通创2019 众创空间 9个")
    assert draft.step == "reason"
    after, events = step(draft, Typed(text), FACTS)
    assert (after.step, after.pending) == ("reason", draft.pending)
    assert any(isinstance(one, ev.Refused) or "accelerators" in str(one) for one in events)


def test_a_figure_that_waits_for_its_reason_outlives_what_is_taken_as_last_year() -> None:
    draft, _ = start(facts("tongchuang"), line="通创2019 其余同去年，从业9000")
    assert (draft.step, draft.pending and draft.pending.value) == ("reason", 9000)
    after, _ = step(draft, Typed("并入新区"), facts("tongchuang"))
    assert [(one.value, one.reason) for one in after.entries if one.metric == "employees"] == [(9000, "并入新区")]


@pytest.mark.parametrize("text", ["总的71.2亿", "总的是七十一亿二"])
def test_an_amount_without_its_figure_is_told_to_be_not_understood_at_the_card(text: str) -> None:
    draft, _ = start(FACTS, line="通创2019 高新产值45.6亿")
    _, events = step(draft, Typed(text), FACTS)
    assert isinstance(events[0], ev.Reprompt)


@for_each(
    "line, taken",
    [
        ("从业人员8200，原因：并入职工3000人", {"employees": ("8200", "并入职工3000人")}),
        ("初创200家，原因是集中注册", {"new_startups": ("200家", "集中注册")}),
        ("初创200家（因为新开了两个众创空间）", {"new_startups": ("200家", "因为新开了两个众创空间")}),
        ("startups 200 because a new makerspace opened in March",
         {"new_startups": ("200", "because a new makerspace opened in March")}),
        ("初创200家，因为并入3家，总产值71亿",
         {"new_startups": ("200家", "因为并入3家"), "total_output": ("71亿", "")}),
        ("初创200家，从业人员8200，由于并入两家企业",
         {"new_startups": ("200家", ""), "employees": ("8200", "由于并入两家企业")}),
        ("初创200家，因为是预估的", {"new_startups": ("200家", "")}),
    ],
)
def test_a_reason_in_a_line_is_told_from_its_figures(line: str, taken: dict[str, tuple[str, str]]) -> None:
    figures = named(line, FACTS).figures
    assert {one.metric: (one.text, one.reason) for one in figures if one.text} == taken


def test_a_reason_that_says_another_figure_is_none() -> None:
    assert not any(one.reason for one in named("从业人员5310，因为漏了人，实际应为5600", FACTS).figures)


def test_a_reason_in_a_line_spares_the_question_for_each_figure_before_it() -> None:
    draft, _ = start(facts("tongchuang"), line="通创2019 初创400家，从业人员9900，由于并入两家园区")
    assert {one.metric: one.reason for one in draft.entries} == dict.fromkeys(
        ("new_startups", "employees"), "由于并入两家园区"
    )


def test_a_community_in_a_reason_is_not_reported_for() -> None:
    draft, said = start(facts("tongchuang"), line="通创2019 从业人员9900，原因：并入市北园区职工3000人")
    assert [(one.metric, one.reason) for one in draft.entries] == [("employees", "并入市北园区职工3000人")]
    assert not any(isinstance(one, ev.Refused) for one in said)


@for_each(
    "text, event",
    [
        ("是不是要写原因啊", ev.WhyReason), ("要写原因吗", ev.WhyReason), ("one sec", ev.Waits), ("稍等", ev.Waits),
    ],
)
def test_what_asks_about_the_reason_or_for_time_is_none(text: str, event: type) -> None:
    draft, _ = start(facts("tongchuang"), line="通创2019 初创400家")
    after, said = step(draft, Typed(text), facts("tongchuang"))
    assert isinstance(said[0], event)
    assert after.pending == draft.pending


def test_asking_somebody_first_puts_the_figure_off() -> None:
    assert withdraws("hmm let me check with my colleague")
    assert withdraws("hmm, need to check with the statistics office first")
