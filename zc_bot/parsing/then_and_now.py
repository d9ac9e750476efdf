"""Two years held together by a word: now beside a year that is named, and still after a question of one.

Without another year now says nothing: figures are of the newest year anyhow.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.composition.standing import query_of
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import find_years
from zc_bot.parsing.query import Joined, Judged, Query, Test

_NOW = compile_later(
    "(?<![到至从自以截])(?:如今|现如今|现今|现在|目前|眼下|当下|这会儿|今天)(?:已经?|都|又)?(?!为止|止|起|开始|还没|谁|是谁|有谁|还有)"
    "|(?<![a-z])(?<!until )(?<!till )(?<!to )(?<!through )(?<!up to )(?<!since )"
    "(?:right now|now|today|nowadays|currently|at present|these days)(?![a-z])", re.IGNORECASE
)
_OF_MORE = re.compile("以来|至今|到现在|since|until now|till now|up to now|so far", re.IGNORECASE)


def with_the_year_of_now(text: str, today: date) -> str | None:
    """Put the last year that is over in place of a now that stands beside an earlier year; None for other texts."""
    if (now := _NOW.search(text)) is None or _OF_MORE.search(text):
        return None
    last = today.year - 1
    named = [one for one in find_years(text, today) if not now.start() <= one.start < now.end()]
    if len(named) != 1 or named[0].year >= last:
        return None
    year = f" {last} " if now[0].isascii() else f"{last}年"
    return (text[: now.start()] + year + text[now.end() :]).strip()


_THE_YEAR_BEFORE = compile_later(
    "(?:再|更)(?:往前|早|上|前)(?:的)?(?:一|1)年|往前(?:推|数)?(?:一|1)年"
    "|(?<![a-z])(?<!than )(?<!versus )(?<!vs )(?<!over )(?<!from )(?<!to )(?<!on )(?<!with )(?<!against )"
    "the (?:year|one) (?:before(?: that| it)?|prior)(?! last)(?![a-z])", re.IGNORECASE
)


def with_the_year_before(text: str, today: date) -> str | None:
    """Put the year before the only one that is named in place of 再往前一年; None for other texts."""
    if (back := _THE_YEAR_BEFORE.search(text)) is None:
        return None
    named = {one.year for one in find_years(text, today) if one.start < back.start()}
    if len(named) != 1 or any(one.start >= back.end() for one in find_years(text, today)):
        return None
    year = named.pop() - 1
    said = str(year) if back[0].isascii() else f"{year}年"
    return text[: back.start()] + said + text[back.end() :]


_STILL = compile_later(
    "(?:那|其中|这些|那些|他们|它们|这几家|里面|里头|到了?|在|截至)*(?P<year>(?:20)?[12][0-9]年?|去年|前年|今年|现在|如今|目前)(?:底|末)?"
    "(?:还|仍|仍然|依然|依旧|照样|也还?|同样)(?:能|是|都)*(?P<not>没有?|未|不)?(?:过了?|达标|够|超过?|在|满足|高于|低于|这样|如此|合格)[^社多少几0-9零一二三四五六七八九十百千万亿]{0,8}"
    "|(?:and |but )?(?:which |who |those )?(?:of (?:them|those|these) )?(?:are |were )?still[a-z ]*? (?:in |by )?"
    "(?P<latin>20[12][0-9]|last year|now|today)[?.]?", re.IGNORECASE
)
"""到25年还过的, after those that were so in 2020."""


def still_so(text: str, context: Meaning, lexicon: Lexicon, today: date) -> str | None:
    """Say of whom it is asked if they are still so: of those before, in another year too; None for other texts."""
    found = _STILL.fullmatch(text.strip(" 的?？。"))
    query = None if found is None else query_of(context, lexicon.programme)
    if found is None or query is None:
        return None
    where = query.places.where
    alone = query.ask == "places" and query.places.top is None and query.places.first is None
    if not alone or not isinstance(where, Test | Judged) or len(where.years) != 1:
        return None
    named = find_years(found["year"] or found["latin"], today)
    year = named[0].year if named else _short(found["year"]) or today.year - 1
    fails = isinstance(where, Judged) and where.outcome == "not_met"
    if year == where.years[0] or ((found["not"] is not None) is not fails and found["latin"] is None):
        return None  # 还没过的 after those that passed is no still.
    again = replace(where, years=(year,))
    return say(Query("places", places=replace(query.places, where=Joined("and", (where, again)))), lexicon.programme)


def _short(text: str | None) -> int | None:
    """Read 25 as a year."""
    digits = (text or "").removesuffix("年")
    return 2000 + int(digits) if digits.isdigit() and len(digits) == 2 else None


_MORE_OF_THEM = compile_later(
    "(?P<what>.*(?:达标|合格|过线|过关|没过|[0-9]过了?)的?(?:社区)?)(?:[^比]{0,8})(?:比|较|相比)(?:[^比多少]{2,8})"
    "(?:多了?|少了?|增加了?|减少了?)(?:几|多少)(?:家|个)(?:社区)?[呢啊呀?？。]*"
)


def counted_in_both_years(text: str, today: date) -> str | None:
    """Ask how many met it in either year where it is asked how many more: R4达标的比前年多几家; None for others."""
    found = _MORE_OF_THEM.fullmatch(text.strip())
    years = find_years(text, today)
    named = sorted({one.year for one in years})
    if found is None or len(named) != 2:
        return None
    told = {at for one in years for at in range(one.start, one.end)}
    what = "".join(char for at, char in enumerate(found["what"]) if at not in told).lstrip("年")
    return f"{what}{named[0]}年、{named[1]}年各几家"
