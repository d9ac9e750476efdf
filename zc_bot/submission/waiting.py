"""What is to be taken of each metric that a line names: its figure, or why it can't be, or what is to be asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.language import phrases
from zc_bot.parsing.names import Name
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import Year, is_year
from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.set_up import says_set_up
from zc_bot.parsing.units import unit_named
from zc_bot.parsing.words import read_word
from zc_bot.policy.programme import Programme
from zc_bot.submission.amounts import fitting, is_sum
from zc_bot.submission.beside import STRAY, says_another, takes_off
from zc_bot.submission.draft import Waiting
from zc_bot.submission.line import Said
from zc_bot.submission.relative import is_relative

_YES = "是"
UNCLEAR = "which_number"
PART_OF = "其中"
"""Before a part whose whole is named in the same line; before anything else it says that there is more."""
_GROWN = frozenset({"新增", "净增", "又新增", "再增"})
"""Before the name of a figure, says that its number is what came to it, which is offered as behind the name."""
_LEVEL = compile_later("(?:国家|省|市|区|县)级")

def waiting(span: Name, said: Said, programme: Programme, named: Collection[str]) -> Waiting:
    """Make what is to be taken of a metric; `named` are all metrics of the line."""
    codes = fitting(span.codes, said.value, programme)
    code = codes[0] if len(codes) == 1 else ""
    share = next((one for one in programme.derived if one.numerator == code), None)
    stray = _without_of_part(said, share.denominator in named) if share is not None else said.stray
    said = _as_yes(said) if code and is_yesno(programme, (code,)) else said
    stray = said.stray if code and is_yesno(programme, (code,)) else stray
    which = not code and isinstance(read_quantity(said.value), Quantity) and not says_another(stray)
    if said.unclear:
        fault = found = UNCLEAR
    elif stray and not which:
        fault = "stray_yesno" if code and is_yesno(programme, (code,)) else "stray_word" if code else "stray_unclear"
        found = stray
        if code in programme.derivation and said.phrase:  # 高新企业33家 is no share's.
            code, fault, found = "", "stray_unclear", said.phrase
    else:
        fault = found = ""
    return Waiting(code, said.value, () if code else codes, said.phrase, fault, found, stray if which else "")


def _without_of_part(said: Said, has_whole: bool) -> str:
    """Leave out what says that a sum is part of a whole of the same line, and is of projects: 其中战新项目19.2亿."""
    words = [one for one in said.stray.split("…") if one]
    if has_whole:
        words = [one for one in words if one != PART_OF]
    if is_sum(said.value):
        words = [one for one in words if one not in phrases("report.of_money")]
    return "…".join(words)


def _as_yes(said: Said) -> Said:
    """Take for a yes what says that something was set up, where it is all that is said: 统计体系健全, 已上线运行."""
    words = said.stray.replace("…", "")
    if words and read_word(said.value) == "yes" and said.phrase.endswith(f"{said.value}{words}"):
        return replace(said, stray="") if says_set_up(f"{said.value}{words}") else said
    sets_up = says_set_up(said.phrase) or (says_set_up(words) and said.phrase.replace(" ", "").endswith(words))
    return replace(said, value=_YES, stray="") if words and not said.value and sets_up else said


def is_yesno(programme: Programme, codes: Sequence[str]) -> bool:
    return all(code in programme.metric and programme.metric[code].kind == "yesno" for code in codes)


_JOINED = frozenset({"、", "/", *phrases("report.joins")})


def answered_together(
    figures: Sequence[Waiting], spans: Sequence[Name], text: str, programme: Programme
) -> list[Waiting]:
    """Give the yes or no behind several joined names to them all: 教育培训、文体娱乐平台已有."""
    found = list(figures)
    for at in range(len(found) - 2, -1, -1):
        one, other = found[at], found[at + 1]
        joined = text[spans[at].end : spans[at + 1].start].strip() in _JOINED
        yesno = all(item.metric and is_yesno(programme, (item.metric,)) for item in (one, other))
        shared = not one.fault or (one.fault == "stray_yesno" and one.found == other.phrase)  # 全部到位
        if joined and yesno and shared and not (one.text or other.fault):
            found[at] = replace(one, text=other.text, phrase=other.phrase, fault="", found="")
    return found


def among_others(
    item: Waiting, leftover: Sequence[str], figures: Sequence[Waiting], programme: Programme
) -> Waiting:
    """Quote all that stands beside a figure where that holds other numbers, for it is asked about as a whole.

    Of several numbers that it may be, which of them is asked. One below zero, or of which an amount is taken off,
    with words beside it is refused.
    """
    if item.fault == "stray_word" and item.text and item.found in _GROWN and item.phrase.startswith(item.found):
        return replace(item, text=f"{item.found}{item.text}", fault="", found="")
    if item.text and _is_of_its_name(item, programme) and not any(map(has_digit, leftover)):
        return replace(item, fault="", found="")
    without_level = _LEVEL.sub("", item.found)
    if item.fault != "stray_word" or not item.text or says_another(without_level, item.phrase):
        return item
    below = re.search(rf"(?<![0-9])[-−][ ]*{re.escape(item.text)}", item.phrase) is not None
    if below or any(map(takes_off, (item.phrase, *leftover))):
        return replace(item, fault="stray_number")
    own = _without_others(item, item.phrase, figures)
    amounts = [amount.text for _, amount in find_quantities(own) if not is_year(amount.text)]
    quoted = [" ".join(item.phrase.split())] if len(amounts) > 1 else [item.found]
    quoted += [piece for piece in leftover if has_digit(piece) and piece not in item.phrase]
    several = _several(item, (*dict.fromkeys((" ".join(item.phrase.split()), *quoted[1:])),), figures, programme)
    return several or replace(item, found="…".join(quoted))


def _is_of_its_name(item: Waiting, programme: Programme) -> bool:
    """Tell whether the words beside a figure only repeat a part of its name: 初创今年新增128家."""
    metric = programme.metric.get(item.metric)
    names = () if metric is None else (metric.name.zh, metric.short.zh)
    words = item.found.split("…") if item.fault == "stray_word" else [""]
    return all(len(word) > 1 and any(word in name for name in names) for word in words)


def _several(
    item: Waiting, pieces: Sequence[str], figures: Sequence[Waiting], programme: Programme
) -> Waiting | None:
    """Have it asked which of several numbers beside it a figure is, none of them another's; None for one alone."""
    metric, text = programme.metric.get(item.metric), _without_others(item, "；".join(pieces), figures)
    if metric is None or metric.kind == "yesno":
        return None
    own, mine = unit_named(metric.unit), []
    for _, amount in find_quantities(text):
        fits = amount.dimension is None or (own is not None and amount.dimension == own.dimension)
        mine += [amount.text] if fits and not is_year(amount.text) else []
    return replace(item, text=text, phrase=text, fault="", found="") if len(mine) > 1 else None


