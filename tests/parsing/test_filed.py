"""What is asked of figures that were handed in: their state, who did it, when, why; and what is none of that."""

from __future__ import annotations

from datetime import date

import pytest

from zc_bot.parsing.back_to import BEGINNING
from zc_bot.parsing.filed import Filed
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.meaning_json import from_json, to_json
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)
OWN = ("tongchuang", "guanyinshan")


def read(text: str, lexicon: Lexicon, context: Meaning | None = None, own: tuple[str, ...] = ()) -> Meaning:
    lang = "en" if text.isascii() else "zh"
    return understand(text, lexicon, today=TODAY, context=context, own=own, lang=lang)


@pytest.mark.parametrize(("text", "filed"), [
    ("排队等我审的还有几条", Filed("waiting", "count")),
    ("压得最久还没审的是哪一条", Filed("waiting", "oldest")),
    ("有什么要审核的", Filed("waiting")),
    ("哪些等审核太久了", Filed("waiting")),
    ("各区各有几项挂着没批", Filed("waiting", "count", by="authority")),
    ("25年的数我批了多少别人批了多少", Filed("approved", "count", mine=True, others=True)),
    ("上周审了多少", Filed("approved", "count", days=(date(2026, 11, 23), date(2026, 11, 29)))),
    ("3月之前批了几条", Filed("approved", "count", days=(BEGINNING, date(2026, 2, 28)))),
    ("11月以来退回的有哪些", Filed("returned", days=(date(2026, 11, 1), TODAY))),
    ("最近退回的是哪条，什么理由", Filed("returned", "latest")),
    ("还没有被审过的数有几项", Filed("waiting", "count")),
    ("what's not yet been approved", Filed("waiting")),
    ("anything sitting in my queue", Filed("waiting")),
    ("which figures are submitted but not approved, by authority", Filed("waiting", by="authority")),
    ("what did I return this month", Filed("returned", mine=True, days=(date(2026, 11, 1), TODAY))),
    ("what % of the 2025 figures had I approved before March",
     Filed("approved", "share", mine=True, days=(BEGINNING, date(2026, 2, 28)))),
    ("how many were sent back since October", Filed("returned", "count", days=(date(2026, 10, 1), TODAY))),
    ("我报了几条", Filed("reported", "count", mine=True)),
    ("我最近报的是哪条", Filed("reported", "latest", mine=True)),
    ("我报的退了几条", Filed("returned", "count", mine=True)),
    ("how many figures did I file", Filed("reported", "count", mine=True)),
    ("谁审得最多", Filed("approved", "count", by="person")),
    ("who filed the most", Filed("reported", "count", by="person")),
])
def test_a_state_and_what_is_asked_of_it(text: str, filed: Filed, lexicon: Lexicon) -> None:
    meaning = read(text, lexicon)
    assert meaning.filed == filed
    assert meaning.intent == ("status" if filed.state == "waiting" else "provenance")
    assert from_json(to_json(meaning)) == meaning


@pytest.mark.parametrize(("text", "state", "asks", "communities", "metrics", "years"), [
    ("通创总产值为啥给我退回来了", "returned", "why", ("tongchuang",), ("total_output",), ()),
    ("通创观音山25年的 哪些指标还挂着没审", "waiting", "which", OWN, (), (2025,)),
    ("观音山25年审核了吗", "approved", "whether", ("guanyinshan",), (), (2025,)),
    ("who signed off Langu's 2023 numbers", "approved", "who", ("langu",), (), (2023,)),
    ("why was my Guanyinshan employees figure sent back", "returned", "why", ("guanyinshan",), ("employees",), ()),
    ("海门的数哪天审的", "approved", "when", ("shengwu",), (), ()),
])
def test_of_which_figures(
    text: str, state: str, asks: str, communities: tuple[str, ...], metrics: tuple[str, ...], years: tuple[int, ...],
    lexicon: Lexicon,
) -> None:
    meaning = read(text, lexicon)
    assert meaning.filed is not None
    found = (meaning.filed.state, meaning.filed.asks, meaning.communities, meaning.metrics, meaning.years)
    assert found == (state, asks, communities, metrics, years)


@pytest.mark.parametrize("text", [
    "通过", "退回", "退回观音山从业人员", "怎么审核", "怎么退回", "审核员是谁", "通创为什么没通过", "哪些社区没通过",
    "退回最多的是谁", "还没审的社区里谁产值最高", "等审核的时候能改数吗", "审过的数还能改吗", "which ones passed",
    "who reviews my figures", "how do I approve a figure", "待审的数算不算进合计", "去年退休人员有多少",
    "退回的数要几天内重报", "通创总产值审核了吗",
])
def test_what_says_more_or_something_else_is_none(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).filed is None


def test_what_follows_asks_more_of_the_same(lexicon: Lexicon) -> None:
    asked = read("are Jiafang's 2025 numbers approved", lexicon)
    for text, asks in (("by whom", "who"), ("on what date", "when")):
        asked = read(text, lexicon, asked)
        assert asked.filed == Filed("approved", asks)  # type: ignore[arg-type]
        assert (asked.communities, asked.years) == (("jiafang",), (2025,))
    waits = read("待审的有哪些", lexicon)
    only = read("只看崇川的", lexicon, waits)
    assert (only.filed, only.communities) == (Filed("waiting"), OWN)
    oldest = read("最久的是哪条", lexicon, only)
    assert (oldest.filed, oldest.communities) == (Filed("waiting", "oldest"), OWN)
    back = read("退回过吗", lexicon, read("通创去年总产值", lexicon))
    assert back.filed == Filed("returned", "whether")
    assert (back.communities, back.metrics, back.years) == (("tongchuang",), ("total_output",), (2025,))


def test_another_question_ends_it(lexicon: Lexicon) -> None:
    waits = read("待审的有哪些", lexicon)
    found = read("通创去年总产值多少", lexicon, waits)
    assert (found.filed, found.intent, found.communities) == (None, "value", ("tongchuang",))


def test_ones_own_are_of_ones_own_communities(lexicon: Lexicon) -> None:
    assert read("我报的数审了没有", lexicon, own=OWN).communities == OWN
    assert read("is my stuff approved", lexicon, own=OWN).communities == OWN
    assert read("待审的有哪些", lexicon, own=OWN).communities == OWN
    assert read("全市待审的有哪些", lexicon, own=OWN).communities == ()
    assert read("各区待审的有几条", lexicon, own=OWN).communities == ()
