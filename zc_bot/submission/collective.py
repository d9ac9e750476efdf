"""A word for several figures that are all said to be the same: 四个平台都有, 两个覆盖率均为100%."""

from __future__ import annotations

import re

from zc_bot.parsing.laid import Laid
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.names import Name
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.values import dataclass

_COUNTS = ("two", "three", "four", "five", "six")
_BEFORE = compile_later(
    r"(?:这|上述|以上|所有|全部)?(?:(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})[个类项种大]?)?(?:公共)?(?:服务)?$"
)
_ALL = compile_later(
    written(
        r"[ 数]*(?:目前|现在|现已|已经|已|也)*(?!<unshared>)(?:均|都|皆|全都|全部|全|(?=齐))(?!市|区|县|国|省|年)",
        "report",
    )
)
_ALL_BEFORE = compile_later(
    rf"(?:all|both)(?: of)?(?: the| our)?(?: (?P<count>[0-9]|{'|'.join(_COUNTS)}))? $", re.IGNORECASE
)
_ALL_BEHIND = compile_later(
    rf" (?:are|is)(?: now| all| already)* (?:{alternatives('report.there')})(?![a-z])", re.IGNORECASE
)
_THERE = "有"
_SHARED = frozenset({"yesno", "percent"})
"""Kinds of which several are the same; 产值都70亿了 says how much it already is."""


def written_out(text: str, lexicon: Lexicon) -> str:
    """Write the names of all figures in place of a word for them, where all are said to be the same.

    A count that is not that of the figures leaves it as it is, to be asked about: 三个平台都有.
    """
    several = [one for one in Laid(text, lexicon).metrics if len(one.codes) > 1]
    for one in reversed(several):
        metrics = [lexicon.programme.metric.get(code) for code in one.codes]
        shared = all(metric is not None and metric.kind in _SHARED for metric in metrics)
        said = _said_of_all(text, one) if shared else None
        if said is None or said.count not in {None, len(one.codes)}:
            continue
        names = "、".join(lexicon.programme.metric[code].short.zh for code in one.codes)
        text = f"{text[: said.start]}{names}都{said.word}{text[said.end :]}"
    return text


@dataclass(frozen=True, slots=True)
class _OfAll:
    """Where it is said of all, and of how many; word: what is said, where that is not left standing behind it."""

    start: int
    end: int
    count: int | None
    word: str = ""


def _said_of_all(text: str, name: Name) -> _OfAll | None:
    """Find what makes a name of several figures speak of them all: 四个平台都…; all four platforms are in place."""
    head = text[: name.start]
    if (before := _ALL_BEFORE.search(head)) is not None and (behind := _ALL_BEHIND.match(text, name.end)) is not None:
        return _OfAll(before.start(), behind.end(), _counted(before["count"]), _THERE)
    zh, behind = _BEFORE.search(head), _ALL.match(text, name.end)
    if zh is None or behind is None:
        return None
    return _OfAll(zh.start(), behind.end(), _counted(zh["count"]))


def _counted(said: str | None) -> int | None:
    if not said:
        return None
    return _COUNTS.index(said.lower()) + 2 if said.lower() in _COUNTS else int(read_numeral(said) or 0)
