"""What is typed where no figure is asked for, at the menu, the fixed items, the list and the card, and names none.

    同上年 · 跳过 · 等会儿再填 · 好的 · 这个怎么算
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import find_quantities
from zc_bot.parsing.speech import asks
from zc_bot.parsing.words import read_word
from zc_bot.submission import events as ev
from zc_bot.submission.asking import Result, go, onward, standing_left
from zc_bot.submission.draft import Draft
from zc_bot.submission.facts import Facts
from zc_bot.submission.reasons import read_reason
from zc_bot.submission.relative import is_same
from zc_bot.submission.replies import Tap, command
from zc_bot.submission.taps import tap

_WHILE = (
    "(?:[0-9]+|[一二两三四五六七八九十半几]+|a few|an?)[ ]?个?半?(?:分钟|小时|钟头|刻钟|会儿?|天"
    "|min(?:ute)?s?|hours?|days?|moments?)"
)
_SOON = compile_later(
    rf"(?:(?:in|give me) {_WHILE}|(?:过|等)?{_WHILE}(?:之后|以后|后|内| later|再)[，, ]*(?:我|就|再)*"
    rf"(?:填|报|答|回|说|弄|来|{alternatives('report.later_on')})?)[吧啊哈了 .。!！]*",
    re.IGNORECASE,
)
"""Says when it comes, and no figure: 5分钟后再说."""
FEW, FEW_WORDS = 6, 3
"""Characters, in English words, of what only puts off: a longer text may say why, too."""
STEPS = frozenset({"menu", "standing", "list", "card"})
_UNKNOWN = compile_later(alternatives("report.unknown"))
_COURTESY = compile_later(rf"(?:(?:{alternatives('report.courtesy')})[，,。.!！ ]*)+", re.IGNORECASE)
_PAUSE = compile_later(rf"(?:[嗯哦啊哎]|sorry,? )*(?:{alternatives('report.pause')})")
_LATER_ON = compile_later(
    written(
        ".{0,20}(?:<later_on>|<day_ahead>(?:才|再|就|会|能|给|来|我|之?前|[ ])*<does_then>)[吧啊哈了 .。!！]*",
        "report",
    ),
    re.IGNORECASE,
)


def between(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Take what puts off, says that all is as last year, or says nothing; None for any other text."""
    if draft.step not in STEPS or asks(text):
        return None
    word = command(text)
    if word is None and is_same(text) and draft.step in {"menu", "standing"}:
        return tap(draft, Tap("same"), facts)
    if word == "later" and draft.step == "standing":
        left = tuple(code for code, _ in standing_left(draft, facts))
        return go(onward(replace(draft, later=(*draft.later, *left)), facts), facts)
    if word == "later" or puts_off(text) is not None:
        return go(draft, facts, ev.Waits())
    says_something = read_word(text) is not None or bool(find_quantities(text))
    if word is None and not says_something and read_reason(text, facts).kind == "empty":
        return go(draft, facts)
    return None


def says_nothing(text: str, draft: Draft, facts: Facts) -> bool:
    """Tell whether what is typed where a number is asked for is a mere courtesy: 好的, 收到."""
    metric = facts.programme.metric.get(draft.metric or "")
    if metric is None or metric.kind == "yesno" or command(text) is not None or read_word(text) is not None:
        return False
    said = laid_out(text)
    return _COURTESY.fullmatch(said.strip(" ，,。.!！~～")) is not None and not has_digit(said)


def comes_soon(text: str) -> bool:
    """Tell whether all of a text says in how long an answer comes: 5分钟后再说, in 10 minutes."""
    return _SOON.fullmatch(laid_out(text).strip()) is not None


def waits_shortly(text: str) -> bool:
    """Tell whether a few words where a reason is wanted only say that it comes later: 我问问, 等我查一下."""
    said = text.strip(" 。.!！")
    few = len(said.split()) <= FEW_WORDS if said.isascii() else len(said) <= FEW
    return few and puts_off(text) is not None


def puts_off(text: str) -> Literal["pause", "unknown"] | None:
    """Tell whether an answer says that it comes later, or is not known: 等下，领导叫我; no idea, ask Mr Gu."""
    said = laid_out(text)
    if comes_soon(text) or _PAUSE.fullmatch(text.strip(" .!。！").lower()) is not None:
        return "pause"  # one sec holds a number.
    if has_digit(said) or find_quantities(said) or read_word(text) is not None:
        return None
    if _UNKNOWN.search(said) is not None:
        return "unknown"
    return "pause" if _PAUSE.match(said) is not None or _LATER_ON.fullmatch(said) is not None else None
