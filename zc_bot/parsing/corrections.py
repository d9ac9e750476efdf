"""Corrections inside a line: 通创，不对，观音山; compare 2022, no wait, 2023; 不看去年看前年."""

from __future__ import annotations

import re
from functools import cache

from zc_bot.parsing.language import alternatives

_DROPPED = re.compile(
    "(?:先)?(?:不看|不要|别看|不问|不查)(?!了)[^，,。；看要问查 ]{1,8}(?:了)?[，, ]?"
    "(?:而是|只|要)?(?:看|要|问|查|换)(?=.)"
)
"""What is not wanted, before what is."""

_OF_ALL = re.compile("全市|合计|总和|加起来|一共|总共|其他|其余|剩下|各社区|所有|哪些|哪几|谁|排名")
"""Where all are asked for, what is not wanted is left out of them rather than replaced."""


def without_dropped(text: str) -> str:
    """Leave out what is not wanted where what is wanted follows: 不看去年看前年."""
    found = _DROPPED.search(text)
    if found is None or _OF_ALL.search(text):
        return text
    return _DROPPED.sub("", text)


def corrected(text: str) -> tuple[str, str] | None:
    """Cut a text into what was said first and what it was corrected to; None where nothing is corrected.

    A correction stands between stops; what begins with one corrects the question before.
    """
    found = list(_marks().finditer(text))
    if not found:
        return None
    first, last = text[: found[-1].start()].strip(" ，,。;；"), text[found[-1].end() :].strip(" ，,。;；")
    return (first, last) if first and last else None


@cache
def _marks() -> re.Pattern[str]:
    stop = "[，,。；;！!…]"
    words = alternatives("follow.correction")
    pattern = rf"{stop}\s*(?:哦|噢|啊|哎|呃|oh|er)?\s*(?:{words})(?:了|的)?\s*(?:{stop}|是|\s|(?=[^不]))"
    return re.compile(pattern, re.IGNORECASE)
