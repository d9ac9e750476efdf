"""A question that is put together does all that its parts do: each of its acts is asked for before it is answered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zc_bot.chat.asking.permitting import ACTS, acts_of
from zc_bot.parsing.meaning import Meaning, Threshold
from zc_bot.parsing.query import Bound, Joined, Judged, Measure, Places, Query, Top
from zc_bot.parsing.query import Test as Compared
from zc_bot.policy.roles import Act

PEOPLE = Measure("employees")
MANY, GREW = (Compared(one, (Bound(">"),)) for one in (PEOPLE, Measure("employees", "gain")))
MET = Judged("met")


@pytest.mark.parametrize(
    ("query", "acts"),
    [
        (Query(measures=(PEOPLE,)), set()),
        (Query(measures=(PEOPLE,), fold="sum", places=Places(where=MANY)), set()),
        (Query("verdict", (PEOPLE,)), {Act.JUDGE}),
        (Query(measures=(Measure("employees", "met"),)), {Act.JUDGE}),
        (Query("places", places=Places(where=MET)), {Act.JUDGE}),
        (Query("places", places=Places(where=Joined("and", (MANY, MET)))), {Act.JUDGE}),
        (Query("places", places=Places(where=Joined("or", (MANY, MANY)))), set()),
        (Query("places", places=Places(top=Top(PEOPLE))), {Act.RANK}),
        (Query("places", places=Places(first=Top(PEOPLE))), {Act.RANK}),
        (Query(measures=(PEOPLE,), ordered=True), {Act.RANK}),
        (Query(measures=(PEOPLE,), at=Top(Measure("total_output"))), {Act.RANK}),
        (Query(measures=(Measure("employees", "place"),)), {Act.RANK}),
        (Query(measures=(Measure("employees", "change"),)), {Act.SEE_TREND}),
        (Query(measures=(PEOPLE, Measure("total_output", "gain"))), {Act.SEE_TREND}),
        (Query(measures=(Measure("employees", "average_growth"),)), {Act.SEE_TREND}),
        (Query("places", places=Places(where=GREW)), {Act.SEE_TREND}),
        (Query("places", places=Places(top=Top(Measure("employees", "change")))), {Act.RANK, Act.SEE_TREND}),
        (Query(measures=(PEOPLE,), at=Top(Measure("employees", "met"))), {Act.RANK, Act.JUDGE}),
    ],
)
def test_a_composed_question_asks_for_every_act_of_its_parts(query: Query, acts: set[Act]) -> None:
    assert set(acts_of(Meaning("value", query=query))) == {*ACTS["value"], *acts}


@pytest.mark.parametrize(
    ("meaning", "more"),
    [
        (Meaning("value"), set()),
        (Meaning("value", verdict="met"), {Act.JUDGE}),
        (Meaning("filter", threshold=Threshold(">=", Decimal(3))), set()),
        (Meaning("filter"), {Act.JUDGE}),
        (Meaning("programme"), set()),
        (Meaning("programme", requirements=("G1",)), {Act.JUDGE}),
        (Meaning("value", limit=3), {Act.RANK}),
        (Meaning("status", topic="league"), {Act.RANK}),
        (Meaning("status", topic="late"), set()),
        (Meaning("value", topic="league"), set()),
    ],
)
def test_what_judges_or_puts_in_an_order_asks_for_that_as_well(meaning: Meaning, more: set[Act]) -> None:
    assert set(acts_of(meaning)) == {*ACTS[meaning.intent], *more}
