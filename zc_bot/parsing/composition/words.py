"""The words that compose a question, by their senses, and what may be passed over because it operates on nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.language import phrases
from zc_bot.parsing.searching import matches
from zc_bot.parsing.table import Table
from zc_bot.parsing.update_cache import for_an_update

SENSES: Mapping[str, tuple[str, Any]] = {
    "more": ("sign", ">"), "at_least": ("sign", ">="), "less": ("sign", "<"), "at_most": ("sign", "<="),
    "equal": ("sign", "="), "unequal": ("sign", "!="),
    "or_more": ("suffix", ">="), "or_less": ("suffix", "<="), "below": ("suffix", "<"),
    "to": ("to", True), "within": ("within", True), "between": ("between", True),
    "and": ("and", True), "or": ("or", True), "each": ("every", True), "some": ("every", False),
    "except": ("except", True), "outside": ("outside", True), "rest": ("rest", True),
    "highest": ("superlative", False), "lowest": ("superlative", True), "fastest": ("fastest", True),
    "noun": ("noun", True), "inside": ("noun", "inside"), "which": ("which", True), "how_many": ("how_many", True),
    "which_more": ("which_more", False), "which_less": ("which_more", True),
    "which_year": ("which_year", True), "which_years": ("which_years", "all"), "first_time": ("which_years", "first"),
    "who": ("who", True), "much": ("much", ""), "percent_asked": ("much", "percent"),

    "takes": ("takes", True), "part": ("part", True), "ratio_of": ("ratio_of", True), "misses": ("misses", True),
    "away": ("away", True), "never": ("never", True), "by_word": ("by_word", True),
    "whether": ("whether", True), "same_year": ("same_year", True), "beyond_first": ("beyond_first", True),
    "left_first": ("crosses_first", ">"), "entered_first": ("crosses_first", "<="),
    "into": ("into", True),
    "year_noun": ("year_noun", True), "places_asked": ("places_asked", True),
    "mean": ("mean", True), "median": ("median", True), "sum": ("sum", True), "share": ("share", True),
    "average_growth": ("view", "average_growth"), "growth": ("view", "change"), "gain": ("view", "gain"),
    "up": ("direction", ">"), "down": ("direction", "<"), "swing": ("swing", True),
    "rising": ("rising", ">"), "falling": ("rising", "<"),
    "in_a_row": ("in_a_row", True), "per": ("per", True), "plus": ("plus", True), "has_all": ("has_all", True),
    "doubled": ("multiple", 2), "tripled": ("multiple", 3),
    "than": ("than", True), "times": ("times", True), "gap": ("gap", True), "further": ("degree", ">"),
    "less_far": ("degree", "<"), "the_year_before": ("before", True),
    "nearest": ("reach", False), "farthest": ("reach", True),
    "by_authority": ("by", "authority"), "by_community": ("by", "community"), "by_year": ("by_year", True),
    "ever": ("ever", True), "every_year": ("every_year", True), "all": ("all", True), "rank": ("rank", False),
    "rank_up": ("rank", True), "place": ("place_of", True),
    "verdicts": ("verdicts", True), "met": ("verdict", "met"), "not_met": ("verdict", "not_met"),
    "met_count": ("met_count", False),
    "failed_count": ("failed_count", True), "full": ("full", True), "not_full": ("full", False),
    "has": ("has", True), "has_not": ("has", False), "counties": ("zone", "county"), "zones": ("zone", "zone"),
    "county_cities": ("zone", "市"), "urban_districts": ("zone", "区"),
    "only": ("only", True), "both_shares": ("both_shares", True),
    "short_by_one": ("short_by", 1), "short_by_two": ("short_by", 2), "neither": ("neither", True),
    "non": ("non", True), "part_of_all": ("part_of_all", True),
    "changed": ("changed", True), "but_not": ("but_not", True),
    "apart": ("apart", True), "share_word": ("share_word", True), "requirement": ("requirement", True),
    "harmless": ("harmless", True), "per_head": ("per_head", "人"), "per_area": ("per_head", "km²"),
    "people_asked": ("asked_by_unit", "人"),
}
"""The category and the value of each sense of the words that compose."""
FOLLOWING: Mapping[str, tuple[str, Any]] = {
    "it": ("reference", "one"), "they": ("reference", "all"), "the_first": ("reference", "first"),
    "left_out": ("except", True), "reverse": ("reverse", True), "that_year": ("that_year", True),
    "year_after": ("year_after", True),
    "add": ("add", True), "again": ("again", True), "moved_how": ("view", "change"),
    "share_of_it": ("share", True), "parts": ("parts_of", True),
    "bound_to": ("bound_to", True),
}
"""The same of words that speak of the question before."""
_OPERATES = re.compile(
    "[不没无非未别勿莫只仅单都均皆每各某其比最更除外余另剩半几第或但却而同又再还也约近全共等左右差大小多少高低"
    "增减升降涨跌缩占倍翻前后首末初内中超破过满够零〇一二三四五六七八九十百千万亿两年月季旬周日天]|建成|备案"
    "|创建|验收"
)
_OPERATORS = frozenset(
    word
    for line in (
        "leaving leave left out off aside strip drop dropping excluding half halves third quarter twice double",
        "not no only any some other others than higher lower more less fewer from to by with without and or yet",
        "total as at each every both either neither nor all except but most least first last top bottom between",
        "over under above below if so too again also then exactly roughly about approximately year years annual",
        "yearly annually how which who whose when where why what up down same one ones",
        "earlier before prior previous later after ago since until till",
        "two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion",
    )
    for word in line.split()
)
_STRONG = frozenset({
    "except", "outside", "rest", "mean", "median", "share", "which_year", "which_years", "times", "gap", "or",
    "rising", "every_year", "ever", "met_count", "zone", "failed_count", "full", "before", "which_more",
    "place_of", "rank_up", "since", "share_word", "reference", "multiple", "per", "per_head",
    "has_all", "running", "plus", "each_years", "ratio_of", "part", "takes",
    "year_noun", "places_asked",
})
"""Categories each of which puts something together by itself."""
_PLAIN = frozenset({
    "harmless", "which", "how_many", "much", "all", "rank", "apart", "requirement", "and", "has", "by",
})
"""Categories that a question about one thing may hold as well."""
_FEW = re.compile(r"[前后头末](?=[0-9一二三四五六七八九十两几])|倒数|top|bottom|first|last")
def find_pronouns(text: str) -> Iterator[tuple[int, int, Edge]]:
    """Find 它们 and its like, which speak of a set that was described before them."""
    found = find_follow_words(text)
    return ((start, end, edge) for start, end, edge in found if edge.value in {"one", "all"})


@for_an_update
def find_words(text: str) -> tuple[tuple[int, int, Edge], ...]:
    """Find the words that compose, Latin ones as whole words."""
    authorities = ((*match.span(), Edge("by", "authority")) for match in matches(_TOPMOST_AUTHORITY, text))
    return (*_COMPOSING.find(text), *authorities)


_SO_MANY = re.compile(
    "(?:这|那|该)?(?P<han>[两俩二三仨四五六])(?:家|个社区|个|者|地)?(?:里头|里面|之间|当中|中间)?"
    "|(?<![a-z])(?:(?:of )?(?:the|those|these|all) )?(?P<latin>two|three|four|five)(?![a-z])"
)
_AGO = re.compile(
    "(?P<han>[0-9]|[一两二三四五六七八九十])年(?:之|以)?前|(?P<latin>[0-9]|one|two|three|four|five|ten) years? "
    "(?:before that|before|earlier|prior|back)(?![a-z])"
)
"""五年前, after a year that was spoken of."""
_TOPMOST_AUTHORITY = re.compile("(?<=最.|第一)的(?:县市区|区县|县区|县市|地区|区|县)(?=$|[是叫有在,，;；。?？!！])")
"""总产值最高的区, 排第一的县: authorities, and no communities, are what is asked for."""
_STRONG_WORDS = (Edge("by", "authority"), Edge("view", "average_growth"), Edge("view", "gain"), Edge("sign", "!="))
_NUMBERS = dict(zip("两俩二三仨四五六", (2, 2, 2, 3, 3, 4, 5, 6), strict=True))
_NUMBERS |= {"two": 2, "three": 3, "four": 4, "five": 5}


@for_an_update
def find_follow_words(text: str) -> tuple[tuple[int, int, Edge], ...]:
    """Find the words that speak of the question before: 它, 这三家, 加上."""
    counted = (
        (*match.span(), Edge("reference", _NUMBERS[match["han"] or match["latin"]]))
        for match in matches(_SO_MANY, text)
    )
    ago = (
        (*match.span(), Edge("years_ago", _count(match["han"] or match["latin"]))) for match in matches(_AGO, text)
    )
    return (*counted, *ago, *_FOLLOWING.find(text))


def _count(said: str) -> int:
    return int(said) if said.isdigit() else _NUMBERS.get(said) or "零一二三四五六七八九十".find(said)


def senses(text: str) -> Iterator[tuple[str, Any]]:
    """Name what each word of a folded text that composes stands for."""
    return ((edge.category, edge.value) for _, _, edge in find_words(text))


def puts_together(text: str) -> bool:
    """Tell at a glance whether a folded text may put several things together; most questions need no further look."""
    found = 1 if _FEW.search(text) else 0
    last = 0
    for start, end, edge in sorted(find_words(text), key=lambda word: (word[0], -word[1])):
        if edge.category in _STRONG or edge in _STRONG_WORDS:
            return True
        if start >= last and edge.category not in _PLAIN:
            found, last = found + 1, end
    return found > 1


def operates(text: str) -> bool:
    """Tell whether a text may change what is asked: a negation, a number, an order, a time, a part of a whole."""
    if _OPERATES.search(text):
        return True
    return any(word in _OPERATORS for word in re.findall("[a-z]+", text)) or any(char.isdigit() for char in text)


def is_harmless_word(word: str) -> bool:
    """Tell whether a filler may be passed over: it holds nothing that operates, and is no single character."""
    return len(word) > 1 and not operates(word)


def _whole(text: str, start: int, end: int) -> bool:
    if start and _latin(text[start - 1 : start + 1]):
        return False
    return end == len(text) or not _latin(text[end - 1 : end + 1])


def _latin(part: str) -> bool:
    return part.isascii() and part.isalpha()


class _Words:
    """The words of a section by what they mean, found all at once; read when a text is first searched for them."""

    def __init__(self, section: str, senses: Mapping[str, tuple[str, Any]]) -> None:
        self._section, self._senses = section, senses

    def find(self, text: str) -> Iterator[tuple[int, int, Edge]]:
        """Find each word with where it stands, Latin ones only whole."""
        for start, end, edges in self._table.found(text):
            if _whole(text, start, end):
                for edge in edges:
                    yield start, end, edge

    @cached_property
    def _table(self) -> Table[tuple[Edge, ...]]:
        found: dict[str, list[Edge]] = {}
        for sense, (category, value) in self._senses.items():
            for phrase in phrases(f"{self._section}.{sense}"):
                found.setdefault(phrase, []).append(Edge(category, value))
        return Table({phrase: tuple(edges) for phrase, edges in found.items()})


_COMPOSING, _FOLLOWING = _Words("compose", SENSES), _Words("follow", FOLLOWING)