def _without_others(item: Waiting, text: str, figures: Sequence[Waiting]) -> str:
    """Leave the amounts that are other figures' out of a text."""
    for other in figures:
        if other is not item and other.text:
            text = re.sub(rf"(?<![0-9.]){re.escape(other.text)}(?![0-9.])", " ", text)
    return text


def of_last_year(
    text: str, years: Sequence[Year], metrics: Sequence[Name], this_year: bool = False
) -> dict[int, Year]:
    """Find the metrics whose figure is said to be last year's while a year is named: 2025 … 去年从业人员5200.

    this_year: 今年 names the year that is being reported.
    """
    named = {one.year for one in years if one.back is None or (this_year and one.back == 0)}
    found = {}
    for one in years:
        if one.back is None or not named or one.year in named:
            continue
        for number, metric in enumerate(metrics):
            if metric.start > one.start and not text[one.end : metric.start].strip(" 的，,"):
                found[number] = one
    return found


def of_this_year(lasts: Sequence[Waiting], leftover: Sequence[str]) -> list[Waiting]:
    """Give the only number left to the only metric that last year's is told of: 去年总产值70亿，今年71亿."""
    amounts = [value_text(piece) for piece in leftover]
    if len(lasts) != 1 or len(amounts) != 1 or not isinstance(read_quantity(amounts[0]), Quantity):
        return []
    return [replace(lasts[0], text=amounts[0], phrase=f"{lasts[0].phrase}，{leftover[0]}", fault="", found="")]


_AT_LAST = r"(?:当年|本年|今年|全年|实际|实绩|现在|目前|如今|现有|最终)[^0-9，,。；;\n]{0,4}"


def said_at_last(
    figures: Sequence[Waiting], leftover: Sequence[str], text: str
) -> tuple[list[Waiting], list[str], tuple[str, ...]]:
    """Give the only number left, said to be this year's, to the only figure that is a plan, a sum or a change.

    目标总产值80亿，实际71.2亿 · 累计初创企业600家，当年132家 · 孵化器加一个，现在四个; with what is left, and told.
    """
    found = list(figures)
    others = [
        at for at, one in enumerate(found)
        if one.metric and ((one.fault == "stray_word" and says_another(one.found)) or is_relative(one.text))
    ]
    amounts = [amount.text for piece in leftover for _, amount in find_quantities(piece)]
    if len(others) != 1 or len(amounts) != 1 or len(leftover) != 1:
        return found, list(leftover), ()
    if re.search(f"{_AT_LAST}{re.escape(amounts[0])}", text) is None:
        return found, list(leftover), ()
    one = found[others[0]]
    told = () if is_relative(one.text) else (one.phrase,)
    found[others[0]] = replace(one, text=amounts[0], phrase=f"{one.phrase}，{leftover[0]}", fault="", found="")
    return found, [], told


def said_together(figures: Sequence[Waiting], programme: Programme) -> list[Waiting]:
    """Name all that can't be told apart in one sentence."""
    codes = [one.metric for one in figures if one.fault == UNCLEAR and one.metric]
    names = "、".join(programme.measure[code].short.zh for code in codes)
    return [replace(one, found=names) if one.fault == UNCLEAR else one for one in figures]


def once_each(figures: Sequence[Waiting]) -> Iterator[Waiting]:
    """Join what is said of the same metric twice; two different values are neither of them taken."""
    for key in dict.fromkeys((one.metric, one.options) for one in figures):
        same = [one for one in figures if (one.metric, one.options) == key]
        given = [one for one in same if one.text or one.fault] or same[:1]
        values = list(dict.fromkeys(one.text for one in given))
        if faulty := [one for one in given if one.fault]:
            if len(values) > 1 and faulty[0].fault in STRAY:  # Which of them is the figure is not asked by one tap.
                faulty = [replace(faulty[0], fault="stray_number")]
            phrases = dict.fromkeys(one.phrase for one in given)
            yield replace(faulty[0], phrase="；".join(phrases))
        elif len(values) < 2:
            yield given[0]
        else:
            yield replace(given[0], fault="said_twice", found="、".join(values))
