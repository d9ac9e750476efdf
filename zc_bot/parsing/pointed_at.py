"""What a follow-up points at, said in full: 少的那家 of those compared, 最高那年 of a course, 那时候."""

from __future__ import annotations

import re
from functools import partial

from zc_bot.parsing.language import written
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.programme import Programme

_MOST = 6
_COMPARED = frozenset({"compare", "rank"})
_OF_ONE = frozenset({"trend", "value"})
_LISTED = frozenset({"rank", "compare", "aggregate"})
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_NTH = compile_later(
    "(?:那|那么|看看)?第(?P<han>[二三四五六七八九十]|[2-9]|1[0-3])(?:名|位)(?:那家|那个|社区)?的?"
    "(?P<rest>[^呢和跟与到至、]{2,}.*)"
    "|(?:and |so )?(?:the )?(?P<latin>second|third|fourth|fifth)(?: one| place| placed)?(?:'?s| s) (?P<behind>.+)",
    re.IGNORECASE,
)
_ADDED = compile_later(
    "(?:再|那)?(?:加上?|算上)(?P<what>[^一总合加]{2,6}?)(?:一共|总共|合计|加起来|合起来)(?:有?多少|有?几个)?[呢?？]*"
)
_ALTOGETHER = compile_later(partial(written, "<lead>?(?:<both>)?<altogether>(?:<how_many>)?[?？。呢]*", "pointed_at"))
_IT = compile_later("它|该社区|这家|(?<![a-z])its?(?![a-z])", re.IGNORECASE)
_YEAR = compile_later("年|20[0-9]{2}|year|(?<![0-9])(?:1[5-9]|2[0-9])(?![0-9])")
_COURSE = compile_later("走势|趋势|变化|以来|trend|over time|since")


def _begins_with(senses: str) -> str:
    return written(f"<lead>?(?:{senses})(?P<rest>.+)", "pointed_at")


def _pattern(senses: str) -> re.Pattern[str]:
    return compile_later(partial(_begins_with, senses), re.IGNORECASE)


_LOW, _HIGH = _pattern("<low>"), _pattern("<high>")
_BEST_YEAR, _WORST_YEAR = _pattern("<best_year>"), _pattern("<worst_year>")
_THEN = compile_later(partial(written, "<then>", "pointed_at"), re.IGNORECASE)
_MORE_MET = compile_later(partial(written, "<lead>?<than_before>?<more_met>[?？。]?", "pointed_at"), re.IGNORECASE)


def pointed_at(text: str, before: Meaning, programme: Programme) -> str | None:
    """Say in full what a follow-up only points at; None for any other text."""
    text = text.strip()
    return (
        _of_those_compared(text, before, programme)
        or _of_the_nth(text, before, programme)
        or _in_the_year_at_an_end(text, before, programme)
        or _both_figures(text, before, programme)
        or _when_it_began(text, before, programme)
        or _met_a_year_before(text, before, programme)
    )


def of_the_first(text: str, before: Meaning, programme: Programme) -> str | None:
    """Name the first of a list whose first alone was asked for, where it is spoken of as it: does it meet R8."""
    if before.intent != "rank" or before.limit != 1 or not before.found or _IT.search(text) is None:
        return None
    name = programme.community[before.found[0]].name
    year = before.years[0] if len(before.years) == 1 and not (_YEAR.search(text) or _COURSE.search(text)) else None
    if not text.isascii():
        return _IT.sub(name.zh if year is None else f"{name.zh}{year}年", text, count=1)
    text = text if year is None else f"{text.rstrip(' ?')} in {year}"
    return _IT.sub(lambda word: f"{name.en}'s" if word[0].lower() == "its" else name.en, text, count=1)


