"""A typed figure of the draft's place and year: said by itself, by last year's, or beside last year's."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import reduce

from zc_bot.parsing.conversion import Ambiguous, Outcome, Reading, read_figure, unfit
from zc_bot.parsing.language import written
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import EXACT, has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import find_quantities
from zc_bot.parsing.refusals import Rejection
from zc_bot.parsing.set_up import says_set_up
from zc_bot.policy.records import Metric
from zc_bot.submission.asking import previous_value
from zc_bot.submission.draft import Draft
from zc_bot.submission.facts import Facts, Known
from zc_bot.submission.relative import read_relative

_APART = compile_later(r"[\s、|]+")
_BRACKETED = compile_later(r"[(（](?P<number>[0-9][0-9.,]*)[)）]")
"""A number in brackets, as accountants write one below zero."""
_SPACED = compile_later(r"[0-9]{1,3}(?:[ 、][0-9]{3})+")
"""One number whose thousands are parted by spaces, or two: 5 300."""


def read(text: str, metric: Metric, draft: Draft, facts: Facts) -> Outcome:
    """Read a figure of the draft's place and year, said by itself or by last year's."""
    last = facts.last_year(draft.community or "", metric.code, draft.year or 0)
    before = previous_value(draft, metric.code, facts)
    size = facts.usual(draft.community or "", metric.code, draft.year or 0) if before is None else before
    in_question = draft.pending is not None and draft.pending.metric == metric.code
    if (bracketed := _BRACKETED.fullmatch(text.strip())) is not None:
        outcome = read_figure(bracketed["number"], metric, size)
        if isinstance(outcome, Reading):
            return Ambiguous("bracketed", (replace(outcome, typed=text.strip()),))
    typed, text = text, _of_the_year_before(text, draft)
    text = _since_last(text, metric, last)
    held = draft.pending if in_question else draft.entry(metric.code)
    outcome = read_relative(text, metric, last, held.value if held else None) or read_figure(text, metric, size)
    if isinstance(outcome, Rejection) and not has_digit(text) and laid_out(text).strip().isdecimal():
        spelt = read_figure(laid_out(text), metric, size)  # two, twelve
        outcome = replace(spelt, typed=text.strip()) if isinstance(spelt, Reading) else outcome
    if isinstance(outcome, Rejection) and outcome.code == "yesno_expected" and says_set_up(text):
        outcome = Reading(text.strip(), Decimal(1))
    if isinstance(outcome, Rejection) and outcome.code == "two_numbers":
        outcome = _beside_last_years(text, metric, last, size) or read_several(text, metric, size) or outcome
    elif isinstance(outcome, Rejection) and (_says_little(outcome, text) or "\n" in text.strip()):
        outcome = read_several(text, metric, size) or outcome
    if typed != text and isinstance(outcome, Ambiguous):
        return replace(outcome, readings=tuple(replace(one, typed=typed.strip()) for one in outcome.readings))
    if isinstance(outcome, Ambiguous) and outcome.why == "magnitude" and before is None:
        return replace(outcome, why="size")
    return outcome


def _says_little(outcome: Rejection, text: str) -> bool:
    """Tell whether a refusal says less of a text than what its amounts come to: 4+1, 新增一个，一共五个."""
    adds = outcome.code == "expression" and re.search("[-−*/×÷x]", text) is None
    return outcome.code in _LITTLE or adds or _TOTAL.search(text) is not None


def read_several(text: str, metric: Metric, size: Decimal | None) -> Ambiguous | None:
    """Read an answer with several amounts: the one that is called the total, what they come to, or one of them."""
    if metric.kind not in {"number", "whole"} or len(text) > LONGEST_LIST:
        return None
    total: list[Reading] = []
    parts: list[Reading] = []
    end = 0
    for (start, stop), amount in find_quantities(laid_out(text)):
        said = laid_out(text)[end:start]
        end = stop
        one = read_figure(amount.text, metric, size)
        if isinstance(one, Reading) and one.value is not None:
            (total if _TOTAL.search(said) else parts).append(one)
    if not 1 < len(total) + len(parts) <= MOST_PARTS:
        return None
    each = [one.value for one in parts if one.value is not None]
    if not total and len(each) > FEW_TOTAL and each[-1] == reduce(EXACT.add, each[:-1]):
        total = [parts.pop()]
    values = [one.value for one in total if one.value is not None]
    if len(parts) > 1 and _OTHER_TIMES.search(text) is None:
        values.append(reduce(EXACT.add, (one.value for one in parts if one.value is not None)))
    values += [one.value for one in (parts if len(parts) < FEW_PARTS else parts[:1]) if one.value is not None]
    fit = [value for value in dict.fromkeys(values) if unfit(value, metric) is None]
    return Ambiguous("several", tuple(Reading(" ".join(text.split()), value) for value in fit)) if fit else None


_LITTLE = frozenset({"unreadable", "unknown_unit", "no_number"})
"""Reasons for a refusal that say little of a text with several amounts."""
LONGEST_LIST, MOST_PARTS, FEW_PARTS, FEW_TOTAL = 120, 8, 4, 2
_OTHER_TIMES = compile_later(
    "不对|错|应|还是|或|注销|迁|撤|退|流失|离职|减|扣|除|不含|其中|(?<!半)年|[月周去今明]|预计|目标|计划|完成"
    "|原|之前|q[1-4]|vs|last|before|target",
    re.IGNORECASE,
)
"""Where these stand, amounts are of several times, and no parts of one."""
_SINCE_LAST = compile_later(
    written(
        "<last>(?:是|为|的|有)*[ ]*(?P<base>[0-9][^，,；; ]*)[，,；; ]*(?:今年|本年)?(?:又|再|净)*"
        "(?P<change>(?:<more>|<less>)了?[ ]*[0-9][^，,；;]*)", "last_year",
    )
)
_TOTAL = compile_later("变成|变为|达到|达|现有|现在|合计|总计|共计|合共|总共|一共|小计|(?i:total)")


def _since_last(text: str, metric: Metric, last: Known | None) -> str:
    """Write a change behind last year's figure as one counted from it: 去年5200，今年加了281."""
    found = _SINCE_LAST.fullmatch(laid_out(text).strip(" 。."))
    base = None if found is None else read_figure(found["base"], metric, None)
    same = isinstance(base, Reading) and last is not None and base.value == last.value
    return f"比去年{found['change']}" if found is not None and same else text


def _of_the_year_before(text: str, draft: Draft) -> str:
    """Write the year before the draft's as last year, where a change is counted from it: 3 more than in 2025."""
    if draft.year is None or str(draft.year - 1) not in text or not re.search("than|比|较|跟|与|和|同", text):
        return text
    return text.replace(f"{draft.year - 1}年", "去年").replace(str(draft.year - 1), "last year")


def _beside_last_years(
    text: str, metric: Metric, last: Known | None, size: Decimal | None
) -> Reading | Ambiguous | None:
    """Read two figures side by side, as in a row of the form: the one that is not last year's, else either."""
    numbers = _APART.split(text.strip())
    if _SPACED.fullmatch(text.strip()) and isinstance(whole := read_figure("".join(numbers), metric, size), Reading):
        return Ambiguous("shorthand", (replace(whole, typed=text.strip()),))
    read = [read_figure(one, metric, size) for one in numbers]
    readings = [replace(one, typed=text.strip()) for one in read if isinstance(one, Reading)]
    if len(numbers) != 2 or len(readings) != 2 or readings[0].value == readings[1].value:
        return None
    others = [one for one in readings if last is None or one.value != last.value]
    return others[0] if len(others) == 1 else Ambiguous("which_year", tuple(readings))
