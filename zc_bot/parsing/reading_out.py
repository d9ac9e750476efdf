"""Who took figures or papers along: 谁导出过数据, who downloaded the briefing; such a question wants no file."""

from __future__ import annotations

import re

from zc_bot.parsing.pending import compile_later

_TAKEN = "导出|下载|打印|(?<![a-z])(?:export|download|print)(?:ed|s|ing)?(?![a-z])"
_ASKED = compile_later(
    rf"(?:谁|哪[些个位]?人|哪[几些]?位|什么人|有没有人|有人|几个?人|多少人).{{0,8}}(?:{_TAKEN})"
    rf"|(?:{_TAKEN})[了过]?.{{0,12}}(?:的?(?:是谁|有谁|人是|都有谁)|过(?:吗|没有?|几次|多少次)|了(?:几次|多少次))"
    r"|(?<![a-z])(?:who|has anyone|has anybody|did anyone|did anybody|how often|how many times)(?![a-z])"
    rf".{{0,30}}(?:{_TAKEN})",
    re.IGNORECASE,
)


def asks_who_took(text: str) -> bool:
    """Tell whether a text asks who took something along, or whether anybody did."""
    return _ASKED.search(text) is not None and _MAY.search(text) is None


_MAY = compile_later("谁(?:能|可以|有权|会|来|负责)|权限|(?<![a-z])who (?:can|may|could)(?![a-z])", re.IGNORECASE)
"""Asks who may."""
