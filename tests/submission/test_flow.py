"""Single turns of the reporting dialogue that a transcript would not show."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.submission.world import facts, known
from zc_bot.submission import events as ev
from zc_bot.submission.draft import Draft
from zc_bot.submission.facts import Facts
from zc_bot.submission.flow import start, step, took
from zc_bot.submission.replies import Reply, Tap, Typed


def after(given: Facts, *replies: str | Reply) -> tuple[Draft, tuple[ev.Event, ...]]:
    """Give the draft and the last events after these replies, in 通创's report for 2019."""
    draft, said = start(given, community="tongchuang", year=2019)
    for reply in replies:
        draft, said = step(draft, Typed(reply) if isinstance(reply, str) else reply, given)
    return draft, said


def test_someone_with_one_community_is_not_asked_for_it() -> None:
    _, said = start(facts("tongchuang"))
    assert isinstance(said[0], ev.AskYear)


def test_a_link_to_a_figure_opens_its_question() -> None:
    draft, said = start(facts(), community="tongchuang", year=2019, metric="employees")
    assert draft.metric == "employees"
    assert isinstance(said[-1], ev.AskValue)


def test_a_community_of_somebody_else_is_refused() -> None:
    draft, said = start(facts("guanyinshan"), community="tongchuang")
    assert not draft.is_open
    assert said == (ev.Refused("scope"),)


@pytest.mark.parametrize(("lacking", "code"), [("communities", "no_communities"), ("years", "no_years")])
def test_where_there_is_nothing_to_report_it_is_said_which(lacking: str, code: str) -> None:
    draft, said = start(replace(facts(), **{lacking: ()}))
    assert not draft.is_open
    assert said == (ev.Refused(code),)


def test_a_year_that_was_assumed_is_settled_by_its_name() -> None:
    given = facts("tongchuang")
    draft, _ = start(given, line="从业人员 5300")
    assert (draft.year, draft.year_assumed) == (2019, True)
    settled, _ = step(draft, Typed("2019年的"), given)
    assert (settled.year, settled.year_assumed) == (2019, False)
    assert settled.entries == draft.entries


def test_whether_there_is_one_can_be_tapped_and_nothing_else() -> None:
    draft, _ = start(facts(), community="tongchuang", year=2019, metric="info_platform")
    for arg, taken in (("yes", [1]), ("no", [0]), ("maybe", [])):
        after_it, said = step(draft, Tap("answer", arg), facts())
        assert [one.value for one in after_it.entries] == taken
        assert (ev.Reprompt() in said) is (not taken)


def test_an_entry_carries_the_version_it_replaces() -> None:
    draft, _ = after(facts(hitech_output=known("450000", "submitted", "7")), "高新产值 45.6亿")
    assert draft.entries[0].replaces == "7"
    assert draft.entries[0].value == Decimal(456000)


def test_a_figure_changed_by_somebody_else_is_shown_and_asked_again() -> None:
    draft, _ = after(facts(), "高新产值 45.6亿")
    later = facts(hitech_output=known("455000", "submitted", "9"))
    asked, said = step(draft, Tap("confirm"), later)
    assert isinstance(said[0], ev.Changed)
    assert said[0].now == known("455000", "submitted", "9")
    _, said = step(asked, Tap("confirm"), later)
    assert isinstance(said[0], ev.Submit)
    assert said[0].entries[0].replaces == "9"


def test_a_figure_approved_meanwhile_needs_a_reason() -> None:
    draft, _ = after(facts(), "高新产值 45.6亿")
    approved = facts(hitech_output=known("455000", "approved", "9"))
    asked, _ = step(draft, Tap("confirm"), approved)
    asked, said = step(asked, Tap("confirm"), approved)
    assert isinstance(said[0], ev.AskReason)
    asked, said = step(asked, Typed("口径更正"), approved)
    assert isinstance(said[-1], ev.ShowCard)
    assert asked.entries[0].reason == "口径更正"


def test_a_year_closed_meanwhile_is_not_submitted() -> None:
    draft, _ = after(facts(), "高新产值 45.6亿")
    kept, said = step(draft, Tap("confirm"), replace(facts(), years=(2020,)))
    assert kept == draft
    assert isinstance(said[0], ev.Refused)
    assert said[0].code == "year_closed"


def test_both_parts_of_a_share_may_grow_in_one_line() -> None:
    recorded = facts(hitech_output=known("420000", "submitted"), total_output=known("440000", "submitted"))
    draft, _ = after(recorded, "高新产值 45.6亿 总产值 71.2亿")
    assert {entry.metric for entry in draft.entries} == {"hitech_output", "total_output"}


def test_a_part_larger_than_its_whole_is_refused_and_nothing_changes() -> None:
    draft, _ = after(facts(), "总产值 70亿")
    kept, said = step(draft, Typed("高新产值 80亿"), facts())
    assert kept.entries == draft.entries
    assert kept.step == draft.step
    assert said[0] == ev.Refused(
        "part_exceeds_whole", "hitech_output", "80亿", other="total_output", values=(Decimal(800000), Decimal(700000))
    )


