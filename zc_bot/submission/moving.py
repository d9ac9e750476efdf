"""A figure that was given to the wrong metric, given to the one that is said: 不是高新，是总产值."""

from __future__ import annotations

import re
from dataclasses import replace

from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.pending import compile_later
from zc_bot.submission import events as ev
from zc_bot.submission.asking import Result, go
from zc_bot.submission.draft import Draft, Waiting, typed_again
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import open_question, take

LONGEST = 60
_NAME = "\ue000"
_THAT = "(?:(?:(?:刚才|刚刚|上面|上一个|那个?|这个?|前面)的?(?:个|项|条)?(?:数字?)?)+[，, ]*)"
_SOUND = compile_later("^(?:哦|噢|啊|哎呀?|呃|嗯|额|oh|oops)+[，, ]*(?=不是|并非|not )")
_WAYS = tuple(
    compile_later(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_THAT}?(?:不是|并非){_NAME}的?[，,。；; ]*(?:而|应该|应当|应|其实|那)?(?:是|为){_NAME}的?(?:数据?)?",
        rf"{_THAT}?{_NAME}(?:那个?|的)?(?:数字?)?(?:应该|应当|应|其实)(?:是|为|算|记到|填到|报到|记成){_NAME}的?(?:数据?)?",
        rf"(?:that|it)?(?: is| was|'s)? ?not {_NAME},? ?(?:but )?(?:(?:it|that)(?:'s| is| was)? )?{_NAME}",
    )
)


def moved(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Give the figure of the first metric named to the second; None for a text that says nothing of the kind."""
    laid = read_laid(_SOUND.sub("", text.strip(" 。.!！~～")), facts.lexicon)
    if len(text) > LONGEST or len(laid.metrics) != 2 or laid.places:
        return None
    if not any(way.fullmatch(laid.without_names(_NAME, metrics_only=True)) for way in _WAYS):
        return None
    parts = {one.code: one.numerator for one in facts.programme.derived if one.numerator is not None}
    codes = [parts.get(one.codes[0], one.codes[0]) for one in laid.metrics]
    held = _held(draft)
    if any(len(one.codes) > 1 for one in laid.metrics) or codes[0] not in held or codes[0] == codes[1]:
        return None
    item = held[codes[0]]
    left = replace(
        draft, entries=tuple(one for one in draft.entries if one.metric != codes[0]),
        queue=tuple(one for one in draft.queue if one.metric != codes[0]),
    )
    if draft.metric == codes[0]:
        left = replace(left, step="menu", metric=None, pending=None, readings=())
    after, said = take(left, [Waiting(codes[1], item.text, phrase=f"{item.text}，{text.strip()}")], facts)
    if any(isinstance(one, ev.Refused) for one in said):
        return go(draft, facts, *(one for one in said if isinstance(one, ev.Refused)))
    return after, (ev.TookOff((codes[0],)), *said)


def _held(draft: Draft) -> dict[str, Waiting]:
    """Give the figures of a draft as they were typed: those taken and the one in question."""
    asked = open_question(draft)
    found = [*map(typed_again, draft.entries), *([asked] if asked is not None else [])]
    return {one.metric: one for one in found if one.metric and one.text}
