"""An authority's steps and what is kept beside figures: the day, until when, and what was never put on record."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.evaluation.situation import reported
from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.ledger import Ledger, Noted, Record, RecordKind, kind_of_support, totals, towards
from zc_bot.evaluation.milestones import Milestone, MilestoneKind, Milestones, fault_of
from zc_bot.evaluation.steps import Step, overdue, steps_of
from zc_bot.policy.programme import Programme

WHEN = datetime(2019, 6, 30, tzinfo=UTC)
PLACES = ("tongchuang", "guanyinshan", "xincailiao")


def noted(kind: RecordKind, what: str = "", state: Any = "open", approved: bool = True, **rest: Any) -> Record:
    return Record(1, Noted(kind, what, **rest), state, approved, "刘洋", WHEN)


def reached(*marks: tuple[str, MilestoneKind, date]) -> Milestones:
    return Milestones(Milestone(code, kind, day, "刘洋", WHEN, f"{kind}文件") for code, kind, day in marks)


def found(programme: Programme, ledger: Ledger, marks: Milestones) -> dict[tuple[str, str], Step]:
    steps = steps_of(programme, ledger, marks, PLACES)
    return {(one.kind, one.community or one.authority): one for one in steps}


def test_an_authority_has_its_papers_once_and_each_community_its_start_and_record(programme: Programme) -> None:
    kinds = [(one.kind, one.community or one.authority) for one in steps_of(programme, Ledger(), reached(), PLACES)]
    assert kinds == [
        ("plan", "chongchuan"), ("plan", "haian"), ("policy", "chongchuan"), ("policy", "haian"),
        ("start", "tongchuang"), ("start", "guanyinshan"), ("start", "xincailiao"),
        ("record", "tongchuang"), ("record", "guanyinshan"), ("record", "xincailiao"),
    ]


def test_a_paper_is_of_the_day_it_was_last_issued_and_due_when_it_was_last_said_to_be(programme: Programme) -> None:
    early, late = date(2018, 3, 1), date(2018, 9, 1)
    ledger = Ledger([
        noted("plan", "第二版", authority="chongchuan", day=late, due=date(2018, 6, 1)),
        noted("plan", "第一版", authority="chongchuan", day=early, due=date(2018, 7, 1)),
        noted("plan", "要交", authority="chongchuan"),
        noted("policy", "要交", authority="chongchuan", due=date(2019, 1, 1)),
        noted("policy", "别人的", authority="haian", day=early),
    ])
    steps = found(programme, ledger, reached())
    plan, policy = steps["plan", "chongchuan"], steps["policy", "chongchuan"]
    assert (plan.day, plan.proof, plan.due, plan.noted_by, plan.reached) == (
        late, "第二版", date(2018, 7, 1), "刘洋", True,
    )
    assert (policy.day, policy.due, policy.reached) == (None, date(2019, 1, 1), False)
    assert (steps["policy", "haian"].day, steps["plan", "haian"].due) == (early, None)


def test_a_start_is_due_by_the_end_of_its_year_and_was_on_the_first_day_that_says_it_began(
    programme: Programme,
) -> None:
    first = date(2018, 1, 5)
    marks = reached(
        ("tongchuang", "not_started", date(2017, 8, 1)), ("tongchuang", "building", first),
        ("tongchuang", "built", date(2019, 5, 1)), ("tongchuang", "provincial", date(2019, 6, 1)),
        ("xincailiao", "provincial", first), ("xincailiao", "not_provincial", date(2018, 2, 1)),
    )
    steps = found(programme, Ledger(), marks)
    start, record = steps["start", "tongchuang"], steps["record", "tongchuang"]
    assert (start.authority, start.due, start.day, start.proof) == (
        "chongchuan", date(2017, 12, 31), first, "building文件",
    )
    assert (record.due, record.day, record.noted_by) == (None, date(2019, 6, 1), "刘洋")
    assert steps["start", "guanyinshan"].due == date(2018, 12, 31)
    assert steps["record", "xincailiao"].day is None, "struck off again"
    assert steps["start", "xincailiao"].day is None, "what the province has on record says of no start"


def test_what_was_due_and_is_not_on_record_is_overdue_from_the_next_day_on_longest_first() -> None:
    day = date(2019, 1, 31)
    step, later = Step("plan", "haian", due=day), Step("plan", "rugao", due=date(2019, 2, 1))
    done, free = Step("plan", "rudong", due=day, day=date(2019, 5, 1)), Step("plan", "haimen")
    assert not step.is_overdue(day)
    assert step.is_overdue(date(2019, 2, 1))
    assert (step.days_over(date(2019, 2, 3)), step.days_over(day), done.days_over(date(2019, 2, 3))) == (3, 0, 0)
    assert overdue([free, later, done, step], date(2019, 2, 2)) == (step, later)


def test_nothing_is_reached_in_the_future_nor_before_the_start_but_that_it_has_not_begun() -> None:
    today = date(2019, 6, 1)
    assert fault_of("built", today, 2018, today) is None
    assert fault_of("built", date(2019, 6, 2), 2018, today) == "future"
    assert fault_of("started", date(2018, 1, 1), 2018, today) is None
    assert fault_of("started", date(2017, 12, 31), 2018, today) == "too_early"
    assert fault_of("not_started", date(2017, 12, 31), 2018, today) is None


def test_decisions_that_are_open_come_by_their_day_and_the_newest_meeting_holds_what_is_done_too() -> None:
    june, may = date(2019, 6, 1), date(2019, 5, 1)
    undated = noted("decision", "无期限", day=may)
    late = noted("decision", "晚", day=june, subject="推进会", due=date(2019, 9, 1))
    soon = noted("decision", "早", day=may, subject="推进会", due=date(2019, 7, 1))
    done = noted("decision", "完", state="closed", day=june, subject="推进会", due=may)
    gone = noted("decision", "废", state="void", day=date(2019, 8, 1), subject="推进会")
    waits = noted("decision", "待审", approved=False, day=date(2019, 8, 1), subject="推进会")
    ledger = Ledger([undated, late, soon, done, gone, waits])
    assert ledger.open_decisions() == (soon, late, undated)
    assert ledger.last_meeting() == (late, done)
    assert ledger.waiting() == (waits,)
    assert ledger.of("decision", approved=False) == (undated, late, soon, done, waits)
    assert (ledger.overdue(date(2019, 7, 1)), ledger.overdue(date(2019, 7, 2))) == ((), (soon,))


def test_what_is_about_a_community_is_its_own_or_its_authoritys_as_a_whole(programme: Programme) -> None:
    own = noted("support", "自己的", authority="chongchuan", community="tongchuang")
    other = noted("support", "别家的", authority="chongchuan", community="guanyinshan")
    whole = noted("support", "全区的", authority="chongchuan")
    far = noted("support", "别区的", authority="haian")
    assert Ledger([own, other, whole, far]).about(programme, ["tongchuang"]).records == (own, whole)
    named = noted("decision", "市科技局牵头", who="市发改委")
    listed = noted("decision", "落实", who="市人社局、市财政局")
    assert Ledger([named, listed, own]).of_bodies(["市科技局", "市财政局"]).records == (named, listed)


def test_support_adds_up_by_unit_and_is_of_the_kind_its_longest_word_tells(programme: Programme) -> None:
    entries = [
        noted("support", amount=Decimal(5), unit="万元"), noted("support", amount=Decimal(30), unit="m²"),
        noted("support", amount=Decimal("2.5"), unit="万元"), noted("support", unit="万元"),
    ]
    assert totals(entries) == (("万元", Decimal("7.5"), 2), ("m²", Decimal(30), 1))
    land = kind_of_support(programme, Noted("support", "科技资金", unit="m²"))
    assert land is not None
    assert land.id == "land"
    for kind in programme.support_kinds:
        for word in kind.grants:
            told = kind_of_support(programme, Noted("support", f"拨付{word.upper()}一笔", unit="万元"))
            assert told is not None
            assert max((len(one) for one in told.grants if one.lower() in word.lower()), default=0) >= len(word)
    assert kind_of_support(programme, Noted("support", "一笔", unit="万元")) is None


def test_a_target_is_held_against_its_figure_and_what_is_no_target_against_none(programme: Programme) -> None:
    known = Figures(reported("tongchuang", employees=4800))
    target = noted("target", community="tongchuang", metric="employees", year=2019, amount=Decimal(5000))
    unknown = noted("target", community="tongchuang", metric="employees", year=2020, amount=Decimal(5000))
    others = [
        noted("target", community="tongchuang", metric="employees", year=2019),
        noted("target", community="tongchuang", metric="employees", amount=Decimal(1)),
        noted("target", authority="chongchuan", metric="employees", year=2019, amount=Decimal(1)),
    ]
    progress = list(towards(programme, known, [target, unknown, *others]))
    assert [(one.record, one.gap) for one in progress] == [(target, Decimal(-200)), (unknown, None)]