@pytest.mark.parametrize("text", ["去年是多少？", "约128", "你好"])
def test_what_is_no_answer_is_not_taken(text: str) -> None:
    given = facts()
    draft, _ = after(given, "员工")
    left, said = step(draft, Typed(text), given)
    assert not took(said)
    assert left == draft


@pytest.mark.parametrize("text", ["5300", "没有", "不对 是5300", "高新产值 45.6亿", "上一步", "以后再说"])
def test_what_is_an_answer_is_taken(text: str) -> None:
    given = facts()
    draft, _ = after(given, "员工")
    assert took(step(draft, Typed(text), given)[1])


def test_the_four_ways_to_skip_differ() -> None:
    given = facts()
    asked, _ = after(given, "孵化器")
    none, said = step(asked, Tap("skip", "none"), given)
    assert isinstance(said[-1], ev.AskReading)
    assert none.entries == ()
    assert [
        step(asked, Tap("skip", how), given)[0].entries[0].marker for how in ("not_applicable", "confidential")
    ] == [
        "not_applicable",
        "confidential",
    ]
    later, _ = step(asked, Tap("skip", "later"), given)
    assert (later.entries, later.later) == ((), ("incubators",))


def test_a_closed_draft_takes_nothing_more() -> None:
    draft, _ = after(facts(), Tap("cancel"))
    assert step(draft, Typed("高新产值 45.6亿"), facts()) == (draft, (ev.Refused("closed"),))


def test_a_button_of_an_earlier_question_changes_nothing() -> None:
    given = facts()
    draft, _ = after(given, "员工")
    assert step(draft, Tap("reading", "0"), given)[0] == draft
    assert step(draft, Tap("answer", "yes"), given)[0] == draft


@pytest.mark.parametrize("line", ["观音山 2019 高新产值 48亿 总产值 72亿", "观音山 总产值 72亿"])
def test_figures_of_another_community_are_not_taken_in_where_a_reason_is_asked_for(line: str) -> None:
    given = facts()
    before, _ = after(given, "从业人员 52000人")
    assert before.step == "reason"
    draft, said = step(before, Typed(line), given)
    assert said[0] == ev.Refused("other_community")
    assert draft.entries == before.entries


@pytest.mark.parametrize("said", ["撤回刚才那个", "撤回", "撤销这个"])
def test_taking_a_figure_back_is_no_reason(said: str) -> None:
    draft, _ = after(facts(), "从业人员 52000人", said)
    assert (draft.step, draft.metric, draft.entries, draft.later) == ("menu", None, (), ("employees",))


def test_a_figure_whose_metric_is_asked_for_is_dropped_by_going_back_and_named() -> None:
    asked, said = after(facts(), "从业人员 5300，覆盖率 98%")
    assert (asked.step, isinstance(said[-1], ev.AskWhich)) == ("which", True)
    draft, said = step(asked, Tap("back"), facts())
    assert ([one.metric for one in draft.entries], draft.queue) == (["employees"], ())
    assert isinstance(said[0], ev.Refused)
    assert "98%" in said[0].found


@pytest.mark.parametrize("text", ["众创空间再加1个", "众创空间增加1个"])
def test_a_change_is_counted_from_the_card_and_from_last_year(text: str) -> None:
    draft, _ = after(facts(), "众创空间 6", "新建了四个众创空间", text)
    assert [f"{one.value}" for one in draft.readings] == ["7", "3", "1"]


def test_where_a_reason_is_asked_for_a_change_counted_on_is_none() -> None:
    draft, _ = after(facts(), "众创空间 6", "众创空间再加1个")
    assert draft.step == "reading"
    assert draft.entries == ()


def test_a_figure_typed_where_it_is_asked_which_was_meant_is_taken_and_it_is_asked_again() -> None:
    asked, _ = after(facts(), "众创空间增加1个")
    draft, said = step(asked, Typed("从业人员 5300"), facts())
    assert [(entry.metric, entry.value) for entry in draft.entries] == [("employees", 5300)]
    assert isinstance(said[-1], ev.AskReading)
    kept, said = step(asked, Typed("观音山 从业人员 5300"), facts())
    assert said[0] == ev.Refused("other_community")
    assert (kept.entries, kept.readings) == ((), asked.readings)


@pytest.mark.parametrize(("by", "offered"), [
    (519, [5719]), (520, [5720, 520]), (52000, [57200, 52000]), (52001, [57201]),
])
def test_a_change_may_be_the_figure_itself_within_ten_times_last_years(by: int, offered: list[int]) -> None:
    draft, _ = after(facts(), "员工", f"增加{by}")
    assert [one.value for one in draft.readings] == offered
