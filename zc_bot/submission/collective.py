"""A word for several figures that are all said to be the same: 四个平台都有, 两个覆盖率均为100%."""

from __future__ import annotations

from zc_bot.parsing.laid import Laid
from zc_bot.parsing.language import written
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.pending import compile_later

_BEFORE = compile_later(
    r"(?:这|上述|以上|所有|全部)?(?:(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})[个类项种大]?)?$"
)
_ALL = compile_later(
    written(
        r"[ 数]*(?:目前|现在|现已|已经|已|也)*(?!<unshared>)(?:均|都|皆|全都?|(?=齐))(?!市|区|县|国|省|年)", "report"
    )
)
_SHARED = frozenset({"yesno", "percent"})
"""Kinds of which several are the same; 产值都70亿了 says how much it already is."""


def written_out(text: str, lexicon: Lexicon) -> str:
    """Write the names of all figures in place of a word for them, where all are said to be the same.

    A count that is not that of the figures leaves it as it is, to be asked about: 三个平台都有.
    """
    several = [one for one in Laid(text, lexicon).metrics if len(one.codes) > 1]
    for one in reversed(several):
        behind, before = _ALL.match(text, one.end), _BEFORE.search(text[: one.start])
        metrics = [lexicon.programme.metric.get(code) for code in one.codes]
        shared = all(metric is not None and metric.kind in _SHARED for metric in metrics)
        if behind is None or before is None or not shared:
            continue
        count = read_numeral(before["count"]) if before["count"] else None
        if count is not None and count != len(one.codes):
            continue
        names = "、".join(lexicon.programme.metric[code].short.zh for code in one.codes)
        text = f"{text[: before.start()]}{names}都{text[behind.end() :]}"
    return text
