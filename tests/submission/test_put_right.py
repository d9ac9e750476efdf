"""What a line says is wrong is never taken; what it says it should be is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.submission.test_swapping import held
from tests.submission.world import PROGRAMME, facts
from zc_bot.submission import events as ev
from zc_bot.submission.flow import start, step
from zc_bot.submission.parting import by_place
from zc_bot.submission.replies import Tap, Typed
from zc_bot.submission.understanding import named

FACTS = facts(*PROGRAMME.community)


@pytest.mark.parametrize(
    ("text", "metric", "figure"),
    [
        ("总产值填成了57亿，应为58亿", "total_output", "58亿"), ("总产值报错了，应该是58亿", "total_output", "58亿"),
        ("通创2019年高新产值填成了37.47亿，应为38亿", "hitech_output", "38亿"),
        ("观音山2019年从业人员报错了，应该是25000", "employees", "25000"),
        ("总产值不是57亿，是58亿", "total_output", "58亿"), ("总产值写成57亿了，是58亿", "total_output", "58亿"),
        ("总产值58亿，不是57亿", "total_output", "58亿"), ("总产值是58亿，而不是57亿", "total_output", "58亿"),
        ("通创2019总产值57亿填错了，应该是58亿", "total_output", "58亿"),
    ],
)
def test_the_right_figure_alone_is_taken_of_a_line_that_corrects(text: str, metric: str, figure: str) -> None:
    found = named(text, FACTS)
    assert [(one.metric, one.text, one.fault) for one in found.figures] == [(metric, figure, "")]
    assert not found.leftover


@pytest.mark.parametrize("text", ["从业人员去年填错了，应该是5200", "2018年从业人员填错了，应该是5200"])
def test_what_was_amiss_in_the_year_before_is_a_reason_still(text: str) -> None:
    draft, _ = start(FACTS, line="通创2019 从业人员9000")
    after, events = step(draft, Typed(text), FACTS)
    assert [one.reason for one in after.entries] == [text], events


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("48.2亿改为42.5亿、5350改为5380", {"hitech_output": 425000, "employees": 5380}),
        ("后面那个写错了，是5380", {"employees": 5380}), ("oops, employees should be 5380", {"employees": 5380}),
        ("人员5380", {"employees": 5380}), ("刚才的从业人员应该是5380", {"employees": 5380}),
    ],
)
def test_what_is_put_right_after_a_line_takes_its_place(text: str, values: dict[str, int]) -> None:
    draft, _ = start(facts("tongchuang"), line="通创2019 高新产值48.2亿 从业人员5350")
    after, _ = step(draft, Typed(text), facts("tongchuang"))
    assert held(after) == {"hitech_output": 482000, "employees": 5350} | values


@pytest.mark.parametrize(
    "text", ["改成观音山", "不是通创，是观音山的", "错了，应该是观音山的数据", "这是观音山的", "搞错了，报到观音山"]
)
def test_all_that_was_typed_is_of_the_community_that_it_is_put_right_to(text: str) -> None:
    both = facts("tongchuang", "guanyinshan")
    draft, _ = start(both, line="通创 从业5380 众创空间3")
    after, _ = step(draft, Typed(text), both)
    assert (after.community, after.year, held(after)) == ("guanyinshan", 2019, {"employees": 5380, "makerspaces": 3})


@pytest.mark.parametrize("text", ["观音山", "改成江海", "不是观音山，是通创", "不是江海，是观音山"])
def test_what_names_another_community_alone_or_not_ones_own_moves_nothing(text: str) -> None:
    both = facts("tongchuang", "guanyinshan")
    draft, _ = start(both, line="通创 从业5380 众创空间3")
    after, _ = step(draft, Typed(text), both)
    assert (after.community, held(after)) == ("tongchuang", {"employees": 5380, "makerspaces": 3})


@pytest.mark.parametrize("text", ["同上", "原因同上", "高新产值同上", "载体同前", "加速器同上"])
def test_as_before_is_no_reason_where_none_was_given(text: str) -> None:
    draft, _ = start(facts("tongchuang"), line="通创2019 高新产值63亿")
    after, _ = step(draft, Typed(text), facts("tongchuang"))
    assert (after.step, after.pending, after.entries) == ("reason", draft.pending, ())


def test_as_before_is_the_reason_of_the_figure_before() -> None:
    own = facts("tongchuang")
    draft, _ = start(own, line="通创2019 高新产值63亿")
    for text in ("新项目投产", "总产值101亿", "原因同上"):
        draft, _ = step(draft, Typed(text), own)
    assert {one.metric: one.reason for one in draft.entries} == {
        "hitech_output": "新项目投产", "total_output": "新项目投产"
    }


@pytest.mark.parametrize("text", ["先存着", "先挂着吧", "先放着"])
def test_what_puts_a_figure_aside_is_no_reason(text: str) -> None:
    draft, _ = start(facts("tongchuang"), line="通创2019 高新产值63亿")
    after, _ = step(draft, Typed(text), facts("tongchuang"))
    assert (after.entries, after.pending) == ((), None)


def test_one_community_as_last_year_beside_another_is_kept_for_it() -> None:
    parts = by_place("观音山2019从业3720，通创没变", facts())
    assert [(one.place[0], one.found.figures[0].text) for one in parts] == [
        ("guanyinshan", "3720"), ("tongchuang", "没变")
    ]


def test_a_figure_that_waits_for_its_reason_waits_on_while_another_is_put_right() -> None:
    own = facts("tongchuang")
    draft, _ = start(own, line="通创2019 总产值70亿 从业人员5350 高新产值63亿")
    for text in ("5350打错了", "5380"):
        draft, _ = step(draft, Typed(text), own)
    assert (draft.step, draft.metric) == ("reason", "hitech_output")
    assert held(draft) == {"total_output": 700000, "employees": 5380, "hitech_output": 630000}


@pytest.mark.parametrize("typed", ["5130", "不好意思，5130", "my bad, 5130人", "sorry I meant 5,130"])
def test_an_amount_alone_at_the_card_stands_for_the_figure_of_its_size(typed: str) -> None:
    draft, _ = start(facts("tongchuang"), line="通创2019 从业人员5310，初创130家")
    after, _ = step(draft, Typed(typed), facts("tongchuang"))
    found = {one.metric: one.value for one in (*after.entries, *filter(None, (after.pending,)))}
    assert found == {"employees": Decimal(5130), "new_startups": Decimal(130)}


def test_an_amount_of_another_size_or_of_several_is_not_taken() -> None:
    draft, _ = start(facts("tongchuang"), line="通创2019 孵化器4，加速器3，从业人员5310")
    assert step(draft, Typed("50万"), facts("tongchuang"))[0].entries == draft.entries
    asked, _ = step(draft, Typed("5"), facts("tongchuang"))
    assert (asked.step, asked.queue[0].options) == ("which", ("incubators", "accelerators"))


@pytest.mark.parametrize("typed", ["跳过，先填从业人员5310", "先跳过，从业5310", "skip this, employees 5310"])
def test_another_figure_is_taken_where_the_one_asked_is_put_off(typed: str) -> None:
    draft, _ = start(facts("tongchuang"), "tongchuang", 2019, "incubators")
    after, _ = step(draft, Typed(typed), facts("tongchuang"))
    assert [(one.metric, one.value) for one in after.entries] == [("employees", Decimal(5310))]


def test_a_figure_with_unknown_words_is_asked_about_before_the_question_that_was_open() -> None:
    draft, _ = start(facts("tongchuang"), "tongchuang", 2019, "incubators")
    after, said = step(draft, Typed("从业人员5310，部分项目延期"), facts("tongchuang"))
    assert after.step == "beside"
    assert isinstance(said[-1], ev.AskBeside)
    again, _ = step(after, Tap("beside", "yes"), facts("tongchuang"))
    assert (again.step, again.metric) == ("value", "incubators")
