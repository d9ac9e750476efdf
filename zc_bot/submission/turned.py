"""A change said around a figure's name, written behind it: 2 more incubators than last year, 比去年多1个孵化器."""

from __future__ import annotations

import re

from zc_bot.parsing.laid import Laid
from zc_bot.parsing.language import written
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.pending import compile_later

_ONE = compile_later("(?<![a-z])one(?= (?:more|fewer|less)(?![a-z]))", re.IGNORECASE)
_AROUND = (
    compile_later(
        written(
            r"(?P<by>[0-9][0-9,.]*) (?P<sign>more|fewer|less) (?P<name>[a-z][a-z -]{2,40}?) "
            "(?P<than>than (?:in )?<last>)",
            "last_year",
        ),
        re.IGNORECASE,
    ),
    compile_later(
        r"(?P<by>(?:没有?|并?未|无)(?:再|又)?(?:新增|增加|减少))(?P<sign>)(?P<than>)(?P<name>[\u4e00-\u9fff]{2,14})"
        r"(?=[，,、 ]+(?:还是|仍|依然|共|现在|目前|一共|保持))"
    ),
    compile_later(
        written(
            r"(?P<by><with><last>(?:底|末)?[ ]*(?:又|净|共|再|还)?(?:<more>|<less>)[了出]?"
            r"[ ]*[0-9一二两三四五六七八九十][0-9.,一二三四五六七八九十百千万亿]*[ ]*[个家人]?)的?"
            r"(?P<sign>)(?P<than>)(?P<name>[\u4e00-\u9fff]{2,14})(?=[，,。；;！!\s]|$)",
            "last_year",
        )
    ),
)

_NOT_ONE = compile_later("(?P<count>一[个家])(?P<name>[\u4e00-\u9fff]{2,14}?)(?P<none>[都也]没有)")
"""一个加速器都没有 says of accelerators that there is not one."""


def turned(text: str, lexicon: Lexicon) -> str:
    """Write each change behind the name that it is said around, where that is a metric's and no more."""
    text = _ONE.sub("1", text)
    for match in reversed(list(_NOT_ONE.finditer(text))):
        found = Laid(match["name"], lexicon).metrics
        if len(found) == 1 and (found[0].start, found[0].end) == (0, len(match["name"])):
            text = f"{text[: match.start()]}{match['name']}{match['count']}{match['none']}{text[match.end() :]}"
    for pattern in _AROUND:
        for match in reversed(list(pattern.finditer(text))):
            name, change = match["name"], " ".join(filter(None, (match["by"], match["sign"], match["than"])))
            found = Laid(name, lexicon).metrics
            if len(found) == 1 and (found[0].start, found[0].end) == (0, len(name)):
                text = f"{text[: match.start()]}{name} {change}{text[match.end() :]}"
    return text
