"""A reporter's own communities stand where they are spoken of, in whatever question; and nobody else's do."""

from __future__ import annotations

from datetime import date

from tests.cases import for_each
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)
OWN = ("tongchuang", "guanyinshan")


def read(text: str, lexicon: Lexicon, own: tuple[str, ...] = OWN) -> Meaning:
    return understand(text, lexicon, today=TODAY, own=own, lang="en" if text.isascii() else "zh")


@for_each("text, intent", [
    ("我们社区去年从业人数是谁报的", "provenance"), ("我去年是哪天交的", "provenance"), ("我们区达标了吗", "check"),
    ("我们两个社区去年新增企业加起来占全市多少", "aggregate"), ("我们去年高新占比多少", "compare"),
    ("我们两家谁人多", "compare"), ("咱这块儿去年产值", "compare"), ("我们报了没有", "missing"),
    ("my hitech share last year", "compare"), ("which of my figures got sent back", "provenance"),
    ("my two communities headcount 2025", "compare"),
])
def test_ones_own_are_named_by_ones_words_for_them(text: str, intent: str, lexicon: Lexicon) -> None:
    found = read(text, lexicon)
    assert (found.intent, found.communities, found.question) == (intent, OWN, text)
    assert read(text, lexicon, ()).communities == ()


def test_others_may_stand_beside_them(lexicon: Lexicon) -> None:
    assert set(read("跟我们比海门产值高多少", lexicon).communities) == {*OWN, "shengwu"}
    assert read("咱们崇川去年产值多少", lexicon).communities == OWN


@for_each("text", [
    "我们怎么填", "我想问下海门去年产值", "提醒我明天交表", "how do i report my figures", "我们三家谁人多",
    "我们领导要全市的产值",
])
def test_who_speaks_of_something_else_names_none(text: str, lexicon: Lexicon) -> None:
    assert not {*OWN} & {*read(text, lexicon).communities}


def test_the_only_one_stands_in_as_where_none_is_named(lexicon: Lexicon) -> None:
    found = read("我们社区去年从业人员多少", lexicon, ("langu",))
    assert (found.communities, found.implied) == ((), ("langu",))
