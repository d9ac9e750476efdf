"""What is no question: a report, chatter, a year alone, words that nobody knows."""

from __future__ import annotations

import re
from itertools import pairwise

from zc_bot.parsing.about_places import is_missing
from zc_bot.parsing.clarify import clarify_report
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.reading import Reading
from zc_bot.parsing.rule import Asked
from zc_bot.parsing.vocabulary.filler import GREETINGS, THANKS
from zc_bot.parsing.words import read_word

_BEFORE_FIGURE = frozenset({"是", "为", "有", "共", "达", "达到", "的", "了", "is", "was", "of", "年"})
"""Between a metric and its figure: 从业人员是三千二百人."""
_OF_THEM = re.compile(
    "(?:数字?|指标|数据|值|项|平台|服务|方面)?(?:都|全|我|各|分别|一起|一块)|(?:数字?|指标|数据)(?:$|[ ?])"
)
"""After a number that counts what was named and is no figure: 战新投资, 两个数都要."""
_TELLS = re.compile("报(?:个|一个|一下|下)(?:数|来|给我|我)?[吧呗啊呀。?]*$|报(?:给|与)我|给我报")
_HARMLESS = ("deadline", "help", "remind")
"""Asked about these, a word more or less changes nothing."""
_CHATTY = frozenset({"ask", "follow", "much", "without", "add", "which"})
"""Cues that go with chatter too."""


_MARKER = re.compile(r"(?:^|[\s：:；;，,])[1-9][0-9]?[、．)）](?![0-9])|(?:^|[\s：:；;，,])[1-9][0-9]?\.(?=[^0-9])")


_HOW_FAR = re.compile("[还差]差?(?:多少|几|多大|多远)|(?<![a-z])(?:how far|how much (?:more|less|short))(?![a-z])")


def is_report(asked: Asked) -> bool:
    """Tell whether figures follow their metrics, with nothing asked: 通创 2019 高新产值 45.6亿."""
    reading = asked.reading
    if is_missing(asked) or reading.any("source", "deadline", "help", "trend", "rank", "compare", "requirement"):
        return False
    wanted = bool(reading.metrics) and not reading.quantities and _TELLS.search(reading.text) is not None
    if wanted:
        return False  # 总产值报个数 wants to be told.
    if reading.any("report") and not reading.foreign:
        return True
    if _HOW_FAR.search(reading.text) is not None:
        return False  # 离高新60还差几个点 asks.
    if reading.any("ask", "much", "which", "verdict") or reading.bounds or _is_short_year(reading):
        return False
    if 0 < len(reading.quantities) <= len(_MARKER.findall(reading.typed)):
        return False  # 要用：1、通创去年高新产值 2、能达从业人员: what is numbered, and no figure.
    told = _figure_after_metric(reading) or _states_yes_or_no(asked)
    return told and bool(reading.communities or asked.single or any(doubt.communities for doubt in reading.doubts))


def _is_short_year(reading: Reading) -> bool:
    """Tell whether the only number is a year as it is typed in haste, at the end: 海安 就业 24."""
    if reading.years or len(reading.quantities) != 1 or reading.quantities[0].unit is not None:
        return False
    return re.search("(?:^|[^0-9.])(?:1[7-9]|2[0-9])$", reading.text) is not None


def report(asked: Asked) -> Meaning:
    """Take a report as one; of a community or metric whose name is several's, ask which."""
    if asked.reading.quantities and asked.reading.doubts:
        return clarify_report(asked)
    return asked.meaning("report", implied=asked.single)


def _figure_after_metric(reading: Reading) -> bool:
    tokens = [token for token in reading.tokens if reading.part(token) not in _BEFORE_FIGURE]
    unsettled = {doubt.word for doubt in reading.doubts if doubt.metrics}
    return any(
        (left.has("metric") or reading.part(left) in unsettled)
        and isinstance(right.datum, Quantity)
        and not _OF_THEM.match(reading.text, right.end)
        for left, right in pairwise(tokens)
    )


def _states_yes_or_no(asked: Asked) -> bool:
    """Tell whether every metric of a named year is one of yes or no, and one of these follows it: 统计体系 有."""
    reading = asked.reading
    if not (reading.years and reading.metrics and asked.lexicon.yesno.issuperset(reading.metrics)):
        return False
    at = [place for place, token in enumerate(reading.tokens) if token.has("metric")]
    after = [reading.part(reading.tokens[place + 1]) for place in at if place + 1 < len(reading.tokens)]
    words = {"yes", "no", "none"} if len(at) > 1 else {"yes", "no"}
    said = [read_word(part) in words for part in after]
    return bool(at) and len(said) == len(at) and all(said) and at[-1] == len(reading.tokens) - 2


def is_chatter(asked: Asked) -> bool:
    reading = asked.reading
    if reading.names_something:
        return False
    cues = reading.cues - _CHATTY
    thanked = not THANKS.isdisjoint(reading.part(token) for token in reading.tokens)
    light = {"state", "intro", "met", "verdict"} | ({"all"} if thanked else set())  # that's all, thanks
    said = (reading.has("chatter") or thanked) and not cues - light
    return said or not (cues or reading.bounds or reading.carriers or reading.limits or reading.years)


_A_WORD = 4


def kind_of_chatter(asked: Asked) -> str:
    """Tell thanks and greetings, which have an answer of their own, from other chatter."""
    words = {asked.reading.part(token) for token in asked.reading.tokens}
    if len("".join(asked.reading.leftovers)) > _A_WORD:
        return "chatter"  # Ok show me the laggards thanks for nothing.
    if words & THANKS:
        return "thanks"
    return "greeting" if words & GREETINGS else "chatter"


def is_bare_year(asked: Asked) -> bool:
    reading = asked.reading
    named = reading.names_something or reading.cues - {"ask", "follow", "much", "intro"}
    if reading.context is not None:
        return False
    return bool(reading.years) and not (named or reading.bounds or reading.carriers or reading.leftovers)


def has_leftovers(asked: Asked) -> bool:
    """Tell whether a piece stays unexplained that may change the answer."""
    reading = asked.reading
    harmless = reading.any(*_HARMLESS) and not reading.any("look_up")
    harmless = harmless or (bool(reading.facts) and not reading.metrics)
    return bool(reading.leftovers) and not harmless


def says_only_what_was_said(reading: Reading) -> bool:
    """Tell whether all that is named comes from the question before: 下班了下班了."""
    named = {"communities": reading.communities, "metrics": reading.metrics, "years": reading.years}
    anew = any(codes and part not in reading.carried for part, codes in named.items())
    return bool(reading.carried) and not (anew or reading.doubts or reading.cues - _CHATTY)