def _of_those_compared(text: str, before: Meaning, programme: Programme) -> str | None:
    """Name whom 少的那家 points at, after a comparison of a few that were named, by a single figure of one year."""
    compared = before.intent in _COMPARED and 1 < len(before.communities) <= _MOST
    described = before.query is not None and before.query.places.is_described
    if not compared or described or len(before.metrics) != 1 or len(before.years) > 1:
        return None
    for pattern, end in ((_LOW, "最低"), (_HIGH, "最高")):
        if (found := pattern.fullmatch(text)) is not None:
            names = "和".join(programme.community[code].name.zh for code in before.communities)
            year = f"{before.years[0]}年" if before.years else ""
            return f"{names}里{year}{programme.measure[before.metrics[0]].short.zh}{end}的社区{found['rest']}"
    return None


def _of_the_nth(text: str, before: Meaning, programme: Programme) -> str | None:
    """Name the second or a later one of a list that was shown, whose other figure is asked for: 第二名的战新占比."""
    found = _NTH.fullmatch(text)
    if found is None or before.intent not in _LISTED or before.ascending:
        return None
    place = _ORDINALS[found["latin"].lower()] if found["latin"] else int(read_numeral(found["han"]) or 0)
    if not 1 < place <= len(before.found):
        return None
    rest, year = found["rest"] or found["behind"], before.years[0] if len(before.years) == 1 else before.shown
    when = "" if year is None or _YEAR.search(rest) else f"{year}年"
    return f"{programme.community[before.found[place - 1]].name.zh}{when}{rest}"


def _in_the_year_at_an_end(text: str, before: Meaning, programme: Programme) -> str | None:
    """Name the year that 最高那年 points at, after one figure of one community over the years."""
    alone = before.intent in _OF_ONE and len(before.communities) == len(before.metrics) == 1
    if not alone or before.query is not None:
        return None
    for pattern, end in ((_BEST_YEAR, "最高"), (_WORST_YEAR, "最低")):
        if (found := pattern.fullmatch(text)) is not None:
            name, years = programme.community[before.communities[0]].name.zh, sorted(before.years)
            span = f"{years[0]}年到{years[-1]}年" if len(years) > 1 else ""
            return f"{name}{span}{programme.measure[before.metrics[0]].short.zh}{end}那年的{found['rest']}"
    return None


def _both_figures(text: str, before: Meaning, programme: Programme) -> str | None:
    """Name the figures that 一共几个 adds up, after one and then another of the same unit, of one community."""
    named = dict(before.mentions).get("metrics", ())
    alone = before.intent == "value" and len(before.communities) == 1
    whole = before.intent == "aggregate" and before.whole
    if (added := _ADDED.fullmatch(text)) is not None and len(before.metrics) == 1:
        codes = (one.code for one in programme.metrics if added["what"] in {one.short.zh, one.name.zh})
        named = (*before.metrics, *codes)  # 加上众创空间一共
    elif _ALTOGETHER.fullmatch(text) is None:
        return None
    if not (alone or whole) or before.query is not None or len(named) != 2:
        return None
    one, other = (programme.metric.get(code) for code in named)
    if one is None or other is None or one.unit != other.unit or one.kind == "yesno" or one.unit == "%":
        return None
    when = f"{before.years[0]}年" if len(before.years) == 1 else ""
    whose = programme.community[before.communities[0]].name.zh if alone else "全市"
    return f"{whose}{when}{one.short.zh}加{other.short.zh}一共多少"


def _when_it_began(text: str, before: Meaning, programme: Programme) -> str | None:
    """Name the year of 那时候, after when one community was started."""
    found = _THEN.search(text)
    if found is None or before.intent != "directory" or len(before.communities) != 1:
        return None
    one = programme.community[before.communities[0]]
    rest = f"{text[: found.start()].strip()} {text[found.end() :].strip()}".strip()
    return f"{one.name.zh}{one.start}年{rest}" if rest else None


def _met_a_year_before(text: str, before: Meaning, programme: Programme) -> str | None:
    """Ask for what was met in both years, after one community's verdicts: 比前一年多过了几条."""
    year = before.years[0] if len(before.years) == 1 else before.shown
    alone = before.intent == "check" and len(before.communities) == 1 and not (before.requirements or before.metrics)
    if not alone or year is None or _MORE_MET.fullmatch(text) is None:
        return None
    return f"{programme.community[before.communities[0]].name.zh}{year - 1}年和{year}年达标几项"
