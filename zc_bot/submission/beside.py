"""Words beside a clear figure that nothing used: whether it is to be noted all the same is asked, by one tap.

    从业人员5300人，部分项目延期 · In 2025 we employed 5,300 people
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zc_bot.parsing.conversion import Ambiguous, Reading
from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.words import read_word
from zc_bot.policy.records import Metric
from zc_bot.submission.draft import Draft, Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.reading import read

STRAY = frozenset({"stray_word", "stray_yesno"})
"""Faults of a figure that is clear but for the words beside it."""
_ANOTHER = compile_later(alternatives("report.another_figure"), re.IGNORECASE)
"""Says that a number is not the year's actual one: 目标, 上半年, of the first quarter."""
_COUNTED = compile_later(alternatives("report.counted_otherwise"), re.IGNORECASE)
_TAKEN_OFF = compile_later(rf"(?:{alternatives('report.takes_away')})[^0-9，,。；;\n]*[0-9]")
_COUNTED_IN = "亿万元人家户个平米%"
_OF_ITS_OWN = compile_later(
    rf"(?<=[0-9{_COUNTED_IN}])[，,、;；（( ]*[^0-9，,、;；（( {_COUNTED_IN}]{{1,6}}[ ]*[0-9][0-9.,]*"
)
"""A word behind a figure with another number behind it, of which it speaks: 141户，注销23户."""
_TELLING, FEW = compile_later("[\u4e00-\u9fff]|[a-z]{2,}", re.IGNORECASE), 3
_CLAUSES = compile_later(r"(?:[,，](?![0-9]{3}(?![0-9]))|[;；。!！\n]|[.](?![0-9])|[–—]|(?<![0-9])[(（]|\s-\s)")
_WHY = compile_later(alternatives("report.why"), re.IGNORECASE)
_SECRET = compile_later(alternatives("report.secret"), re.IGNORECASE)
_PARTICLES = compile_later("(?<=[有是没])(?:的)?[的呀啊呢哦哈吧了啦]+$")
_NONE = compile_later("没有?|无")
LONGEST = 200


def may_be_noted(item: Waiting, draft: Draft, facts: Facts) -> bool:
    """Tell whether a figure is clear, or of a few senses, but for words beside it that do not make it another's."""
    metric = facts.programme.metric.get(item.metric)
    if item.fault not in STRAY or metric is None or not item.text:
        return False
    denies = metric.kind == "yesno" and read_word(item.text) == "no"
    if says_another(item.found) and not denies:  # 还没有，明年上线
        return False
    if metric.kind == "yesno" and _says_both(item.phrase):
        return False
    outcome = read(item.text, metric, draft, facts)
    if isinstance(outcome, Ambiguous):
        return outcome.why != "none" and not says_another(f"{item.found}{item.text}")
    return isinstance(outcome, Reading)


def _says_both(phrase: str) -> bool:
    """Tell whether a phrase says both that there is something and that there is none: 有，但没挂牌."""
    without = _NONE.sub("", phrase)
    return without != phrase and "有" in without


def says_another(words: str, phrase: str = "") -> bool:
    """Tell whether words say that a number is none of the year's actual figures, or is counted in another way.

    One of them within a clause of its own (明年交付) says something else, as does one with a number of its own.
    """
    words = _OF_ITS_OWN.sub("", words)
    if phrase:
        words = "…".join(one for one in words.split("…") if one in _OF_ITS_OWN.sub("", phrase))
    if _COUNTED.search(words) is not None:
        return True
    rest = _ANOTHER.sub("", words)
    return rest != words and len(_TELLING.findall(rest)) <= FEW


def takes_off(text: str) -> bool:
    """Tell whether a text says by how much a figure is more than what is meant: 不含园区外3亿."""
    return _TAKEN_OFF.search(text) is not None


def says_why(words: str) -> bool:
    """Tell whether words beside a figure say how it came about."""
    return _WHY.search(words) is not None


def waiting_for_words(draft: Draft, facts: Facts) -> tuple[Waiting, ...]:
    """Give the figures of a draft that wait for a word on what stands beside them."""
    return tuple(one for one in draft.queue if may_be_noted(one, draft, facts))


def taken(figures: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """Clear figures of their fault; the words stay as a note."""
    return tuple(replace(one, fault="", note=one.found, found="") for one in figures)


def answer_with_words(metric: Metric, text: str, draft: Draft, facts: Facts) -> Waiting | None:
    """Read an answer of which one clause is the figure, and the others say more without another such figure."""
    clauses = [one for one in _CLAUSES.split(text) if one.strip(" )）.…")]
    if not len(clauses) > 1 or len(text) > LONGEST:
        return None
    values = [(one, _value(one, metric)) for one in clauses]
    clear = [(one, said) for one, said in values if isinstance(read(said, metric, draft, facts), Reading)]
    if len(clear) != 1:
        return None
    clause, value = clear[0]
    rest = [one.strip(" )）") for one in clauses if one is not clause]
    if metric.kind != "yesno" and any(_is_like(one, value) for one in rest):
        return None
    found = "，".join(one for one in rest if one)
    return Waiting(metric.code, value, phrase=" ".join(text.split()), fault="stray_word", found=found)


def _value(clause: str, metric: Metric) -> str:
    """Give what a clause says of a metric: a yes or no without its particles, or that it is confidential."""
    said = value_text(clause)
    if metric.kind == "yesno":
        said = _PARTICLES.sub("", said) or said
    is_secret = read_word(said) is None and _SECRET.search(said) is not None
    return _SECRET.search(said)[0] if is_secret else said  # type: ignore[index]


def _is_like(clause: str, value: str) -> bool:
    """Tell whether a clause holds an amount of the same kind as a value, so that either may be meant."""
    mine = read_quantity(value)
    dimension = mine.dimension if isinstance(mine, Quantity) else None
    return any(one.dimension in {None, dimension} for _, one in find_quantities(clause))
