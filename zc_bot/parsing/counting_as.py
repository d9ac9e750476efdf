"""Whether something counts as a figure's: 初创企业要不要算个体户, do interns count as employees."""

from __future__ import annotations

from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.reading import Reading
from zc_bot.parsing.tokens import Kind

_WHETHER = compile_later(
    "算不算|算不算数|(?:要不要|需不需要|该不该|能不能|可不可以|是不是|是否)(?:也|都)?(?:算|含|包括|计|统计)|[含计]不[含计]"
    "|包不包[括含]|包[括含]不包[括含]|(?:算|计|包括|统计)(?:作|成|入|进|到|在)?(?:内|里|数)?"
    "|(?<![a-z])(?:do|does|did|are|is|should|would|can|be|we|i|any|the|a|an|of|towards?|to|as|in|into|or not|also|too"
    "|count(?:s|ed|ing)?|includ(?:e|es|ed|ing)|part of|belong(?:s)?|regarded|treated|considered)(?![a-z])"
)
"""Asks whether something counts, and what only stands beside that."""
_ASKS = compile_later("算|含|包括|计入|统计|(?<![a-z])(?:count|includ|part of|belong|regarded|treated|considered)")
_BESIDE = compile_later(
    "里头|里面|当中|其中|进去|在内|^[的在进里内也都还和与及，、,。.?？!！ ]+"
    "|[的在进里内吗么呢啊呀也都和与及，、,。.?？!！ ]+$|^(?:what|which|who|how|only|just)(?![a-z])"
)
_NAMES: tuple[Kind, ...] = ("metric", "requirement", "community")
_LONGEST = 16


def what_may_count(reading: Reading) -> str:
    """Name what is asked about beside the figure's own name; '' where nothing is."""
    if _ASKS.search(reading.text) is None:
        return ""
    named = [token for token in reading.tokens if any(entry.kind in _NAMES for entry in token.entries)]
    rest, end = "", 0
    for token in named:
        rest, end = f"{rest}{reading.text[end : token.start]}|", token.end
    left = _WHETHER.sub("|", rest + reading.text[end:])
    parts = [part for one in left.split("|") if (part := _bare(one))]
    return parts[0] if len(parts) == 1 and 1 < len(parts[0]) <= _LONGEST else ""


def _bare(text: str) -> str:
    """Cut off what only joins."""
    while (shorter := _BESIDE.sub("", text).strip()) != text:
        text = shorter
    return text
