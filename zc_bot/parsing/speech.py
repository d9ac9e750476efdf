"""What a text does, whoever reads it: it asks something, or wants to know what it is that is asked for."""

from __future__ import annotations

import re

from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.update_cache import for_an_update

_END, _AROUND = r"[。.!！~～\s]*$", " 。.!！~～"
_THIS, _PARTICLES = ["这个", "这项", "这一项", "我"], "了啊呀?？ "


@for_an_update
def asks(text: str) -> bool:
    """Tell whether a text asks something, so that nothing in it is taken as a figure."""
    return _ASKS_ANYWHERE.search(laid_out(text)) is not None


@for_an_update
def is_put_as_question(text: str) -> bool:
    """Tell whether a text begins or ends as a question; one that only holds 多少 may be a reason."""
    return _PUT.search(laid_out(text)) is not None


def asks_what_is_wanted(text: str) -> bool:
    """Tell whether all of a text asks what it is that should be answered: 这个怎么填, ?"""
    said = laid_out(text).strip(_AROUND).rstrip(_PARTICLES)
    if not said:
        return "?" in text or "？" in text
    said = next((said.removeprefix(word) for word in _THIS if said.startswith(word)), said)
    return re.fullmatch(alternatives("ask.help"), said) is not None


def asks_what_counts(text: str) -> bool:
    """Tell whether a text asks what counts as the figure in question: 这个算不算装修的钱呀？"""
    said = laid_out(text)
    return asks(text) and re.search(alternatives("ask.counts"), said) is not None


def asks_why_reason(text: str) -> bool:
    """Tell whether a text asks what a reason is wanted for, or whether it must be given: 为什么要写理由？"""
    return asks(text) and _WHY_REASON.search(laid_out(text)) is not None


def asks_why(text: str) -> bool:
    """Tell whether all of a text asks why, or asks nothing more than that: 为什么？, ?"""
    said = laid_out(text).strip(f"{_AROUND}{_PARTICLES}")
    if not said:
        return "?" in text or "？" in text
    return re.fullmatch(alternatives("reason.bare_why"), said, re.IGNORECASE) is not None


def _why_reason() -> str:
    asked = "<asked_why>.{0,12}?<gives>.{0,12}?<itself>|<without>.{0,4}?<itself>|<itself>.{0,4}?<must>"
    return written(asked, "reason")


_WHY_REASON = compile_later(_why_reason, re.IGNORECASE)


def _put() -> str:
    begin = rf"(?:{alternatives('ask.please')})?(?!{alternatives('ask.tells')})(?:{alternatives('ask.begin')})"
    return rf"[?？]{_END}|(?:{alternatives('ask.end')}){_END}|^{begin}"


_PUT = compile_later(_put)


def _asks_anywhere() -> str:
    chosen = rf"的(?:{alternatives('ask.chosen')}){_END}"
    more = "|".join((chosen, _EITHER_WAY, _HOW_MANY, _EITHER_OF_TWO, _OF_SOME))
    return rf"{_PUT.pattern}|(?<!也)(?:{alternatives('ask.within')})|{more}|{_DIALECT}{_END}"


_EITHER_WAY = "(?<!也)(?P<either>(?![动时了要好行])[\u4e00-\u9fff])(?:不|没)(?P=either)"
"""够不够, 达没达: asks by a verb and its denial; 动不动 and 时不时 are often, 要不要 proposes."""
_DIALECT = "(?<![步砍讨杀])伐"
"""够得上伐: 吗 of the lower Yangtze."""
_HOW_MANY = "(?<![十百千好])几(?=[个家项条次回趟遍成倍位名])|[有是]几(?=[\u4e00-\u9fff][？?了呢啊吗 ]*$)"
_EITHER_OF_TWO = "是.{1,8}还是"
"""是年底数还是平均数; 还是 alone is still."""
_OF_SOME = "(?:我们|咱们?|这|那)[两俩二三]个?(?:家|社区).{0,12}(?:[合总共]计|总共|一共|[加合]起来|平均|[相对]比|差)"
"""我们两家从业人员合计."""


_ASKS_ANYWHERE = compile_later(_asks_anywhere)
